"""How sheets give way: to the first step at which they fit, with few tries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from handouts.pdf.printing import SheetFit, TightnessSearch

TIGHTEST = 4
WELL, EMPTY, LONG, ROOMY = (
    SheetFit(False),
    SheetFit(False, empty=True, roomy=True),
    SheetFit(True),
    SheetFit(False, roomy=True),
)
#: Every way in which a sheet may fit at its steps: too many pages up to some step, then well or with an empty page.
SHEETS = [
    (*[LONG] * long, *rest)
    for long in range(TIGHTEST + 2)
    for rest in product((WELL, ROOMY, EMPTY), repeat=TIGHTEST + 1 - long)
]


def settled(sheet: Sequence[SheetFit], usual: int, held: bool) -> tuple[int, list[int]]:
    """The step that a sheet is set at, and those that it was tried at."""
    search, tried = TightnessSearch(usual, TIGHTEST, held), []
    while search.step not in tried:
        tried.append(search.step)
        search.record(sheet[search.step])
    return search.step, tried


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("usual", range(TIGHTEST + 1))
def test_a_sheet_is_set_where_it_lies_well_and_roomier_only_where_much_is_free(usual: int, held: bool) -> None:
    for sheet in SHEETS:
        step, _ = settled(sheet, usual, held)
        if not sheet[step].well:
            tighter = sheet[usual:] if held or not sheet[usual].long else sheet[TIGHTEST:]
            assert step == (TIGHTEST if held else 0) and not any(fit.well for fit in tighter), sheet
        elif step < usual:
            assert all(fit.roomy for fit in sheet[step + 1 : usual + 1]), sheet
            assert step == 0 or not sheet[step - 1].well or not sheet[step].roomy, sheet
        else:
            assert not any(fit.well for fit in sheet[usual:step]), sheet


def test_a_sheet_that_fits_and_is_full_takes_no_other_try() -> None:
    assert settled([LONG, LONG, LONG, WELL, ROOMY], 3, held=True) == (3, [3])
    assert settled([LONG, LONG, LONG, ROOMY, ROOMY], 3, held=True) == (3, [3, 2])
    assert settled([LONG, WELL, ROOMY, ROOMY, ROOMY], 3, held=True) == (1, [3, 2, 1])


def test_a_sheet_that_may_take_more_pages_is_given_up_at_once() -> None:
    assert settled([LONG] * (TIGHTEST + 1), 1, held=False) == (0, [1, TIGHTEST, 0])


def test_a_nearly_empty_page_is_saved_by_the_tightest_step() -> None:
    long_and_empty = SheetFit(True, empty=True)
    assert settled([long_and_empty, *[LONG] * TIGHTEST], 0, held=False)[0] == TIGHTEST
    assert settled([long_and_empty] * (TIGHTEST + 1), 0, held=False)[0] == 0
