"""Compares targets with the manifest: composes each leaflet, renders its HTML and hashes it; a known hash is fresh."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from handouts import pipeline
from handouts.batch.manifest import Entry
from handouts.batch.target import Target
from handouts.batch.toolchain import digest_of, toolchain
from handouts.batch.watched import WatchedPrinter
from handouts.checks import approval_hash, codes
from handouts.checks.governance import LEAD_DAYS
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files.digest import short_digest
from handouts.layout import templates
from handouts.layout.variables import marked
from handouts.library import scope
from handouts.model import Library
from handouts.model.leaflet import Leaflet
from handouts.pdf.fetcher import ImageLoader, RefusedError
from handouts.pdf.printing import PrintAssets, assets
from handouts.pipeline import RunCache, RunOptions
from handouts.pipeline.workspace import Workspace

MOST_PAGES = 200  # that are kept: thousands of rows share one

#: What a part of the key means, for `--why`, the nearest to the author first.
PARTS = {
    "words": "its words or drawings changed",
    "page": "its template changed",
    "style": "its style changed",
    "edition": "its edition changed",
    "pictures": "a picture changed",
    "press": "the program, its packages or its fonts changed",
}
EXPLAINED_BY = {"page": "words"}  # what a change of the words changes too

#: Findings that count the days left: their message changes every day.
OF_THE_DAY = frozenset({"HND802"})

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ADDRESS = re.compile(r"""\ssrc="([^"#][^"]*)"|url\(["']?([^"')#][^"')]*)""")


@dataclass(frozen=True, slots=True)
class Composed:
    """A target before it is printed: its future manifest entry, or why there is none."""

    target: Target
    found: tuple[Diagnostic, ...]
    leaflet: Leaflet | None = None
    entry: Entry | None = None

    @property
    def name(self) -> str:
        return self.target.name


class Planner:
    """Composes targets from one library, on one day, and renders their HTML. Close it after the last."""

    def __init__(self, workspace: Workspace, today: datetime.date) -> None:
        self._opened, self._today = workspace, today
        self._judged: RunCache = {}
        self._composed: dict[str, Composed] = {}
        self._contents: dict[tuple[str, ...], str] = {}
        self._page = lru_cache(MOST_PAGES)(self._hashes_of_page)
        self.printer = WatchedPrinter()  #: renders pages; its child has read the templates after the first
        self.assets: PrintAssets = assets(workspace.overlay)
        self.toolchain = toolchain()

    def close(self) -> None:
        self.printer.end()

    @property
    def library(self) -> Library:
        return self._opened.library

    def compose(self, target: Target) -> Composed:
        """The leaflet and all facts about its file that are known before the print."""
        result = pipeline.run(
            self._opened, target.request, self._today,
            RunOptions(target.edition, on_paper=target.edition is not None, cache=self._judged),
        )  # fmt: skip
        if result.leaflet is None:
            return Composed(target, result.found)
        try:
            entry = self.entry(target, result.leaflet, result.found)
        except templates.BrokenTemplateError as fault:
            return Composed(target, (*result.found, fault.diagnostic))
        return Composed(target, result.found, result.leaflet, entry)

    def composed(self, target: Target) -> Composed:
        """The same, remembered: the leaflets of many patients ask for one thing."""
        key = repr((target.plain(), target.edition, target.format))
        if key not in self._composed:
            self._composed[key] = self.compose(target)
        return self._composed[key]

    def _hashes_of_page(self, leaflet: Leaflet, edition: str | None) -> Mapping[str, str]:
        """Hashes of the page of a marked leaflet."""
        html = self.printer.html(leaflet, self.library.edition(edition) if edition else None, self.assets.templates)
        return {
            "page": _short(_STYLE.sub("", html)),
            "style": _short("".join(_STYLE.findall(html))),
            "pictures": _short(repr(list(self._pictures(html)))),
        }

    def entry(self, target: Target, leaflet: Leaflet, found: Sequence[Diagnostic]) -> Entry:
        """The last cheap value, in parts, so that `--why` can name what changed. Raises BrokenTemplateError."""
        edition = self.library.edition(target.edition) if target.edition else None
        own, texts = marked(leaflet, edition) if edition else (leaflet, ())
        shared = self._page(own, target.edition)
        parts = {
            "words": _short(repr(leaflet)),
            "page": _short(repr((shared["page"], texts, target.plain(), [card.usual for card in leaflet.cards]))),
            "style": shared["style"],
            "edition": _short(edition.model_dump_json() if edition else ""),
            "pictures": shared["pictures"],
            "press": self.toolchain.hash,
        }
        counted = {name: part for name, part in parts.items() if name != "words"}
        return {
            "request": target.plain(),
            "edition": target.edition,
            "format": target.format,
            "language": leaflet.language,
            "document": self._document(target, leaflet),
            "codes": _codes(self.library, target.request.conditions),
            "findings": [scope.plain(one) for one in found if one.code not in OF_THE_DAY],
            "made_from": parts,
            "key": digest_of([counted, target.format]),
            "press": self.toolchain.hash,
        }

    def _document(self, target: Target, leaflet: Leaflet) -> dict[str, str]:
        """What the imprint says, with the whole hash of the content and days that programs can read."""
        request = target.request
        covered = request.conditions or request.choice.only
        if covered not in self._contents:
            hash_ = approval_hash.hash_of_exercises if target.is_plan else pipeline.content_hash
            self._contents[covered] = hash_(self.library, covered)
        papers = [self.library.conditions[id_].governance for id_ in request.conditions]
        papers += [self.library.plans[request.plan].governance] if target.is_plan else []
        return {
            "id": leaflet.imprint.document,
            "version": leaflet.imprint.version,
            "status": leaflet.imprint.status,
            "issued": str(max(paper.issued for paper in papers)),
            "review_by": str(min(paper.review_by for paper in papers)),
            "content": self._contents[covered],
        }

    def _pictures(self, html: str) -> Iterator[tuple[str, str]]:
        """The files that the page loads besides itself, as the engine would load them."""
        images = ImageLoader(self.assets.pictures)
        addresses = {one or other for one, other in _ADDRESS.findall(html)}
        for found in sorted(one for one in addresses if not one.startswith("data:")):
            try:
                yield found, sha256(images.take(found).data).hexdigest()
            except RefusedError as refused:
                yield found, refused.why


def why(old: Entry | None, new: Entry) -> str:
    """Why a leaflet must be printed, or nothing when its key is known."""
    if old is None:
        return "it is new"
    if old["key"] == new["key"]:
        return ""
    before, after = old.get("made_from", {}), new["made_from"]
    changed = [part for part in PARTS if before.get(part) != after[part]]
    reasons = [PARTS[part] for part in changed if EXPLAINED_BY.get(part) not in changed]
    return ", ".join(reasons) or "what it is made from changed"


def of_leaflet(found: Diagnostic, name: str) -> Diagnostic:
    """A finding that has no place in the content names its leaflet."""
    return found if found.span else Diagnostic(found.code, f"{name}: {found.message}", found.help)


def steady_days(library: Library, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The days around today in which the checks say the same: no day of the content begins or ends in between."""
    turns = set()
    for day in _days([*library.conditions.values(), *library.exercises.values(), *library.advice.values()]):
        turns |= {day.toordinal(), day.toordinal() + 1, *(day.toordinal() - lead for lead in LEAD_DAYS)}
    now = today.toordinal()
    first = max((turn for turn in turns if turn <= now), default=1)
    last = min((turn - 1 for turn in turns if turn > now), default=datetime.date.max.toordinal())
    return datetime.date.fromordinal(first), datetime.date.fromordinal(last)


def _days(value: object) -> Iterator[datetime.date]:
    """Every day that is written in records."""
    match value:
        case datetime.date():
            yield value
        case Mapping():
            for item in value.values():
                yield from _days(item)
        case list() | tuple():
            for item in value:
                yield from _days(item)
        case _ if hasattr(value, "model_dump"):
            yield from _days(value.model_dump())


def _codes(library: Library, conditions: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """The verified codes of a leaflet, by classification."""
    merged: dict[str, list[dict[str, str]]] = {}
    for id_ in conditions:
        for system, known in codes.exported(library.conditions[id_]).items():
            for code in known:
                one = {"code": code.code, "term": code.term}
                if one not in merged.setdefault(system, []):
                    merged[system].append(one)
    return {system: known for system, known in merged.items() if known}


def failed(composed: Composed) -> bool:
    return composed.entry is None or has_errors(composed.found)


def _short(text: str) -> str:
    return short_digest(text, 16)
