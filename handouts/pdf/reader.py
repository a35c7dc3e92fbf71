"""Reads a finished PDF with another library than the one that wrote it: text, tags, fonts, links, metadata.

Tests, doctor and preflight measure here, on the printed page and not in the style. ISO 32000-2: pages 7.7.3, fonts 9.5,
links 12.5.6.5, outlines and destinations 12.3, metadata 14.3, encryption 7.6 (refused). Tags: `tag_reader`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from types import TracebackType
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handouts.pdf import inflation, operators
from handouts.pdf.content_stream import Content, TextRun
from handouts.pdf.drawn_marks import Drawing, drawings
from handouts.pdf.fingerprint import fingerprint
from handouts.pdf.graphics import Painted
from handouts.pdf.inks import Ink, inks
from handouts.pdf.operators import Instruction
from handouts.pdf.tag_reader import BrokenFileError as BrokenFileError
from handouts.pdf.tag_reader import Marked, TagReader
from handouts.pdf.tag_reader import Tag as Tag

#: Exceptions for an object of an unexpected type, from pikepdf and from the code here. A foreign file may have any
#: object anywhere, and to check the type of each would double this code.
FAULTS = (
    ArithmeticError, AttributeError, LookupError, MemoryError, NotImplementedError, RecursionError, TypeError,
    ValueError, pikepdf.PdfError, pikepdf.PasswordError, pikepdf.DataDecodingError, pikepdf.DeletedObjectError,
    pikepdf.ForeignObjectError,
)  # fmt: skip

_END_POINT = re.compile(rb"(?<=\d)\.(?!\d)")  # some programs write `672.` for 672

_NAMES = re.compile(rb"/[^\s/<>\[\]()]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation (12.5.6.5): its target, its name, and whether it is printed."""

    page: int
    target: str
    name: str
    printed: bool
    place: tuple[float, ...] = ()  # left, bottom, right, top in points


#: Resources that are compared (7.8.3). Fonts are not: the subsets of a filled leaflet have more glyphs.
USED = ("/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/XObject")


class PdfReader:
    """A PDF opened for reading, as a context manager.

    Raises:
        BrokenFileError: it is damaged, encrypted, no PDF, or larger than a leaflet can be.
    """

    def __init__(self, data: bytes) -> None:
        #: How often the file was written: more than once after an incremental update (7.5.6).
        self.revisions = data.count(b"%%EOF") if b"/Linearized" not in data[:1024] else 1
        try:
            inflation.check(data)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about damage that pikepdf repairs
                self.pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
            self._read_pages()
        except BrokenFileError:
            raise
        except (inflation.TooMuchError, *FAULTS) as fault:
            raise BrokenFileError(_reason(fault)) from None

    def _read_pages(self) -> None:
        if self.pdf.is_encrypted:
            raise BrokenFileError("it is encrypted")
        runs: dict[Marked, list[TextRun]] = {}
        self._page_numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        self._tags = TagReader(self.pdf, runs, self._page_numbers)
        self._tags.check()
        self._contents = [Content(page, number) for number, page in enumerate(self.pdf.pages, 1)]
        for run in self.runs:
            if run.mark is not None:
                runs.setdefault((run.page, run.mark), []).append(run)

    def __enter__(self) -> PdfReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.pdf.close()

    @property
    def runs(self) -> list[TextRun]:
        """All text that is shown, in drawing order, with running headers and footers."""
        return [run for content in self._contents for run in content.runs]

    @cached_property
    def inked(self) -> list[tuple[TextRun, Ink]]:
        """All text that is shown, each run with its colour and the colour behind it."""
        return list(zip(self.runs, (ink for content in self._contents for ink in inks(content)), strict=True))

    @cached_property
    def drawings(self) -> dict[Marked, Drawing]:
        """The drawing of each Figure of the tag tree, by its marks."""
        marks_of: dict[int, set[int]] = {}
        for page, mark in (mark for tag in self.tags() if tag.role == "Figure" for mark in tag.marks):
            marks_of.setdefault(page, set()).add(mark)
        return {
            (page, mark): drawing
            for page, marks in marks_of.items()
            if page > 0
            for mark, drawing in drawings(self.painted(page), marks, self._images(page)).items()
        }

    def _images(self, page: int) -> set[str]:
        objects = self.pdf.pages[page - 1].obj.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        return {name for name, value in objects.items() if value.get("/Subtype") == Name.Image}

    def painted(self, page: int) -> list[Painted]:
        """All that is painted on a page (from 1), in order."""
        return self._contents[page - 1].painted

    def instructions(self, page: int) -> list[Instruction]:
        """The operators of the content stream of a page (from 1) with their operands, in order."""
        return self._contents[page - 1].instructions

    def replaced(self, page: int) -> list[tuple[str, str]]:
        """The replacement texts in the content of a page (from 1), each with the text drawn in its place."""
        return self._contents[page - 1].replaced

    # Tags.

    @property
    def is_tagged(self) -> bool:
        return self._tags.is_tagged

    def text(self, *, labels: bool = True) -> str:
        """All text in the order of the tag tree, a line for each block and each printed line.

        Args:
            labels: whether to include list labels and the terms of definition lists.
        """
        return self._tags.text(labels)

    def tags(self) -> list[Tag]:
        """All structure elements, in reading order."""
        return self._tags.tags

    def orphans(self) -> set[Marked]:
        """Marked content that no tag refers to."""
        marked = {(number, mark) for number, content in enumerate(self._contents, 1) for mark in content.marks}
        return marked - set(self._tags.marks())

    def unmarked(self) -> int:
        """How many operators paint something that is neither content of a tag nor an artifact."""
        return sum(content.unmarked for content in self._contents)

    def form_texts(self) -> list[tuple[int, int | None]]:
        """Page and MCID of each drawn form XObject (8.10) that shows text; the MCID is None outside of tags."""
        return [(number, mark) for number, content in enumerate(self._contents, 1) for mark in content.form_texts]

    # Fonts, page boxes, links, metadata.

    def fonts(self) -> set[str]:
        """The names of the embedded fonts, without their subset tags (9.9.2)."""
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
        """A page box (14.11.2): left, bottom, right, top in points. A box that is not given has its default."""
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
            for note in page.obj.get("/Annots", ())
            if note.get("/Subtype") == Name.Link
        ]

    def bookmarks(self) -> list[tuple[str, str]]:
        """The outline items (12.3.3) in order: title, and page or destination."""
        items: list[tuple[str, str]] = []
        seen: set[tuple[int, int]] = set()
        stack = [self.pdf.Root.get("/Outlines", Dictionary()).get("/First")]
        while stack:
            entry = stack.pop()
            if entry is None:
                continue
            if entry.objgen in seen:
                raise BrokenFileError("its bookmarks lead back to themselves")
            seen.add(entry.objgen)
            items.append((str(entry.get("/Title", "")), self._goal(entry)))
            stack += [entry.get("/Next"), entry.get("/First")]
        return items

    def goals(self) -> list[tuple[str, str]]:
        """The named destinations (12.3.2.4) with the place of each."""
        names = list(self.pdf.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", ()))
        return [(str(name), self._place(place)) for name, place in zip(names[::2], names[1::2], strict=True)]

    def _goal(self, entry: Any) -> str:
        if "/A" in entry:
            return f"an action of the kind {str(entry.A.get('/S', ''))[1:20]}"
        return self._place(entry.get("/Dest", ()))

    def _place(self, place: Any) -> str:
        """A destination as text: `3 /XYZ 45.354 805.039 0` is page 3 and a point on it in points."""
        page, *rest = list(place) if isinstance(place, Array) else [None]
        number = self._page_numbers.get(page.objgen, 0) if isinstance(page, Dictionary) else 0
        return " ".join([str(number), *(str(value) for value in rest)])

    def as_written(self, page: int) -> list[bytes]:
        """The content stream of a page, instruction by instruction, with numbers in one notation."""
        parsed = pikepdf.parse_content_stream(self.pdf.pages[page - 1])
        return [_END_POINT.sub(b"", pikepdf.unparse_content_stream([instruction])) for instruction in parsed]

    def content(self, page: int) -> bytes:
        """The bytes of the content stream of a page."""
        return operators.content(self.pdf.pages[page - 1])

    def resources(self, page: int) -> dict[str, str]:
        """The hashes of the pictures, patterns and colours that the content stream of a page uses, by their names."""
        used = set(_NAMES.findall(self.content(page)))
        listed = self.pdf.pages[page - 1].obj.get("/Resources", Dictionary())
        return {
            f"{kind}{name}": fingerprint(value)
            for kind in USED
            for name, value in listed.get(kind, Dictionary()).items()
            if name.encode() in used
        }

    def facts(self) -> dict[str, str]:
        """The document information (14.3.3), and the language of the catalog as `Lang`."""
        facts = {str(key)[1:]: str(value) for key, value in self.pdf.docinfo.items()}
        return facts | {"Lang": str(self.pdf.Root.get("/Lang", ""))}

    def _dictionaries(self) -> Iterator[Any]:
        return (entry for entry in self.pdf.objects if isinstance(entry, Dictionary))


def bare(text: str) -> str:
    """Text without spaces and line breaks, which print may change."""
    return re.sub(r"\s+", "", text)


def plain_name(key: object) -> str:
    """The name of an entry for a message, if it is a plain one: others could contain personal text."""
    name = str(key).lstrip("/")
    return name if re.fullmatch(r"[A-Za-z0-9]{1,30}", name) else "…"


def _reason(fault: Exception) -> str:
    """Why a file cannot be read, without its path and without any of its text."""
    if isinstance(fault, inflation.TooMuchError):
        return str(fault)
    if isinstance(fault, pikepdf.PasswordError):
        return "it is encrypted"
    return "it is damaged, or not a PDF"
