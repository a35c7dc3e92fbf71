"""Words and slips of readers of the page: what is read, and what a message says."""

from __future__ import annotations

from typing import Any

import pytest
from posing import parsed

from handouts.diagnostics import Diagnostic
from handouts.figures.language import phrases
from handouts.figures.language.grammar import FramePose
from handouts.figures.props import catalogue


def frame(**pose: Any) -> FramePose:
    return parsed({"finish": pose}).frames[0]


def faults(pose: dict[str, Any]) -> list[Diagnostic]:
    return catalogue.read(pose, lambda path: None)[1]


def test_a_comma_that_ends_a_text_in_braces_is_named() -> None:
    (found,) = faults({"props": ["wall"], "finish": {"feet": "flat on floor", "50 cm from wall": None}})
    assert found.message == "the comma before '50 cm from wall' ends the text of `feet`"
    assert '`feet: "flat on floor, 50 cm from wall"`' in found.help
    (other,) = faults({"finish": {"feet": "flat on floor", "fooot": "lifted"}})
    assert "unknown body part" in other.message


@pytest.mark.parametrize(
    ("key", "help"),
    [
        ("upper back", "write it at `back`"),
        ("neck", "write it at `head`"),
        ("spine", "write it at `trunk` or `back`"),
        ("left palm", "write it at `left forearm`"),
        ("arms", "say which joint: `right shoulder`"),
        ("jaw", "does not move in drawings"),
    ],
)
def test_a_part_that_is_no_key_has_the_key_that_says_it(key: str, help: str) -> None:
    (found,) = faults({"finish": {key: "on floor"}})
    assert help in found.help


def test_a_hand_that_holds_a_foot_behind_lifts_it() -> None:
    assert frame(**{"right hand": "on right foot behind"}).feet["R"].use == phrases.LIFTED
    written = frame(**{"right hand": "on right foot behind", "right foot": "lifted, toes 30 down"})
    assert written.feet["R"].toes_deg == -30


def test_hips_lifted_lying_on_the_front_are_a_plank() -> None:
    assert frame(lie="on front", hips="lifted").posture == "plank"
    assert frame(lie="on front").posture == "front"


def test_a_heel_level_with_the_edge_of_a_step_needs_no_angle() -> None:
    level, low = (frame(feet=f"ball on step edge{more}").feet["R"] for more in ("", ", heel 20 down"))
    assert (level.use.name, level.heel_up_deg, low.heel_up_deg) == (low.use.name, 0.0, -20.0)


def test_a_big_toe_has_an_angle_of_its_own() -> None:
    both = frame(**{"right toes": "big toe 40 up, others 20 down"})
    assert (both.big_toes_deg, both.toes_deg) == ({"R": 40.0}, {"R": -20.0})
    assert frame(toes="others 30 up").big_toes_deg == {"R": 0.0, "L": 0.0}
    (wrong,) = faults({"finish": {"right toes": "big toe 40 up, little toe 20 down"}})
    assert "`big toe 40 up, others 20 down`" in wrong.help


def test_a_limb_is_held_over_a_surface() -> None:
    (over,) = frame(**{"right hand": "15 cm over mat"}).touches
    assert (over.part, over.on, over.gap_mm, over.name) == ("hand", "mat", 150.0, "right hand over mat")
    (on,) = frame(**{"right hand": "fingertips on mat"}).touches
    assert on.gap_mm == 0


def test_a_raised_arm_turns_in_further_than_a_hanging_one() -> None:
    assert frame(**{"right shoulder": "raised forward 90, turned in 130"}).joints_deg["shoulder turn.R"] == -130
    (hanging,) = faults({"finish": {"right shoulder": "raised forward 20, turned in 130"}})
    assert hanging.help == "write at most `turned in 90`"


def test_an_unknown_area_and_one_without_a_side_have_different_messages() -> None:
    assert faults({"works": "belly", "finish": {}}) == []
    (unsided,) = faults({"works": "calf", "finish": {}})
    assert "`right calf`" in unsided.help
    (unknown,) = faults({"works": "abdomen", "finish": {}})
    assert unknown.message == "works: unknown area 'abdomen'"


@pytest.mark.parametrize("part", ["shoulders", "elbows", "toes"])
def test_an_arrow_follows_both_sides_of_a_pair(part: str) -> None:
    assert faults({"arrow": f"{part} up", "finish": {}}) == []
