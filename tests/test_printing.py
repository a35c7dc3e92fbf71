"""How sheets give way: to the first step at which they fit, with few tries."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from handouts import library, printing
from handouts.compose import compose
from handouts.leaflet import Request
from handouts.printing import NOTES_GONE, Fit, Paper, _step
from handouts.typeset import Press

TIGHTEST = 4
WELL, EMPTY, LONG = Fit(False, False), Fit(False, True), Fit(True, False)
#: Every way in which a sheet may fit at its steps: too many pages up to some step, then well or with an empty page.
SHEETS = [
    (*[LONG] * long, *rest)
    for long in range(TIGHTEST + 2)
    for rest in product((WELL, EMPTY), repeat=TIGHTEST + 1 - long)
]


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize("guess", range(TIGHTEST + 1))
def test_a_guess_changes_the_tries_and_never_the_step(guess: int, held: bool) -> None:
    for sheet in SHEETS:
        first = next((step for step, fit in enumerate(sheet) if fit == WELL), TIGHTEST if held else 0)
        assert _step(sheet.__getitem__, guess, TIGHTEST, held) == first, sheet


def test_a_good_guess_takes_one_more_try() -> None:
    asked = []

    def fit(step: int) -> Fit:
        asked.append(step)
        return WELL if step >= 3 else LONG

    assert _step(fit, 3, TIGHTEST, held=True) == 3
    assert set(asked) == {2, 3}


def test_a_sheet_that_may_take_more_pages_is_given_up_at_once() -> None:
    asked = []

    def fit(step: int) -> Fit:
        asked.append(step)
        return LONG

    assert _step(fit, 0, TIGHTEST, held=False) == 0
    assert set(asked) == {0, TIGHTEST}


def test_a_nearly_empty_page_is_saved_by_the_tightest_step() -> None:
    assert _step([Fit(True, True), *[LONG] * TIGHTEST].__getitem__, 0, TIGHTEST, held=False) == TIGHTEST
    assert _step(([Fit(True, True)] * (TIGHTEST + 1)).__getitem__, 0, TIGHTEST, held=False) == 0


def test_a_line_for_notes_that_has_no_room_is_told() -> None:
    root = library.data_root()
    shelf, _ = library.load(library.content_folders(None), root / "styles")
    leaflet, _ = compose(shelf, Request(("plantar-fasciitis",)))
    assert leaflet is not None
    *others, last = leaflet.cards
    longer = replace(leaflet, cards=(*others, replace(last, steps=(*last.steps, *last.steps[:3]))))
    paper = Paper(Press([root / "templates"], root / "styles"), (root / "content" / "clinics",))
    assert NOTES_GONE not in printing.write(leaflet, shelf.editions["a4"], paper).diagnostics
    assert NOTES_GONE in printing.write(longer, shelf.editions["a4"], paper).diagnostics
