"""Defects of what is drawn and written on the pages."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .defect import Instruction, add, around, change_mark, change_text, elements, found_as, marked

# ---------------------------------------------------------------- pictures


@found_as("HND877")
def descriptions_exchanged(pdf: pikepdf.Pdf) -> None:
    one, other = elements(pdf, "Figure")[-2:]
    one.Alt, other.Alt = String(str(other.Alt)), String(str(one.Alt))


@found_as("HND877")
def description_of_another_person(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[-1].Alt = String("A man lifts a sack of coal with his back bent.")


@found_as("HND885")
def picture_not_drawn(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "Figure", -1)
    painting = ("f", "f*", "S", "B", "B*", "s", "b", "sh", "Do")

    def ended(read: list[Instruction]) -> list[Instruction]:
        return [([], "n") if operator in painting else (operands, operator) for operands, operator in read]

    change_mark(pdf, element, mark, ended)


@found_as("HND876")
def picture_drawn_off_the_page(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "Figure", -1)
    change_mark(pdf, element, mark, around([([1, 0, 0, 1, 2000, 0], "cm")], []))


@found_as("HND885")
def stroke_of_a_picture_missing(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "Figure", -1)

    def without_last(read: list[Instruction]) -> list[Instruction]:
        last = max(at for at, (_, operator) in enumerate(read) if operator in ("S", "f", "B", "f*"))
        return [([], "n") if at == last else one for at, one in enumerate(read)]

    change_mark(pdf, element, mark, without_last)


@found_as("HND891")
def logo_of_another(pdf: pikepdf.Pdf) -> None:
    forms = pdf.pages[0].obj.Resources.XObject
    forms[next(iter(forms.keys()))].write(b"0 0 0 rg 0 0 10 10 re f")


@found_as("HND876")
def place_of_a_picture_moved(pdf: pikepdf.Pdf) -> None:
    figure = elements(pdf, "Figure")[-1]
    figure.A.BBox = Array([float(value) + 30 for value in figure.A.BBox])


# ---------------------------------------------------------------- text on the page


@found_as("HND888")
def text_off_the_page(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "H1")
    change_mark(pdf, element, mark, around([([], "q"), ([1, 0, 0, 1, 0, 3000], "cm")], [([], "Q")]))


@found_as("HND888")
def text_over_the_right_edge(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "H1")
    change_mark(pdf, element, mark, around([([], "q"), ([1, 0, 0, 1, 500, 0], "cm")], [([], "Q")]))


@found_as("HND888")
def text_invisible(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "H1")
    change_mark(pdf, element, mark, around([([3], "Tr")], [([0], "Tr")]))


@found_as("HND873")
def text_white(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "H1")

    def white(read: list[Instruction]) -> list[Instruction]:
        at = next(at for at, (_, operator) in enumerate(read) if operator == "TJ")
        return [*read[:at], ([1, 1, 1], "rg"), *read[at:]]

    change_mark(pdf, element, mark, white)


@found_as("HND891")
def text_covered(pdf: pikepdf.Pdf) -> None:
    add(pdf, b"1 1 1 rg 100 300 300 200 re f")


@found_as("HND874")
def letters_stored_backwards(pdf: pikepdf.Pdf) -> None:
    change_text(pdf, lambda codes: b"".join(codes[at : at + 2] for at in range(len(codes) - 2, -1, -2)))


@found_as("HND874")
def letter_changed(pdf: pikepdf.Pdf) -> None:
    change_text(pdf, lambda codes: codes[2:4] + codes[2:])


@found_as("HND887")
def letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    fonts: Any = pdf.pages[0].obj.Resources.Font
    for font in fonts.values():
        font.ToUnicode.write(b"")


@found_as("HND875")
def text_in_a_form(pdf: pikepdf.Pdf) -> None:
    """A stamp by another program: marked as decoration, so that every mark of the page is in order."""
    page: Any = pdf.pages[1]
    font = next(iter(page.obj.Resources.Font.keys()))
    stamp = pdf.make_stream(b"BT " + font.encode() + b" 4 Tf 1 0 0 1 60 20 Tm <00010002> Tj ET")
    stamp.Type, stamp.Subtype, stamp.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    stamp.Resources = Dictionary(Font=page.obj.Resources.Font)
    page.obj.Resources = Dictionary(page.obj.Resources)
    page.obj.Resources.XObject = Dictionary({**dict(page.obj.Resources.get("/XObject", {}).items()), "/Stamp": stamp})
    page.contents_add(b"q /Artifact BMC /Stamp Do EMC Q")


@found_as("HND891")
def words_added_to_the_margin(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].obj.Resources.Font.keys()))
    add(pdf, b"BT " + font.encode() + b" 12 Tf 1 0 0 1 60 20 Tm <0001> Tj ET")


# ---------------------------------------------------------------- pages


@found_as("HND884")
def page_turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


@found_as("HND884")
def pages_turned_by_their_parent(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Rotate = 180


@found_as("HND884")
def page_cropped(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 200, 595, 841])


@found_as("HND884")
def page_trimmed(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.TrimBox = Array([20, 20, 575, 821])


@found_as("HND884")
def page_scaled(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.UserUnit = 2


@found_as("HND884")
def page_larger(pdf: pikepdf.Pdf) -> None:
    for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
        pdf.pages[1].obj[name] = Array([0, 0, 700, 900])


@found_as("HND884")
def page_missing(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


@found_as("HND884")
def page_doubled(pdf: pikepdf.Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


@found_as("HND891")
def pages_exchanged(pdf: pikepdf.Pdf) -> None:
    kids = list(pdf.Root.Pages.Kids)
    pdf.Root.Pages.Kids = Array([kids[0], kids[1], kids[3], kids[2]])
