"""Defects of metadata, and things that a leaflet does not carry."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .defect import found_as, links

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
    request = str(pdf.docinfo["/HandoutsRequest"])
    pdf.docinfo["/HandoutsRequest"] = String(request.replace('"side":null', '"side":"left"'))


@found_as("HND892")
def request_of_a_clinic_that_there_is_not(pdf: pikepdf.Pdf) -> None:
    request = str(pdf.docinfo["/HandoutsRequest"])
    pdf.docinfo["/HandoutsRequest"] = String(request.replace('"example"', '"elsewhere"'))
