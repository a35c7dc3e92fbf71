"""Checks the boxes of each page (ISO 32000-2, 14.11.2): nothing rotated, cropped, scaled or off the sheet.

Reports HND884 and HND888.
"""

from __future__ import annotations

from collections.abc import Iterator

from handouts.diagnostics import Diagnostic
from handouts.pdf.reader import PdfReader

#: Boxes that must equal the MediaBox: a leaflet is neither trimmed nor has bleed.
BOXES = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
TOLERANCE_PT = 0.1
#: How far text may extend over the edge of a sheet: advance widths include space beside the outlines.
EDGE_PT = 1.0


def sheets(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND884 for a page that is turned, scaled, or cut to a part of its sheet."""
    for number, page in enumerate(pdf.pdf.pages, 1):
        if turned := int(page.obj.get("/Rotate", 0)) % 360:
            yield _wrong(f"page {number} is turned by {turned}°")
        if (unit := float(page.obj.get("/UserUnit", 1))) != 1:
            yield _wrong(f"page {number} is scaled by {unit:g}")
        sheet = pdf.box(page, "/MediaBox")
        for name in BOXES:
            if any(abs(one - other) > TOLERANCE_PT for one, other in zip(pdf.box(page, name), sheet, strict=True)):
                yield _wrong(f"the {name[1:]} of page {number} is not its whole sheet")


def _wrong(message: str) -> Diagnostic:
    return Diagnostic("HND884", message, "print the leaflet with this program and leave its pages alone")


def text_on_sheet(pdf: PdfReader) -> Iterator[Diagnostic]:
    """HND888 for the first text of each page that reaches off the sheet or is not painted."""
    reported: set[tuple[int, str]] = set()
    boxes = [pdf.box(page, "/CropBox") for page in pdf.pdf.pages]
    for run in pdf.runs:
        if not run.text.strip():
            continue
        left, bottom, right, top = boxes[run.page - 1]
        inside = left - EDGE_PT <= run.x_pt and run.x_pt + run.width_pt <= right + EDGE_PT
        inside = inside and bottom - EDGE_PT <= run.y_pt <= top + EDGE_PT
        fault = "is not painted" if not run.painted else "" if inside else "reaches off the sheet"
        if fault and (run.page, fault) not in reported:
            reported.add((run.page, fault))
            message = f"“{run.text.strip()[:40]}” on page {run.page} {fault}"
            yield Diagnostic(
                "HND888", message, "look at the style that places it, or for a program that changed the file"
            )
