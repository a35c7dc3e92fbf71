"""Findings in plain words: at the control that settles them, and never without what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from shipped import SHIPPED

from handouts.compose.wording import ENGLISH, Wording
from handouts.desk import findings
from handouts.desk.choice import DeskChoice, Picked, personal_faults
from handouts.desk.composing import Composer
from handouts.diagnostics import CODES, Diagnostic
from handouts.pipeline.workspace import Workspace

from .making import DAY

WORDING = Wording.of(ENGLISH, "en-GB")
LONG = "W" * 60


def plain(code: str, message: str, **personal: str) -> dict[str, Any]:
    (entry,) = findings.plain([Diagnostic(code, message, "")], SHIPPED, WORDING, personal=personal)
    return entry


@pytest.mark.parametrize("at", ["name", "note"])
def test_a_word_that_runs_out_of_the_page_is_settled_where_it_was_typed(at: str) -> None:
    message = f"“{LONG[:46]}…” runs 157.0 mm out of its <p> on page 1"
    entry = plain("HND503", message, **{"name": "", "note": "", at: f"Dr {LONG}"})
    assert entry["at"] == at and f"The {at} is too long for the page." in entry["text"]
    other = plain("HND503", message, name="Ann", note="")
    assert other["at"] == "" and other["text"].startswith("Overflow. ")


def test_a_letter_that_cannot_be_printed_is_named_with_its_box() -> None:
    (fault,) = personal_faults(DeskChoice(note="Well done \U0001f600"))
    entry = plain(fault.code, fault.message)
    assert entry["at"] == "note" and "“\U0001f600”" in entry["text"]
    (fault,) = personal_faults(DeskChoice(name="Ann\u202e"))
    entry = plain(fault.code, fault.message)
    assert entry["at"] == "name" and "U+202E" in entry["text"]


def test_lines_and_tips_that_say_the_opposite_are_named() -> None:
    line = plain("HND407", '"Do not give up all sport." is left out: ankle-sprain forbids or delays what it asks for')
    assert (line["title"], line["at"]) == ("A line is left out", "") and "“Do not give up all sport.”" in line["text"]
    two = plain("HND407", "a-b advises `chair`, and c-d `desk` for the same part of the body")
    assert two["text"] == "“Sitting.” and “At a desk.” Ask a clinician which holds." and two["at"] == "conditions"


def test_what_stopped_the_drawing_can_be_tried_again() -> None:
    for code in ("HND504", "HND945", "HND946", "HND948", "HND949"):
        assert plain(code, "x")["at"] == "again"


def test_a_finding_without_words_of_its_own_says_what_is_wrong() -> None:
    for code in CODES.keys() - findings.PLAIN.keys():
        title = CODES[code].title
        assert plain(code, "x")["text"].casefold().startswith(f"{title.casefold()}. ")


def test_the_record_has_what_the_program_left_out() -> None:
    composer = Composer(Workspace(SHIPPED, (), None), "example")
    conditions = Picked("plantar-fasciitis", None), Picked("heel-bursitis", None)
    left = findings.left_out(composer.composed(DeskChoice(conditions), DAY).found, SHIPPED)
    assert "calf-stretch-wall" in left
