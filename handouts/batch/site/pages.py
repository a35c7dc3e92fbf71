"""The pages of a site from the leaflets of a folder and their history, each with all that it needs inside."""

from __future__ import annotations

import datetime
import json
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handouts.batch.contents import File, FolderLeaflet
from handouts.batch.site import changes, history
from handouts.batch.site.cuts import HEIGHT_PX, WIDTH_PX, Cut
from handouts.batch.site.history import History
from handouts.compose.wording import ENGLISH, Wording
from handouts.diagnostics import Diagnostic
from handouts.formats import html, web_fonts
from handouts.layout import templates
from handouts.model import Library
from handouts.model.leaflet import Masthead
from handouts.pdf.fetcher import ImageLoader, RefusedError
from handouts.pdf.printing import PrintAssets
from handouts.pipeline import search
from handouts.pipeline.matching import Matching

INDEX, VERIFY, ABOUT = "index.html", "verify/index.html", "about.html"
FOR_PRINT = "pdf"


@dataclass(frozen=True, slots=True)
class Site:
    """All that its pages show: the leaflets of one clinic, of which there is one at least, and their history.

    `cuts` are the pictures beside leaflets, by the names of these.
    """

    library: Library
    clinic: str
    leaflets: Sequence[FolderLeaflet]
    history: History
    assets: PrintAssets
    cuts: Mapping[str, Cut] = field(default_factory=dict)

    @property
    def masthead(self) -> Masthead:
        return self.leaflets[0].leaflet.masthead


def pages(site: Site) -> Iterator[tuple[str, str]]:
    """Every page by its path, as HTML without its fonts."""
    rules = json.dumps(_matching(site).for_page(), ensure_ascii=False, separators=(",", ":"))
    yield INDEX, _page(site, "index", "", {"groups": _groups(site), "parts": _parts(site), "language_rules": rules})
    yield VERIFY, _page(site, "verify", "../", {"rows": _versions(site)})
    yield ABOUT, _page(site, "about", "", {"leaflet": site.leaflets[0].leaflet})
    for one in site.leaflets:
        yield one.page, templates.page(one.leaflet, site.assets.templates, _beside(site, one))


def _versions(site: Site) -> list[dict[str, Any]]:
    """Every version that the site held, with its months and the leaflet that has its number today."""
    by_number = {one.document["id"]: one for one in site.leaflets}
    by_version = {(one.document["id"], one.document["version"]): one for one in site.leaflets}
    country = site.library.countries[site.library.clinics[site.clinic].country]
    wording = Wording.of(ENGLISH, country.locale.replace("_", "-"))
    return [
        {
            "line": line,
            "own": by_version.get((line.document, line.version.version), by_number.get(line.document)),
            "issued": _month(line.version.issued, wording),
            "review": _month(line.version.review_by, wording),
            "changed": _changed(site, line, by_number.get(line.document), wording),
        }
        for line in history.lines(site.history, by_version)
    ]


def _changed(site: Site, line: history.Line, own: FolderLeaflet | None, wording: Wording) -> str:
    """What the version of today has otherwise than a replaced one, in words; nothing of a sheet of exercises, whose
    number others have too."""
    if line.by is None or line.state == "current" or (own and own.leaflet.is_sheet):
        return ""
    exercises = site.library.exercises

    def name(id_: str) -> str:
        return exercises[id_].name if id_ in exercises else id_.replace("-", " ")

    parts = changes.changed(line.version.parts, line.by.parts, name, wording)
    days = [(line.version.review_by, line.by.review_by, "the review date"),
            (line.version.status, line.by.status, "whether clinicians approved it")]  # fmt: skip
    return changes.in_words([*parts, *(wording.say(words) for old, new, words in days if old != new)], wording)


def _month(day: str, wording: Wording) -> str:
    """A day of the history as the foot of a paper has it: `November 2028`."""
    try:
        return wording.month(datetime.date.fromisoformat(day))
    except ValueError:  # a history that somebody edited
        return day


def finished(path: str, page: str, site: Site) -> tuple[bytes, Sequence[Diagnostic]]:
    """A page with its fonts inside; that of a leaflet with its pictures too. Reports what `html.write` does."""
    with_fonts = web_fonts.with_fonts(page)
    leaflet = next((one for one in site.leaflets if one.page == path), None)
    if leaflet is None:
        return with_fonts.encode(), ()
    printed = html.write(with_fonts, site.assets.pictures, _neighbours(site, leaflet))
    return printed.data, printed.diagnostics


def _page(site: Site, name: str, root: str, values: Mapping[str, Any]) -> str:
    head = _head(site, name, root)
    return templates.site_page(name, {**head, **values}, site.masthead.accent, site.assets.templates)


def _head(site: Site, here: str, root: str) -> dict[str, Any]:
    """What the head of each page shows; `root` leads from the page to the folder of the site."""
    links = [("index", f"{root}{INDEX}"), ("verify", f"{root}{VERIFY}"), ("about", f"{root}{ABOUT}")]
    return {
        "masthead": site.masthead,
        "language": site.leaflets[0].leaflet.language,
        "logo": _logo(site),
        "web": templates.web_words(site.masthead.web),
        "here": here,
        "root": root,
        "links": links,
    }


def _logo(site: Site) -> str:
    """The clinic's logo as an address that holds its bytes; nothing where it has none."""
    try:
        picture = ImageLoader(site.assets.pictures).take(site.masthead.logo or "")
    except RefusedError:
        return ""
    return f"data:{picture.kind};base64,{b64encode(picture.data).decode('ascii')}"


# ---------------------------------------------------------------- the index


def _groups(site: Site) -> list[dict[str, Any]]:
    """The leaflets by body region, in the order of the first of each; what is about several regions comes last."""
    by_regions: dict[tuple[str, ...], list[FolderLeaflet]] = {}
    for one in site.leaflets:
        by_regions.setdefault(one.regions, []).append(one)
    words = _words(site)
    return [
        {
            "id": "+".join(regions) or "other",
            "regions": regions,
            "names": [site.library.regions[region].name for region in regions],
            "rows": [{"leaflet": one, "prints": _prints(site, one, ""), **words[one.slug]} for one in rows],
        }
        for regions, rows in sorted(by_regions.items(), key=lambda item: (len(item[0]) != 1, item[0]))
    ]


def _words(site: Site) -> dict[str, dict[str, str]]:
    """What the search of the page ranks each leaflet by: `heel:198`; `first+steps:238` of what counts as a whole."""
    records = [search.Record("leaflet", one.slug, one.leaflet.title, one.searched) for one in site.leaflets]
    return {
        entry.record.id: {
            "words": " ".join(f"{word}:{points}" for word, (points, _) in entry.words.items()),
            "phrases": " ".join(f"{'+'.join(words)}:{points}" for words, points in entry.phrases.items()),
        }
        for entry in search.Index(records, _matching(site)).entries
    }


def _matching(site: Site) -> Matching:
    """How the search of the page compares words."""
    return Matching(site.library.language_of(site.clinic))


def _parts(site: Site) -> list[dict[str, Any]]:
    """The regions of the body that have leaflets, by name: how many, and the group in which the first of them is."""
    parts: dict[str, dict[str, Any]] = {}
    for group in _groups(site):
        for region, name in zip(group["regions"], group["names"], strict=True):
            part = parts.setdefault(region, {"id": region, "name": name, "group": group["id"], "count": 0})
            part["count"] += len(group["rows"])
    return sorted(parts.values(), key=lambda part: str(part["name"]))


def _prints(site: Site, one: FolderLeaflet, root: str) -> list[dict[str, Any]]:
    """The files for paper, that of the first edition first."""
    return [
        {"href": f"{root}{file.path}", "edition": _edition_name(site.library, file), "pages": file.pages}
        for file in one.files
        if file.format == FOR_PRINT
    ]


def _edition_name(library: Library, file: File) -> str:
    """`A4`, of `A4, two sheets`."""
    return library.edition(file.edition).name.partition(",")[0] if file.edition else ""


# ---------------------------------------------------------------- beside a leaflet


def _beside(site: Site, one: FolderLeaflet) -> dict[str, Any]:
    """The parts around the words of a leaflet: the head of the site, files, number and version."""
    root = "../"
    texts = [f"{root}{file.path}" for file in one.files if file.format == "text"]
    return _head(site, "leaflet", root) | {
        "prints": _prints(site, one, root),
        "text": texts[0] if texts else "",
        "cut": _cut(site, one, root),
        "document": one.document,
        "imprint": one.leaflet.imprint,
        "codes": one.codes,
        "names": [site.library.regions[region].name for region in one.regions],
        "group": f"{root}{INDEX}#{'+'.join(one.regions) or 'other'}",
        "check": f"{root}{VERIFY}#{one.document['id']}/{one.document['version']}",
    }


def _cut(site: Site, one: FolderLeaflet, root: str) -> dict[str, Any] | None:
    """The picture of a page of the paper, and the address of that page."""
    cut = site.cuts.get(one.slug)
    if cut is None:
        return None
    return {
        "src": cut.path.rpartition("/")[2],  # it lies beside the page
        "href": f"{root}{cut.file.path}#page={cut.page}",
        "page": cut.page,
        "size": (WIDTH_PX, HEIGHT_PX),
    }


def _neighbours(site: Site, one: FolderLeaflet) -> Collection[str]:
    """The files of the site that the page of a leaflet links to or shows."""
    beside = _beside(site, one)
    files = [print_["href"] for print_ in beside["prints"]]
    cut = beside["cut"] or {}
    files += [cut.get("src", ""), cut.get("href", "")]
    return {*files, beside["text"], beside["group"], beside["check"], *(href for _, href in beside["links"])} - {""}
