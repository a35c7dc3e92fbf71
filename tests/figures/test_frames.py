"""Drawings of several steps: up to four frames, each measured against the one before."""

from __future__ import annotations

from typing import Any

import pytest
from posing import parsed

from handouts.figures.draw import _solved, draw
from handouts.figures.person import rig
from handouts.figures.render import layout
from handouts.figures.render.camera import VIEWS
from handouts.model.poses import drawing_key, frames_of

ALT = "A person does an exercise; the text of the picture is not the subject of this test."
HAND = {"view": "close-up right hand"}
GLIDES: dict[str, Any] = {
    "alt": ALT,
    "view": "three-quarter",
    "right elbow": 120,
    "start": {**HAND, "right fingers": "straight"},
    "second": {**HAND, "right fingers": "hook"},
    "third": {**HAND, "right fingers": "tabletop"},
    "finish": {**HAND, "right fingers": "fist"},
}


def drawn(pose: dict[str, Any]) -> tuple[Any, list[str]]:
    drawing, found = draw("new", pose, lambda path: None)
    return drawing, [f"{one.code} {one.message}" for one in found]


@pytest.mark.slow  # a whole drawing of two seconds
def test_four_frames_are_drawn_in_order_and_each_differs_from_the_one_before() -> None:
    drawing, found = drawn({"finish": GLIDES["finish"], **GLIDES})
    assert [one for one in found if "differ" in one] == []
    assert [frame.name for frame in drawing.frames] == ["start", "second", "third", "finish"]
    assert {name for name, values in drawing.checks.items() if "moved_share" in values} == {"second", "third", "finish"}


@pytest.mark.slow  # a whole drawing of two seconds
@pytest.mark.usefixtures("coarse")
def test_a_step_like_the_one_before_is_a_finding() -> None:
    _, found = drawn({**GLIDES, "third": GLIDES["second"]})
    assert [one for one in found if "differ" in one] == [
        "HND606 second and third differ by 0% of the figure and 0% of the right forearm, "
        "at least 12% or 60% must differ: they look the same"
    ]


def test_a_frame_may_be_seen_from_elsewhere_at_the_scale_and_on_the_floor_of_the_others() -> None:
    standing = {"feet": "flat on floor"}
    pose = parsed({"view": "side left", "start": standing, "finish": {**standing, "view": "front"}})
    first, last = layout.plans(pose, _solved(rig.body(), pose), rig.body())
    assert (first.scene.camera, last.scene.camera) == (VIEWS["side left"], VIEWS["front"])
    assert first.scene.far == (".R",) and last.scene.far == (), "seen from the left the right limbs are far"
    assert first.sheet.mm_per_body_mm == last.sheet.mm_per_body_mm and first.floor == last.floor is not None


def test_a_fifth_frame_is_too_many() -> None:
    drawing, found = drawn({**GLIDES, "close": {"view": "close-up left hand"}})
    assert drawing is None and found == ["HND601 5 frames in one drawing"]


def test_words_over_a_frame_change_no_drawing_and_names_have_an_order() -> None:
    assert frames_of({"finish": {}, "third": {}, "start": {}, "second": {}}) == ("start", "second", "third", "finish")
    assert drawing_key(GLIDES) == drawing_key({**GLIDES, "captions": {"second": "Hook"}})
    assert drawing_key(GLIDES) != drawing_key({**GLIDES, "second": {**HAND, "right fingers": "fist"}})
