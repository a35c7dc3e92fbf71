"""A finished file held against the print of the same leaflet: tags, pages, links and bookmarks, whole and in order.

The first difference of each kind is told. No message repeats words of the file that the leaflet does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from handouts.diagnostics import Diagnostic
from handouts.pdf.reader import PdfReader, Tag

TOLERANCE_PT = 0.5
_ADVICE = "print the leaflet again with this program"


def differences(pdf: PdfReader, model: PdfReader) -> Iterator[Diagnostic]:
    """Where a file is not as its leaflet is printed. Reports HND874, HND876 to HND878, HND880, HND884, HND885
    and HND891."""
    yield from _tags(pdf.tags(), model.tags())
    yield from _places(pdf.tags(), model.tags())
    yield from _links(pdf, model)
    if len(pdf.pdf.pages) != len(model.pdf.pages):
        message = f"{len(pdf.pdf.pages)} pages, the leaflet has {len(model.pdf.pages)}"
        yield Diagnostic("HND884", message, _ADVICE)
    else:
        for number in range(1, len(model.pdf.pages) + 1):
            yield from _page(pdf, model, number)


# ---------------------------------------------------------------- the tag tree


def _tags(told: Sequence[Tag], expected: Sequence[Tag]) -> Iterator[Diagnostic]:
    """The first tag that is not the one of the leaflet, and the first picture that is described otherwise."""
    for number, (tag, other) in enumerate(zip_longest(told, expected), 1):
        if tag is None or other is None or _said(tag) != _said(other):
            yield _first(number, tag, other, told)
            break
    alts = [tag.alt for tag in told if tag.role == "Figure"]
    for alt, other_alt in zip(alts, [tag.alt for tag in expected if tag.role == "Figure"], strict=False):
        if alt != other_alt:
            message = f"the picture that shows “{other_alt[:60]}” has another description"
            yield Diagnostic("HND877", message, _ADVICE)
            break


def _said(tag: Tag) -> tuple[object, ...]:
    """All that a screen reader gets of one tag by itself."""
    words = (_bare(text) for text in (tag.own, tag.actual, tag.expansion))
    alt = "" if tag.role == "Figure" else tag.alt  # compared picture by picture
    return (tag.depth, tag.role, *words, alt, tag.lang, tag.scope, tag.numbering, tag.cells)


def _first(number: int, tag: Tag | None, other: Tag | None, told: Sequence[Tag]) -> Diagnostic:
    if other is None:
        return Diagnostic("HND874", f"the file goes on after the last tag of the leaflet (tag {number})", _ADVICE)
    where = f"tag {number}, {other.role} “{_words(other)}”"
    code = "HND878" if other.role in ("TH", "TD") and tag is not None and tag.own == other.own else "HND874"
    return Diagnostic(code, f"{where}: {_how(tag, other, told)}", _ADVICE)


def _how(tag: Tag | None, other: Tag, told: Sequence[Tag]) -> str:
    """In which way a tag of the leaflet is missed in the file."""
    if tag is None:
        return "the file ends before it"
    if _bare(tag.text) == _bare(other.text) and tag.role != other.role:
        return f"it is tagged {tag.role}"
    if _bare(tag.text) == _bare(other.text):
        return "it is marked in another way"
    elsewhere = any(_bare(one.text) == _bare(other.text) and one.role == other.role for one in told)
    return "it comes in another place" if elsewhere else "the file has other words"


def _words(tag: Tag) -> str:
    return " ".join((tag.own or tag.text or tag.alt).split())[:60]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _places(told: Sequence[Tag], expected: Sequence[Tag]) -> Iterator[Diagnostic]:
    """The first picture that another place is named for."""
    figures, others = ([tag for tag in tags if tag.role == "Figure"] for tags in (told, expected))
    for tag, other in zip(figures, others, strict=False):
        apart = (abs(one - two) for one, two in zip_longest(tag.bounds, other.bounds, fillvalue=float("inf")))
        if tag.pages != other.pages or any(distance > TOLERANCE_PT for distance in apart):
            yield Diagnostic("HND876", f"“{other.alt[:60]}”: its place is not the one of the leaflet", _ADVICE)
            return


# ---------------------------------------------------------------- links and bookmarks


def _links(pdf: PdfReader, model: PdfReader) -> Iterator[Diagnostic]:
    told, expected = (
        [(*map(round, link.place), link.page, link.target, link.name, link.printed) for link in one.links()]
        for one in (pdf, model)
    )
    if told != expected:
        yield Diagnostic("HND880", "the links are not those of the leaflet", _ADVICE)
    if pdf.goals() != model.goals():
        yield Diagnostic("HND880", "links inside the file lead to other places than in the leaflet", _ADVICE)
    if pdf.bookmarks() != model.bookmarks():
        yield Diagnostic("HND880", "the bookmarks are not those of the leaflet", _ADVICE)


# ---------------------------------------------------------------- what is painted


def _page(pdf: PdfReader, model: PdfReader, number: int) -> Iterator[Diagnostic]:
    """The first thing of a page that is painted in another way than in the print of the leaflet."""
    if pdf.resources(number) != model.resources(number):
        message = f"page {number} uses other pictures, patterns or colours than in the leaflet"
        yield Diagnostic("HND891", message, _ADVICE)
    if pdf.content(number) == model.content(number):
        return
    told, expected = pdf.painted(number), model.painted(number)
    if told == expected:
        return
    at = next(at for at, (one, other) in enumerate(zip_longest(told, expected)) if one != other)
    tag = _tag_at(model, number, at)
    if tag is not None and tag.role == "Figure":
        yield Diagnostic("HND885", f"the picture “{tag.alt[:60]}” is drawn in another way than in the leaflet", _ADVICE)
        return
    near = f", near “{_words(tag)}”" if tag is not None else ""
    yield Diagnostic("HND891", f"page {number} is painted in another way than in the leaflet{near}", _ADVICE)


def _tag_at(model: PdfReader, page: int, at: int) -> Tag | None:
    """The tag whose content stands at a place of the content stream, or last before it."""
    marks = (
        int(operands[1]["/MCID"])
        for operator, operands in reversed(model.instructions(page)[: at + 1])
        if operator == "BDC" and len(operands) > 1 and "/MCID" in operands[1]
    )
    mark = next(marks, None)
    return next((tag for tag in model.tags() if (page, mark) in tag.marks), None)
