"""Faults planted into a finished PDF: each is reported by its own code, and a good file has none."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from shipped import SHIPPED

from handouts.compose import compose, personalised
from handouts.diagnostics import CODES
from handouts.layout import templates, tightness
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import preflight, rendering
from handouts.pdf.preflight import file_content
from handouts.pdf.printing import assets
from handouts.pdf.reader import PdfReader
from handouts.pdf.tag_nodes import REQUEST_KEY

from .defects import Defect, contents, pages, tags
from .defects.defect import Instruction, Planter, elements, kids, links, marked, rewrite

#: Further codes of some faults.
ALSO_FOUND = {"path_of_a_machine": {"HND886"}, "picture_as_span": {"HND889"}, "dot_without_unicode": {"HND889"}}
VALIDATOR = "HND879"  # the validator finds some of these too


@dataclass(frozen=True)
class Sample:
    leaflet: Leaflet
    edition: Edition
    html: str
    data: bytes


PAGES = 3  # of the sample


@cache
def sample() -> Sample:
    """The leaflet that most faults are planted into, with one exercise: it is printed anew for each fault of style."""
    leaflet, _ = compose(SHIPPED, Request(("plantar-fasciitis",), exercises=1))
    assert leaflet is not None and any(card.pictures for card in leaflet.cards)
    edition = SHIPPED.editions["a4"]
    html = templates.html(leaflet, edition, assets(None).templates, tightness.TIGHTEST)
    return Sample(leaflet, edition, html, print_html(html))


def print_html(html: str) -> bytes:
    return rendering.render(html, assets(None).pictures).data


def print_with_style(css: str) -> bytes:
    """The same page with additional CSS."""
    assert "</style>" in sample().html
    return print_html(sample().html.replace("</style>", css + "</style>", 1))


def changed(plant: Planter) -> bytes:
    """The same file with one change."""
    return Defect("", plant).planted(sample().data)


def codes(data: bytes, leaflet: Leaflet | None = None, edition: Edition | None = None) -> set[str]:
    reported = preflight.check_file(data, leaflet or sample().leaflet, edition or sample().edition).found
    return {finding.code for finding in reported}


# ---------------------------------------------------------------- the faults


def text_as_artifact(pdf: pikepdf.Pdf) -> None:
    """A warning stays on the page, but its mark becomes decoration and its tag goes."""
    last, mark = marked(pdf, "LBody", -1)

    def drop(read: list[Instruction]) -> list[Instruction]:
        return [
            ([Name.Artifact], "BMC")
            if name == "BDC" and int(operands[1].get("/MCID", -1)) == mark
            else (operands, name)
            for operands, name in read
        ]

    rewrite(pdf, last.Pg, drop)
    last.K = Array([])


def do_and_do_not_swapped(pdf: pikepdf.Pdf) -> None:
    """The two lists are read in the wrong order."""
    first, second = next((a, b) for a, b in pairwise(elements(pdf, "L")) if len(a.K) > 1 < len(b.K))
    first.K, second.K = second.K, first.K


def label_without_tag(pdf: pikepdf.Pdf) -> None:
    """The text beside a blank is in no tag."""
    title = next(one for one in elements(pdf, "P") if isinstance(kids(one)[0], int))
    title.K = Array([])


def bounding_box_in_pixels(pdf: pikepdf.Pdf) -> None:
    figure = elements(pdf, "Figure")[-1]
    figure.A.BBox = Array([float(value) * 100 for value in figure.A.BBox])


def picture_described_by_its_file(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[-1].Alt = String("IMG_0042.png")


def unencrypted_link(pdf: pikepdf.Pdf) -> None:
    note = links(pdf)[0]
    if "/Dest" in note:
        del note.Dest
    note.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String("http://example.org"))


def picture_as_span(pdf: pikepdf.Pdf) -> None:
    next(one for one in elements(pdf, "Figure") if "QR" in str(one.Alt)).S = Name.Span


def dot_without_unicode(pdf: pikepdf.Pdf) -> None:
    """The dot between the parts of the footer has no Unicode value."""
    shown = 0
    for entry in list(pdf.objects):
        if isinstance(entry, Dictionary) and "/ToUnicode" in entry:
            text = entry.ToUnicode.read_bytes()
            new = text.replace(b"<00b7>", b"<fffd>").replace(b"<00B7>", b"<FFFD>")
            shown += new != text
            entry.ToUnicode.write(new)
    assert shown


IN_THE_FILE: tuple[tuple[str, Planter], ...] = (
    ("HND874", text_as_artifact),
    ("HND874", do_and_do_not_swapped),
    ("HND875", label_without_tag),
    ("HND876", bounding_box_in_pixels),
    ("HND877", picture_described_by_its_file),
    ("HND878", tags.table_heading_tagged_as_cell),
    ("HND879", contents.not_said_to_be_tagged),
    ("HND880", unencrypted_link),
    ("HND881", contents.table_attached),
    ("HND881", contents.script_at_the_start),
    ("HND881", contents.path_of_a_machine),
    ("HND882", contents.font_of_the_machine),
    ("HND884", pages.page_larger),
    ("HND885", picture_as_span),
    ("HND886", contents.title_changed),
    ("HND887", dot_without_unicode),
)

IN_THE_STYLE: tuple[tuple[str, str, str], ...] = (
    ("HND870", "sources in six points", ".sources { font-size: 6pt !important }"),
    (
        "HND872", "letters pushed together, in a text with few short lines",
        ".side-text { letter-spacing: -1.9pt !important } .box li, .urgency li { font-size: 12.2pt !important }",
    ),
    ("HND873", "a pale line under the title", ".deck { color: #9aa7ad !important }"),
    ("HND883", "no footer", "footer.running { position: static !important; display: none !important }"),
)  # fmt: skip


def test_a_good_leaflet_has_no_findings() -> None:
    assert codes(sample().data) == set()


@pytest.mark.parametrize(("code", "plant"), IN_THE_FILE, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_planted_into_the_file_is_reported(code: str, plant: Planter) -> None:
    reported = codes(changed(plant))
    assert code in reported
    assert reported - {VALIDATOR} - ALSO_FOUND.get(plant.__name__, set()) == {code} - {VALIDATOR}


@pytest.mark.parametrize(("code", "name", "css"), IN_THE_STYLE, ids=lambda value: value if "HND" in value else "")
def test_a_fault_planted_into_the_style_is_reported(code: str, name: str, css: str) -> None:
    found = codes(print_with_style(css))
    assert found - {"HND894"} == {code}, name  # letters pushed together lie over their neighbours too


def test_smaller_print_than_the_edition_says_is_reported() -> None:
    assert codes(sample().data, edition=sample().edition.model_copy(update={"body_pt": 14.0})) == {"HND871"}


def test_pictures_of_tips_are_all_there_or_all_dropped() -> None:
    leaflet = sample().leaflet
    tip = next(one for one in leaflet.tips if one.plate)
    assert tip.plate is not None and "HND885" not in codes(sample().data)  # tight as it is, it shows none of them
    shown = replace(tip, plate=replace(tip.plate, picture=leaflet.cards[0].pictures[0]))
    assert "HND885" in codes(sample().data, replace(leaflet, tips=(shown, tip)))
    assert "HND885" in codes(sample().data, edition=SHIPPED.editions["large-print"])


def test_an_overdue_review_is_stamped_on_every_page_and_read_out_first() -> None:
    late = replace(sample().leaflet, imprint=replace(sample().leaflet.imprint, overdue=True))
    data = print_html(templates.html(late, sample().edition, assets(None).templates, tightness.TIGHTEST))
    assert codes(data, late) == set()
    with PdfReader(data) as back:
        assert "Draft, not clinically approved\nReview overdue\n" in back.text()
        result = ["".join(run.text for run in back.runs if run.page == page) for page in range(1, PAGES + 1)]
    assert all("Review overdue since November 2028 · Draft, not clinically approved" in foot for foot in result)
    assert codes(sample().data, late) == {"HND883"}


@pytest.mark.parametrize("words", ["Heel", "PF-en", "70", "Clinic", "en"])
def test_personal_text_that_every_file_contains_is_no_leak(words: str) -> None:
    about = replace(sample().leaflet, personal=replace(sample().leaflet.personal, patient=words, reference=words))
    assert codes(sample().data, about) == set()


def test_a_name_in_the_metadata_is_a_leak() -> None:
    def add_name(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = String("Patient leaflet for Ann Example")

    about = replace(sample().leaflet, personal=replace(sample().leaflet.personal, patient="Ann Example"))
    assert codes(changed(add_name), about) == {"HND886"}


def test_every_code_of_the_finished_file_has_a_planted_fault() -> None:
    expected = {code for code in CODES if "HND870" <= code < "HND888"}  # the others: test_preflight
    planted = {code for code, _ in IN_THE_FILE} | {code for code, _, _ in IN_THE_STYLE} | {"HND871"}
    assert len(expected) == 18
    assert planted == expected


def test_measures_for_the_evidence_page() -> None:
    facts = preflight.check_file(sample().data, sample().leaflet, sample().edition).facts
    assert facts["body"] == "12.5 pt"
    assert facts["pages"] == str(PAGES)
    assert facts["print that no tag reaches"] == "0"
    assert "no failure" in facts["PDF/UA-1"]


def test_without_the_validator_a_leaflet_is_not_validated_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    [finding] = preflight.check_file(sample().data, sample().leaflet, sample().edition).found
    assert (finding.code, finding.is_error) == ("HND879", True)
    assert "not validated" in finding.message


@pytest.mark.parametrize(("number", "found"), [("4", []), ("fasciitis", []), ("0815", ["HND886"])])
def test_number_of_a_patient_that_the_request_has_too_is_no_leak(number: str, found: list[str]) -> None:
    leaflet = personalised(sample().leaflet, Request(("plantar-fasciitis",), reference=number))
    facts = {
        "Title": leaflet.title, "Lang": leaflet.language, "Subject": "Patient leaflet PF-en for 0815",
        REQUEST_KEY: templates.request_entry(leaflet.request, "a4"),
    }  # fmt: skip
    pdf = cast(PdfReader, SimpleNamespace(facts=lambda: facts))
    assert [one.code for one in file_content.names(pdf, leaflet, sample().edition)] == found
