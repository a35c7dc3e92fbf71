"""How sheets give way: to the first step at which they fit, with few tries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import inf
from types import SimpleNamespace
from typing import Any

import pytest

from handouts.layout.templates import Tightness
from handouts.pdf import fitting
from handouts.pdf.fitting import SHEET_TWO, SheetFit, TightnessSearch

TIGHTEST = 4
WELL, EMPTY, LONG, ROOMY, HOPELESS = (
    SheetFit(False),
    SheetFit(False, empty=True, roomy=True),
    SheetFit(True),
    SheetFit(False, roomy=True),
    SheetFit(True, excess_mm=99.0),
)
#: Every way in which a sheet may fit at its steps: too many pages up to some step, then well or with an empty page.
SHEETS = [
    (*[LONG] * long, *rest)
    for long in range(TIGHTEST + 2)
    for rest in product((WELL, ROOMY, EMPTY), repeat=TIGHTEST + 1 - long)
]


def settled(sheet: Sequence[SheetFit], usual: int, hopeless_mm: float = inf) -> tuple[int, list[int]]:
    """The step that a sheet is set at, and those that it was tried at."""
    search, tried = TightnessSearch(usual, TIGHTEST, hopeless_mm), []
    while search.step not in tried:
        tried.append(search.step)
        search.record(sheet[search.step])
    return search.step, tried


@pytest.mark.parametrize("usual", range(TIGHTEST + 1))
def test_a_sheet_is_set_where_it_lies_well_and_roomier_only_where_much_is_free(usual: int) -> None:
    for sheet in SHEETS:
        step, _ = settled(sheet, usual)
        if not sheet[step].well:
            assert step == TIGHTEST and not any(fit.well for fit in sheet[usual:]), sheet
        elif step < usual:
            assert all(fit.roomy for fit in sheet[step + 1 : usual + 1]), sheet
            assert step == 0 or not sheet[step - 1].well or not sheet[step].roomy, sheet
        else:
            assert not any(fit.well for fit in sheet[usual:step]), sheet


def test_a_sheet_that_fits_and_is_full_takes_no_other_try() -> None:
    assert settled([LONG, LONG, LONG, WELL, ROOMY], 3) == (3, [3])
    assert settled([LONG, LONG, LONG, ROOMY, ROOMY], 3) == (3, [3, 2])
    assert settled([LONG, WELL, ROOMY, ROOMY, ROOMY], 3) == (1, [3, 2, 1])


def test_a_sheet_that_no_step_can_mend_is_given_up_at_once() -> None:
    assert settled([HOPELESS] * (TIGHTEST + 1), 1, hopeless_mm=60.0) == (1, [1])
    assert settled([HOPELESS] * (TIGHTEST + 1), 1)[0] == TIGHTEST


def test_a_sheet_that_takes_over_a_part_of_the_other_gives_way_further() -> None:
    search = TightnessSearch(3, TIGHTEST)
    search.record(WELL)
    assert search.step == 3
    search.record(LONG)
    assert search.step == 4
    search.record(LONG)
    assert search.step == TIGHTEST


def laid(pages_mm: Sequence[Sequence[float]]) -> Any:
    """A layout of two sheets whose pages are filled so far, of 250 mm each; sheet two begins on an odd page."""
    reading, doing = ([page(mm) for mm in sheet] for sheet in pages_mm)
    blank = [page(0.0, blank=True)] if len(reading) % 2 else []
    begin = SimpleNamespace(position=SimpleNamespace(place=SHEET_TWO))
    facts = (*reading, *blank, *doing)
    pieces = [[begin] if one is doing[0] else [] for one in facts]
    return SimpleNamespace(document=True, facts=facts, pieces=pieces, pages=len(facts))


def page(lowest_mm: float, blank: bool = False) -> Any:
    return SimpleNamespace(height_mm=250.0, lowest_mm=lowest_mm, fill=lowest_mm / 250.0, blank=blank)


Heights = Callable[[Tightness], Sequence[Sequence[float]]]


def tried(heights: Heights, conditions: int) -> tuple[Tightness, list[Tightness]]:
    """How tight a leaflet with these pages is set, and the layouts that were made for it."""
    leaflet = SimpleNamespace(
        is_sheet=False, conditions=["one"] * conditions, cards=[], both_sides=False,
        request=SimpleNamespace(choice=SimpleNamespace(named=())),
    )  # fmt: skip
    made: list[Tightness] = []

    def layout(tightness: Tightness) -> Any:
        assert tightness not in made
        made.append(tightness)
        return laid(heights(tightness))

    edition = SimpleNamespace(stacked=False, pages_max=4)
    return fitting.tightness_of(leaflet, edition, layout), made  # type: ignore[arg-type]


def test_most_leaflets_are_laid_out_once() -> None:
    assert tried(lambda _: [[240, 230], [240, 230]], 1) == (fitting.USUAL, [fitting.USUAL])


def test_sheets_that_are_known_are_not_laid_out_again() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        reading = [240, 240, 100] if tightness.help_page else [240, 240, 240]
        return [reading, [240, 230] if tightness.doing > 3 else [240, 240, 20]]

    tightness, made = tried(heights, 3)
    assert tightness == Tightness(0, 4, help_page=True, notes_page=True)
    assert made == [fitting.USUAL_OF_MANY, Tightness(0, 4, help_page=True)]
