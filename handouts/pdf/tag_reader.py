"""Reads the tag tree of a finished PDF (ISO 32000-2, 14.7 and 14.8): structure elements in reading order, with text.

A structure element refers to marked content (14.6) by page and MCID; the text comes from the content streams.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.pdf.content_stream import TextRun
from handouts.pdf.tag_nodes import INLINE

#: Marked content: the number of its page, from 1, and its MCID.
Marked = tuple[int, int]

#: The most elements of a tag tree, and how deep they may be. A leaflet has some 600, at most 15 deep.
MOST_TAGS, DEEPEST_TAG = 50_000, 100

#: Larger than the rise of a superscript, smaller than a line height, as a share of the font size.
_LINE_STEP = 0.6


class BrokenFileError(Exception):
    """A file that cannot be read as a PDF, or is larger than a leaflet can be: the reason, in lower case."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One structure element, in reading order; `depth` is 0 for the document itself."""

    role: str
    depth: int
    text: str  # of itself and of all tags in it, these with their replacement text
    lang: str
    alt: str
    scope: str
    numbering: str  # of a list
    bounds: tuple[float, ...]  # left, bottom, right, top in points, for pictures
    pages: tuple[int, ...]
    own: str = ""  # text of itself alone
    actual: str = ""  # ActualText: read out in place of its text
    expansion: str = ""  # of an abbreviation
    cells: tuple[int, int] = (1, 1)  # rows and columns that it spans
    marks: tuple[Marked, ...] = ()  # of itself alone


class TagReader:
    """The tag tree of one open file.

    Args:
        pdf: the file.
        runs: the text runs of each piece of marked content.
        page_numbers: the number of each page, from 1, by its object.
    """

    def __init__(
        self, pdf: pikepdf.Pdf, runs: Mapping[Marked, Sequence[TextRun]], page_numbers: Mapping[tuple[int, int], int]
    ) -> None:
        self._pdf, self._runs, self._page_numbers = pdf, runs, page_numbers

    @property
    def is_tagged(self) -> bool:
        return "/StructTreeRoot" in self._pdf.Root and "/K" in self._pdf.Root.StructTreeRoot

    @cached_property
    def _root(self) -> Any:
        if not self.is_tagged:
            return Dictionary(S=Name.Document)
        root = self._pdf.Root.StructTreeRoot.K
        return root[0] if isinstance(root, Array) else root

    def check(self) -> None:
        """Refuses a tag tree that contains itself or is far too large, before anything walks it recursively.

        Raises:
            BrokenFileError
        """
        seen: set[tuple[int, int]] = set()
        stack, count = [(self._root, 0)], 0
        while stack:
            element, depth = stack.pop()
            count += 1
            if element.is_indirect and element.objgen in seen:
                raise BrokenFileError("its tag tree leads back to itself")
            if count > MOST_TAGS or depth > DEEPEST_TAG:
                raise BrokenFileError(
                    f"its tag tree has more than {MOST_TAGS} tags, or lies more than {DEEPEST_TAG} deep"
                )
            seen.add(element.objgen if element.is_indirect else (0, -count))
            stack += [(kid, depth + 1) for kid in _kids(element) if _is_element(kid)]

    @cached_property
    def tags(self) -> list[Tag]:
        """All structure elements, in reading order."""
        tags: list[Tag | None] = []
        self._collect(self._root, 0, tags)
        return [tag for tag in tags if tag is not None]

    def text(self, labels: bool) -> str:
        """All text in the order of the tag tree, a line for each block and each printed line.

        Args:
            labels: whether to include list labels and the terms of definition lists.
        """
        return _join(self._text_runs(self._root, labels))

    def marks(self) -> Iterator[Marked]:
        """All marked content that the tag tree refers to, in order."""
        return self._marks(self._root)

    def _collect(self, element: Any, depth: int, tags: list[Tag | None]) -> tuple[list[TextRun | None], list[Marked]]:
        """Adds an element and all below it to `tags`.

        Returns:
            The text runs of the element, None at the edges of blocks, and its marks: both belong to its parent too.
        """
        place = len(tags)
        tags.append(None)  # an element comes before its kids, but its text is known after them
        runs, marks, own = list[TextRun | None](), list[Marked](), list[Marked]()
        for kid in _kids(element):
            if _is_element(kid):
                inner_runs, inner_marks = self._collect(kid, depth + 1, tags)
                runs += inner_runs
                marks += inner_marks
            else:
                own.append(mark := self._marked(kid, element))
                runs += self._runs.get(mark, ())
                marks += [mark] if mark != (0, 0) else ()
        role = str(element.S)[1:]
        if role not in INLINE:
            runs = [None, *runs, None]
        tags[place] = tag = self._tag(element, role, depth, runs, marks, own)
        return list(_replaced(runs, tag.actual)), marks

    def _tag(
        self, element: Any, role: str, depth: int, runs: list[TextRun | None], marks: list[Marked], own: list[Marked]
    ) -> Tag:
        attributes = element.get("/A", Dictionary())
        return Tag(
            role=role,
            depth=depth,
            text=_join(runs),
            lang=str(element.get("/Lang", "")),
            alt=str(element.get("/Alt", "")),
            scope=str(attributes.get("/Scope", ""))[1:],
            numbering=str(attributes.get("/ListNumbering", ""))[1:],
            bounds=tuple(float(value) for value in attributes.get("/BBox", ())),
            pages=tuple(sorted({page for page, _ in marks})),
            own="".join(run.text for mark in own for run in self._runs.get(mark, ())),
            actual=str(element.get("/ActualText", "")),
            expansion=str(element.get("/E", "")),
            cells=(int(attributes.get("/RowSpan", 1)), int(attributes.get("/ColSpan", 1))),
            marks=tuple(own),
        )

    def _text_runs(self, element: Any, labels: bool) -> Iterator[TextRun | None]:
        """The text below an element, with None at the edges of each block."""
        role = str(element.S)[1:]
        if role == "Lbl" and not labels:
            return
        edge = () if role in INLINE else (None,)
        yield from edge
        yield from _replaced(self._runs_below(element, labels), str(element.get("/ActualText", "")))
        yield from edge

    def _runs_below(self, element: Any, labels: bool) -> Iterator[TextRun | None]:
        for kid in _kids(element):
            if _is_element(kid):
                yield from self._text_runs(kid, labels)
            else:
                yield from self._runs.get(self._marked(kid, element), ())

    def _marks(self, element: Any) -> Iterator[Marked]:
        for kid in _kids(element):
            if _is_element(kid):
                yield from self._marks(kid)
            elif (mark := self._marked(kid, element)) != (0, 0):
                yield mark

    def _marked(self, kid: Any, element: Any) -> Marked:
        """The marked content that a kid refers to (14.7.5.2): an MCID on the element's page, or a reference (MCR).

        (0, 0) for an annotation (OBJR); page 0 for a page that is not in the file.
        """
        if isinstance(kid, int):
            return self._page_numbers.get(element.Pg.objgen, 0), kid
        if kid.get("/Type") == Name.MCR:
            return self._page_numbers.get(kid.get("/Pg", element.get("/Pg")).objgen, 0), int(kid.MCID)
        return 0, 0


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _replaced(runs: Iterable[TextRun | None], actual: str) -> Iterator[TextRun | None]:
    """Text runs with the replacement text of their tag (14.9.4), if it has any, as the text of the first."""
    for run in runs:
        if run is not None and actual:
            yield replace(run, text=actual)
            return
        yield run


def _join(runs: Iterable[TextRun | None]) -> str:
    """Text runs as lines of text: a line ends where a block (None) or a printed line ends."""
    text, before = "", None
    for run in runs:
        if run is None or (before and _is_next_line(before, run)):
            text += "\n"
        text, before = text + (run.text if run else ""), run
    return re.sub(r" *\n[\n ]*", "\n", text).strip("\n ")


def _is_next_line(before: TextRun, run: TextRun) -> bool:
    return before.page != run.page or abs(before.y_pt - run.y_pt) > _LINE_STEP * max(before.size_pt, run.size_pt)
