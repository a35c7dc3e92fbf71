"""Defects planted into a finished leaflet with pikepdf, by the code that each is found under."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

Instruction = tuple[list[Any], str]  #: operands and operator
Planter = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Defect:
    """One change to a finished file, and the code that must be among the findings."""

    code: str
    plant: Planter

    @property
    def name(self) -> str:
        return self.plant.__name__

    def planted(self, data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            self.plant(pdf)
            out = io.BytesIO()
            pdf.save(out, encryption=ENCRYPTION if self.name == "encrypted" else False)
        return out.getvalue()


ENCRYPTION = pikepdf.Encryption(owner="owner", user="")
DEFECTS: list[Defect] = []


def found_as(code: str) -> Callable[[Planter], Planter]:
    def keep(plant: Planter) -> Planter:
        DEFECTS.append(Defect(code, plant))
        return plant

    return keep


# ---------------------------------------------------------------- ways into a file


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def elements(pdf: pikepdf.Pdf, role: str = "") -> list[Any]:
    """The structure elements of a role, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    found = [one for one in below(pdf.Root.StructTreeRoot.K[0]) if role in ("", str(one.S)[1:])]
    assert found, role
    return found


def marked(pdf: pikepdf.Pdf, role: str, at: int = 0) -> tuple[Any, int]:
    """An element of a role that has one mark and nothing else, and the number of its mark."""
    found = [one for one in elements(pdf, role) if len(kids(one)) == 1 and isinstance(kids(one)[0], int)]
    return found[at], int(kids(found[at])[0])


def rewrite(pdf: pikepdf.Pdf, page: Any, change: Callable[[list[Instruction]], list[Instruction]]) -> None:
    read = [(list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(page)]
    changed = change(read)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream([(a, Operator(b)) for a, b in changed]))


def inside(read: list[Instruction], mark: int) -> range:
    """The places of the instructions of a mark, its begin and end left out."""
    begin = next(at for at, (operands, operator) in enumerate(read)
                 if operator == "BDC" and operands[1].get("/MCID") == mark)  # fmt: skip
    depth, end = 1, begin + 1
    while depth:
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(read[end][1], 0)
        end += 1
    return range(begin + 1, end - 1)


def change_mark(
    pdf: pikepdf.Pdf, element: Any, mark: int, change: Callable[[list[Instruction]], list[Instruction]]
) -> None:
    """The content of one mark changed."""

    def changed(read: list[Instruction]) -> list[Instruction]:
        place = inside(read, mark)
        before = read[place.start : place.stop]
        after = change(before)
        assert after != before
        return [*read[: place.start], *after, *read[place.stop :]]

    rewrite(pdf, element.Pg, changed)


def change_text(pdf: pikepdf.Pdf, change: Callable[[bytes], bytes], role: str = "H1") -> None:
    """The character codes of a short text changed."""
    element, mark = marked(pdf, role)

    def changed(read: list[Instruction]) -> list[Instruction]:
        codes = b"".join(bytes(part) for operands, operator in read if operator == "TJ"
                         for part in operands[0] if isinstance(part, String))  # fmt: skip
        return [([Array([String(change(codes))])], operator) if operator == "TJ" else (operands, operator)
                for operands, operator in read]  # fmt: skip

    change_mark(pdf, element, mark, changed)


def around(before: list[Instruction], after: list[Instruction]) -> Callable[[list[Instruction]], list[Instruction]]:
    return lambda read: [*before, *read, *after]


def add(pdf: pikepdf.Pdf, content: bytes) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC q " + content + b" Q EMC")


# ---------------------------------------------------------------- the tag tree


@found_as("HND874")
def reading_order_reversed(pdf: pikepdf.Pdf) -> None:
    element = next(one for one in elements(pdf) if len(kids(one)) > 5)
    element.K = Array(kids(element)[::-1])


@found_as("HND874")
def two_sections_swapped(pdf: pikepdf.Pdf) -> None:
    parent = next(one.P for one in elements(pdf, "Sect"))
    parts = kids(parent)
    at = [number for number, kid in enumerate(parts) if isinstance(kid, Dictionary) and kid.get("/S") == Name.Sect]
    parts[at[0]], parts[at[1]] = parts[at[1]], parts[at[0]]
    parent.K = Array(parts)


@found_as("HND874")
def paragraph_missing(pdf: pikepdf.Pdf) -> None:
    element, _ = marked(pdf, "P", 3)
    element.P.K = Array([kid for kid in kids(element.P) if kid != element])


@found_as("HND874")
def paragraph_moved_behind_the_next(pdf: pikepdf.Pdf) -> None:
    item = next(one for one in elements(pdf, "L") if len(kids(one)) > 2)
    item.K = Array([*kids(item)[1:2], *kids(item)[:1], *kids(item)[2:]])


@found_as("HND874")
def paragraph_doubled(pdf: pikepdf.Pdf) -> None:
    element, _ = marked(pdf, "P", 3)
    copy = pdf.make_indirect(Dictionary(dict(element.items())))
    element.P.K = Array([*kids(element.P), copy])


@found_as("HND874")
def heading_tagged_as_paragraph(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[1].S = Name.P


@found_as("HND874")
def list_tagged_as_divisions(pdf: pikepdf.Pdf) -> None:
    for item in kids(elements(pdf, "L")[0]):
        item.S = Name.Div


@found_as("HND874")
def language_of_a_paragraph_changed(pdf: pikepdf.Pdf) -> None:
    marked(pdf, "P")[0].Lang = String("fr")


@found_as("HND878")
def table_heading_tagged_as_cell(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TH")[3].S = Name.TD


@found_as("HND878")
def table_heading_without_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[3].A.Scope


@found_as("HND874")
def numbering_of_a_list_changed(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "L")[0].A.ListNumbering = Name.UpperRoman


@found_as("HND889")
def actual_text_false(pdf: pikepdf.Pdf) -> None:
    marked(pdf, "P", 5)[0].ActualText = String("You may do this as often as you like.")


@found_as("HND889")
def actual_text_in_the_content(pdf: pikepdf.Pdf) -> None:
    element, mark = marked(pdf, "H1")
    begin = [([Name.Span, Dictionary(ActualText=String("Nothing"))], "BDC")]
    change_mark(pdf, element, mark, around(begin, [([], "EMC")]))


@found_as("HND889")
def description_in_place_of_words(pdf: pikepdf.Pdf) -> None:
    marked(pdf, "P", 5)[0].Alt = String("A paragraph")


@found_as("HND889")
def label_missing_from_description(pdf: pikepdf.Pdf) -> None:
    figure = next(one for one in elements(pdf, "Figure") if "Labels:" in str(one.Alt))
    figure.Alt = String(str(figure.Alt).partition(" Labels:")[0])


@found_as("HND874")
def abbreviation_expanded_falsely(pdf: pikepdf.Pdf) -> None:
    marked(pdf, "P", 5)[0].E = String("something else")


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


# ---------------------------------------------------------------- metadata


@found_as("HND886")
def name_in_the_subject(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Subject"] = String("Patient leaflet PF-en for Ann Example")


@found_as("HND886")
def name_in_the_keywords(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = String("Ann Example")


@found_as("HND886")
def name_in_the_xmp(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(text.replace(b"Patient leaflet", b"Ann Example, patient leaflet"))


@found_as("HND886")
def name_in_an_element_of_the_xmp(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(text.replace(b"</rdf:RDF>", b'<rdf:Description rdf:about="Ann Example"/></rdf:RDF>'))


@found_as("HND886")
def dates_of_making(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/CreationDate"] = String("D:20260101000000Z")


@found_as("HND886")
def producer_changed(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Producer"] = String("Scan of Ann Example")


@found_as("HND886")
def title_changed(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = String("Microsoft Word - leaflet.docx")


@found_as("HND886")
def language_changed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("fr")


@found_as("HND881")
def private_data_of_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = Dictionary(Ann=Dictionary(Private=String("Example")))


# ---------------------------------------------------------------- what a leaflet does not carry


@found_as("HND881")
def table_attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["patients.csv"] = b"name\n"


@found_as("HND881")
def script_at_the_start(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@found_as("HND881")
def form_with_a_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


@found_as("HND881")
def layers_that_hide(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Warnings")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


@found_as("HND881")
def note_on_a_page(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 99, 99]), Contents=String("ring me"))
    pdf.pages[0].obj.Annots = Array([*pdf.pages[0].obj.get("/Annots", ()), pdf.make_indirect(note)])


@found_as("HND881")
def path_of_a_machine(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Source"] = String("/home/somebody/leaflet.html")


@found_as("HND880")
def link_to_a_file(pdf: pikepdf.Pdf) -> None:
    note = links(pdf)[0]
    note.A = Dictionary(S=Name.URI, URI=String("file:///etc/hosts"))


@found_as("HND880")
def link_to_another_site(pdf: pikepdf.Pdf) -> None:
    note = next(one for one in links(pdf) if "/A" in one)
    note.A.URI = String("https://example.com/other")


@found_as("HND880")
def link_to_another_part(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    names[1], names[3] = names[3], names[1]


@found_as("HND880")
def bookmark_renamed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("Other")


@found_as("HND880")
def bookmark_to_another_page(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Dest = Array([pdf.pages[2].obj, Name.Fit])


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if note.Subtype == Name.Link]


@found_as("HND882")
def font_of_the_machine(pdf: pikepdf.Pdf) -> None:
    for entry in pdf.objects:
        if isinstance(entry, Dictionary):
            for key in ("/BaseFont", "/FontName"):
                if key in entry and str(entry[key]).endswith("Fira-Sans-Bold"):
                    entry[key] = Name("/ABCDEF+Arial-Bold")


@found_as("HND879")
def not_said_to_be_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


@found_as("HND890")
def encrypted(pdf: pikepdf.Pdf) -> None:
    """Saved with a password."""


@found_as("HND874")
def request_of_another_side(pdf: pikepdf.Pdf) -> None:
    told = str(pdf.docinfo["/HandoutsRequest"])
    pdf.docinfo["/HandoutsRequest"] = String(told.replace('"side":null', '"side":"left"'))


@found_as("HND892")
def request_of_a_clinic_that_there_is_not(pdf: pikepdf.Pdf) -> None:
    told = str(pdf.docinfo["/HandoutsRequest"])
    pdf.docinfo["/HandoutsRequest"] = String(told.replace('"example"', '"elsewhere"'))
