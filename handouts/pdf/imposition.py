"""Imposition: the pages of a finished document placed two by two on larger sheets, for folding and stapling.

The tag tree is the reading order and stays as it is; only its references to pages and marked content follow the pages
to their new places (ISO 32000-2, 14.7.5). So a screen reader reads an imposed file in the order of the leaflet,
whatever the order of its pages on the sheets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

PAGES_A_SHEET = 4  # of a booklet: two on the front, two on the back


class Side(NamedTuple):
    """One side of a sheet: the pages on its left and right half, counted from 0; None is a blank half."""

    left: int | None
    right: int | None


def booklet_sides(pages: int, right_to_left: bool = False) -> list[Side]:
    """The sides of a saddle-stitched booklet, in the order of printing: front, back, front, back …

    The sheets lie in each other: the first holds the first and last page outside. Blank pages at the end fill the last
    sheet. A booklet in a right-to-left script has its spine on the right, so the halves are exchanged.
    """
    total = -(-pages // PAGES_A_SHEET) * PAGES_A_SHEET
    numbers = [page if page < pages else None for page in range(total)]
    sides = []
    for first in range(0, total // 2, 2):
        last = total - 1 - first
        sides += [Side(numbers[last], numbers[first]), Side(numbers[first + 1], numbers[last - 1])]
    return [Side(side.right, side.left) for side in sides] if right_to_left else sides


def impose(data: bytes, sides: Sequence[Side]) -> bytes:
    """The document with two pages a side, each half as large as a page of the document.

    Args:
        data: a tagged PDF whose pages have one size and no rotation, as `pdf/rendering.py` writes it.
        sides: every page of the document once.

    Returns:
        The bytes of the imposed document, the same for the same input.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        _Imposition(pdf).run(sides)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page has gone: the new page, how far right it lies there, and how much is added to its MCIDs."""

    page: Any
    dx_pt: float
    first_mcid: int


class _Imposition:
    """The work on one document."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._old = [page.obj for page in pdf.pages]
        self._width, self._height = (float(edge) for edge in self._old[0].MediaBox[2:])
        self._places: dict[tuple[int, int], _Place] = {}
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        self._parents: dict[int, Any] = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}

    def run(self, sides: Sequence[Side]) -> None:
        # Every place is known before anything is moved: a link may lead to a page of a later side.
        for side in sides:
            self._new_page(side)
        self._move_destinations()
        self._move_tags(self._pdf.Root.StructTreeRoot.K, None)
        new = dict.fromkeys(place.page.objgen for place in self._places.values())
        while len(self._pdf.pages):
            del self._pdf.pages[0]
        for objgen in new:
            self._pdf.pages.append(pikepdf.Page(self._pdf.get_object(objgen)))
        self._write_parents()

    # ------------------------------------------------------------ pages

    def _new_page(self, side: Side) -> None:
        """A page of the imposed document, with the content and links of its two halves."""
        box = Array([0, 0, round(2 * self._width, 6), round(self._height, 6)])
        page = self._pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=box, BleedBox=box, TrimBox=box, Tabs=Name.S))
        halves = [(number, half * self._width) for half, number in enumerate(side) if number is not None]
        content, parents, notes = bytearray(), list[Any](), list[Any]()
        for number, dx_pt in halves:
            old = self._old[number]
            self._places[old.objgen] = _Place(page, dx_pt, len(parents))
            content += self._moved_content(old, dx_pt, len(parents))
            parents += self._parents.pop(int(old.StructParents)).as_list()
            notes += [self._moved_note(note, page, dx_pt) for note in old.get("/Annots", ())]
            page.Resources = old.Resources  # one dictionary for the whole document
        page.Contents = Stream(self._pdf, bytes(content))
        if parents:
            page.StructParents = int(self._old[halves[0][0]].StructParents)
            self._parents[page.StructParents] = self._pdf.make_indirect(Array(parents))
        if notes:
            page.Annots = Array(notes)

    def _moved_content(self, page: Any, dx_pt: float, first_mcid: int) -> bytes:
        """The content of a page, moved right and clipped to its half, with its marked content numbered anew."""
        instructions: list[Any] = list(pikepdf.parse_content_stream(page))
        for at, (operands, operator) in enumerate(instructions):
            if operator == Operator("BDC") and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
                marks = Dictionary({**dict(operands[1].items()), "/MCID": int(operands[1].MCID) + first_mcid})
                instructions[at] = pikepdf.ContentStreamInstruction([operands[0], marks], operator)
        frame = f"q 1 0 0 1 {dx_pt:.6f} 0 cm 0 0 {self._width:.6f} {self._height:.6f} re W n\n"
        return frame.encode() + pikepdf.unparse_content_stream(instructions) + b"\nQ\n"

    def _moved_note(self, note: Any, page: Any, dx_pt: float) -> Any:
        note.Rect = _moved_box(note.Rect, dx_pt)
        if "/P" in note:
            note.P = page
        return note

    # ------------------------------------------------------------ what refers to pages

    def _move_destinations(self) -> None:
        """Links, bookmarks and named places lead to the new pages (ISO 32000-2, 12.3.2)."""
        root = self._pdf.Root
        names = root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", Array())
        owners = [
            names,
            *_bookmarks(root.get("/Outlines")),
            *(note for page in self._old for note in page.get("/Annots", ())),
        ]
        for destination in (one for owner in owners for one in _destinations(owner)):
            place = self._places[destination[0].objgen]
            destination[0] = place.page
            if destination[1] == Name.XYZ:
                destination[2] = round(float(destination[2]) + place.dx_pt, 6)

    def _move_tags(self, kids: Any, page: Any) -> None:
        """Marked content is numbered within its new page; a picture's bounding box moves with it."""
        for at, kid in enumerate(kids if isinstance(kids, Array) else ()):
            if isinstance(kid, int):
                kids[at] = kid + self._places[page.objgen].first_mcid
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary):
                self._move_tag(kid, kid.get("/Pg", page))

    def _move_tag(self, tag: Any, page: Any) -> None:
        place = self._places[page.objgen] if page is not None else None
        if "/Pg" in tag and place is not None:
            tag.Pg = place.page
        if "/MCID" in tag and place is not None:  # a reference to marked content of another page than its element's
            tag.MCID = int(tag.MCID) + place.first_mcid
        attributes = tag.get("/A")
        for one in attributes if isinstance(attributes, Array) else [attributes]:
            if isinstance(one, Dictionary) and "/BBox" in one and place is not None:
                one.BBox = _moved_box(one.BBox, place.dx_pt)
        kids = tag.get("/K")
        if isinstance(kids, int) and place is not None:
            tag.K = kids + place.first_mcid
        elif kids is not None:
            self._move_tags(kids, page)

    def _write_parents(self) -> None:
        nums = Array([entry for key in sorted(self._parents) for entry in (key, self._parents[key])])
        self._pdf.Root.StructTreeRoot.ParentTree = self._pdf.make_indirect(Dictionary(Nums=nums))


def _moved_box(box: Any, dx_pt: float) -> Array:
    """A rectangle (left, bottom, right, top) moved to the right."""
    return Array([round(float(edge) + (dx_pt if at % 2 == 0 else 0.0), 6) for at, edge in enumerate(box)])


def _bookmarks(outlines: Any) -> Iterator[Any]:
    """Every item below an item of the outline."""
    item = outlines.get("/First") if outlines is not None else None
    while item is not None:
        yield item
        yield from _bookmarks(item)
        item = item.get("/Next")


def _destinations(owner: Any) -> Iterator[Any]:
    """The explicit destinations of an annotation, a bookmark or the list of named places."""
    if isinstance(owner, Array):
        found = [owner[at] for at in range(1, len(owner), 2)]
    else:
        found = [owner.get("/Dest"), owner.get("/A", Dictionary()).get("/D")]
    yield from (one for one in found if isinstance(one, Array) and isinstance(one[0], Dictionary))
