"""Props that a limb goes through or that nothing uses, hips that stay down, and what a close-up does not frame."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.diagnostics import Diagnostic
from handouts.figures.checks import paper, visibility
from handouts.figures.draw import Drawing, draw

ALT = "A person does an exercise; the text of the picture is not the subject of this test."


def drawn(**pose: Any) -> tuple[Drawing, list[Diagnostic]]:
    drawing, found = draw("tried", {"alt": ALT, **pose}, lambda path: None)
    assert drawing is not None, found
    return drawing, found


def messages(found: list[Diagnostic], code: str) -> list[str]:
    return [one.message for one in found if one.code == code]


@pytest.mark.usefixtures("coarse")
def test_a_leg_through_the_seat_of_a_chair() -> None:
    through = drawn(props=["chair"], finish={"right foot": "on chair", "left foot": "on floor 15 cm aside"})[1]
    assert any("the left lower leg goes" in one and "through the chair" in one for one in messages(through, "HND605"))
    seated = drawn(props=["chair"], sit="on chair", finish={"hands": "on thighs"})
    assert messages(seated[1], "HND605") == []
    before = drawn(props=["chair"], finish={"feet": "on floor 40 cm ahead"})[1]
    assert messages(before, "HND605") == []


@pytest.mark.usefixtures("coarse")
def test_a_weight_that_nothing_holds() -> None:
    found = drawn(props=["weight"], finish={"hands": "hanging"})[1]
    assert messages(found, "HND601") == ["the weight is in `props`, and nothing holds or touches it"]
    assert messages(drawn(props=["weight"], finish={"right hand": "holding weight"})[1], "HND601") == []


@pytest.mark.slow  # two to six seconds for drawings of this test alone
@pytest.mark.usefixtures("coarse")
def test_lifted_hips_are_off_the_seat_by_what_is_written() -> None:
    low, high = (
        drawn(props=["wheelchair"], sit="in wheelchair", finish={"hands": "on armrests", "hips": hips})[0]
        for hips in ("lifted", "lifted 14 cm")
    )
    up = [one.checks["finish"]["hips_lifted_mm"] for one in (low, high)]
    assert up[0] >= 60 and up[1] >= up[0] + 40


@pytest.mark.usefixtures("coarse")
def test_a_close_up_does_not_judge_a_chair_that_it_cuts() -> None:
    drawing, found = drawn(
        props=["chair"], view="front", sit="on chair", finish={"view": "close-up upper body", "head": "tilt left 35"}
    )
    assert messages(found, "HND606") == []
    assert "chair" not in drawing.checks["finish"]["touching_seen"]


def test_a_mark_that_nothing_hides_may_be_small_in_a_whole_figure() -> None:
    drawing, found = drawn(view="side", finish={"right elbow": 90}, works="right upper arm")
    area = drawing.checks["finish"]["highlight_mm2"]
    assert paper.WHOLE_MM2 <= area < paper.HIGHLIGHT_MM2
    assert messages(found, "HND606") == []


@pytest.mark.slow  # two to six seconds for drawings of this test alone
@pytest.mark.usefixtures("coarse")
def test_a_mark_on_the_far_side_names_the_limit_and_the_views_that_pass() -> None:
    found = drawn(view="side", finish={"hands": "hanging"}, works="left thigh")[1]
    assert any("of the mark of `works` can be seen, at least 35% must be" in one for one in messages(found, "HND606"))
    helps = [one.help for one in found if one.code == "HND606"]
    assert helps and all(one.startswith(f"{visibility.OTHER_VIEW}: ") and "`front`" in one for one in helps)


@pytest.mark.slow  # two to six seconds for drawings of this test alone
@pytest.mark.usefixtures("coarse")
def test_a_bent_elbow_is_a_movement_that_is_seen() -> None:
    curl = {"view": "side", "props": ["weight"], "right hand": "holding weight"}
    drawing, found = drawn(**curl, start={"right elbow": "straight"}, finish={"right elbow": 125})
    assert messages(found, "HND606") == []
    assert drawing.checks["finish"]["limb_moved_share"] > 0.6
    little = drawn(**curl, start={"right elbow": 60}, finish={"right elbow": 66})[1]
    assert any("they look the same" in one for one in messages(little, "HND606"))
    assert any("close-up upper body" in (one.help or "") for one in little)
