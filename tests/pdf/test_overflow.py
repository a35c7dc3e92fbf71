"""What the engine keeps to itself after layout: planted, and measured."""

from __future__ import annotations

import re

import pytest

from handouts.diagnostics import Diagnostic
from handouts.pdf import rendering
from handouts.pdf.overflow import PageFacts, measured
from handouts.pdf.walk import PX_PER_MM

from . import sample

LONG = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrentenauszahlungsstelle"


def laid(body: str, style: str = "") -> rendering.LaidOut:
    return rendering.layout(sample.document(body, style=style), [])


def overflows(body: str, style: str = "") -> list[Diagnostic]:
    """What runs out of its place on a page with this body."""
    return [finding for finding in laid(body, style).diagnostics if finding.code == "HND503"]


def millimetres(finding: Diagnostic) -> float:
    match = re.search(r"runs (\d+\.\d) mm out", finding.message)
    assert match
    return float(match[1])


def test_a_good_leaflet_stays_in_all_its_places() -> None:
    assert rendering.layout(sample.leaflet(), []).diagnostics == ()


def test_a_word_wider_than_the_page_names_its_field_and_the_millimetres() -> None:
    body = f'<h1 data-field="conditions/heel-spur.yaml: title">{LONG}</h1>'
    [finding] = overflows(body, "h1 { position: relative }")
    assert "conditions/heel-spur.yaml: title" in finding.message
    assert "on page 1" in finding.message
    assert re.search(r"about \d+ characters", finding.help)
    inside = rendering.layout(sample.document(body), []).document.pages[0]._page_box
    text = next(box for box in inside.descendants() if type(box).__name__ == "TextBox")
    assert millimetres(finding) == pytest.approx((text.width - inside.width) / PX_PER_MM, abs=0.06)


def test_text_in_a_place_with_limits_names_the_place() -> None:
    masthead = sample.MASTHEAD.replace("North\nClinic", "Northamptonshire-and-Cambridgeshire-Community-Clinic")
    [finding] = overflows(masthead, ".clinic { width: 40mm; white-space: nowrap; flex: none }")
    assert "out of masthead name on page 1 (clinic.yaml: name)" in finding.message


@pytest.mark.parametrize("cut", ["", "overflow: hidden;"])
def test_text_below_a_place_of_fixed_height_is_found_cut_off_or_not(cut: str) -> None:
    style = f".tile {{ {cut} height: 12mm; border: .4mm solid }}"
    [finding] = overflows(f'<div class="tile" data-place="tile" data-field="x">{"<p>Words</p>" * 3}</div>', style)
    # Three lines of 17 pt with 2 mm after each of the first two, in 12 mm of which the borders take 0.8.
    assert millimetres(finding) == pytest.approx(3 * 17 * 25.4 / 72 + 4 - 11.2, abs=0.15)
    assert "out of tile" in finding.message


def test_a_box_of_fixed_height_needs_no_name_to_be_found() -> None:
    [finding] = overflows('<div class="tile"><p>Words</p><p>Words</p><p>More</p></div>', ".tile { height: 12mm }")
    assert "out of its <div>" in finding.message


def test_text_that_a_box_cuts_off_at_its_side_is_found() -> None:
    [finding] = overflows(
        '<div class="cut"><p>A few words more than the box has room for</p></div>',
        ".cut { overflow: hidden; width: 40mm } .cut p { width: 100mm }",
    )
    assert "out of its <div>" in finding.message


def test_a_column_that_is_pressed_together_is_found() -> None:
    column = '<div class="column"><div><p>Words</p><p>Words</p></div><div><p>Words</p></div></div>'
    assert overflows(column, ".column { display: flex; flex-direction: column; height: 14mm }")


def test_marks_hang_outside_of_a_list_on_purpose() -> None:
    items = '<ul style="padding-left: 6mm"><li data-place="point">Words</li></ul>'
    assert overflows(items) == []


def test_a_line_that_may_not_break_is_found_though_it_stays_on_the_page() -> None:
    body = '<div class="pair"><span>A dose that does not break</span><span>B</span></div>'
    [finding] = overflows(body, ".pair > * { width: 20mm; white-space: nowrap }")
    assert "A dose that does not break" in finding.message


def test_a_cell_too_narrow_for_its_word_is_found() -> None:
    table = f'<table><tr><td data-field="dose">{LONG[:40]}</td><td>B</td><td>C</td><td>D</td></tr></table>'
    [finding] = overflows(table)
    assert "(dose)" in finding.message


def test_a_picture_wider_than_its_column_is_found() -> None:
    [finding] = overflows(
        f'<div class="pair"><figure data-field="figure">{sample.FOOT}</figure></div>', ".pair > figure { width: 9mm }"
    )
    assert finding.message.startswith("a picture runs 31.0 mm out of")
    assert finding.help == "make the picture smaller"


def test_a_part_too_tall_for_a_page_runs_out_of_it() -> None:
    tall = '<div style="height: 300mm"><p style="padding-top: 280mm" data-field="last">Words</p></div>'
    findings = overflows(f'<div style="display: flex">{tall}</div>')
    assert [("text area" in each.message, "(last)" in each.message) for each in findings] == [(True, True)]


def test_a_footer_with_more_than_its_margin_holds_is_found() -> None:
    footer = sample.FOOTER.replace("version", "version and many words more " * 20)
    [finding] = overflows(f"{footer}<h1>T</h1>")
    assert "@bottom-left" in finding.message


def test_a_label_that_is_placed_outside_of_its_box_on_purpose_is_no_fault() -> None:
    body = '<div class="pic"><span class="label" data-place="label">Heel</span></div>'
    style = (
        ".pic { position: relative; width: 30mm; height: 20mm } .label { position: absolute; left: 32mm; top: 25mm }"
    )
    assert overflows(body, style) == []
    [finding] = overflows(body.replace("Heel", "Heelbone"), style + ".label { width: 9mm }")
    assert "out of label" in finding.message


def test_facts_show_how_full_each_page_is() -> None:
    style = "section { break-after: page; height: 133mm; border: .4mm solid } p { margin: 0 }"
    facts = laid("<section></section><p>Words</p>", style).facts
    assert [(page.number, round(page.fill, 2)) for page in facts] == [(1, 0.5), (2, 0.02)]
    assert facts[0].lowest_mm == pytest.approx(133, abs=0.05)
    assert facts[0].height_mm == pytest.approx(297 - 13 - 18, abs=0.05)


def test_measure_gives_the_facts_of_a_document() -> None:
    document = laid("<h1>T</h1>").document
    [facts] = measured(document).facts
    assert isinstance(facts, PageFacts)
    assert facts.lowest_mm == pytest.approx(33 * 25.4 / 72, abs=0.1)


def test_a_nearly_empty_page_is_reported_and_a_page_left_blank_on_purpose_is_not() -> None:
    style = "section { break-after: right; height: 200mm; border: .4mm solid }"
    result = laid("<section></section><section></section><p>Words</p>", style)
    assert [page.blank for page in result.facts] == [False, True, False, True, False]
    [empty] = result.diagnostics
    assert (empty.code, empty.message) == ("HND507", "page 5 is filled to 2% only: 260 mm are empty")


def test_a_heading_alone_at_the_foot_is_reported() -> None:
    body = '<div style="height: 240mm; border: .4mm solid"></div><h2>What helps</h2><p>Words</p>'
    style = "h2 { break-after: auto } p { break-before: page }"
    findings = [each for each in laid(body, style).diagnostics if each.code == "HND509"]
    assert [each.message for each in findings] == ["the heading “What helps” is alone at the foot of page 1"]
    assert laid(body, style).facts[0].lonely == ("What helps",)
    assert laid("<p>Words</p><h2>Diary</h2>").facts[0].lonely == ()  # nothing of it can be on a next page


def test_a_part_that_must_stay_whole_and_does_not_is_reported() -> None:
    body = f'<div style="height: 220mm; border: .4mm solid"></div>{sample.card("Wall stretch", 6)}<p>Words</p>'
    assert not any(page.split for page in laid(body).facts)
    split = laid(body, ".card { break-inside: auto }")
    assert [page.split for page in split.facts] == [("Wall stretch",)] * 2
    [finding] = [each for each in split.diagnostics if each.code == "HND510"]
    assert finding.message == "“Wall stretch” is split over pages 1, 2"


def test_a_page_may_be_laid_out_tighter_and_pressed_once() -> None:
    loose = laid("<p>Words</p>" * 60)
    tight = laid("<p>Words</p>" * 60, "p { margin: 0; line-height: 12pt }")
    assert (loose.pages, tight.pages) == (2, 1)
    assert rendering.write(tight).pages == 1
    assert rendering.write(loose).data == rendering.write(loose).data
