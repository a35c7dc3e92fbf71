"""Checks the form fields of a file that is filled in on a screen. Reports HND881 and HND895.

ISO 32000-2: interactive forms 12.7, widget annotations 12.5.6.19, object references 14.7.5.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from handouts.diagnostics import Diagnostic
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf.reader import PdfReader

DAYS = 14
#: Entries of the form and of a field of a leaflet: none runs, sends or calculates anything.
_FORM = frozenset(("/Fields", "/DR"))
_FIELD = frozenset(
    ("/Type", "/Subtype", "/F", "/P", "/Rect", "/T", "/TU", "/FT", "/V", "/AS", "/AP", "/DA", "/MaxLen", "/Ff", "/Q",
     "/StructParent")
)  # fmt: skip
_ADVICE = "print the leaflet again with this program"


@dataclass(frozen=True, slots=True)
class Field:
    """One form field: what a screen reader says, its kind (`/Btn` or `/Tx`), its page from 1, and its place."""

    name: str
    kind: str
    page: int
    place: tuple[float, ...]


def fields(pdf: PdfReader) -> list[Field]:
    """The form fields in the order of their pages."""
    return [
        Field(str(note.get("/TU", "")), str(note.get("/FT", "")), number, tuple(float(edge) for edge in note.Rect))
        for number, page in enumerate(pdf.pdf.pages, 1)
        for note in _widgets(page)
    ]


def foreign_parts(pdf: PdfReader) -> Iterator[str]:
    """What the form of a file has that no leaflet's form has."""
    form: Any = pdf.pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    listed = {field.objgen for field in form.get("/Fields", ())}
    widgets = [note for page in pdf.pdf.pages for note in _widgets(page)]
    if not set(form.keys()) <= _FORM or any(not set(note.keys()) <= _FIELD for note in widgets):
        yield "a script or a form of another kind"
    if listed != {note.objgen for note in widgets}:
        yield "a form field in no form, or none on its page"
    if any(str(note.get("/V", "/Off")) != "/Off" for note in widgets):
        yield "a form that is filled in"


def of_edition(pdf: PdfReader, leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """HND881 for a form where the edition has none, HND895 for missing fields and for fields without name or tag."""
    found = fields(pdf)
    if not edition.fillable:
        if found or "/AcroForm" in pdf.pdf.Root:
            yield Diagnostic("HND881", "the file carries a form, and its edition has none", _ADVICE)
        return
    expected = _expected(leaflet)
    if len(found) < expected:
        yield Diagnostic("HND895", f"{len(found)} form fields, the leaflet has at least {expected} blanks", _ADVICE)
    if len({field.name for field in found if field.name}) != len(found):
        yield Diagnostic("HND895", "a form field has no name, or the name of another one", _ADVICE)
    tagged = sum(tag.role == "Form" for tag in pdf.tags())
    if tagged != len(found):
        yield Diagnostic("HND895", f"{len(found)} form fields, {tagged} of them in the tags", _ADVICE)


def _expected(leaflet: Leaflet) -> int:
    """How many blanks a leaflet has at least: each day of the diary, and each line to write on."""
    person = leaflet.personal
    lines = (person.patient, person.clinician, person.date, person.start, person.notes)
    rows = sum(DAYS + row.undated for row in leaflet.diary)
    return rows + DAYS + lines.count("") + 2  # pain of each day; first exercise and next visit


def _widgets(page: Any) -> list[Any]:
    return [note for note in page.obj.get("/Annots", ()) if note.get("/Subtype") == pikepdf.Name.Widget]
