"""Faults planted into a finished PDF: each is found under its own code, and a good file has none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Operator, String

from handouts.compose import compose
from handouts.diagnostics import CODES
from handouts.layout import templates
from handouts.model import Edition
from handouts.model.leaflet import Leaflet, Request
from handouts.pdf import preflight, rendering
from handouts.pdf.printing import assets
from handouts.pdf.reader import PdfReader
from handouts.pipeline import workspace

#: What else is wrong with a file of some of these faults.
TOO = {"a_path_of_the_machine": {"HND886"}, "a_picture_that_is_none": {"HND889"}}
VALIDATOR = "HND879"  # the validator sees some of these too


@dataclass(frozen=True)
class Paper:
    leaflet: Leaflet
    edition: Edition
    html: str
    data: bytes


@cache
def paper() -> Paper:
    """The leaflet that most faults are planted into."""
    opened = workspace.open_workspace(None)
    leaflet, _ = compose(opened.library, Request(("plantar-fasciitis",)))
    assert leaflet is not None and any(card.pictures for card in leaflet.cards)
    edition = opened.library.editions["a4"]
    html = templates.html(leaflet, edition, assets(opened.overlay).templates, templates.TIGHTEST)
    return Paper(leaflet, edition, html, pressed(html))


def pressed(html: str) -> bytes:
    return rendering.render(html, assets(workspace.open_workspace(None).overlay).pictures).data


def styled(css: str) -> bytes:
    """The same page in another dress."""
    assert "</style>" in paper().html
    return pressed(paper().html.replace("</style>", css + "</style>", 1))


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The same file with something changed in it."""
    with pikepdf.open(BytesIO(paper().data)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def found(data: bytes, leaflet: Leaflet | None = None, edition: Edition | None = None) -> set[str]:
    there = preflight.check_file(data, leaflet or paper().leaflet, edition or paper().edition).found
    return {finding.code for finding in there}


# ---------------------------------------------------------------- the tag tree, by hand


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All structure elements, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        yield element
        kids = element.get("/K")
        for kid in list(kids) if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    root = pdf.Root.StructTreeRoot.K
    return below(root[0] if isinstance(root, Array) else root)


def of_role(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    kept = [element for element in elements(pdf) if str(element.S) == f"/{role}"]
    assert kept, role
    return kept


def mark_of(element: Any) -> int:
    kid = element.K[0] if isinstance(element.K, Array) else element.K
    return int(kid)


def marks_of(element: Any) -> int:
    return len(element.K) if isinstance(element.K, Array) else 1


def rewritten(
    pdf: pikepdf.Pdf, page: pikepdf.Page, change: Callable[[list[Any], str], tuple[list[Any], str] | None]
) -> None:
    """Operators of a page changed one by one; None leaves one as it is."""
    out: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        told = change(list(instruction.operands), str(instruction.operator))
        operands, operator = told or (list(instruction.operands), str(instruction.operator))
        out.append((operands, Operator(operator)))
    page.obj.Contents = pikepdf.Stream(pdf, pikepdf.unparse_content_stream(out))


# ---------------------------------------------------------------- the faults


def words_hidden_from_the_reader(pdf: pikepdf.Pdf) -> None:
    """A warning stays on the page, but its mark becomes decoration and its tag goes."""
    last = [element for element in of_role(pdf, "LBody") if mark_is_plain(element) and marks_of(element) == 1][-1]
    mark, page = mark_of(last), last.Pg

    def drop(operands: list[Any], operator: str) -> tuple[list[Any], str] | None:
        if operator == "BDC" and len(operands) == 2 and int(operands[1].get("/MCID", -1)) == mark:
            return [Name.Artifact], "BMC"
        return None

    rewritten(pdf, pikepdf.Page(page), drop)
    last.K = Array([])


def do_and_do_not_change_places(pdf: pikepdf.Pdf) -> None:
    """The two lists are read in the wrong order."""
    first, second = next((a, b) for a, b in pairwise(of_role(pdf, "L")) if len(a.K) == len(b.K))
    first.K, second.K = second.K, first.K


def a_label_without_a_tag(pdf: pikepdf.Pdf) -> None:
    """The word beside a line to write on hangs in the air."""
    title = next(element for element in of_role(pdf, "P") if mark_is_plain(element))
    title.K = Array([])


def mark_is_plain(element: Any) -> bool:
    return isinstance(element.get("/K"), int) or (
        isinstance(element.get("/K"), Array) and isinstance(element.K[0], int)
    )


def box_of_a_picture_in_pixels(pdf: pikepdf.Pdf) -> None:
    figure = of_role(pdf, "Figure")[-1]
    figure.A.BBox = Array([float(value) * 100 for value in figure.A.BBox])


def picture_described_by_its_file(pdf: pikepdf.Pdf) -> None:
    of_role(pdf, "Figure")[-1].Alt = String("IMG_0042.png")


def headings_of_the_diary_as_cells(pdf: pikepdf.Pdf) -> None:
    for head in of_role(pdf, "TH"):
        head.S = Name.TD


def no_word_that_it_is_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def a_link_that_anybody_can_listen_to(pdf: pikepdf.Pdf) -> None:
    note = next(note for page in pdf.pages for note in page.obj.get("/Annots", ()) if note.Subtype == Name.Link)
    if "/Dest" in note:
        del note.Dest
    note.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String("http://example.org"))


def an_attached_table(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["patients.csv"] = b"name\n"


def a_script_at_the_start(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def a_path_of_the_machine(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Source"] = String("/home/somebody/leaflet.html")


def a_font_of_the_machine(pdf: pikepdf.Pdf) -> None:
    for entry in pdf.objects:
        if isinstance(entry, Dictionary):
            for key in ("/BaseFont", "/FontName"):
                if key in entry and str(entry[key]).endswith("Fira-Sans-Bold"):
                    entry[key] = Name("/ABCDEF+Arial-Bold")


def a_larger_sheet(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.mediabox = Array([0, 0, 700, 900])


def a_picture_that_is_none(pdf: pikepdf.Pdf) -> None:
    next(one for one in of_role(pdf, "Figure") if "QR" in str(one.Alt)).S = Name.Span


def another_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = String("Microsoft Word - leaflet.docx")


def a_dot_that_nobody_can_read(pdf: pikepdf.Pdf) -> None:
    """The mark between the parts of the footer loses its meaning."""
    seen = 0
    for entry in list(pdf.objects):
        if isinstance(entry, Dictionary) and "/ToUnicode" in entry:
            text = entry.ToUnicode.read_bytes()
            new = text.replace(b"<00b7>", b"<fffd>").replace(b"<00B7>", b"<FFFD>")
            seen += new != text
            entry.ToUnicode.write(new)
    assert seen


IN_THE_FILE: tuple[tuple[str, Callable[[pikepdf.Pdf], None]], ...] = (
    ("HND874", words_hidden_from_the_reader),
    ("HND874", do_and_do_not_change_places),
    ("HND875", a_label_without_a_tag),
    ("HND876", box_of_a_picture_in_pixels),
    ("HND877", picture_described_by_its_file),
    ("HND878", headings_of_the_diary_as_cells),
    ("HND879", no_word_that_it_is_tagged),
    ("HND880", a_link_that_anybody_can_listen_to),
    ("HND881", an_attached_table),
    ("HND881", a_script_at_the_start),
    ("HND881", a_path_of_the_machine),
    ("HND882", a_font_of_the_machine),
    ("HND884", a_larger_sheet),
    ("HND885", a_picture_that_is_none),
    ("HND886", another_title),
    ("HND887", a_dot_that_nobody_can_read),
)

IN_THE_STYLE: tuple[tuple[str, str, str], ...] = (
    ("HND870", "sources in six points", ".sources { font-size: 6pt !important }"),
    ("HND872", "letters pushed together", ".side-text { letter-spacing: -1.6pt !important }"),
    ("HND873", "a pale line under the title", ".deck { color: #9aa7ad !important }"),
    ("HND883", "no footer", "footer.running { position: static !important; display: none !important }"),
)  # fmt: skip


def test_a_good_leaflet_has_no_findings() -> None:
    assert found(paper().data) == set()


@pytest.mark.parametrize(("code", "plant"), IN_THE_FILE, ids=lambda value: getattr(value, "__name__", value))
def test_a_fault_planted_into_the_file_is_found(code: str, plant: Callable[[pikepdf.Pdf], None]) -> None:
    there = found(changed(plant))
    assert code in there
    assert there - {VALIDATOR} - TOO.get(plant.__name__, set()) == {code} - {VALIDATOR}


@pytest.mark.parametrize(("code", "name", "css"), IN_THE_STYLE, ids=lambda value: value if "HND" in value else "")
def test_a_fault_planted_into_the_style_is_found(code: str, name: str, css: str) -> None:
    assert found(styled(css)) == {code}, name


def test_an_edition_that_promises_larger_print_than_it_gives_is_found() -> None:
    assert found(paper().data, edition=paper().edition.model_copy(update={"body_pt": 14.0})) == {"HND871"}


def test_pictures_beside_tips_give_way_together_or_are_missed() -> None:
    leaflet = paper().leaflet
    tip = next(one for one in leaflet.tips if one.plate)
    assert tip.plate is not None and "HND885" not in found(paper().data)  # tight as it is, it shows none of them
    seen = replace(tip, plate=replace(tip.plate, alt=leaflet.cards[0].alt))
    assert "HND885" in found(paper().data, replace(leaflet, tips=(seen, tip)))
    assert "HND885" in found(paper().data, edition=workspace.open_workspace(None).library.editions["large-print"])


def test_a_review_that_is_overdue_is_stamped_on_every_page_and_read_out_at_the_head() -> None:
    late = replace(paper().leaflet, imprint=replace(paper().leaflet.imprint, overdue=True))
    data = pressed(
        templates.html(
            late, paper().edition, assets(workspace.open_workspace(None).overlay).templates, templates.TIGHTEST
        )
    )
    assert found(data, late) == set()
    with PdfReader(data) as back:
        assert "Draft, not clinically approved\nReview overdue\n" in back.text()
        told = ["".join(run.text for run in back.runs if run.page == page and run.mark is None) for page in range(1, 5)]
    assert all("Review overdue since November 2028 · Draft, not clinically approved" in foot for foot in told)
    assert found(paper().data, late) == {"HND883"}


@pytest.mark.parametrize("words", ["Heel", "PF-en", "70", "Clinic", "en"])
def test_words_about_a_person_that_the_file_says_anyway_are_no_leak(words: str) -> None:
    about = replace(paper().leaflet, personal=replace(paper().leaflet.personal, patient=words, reference=words))
    assert found(paper().data, about) == set()


def test_a_name_in_the_metadata_is_a_leak() -> None:
    def tell(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = String("Patient leaflet for Ann Example")

    about = replace(paper().leaflet, personal=replace(paper().leaflet.personal, patient="Ann Example"))
    assert found(changed(tell), about) == {"HND886"}


def test_every_code_of_the_finished_file_has_a_planted_fault() -> None:
    wanted = {code for code in CODES if "HND870" <= code < "HND888"}  # the others: test_preflight
    planted = {code for code, _ in IN_THE_FILE} | {code for code, _, _ in IN_THE_STYLE} | {"HND871"}
    assert len(wanted) == 18
    assert planted == wanted


def test_the_measures_of_a_page_are_told() -> None:
    facts = preflight.check_file(paper().data, paper().leaflet, paper().edition).facts
    assert facts["body"] == "12.5 pt"
    assert facts["pages"] == "4"
    assert facts["print that no tag reaches"] == "0"
    assert "no failure" in facts["PDF/UA-1"]


def test_without_the_validator_a_leaflet_is_not_validated_and_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    [finding] = preflight.check_file(paper().data, paper().leaflet, paper().edition).found
    assert (finding.code, finding.is_error) == ("HND879", True)
    assert "not validated" in finding.message
