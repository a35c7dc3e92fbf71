"""Patients → files in a folder, through the library alone: each printed in full, or a base for all that are alike.

What a program does that calls `handouts.pdf.fill` itself; `handouts mail-merge` does more (checks, journal, proof).
"""

from __future__ import annotations

import datetime
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from people import CONDITION, Patient

from handouts.batch.workers import pool
from handouts.compose.wording import ENGLISH, Wording
from handouts.files import writing
from handouts.files.digest import short_digest
from handouts.layout.templates import html, request_entry
from handouts.layout.variables import MarkedDoses, Texts, marked_doses, marked_fields
from handouts.model import Edition
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet, Personal, Request
from handouts.pdf import printing
from handouts.pdf.fill import Filler, Lines, Refusal, Template, template_of
from handouts.pdf.printing import PrintAssets, assets
from handouts.pipeline import RunCache, RunOptions, run
from handouts.pipeline.workspace import Workspace, open_workspace

TODAY = datetime.date(2026, 11, 22)
EDITION = "a4"
FEWEST = 3  # leaflets that a base pays off for: it costs two full prints
CHUNK = 250  # leaflets that a worker is given at a time
TOGETHER = 50  # files that are put in place at a time
TIMEOUT_S = 600.0
PREPARED = "handouts.pdf.rendering"


@dataclass(slots=True)
class Tally:
    """What became of a list."""

    stamped: int = 0
    printed: int = 0
    bases: int = 0
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Order:
    """The leaflet of a person, a hash of the page that it shares with others, and what is its own there."""

    leaflet: Leaflet
    page: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class _Base:
    """The leaflet of some doses and exercises, and hashes of its pages by the fields that a person has."""

    leaflet: Leaflet
    marked: MarkedDoses
    pages: dict[Personal, str] = field(default_factory=dict)


class Orders:
    """Leaflets of people; what many share is composed once."""

    def __init__(self, workspace: Workspace) -> None:
        self._shop, self._press = workspace, assets(workspace.overlay).templates
        self.edition: Edition = workspace.library.editions[EDITION]
        self._judged: RunCache = {}
        self._bases: dict[object, _Base] = {}
        self._pages: dict[Leaflet, str] = {}

    def leaflet(self, one: Patient) -> Leaflet:
        base = self._base(one).leaflet
        words = Wording.of(ENGLISH, base.language)
        return replace(
            base,
            personal=replace(
                base.personal, patient=one.name, clinician=one.clinician, date=words.day(one.date), notes=one.notes,
                reference=one.reference, born=words.day(one.born),
            ),
        )  # fmt: skip

    def order(self, one: Patient) -> Order:
        base, leaflet = self._base(one), self.leaflet(one)
        fields = marked_fields(leaflet.personal)
        if fields not in base.pages:
            base.pages[fields] = self._page(replace(base.marked.leaflet, personal=fields))
        return Order(leaflet, base.pages[fields], base.marked.texts(leaflet.personal))

    def _page(self, marked: Leaflet) -> str:
        if marked not in self._pages:
            self._pages[marked] = short_digest(html(marked, self.edition, self._press), 32)
        return self._pages[marked]

    def _base(self, one: Patient) -> _Base:
        key = tuple(sorted(one.settings.items())), one.only
        if key not in self._bases:
            request = Request((CONDITION,), settings=one.settings, choice=Choice(one.only))
            made = run(self._shop, request, TODAY, RunOptions(EDITION, cache=self._judged)).leaflet
            assert made is not None, one
            self._bases[key] = _Base(made, marked_doses(made, self.edition))
        return self._bases[key]


@lru_cache(maxsize=1)
def paper() -> PrintAssets:
    return assets(open_workspace(None).overlay)


# ---------------------------------------------------------------- work of a worker


@dataclass(frozen=True, slots=True)
class BaseOrder:
    leaflet: Leaflet
    edition: Edition
    like: Template | None = None
    lines: Lines = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files that are made from one base, or in full without one; `room` is the folder and `base` a file in it."""

    room: Path
    edition: Edition
    base: Path | None
    files: tuple[tuple[int, Leaflet, Texts], ...]


def make_base(order: BaseOrder) -> Template | Refusal:
    return template_of(order.leaflet, order.edition, paper(), like=order.like, lines=order.lines)


@lru_cache(maxsize=2)
def _stamp(base: Path) -> Filler:
    return Filler(pickle.loads(base.read_bytes()))


def make_files(chunk: Chunk) -> Counter[str]:
    """Files in place; how each was made, by the reason where it was printed in full."""
    how: Counter[str] = Counter()
    files: dict[Path, bytes] = {}
    for number, leaflet, texts in chunk.files:
        request = request_entry(leaflet.request, chunk.edition.key)
        made = _stamp(chunk.base).filled(texts, request) if chunk.base else Refusal("too few are alike")
        how[made.reason if isinstance(made, Refusal) else ""] += 1
        if isinstance(made, Refusal):
            made = full(leaflet, chunk.edition)
        files[chunk.room / f"{number:05}.pdf"] = made
        if len(files) == TOGETHER:
            _put(files, chunk.room)
    _put(files, chunk.room)
    return how


def full(leaflet: Leaflet, edition: Edition) -> bytes:
    made = printing.print_leaflet(leaflet, edition, paper())
    assert made.data, made.diagnostics
    return made.data


def _put(files: dict[Path, bytes], room: Path) -> None:
    lost = writing.save_many(files, room / "unfinished")
    assert not lost, lost
    files.clear()


# ---------------------------------------------------------------- the whole list


def merged(people: Sequence[Patient], workspace: Workspace, room: Path, workers: int) -> Tally:
    """All leaflets as files: one base for those of one page and as many lines, the rest in full."""
    (room / "unfinished").mkdir(parents=True)
    kept, tally = Orders(workspace), Tally()
    orders, edition = [kept.order(one) for one in people], kept.edition
    pages: dict[str, list[int]] = defaultdict(list)
    for number, order in enumerate(orders):
        pages[order.page].append(number)
    shared = {key: numbers for key, numbers in pages.items() if len(numbers) >= FEWEST}
    bases = _bases({key: BaseOrder(orders[n[0]].leaflet, edition) for key, n in shared.items()}, workers)
    groups: dict[tuple[str, Lines], list[int]] = defaultdict(list)
    for key, template in bases.items():
        filler = Filler(template)
        for number in shared[key]:
            lines = filler.lines(orders[number].texts)
            groups[key, () if isinstance(lines, Refusal) else lines].append(number)
    longer = {
        group: BaseOrder(orders[numbers[0]].leaflet, edition, bases[group[0]], group[1])
        for group, numbers in groups.items()
        if len(numbers) >= FEWEST and group[1] and group[1] != bases[group[0]].lines
    }
    made = _bases(longer, workers)
    made |= {(key, template.lines): template for key, template in bases.items()}
    tally.bases = len(bases) + len(longer)
    for outcome in _run(make_files, _chunks(orders, edition, groups, pages, made, room), workers):
        for reason, count in outcome.items():
            tally.stamped += 0 if reason else count
            tally.printed += count if reason else 0
            tally.refused.update({reason: count} if reason else {})
    return tally


def _bases(wanted: Mapping[Any, BaseOrder], workers: int) -> dict[Any, Template]:
    keys = list(wanted)
    made = dict(_numbered(make_base, [wanted[key] for key in keys], workers))
    return {key: base for at, key in enumerate(keys) if isinstance(base := made[at], Template)}


def _chunks(
    orders: Sequence[Order],
    edition: Edition,
    groups: Mapping[tuple[str, Lines], Sequence[int]],
    pages: Mapping[str, Sequence[int]],
    bases: Mapping[tuple[str, Lines], Template],
    room: Path,
) -> Iterator[Chunk]:
    """Those that share a base some hundred at a time, those that are printed in full one by one."""

    def chunk(numbers: Iterable[int], base: Path | None) -> Chunk:
        return Chunk(room, edition, base, tuple((n, orders[n].leaflet, orders[n].texts) for n in numbers))

    grouped: set[int] = set()
    for at, (group, numbers) in enumerate(groups.items()):
        if group in bases:
            base = room / "unfinished" / f"{at}.base"
            base.write_bytes(pickle.dumps(bases[group]))
            grouped.update(numbers)
            for first in range(0, len(numbers), CHUNK):
                yield chunk(numbers[first : first + CHUNK], base)
    for n in sorted({n for numbers in pages.values() for n in numbers} - grouped):
        yield chunk([n], None)


def _run(work: Any, jobs: Iterable[Any], workers: int) -> Iterator[Any]:
    for _, result in _numbered(work, jobs, workers):
        yield result


def _numbered(work: Any, jobs: Iterable[Any], workers: int) -> Iterator[tuple[int, Any]]:
    """Without workers in this process, one after the other."""
    if not workers:
        yield from enumerate(map(work, jobs))
        return
    sent = (pool.Job(str(number), job) for number, job in enumerate(jobs))
    for outcome in pool.run(work, sent, workers=workers, timeout_s=TIMEOUT_S, prepare=PREPARED):
        assert outcome.fault is None, outcome.fault
        yield int(outcome.key), outcome.result


def printed(people: Sequence[Patient], workspace: Workspace, room: Path) -> None:
    """Every one in full, in this process: what all else is compared with."""
    (room / "unfinished").mkdir(parents=True)
    orders = Orders(workspace)
    for number, one in enumerate(people):
        _put({room / f"{number:05}.pdf": full(orders.leaflet(one), orders.edition)}, room)
