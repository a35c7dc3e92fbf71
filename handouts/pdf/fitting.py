"""How tight each sheet of a leaflet is set: the roomiest step at which it lies well on its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from math import ceil, inf
from typing import TYPE_CHECKING, Protocol

from handouts.layout.sheet_cards import to_a_page
from handouts.layout.spare import Spare
from handouts.layout.tightness import (
    CONTACT_MOVES,
    DOING_GIVES_WAY,
    READING_GIVES_WAY,
    SOURCES_MOVE,
    TIGHTEST,
    Tightness,
)
from handouts.model import Edition
from handouts.model.choices import SHORT_CARDS
from handouts.model.leaflet import Leaflet
from handouts.pdf.sheets import (
    CARD,
    SHEETS,
    TIPS_FLOW,
    Fitted,
    LaidSheet,
    Measure,
    MeasuredSheets,
    free_of_cards,
    pages_of_sheets,
    sheet_of,
)

if TYPE_CHECKING:
    from handouts.pdf.rendering import LaidOut

USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=3, doing=4)  # of most leaflets on two sheets
USUAL_OF_MANY = Tightness(READING_GIVES_WAY.index(SOURCES_MOVE) + 1, doing=5)  # of most pairs of conditions
USUAL_OF_REGIONS = replace(USUAL_OF_MANY, reading=READING_GIVES_WAY.index(TIPS_FLOW) + 1)  # of those of several regions
STACKED = Tightness(reading=1, doing=1)  # of editions in one column: pages cost more than white space
STACKED_CLOSE = READING_GIVES_WAY.index("reading-lines") + 1  # the step of sheet one with closer lines
FRONT_CLOSE = READING_GIVES_WAY.index("reading-gaps") + 1  # the step of the front of an exercise sheet
STACKED_STEPS = range(STACKED.doing, DOING_GIVES_WAY.index("doing-small") + 1)  # of sheet two
SHORT_FROM = 2  # the first step of short cards: the roomier ones are for few of them
MORE_PAGES = 3, 4  # of sheet one, where two do not hold the words of several conditions
LEAST_OF_FOUR = 0.55  # that each of four is filled, before its parts grow
TIGHTEST_OF_MORE = READING_GIVES_WAY.index(TIPS_FLOW) + 1  # the last step at which they are tried
MOST_OF_SHEETS = {"reading": 2, "doing": 3}  # pages of a leaflet of one condition
BEFORE_CLOSEST = len(DOING_GIVES_WAY) - 1  # before the last step, whose rows of the diary are the lowest
REGROWN = 1.0, 0.5  # of what cards leave free that have grown
KEPT_MM = 1.5  # that then stays free of each page
WORTH_A_STEP_MM = 120.0  # too much for a sheet: more than all steps from the usual one of many conditions give


class Layout(Protocol):
    """Lays a whole leaflet out as tight as requested."""

    def __call__(self, tightness: Tightness) -> LaidOut: ...


def is_too_long(leaflet: Leaflet, edition: Edition, laid: LaidOut) -> bool:
    """Whether a leaflet takes more pages than it may: one of one condition by its sheets, others by all pages."""
    if is_held(leaflet) and not edition.stacked:
        return any(len(pages) > MOST_OF_SHEETS[sheet] for sheet, pages in pages_of_sheets(laid).items())
    return laid.pages > most_pages(leaflet, edition)


def most_pages(leaflet: Leaflet, edition: Edition) -> int:
    """Three conditions need a third sheet of paper."""
    return edition.pages_max + (2 if len(leaflet.conditions) > 2 else 0)


def is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. Additions may take a page."""
    usual = len(leaflet.conditions) == 1 and len(leaflet.cards) <= USUAL_CARDS
    return usual and not leaflet.both_sides and not leaflet.request.choice.named


def first_step(leaflet: Leaflet, edition: Edition) -> Tightness:
    """The step that is tried first, and that most leaflets end on."""
    if edition.stacked:
        return STACKED
    if leaflet.is_sheet:
        return Tightness()
    if is_held(leaflet):
        return USUAL
    return USUAL_OF_REGIONS if leaflet.columns else USUAL_OF_MANY


def tightness_of_one(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """How tight a leaflet without two sheets is set: a stacked one, or one of exercises alone."""
    return _of_stacked(layout) if edition.stacked else _of_exercise_sheet(leaflet, edition, layout)


def fitted(leaflet: Leaflet, edition: Edition, measure: Measure) -> Fitted:
    """How tight the two sheets of a leaflet are to be set in an edition; no sheet is measured twice for the same.

    Of several conditions sheet one takes a sheet of paper more where two pages do not hold its words, or sheet two has
    no room for what they would move there. Of one condition with more exercises than usual, the exercises alone take
    more pages.
    """
    measured = MeasuredSheets(measure, edition.pages_max // len(SHEETS))
    usual = first_step(leaflet, edition)
    if len(leaflet.conditions) == 1:
        tightness = _on_two_sheets(measured, usual)
        if is_held(leaflet) or not measured.fit("reading", tightness).long:
            return measured.settled(_on_more_pages(measured, tightness))
    return measured.settled(measured.with_more_tips(_of_many(measured, usual), len(leaflet.more_tips)))


def regrown(fit: Fitted, measure: Measure) -> Fitted:
    """With what the cards leave free once they have grown: estimates of their heights are on the safe side."""
    before = fit.tightness.spare
    if not any(mm for _, mm in before.cards):
        return fit
    laid = measure(fit.tightness, "doing")
    left = free_of_cards(laid)
    if [many for many, _ in left] != [many for many, _ in before.cards]:
        return fit
    for share in REGROWN:
        cards = tuple(
            (many, mm + share * max(0.0, left_mm - KEPT_MM))
            for (many, mm), (_, left_mm) in zip(before.cards, left, strict=True)
        )
        again = replace(fit.tightness, spare=replace(before, cards=cards))
        found = measure(again, "doing")
        if found.cards == laid.cards and len(found.pages) == len(laid.pages) and not _is_torn(found):
            return fit._replace(tightness=again)
    return fit


def _is_torn(laid: LaidSheet) -> bool:
    return any(page.split or page.lonely for page in laid.pages)


def _on_two_sheets(measured: MeasuredSheets, usual: Tightness, hopeless_mm: float = inf) -> Tightness:
    """The sources stay where sheet two has no room for them, and sheet one has at a tighter step; else the contact is
    on page one, though its pictures are the smallest."""
    tightness = _reading_well(measured, usual, hopeless_mm)
    if measured.fit("reading", tightness).long:
        return tightness
    tries = [tightness]
    if SOURCES_MOVE in tightness.classes:
        tries.append(_reading_well(measured, replace(usual, doing=BEFORE_CLOSEST, sources_stay=True)))
    if tightness.contact_moved:
        tries.append(replace(tightness, reading=TIGHTEST.reading, contact_first=True))
    whole = (_doing_well(measured, one) for one in tries if not measured.fit("reading", one).long)
    return _first_that_fits(measured, whole)


def _first_that_fits(measured: MeasuredSheets, tries: Iterator[Tightness]) -> Tightness:
    """The first with a sheet two that fits, else the first of all."""
    first = next(tries)
    return next((one for one in chain((first,), tries) if not measured.fit("doing", one).long), first)


def _reading_well(measured: MeasuredSheets, usual: Tightness, hopeless_mm: float = inf) -> Tightness:
    """With sheet one as roomy as it fits. The contact moves to sheet two where neither the page of help nor, with
    pictures that are not the smallest, page one has room for it at a tighter step."""
    tightness = measured.reading_well(usual, hopeless_mm)
    if not tightness.contact_moved or measured.fit("reading", tightness).long:
        return tightness
    least = replace(tightness, reading=READING_GIVES_WAY.index(CONTACT_MOVES) + 1)
    kept = measured.reading_well(replace(least, contact_stays=True))
    # Tips that begin page two need no room for a head where they go over.
    whole = measured.reading_well(replace(least, contact_stays=True, spare=Spare(tips_stay=0)))
    first = measured.reading_well(replace(least, contact_first=True), tightest=least.reading)
    return next((one for one in (kept, whole, first) if not measured.fit("reading", one).long), tightness)


def _of_many(measured: MeasuredSheets, usual: Tightness) -> Tightness:
    """On two pages for reading and two for doing, else with a sheet of paper more for reading."""
    tightness = _on_two_sheets(measured, usual, WORTH_A_STEP_MM)
    if any(measured.fit(sheet, tightness).long for sheet in SHEETS):
        tightness = _on_another_sheet(measured, usual)
    return _on_more_pages(measured, tightness)


def _doing_well(measured: MeasuredSheets, tightness: Tightness) -> Tightness:
    """With sheet two at the first step at which it lies well, the last one of all apart.

    A contact that has moved ends its last page, else it is before the exercises; then rows are at their lowest.
    """
    ends = measured.doing_well(tightness, BEFORE_CLOSEST)
    early = [replace(ends, contact_early=True)] if ends.contact_moved else []
    last = [replace(one, doing=TIGHTEST.doing) for one in (ends, *early)]
    return next((one for one in (ends, *early, *last) if not measured.fit("doing", one).long), last[0])


def _on_more_pages(measured: MeasuredSheets, tightness: Tightness) -> Tightness:
    """The exercises take another page before their pictures are smaller than their least size."""
    while measured.fit("doing", tightness).long:
        measured.doing_pages += 1
        tightness = measured.doing_well(replace(tightness, doing=0))
    return tightness


def _on_another_sheet(measured: MeasuredSheets, usual: Tightness) -> Tightness:
    """With a sheet of paper more for sheet one: on three pages where these hold its words, else on four.

    It is set at its roomiest step with the contact and the sources at its end, else at the tightest with the contact
    alone, else at the roomiest with neither. Where a page of four would be emptier otherwise, what hurts begins page
    two.
    """
    tries = [
        Tightness(TIGHTEST_OF_MORE, usual.doing, stay, pages, contact_moves=moves)
        for pages in MORE_PAGES
        for stay, moves in ((True, False), (False, False), (False, True))
    ]
    flowing = next((one for one in tries if not measured.fit("reading", one).long), tries[-1])
    if flowing.sources_stay or flowing.contact_moves:  # else only the tightest step is known to hold the contact
        flowing = measured.reading_well(replace(flowing, reading=0), tightest=TIGHTEST_OF_MORE)
    begun = replace(flowing, hurts_page=True)
    is_empty = flowing.reading_pages == MORE_PAGES[-1] and measured.least_fill(flowing) < LEAST_OF_FOUR
    if is_empty and not measured.fit("reading", begun).long:
        flowing = max(flowing, begun, key=measured.least_fill)
    return _doing_well(measured, flowing)


def _of_stacked(layout: Layout) -> Tightness:
    """The pictures give way where words take a second page; lines stand closer where they save a sheet of paper whose
    back would be blank."""
    steps = (replace(STACKED, doing=step) for step in STACKED_STEPS)
    usual = next((one for one in steps if _is_doing_well(layout(one))), STACKED)
    close = replace(usual, reading=STACKED_CLOSE)
    if any(page.blank for page in layout(usual).facts) and layout(close).pages < layout(usual).pages:
        return close
    return usual


def grown(tightness: Tightness, layout: Layout, measure: Measure) -> Tightness:
    """A stacked edition with the pictures of its cards grown into what their pages leave free, if no card moves.

    Args:
        tightness: how tight it is set.
        layout: of the leaflet.
        measure: of its sheet two with usual doses and without a person, whose free room leaflets of a kind share.
    """
    measured = measure(tightness, "doing")
    more = replace(tightness, spare=Spare(cards=free_of_cards(measured)))
    if not more.spare.is_worth_a_layout:
        return tightness
    laid = layout(more)
    keeps = _is_doing_well(laid) and sheet_of(laid, "doing").cards == measured.cards
    return more if keeps else tightness


def _is_doing_well(laid: LaidOut) -> bool:
    """Whether sheet two has no part on two pages and no page nearly empty; a broken layout does well."""
    if laid.document is None:
        return True
    pages = pages_of_sheets(laid)["doing"] or range(laid.pages)  # a sheet of exercises has no other
    return _is_full(laid, pages) and not any(laid.facts[n].split for n in pages)


def _is_full(laid: LaidOut, pages: Sequence[int] | None = None) -> bool:
    """Whether no page is nearly empty, of all or of these."""
    from handouts.pdf.overflow import LEAST_FILL

    facts = laid.facts if pages is None else [laid.facts[n] for n in pages]
    return all(page.blank or page.fill >= LEAST_FILL for page in facts)


def _of_exercise_sheet(leaflet: Leaflet, edition: Edition, layout: Layout) -> Tightness:
    """The roomiest step at which its cards take as many pages as they are to take, or the fewest that they can."""
    many = to_a_page(leaflet, edition)
    pages = ceil(len(leaflet.cards) / many)
    steps = [Tightness(doing=step) for step in range(SHORT_FROM if many == SHORT_CARDS else 0, TIGHTEST.doing + 1)]
    fitting = (one for one in steps if _pages_with(layout(one), CARD) <= pages)
    step = next(fitting, None) or min(steps, key=lambda one: _pages_with(layout(one), CARD))
    return _with_full_front(step, layout)


def _with_full_front(tightness: Tightness, layout: Layout) -> Tightness:
    """An exercise sheet whose diary is on its first page, or on a second one that the contact fills too."""
    tries = (tightness, replace(tightness, reading=FRONT_CLOSE), replace(tightness, contact_moves=True))
    return next((one for one in tries if _is_full(layout(one))), tightness)


def _pages_with(laid: LaidOut, place: str) -> int:
    return sum(any(piece.position.place == place for piece in pieces) for pieces in laid.pieces)


def refers_right(laid: LaidOut, tightness: Tightness) -> bool:
    """Whether the parts that a leaflet refers to are on the pages that it says."""
    pages = dict(enumerate(laid.facts, 1))
    return all(at in pages and name in pages[at].anchors for name, at in tightness.references)
