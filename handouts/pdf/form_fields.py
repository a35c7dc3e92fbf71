"""Form fields of a leaflet that is filled in on a screen: a widget wherever the HTML has `data-entry`.

`data-entry` is `tick` (a check box), `text` (one line), `number` (two characters) or `lines` (several lines), and
`data-entry-name` is what a screen reader says. The page draws the frames; a field has no look of its own until it is
filled in. ISO 32000-2: interactive forms 12.7, widget annotations 12.5.6.19, appearance streams 12.5.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from handouts.pdf.engine import boxes
from handouts.pdf.form_font import NAME, font_objects
from handouts.pdf.tag_nodes import Entry

PRINTED = 4  # annotation flag (12.5.3)
MULTILINE = 1 << 12  # field flag of text (12.7.5.3)
CENTRED = 1
INK = "0.078 0.125 0.169"
INSET_PX = 2.0  # from the frame of a cell
GAP_PX = 6.0  # between the words of a line and its field
LEAST_HEIGHT = 1.4  # of a field over a rule, which has no height itself, in the size of its type
PT_PER_PX = 0.75


def entry_of(box: Any, page_height_px: float) -> Entry | None:
    """The field that the HTML asks for in a box, beside the words of the box; None for most boxes."""
    element = box.element
    if element is None or "::" in box.element_tag or "data-entry" not in element.attrib:
        return None
    left, top = box.border_box_x(), box.border_box_y()
    right, bottom = left + box.border_width(), top + box.border_height()
    if isinstance(box, boxes.TableCellBox) and element.tag == "td":
        left, top, right, bottom = left + INSET_PX, top + INSET_PX, right - INSET_PX, bottom - INSET_PX
    words = [(text.position_x, text.position_x + text.width) for text in _texts(box)]
    if words and box.style["direction"] == "rtl":
        right = min(start for start, _ in words) - GAP_PX
    elif words:
        left = max(end for _, end in words) + GAP_PX
    size_px = box.style["font_size"]
    top = min(top, bottom - LEAST_HEIGHT * size_px)
    corners = (left, page_height_px - bottom, right, page_height_px - top)
    rect = tuple(round(px * PT_PER_PX, 3) for px in corners)
    return Entry(element.get("data-entry"), element.get("data-entry-name", ""), round(size_px * PT_PER_PX, 3), rect)


def _texts(box: Any) -> Iterator[Any]:
    return (one for one in box.descendants() if isinstance(one, boxes.TextBox) and one.text.strip())


class Form:
    """The form of one document: its fields in the order of the tag tree."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._fields: list[Any] = []
        self._names: dict[str, int] = {}
        self._looks: dict[tuple[str, float, float], Any] = {}

    def widget(self, entry: Entry, page: Any) -> Any:
        """A new field with its only widget on a page; adds it to the file."""
        left, bottom, right, top = entry.rect
        widget = pydyf.Dictionary({"Type": "/Annot", "Subtype": "/Widget", "F": PRINTED, "P": page})
        widget["Rect"] = pydyf.Array(entry.rect)
        widget["T"], widget["TU"] = pydyf.String(self._unique(entry.name)), pydyf.String(entry.name)
        empty = self._look("", right - left, top - bottom)
        if entry.kind == "tick":
            ticked = self._look(_tick(right - left, top - bottom), right - left, top - bottom)
            states = pydyf.Dictionary({"Yes": ticked.reference, "Off": empty.reference})
            widget.update({"FT": "/Btn", "V": "/Off", "AS": "/Off", "AP": pydyf.Dictionary({"N": states})})
        else:
            widget.update({"FT": "/Tx", "DA": _type(entry.size), "AP": pydyf.Dictionary({"N": empty.reference})})
            if entry.kind == "lines":
                widget["Ff"] = MULTILINE
            if entry.kind == "number":
                widget.update({"MaxLen": 2, "Q": CENTRED})
        self._pdf.add_object(widget)
        self._fields.append(widget.reference)
        return widget

    def finish(self) -> bool:
        """Adds the form to the catalog, if it has fields; returns whether it has."""
        if self._fields:
            fonts = pydyf.Dictionary({NAME: font_objects(self._pdf)})
            form = pydyf.Dictionary({"Fields": pydyf.Array(self._fields), "DR": pydyf.Dictionary({"Font": fonts})})
            self._pdf.catalog["AcroForm"] = form
        return bool(self._fields)

    def _unique(self, name: str) -> str:
        """The name of a field (12.7.4.2): no full stop, and no other field has it."""
        plain = name.replace(".", "")
        number = self._names[plain] = self._names.get(plain, 0) + 1
        return plain if number == 1 else f"{plain} ({number})"

    def _look(self, content: str, width: float, height: float) -> Any:
        """An appearance stream; fields of one size share it."""
        key = content, round(width, 3), round(height, 3)
        if key not in self._looks:
            extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, *key[1:]])}
            extra["Resources"] = pydyf.Dictionary({})
            self._looks[key] = pydyf.Stream([content], extra)
            self._pdf.add_object(self._looks[key])
        return self._looks[key]


def _type(size: float) -> Any:
    """The default appearance of typed text (12.7.4.3)."""
    return pydyf.String(f"/{NAME} {size:g} Tf {INK} rg")


def _tick(width: float, height: float) -> str:
    """A tick in the middle of a field."""
    x, y, size = width / 2, height / 2, min(width, height) * 0.3
    points = ((x - size, y), (x - size / 4, y - size * 0.75), (x + size, y + size))
    path = " ".join(f"{left:.3f} {bottom:.3f} {'l' if at else 'm'}" for at, (left, bottom) in enumerate(points))
    return f"q {INK} RG 2 w 1 J 1 j {path} S Q"
