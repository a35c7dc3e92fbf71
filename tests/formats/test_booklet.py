"""The A5 booklet: laid out as any edition, imposed for stapling, and checked as the file that is handed over."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from shipped import SHIPPED

from handouts.cli.program import program
from handouts.compose import compose
from handouts.formats import FORMATS
from handouts.formats.pdf import imposed
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import Printed, fill, imposition, preflight, printing
from handouts.pdf.reader import PdfReader

#: A long print: the pages, the sheets and a second reading of both.
pytestmark = pytest.mark.slow
CONDITION = "plantar-fasciitis"


@cache
def leaflet() -> Leaflet:
    made, _ = compose(SHIPPED, Request((CONDITION,)))
    assert made is not None
    return made


def edition() -> Edition:
    return SHIPPED.editions["a5-booklet"]


@cache
def pages() -> Printed:
    """The leaflet before imposition."""
    return printing.print_leaflet(leaflet(), edition(), printing.assets(None))


@cache
def booklet() -> bytes:
    return imposed(pages(), leaflet(), edition())


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in preflight.check_imposed(data, pages().data, leaflet(), edition())}


def test_pages_are_a5_and_sheets_a4() -> None:
    assert pages().pages <= edition().pages_max == 12
    with PdfReader(pages().data) as before, PdfReader(booklet()) as after:
        assert {tuple(round(edge, 1) for edge in size) for size in before.page_sizes_mm()} == {(148.5, 210.0)}
        assert [tuple(round(edge, 1) for edge in size) for size in after.page_sizes_mm()] == [(297.0, 210.0)] * 6
        assert f"Page {pages().pages} of {pages().pages}" in "".join(run.text for run in after.runs)


def test_the_printed_booklet_passes_every_check() -> None:
    printed = FORMATS["pdf"].render(leaflet(), edition(), printing.assets(None))
    assert [str(finding) for finding in printed.diagnostics if finding.is_error] == []
    assert printed.data == booklet() and printed.pages == pages().pages
    assert not preflight.check_file(printed.data, leaflet(), edition(), booklet()).found
    assert not codes(booklet())


def test_a_screen_reader_gets_the_tags_of_the_pages_in_their_order() -> None:
    with PdfReader(pages().data) as before, PdfReader(booklet()) as after:
        first, second = ([(tag.role, tag.text, tag.alt) for tag in pdf.tags()] for pdf in (before, after))
    assert len(first) > 100 and first == second


def changed(data: bytes, key: str) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        if key == "size":
            for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
                pdf.pages[0].obj[box] = pikepdf.Array([0, 0, 400, 595])
        if key == "tags":
            document = pdf.Root.StructTreeRoot.K
            document = document[0] if isinstance(document, pikepdf.Array) else document
            document.K = pikepdf.Array(list(document.K)[::-1])
        if key == "links":
            page = next(page for page in pdf.pages if "/Annots" in page.obj)
            del page.obj["/Annots"]
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("fault", "code"), [("size", "HND884"), ("tags", "HND874"), ("links", "HND880")])
def test_a_fault_of_imposition_is_found(fault: str, code: str) -> None:
    assert code in codes(changed(booklet(), fault))


def test_a_booklet_of_an_arabic_leaflet_has_its_spine_on_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    monkeypatch.setattr(imposition, "impose", lambda data, sides: data)
    monkeypatch.setattr(imposition, "booklet_sides", lambda pages, rtl: given.append(rtl))
    for right_to_left in (False, True):
        imposed(pages(), replace(leaflet(), rtl=right_to_left), edition())
    assert given == [False, True]


def test_rows_of_a_booklet_are_printed_in_full_and_the_reason_is_given() -> None:
    refusal = fill.template_of(leaflet(), edition(), printing.assets(None))
    assert isinstance(refusal, fill.Refusal) and "imposed" in refusal.reason


def test_check_compares_a_booklet_with_its_leaflet(tmp_path: Path) -> None:
    file = str(tmp_path / "booklet.pdf")
    made = CliRunner().invoke(program, ["make", CONDITION, "--edition", "a5-booklet", "-o", file])
    assert made.exit_code == 0, made.output
    result = CliRunner().invoke(program, ["check", "--pdf", file])
    assert result.exit_code == 0, result.output


def test_pages_that_are_not_imposed_are_refused_as_a_booklet() -> None:
    found = preflight.check_file(pages().data, leaflet(), edition()).found
    assert "HND884" in {finding.code for finding in found}
