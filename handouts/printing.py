"""Leaflet → bytes: set it, lay it out, and give way step by step while it is too long for its sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from handouts import typeset
from handouts.diagnostics import Diagnostic
from handouts.formats import FORMATS, Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.typeset import Press, Tightness

if TYPE_CHECKING:
    from handouts.formats.lines import Written
    from handouts.formats.pdf import Laid

SHEET_TWO = "head of sheet two"  # the place that the template names where the exercises begin
SHEETS = {"reading": "sheet one (for reading)", "doing": "sheet two (exercises)"}
KEY_FACTS_GONE = Diagnostic(
    "HND512", "the key facts are left out: sheet one is full", "shorten the text of sheet one to bring them back"
)
NOTES_GONE = Diagnostic(
    "HND512", "the line for notes is left out: sheet two is full", "shorten the exercises to bring it back"
)
USUAL_CARDS = 4  # that sheet two has room for
USUAL = Tightness(reading=1, doing=3)  # of most leaflets on two sheets: a first guess, which changes the time alone
_LIKE: dict[object, Tightness] = {}  # how tight the last leaflet of a kind was set: a better first guess
LONGEST_NAMED = 3  # fields that a refusal names, longest first


class Fit(NamedTuple):
    """How a sheet lies on its pages."""

    long: bool  #: it takes more pages than it has
    empty: bool  #: it leaves a page nearly empty

    @property
    def well(self) -> bool:
        return not self.long and not self.empty


@dataclass(frozen=True, slots=True)
class Paper:
    """What a leaflet is printed with: the setting, and the folders its pictures are taken from."""

    press: Press
    pictures: Sequence[Path]


def write(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
    """The file, with everything the press found.

    A leaflet of one condition must fit the pages of its edition: each sheet gives way first (gaps, key facts; notes,
    height of pictures, gaps) and is then refused with HND503; key facts
    and lines for notes that go are told as HND512. Several conditions take the pages they need;
    past two sheets HND505. A template that cannot be set is HND504.
    """
    try:
        return _written(leaflet, edition, paper, format_)
    except typeset.TemplateFaultError as fault:
        return Printed(b"", 0, (fault.diagnostic,))


def _written(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str) -> Printed:
    if format_ != "pdf":
        return FORMATS[format_](typeset.page(leaflet, paper.press), paper.pictures)
    from handouts.formats import pdf

    laid, tightness = _laid_out(leaflet, edition, paper)
    return _with_findings(pdf.press(laid), leaflet, edition, laid, tightness)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A file, how tight it was set, and where each line of its text was written; nothing where it broke."""

    printed: Printed
    tightness: Tightness
    written: Written | None


def recorded(leaflet: Leaflet, edition: Edition, paper: Paper, as_tight: Tightness | None = None) -> Recorded:
    """Print as `write` does, or as tight as another one was set, and keep where each line was written."""
    from handouts.formats import pdf
    from handouts.formats.lines import Recorder

    try:
        if as_tight is None:
            laid, tightness = _laid_out(leaflet, edition, paper)
        else:
            laid = pdf.layout(typeset.html(leaflet, edition, paper.press, as_tight), paper.pictures)
            tightness = as_tight
    except typeset.TemplateFaultError as fault:
        return Recorded(Printed(b"", 0, (fault.diagnostic,)), typeset.ROOMY, None)
    recorder = Recorder()
    printed = _with_findings(pdf.press(laid, recorder), leaflet, edition, laid, tightness)
    written = recorder.written(laid.document, laid.tree) if printed.data else None
    return Recorded(printed, tightness, written)


def _with_findings(printed: Printed, leaflet: Leaflet, edition: Edition, laid: Laid, tightness: Tightness) -> Printed:
    found = list(printed.diagnostics)
    if laid.document is not None and laid.pages > edition.pages_max:
        found.append(_too_long(leaflet, edition, laid))
    if "reading-facts" in tightness.classes and leaflet.key_facts:
        found.append(KEY_FACTS_GONE)
    if "doing-no-notes" in tightness.classes and not leaflet.personal.notes:
        found.append(NOTES_GONE)
    return replace(printed, diagnostics=tuple(found))


def _laid_out(leaflet: Leaflet, edition: Edition, paper: Paper) -> tuple[Laid, Tightness]:
    """Each sheet as roomy as fits its pages and leaves none nearly empty.

    The sheets stand on pages of their own, so each gives way alone and is tried alone: the leaflet is laid out as
    tight as the last of its kind was, and once more when the tries find other steps. A sheet that may take more pages
    and does not fit even so is left roomy, unless only the tightest saves a page that is nearly empty.
    """
    from handouts.formats import pdf

    def laid_at(tightness: Tightness, words: Leaflet = leaflet) -> Laid:
        return pdf.layout(typeset.html(words, edition, paper.press, tightness), paper.pictures)

    kind = _kind(leaflet, edition)
    guess = _LIKE.get(kind, typeset.ROOMY if edition.stacked else _usual(leaflet))
    laid = laid_at(guess)
    if laid.document is None:
        return laid, guess
    seen, steps = _fits(edition, laid), {}
    for sheet in SHEETS:

        @cache
        def fit(step: int, sheet: str = sheet) -> Fit:
            if step == getattr(guess, sheet):
                return seen[sheet]
            return _fits(edition, laid_at(replace(guess, **{sheet: step}), _alone(leaflet, sheet)))[sheet]

        steps[sheet] = _step(fit, getattr(guess, sheet), getattr(typeset.TIGHTEST, sheet), is_held(leaflet))
    _LIKE[kind] = found = Tightness(**steps)
    return (laid, guess) if found == guess else (laid_at(found), found)


def _kind(leaflet: Leaflet, edition: Edition) -> object:
    """Leaflets of one kind are most likely set alike. A guess changes the time alone and never the leaflet."""
    given = tuple(bool(getattr(leaflet.personal, field.name)) for field in fields(leaflet.personal))
    return edition.id, leaflet.conditions, tuple(card.id for card in leaflet.cards), leaflet.both_sides, given


def _usual(leaflet: Leaflet) -> Tightness:
    """A second line of blanks at the head (born, number) takes sheet one a step further."""
    return replace(USUAL, reading=USUAL.reading + bool(leaflet.personal.born or leaflet.personal.reference))


def _step(fit: Callable[[int], Fit], guess: int, tightest: int, held: bool) -> int:
    """The first step at which a sheet fits, asked for as seldom as possible.

    A step that takes too many pages tells of all steps before it, so from a good guess one more try is enough.
    """
    if not held and fit(guess).long and fit(tightest).long:
        return tightest if fit(0).empty and not fit(tightest).empty else 0
    step = guess
    while step > 0 and not fit(step).long and not fit(step - 1).long:
        step -= 1
    while step < tightest and not fit(step).well:
        step += 1
    return step if held or fit(step).well else 0


def _alone(leaflet: Leaflet, sheet: str) -> Leaflet:
    """The leaflet with next to nothing on the other sheet."""
    if sheet == "reading":
        return replace(leaflet, pain=(), cards=(), diary=())
    return replace(leaflet, in_short=(), key_facts=(), sections=(), tips=(), do=(), do_not=(), help=(), sources=())


def _fits(edition: Edition, laid: Laid) -> dict[str, Fit]:
    """How each sheet fits its pages."""
    from handouts.formats.overflow import LEAST_FILL

    fits = {}
    for sheet, pages in _pages_of_sheets(laid).items():
        empty = any(laid.facts[n].fill < LEAST_FILL and not laid.facts[n].blank for n in pages)
        room = edition.pages_max / len(SHEETS)
        fits[sheet] = Fit(len(pages) > room, empty)
    return fits


def is_held(leaflet: Leaflet) -> bool:
    """Whether a leaflet must fit its sheets: one condition as it comes. What is asked for on top may take a page."""
    return (
        len(leaflet.conditions) == 1
        and len(leaflet.cards) <= USUAL_CARDS
        and not leaflet.both_sides
        and not leaflet.personal.notes
    )


def _pages_of_sheets(laid: Laid) -> dict[str, list[int]]:
    """Which pages, counted from 0, belong to the sheet for reading and to the one for doing."""
    marked = (n for n, pieces in enumerate(laid.pieces) if any(piece.where.place == SHEET_TWO for piece in pieces))
    first = next(marked, laid.pages)
    return {"reading": list(range(first)), "doing": list(range(first, laid.pages))}


def _too_long(leaflet: Leaflet, edition: Edition, laid: Laid) -> Diagnostic:
    if not is_held(leaflet):
        return Diagnostic(
            "HND505",
            f"{laid.pages} pages instead of {edition.pages_max}",
            "fewer conditions, fewer `--exercises` or shorter `--notes` make it shorter",
        )
    sheet, pages = max(_pages_of_sheets(laid).items(), key=lambda item: len(item[1]))
    beyond_mm = laid.facts[pages[-1]].lowest_mm
    longest = ", ".join(f"{name} ({height:.0f} mm)" for name, height in _heights_mm(laid, pages)[:LONGEST_NAMED])
    return Diagnostic(
        "HND503",
        f"{SHEETS[sheet]} is too long for {edition.name}: the last {beyond_mm:.0f} mm find no room",
        f"shorten the text; the longest parts of this sheet are {longest}",
    )


def _heights_mm(laid: Laid, pages: Sequence[int]) -> list[tuple[str, float]]:
    """How much height the lines of each field take on these pages, most first."""
    from handouts.formats.walk import PX_PER_MM

    lines = {
        (piece.where.field, number, round(piece.rect.top)): piece.rect.bottom - piece.rect.top
        for number in pages
        for piece in laid.pieces[number]
        if piece.kind == "text" and piece.where.field
    }
    heights: dict[str, float] = {}
    for (field, _, _), height in lines.items():
        heights[field] = heights.get(field, 0.0) + height / PX_PER_MM
    return sorted(heights.items(), key=lambda item: -item[1])
