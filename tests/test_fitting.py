"""How sheets give way: to the first step at which they fit, with few tries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import inf

import pytest

from handouts.pdf.fitting import SheetFit, TightnessSearch

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
