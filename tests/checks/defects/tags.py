"""Defects of the tag tree."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from .defect import around, change_mark, elements, found_as, kids, marked


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
