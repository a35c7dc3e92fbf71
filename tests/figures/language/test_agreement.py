"""Broken poses: each is reported once, at its place, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.diagnostics import Span
from handouts.figures.draw import draw

CHAIR = {"props": ["chair"], "sit": "on chair"}
MAT = {"props": ["mat"]}
LIFTED = {"right foot": "lifted", "right hip": 90}

#: The pose, the place of the finding, its code, and words of its help.
BROKEN: list[tuple[dict[str, Any], str, str, str]] = [
    # a thing that is not there
    ({"sit": "on chair"}, "sit", "HND601", "add `chair`"),
    ({"sit": "in wheelchair"}, "sit", "HND601", "add `wheelchair`"),
    ({**CHAIR, "finish": {"right foot": "arch on ball"}}, "finish/right foot", "HND601", "add `ball`"),
    ({**CHAIR, "finish": {"right foot": "arch on bottle"}}, "finish/right foot", "HND601", "add `bottle`"),
    ({**CHAIR, "finish": {"right foot": "flat on ice pack"}}, "finish/right foot", "HND601", "add `ice pack`"),
    ({**CHAIR, "finish": {"right foot": "flat on towel"}}, "finish/right foot", "HND601", "add `towel`"),
    ({**CHAIR, "finish": {"right foot": "flat on footrest"}}, "finish/right foot", "HND601", "add `wheelchair`"),
    ({"finish": {"feet": "ball on step edge, heel 20 down"}}, "finish/feet", "HND601", "add `step`"),
    ({"finish": {"feet": "toes on rolled towel"}}, "finish/feet", "HND601", "add `rolled towel`"),
    ({"finish": {"right foot": "flat on floor, 40 cm from wall"}}, "finish/right foot", "HND601", "add `wall`"),
    ({"props": ["step"], "finish": {"left hand": "on rail"}}, "finish/left hand", "HND601", "add `rail`"),
    ({"hands": "on counter"}, "hands", "HND601", "add `counter`"),
    ({**MAT, "sit": "on floor", "finish": {"hands": "holding towel"}}, "finish/hands", "HND601", "add `towel`"),
    ({**MAT, "sit": "on floor", "right foot": "calf on cushion, toes 20 up"}, "right foot", "HND601", "add `cushion`"),
    ({**MAT, "lie": "on back", "head": "on cushion"}, "head", "HND601", "add `cushion`"),
    ({**MAT, "lie": "on left side"}, "lie", "HND601", "add `cushion`"),
    ({**CHAIR, "arrow": "ball to and fro"}, "arrow", "HND601", "add `ball`"),
    # contacts that one body cannot have together
    ({**MAT, "sit": "on floor", "finish": {"lie": "on back"}}, "finish/lie", "HND601", "one of the two"),
    ({**MAT, "kneel": "on right knee", "right foot": "flat on floor"}, "right foot", "HND601", "one of the two"),
    ({"stretch": "right calf", "works": "right thigh"}, "works", "HND601", "leave one out"),
    ({**CHAIR, "right foot": "on right knee"}, "right foot", "HND601", "`on left knee`"),
    ({**CHAIR, "right foot": "on left knee", "left foot": "on right knee"}, "left foot", "HND601", "one of the two"),
    ({"feet": "lifted"}, "feet", "HND601", "one foot on the floor"),
    ({**CHAIR, "finish": {"right ankle": "in 25"}}, "finish/right ankle", "HND601", "heel on floor"),
    ({"feet": "flat on floor", "finish": {"ankles": "out 15"}}, "finish/ankles", "HND601", "toes 20 out"),
    ({"props": ["towel"], "hands": "holding towel"}, "hands", "HND601", "a `stick` or a `band`"),
    ({"props": ["chair", "strap"], "sit": "on chair", "hands": "holding strap"}, "hands", "HND601", "lift that foot"),
    # words and numbers
    ({"finish": {"right foot": "flat on flor"}}, "finish/right foot", "HND601", "`flat on floor`"),
    ({"finish": {"trunk": {"lean": "12 degrees"}}}, "finish/trunk", "HND601", "without a unit"),
    ({"finish": {"right knee": "bent"}}, "finish/right knee", "HND601", "moves `straight`"),
    ({**CHAIR, "finish": {"right toes": "120 up"}}, "finish/right toes", "HND601", "`80 up`"),
]

#: What only the solved body shows.
IMPOSSIBLE: list[tuple[dict[str, Any], str, str, str]] = [
    ({**MAT, "sit": "on floor", "right hand": "on right toes", "trunk": {"lean": 0}}, "right hand", "HND602", "lean"),
    ({**MAT, "lie": "on back", "finish": {**LIFTED, "right knee": 170}}, "finish/right knee", "HND603", "raise"),
    (
        {"props": ["wall"], "finish": {
            "right foot": "flat on floor, 140 cm from wall", "left foot": "flat on floor, 28 cm from wall",
            "right knee": 60, "hands": "on wall at shoulder height",
        }}, "finish/right foot", "HND602", "closer to the wall",
    ),
    (
        {"props": ["counter"], "hands": "fingertips on counter", "left foot": "lifted", "left hip": 5, "left knee": 70,
         "right foot": "heel 75 up on floor, 9 cm from counter"}, "right foot", "HND604", "the angle",
    ),
]  # fmt: skip


def said_of(pose: dict[str, Any]) -> set[tuple[str | int, ...]]:
    """Every place that the author wrote."""
    inner = {(name, key) for name, value in pose.items() if isinstance(value, dict) for key in value}
    return {(), *((name,) for name in pose), *inner}


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(("pose", "place", "code", "help"), [*BROKEN, *IMPOSSIBLE])
def test_one_located_helpful_message(pose: dict[str, Any], place: str, code: str, help: str) -> None:
    written = said_of(pose)
    _, found = draw("x", pose, lambda path: Span("/".join(map(str, path))) if path in written else None)
    assert [(d.code, d.span) for d in found] == [(code, Span(place))], found
    assert help in (found[0].help or "")
