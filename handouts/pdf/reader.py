"""A finished PDF read back: what is in it for eye, ear and finger, by another library than the one that wrote it.

Tests, the doctor and later checks measure here, on the paper and not on the style: the text in the order of the
tag tree, the tags with their attributes, fonts, links, sizes, and content that no tag reaches.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from types import TracebackType
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.pdf import inflation
from handouts.pdf.content_stream import Content, Instruction, TextRun
from handouts.pdf.drawn_marks import Drawing, drawings
from handouts.pdf.fingerprint import fingerprint
from handouts.pdf.inks import Ink, inks
from handouts.pdf.tag_nodes import INLINE

#: What the library and the code here raise over objects of another kind than a PDF has at their place: a file made
#: by a stranger may have any object anywhere.
FAULTS = (
    ArithmeticError, AttributeError, LookupError, MemoryError, NotImplementedError, RecursionError, TypeError,
    ValueError, pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, pikepdf.DeletedObjectError,
    pikepdf.ForeignObjectError,
)  # fmt: skip

_END_POINT = re.compile(rb"(?<=\d)\.(?!\d)")  # some programs write `672.` for 672

_NAMES = re.compile(rb"/[^\s/<>\[\]()]+")

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
    own: str = ""  # its own text alone
    actual: str = ""  # what is read out in place of its text
    expansion: str = ""  # of an abbreviation
    cells: tuple[int, int] = (1, 1)  # rows and columns that it spans
    marks: tuple[Marked, ...] = ()  # its own marks


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation: where it leads, what it is called, and whether it is there on paper too."""

    page: int
    target: str
    name: str
    printed: bool
    place: tuple[float, ...] = ()  # left, bottom, right, top in points


#: What a page draws with, but for its fonts: leaflets of a mail merge share the same fonts with more letters.
USED = ("/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/XObject")

#: The most elements of a tag tree, and how deep they may lie. A leaflet has some 600, 15 deep at most.
MOST_TAGS, DEEPEST_TAG = 50_000, 100


class BrokenFileError(Exception):
    """A file that cannot be read as a PDF, or is larger than a leaflet can be: the reason, in lower case."""


class PdfReader:
    """A PDF opened for reading. Use as a context manager. Raises BrokenFileError."""

    def __init__(self, data: bytes) -> None:
        #: How often the file was written: more than once where a program added its changes at the end.
        self.revisions = data.count(b"%%EOF") if b"/Linearized" not in data[:1024] else 1
        try:
            inflation.check(data)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of damage that the library mends
                self.pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
            self._take_up()
        except BrokenFileError:
            raise
        except (inflation.TooMuchError, *FAULTS) as fault:
            raise BrokenFileError(_reason(fault)) from None

    def _take_up(self) -> None:
        if self.pdf.is_encrypted:
            raise BrokenFileError("it is encrypted")
        self._check_tree()
        self._contents = [Content(page, number) for number, page in enumerate(self.pdf.pages, 1)]
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        self._runs: dict[Marked, list[TextRun]] = {}
        for run in self.runs:
            if run.mark is not None:
                self._runs.setdefault((run.page, run.mark), []).append(run)

    def __enter__(self) -> PdfReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.pdf.close()

    @property
    def runs(self) -> list[TextRun]:
        """All text that is shown, in the order of drawing, running headers and footers included."""
        return [run for content in self._contents for run in content.runs]

    @cached_property
    def inked(self) -> list[tuple[TextRun, Ink]]:
        """All text that is shown, each run with its colour and the colour under it."""
        return list(
            zip(self.runs, (ink for content in self._contents for ink in inks(content.instructions)), strict=True)
        )

    @cached_property
    def drawings(self) -> dict[Marked, Drawing]:
        """What is drawn for each figure of the tag tree, by its marks."""
        wanted: dict[int, set[int]] = {}
        for page, mark in (mark for tag in self.tags() if tag.role == "Figure" for mark in tag.marks):
            wanted.setdefault(page, set()).add(mark)
        return {
            (page, mark): drawing
            for page, marks in wanted.items()
            if page > 0
            for mark, drawing in drawings(self._contents[page - 1].instructions, marks, self._images(page)).items()
        }

    def _images(self, page: int) -> set[str]:
        named = self.pdf.pages[page - 1].obj.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        return {name for name, value in named.items() if value.get("/Subtype") == Name.Image}

    def instructions(self, page: int) -> list[Instruction]:
        """What the content stream of a page (from 1) does, in order."""
        return self._contents[page - 1].instructions

    # The tag tree.

    @property
    def is_tagged(self) -> bool:
        return "/StructTreeRoot" in self.pdf.Root and "/K" in self.pdf.Root.StructTreeRoot

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
        found: list[Tag | None] = []
        self._gather(self._root(), 0, found)
        return [tag for tag in found if tag is not None]

    def _check_tree(self) -> None:
        """Raises BrokenFileError for a tag tree without end: one that leads back to itself, or is far too large."""
        seen: set[tuple[int, int]] = set()
        waiting, count = [(self._root(), 0)], 0
        while waiting:
            element, depth = waiting.pop()
            count += 1
            if element.is_indirect and element.objgen in seen:
                raise BrokenFileError("its tag tree leads back to itself")
            if count > MOST_TAGS or depth > DEEPEST_TAG:
                raise BrokenFileError(
                    f"its tag tree has more than {MOST_TAGS} tags, or lies more than {DEEPEST_TAG} deep"
                )
            seen.add(element.objgen if element.is_indirect else (0, -count))
            waiting += [(kid, depth + 1) for kid in _kids(element) if _is_element(kid)]

    def orphans(self) -> set[Marked]:
        """Marks in the content that no tag reaches."""
        marked = {(number, mark) for number, content in enumerate(self._contents, 1) for mark in content.marks}
        return marked - set(self._marks(self._root()))

    def unmarked(self) -> int:
        """How many times something is drawn that is neither content of a tag nor an artifact."""
        return sum(content.unmarked for content in self._contents)

    def _root(self) -> Any:
        if not self.is_tagged:
            return Dictionary(S=Name.Document)
        root = self.pdf.Root.StructTreeRoot.K
        return root[0] if isinstance(root, Array) else root

    def _gather(self, element: Any, depth: int, found: list[Tag | None]) -> tuple[list[TextRun | None], list[Marked]]:
        """Adds the tags of an element and of all below it, and gives its words and marks to the element above."""
        place = len(found)
        found.append(None)
        words, marks, own = list[TextRun | None](), list[Marked](), list[Marked]()
        for kid in _kids(element):
            if _is_element(kid):
                below = self._gather(kid, depth + 1, found)
                words += below[0]
                marks += below[1]
            else:
                own.append(mark := self._marked(kid, element))
                words += self._runs.get(mark, ())
                marks += [mark] if mark != (0, 0) else ()
        role = str(element.S)[1:]
        if role not in INLINE:
            words = [None, *words, None]
        found[place] = self._tag(element, role, depth, words, marks, own)
        return words, marks

    def _tag(
        self, element: Any, role: str, depth: int, words: list[TextRun | None], marks: list[Marked], own: list[Marked]
    ) -> Tag:
        attributes = element.get("/A", Dictionary())
        return Tag(
            role=role,
            depth=depth,
            text=_lines(words),
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

    def _words(self, element: Any, labels: bool) -> Iterator[TextRun | None]:
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
        """The mark that a kid of an element stands for; (0, 0) for a link annotation, page 0 for one that is gone."""
        if isinstance(kid, int):
            return self._numbers.get(element.Pg.objgen, 0), kid
        if kid.get("/Type") == Name.MCR:
            return self._numbers.get(kid.get("/Pg", element.get("/Pg")).objgen, 0), int(kid.MCID)
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
        boxes = [self.box(page, "/MediaBox") for page in self.pdf.pages]
        return [(round((b[2] - b[0]) * 25.4 / 72, 2), round((b[3] - b[1]) * 25.4 / 72, 2)) for b in boxes]

    def box(self, page: pikepdf.Page, name: str) -> tuple[float, ...]:
        """A box of a page in points, its corners in order; a box that is not told is the one that stands for it."""
        own = {"/MediaBox": page.mediabox, "/CropBox": page.cropbox}.get(name, page.obj.get(name, page.cropbox))
        left, bottom, right, top = (float(value) for value in own)
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

    def links(self) -> list[Link]:
        """All link annotations, page by page."""
        return [
            Link(
                page=number,
                target=str(note.A.URI) if "/A" in note else f"#{note.get('/Dest', '')}",
                name=str(note.get("/Contents", "")),
                printed=bool(int(note.get("/F", 0)) & 4),
                place=tuple(float(value) for value in note.get("/Rect", ())),
            )
            for number, page in enumerate(self.pdf.pages, 1)
            for note in _annotations(page)
            if note.get("/Subtype") == Name.Link
        ]

    def bookmarks(self) -> list[tuple[str, str]]:
        """The entries of the outline in order: what each is called, and the page or place that it leads to."""
        found: list[tuple[str, str]] = []
        seen: set[tuple[int, int]] = set()
        waiting = [self.pdf.Root.get("/Outlines", Dictionary()).get("/First")]
        while waiting:
            entry = waiting.pop()
            if entry is None:
                continue
            if entry.objgen in seen:
                raise BrokenFileError("its bookmarks lead back to themselves")
            seen.add(entry.objgen)
            found.append((str(entry.get("/Title", "")), self._goal(entry)))
            waiting += [entry.get("/Next"), entry.get("/First")]
        return found

    def goals(self) -> list[tuple[str, str]]:
        """The named places that links of the file lead to."""
        names = list(self.pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", ()))
        return [(str(name), self._place(place)) for name, place in zip(names[::2], names[1::2], strict=True)]

    def _goal(self, entry: Any) -> str:
        if "/A" in entry:
            return f"an action of the kind {str(entry.A.get('/S', ''))[1:20]}"
        return self._place(entry.get("/Dest", ()))

    def _place(self, place: Any) -> str:
        """`3 /XYZ 45.354 805.039 0`: the page and the point of it."""
        page, *rest = list(place) if isinstance(place, Array) else [None]
        number = self._numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
        return " ".join([str(number), *(str(value) for value in rest)])

    def painted(self, page: int) -> list[bytes]:
        """The content stream of a page, instruction by instruction, each number written in one way."""
        parsed = pikepdf.parse_content_stream(self.pdf.pages[page - 1])
        return [_END_POINT.sub(b"", pikepdf.unparse_content_stream([instruction])) for instruction in parsed]

    def content(self, page: int) -> bytes:
        """The content stream of a page, in however many streams it lies."""
        contents = self.pdf.pages[page - 1].obj.get("/Contents", Array())
        parts = list(contents) if isinstance(contents, Array) else [contents]
        return b"\n".join(part.read_bytes() for part in parts)

    def resources(self, page: int) -> dict[str, str]:
        """The hashes of the pictures, patterns and colours that the content of a page names."""
        used = set(_NAMES.findall(self.content(page)))
        listed = self.pdf.pages[page - 1].obj.get("/Resources", Dictionary())
        return {
            f"{kind}{name}": fingerprint(value)
            for kind in USED
            for name, value in listed.get(kind, Dictionary()).items()
            if name.encode() in used
        }

    def xmp(self) -> list[tuple[str, str]]:
        """Every value of the XMP metadata with the name of its element or attribute, in order."""
        stream = self.pdf.Root.get("/Metadata")
        if stream is None:
            return []
        text = stream.read_bytes()
        if b"<!" in text:
            raise BrokenFileError("its XMP metadata are not plain XML")
        try:
            root = ElementTree.fromstring(text)
        except (ElementTree.ParseError, LookupError, ValueError):
            raise BrokenFileError("its XMP metadata are not XML") from None
        return list(_values(root))

    def facts(self) -> dict[str, str]:
        """Title, author, language and the like, as the file tells them."""
        told = {str(key)[1:]: str(value) for key, value in self.pdf.docinfo.items()}
        return told | {"Lang": str(self.pdf.Root.get("/Lang", ""))}

    def _dictionaries(self) -> Iterator[Any]:
        return (entry for entry in self.pdf.objects if isinstance(entry, Dictionary))


def _reason(fault: Exception) -> str:
    """Why a file cannot be read, without its path and without words of the file."""
    if isinstance(fault, inflation.TooMuchError):
        return str(fault)
    if isinstance(fault, pikepdf.PasswordError):
        return "it is encrypted"
    return "it is damaged, or not a PDF"


def _values(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in element.attrib.items())
    for text, name in ((element.text, element.tag), *((kid.tail, kid.tag) for kid in element)):
        if text and text.strip():
            yield name, text.strip()
    for kid in element:
        yield from _values(kid)


def _annotations(page: pikepdf.Page) -> list[Any]:
    return list(page.obj.get("/Annots", ()))


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _next_line(before: TextRun, run: TextRun) -> bool:
    """Whether print goes on in another line: more than the rise of a superscript away, or on another page."""
    return before.page != run.page or abs(before.y_pt - run.y_pt) > 0.6 * max(before.size_pt, run.size_pt)


def _lines(words: Iterable[TextRun | None]) -> str:
    """Text as it is read: a new line where a block or a line of print ends."""
    text, before = "", None
    for run in words:
        if run is None or (before and _next_line(before, run)):
            text += "\n"
        text, before = text + (run.text if run else ""), run
    return re.sub(r" *\n[\n ]*", "\n", text).strip("\n ")
