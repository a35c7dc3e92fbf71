"""`--fillable`: every blank is a form field with a name, tagged, in reading order. On paper a row is one blank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name, String
from sampling import one_of_each
from shipped import SHIPPED

from handouts import pipeline
from handouts.cli.program import program
from handouts.formats import FORMATS
from handouts.model import Edition
from handouts.model.prose import plain_text
from handouts.pdf import preflight
from handouts.pdf.preflight import forms
from handouts.pdf.printing import PrintAssets
from handouts.pdf.reader import PdfReader

from .making import FIRST, MERGED, PICTURES, PRESS, REQUESTS, back, composed, made

A4, LARGE = (FIRST, "a4"), ("tarsal-tunnel", "large-print")  # the second one has a row without dates
FILLED = one_of_each((A4, LARGE), lambda one: "any")


def edition(name: str) -> Edition:
    return SHIPPED.edition(f"{name}-fillable")


@cache
def fillable(name: str, edition_name: str) -> bytes:
    printed = FORMATS["pdf"].render(composed(REQUESTS[name]), edition(edition_name), PrintAssets(PRESS, PICTURES))
    assert printed.diagnostics == ()
    return printed.data


def widgets(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page_ in pdf.pages for note in page_.obj.get("/Annots", ()) if str(note.Subtype) == "/Widget"]


def elements(element: Any) -> Iterator[Any]:
    """A structure element and all below it, in reading order."""
    yield element
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from elements(kid)


def expected_names(name: str, set_as: Edition) -> list[str]:
    leaflet = composed(REQUESTS[name])
    names = ["Your name", "From: name of your clinician", "Date of this leaflet"]
    names += ["Your name, again", *(f"Exercise {card.number}" for card in leaflet.cards), "Next visit"]
    names += ["Left side", "Right side", "Both sides"] if leaflet.which_sides else []
    names.append("Dose or note of your clinician")
    names.append("Exercise began" if leaflet.before_exercises else "Start date")
    for first in range(1, 15, set_as.diary_days_a_row):
        days = range(first, first + set_as.diary_days_a_row)
        exercises, measured = [], [f"Day {day}, {measure.name}" for measure in leaflet.measures for day in days]
        for row in leaflet.diary:
            exercise = plain_text(row.name)
            dated = [f"Day {day}, {exercise}, done" for day in days]
            exercises += [f"{exercise}, began on", *dated] if row.undated and 1 in days else dated
        names += [*measured, *exercises] if set_as.diary_in_cards else [*exercises, *measured]
    return names


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_every_blank_is_a_field_with_a_name_in_reading_order(name: str, edition_name: str) -> None:
    with pikepdf.open(BytesIO(fillable(name, edition_name))) as pdf:
        found = widgets(pdf)
        assert [str(one.TU) for one in found] == expected_names(name, edition(edition_name))
        assert [one.objgen for one in pdf.Root.AcroForm.Fields] == [one.objgen for one in found]
        fields = [str(one.T) for one in found]
        assert len(set(fields)) == len(fields) and not any("." in field for field in fields)


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_every_field_is_in_a_tag_and_tabs_follow_the_tags(name: str, edition_name: str) -> None:
    with pikepdf.open(BytesIO(fillable(name, edition_name))) as pdf:
        root = pdf.Root.StructTreeRoot
        tags = [one for one in elements(root.K[0]) if str(one.S) == "/Form"]
        assert [tag.K[0].Obj.objgen for tag in tags] == [one.objgen for one in widgets(pdf)]
        owners = dict(zip(map(int, root.ParentTree.Nums[::2]), root.ParentTree.Nums[1::2], strict=True))
        assert [owners[int(one.StructParent)].objgen for one in widgets(pdf)] == [tag.objgen for tag in tags]
        assert {tag.P.S for tag in tags} <= {Name.TD, Name.P, Name.Span}
        assert all(page_.obj.Tabs == Name.S for page_ in pdf.pages)
        ordered = [int(note.StructParent) for page_ in pdf.pages for note in page_.obj.get("/Annots", ())]
        assert ordered == sorted(ordered)


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_the_file_is_pdf_ua_1_and_has_the_same_bytes_each_time(name: str, edition_name: str) -> None:
    data = fillable(name, edition_name)
    result = page.validate_pdf_bytes(data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
    fillable.cache_clear()
    assert fillable(name, edition_name) == data


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_every_field_can_be_shown_filled_and_empty(name: str, edition_name: str) -> None:
    with pikepdf.open(BytesIO(fillable(name, edition_name))) as pdf:
        font = pdf.Root.AcroForm.DR.Font.FiraSans
        assert font.FontDescriptor.FontFile2.read_bytes()[:4] == b"\x00\x01\x00\x00"
        widths = dict(zip(range(32, 256), map(int, font.Widths), strict=True))
        assert widths[ord("i")] < widths[ord("m")] and widths[ord("é")] == widths[ord("e")] > 300
        for one in widgets(pdf):
            if str(one.FT) == "/Btn":
                assert one.AS == one.V == Name.Off
                assert b" S" in one.AP.N.Yes.read_bytes() and one.AP.N.Off.read_bytes() == b""
            else:
                assert str(one.DA).startswith("/FiraSans ") and isinstance(one.AP.N, pikepdf.Stream)
        pain = [one for one in widgets(pdf) if "worst pain" in str(one.TU)]
        assert {int(one.MaxLen) for one in pain} == {2}


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_fields_lie_beside_each_other_and_beside_the_words(name: str, edition_name: str) -> None:
    with PdfReader(fillable(name, edition_name)) as opened:
        found = forms.fields(opened)
        for one, other in combinations(found, 2):
            assert one.page != other.page or not _overlap(one.place, other.place), (one, other)
        for field in found:
            left, bottom, right, top = field.place
            assert right - left > 12 and top - bottom > 12, field
            covered = [
                run.text
                for run in opened.runs
                if run.page == field.page and run.text.strip() and left < run.x_pt < right and bottom < run.y_pt < top
            ]
            assert covered == [], field


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.slow  # a leaflet is printed for this test alone
def test_what_is_known_is_printed_and_no_field() -> None:
    leaflet = composed(replace(REQUESTS[MERGED], conditions=(FIRST,)))
    printed = FORMATS["pdf"].render(leaflet, edition("letter"), PrintAssets(PRESS, PICTURES))
    with PdfReader(printed.data) as opened:
        names = {field.name for field in forms.fields(opened)}
        assert not {"Your name", "From: name of your clinician", "Note of your clinician"} & names
        assert {"Start date", "Next visit", "Day 14, worst pain, 0 to 10"} <= names
        assert "Ann Example" in opened.text()


# ---------------------------------------------------------------- without --fillable


@pytest.mark.parametrize(("name", "edition_name"), FILLED)
def test_a_row_of_the_printed_diary_is_heard_as_one_blank(name: str, edition_name: str) -> None:
    opened = back(name, edition_name)
    assert "/AcroForm" not in opened.pdf.Root and not any(tag.role == "Form" for tag in opened.tags())
    rows = [tag for tag in opened.tags() if tag.role == "TD"]
    made_ = made(name, edition_name)
    days = made_.edition.diary_days_a_row
    assert len(rows) == 14 // days * (len(made_.leaflet.diary) + len(made_.leaflet.measures))
    assert {tag.cells for tag in rows} == {(1, days)}


# ---------------------------------------------------------------- planted faults

Change = Callable[[pikepdf.Pdf], object]


def field_lost(pdf: pikepdf.Pdf) -> None:
    annotations = pdf.pages[-1].obj.Annots
    at = max(number for number, one in enumerate(annotations) if one.Subtype == Name.Widget)  # behind it are links
    gone = annotations[at]
    del annotations[at]
    fields = pdf.Root.AcroForm.Fields
    pdf.Root.AcroForm.Fields = Array([one for one in fields if one.objgen != gone.objgen])


def field_without_name(pdf: pikepdf.Pdf) -> None:
    del widgets(pdf)[3].TU


def two_fields_of_one_name(pdf: pikepdf.Pdf) -> None:
    widgets(pdf)[8].TU = widgets(pdf)[9].TU


def field_out_of_the_tags(pdf: pikepdf.Pdf) -> None:
    tag = next(one for one in elements(pdf.Root.StructTreeRoot.K[0]) if str(one.S) == "/Form")
    tag.S = Name.Span


def field_that_sends(pdf: pikepdf.Pdf) -> None:
    widgets(pdf)[0].AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def form_that_calculates(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.CO = Array([widgets(pdf)[0]])


def form_that_is_filled_in(pdf: pikepdf.Pdf) -> None:
    widgets(pdf)[0].V = String("Ann Example")


FAULTS = (
    (field_lost, "HND895"),
    (field_without_name, "HND895"),
    (two_fields_of_one_name, "HND895"),
    (field_out_of_the_tags, "HND895"),
    (field_that_sends, "HND881"),
    (form_that_calculates, "HND881"),
    (form_that_is_filled_in, "HND881"),
)


@pytest.mark.parametrize(("change", "code"), FAULTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_of_the_form_is_found(change: Change, code: str) -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(fillable(*A4))) as pdf:
        change(pdf)
        pdf.save(stream)
    found = preflight.check_file(stream.getvalue(), composed(REQUESTS[A4[0]]), edition(A4[1])).found
    assert code in {finding.code for finding in found}


def test_a_form_in_an_edition_for_paper_is_found() -> None:
    found = preflight.check_file(fillable(*A4), composed(REQUESTS[A4[0]]), SHIPPED.editions[A4[1]]).found
    assert "HND881" in {finding.code for finding in found}


def test_a_field_in_another_place_than_in_the_leaflet_is_found() -> None:
    stream = BytesIO()
    with pikepdf.open(BytesIO(fillable(*A4))) as pdf:
        one, other = widgets(pdf)[8:10]
        one.Rect, other.Rect = other.Rect, one.Rect
        pdf.save(stream)
    leaflet = composed(REQUESTS[A4[0]])
    found = preflight.check_file(stream.getvalue(), leaflet, edition(A4[1]), fillable(*A4)).found
    assert "HND895" in {finding.code for finding in found}


# ---------------------------------------------------------------- names and options


def test_an_imposed_edition_has_no_fields() -> None:
    run = CliRunner().invoke(program, ["make", "heel-spur", "--fillable", "--edition", "a5-booklet"])
    assert run.exit_code == 2 and "error[HND001]: `a5-booklet` has no form fields" in run.stderr


def test_only_a_pdf_has_fields() -> None:
    run = CliRunner().invoke(program, ["make", "heel-spur", "--fillable", "--format", "html"])
    assert run.exit_code == 2 and "HTML has no form fields" in run.stderr


def test_a_print_file_is_for_paper(here: Path) -> None:
    words = ["mail-merge", "list.csv", "-o", "out", "--fillable", "--combined", "print.pdf"]
    run = CliRunner().invoke(program, words)
    assert run.exit_code == 2 and "a print file is for paper" in run.stderr


def test_the_clinics_own_edition_is_the_one_with_fields() -> None:
    asked = [
        pipeline.edition_to_print(SHIPPED, "example-us", one, fillable=True) for one in (None, "a4", "a4-fillable")
    ]
    assert asked == ["letter-fillable", "a4-fillable", "a4-fillable"]
    assert pipeline.edition_to_print(SHIPPED, "example-us", None, fillable=False) == "letter"
    assert SHIPPED.edition("a4-fillable").key == "a4-fillable" and SHIPPED.edition("a4").key == "a4"
