"""A finished PDF read back: what is in it for eye, ear and finger, by another library than the one that wrote it.

Tests, the doctor and later checks measure here, on the paper and not on the style: the text in the order of the
tag tree, the tags with their attributes, fonts, links, sizes, and content that no tag reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from types import TracebackType
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.formats.content import Content, Run
from handouts.formats.inks import Ink, inks
from handouts.formats.tagnode import INLINE

#: A mark in a page's content: the number of the page from 1, and of the mark.
Marked = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tag:
    """One structure element, in reading order; `depth` is 0 for the document itself."""

    role: str
    depth: int
    text: str  # its own text and that of all tags in it
    lang: str
    alt: str
    scope: str
    numbering: str  # of a list
    bounds: tuple[float, ...]  # left, bottom, right, top in points, for pictures
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: where it leads, what it is called, and whether it is there on paper too."""

    page: int
    target: str
    name: str
    printed: bool


class ReadBack:
    """A PDF opened for reading. Use as a context manager."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self._contents = [Content(page, number) for number, page in enumerate(self.pdf.pages, 1)]
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        self._runs: dict[Marked, list[Run]] = {}
        for run in self.runs:
            if run.mark is not None:
                self._runs.setdefault((run.page, run.mark), []).append(run)

    def __enter__(self) -> ReadBack:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.pdf.close()

    @property
    def runs(self) -> list[Run]:
        """All text that is shown, in the order of drawing, running headers and footers included."""
        return [run for content in self._contents for run in content.runs]

    @cached_property
    def inked(self) -> list[tuple[Run, Ink]]:
        """All text that is shown, each run with its colour and the colour under it."""
        return list(
            zip(self.runs, (ink for content in self._contents for ink in inks(content.instructions)), strict=True)
        )

    # The tag tree.

    def text(self, *, labels: bool = True) -> str:
        """All text in the order of the tag tree, a line for each block and each line of print.

        Without labels, the marks and numbers of lists and the terms of definition lists are left out.
        """
        return _lines(self._words(self._root(), labels))

    def tags(self) -> list[Tag]:
        """All structure elements, in reading order."""
        return self._in_order

    @cached_property
    def _in_order(self) -> list[Tag]:
        return list(self._tags(self._root(), 0))

    def orphans(self) -> set[Marked]:
        """Marks in the content that no tag reaches."""
        marked = {(number, mark) for number, content in enumerate(self._contents, 1) for mark in content.marks}
        return marked - set(self._marks(self._root()))

    def unmarked(self) -> int:
        """How many times something is drawn that is neither content of a tag nor an artifact."""
        return sum(content.unmarked for content in self._contents)

    def _root(self) -> Any:
        root = self.pdf.Root.StructTreeRoot.K
        return root[0] if isinstance(root, Array) else root

    def _tags(self, element: Any, depth: int) -> Iterator[Tag]:
        attributes = element.get("/A", Dictionary())
        yield Tag(
            role=str(element.S)[1:],
            depth=depth,
            text=_lines(self._words(element, labels=True)),
            lang=str(element.get("/Lang", "")),
            alt=str(element.get("/Alt", "")),
            scope=str(attributes.get("/Scope", ""))[1:],
            numbering=str(attributes.get("/ListNumbering", ""))[1:],
            bounds=tuple(float(value) for value in attributes.get("/BBox", ())),
            pages=tuple(sorted({page for page, _ in self._marks(element)})),
        )
        for kid in _kids(element):
            if _is_element(kid):
                yield from self._tags(kid, depth + 1)

    def _words(self, element: Any, labels: bool) -> Iterator[Run | None]:
        """The text below an element, with None round each block."""
        role = str(element.S)[1:]
        if role == "Lbl" and not labels:
            return
        edge = () if role in INLINE else (None,)
        yield from edge
        for kid in _kids(element):
            if _is_element(kid):
                yield from self._words(kid, labels)
            else:
                yield from self._runs.get(self._marked(kid, element), ())
        yield from edge

    def _marks(self, element: Any) -> Iterator[Marked]:
        """The marks below an element, in order."""
        for kid in _kids(element):
            if _is_element(kid):
                yield from self._marks(kid)
            elif (mark := self._marked(kid, element)) != (0, 0):
                yield mark

    def _marked(self, kid: Any, element: Any) -> Marked:
        """The mark that a kid of an element stands for; (0, 0) for a link annotation."""
        if isinstance(kid, int):
            return self._numbers[element.Pg.objgen], kid
        if kid.get("/Type") == Name.MCR:
            return self._numbers[kid.get("/Pg", element.get("/Pg")).objgen], int(kid.MCID)
        return 0, 0

    # What else is in the file.

    def fonts(self) -> set[str]:
        """The names of the fonts inside, without the tag of their subset."""
        names = (str(entry.BaseFont)[1:] for entry in self._dictionaries() if entry.get("/Type") == Name.Font)
        return {name.partition("+")[2] or name for name in names}

    def smallest_pt(self) -> float:
        """The size of the smallest text in points; 0 when there is no text."""
        return min((run.size_pt for run in self.runs if run.text.strip()), default=0.0)

    def page_sizes_mm(self) -> list[tuple[float, float]]:
        """Width and height of each page in millimetres."""
        boxes = [[float(value) for value in page.mediabox] for page in self.pdf.pages]
        return [(round((b[2] - b[0]) * 25.4 / 72, 2), round((b[3] - b[1]) * 25.4 / 72, 2)) for b in boxes]

    def links(self) -> list[Link]:
        """All link annotations, page by page."""
        return [
            Link(
                page=number,
                target=str(note.A.URI) if "/A" in note else f"#{note.get('/Dest', '')}",
                name=str(note.get("/Contents", "")),
                printed=bool(int(note.get("/F", 0)) & 4),
            )
            for number, page in enumerate(self.pdf.pages, 1)
            for note in _annotations(page)
            if note.get("/Subtype") == Name.Link
        ]

    def facts(self) -> dict[str, str]:
        """Title, author, language and the like, as the file tells them."""
        told = {str(key)[1:]: str(value) for key, value in self.pdf.docinfo.items()}
        return told | {"Lang": str(self.pdf.Root.get("/Lang", ""))}

    def _dictionaries(self) -> Iterator[Any]:
        return (entry for entry in self.pdf.objects if isinstance(entry, Dictionary))


def _annotations(page: pikepdf.Page) -> list[Any]:
    return list(page.obj.get("/Annots", ()))


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _next_line(before: Run, run: Run) -> bool:
    """Whether print goes on in another line: more than the rise of a superscript away, or on another page."""
    return before.page != run.page or abs(before.y_pt - run.y_pt) > 0.6 * max(before.size_pt, run.size_pt)


def _lines(words: Iterable[Run | None]) -> str:
    """Text as it is read: a new line where a block or a line of print ends."""
    text, before = "", None
    for run in words:
        if run is None or (before and _next_line(before, run)):
            text += "\n"
        text, before = text + (run.text if run else ""), run
    return re.sub(r" *\n[\n ]*", "\n", text).strip("\n ")
