"""Compares a finished file with a new print of its leaflet: tags, pages, links and bookmarks, complete and in order.

The first difference of each kind is reported. No message quotes text of the file that the leaflet does not have: it may
be personal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from handouts.diagnostics import Diagnostic
from handouts.pdf.preflight import forms
from handouts.pdf.reader import PdfReader, Tag, bare

TOLERANCE_PT = 0.5
_ADVICE = "print the leaflet again with this program"


def differences(pdf: PdfReader, expected: PdfReader) -> Iterator[Diagnostic]:
    """The differences between a file and the print of its leaflet.

    Reports HND874, HND876 to HND878, HND880, HND884, HND885, HND891 and HND895.
    """
    yield from _tags(pdf.tags(), expected.tags())
    yield from _bounds(pdf.tags(), expected.tags())
    yield from _links(pdf, expected)
    if len(pdf.pdf.pages) != len(expected.pdf.pages):
        message = f"{len(pdf.pdf.pages)} pages, the leaflet has {len(expected.pdf.pages)}"
        yield Diagnostic("HND884", message, _ADVICE)
    else:
        for number in range(1, len(expected.pdf.pages) + 1):
            yield from _page(pdf, expected, number)


# ---------------------------------------------------------------- the tag tree


def _tags(tags: Sequence[Tag], expected: Sequence[Tag]) -> Iterator[Diagnostic]:
    """The first tag that differs, and the first picture with another description."""
    for number, (tag, other) in enumerate(zip_longest(tags, expected), 1):
        if tag is None or other is None or _properties(tag) != _properties(other):
            yield _difference(number, tag, other, tags)
            break
    alts = [tag.alt for tag in tags if tag.role == "Figure"]
    for alt, other_alt in zip(alts, [tag.alt for tag in expected if tag.role == "Figure"], strict=False):
        if alt != other_alt:
            message = f"the picture that shows “{other_alt[:60]}” has another description"
            yield Diagnostic("HND877", message, _ADVICE)
            break


def _properties(tag: Tag) -> tuple[object, ...]:
    """Everything that a screen reader gets from one tag alone."""
    texts = (bare(text) for text in (tag.own, tag.actual, tag.expansion))
    alt = "" if tag.role == "Figure" else tag.alt  # compared picture by picture
    return (tag.depth, tag.role, *texts, alt, tag.lang, tag.scope, tag.numbering, tag.cells)


def _difference(number: int, tag: Tag | None, other: Tag | None, tags: Sequence[Tag]) -> Diagnostic:
    if other is None:
        return Diagnostic("HND874", f"the file goes on after the last tag of the leaflet (tag {number})", _ADVICE)
    where = f"tag {number}, {other.role} “{_quoted(other)}”"
    code = "HND878" if other.role in ("TH", "TD") and tag is not None and tag.own == other.own else "HND874"
    return Diagnostic(code, f"{where}: {_how(tag, other, tags)}", _ADVICE)


def _how(tag: Tag | None, other: Tag, tags: Sequence[Tag]) -> str:
    """How the file differs from a tag of the leaflet."""
    if tag is None:
        return "the file ends before it"
    if bare(tag.text) == bare(other.text) and tag.role != other.role:
        return f"it is tagged {tag.role}"
    if bare(tag.text) == bare(other.text):
        return "it is marked in another way"
    elsewhere = any(bare(one.text) == bare(other.text) and one.role == other.role for one in tags)
    return "it comes in another place" if elsewhere else "the file has other words"


def _quoted(tag: Tag) -> str:
    return " ".join((tag.own or tag.text or tag.alt).split())[:60]


def _bounds(tags: Sequence[Tag], expected: Sequence[Tag]) -> Iterator[Diagnostic]:
    """The first picture with another page or bounding box."""
    figures, others = ([tag for tag in some if tag.role == "Figure"] for some in (tags, expected))
    for tag, other in zip(figures, others, strict=False):
        apart = (abs(one - two) for one, two in zip_longest(tag.bounds, other.bounds, fillvalue=float("inf")))
        if tag.pages != other.pages or any(distance > TOLERANCE_PT for distance in apart):
            yield Diagnostic("HND876", f"“{other.alt[:60]}”: its place is not the one of the leaflet", _ADVICE)
            return


# ---------------------------------------------------------------- links and bookmarks


def _links(pdf: PdfReader, expected: PdfReader) -> Iterator[Diagnostic]:
    links, expected_links = (
        [(*map(round, link.place), link.page, link.target, link.name, link.printed) for link in reader.links()]
        for reader in (pdf, expected)
    )
    if links != expected_links:
        yield Diagnostic("HND880", "the links are not those of the leaflet", _ADVICE)
    if forms.fields(pdf) != forms.fields(expected):
        yield Diagnostic("HND895", "the form fields are not those of the leaflet", _ADVICE)
    if pdf.goals() != expected.goals():
        yield Diagnostic("HND880", "links inside the file lead to other places than in the leaflet", _ADVICE)
    if pdf.bookmarks() != expected.bookmarks():
        yield Diagnostic("HND880", "the bookmarks are not those of the leaflet", _ADVICE)


# ---------------------------------------------------------------- what is painted


def _page(pdf: PdfReader, expected: PdfReader, number: int) -> Iterator[Diagnostic]:
    """The first instruction of a page that differs from the print of the leaflet."""
    if pdf.resources(number) != expected.resources(number):
        message = f"page {number} uses other pictures, patterns or colours than in the leaflet"
        yield Diagnostic("HND891", message, _ADVICE)
    if pdf.content(number) == expected.content(number):
        return
    # A program that only saves the file again may write numbers and line ends in another way. Instruction by
    # instruction such a file is equal, and the first difference of any other has a place, and so a tag.
    written, expected_written = pdf.as_written(number), expected.as_written(number)
    if written == expected_written:
        return
    at = next(at for at, (one, other) in enumerate(zip_longest(written, expected_written)) if one != other)
    tag = _tag_at(expected, number, at)
    if tag is not None and tag.role == "Figure":
        yield Diagnostic("HND885", f"the picture “{tag.alt[:60]}” is drawn in another way than in the leaflet", _ADVICE)
        return
    near = f", near “{_quoted(tag)}”" if tag is not None else ""
    yield Diagnostic("HND891", f"page {number} is painted in another way than in the leaflet{near}", _ADVICE)


def _tag_at(pdf: PdfReader, page: int, at: int) -> Tag | None:
    """The tag whose marked content is at a position of the content stream, or last before it."""
    marks = (
        int(operands[1]["/MCID"])
        for operator, operands in reversed(pdf.instructions(page)[: at + 1])
        if operator == "BDC" and len(operands) > 1 and "/MCID" in operands[1]
    )
    mark = next(marks, None)
    return next((tag for tag in pdf.tags() if (page, mark) in tag.marks), None)
