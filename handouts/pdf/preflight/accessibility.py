"""Checks what a screen reader gets: text, pictures, tables. Reports HND874 to HND879 and HND885.

ISO 32000-2: tags 14.7 and 14.8, marked content 14.6, form XObjects 8.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.prose import plain_text, spoken_pieces
from handouts.pdf.reader import PdfReader, Tag, bare

DAYS = 14
_JUNK = re.compile(
    r"^(?:image|picture|figure|graphic|img|photo|drawing|untitled)?[\s\d_.-]*$|\.(?:svg|png|jpe?g)$", re.I
)


def text(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND874 for text of the leaflet that the tag tree lacks, or has in another order."""
    tagged, at = bare(pdf.text()), 0
    for place, part in _texts(leaflet, edition):
        expected = bare("".join(said for _, said in spoken_pieces(part, leaflet.spoken)))
        if (start := tagged.find(expected, at)) >= 0:
            at = start + len(expected)
        else:
            how = "comes in another place" if expected in tagged else "is not among its words"
            message = f"“{part[:60]}” ({place}) {how}"
            yield Diagnostic("HND874", message, "look at the template and at the tags that the engine writes")


def _texts(leaflet: Leaflet, edition: Edition) -> Iterator[tuple[str, str]]:
    """Field and text of everything in a leaflet, in the order of its template, except key facts.

    The layout leaves key facts out when a page is too full.
    """
    yield "title", leaflet.title
    yield "deck", plain_text(leaflet.deck)
    yield "main_message", plain_text(leaflet.main_message)
    yield from (("in_short", plain_text(item.text)) for item in leaflet.in_short.lines)
    before, outlook = _sections(leaflet)
    yield from before
    yield from (("causes", plain_text(cause.where)) for cause in leaflet.causes)
    yield from _timeline(leaflet, edition)
    yield from (("full_recovery", plain_text(item.text)) for item in leaflet.full_recovery)
    yield from outlook
    for tip in leaflet.tips:
        yield tip.field, plain_text(tip.lead)
        yield from ((tip.field, plain_text(sentence)) for sentence in (*tip.sentences, *tip.cautions))
    for name, items in (("do", leaflet.do), ("do_not", leaflet.do_not)):
        yield from ((name, plain_text(item.text)) for item in items)
    for row in leaflet.help:
        yield from ((row.key, plain_text(sign.text)) for sign in row.signs)
    before_cards = leaflet.is_sheet or edition.diary_in_cards
    yield from (("pain guide", plain_text(words)) for words in (leaflet.needs,) if words)
    yield from (("before_exercises", plain_text(item.text)) for item in leaflet.before_exercises)
    guide = (leaflet.fewer, leaflet.worse_next_day, *leaflet.always_stop_if)
    yield from (("pain guide", plain_text(words)) for words in guide if words)
    if before_cards:
        yield from _diary(leaflet, edition)
    for card in leaflet.cards:
        yield card.field, plain_text(card.name)
        yield from ((card.field, plain_text(line)) for line in (*card.why, *card.steps, card.dose))
        pace = (card.easier, card.harder)
        yield from ((card.field, plain_text(words)) for words in pace if words)
        yield from ((card.field, plain_text(words)) for words in (*card.cautions, *card.stop_if))
    if not before_cards:
        yield from _diary(leaflet, edition)


def _diary(leaflet: Leaflet, edition: Edition) -> Iterator[tuple[str, str]]:
    """Field and text of the diary: before cards with its rows and on the front of a sheet of exercises, else last."""
    if leaflet.diary and leaflet.language.startswith("en"):
        yield "how to use the diary", "Mark the box each time you do one."
    if not edition.diary_in_cards:
        yield from (("diary", plain_text(row.name)) for row in leaflet.diary)


def _timeline(leaflet: Leaflet, edition: Edition) -> Iterator[tuple[str, str]]:
    """The lines of the timeline: row by row where it is a table or its steps have no heads, else step by step."""
    steps = [step.cells for step in leaflet.timeline]
    by_row = not edition.stacked or not any(step.head for step in leaflet.timeline)
    rows = zip(*steps, strict=True) if by_row else steps
    yield from (("timeline", plain_text(line)) for row in rows for cell in row for line in cell.lines)


def _sections(leaflet: Leaflet) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The paragraphs of the sections before the timeline, and those of the outlook, which follow it."""
    found: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for section in leaflet.sections:
        for part in section.parts:
            found[section.key == "outlook"].extend((section.key, plain_text(words)) for words in part.paragraphs)
    return found


def reached(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND875 for painted content that is neither in a tag nor an artifact (14.8.2.2)."""
    if not pdf.is_tagged:
        yield Diagnostic("HND875", "the file has no tags", "print the leaflet with this program")
    orphans, unmarked = pdf.orphans(), pdf.unmarked()
    if orphans or unmarked:
        pages = ", ".join(map(str, sorted({page for page, _ in orphans}))) or "some page"
        message = f"{len(orphans)} marks and {unmarked} drawings on {pages} are neither content nor decoration"
        yield Diagnostic("HND875", message, "look at the tags that the engine writes; decoration must be an artifact")


def form_text(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND875 for text in a form XObject outside of pictures.

    The text of a leaflet is in its content streams, and only these are read here: text in a form would escape every
    check of size, contrast and order. A picture has its description in place of text.
    """
    pictures = {mark for tag in pdf.tags() if tag.role == "Figure" for mark in tag.marks}
    for page in sorted({page for page, mark in pdf.form_texts() if (page, mark) not in pictures}):
        message = f"page {page} has text in a form, where no tag of a leaflet reaches it"
        yield Diagnostic("HND875", message, "print the leaflet with this program; do not stamp or overlay its pages")


def places(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND876 for an impossible bounding box of a picture, HND877 for a description without content."""
    figures = [tag for tag in pdf.tags() if tag.role == "Figure"]
    sheets = pdf.page_sizes_mm()
    for tag in figures:
        if fault := _misplaced(tag, sheets):
            yield Diagnostic(
                "HND876", f"“{tag.alt[:60]}”: {fault}", "look at the bounding boxes that the engine writes"
            )
        if _JUNK.search(tag.alt.strip()):
            message = f"a picture on page {_page(tag)} is described as “{tag.alt}”"
            yield Diagnostic("HND877", message, "give it a description of what it shows")


def pictures(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND877 for a description other than the leaflet's, HND885 for a missing picture."""
    figures = [tag for tag in pdf.tags() if tag.role == "Figure"]
    yield from _as_written(figures, leaflet)
    head = bool(leaflet.masthead.logo) + bool(leaflet.online)  # an address has a QR code, and so has a film
    head += sum(len(section.films) for section in leaflet.sections) + sum(bool(card.film) for card in leaflet.cards)
    plates = sum(part.plate is not None for section in leaflet.sections for part in section.parts)
    expected = (
        head + plates + sum(len(card.pictures) for card in leaflet.cards) + _tip_pictures(figures, leaflet, edition)
    )
    if len(figures) < expected:
        message = f"{len(figures)} pictures in the file, {expected} in the leaflet"
        yield Diagnostic("HND885", message, "look for a drawing or a logo that did not load")


def _tip_pictures(figures: Iterable[Tag], leaflet: Leaflet, edition: Edition) -> int:
    """How many pictures tips must have: all, or none, since the layout drops them together on a full sheet."""
    alts = {bare(tag.alt) for tag in figures}
    expected = [bare(tip.plate.picture.alt) for tip in leaflet.tips if tip.plate]
    dropped = not edition.stacked and alts.isdisjoint(expected)
    return 0 if dropped else len(expected)


def _page(tag: Tag) -> int:
    return tag.pages[0] if tag.pages else 0


def _misplaced(tag: Tag, sheets: list[tuple[float, float]]) -> str:
    if len(tag.bounds) != 4:
        return "it has no place"
    left, bottom, right, top = (value * 25.4 / 72 for value in tag.bounds)
    width, height = sheets[_page(tag) - 1] if _page(tag) else (0.0, 0.0)
    if not (left < right and bottom < top):
        return "its place has no size"
    if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
        return f"its place reaches out of the {width:.0f} × {height:.0f} mm of its page"
    return ""


def _as_written(figures: Iterable[Tag], leaflet: Leaflet) -> Iterator[Diagnostic]:
    """HND877 for an exercise or plate whose description is not the one of its file, or in another order."""
    alts = [bare(tag.alt) for tag in figures]
    parts = [part for section in leaflet.sections for part in section.parts]
    expected = [(part.field, part.plate.picture.alt) for part in parts if part.plate]
    expected += [(f"{card.id}, {one.frame.name}", one.alt) for card in leaflet.cards for one in card.pictures]
    at = 0
    for name, alt in expected:
        letters = bare(alt)
        if letters in alts[at:]:
            at = alts.index(letters, at) + 1
            continue
        what = "comes in another place" if letters in alts else "is not in the file"
        message = f"the description of {name} {what}"
        yield Diagnostic("HND877", message, "look at the title of the drawing in the template")


def headings(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND878 when a diary has not one heading for each day and exercise, or another table lacks one."""
    heads = [tag for tag in pdf.tags() if tag.role == "TH"]
    rows, measures = len(leaflet.diary), len(leaflet.measures)
    # In cards, each exercise has a table of one row, and the measures share one.
    tables = DAYS // edition.diary_days_a_row
    heads_of_days = (1 + edition.diary_days_a_row) * (rows + 1 if edition.diary_in_cards else 1)
    expected = tables * (heads_of_days + rows + measures)
    # The conditions of a merge have a table of their own only where their pictures do not stand side by side.
    of_conditions = leaflet.named_parts
    if leaflet.timeline and len(leaflet.timeline[0].cells) > 1 and not edition.stacked:
        expected += sum(bool(step.head) for step in leaflet.timeline) + len(leaflet.timeline[0].cells)
    if leaflet.diary and len(heads) - expected not in (0, of_conditions):
        message = (
            f"tables have {len(heads)} headings, {expected} are needed: for each day, exercise, measure and condition"
        )
        yield Diagnostic("HND878", message, "write them as th in the template")


def scopes(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND878 for a table heading without Scope (14.8.5.7)."""
    for tag in (tag for tag in pdf.tags() if tag.role == "TH"):
        if tag.scope not in ("Row", "Column", "Both"):
            message = f"the heading “{tag.text}” does not say whether it is of a row or a column"
            yield Diagnostic("HND878", message, "give it a scope")


def validated(data: bytes) -> tuple[list[Diagnostic], dict[str, str]]:
    """HND879 for each rule of PDF/UA-1 that fails, or one where the validator does not work.

    Returns:
        The findings, and the result for an evidence page.
    """
    try:
        validator: Any = import_module("page")
    except ImportError:
        message = "not validated: the package page-validation is not installed"
        advice = "install the program with its dependencies; `handouts doctor` says how"
        return [Diagnostic("HND879", message, advice)], {"PDF/UA-1": message}
    try:
        result = validator.validate_pdf_bytes(data, profile="ua1")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of Rust code is no Exception
        message = "not validated: the validator cannot read the file"
        return [Diagnostic("HND879", message, "print the leaflet again with this program")], {"PDF/UA-1": message}
    failed = list(dict.fromkeys(" ".join(str(failure).split())[:160] for failure in result.failures))
    findings = [Diagnostic("HND879", message, "look at the tags that the engine writes") for message in failed]
    summary = (
        f"{len(failed)} rules fail" if failed else f"no failure, {result.rules.total} rules tried (page-validation)"
    )
    return findings, {"PDF/UA-1": summary}


def facts(pdf: PdfReader) -> dict[str, str]:
    """Measures of tags and pictures for an evidence page."""
    tags = pdf.tags()
    figures = [tag for tag in tags if tag.role == "Figure"]
    described = sum(bool(tag.alt) for tag in figures)
    return {
        "tags": f"{len(tags)}, {sum(tag.role in ('H1', 'H2', 'H3') for tag in tags)} of them headings",
        "pictures": f"{len(figures)}, {described} of them described",
        "print that no tag reaches": str(len(pdf.orphans()) + pdf.unmarked()),
    }
