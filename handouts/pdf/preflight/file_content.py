"""Checks links, embedded content, fonts, stamps, pages and names. Reports HND880 to HND887.

ISO 32000-2: actions 12.6, catalog 7.7.2, page objects 7.7.3.3, embedded files 7.11.4, page-piece dictionaries 14.5.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import astuple
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.fetcher import bad_link
from handouts.pdf.fitting import is_held
from handouts.pdf.fonts import family_names
from handouts.pdf.preflight.forms import foreign_parts
from handouts.pdf.reader import PdfReader, bare, plain_name
from handouts.pdf.tag_nodes import REQUEST_KEY

TOLERANCE_MM = 0.5

#: Types of actions (12.6.4) that no leaflet has.
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie"}
)
#: Entries of the catalog, of its name dictionary and of a page of a leaflet; entries that no object of it has.
_CATALOGUE = frozenset(
    ("/Type", "/Pages", "/Lang", "/MarkInfo", "/Metadata", "/Names", "/Outlines", "/StructTreeRoot", "/Version",
     "/ViewerPreferences", "/OpenAction", "/AA", "/AcroForm", "/AF")  # the last four have messages of their own
)  # fmt: skip
_NAMES = frozenset(("/Dests", "/EmbeddedFiles", "/JavaScript"))
_PAGE = frozenset(
    ("/Type", "/Parent", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit",
     "/Resources", "/Contents", "/Annots", "/StructParents", "/Tabs", "/Group")
)  # fmt: skip
_PARTS = ("/PieceInfo", "/LastModified")
_PATH = re.compile(r"file:/|(?<![\w/.])/(?:home|tmp|root|usr|var|opt|mnt|srv|Users|private)/\w|[A-Za-z]:\\\w")


def links(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND880 for a link to anything but a page of the leaflet, a web page, a telephone number or an email address."""
    for target in dict.fromkeys(link.target for link in pdf.links()):
        if not target.startswith("#") and bad_link(target):
            yield Diagnostic("HND880", f"a link leads to `{target[:80]}`", "use https:, tel: or mailto:")


def embedded_content(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND881 for attached files, scripts and actions, forms, and paths of the machine that made the file."""
    for what in dict.fromkeys(_embedded(pdf)):
        yield Diagnostic(
            "HND881", f"the file carries {what}", "look for what put it in: a template, a picture or another program"
        )


def _embedded(pdf: PdfReader) -> Iterator[str]:
    root: Any = pdf.pdf.Root
    names = root.get("/Names", {})
    if "/EmbeddedFiles" in names or "/AF" in root:
        yield "an attached file"
    if "/JavaScript" in names or any(key in root for key in ("/AA", "/OpenAction")):
        yield "a script or an action"
    yield from foreign_parts(pdf)
    yield from (f"an entry {name} of its catalogue" for name in _foreign(root, _CATALOGUE))
    yield from (f"names of a kind {name}" for name in _foreign(names, _NAMES))
    for page in pdf.pdf.pages:
        yield from (f"an entry {name} of a page" for name in _foreign(page.obj, _PAGE))
        kinds = (str(note.get("/Subtype", "")) for note in page.obj.get("/Annots", ()))
        yield from (f"a note on a page ({plain_name(kind)})" for kind in kinds if kind not in ("/Link", "/Widget"))
    yield from (f"a bookmark with {goal}" for _, goal in pdf.bookmarks() if goal.startswith("an action"))
    if pdf.revisions > 1:
        yield "changes that another program added after it was finished"
    for entry in (pdf.pdf.trailer, *pdf.pdf.objects):
        yield from _inside(entry)


def _foreign(entries: Any, known: Container[str]) -> Iterator[str]:
    """The names of entries that no leaflet has."""
    return (plain_name(key) for key in entries.keys() if key not in known)  # noqa: SIM118  # a dictionary of the file


def _inside(value: Any) -> Iterator[str]:
    """Actions and paths in an object of the file and in its direct objects; indirect ones are visited by themselves."""
    kind = getattr(value, "_type_name", "")
    if kind in ("dictionary", "stream"):
        if any(key in value for key in _PARTS) or ("/Metadata" in value and value.get("/Type") != "/Catalog"):
            yield "metadata of a part of it"
        if str(value.get("/S", "")) in _ACTIONS and "/K" not in value:
            yield f"an action of the kind {str(value.S)[1:]}"
        inner = [value[key] for key in value.keys()]  # noqa: SIM118  # a dictionary of the file, no Python one
    else:
        inner = list(value) if kind == "array" else []
    if kind == "string" and _PATH.search(text := str(value)):
        yield f"a path of a machine: {text[:60]}"
    for one in inner:
        if not getattr(one, "is_indirect", False):
            yield from _inside(one)


def fonts(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND882 for a font that is not bundled: another machine would print the leaflet differently."""
    bundled = family_names()
    for name in sorted(pdf.fonts()):
        if not name.startswith(bundled):
            yield Diagnostic("HND882", f"the font `{name}` is not bundled", "name a bundled family in the style")


def stamps(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND883 for a page without the review date, or without the stamps for a draft or an overdue review."""
    imprint = leaflet.imprint
    mark = {"draft": "Draft, not clinically approved", "reviewed": "Reviewed, not yet approved", "approved": ""}[
        imprint.status
    ]
    overdue = "Review overdue" if imprint.overdue else ""
    for number, text in _texts(pdf).items():
        for stamp in filter(None, (mark, overdue, imprint.review_by, imprint.document)):
            if bare(stamp) not in text:
                yield Diagnostic(
                    "HND883", f"page {number} does not say “{stamp}”", "look at the footer of the template"
                )


def _texts(pdf: PdfReader) -> dict[int, str]:
    """All text of each page, with footers, without spaces."""
    texts = dict.fromkeys(range(1, len(pdf.pdf.pages) + 1), "")
    for run in pdf.runs:
        texts[run.page] += bare(run.text)
    return texts


def empty_pages(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND884 for a page without tagged content."""
    tagged = {page for tag in pdf.tags() for page in tag.pages}
    for number in sorted(set(range(1, len(pdf.pdf.pages) + 1)) - tagged):
        yield Diagnostic("HND884", f"page {number} is empty", "look for a forced page break")


def pages(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND884 for another page size, or for more pages than the edition allows."""
    sheet = edition.side_mm
    for number, size in enumerate(pdf.page_sizes_mm(), 1):
        if any(abs(one - other) > TOLERANCE_MM for one, other in zip(size, sheet, strict=True)):
            message = (
                f"page {number} is {size[0]:.0f} × {size[1]:.0f} mm, {edition.name} is {sheet[0]:.0f} × {sheet[1]:.0f}"
            )
            yield Diagnostic("HND884", message, "set the page size in the style of the edition")
    if is_held(leaflet) and len(pdf.pdf.pages) > edition.sides_max:
        message = f"{len(pdf.pdf.pages)} pages, {edition.sides_max} at most"
        yield Diagnostic("HND884", message, "shorten the text")


def names(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND886 for a file without its title or language, or with personal text in its metadata."""
    entries = pdf.facts()
    if entries.get("Title") != leaflet.title:
        yield Diagnostic(
            "HND886", f"the title of the file is “{entries.get('Title', '')}”", f"it must be “{leaflet.title}”"
        )
    if entries.get("Lang", "").split("-")[0] != leaflet.language.split("-")[0]:
        yield Diagnostic(
            "HND886", f"the language of the file is “{entries.get('Lang', '')}”", f"it must be {leaflet.language}"
        )
    values = _unexplained(leaflet, entries)
    if any(_contains(value, text) for text in astuple(leaflet.personal) for value in values):
        yield Diagnostic("HND886", "the metadata of the file contains a person's words", "print them in the page alone")


def _unexplained(leaflet: Leaflet, entries: Mapping[str, str]) -> list[str]:
    """The metadata without title, clinic, document number, language, producer and request.

    A patient may have the name of the clinic, or a word of the title: it is no leak that the file has these. Nor is
    the number 4 of a patient that of exercises in the request, which `metadata.values` compares as a whole.
    """
    own = re.compile("|".join(map(re.escape, (leaflet.title, leaflet.masthead.clinic, leaflet.imprint.document))))
    return [own.sub("", value) for name, value in entries.items() if name not in ("Lang", "Producer", REQUEST_KEY)]


def _contains(value: str, text: str) -> bool:
    return bool(text) and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", value) is not None


def letters(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND887 for characters without a Unicode value, which no program can read out or copy."""
    for run in pdf.runs:
        if "\ufffd" in run.drawn or "\x00" in run.drawn:
            message = f"page {run.page} holds a letter without meaning, near “{run.text.strip()[:40]}”"
            yield Diagnostic("HND887", message, "look for a character that the bundled fonts lack")
            return


def facts(pdf: PdfReader) -> dict[str, str]:
    """Measures of pages, fonts and links for an evidence page."""
    return {
        "pages": str(len(pdf.pdf.pages)),
        "fonts": ", ".join(sorted(pdf.fonts())),
        "links": str(len(pdf.links())),
        "language": pdf.facts().get("Lang", ""),
    }
