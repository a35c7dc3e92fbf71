"""The tag tree of a finished PDF: what a screen reader gets."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from io import BytesIO

import page
import pikepdf
import pytest
import tinyhtml5

from handouts.pdf import Printed, rendering
from handouts.pdf.preflight import alternatives
from handouts.pdf.reader import PdfReader, Tag
from handouts.pdf.tag_nodes import Node
from handouts.pdf.tag_writer import out_of_order

from . import sample


def html_text(html: str) -> str:
    """The words of a page in document order, with the marks that lists get, without what is no content."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    assert body is not None

    def words(element: ET.Element, mark: str = "") -> str:
        tag = str(element.tag)
        if tag.endswith("}svg") or element.get("class") == "footer":
            return ""
        inside = element.text or ""
        for number, child in enumerate(element, 1):
            item = {"ul": "•", "ol": f"{number}."}.get(tag, "")
            inside += words(child, item) + (child.tail or "")
        return mark + inside

    return words(body)


def bare(text: str) -> str:
    """Text without its white space: where lines end is the printer's business."""
    return re.sub(r"\s+", "", text)


def one(tags: list[Tag], role: str, text: str) -> Tag:
    """The one tag of a role that has this text."""
    [tag] = [tag for tag in tags if tag.role == role and tag.text == text]
    return tag


def read(body: str, **more: str) -> PdfReader:
    """A page with this body, printed and read back."""
    return PdfReader(rendering.render(sample.document(f"<h1>Title</h1>{body}", **more), []).data)


def test_a_good_leaflet_is_printed_without_a_word_of_complaint(printed: Printed) -> None:
    assert printed.diagnostics == ()
    assert printed.pages == 5


def test_the_file_is_pdf_ua_1_and_sound(printed: Printed) -> None:
    result = page.validate_pdf_bytes(printed.data, profile="ua1")
    assert result.is_compliant, result.failures
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_the_text_of_the_tags_is_the_text_of_the_page_in_order(back: PdfReader) -> None:
    expected = bare(html_text(sample.leaflet()))
    assert len(expected) > 1500
    assert bare(back.text()) == expected


def test_everything_drawn_is_in_a_tag_or_an_artifact(back: PdfReader) -> None:
    assert back.orphans() == set()
    assert back.unmarked() == 0


def test_headers_and_footers_are_artifacts_on_every_page(back: PdfReader) -> None:
    for number in range(1, 6):
        running = [run.text for run in back.runs if run.page == number and run.mark is None]
        assert "Heel leaflet, version 0.1.0 " in running
        assert f"Page {number} of 5" in "".join(running)
    raw = b"".join(page.Contents.read_bytes() for page in back.pdf.pages)
    assert raw.count(b"/Subtype /Footer") >= 5
    assert raw.count(b"/Subtype /Header") >= 5


def test_a_table_over_three_pages_is_one_table_with_one_head(back: PdfReader) -> None:
    tags = back.tags()
    [table] = [tag for tag in tags if tag.role == "Table"]
    assert table.pages == (2, 3, 4)
    count = Counter(tag.role for tag in tags)
    assert (count["THead"], count["TBody"], count["TR"], count["TH"], count["TD"]) == (1, 1, 61, 63, 120)
    for number in table.pages[1:]:
        decoration = [run.text for run in back.runs if run.page == number and run.mark is None]
        assert {"Name", "Dose", "Done"} <= set(decoration)


def test_a_paragraph_over_two_pages_is_one_paragraph(back: PdfReader) -> None:
    body = f"<p>{'Walk a little every day. ' * 400}</p>"
    with read(body) as opened:
        [paragraph] = [tag for tag in opened.tags() if tag.role == "P"]
        assert len(paragraph.pages) >= 2
        assert bare(paragraph.text) == bare("Walk a little every day. " * 400)


def test_head_cells_say_what_they_are_the_head_of(back: PdfReader) -> None:
    scopes = Counter(tag.scope for tag in back.tags() if tag.role == "TH")
    assert scopes == {"Column": 3, "Row": 60}


def test_the_language_of_inner_words_is_written(back: PdfReader) -> None:
    assert one(back.tags(), "Span", "fasciitis plantaris").lang == "la"
    assert back.facts()["Lang"] == "en-GB"


def test_pictures_have_their_description_and_lie_on_their_page(back: PdfReader) -> None:
    figures = [tag for tag in back.tags() if tag.role == "Figure"]
    assert [tag.alt for tag in figures] == ["A foot seen from the side"] * 4
    for figure in figures:
        left, bottom, right, top = figure.bounds
        assert right - left == pytest.approx(40 / 25.4 * 72, abs=0.01)
        assert top - bottom == pytest.approx(20 / 25.4 * 72, abs=0.01)
        assert left >= 16 / 25.4 * 72
        assert 0 < bottom < top < 297 / 25.4 * 72


def test_the_box_of_a_picture_is_where_its_ink_is() -> None:
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="20mm" viewBox="0 0 1 1"><title>A</title>'
    with read(f'<p>Words</p>{square}<rect width="1" height="1" fill="#ff0000"/></svg>') as opened:
        import pypdfium2

        [figure] = [tag for tag in opened.tags() if tag.role == "Figure"]
        stream = BytesIO()
        opened.pdf.save(stream)
        shot = pypdfium2.PdfDocument(stream.getvalue())[0].render(scale=1).to_pil().convert("RGB")
        red = [(x, y) for x in range(shot.width) for y in range(shot.height) if shot.getpixel((x, y)) == (255, 0, 0)]
        assert len(red) > 2500
        height = 297 / 25.4 * 72
        left, bottom, right, top = figure.bounds
        assert min(x for x, _ in red) == pytest.approx(left, abs=1.5)
        assert max(x for x, _ in red) == pytest.approx(right, abs=1.5)
        assert min(y for _, y in red) == pytest.approx(height - top, abs=1.5)
        assert max(y for _, y in red) == pytest.approx(height - bottom, abs=1.5)


def test_lists_have_items_marks_and_bodies(back: PdfReader) -> None:
    tags = back.tags()
    [item] = [tag for tag in tags if tag.role == "LI" and tag.text.startswith("•\nSoft shoes")]
    at = tags.index(item)
    inner = [(tag.role, tag.depth - item.depth) for tag in tags[at : at + 7]]
    assert inner == [("LI", 0), ("Lbl", 1), ("LBody", 1), ("L", 2), ("LI", 3), ("Lbl", 4), ("LBody", 4)]


def test_lists_show_how_they_are_numbered(back: PdfReader) -> None:
    numbering = [tag.numbering for tag in back.tags() if tag.role == "L"]
    assert numbering == ["Disc", "Disc", "Decimal", "None", *["Decimal"] * 4]


def test_terms_of_a_definition_list_are_the_labels_of_their_explanations(back: PdfReader) -> None:
    tags = back.tags()
    [item] = [tag for tag in tags if tag.role == "LI" and tag.text == "Now\nCall 999"]
    at = tags.index(item)
    assert [(tag.role, tag.text) for tag in tags[at + 1 : at + 3]] == [("Lbl", "Now"), ("LBody", "Call 999")]


def test_text_that_stands_naked_in_a_box_gets_a_paragraph(back: PdfReader) -> None:
    tags = back.tags()
    for text in ("North Clinic", "Draft", "Text in a box", "naked text"):
        one(tags, "P", text)
    assert [tag.role for tag in tags[1:4]] == ["Div", "P", "P"]


def outline(body: str, style: str = "") -> list[tuple[int, str, str]]:
    """Depth, role and text of all tags below the document and its title."""
    with read(body, style=style) as opened:
        assert opened.orphans() == set()
        return [(tag.depth, tag.role, tag.text) for tag in opened.tags()[2:]]


def test_a_box_that_holds_blocks_in_a_line_is_no_paragraph_itself() -> None:
    body = "<div><p>One</p> <p>Two</p> and <!-- so --> <b>on</b></div>"
    assert outline(body, "p { display: inline-block }") == [
        (1, "Div", "One\nTwo\nand on"),
        (2, "P", "One"),
        (2, "P", "Two"),
        (2, "P", "and on"),
        (3, "Span", "on"),
    ]


def test_a_box_with_words_marks_and_line_breaks_is_a_paragraph() -> None:
    body = f"<div>One<br>two <!-- --><strong>three</strong>{sample.FOOT}</div>"
    assert [role for _, role, _ in outline(body)] == ["P", "Strong", "Figure"]


def test_a_box_around_a_picture_is_no_paragraph() -> None:
    assert [role for _, role, _ in outline(f"<div> {sample.FOOT} </div>")] == ["Div", "Figure"]


@pytest.mark.parametrize(
    "style", [".dose { display: flex }", ".dose { display: table } .dose span { display: table-cell }"]
)
def test_parts_of_a_row_are_read_one_by_one(style: str) -> None:
    body = '<p class="dose"><span><strong>10</strong> seconds</span> <span>5 times</span></p>'
    body += '<p class="dose">a<b>b</b></p>'
    assert outline(body, style) == [
        (1, "Div", "10 seconds\n5 times"),
        (2, "P", "10 seconds"),
        (3, "Strong", "10"),
        (2, "P", "5 times"),
        (1, "P", "ab"),
        (2, "Span", "b"),
    ]


def test_numbers_that_the_style_writes_before_items_are_their_labels() -> None:
    style = "ol { list-style: none } li { counter-increment: step } li::before { content: counter(step) '. ' }"
    body = "<ol><li>Stand</li><li>Lean</li></ol>"
    assert [each for each in outline(body, style) if each[1] in ("Lbl", "LBody")] == [
        (3, "Lbl", "1."),
        (3, "LBody", "Stand"),
        (3, "Lbl", "2."),
        (3, "LBody", "Lean"),
    ]
    with read(body, style=style) as opened:
        assert [tag.numbering for tag in opened.tags() if tag.role == "L"] == ["Decimal"]


def test_a_page_number_that_the_style_writes_into_a_link_brings_no_second_link() -> None:
    style = "a::after { content: target-counter(attr(href), page) }"
    body = '<p>See <a href="#there">page </a>.</p><p id="there">Here</p>'
    assert [each for each in outline(body, style) if each[1] != "P"] == [(2, "Link", "page 1"), (3, "Span", "1")]
    with read(body, style=style) as opened:
        assert [link.target for link in opened.links()] == ["#there"]


def test_strong_words_and_asides_are_mapped_to_standard_types(back: PdfReader) -> None:
    one(back.tags(), "Strong", "common")
    roles = {str(key): str(value) for key, value in back.pdf.Root.StructTreeRoot.RoleMap.items()}
    assert roles == {"/Strong": "/Span", "/Em": "/Span", "/Aside": "/Sect"}


def test_a_link_over_two_lines_is_one_tag_with_its_name_and_prints(back: PdfReader) -> None:
    tags = [tag for tag in back.tags() if tag.role == "Link"]
    assert [tag.text.split()[0] for tag in tags] == ["the", "01234"]
    links = back.links()
    assert [link.target for link in links] == ["https://www.example.org/heel"] * 2 + ["tel:+441234567"]
    assert all(link.printed for link in links)
    assert links[0].name.startswith("the page about heel pain")


def test_a_link_in_the_running_footer_is_print_only(back: PdfReader) -> None:
    assert any("example.org" in run.text for run in back.runs)
    assert not any("footer" in link.target for link in back.links())


def test_decoration_is_an_artifact_and_in_no_tag(back: PdfReader) -> None:
    decorated = (
        f'{sample.ORNAMENT}<img alt="" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E">'
    )
    with read(f"<p>Words</p><div>{decorated}</div>") as opened:
        assert [tag.role for tag in opened.tags()] == ["Document", "H1", "P"]
        assert opened.orphans() == set()


def test_a_short_form_says_what_it_means() -> None:
    with read('<p>See your <abbr title="general practitioner">GP</abbr>.</p>') as opened:
        assert any(str(entry.get("/E", "")) == "general practitioner" for entry in opened._dictionaries())


def test_every_mark_of_a_page_leads_back_to_the_tag_that_holds_it(back: PdfReader) -> None:
    numbers = list(back.pdf.Root.StructTreeRoot.ParentTree.Nums)
    table = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    checked = 0
    for tag in back.pdf.objects:
        if isinstance(tag, pikepdf.Dictionary) and tag.get("/Type") == "/StructElem" and "/K" in tag:
            for kid in tag.K:
                if isinstance(kid, int):
                    key = int(tag.Pg.StructParents)
                    assert table[key][int(kid)].objgen == tag.objgen
                    checked += 1
    assert checked > 200
    for number, opened in enumerate(back.pdf.pages):
        assert int(opened.StructParents) == number


def test_metadata_gives_title_author_and_no_date(back: PdfReader) -> None:
    assert back.facts() == {
        "Title": "Heel pain",
        "Author": "North Clinic",
        "Producer": "WeasyPrint 70.0",
        "Lang": "en-GB",
    }


def test_only_bundled_fonts_are_inside(back: PdfReader) -> None:
    assert back.fonts() == {"Fira-Sans", "Fira-Sans-Medium", "Fira-Sans-Semi-Bold", "Fira-Sans-Bold"}
    assert back.smallest_pt() == 9.5
    assert back.page_sizes_mm() == [(210.0, 297.0)] * 5


def test_tags_that_are_read_in_another_order_than_the_page_has_them_are_found() -> None:
    body = ET.fromstring("<body><h1>Title</h1><p>Words</p></body>")
    root = Node("Document")
    heading, paragraph = (root.add(Node(role, element)) for role, element in zip(("H1", "P"), body, strict=True))
    assert out_of_order(root, body) == []
    root.kids = [paragraph, heading]
    [finding] = out_of_order(root, body)
    assert (finding.code, finding.message) == ("HND504", "<h1> is read after what comes behind it in the page")


def test_a_drawing_with_its_labels_is_one_picture() -> None:
    label = '<span style="position: absolute; top: 0; left: 0">Heel <br>down</span>'
    drawing = sample.ORNAMENT
    with read(
        f'<div role="img" aria-label="A foot. Labels: Heel down." style="position: relative">{drawing}{label}</div>'
    ) as opened:
        [figure] = [tag for tag in opened.tags() if tag.role == "Figure"]
        assert figure.alt == "A foot. Labels: Heel down." and bare(figure.text) == "Heeldown"
        assert len(figure.bounds) == 4 and figure.marks and opened.orphans() == set()


def test_a_label_that_the_description_of_its_picture_lacks_is_found() -> None:
    two = "".join(
        f'<span style="position: absolute; top: 0; left: {at}mm">{word}</span>'
        for at, word in ((0, "Toes"), (30, "Heel"))
    )
    for alt, found in (("Labels: Heel, Toes.", []), ("Labels: Heel.", ["HND889"])):
        with read(
            f'<div role="img" aria-label="{alt}" style="position: relative">{sample.ORNAMENT}{two}</div>'
        ) as opened:
            assert [finding.code for finding in alternatives.replaced_words(opened)] == found


def test_what_is_hidden_from_screen_readers_is_decoration() -> None:
    with read('<p aria-hidden="true">1 <span>2</span> 3</p><p>Words <b aria-hidden="true">(4)</b></p>') as opened:
        assert [tag.text for tag in opened.tags() if tag.role == "P"] == ["Words"]
        assert opened.orphans() == set()


def test_words_for_the_ear_replace_those_that_are_shown() -> None:
    shown = (
        '<span><span class="heard" style="display: none">A and E</span><span aria-hidden="true">A&amp;E</span></span>'
    )
    with read(f'<p>Go to {shown}, or <a href="tel:999">call {shown}</a>.</p>') as opened:
        assert opened.text().splitlines()[-1] == "Go to A and E, or call A and E."
        assert [tag.actual for tag in opened.tags() if tag.actual] == ["A and E"] * 2
        assert [link.name for link in opened.links()] == ["call A and E"]
