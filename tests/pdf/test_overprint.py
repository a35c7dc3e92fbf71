"""No text is printed over other text or over a rule: HND894 names both, and clean pages have nothing to report."""

from __future__ import annotations

import pytest

from handouts.pdf import Printed, rendering
from handouts.pdf.preflight import overprint
from handouts.pdf.reader import PdfReader

from . import sample

BOX = "border: .5mm solid #14202B; margin: 20mm 0 0; height: 8mm"


def _found(body: str) -> list[str]:
    printed = rendering.render(sample.document(f"<h1>Heel pain</h1>{body}"), [])
    with PdfReader(printed.data) as pdf:
        findings = list(overprint.overprinted(pdf))
    assert {finding.code for finding in findings} <= {"HND894"}
    return [finding.message for finding in findings]


def test_a_clean_leaflet_has_nothing_to_report(printed: Printed) -> None:
    with PdfReader(printed.data) as pdf:
        assert list(overprint.overprinted(pdf)) == []


def test_text_over_text_is_an_error_with_its_depth() -> None:
    [message] = _found('<p>Do it often</p><p style="margin-top: -8mm">Sit down</p>')
    assert message.startswith("“Do it often” on page 1 overlaps “Sit down” by")
    assert message.endswith(" mm")


@pytest.mark.parametrize(
    "style",
    [
        f"{BOX}; padding: 0",  # text through the lower border of its box
        "margin-top: 20mm; height: 4mm; border-bottom: .5mm solid",  # through one line
    ],
)
def test_text_over_a_rule_is_an_error(style: str) -> None:
    [message] = _found(f'<div style="{style}"><p style="margin-top: 3mm; line-height: 8mm">Call us</p></div>')
    assert message.startswith("“Call us” on page 1 overlaps a rule by")


def test_the_lines_of_a_table_are_rules() -> None:
    row = "<tr><td style='height: 9mm'></td><td></td></tr>"
    over = '<p style="margin-top: -11.5mm">Rest today</p>'
    assert _found(f"<table>{row * 2}</table>") == []
    [message] = _found(f"<table>{row * 2}</table>{over}")
    assert "overlaps a rule" in message


@pytest.mark.parametrize(
    "body",
    [
        "<p>gypsy gypsy<br>Hold Hold</p>",  # descenders meet no capitals at the usual height of lines
        '<p style="border-bottom: .5mm solid; line-height: 1.0">gypsy</p>',  # a rule under a line
        "<p>One <strong>two</strong> three</p>",  # neighbours on one line
        f"<p>{sample.FOOT}</p>",
        f'<div style="position: relative">{sample.FOOT}<p style="position: absolute; top: 5mm">Heel</p></div>',
    ],
)
def test_what_only_touches_or_belongs_to_a_drawing_is_no_error(body: str) -> None:
    assert _found(body) == []
