"""Leaflets made once for all tests that look at them, with what was measured while they were laid out."""

from __future__ import annotations

import datetime
import fcntl
import pickle
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sampling import one_of_each
from shipped import SHIPPED

from handouts import library
from handouts.compose import compose
from handouts.formats import FORMATS
from handouts.layout.templates import TemplateSet
from handouts.model import Edition, Library
from handouts.model.leaflet import Leaflet, Tip
from handouts.model.request import Request
from handouts.pdf import Printed, printing, rendering
from handouts.pdf.overflow import PageFacts
from handouts.pdf.printing import PrintAssets
from handouts.pdf.reader import PdfReader

ROOT = library.data_root()
PRESS = TemplateSet([ROOT / "templates"], ROOT / "styles")
PICTURES = (ROOT / "content" / "clinics",)

CONDITIONS = tuple(sorted(SHIPPED.conditions))
FIRST = "plantar-fasciitis"
MERGED = "merged"

#: The requests, by a name for the test. The merged one has every word that belongs to one patient.
REQUESTS = {
    **{name: Request((name,)) for name in CONDITIONS},
    MERGED: Request(
        (FIRST, "heel-spur", "heel-and-back"),
        patient="Ann Example",
        clinician="Bo Clinician",
        date=datetime.date(2026, 11, 22),
        notes="Ask about new insoles.",
    ),
}

#: One condition is held to two sheets in both editions that are printed at the desk.
TWO_SHEETS = tuple((name, edition) for edition in ("a4", "letter") for name in CONDITIONS)

#: The leaflets that are read back from the paper.
READ = (
    *((name, "a4") for name in CONDITIONS),
    (FIRST, "letter"),
    (FIRST, "large-print"),
    (MERGED, "letter"),
    (MERGED, "large-print"),
)

LAID = tuple(dict.fromkeys((*TWO_SHEETS, *READ)))

#: Editions that are alike on the page.
A4_OR_LETTER: tuple[list[str], ...] = ([], ["a4"], ["letter"])


def sampled(cases: Iterable[Any]) -> list[Any]:
    """Names of leaflets, alone or with an edition: in the quick suite one leaflet of one condition on A4.

    In large print the first of all is enough, and merged leaflets, of which a print takes seconds, are tried in one
    edition. The slow suite adds one of each region in each edition, and of all others every third.
    """

    def region(case: Any) -> tuple[str, ...]:
        name, *edition = case if isinstance(case, tuple) else (case,)
        return SHIPPED.conditions[name].region if name in SHIPPED.conditions else name, *edition

    def group(case: Any) -> Hashable:
        name, *edition = region(case)
        if name not in SHIPPED.regions:
            return name
        return "alone" if edition in A4_OR_LETTER else edition[0]

    in_order = sorted(cases, key=lambda case: FIRST not in (case, case[0]))
    regions = {region(case): case for case in reversed(in_order)}
    return one_of_each(in_order, group, every=3, kept=regions.values())


#: Every condition with each other one, and with its two neighbours in the list: what two of them say clashes in a pair.
PAIRS = tuple(combinations(CONDITIONS, 2))
TRIPLES = tuple(
    tuple(sorted(CONDITIONS[(at + more) % len(CONDITIONS)] for more in range(3))) for at in range(len(CONDITIONS))
)


@dataclass(frozen=True, slots=True)
class Made:
    """A printed leaflet: what was decided, the page that was set in the end, the file, and the measures."""

    leaflet: Leaflet
    edition: Edition
    html: str
    printed: Printed
    facts: tuple[PageFacts, ...]

    @property
    def on_paper(self) -> Leaflet:
        """The leaflet without what gave way."""
        classes = self.html.partition('<body class="')[2].partition('"')[0].split()
        leaflet = replace(self.leaflet, key_facts=()) if "reading-pictures" in classes else self.leaflet
        if leaflet.before_exercises:  # in place of the minutes a day
            leaflet = replace(leaflet, daily="")
        set_as = re.findall(r'<article class="card ([^"]*)"', self.html)
        leaflet = _without(leaflet, ["without-feel" in one for one in set_as], feel=None)
        leaflet = _without(leaflet, ["without-watch" in one for one in set_as], watch_for=())
        if self.edition.stacked:  # its footer has no room for the month of issue
            leaflet = replace(leaflet, imprint=replace(leaflet.imprint, issued=""))
        if "reading-flow" in classes and not self.edition.stacked:
            leaflet = replace(leaflet, tips=tuple(map(_unlabelled, leaflet.tips)))
        return leaflet


def _without(leaflet: Leaflet, gone: Sequence[bool], **lines: Any) -> Leaflet:
    cards = zip(leaflet.cards, gone, strict=True)
    return replace(leaflet, cards=tuple(replace(card, **lines) if is_gone else card for card, is_gone in cards))


def _unlabelled(tip: Tip) -> Tip:
    return replace(tip, plate=None)


def composed(request: Request, shelf: Library = SHIPPED, **how: Any) -> Leaflet:
    """The leaflet that answers a request."""
    leaflet, found = compose(shelf, request, **how)
    assert leaflet is not None, found
    return leaflet


#: Where workers put what they made; empty when there is but one.
SHELF_OF_WORKERS: list[Path] = []


@cache
def made(name: str, edition: str) -> Made:
    """A leaflet of `REQUESTS`, printed once."""
    if not SHELF_OF_WORKERS:
        return printed(composed(REQUESTS[name]), edition)
    folder = SHELF_OF_WORKERS[0]
    folder.mkdir(exist_ok=True)
    kept = folder / f"{name}-{edition}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(printed(composed(REQUESTS[name]), edition)))
        done: Made = pickle.loads(kept.read_bytes())
    return done


def printed(leaflet: Leaflet, edition: str) -> Made:
    """A leaflet, printed; the setting that the press took and its measures are caught on their way."""
    laid: list[tuple[str, rendering.LaidOut]] = []
    pressed: list[rendering.LaidOut] = []
    lay, press = rendering.layout, rendering.write

    def layout(html: str, roots: Any) -> rendering.LaidOut:
        laid.append((html, lay(html, roots)))
        return laid[-1][1]

    def pressing(last: rendering.LaidOut) -> Printed:
        pressed.append(last)
        return press(last)

    paper = PrintAssets(PRESS, PICTURES)
    with patch.object(rendering, "layout", layout), patch.object(rendering, "write", pressing):
        done = printing.print_leaflet(leaflet, SHIPPED.editions[edition], paper)
    [taken] = pressed
    [html] = [html for html, known in laid if known is taken]
    return Made(leaflet, SHIPPED.editions[edition], html, done, taken.facts)


@cache
def back(name: str, edition: str) -> PdfReader:
    """A leaflet of `REQUESTS`, read back from its PDF."""
    return PdfReader(made(name, edition).printed.data)


@cache
def screen(name: str) -> Printed:
    """A leaflet of `REQUESTS` as a page for a screen."""
    return FORMATS["html"].render(composed(REQUESTS[name]), SHIPPED.editions["a4"], PrintAssets(PRESS, PICTURES))
