"""How sheets give way: to the first step at which they fit, with few tries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from math import inf
from types import SimpleNamespace
from typing import Any

import pytest

from handouts.layout.spare import LEAST_MM, Room, Spare
from handouts.layout.tightness import DOING_GIVES_WAY, READING_GIVES_WAY, Tightness
from handouts.pdf import fitting, sheets
from handouts.pdf.sheets import SHEET_TWO, SHEETS, SheetFit

TIGHTEST = 4
WELL, EMPTY, LONG, ROOMY, HOPELESS = (
    SheetFit(False),
    SheetFit(False, empty=True, roomy=True),
    SheetFit(True),
    SheetFit(False, roomy=True),
    SheetFit(True, excess_mm=99.0),
)
#: Every way in which a sheet may fit at its steps: too many pages up to some step, then well or with an empty page.
FITS = [
    (*[LONG] * long, *rest)
    for long in range(TIGHTEST + 2)
    for rest in product((WELL, ROOMY, EMPTY), repeat=TIGHTEST + 1 - long)
]


def settled(sheet: Sequence[SheetFit], usual: int, hopeless_mm: float = inf) -> tuple[int, list[int]]:
    """The step that a sheet is set at, and those that it was tried at."""
    tried: list[int] = []

    def ask(step: int) -> SheetFit:
        tried.append(step)
        return sheet[step]

    return sheets.fitting_step(ask, usual, TIGHTEST, hopeless_mm), tried


@pytest.mark.parametrize("usual", range(TIGHTEST + 1))
def test_a_sheet_is_set_where_it_lies_well_and_roomier_only_where_much_is_free(usual: int) -> None:
    for sheet in FITS:
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


def laid(pages_mm: Sequence[Sequence[float]], only: str) -> Any:
    """A layout of two sheets, or of one, whose pages of 250 mm are filled so far; sheet two begins on an odd page."""
    pairs = zip(sheets.SHEETS, pages_mm, strict=True)
    reading, doing = ([page(mm) for mm in mms] if only in ("", sheet) else [] for sheet, mms in pairs)
    blank = [page(0.0, blank=True)] if doing and len(reading) % 2 else []
    begin = SimpleNamespace(position=SimpleNamespace(place=SHEET_TWO))
    facts = (*reading, *blank, *doing)
    pieces = [[begin] if doing and one is doing[0] else [] for one in facts]
    return SimpleNamespace(document=True, facts=facts, pieces=pieces, pages=len(facts))


def page(lowest_mm: float, blank: bool = False) -> Any:
    return SimpleNamespace(
        height_mm=250.0,
        lowest_mm=lowest_mm,
        fill=lowest_mm / 250.0,
        blank=blank,
        split=(),
        lonely=(),
        anchors={},
        lines=0,
    )


Heights = Callable[[Tightness], Sequence[Sequence[float]]]


def tried(heights: Heights, conditions: int, cards: int = 0) -> tuple[Tightness, list[tuple[Tightness, str]]]:
    """How tight a leaflet with these pages is set, and the layouts that were made for it."""
    leaflet = SimpleNamespace(
        is_sheet=False, conditions=["one"] * conditions, cards=["card"] * cards, both_sides=False, columns=0,
        more_tips=(), request=SimpleNamespace(choice=SimpleNamespace(named=())),
    )  # fmt: skip
    made: list[tuple[Tightness, str]] = []

    def measure(tightness: Tightness, sheet: str) -> sheets.LaidSheet:
        assert (tightness, sheet) not in made
        made.append((tightness, sheet))
        return sheets.sheet_of(laid(heights(tightness), sheet), sheet)

    edition = SimpleNamespace(stacked=False, pages_max=4)
    return fitting.fitted(leaflet, edition, measure).tightness, made  # type: ignore[arg-type]


def test_each_sheet_of_most_leaflets_is_measured_once() -> None:
    assert tried(lambda _: [[249, 249], [249, 249]], 1) == (fitting.USUAL, [(fitting.USUAL, one) for one in SHEETS])


def test_what_pages_leave_free_is_given_to_their_parts() -> None:
    tightness, made = tried(lambda _: [[240, 230], [240, 220]], 1)
    assert tightness.spare == Spare((Room(10.0), Room(20.0)), cards=((0, 10.0), (0, 30.0)))
    assert made == [(fitting.USUAL, one) for one in SHEETS]


def whole(*pages: Any) -> Any:
    """A leaflet of so many pages, the first two for reading."""
    begin = SimpleNamespace(position=SimpleNamespace(place=SHEET_TWO))
    return SimpleNamespace(
        document=True, facts=pages, pages=len(pages), pieces=[[begin] if n == 2 else [] for n in range(len(pages))]
    )


def test_a_sheet_that_grows_past_its_pages_is_given_less_and_then_nothing() -> None:
    spare = Spare((Room(10.0, parts=("tip-1",)),), cards=((2, 8.0), (2, 0.0)))
    grown = sheets.Fitted(Tightness(spare=spare), {"reading": 2, "doing": 2})
    four = [page(240.0) for _ in range(4)]
    assert grown.too_long(whole(*four)) == []
    assert grown.too_long(whole(*four, page(20.0))) == ["doing"]
    four[1].split = ("card: one",)
    assert grown.too_long(whole(*four)) == ["reading"]
    assert grown._replace(tightness=Tightness()).too_long(whole(*four)) == []
    less = [one.tightness.spare for one in grown.given_less(["doing"])]
    assert [one.know for one in less] == [5.0, 5.0, 5.0, 0.0]  # the other sheet keeps what it has grown into
    assert [one.doing_share if one.cards else 0.0 for one in less] == [0.5, 0.0, 0.0, 0.0]
    assert all(one.cards == spare.cards for one in less[:2])  # gaps take it


def test_a_leaflet_refers_to_the_pages_that_its_sheets_were_measured_to_have() -> None:
    def measure(tightness: Tightness, sheet: str) -> sheets.LaidSheet:
        pages = [page(247.0) for _ in range(4 if sheet == "reading" else 2)]
        pages[-1 if sheet == "reading" else 0].anchors = {"help": 0.0} if sheet == "reading" else {"exercises": 0.0}
        return sheets.LaidSheet(pages, [0] * len(pages))

    leaflet = SimpleNamespace(
        is_sheet=False, conditions=["one"] * 2, cards=[], both_sides=False, columns=0, more_tips=()
    )
    fit = fitting.fitted(leaflet, SimpleNamespace(stacked=False, pages_max=4), measure)  # type: ignore[arg-type]
    assert fit.tightness.references == (("help", 4), ("exercises", 5))
    assert fit.pages == {"reading": 4, "doing": 2}
    laid = SimpleNamespace(facts=[page(247.0) for _ in range(6)])
    laid.facts[3].anchors, laid.facts[4].anchors = {"help": 0.0}, {"exercises": 0.0, "contact": 90.0}
    assert fitting.refers_right(laid, fit.tightness)  # type: ignore[arg-type]
    laid.facts[3].anchors = {}
    assert not fitting.refers_right(laid, fit.tightness)  # type: ignore[arg-type]


def flowing(lowest_mm: float, **anchors: float) -> tuple[Tightness, Sequence[Room]]:
    """How a leaflet is set whose tips begin on page one at 210 mm, at the step at which they may, and its rooms."""
    step = READING_GIVES_WAY.index("reading-flow") + 1

    def measure(tightness: Tightness, sheet: str) -> sheets.LaidSheet:
        if sheet == "doing":
            return sheets.LaidSheet([page(249.0), page(249.0)], [2, 2])
        if tightness.reading < step:
            return sheets.LaidSheet([page(240.0), page(240.0), page(90.0)], [0, 0, 0])
        first, second = page(245.0), page(lowest_mm)
        first.anchors = {"timeline": 150.0, "tips": 210.0, "tip-exercise": 217.0, "tip-1": 222.0, "tip-2": 232.0}
        second.anchors = {"tip-3": 0.0, "boxes": 60.0, **anchors}
        return sheets.LaidSheet([first, second], [0, 0])

    leaflet = SimpleNamespace(
        is_sheet=False, conditions=["one"], cards=[], both_sides=False, columns=0, more_tips=(),
        request=SimpleNamespace(choice=SimpleNamespace(named=())),
    )  # fmt: skip
    tightness = fitting.fitted(leaflet, SimpleNamespace(stacked=False, pages_max=4), measure).tightness  # type: ignore[arg-type]
    assert tightness.reading == step
    return tightness, tightness.spare.reading


def test_tips_stay_together_on_page_two_where_it_has_room_for_them() -> None:
    tightness, (first, second) = flowing(250.0 - 36.5)
    assert tightness.spare.tips_stay == 0 and "whole-tips" in tightness.classes
    assert (first.mm, second.mm) == (5.0 + 35.0, 36.5 - 35.0)
    assert first.parts == ("timeline",) and second.parts[:2] == ("tips", "tip-exercise")
    assert tightness.spare.know == 40.0 - LEAST_MM


def test_tips_that_begin_page_two_take_what_is_kept_free_for_the_head_of_those_that_go_over() -> None:
    tightness, (_, second) = flowing(250.0 - 36.5 + sheets.CONTINUED_MM, **{sheets.CONTINUED: 53.0})
    assert tightness.spare.tips_stay == 0 and second.mm == 36.5 - 35.0
    assert flowing(250.0 - 36.5 + sheets.CONTINUED_MM)[0].spare.tips_stay == 2  # nothing is kept free there


def test_tips_that_begin_page_two_by_themselves_have_no_rule_above_them() -> None:
    first, second = page(249.9), page(249.9)
    first.anchors, second.anchors = {"timeline": 200.0}, {"tips": 11.0, "tip-exercise": 18.0, "boxes": 60.0}
    measured = sheets.MeasuredSheets(lambda *_: sheets.LaidSheet([first, second], [0, 0]), 2)
    one = measured.settled(Tightness(reading=len(READING_GIVES_WAY))).tightness
    assert one.spare == Spare(tips_stay=0) and "whole-tips" in one.classes


def test_of_tips_on_two_pages_the_head_keeps_two_where_the_next_page_has_room_for_the_others() -> None:
    tightness, (first, second) = flowing(250.0 - 20.0)
    assert tightness.spare.tips_stay == 2 and "whole-tips" not in tightness.classes
    assert (first.mm, second.mm) == (5.0 + 13.0, 20.0 - 13.0)
    assert first.parts[-1] == "tip-1" and second.parts[0] == "tip-2"
    assert flowing(250.0 - 10.0)[0].spare.tips_stay == 3  # as they lie


def test_a_sheet_that_lacks_much_skips_a_step() -> None:
    lacks = SheetFit(True, lacking_mm=30.0)
    assert settled([lacks, lacks, WELL, WELL, WELL], 0) == (2, [0, 2])
    assert settled([lacks, lacks, lacks, lacks, WELL], 0) == (4, [0, 2, 3, 4])  # none skips to the last two


def test_sheets_that_are_known_are_not_laid_out_again() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        reading = [249] * 3 if tightness.reading_pages == 3 else [240, 240, 240, 240, 40]
        return [reading, [249, 249] if tightness.doing > 3 else [240, 240, 20]]

    tightness, made = tried(heights, 3)
    usual = fitting.USUAL_OF_MANY
    three = Tightness(0, usual.doing, reading_pages=3, sources_stay=True)
    tightest = replace(three, reading=fitting.TIGHTEST_OF_MORE)
    assert replace(tightness, notes_page=False) == three
    assert made == [(usual, "reading"), (tightest, "reading"), (three, "reading"), (three, "doing")]


def test_exercises_take_a_third_page_before_their_pictures_are_too_small() -> None:
    tightness, made = tried(lambda _: [[249, 249], [240, 240, 200]], 1)
    assert tightness.doing == 0 and not tightness.notes_page
    assert max(one.doing for one, _ in made) == len(DOING_GIVES_WAY)


@pytest.mark.parametrize("pages", [3, 5])
def test_more_exercises_of_one_condition_leave_its_sheet_one_on_two_pages(pages: int) -> None:
    tightness, _ = tried(lambda _: [[249, 249], [240] * pages], 1, fitting.USUAL_CARDS + 1)
    assert tightness.reading_pages == 2
    assert tightness.doing == 0  # with as many pages as they need at the roomiest step


def test_a_contact_for_which_the_last_page_has_no_room_ends_the_first_page_of_the_exercises() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        reading = [249, 249] if tightness.contact_moved else [249, 249, 30]
        return [reading, [249, 249] if tightness.contact_early else [240, 240, 30]]

    tightness, _ = tried(heights, 2)
    assert tightness.contact_early and tightness.reading_pages == 2
    assert {"contact-moved", "contact-early"} <= set(tightness.classes)
    assert tightness.doing == fitting.USUAL_OF_MANY.doing  # the cards keep their form


def test_a_contact_stays_where_tips_that_begin_page_two_keep_no_room_for_a_head() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        fits = tightness.contact_moved or (tightness.contact_stays and "whole-tips" in tightness.classes)
        return [[249, 249] if fits else [249, 249, 30], [249, 249]]

    tightness, _ = tried(heights, 2)
    assert tightness.contact_stays and not tightness.contact_moved


def test_a_contact_stays_with_the_page_of_help_at_a_tighter_step_before_it_moves() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        tight = "reading-run-in" in tightness.classes or tightness.contact_moved
        return [[249, 249] if tight else [249, 249, 30], [249, 249]]

    tightness, _ = tried(heights, 2)
    assert tightness.contact_stays and not tightness.contact_moved and tightness.reading == len(READING_GIVES_WAY)


@pytest.mark.parametrize(("room", "is_first"), [(True, True), (False, False)])
def test_a_contact_for_which_the_page_of_help_has_no_room_ends_page_one(room: bool, is_first: bool) -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        fits = tightness.contact_moved or (room and tightness.contact_first)
        return [[249, 249] if fits else [249, 249, 30], [249, 249]]

    tightness, _ = tried(heights, 2)
    assert (tightness.contact_first, tightness.contact_moved) == (is_first, not is_first)


@pytest.mark.parametrize("doing_mm", [[249, 249], [240, 240, 30]])
def test_two_conditions_take_three_pages_for_reading_where_four_in_all_do_not_hold_them(doing_mm: list[float]) -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        if tightness.reading_pages == 3:
            return [[240, 200, 200], [249, 249]]
        return [[249, 249] if len(doing_mm) == 3 else [249, 249, 30], doing_mm]

    tightness, _ = tried(heights, 2)
    assert tightness.reading_pages == 3 and tightness.notes_page
    assert tightness.reading == 0  # the roomiest of all


@pytest.mark.parametrize(
    ("pages_mm", "begins"),
    [
        ([240, 200, 200, 240], False),
        ([249, 60, 200, 200], True),  # its pictures leave page two emptier
        ([249, 165, 200, 200], False),
        ([249, 60, 200, 200, 30], False),  # beside a page of pictures it would take a fifth page
    ],
)
def test_what_hurts_begins_page_two_of_four_where_that_page_would_be_emptier(
    pages_mm: Sequence[float], begins: bool
) -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        if tightness.reading_pages < 4:
            return [[249, 249, 249, 30], [249, 249]]
        begun = [150, 159, *pages_mm[2:]]
        return [begun if tightness.hurts_page else pages_mm[:4], [249, 249]]

    assert tried(heights, 3)[0].hurts_page is begins


def test_four_pages_give_way_before_the_contact_goes_to_the_exercises() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        if tightness.reading_pages < 4:
            return [[249, 249, 249, 249, 249], [249, 249]]
        over_mm = [] if "reading-sources" in tightness.classes and not tightness.sources_stay else [30]
        return [[240, 200, 200, 240, *over_mm], [249, 249]]

    tightness, made = tried(heights, 3)
    assert tightness.reading_pages == 4 and not tightness.contact_moves and "reading-contact" not in tightness.classes
    assert sum(sheet == "reading" for _, sheet in made) <= 7


def test_a_sheet_one_that_is_too_long_has_no_layout_of_sheet_two() -> None:
    def heights(tightness: Tightness) -> Sequence[Sequence[float]]:
        return [[240, 200, 200] if tightness.reading_pages == 3 else [249, 249, 60], [249, 249]]

    tightness, made = tried(heights, 2)
    assert tightness.reading_pages == 3 and all(one.reading_pages == 3 for one, sheet in made if sheet == "doing")


@pytest.mark.parametrize(("free_mm", "tips"), [(5.0, 0), (21.0, 2), (60.0, 3)])
def test_tips_return_while_the_pages_for_reading_have_room(free_mm: float, tips: int) -> None:
    """Each of three tips is 10 mm high; below 8 mm none is tried."""

    def measure(tightness: Tightness, sheet: str) -> sheets.LaidSheet:
        last_mm = 250.0 - free_mm + 10.0 * tightness.more_tips
        reading = [250.0, last_mm] if last_mm <= 250.0 else [250.0, 250.0, 10.0]
        return sheets.sheet_of(laid([reading, [250.0, 250.0]], sheet), sheet)

    measured = sheets.MeasuredSheets(measure, 2)
    assert measured.with_more_tips(Tightness(), 3).more_tips == tips
