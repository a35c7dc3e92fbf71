"""What a screen reader gets: words, pictures, tables. Reports HND874 to HND879 and HND885."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.prose import Prose
from handouts.pdf.reader import PdfReader, Tag

DAYS = 14
_JUNK = re.compile(
    r"^(?:image|picture|figure|graphic|img|photo|drawing|untitled)?[\s\d_.-]*$|\.(?:svg|png|jpe?g)$", re.I
)


def words(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND874 for words of the leaflet that the tag tree lacks, or has in another order."""
    told, at = _bare(pdf.text()), 0
    for place, text in _said(leaflet):
        wanted = _bare(text)
        if (found := told.find(wanted, at)) >= 0:
            at = found + len(wanted)
        else:
            how = "comes in another place" if wanted in told else "is not among its words"
            yield Diagnostic(
                "HND874", f"“{text[:60]}” ({place}) {how}", "look at the template and at the tags of the press"
            )


def _bare(text: str) -> str:
    """Letters without spaces and the line breaks of print."""
    return re.sub(r"\s+", "", text)


def _said(leaflet: Leaflet) -> Iterator[tuple[str, str]]:
    """The words of a leaflet in the order of its template. Key facts may be left out when a page is too full."""
    yield "title", leaflet.title
    yield "deck", _words(leaflet.deck)
    yield from (("in_short", _words(item.text)) for item in leaflet.in_short)
    for section in leaflet.sections:
        for part in section.parts:
            yield from ((section.key, _words(paragraph)) for paragraph in part.paragraphs)
    for tip in leaflet.tips:
        yield tip.field, _words(tip.lead)
        yield from ((tip.field, _words(sentence)) for sentence in tip.sentences)
    for name, items in (("do", leaflet.do), ("do_not", leaflet.do_not)):
        yield from ((name, _words(item.text)) for item in items)
    for row in leaflet.help:
        yield from ((row.key, _words(sign.text)) for sign in row.signs)
    yield from (("before_exercises", _words(item.text)) for item in leaflet.before_exercises)
    yield from (("pain guide", _words(rule)) for rule in leaflet.always_stop_if)
    for card in leaflet.cards:
        yield card.field, _words(card.name)
        yield from ((card.field, _words(words)) for words in (*card.why, *card.steps, card.dose))
        yield from ((card.field, _words(rule)) for rule in card.stop_if)
    if leaflet.diary and leaflet.language.startswith("en"):
        yield "how to use the diary", "Tick a box each time."
    yield from (("diary", _words(row.name)) for row in leaflet.diary)


def _words(prose: Prose) -> str:
    return "".join(run.text for run in prose)


def reached(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND875 for print that no tag reaches and that is no artifact."""
    if not pdf.is_tagged:
        yield Diagnostic("HND875", "the file has no tags", "print the leaflet with this program")
    orphans, unmarked = pdf.orphans(), pdf.unmarked()
    if orphans or unmarked:
        pages = ", ".join(map(str, sorted({page for page, _ in orphans}))) or "some page"
        message = f"{len(orphans)} marks and {unmarked} drawings on {pages} are neither content nor decoration"
        yield Diagnostic("HND875", message, "look at the tags of the press; decoration must be an artifact")


def places(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND876 for an impossible place of a picture, HND877 for a description that says nothing."""
    figures = [tag for tag in pdf.tags() if tag.role == "Figure"]
    sheets = pdf.page_sizes_mm()
    for tag in figures:
        if fault := _misplaced(tag, sheets):
            yield Diagnostic("HND876", f"“{tag.alt[:60]}”: {fault}", "look at the bounding boxes that the press writes")
        if _JUNK.search(tag.alt.strip()):
            message = f"a picture on page {_page(tag)} is described as “{tag.alt}”"
            yield Diagnostic("HND877", message, "give it a description of what it shows")


def pictures(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND877 for another description than the leaflet's, HND885 for a picture that is not there."""
    figures = [tag for tag in pdf.tags() if tag.role == "Figure"]
    yield from _as_written(figures, leaflet)
    head = bool(leaflet.masthead.logo) + bool(leaflet.masthead.web)  # the web address stands there as a QR code
    plates = sum(part.plate is not None for section in leaflet.sections for part in section.parts)
    drawn = head + plates + sum(len(card.pictures) for card in leaflet.cards) + _beside_tips(figures, leaflet, edition)
    if len(figures) < drawn:
        message = f"{len(figures)} pictures in the file, {drawn} in the leaflet"
        yield Diagnostic("HND885", message, "look for a drawing or a logo that did not load")


def _beside_tips(figures: Iterable[Tag], leaflet: Leaflet, edition: Edition) -> int:
    """How many pictures must stand beside tips: all, or none where a sheet was too full for them."""
    told = {_bare(tag.alt) for tag in figures}
    asked = [_bare(tip.plate.alt) for tip in leaflet.tips if tip.plate]
    gave_way = not edition.stacked and told.isdisjoint(asked)
    return 0 if gave_way else len(asked)


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
    """Every drawn exercise and every picture beside a text is described in the words of its file, in their order."""
    told = [_bare(tag.alt) for tag in figures]
    wanted = [(part.field, part.plate.alt) for section in leaflet.sections for part in section.parts if part.plate]
    wanted += [(card.id, card.alt) for card in leaflet.cards if card.pictures]
    at = 0
    for name, alt in wanted:
        words = _bare(alt)
        if words in told[at:]:
            at = told.index(words, at) + 1
            continue
        what = "comes in another place" if words in told else "is not in the file"
        message = f"the description of {name} {what}"
        yield Diagnostic("HND877", message, "look at the title of the drawing in the template")


def headings(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND878 when the diary has other headings than days and exercises."""
    heads = [tag for tag in pdf.tags() if tag.role == "TH"]
    parts = DAYS // edition.diary_days_a_row
    wanted = parts * (1 + edition.diary_days_a_row + len(leaflet.diary) + 1)
    if leaflet.diary and len(heads) != wanted:
        message = f"the diary has {len(heads)} headings, {wanted} are needed: one for each day and each exercise"
        yield Diagnostic("HND878", message, "write them as th in the template")


def scopes(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND878 for a heading of a table that does not say its direction."""
    for tag in (tag for tag in pdf.tags() if tag.role == "TH"):
        if tag.scope not in ("Row", "Column", "Both"):
            message = f"the heading “{tag.text}” does not say whether it is of a row or a column"
            yield Diagnostic("HND878", message, "give it a scope")


def validated(data: bytes) -> tuple[list[Diagnostic], dict[str, str]]:
    """HND879 for each rule of PDF/UA-1 that fails, and one when the validator cannot be asked."""
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
    except BaseException:  # a fault of Rust code is no Exception
        message = "not validated: the validator cannot read the file"
        return [Diagnostic("HND879", message, "print the leaflet again with this program")], {"PDF/UA-1": message}
    failed = list(dict.fromkeys(" ".join(str(failure).split())[:160] for failure in result.failures))
    found = [Diagnostic("HND879", message, "look at the tags of the press") for message in failed]
    told = f"{len(failed)} rules fail" if failed else f"no failure, {result.rules.total} rules tried (page-validation)"
    return found, {"PDF/UA-1": told}


def facts(pdf: PdfReader) -> dict[str, str]:
    """Tags and pictures for an evidence page."""
    tags = pdf.tags()
    figures = [tag for tag in tags if tag.role == "Figure"]
    described = sum(bool(tag.alt) for tag in figures)
    return {
        "tags": f"{len(tags)}, {sum(tag.role in ('H1', 'H2', 'H3') for tag in tags)} of them headings",
        "pictures": f"{len(figures)}, {described} of them described",
        "print that no tag reaches": str(len(pdf.orphans()) + pdf.unmarked()),
    }
