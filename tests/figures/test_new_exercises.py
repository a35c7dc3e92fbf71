"""Exercises that the content does not have, in the words of `docs/figures.md`: they are drawn without a finding.

Those that were first tried out here also brought words into the language: the doorway, the foot that is held behind,
the leg that goes aside, the chest and the outer hip. The knee that straightens on a chair needed none.
"""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from posing import parsed
from sampling import one_of_each

from handouts.diagnostics import Span
from handouts.figures.draw import draw
from handouts.figures.language import keys, values
from handouts.figures.person import rig
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue

HAMSTRING = """
  view: side
  props: [chair]
  sit: on chair
  left foot: flat on floor
  right knee: straight
  right foot: heel on floor, toes 10 up
  hands: on thighs
  start: {trunk: {lean: 4}}
  finish: {trunk: {lean: 30}}
  stretch: right hamstring
  arrow: chest forward
  labels: {right knee: Knee straight, low back: Back straight}
"""

QUADRICEPS = """
  view: side
  props: [counter]
  left foot: flat on floor, 12 cm from counter
  left knee: 4
  left hand: fingertips on counter
  trunk: lean 0
  start: {right foot: lifted, right hip: 0, right knee: 80}
  finish: {right foot: lifted, right hand: on right foot behind}
  stretch: right thigh
  arrow: hips forward
  labels: {right knee: Knee points down}
"""

QUADRICEPS_AT_A_WALL = """
  view: side turned
  props: [wall]
  left foot: flat on floor, 30 cm from wall
  left hand: on wall at shoulder height
  right foot: lifted
  right hand: on right foot behind
  right knee: 138
  right hip: 10 back
  stretch: right thigh
"""

CHEST = """
  view: three-quarter left
  props: [doorway]
  right foot: flat on floor, 30 cm past doorway
  left foot: flat on floor, 15 cm from doorway
  hands: forearm on doorway at shoulder height
  start: {trunk: {lean: 0}}
  finish: {trunk: {lean: 8}}
  stretch: chest
  arrow: chest forward
  labels: {chest: Chest forward}
"""

KNEE_ON_CHAIR = """
  view: side
  props: [chair]
  sit: on chair
  left foot: flat on floor
  hands: on thighs
  start: {right foot: flat on floor}
  finish: {right foot: "lifted, toes 70 up", right knee: straight}
  stretch: right thigh
  arrow: right foot up
  labels: {right knee: Knee straight}
"""

LEG_LIFT = """
  view: side from above
  props: [mat, cushion]
  lie: on left side
  right hand: on hips
  right knee: straight
  start: {right foot: leg 0 up}
  finish: {right foot: leg 35 up}
  stretch: right outer hip
  arrow: right foot up
"""

LEG_ASIDE = """
  view: back
  props: [counter]
  left foot: flat on floor, 9 cm from counter
  hands: on counter
  start: {right foot: "flat on floor, 9 cm from counter"}
  finish: {right foot: leg 30 aside}
  stretch: right outer hip
  arrow: right foot out
"""

EXERCISES = {
    "seated hamstring stretch": HAMSTRING,
    "standing quadriceps stretch": QUADRICEPS,
    "the same at a wall": QUADRICEPS_AT_A_WALL,
    "doorway chest stretch": CHEST,
    "seated knee straightening": KNEE_ON_CHAIR,
    "side-lying leg lift": LEG_LIFT,
    "standing leg to the side": LEG_ASIDE,
}


def span_of(path: keys.Path) -> Span:
    return Span("/".join(str(part) for part in path))


@pytest.mark.slow  # bodies are solved for this test alone
@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(
    "text", one_of_each(sorted(EXERCISES.values(), key=lambda text: text != QUADRICEPS), lambda text: "any")
)
def test_its_posture_is_reached(text: str) -> None:
    drawing, found = draw("new", yaml.safe_load(text), lambda path: None)
    assert drawing is not None
    assert [one.message for one in found if one.code != "HND606"] == [], "HND606 measures lines: too few pixels here"


@pytest.mark.slow  # seven drawings of full resolution, two seconds each
@pytest.mark.parametrize("text", EXERCISES.values())
def test_it_is_drawn_as_described(text: str) -> None:
    drawing, found = draw("new", yaml.safe_load(text), lambda path: None)
    assert drawing is not None
    assert [one.message for one in found] == []
    assert drawing.checks["finish"]["highlight_seen"] > 0.6


def test_the_hand_holds_the_foot_and_the_joints_stay_within_their_limits() -> None:
    done = solve(rig.body(), parsed(yaml.safe_load(QUADRICEPS)).frames[-1])
    gaps = {contact.name: contact.gap_mm(done.posed) for contact in done.contacts}
    assert abs(gaps["right hand on foot"]) < 1
    assert limb_depths(done.posed).get("right arm in right leg", 0.0) < 5
    assert done.unreached_mm["wrist.R"] == 0


def changed(text: str, **more: Any) -> dict[str, Any]:
    pose: dict[str, Any] = yaml.safe_load(text)
    return {**pose, **{name.replace("_", " "): value for name, value in more.items()}}


@pytest.mark.slow  # bodies are solved for this test alone
@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize(
    ("pose", "place", "says"),
    [
        (changed(QUADRICEPS_AT_A_WALL, right_knee=70), "finish/right hand", "130 to 140"),
        pytest.param(
            changed(
                CHEST, right_foot="flat on floor, 99 cm from doorway", left_foot="flat on floor, 140 cm from doorway"
            ),
            "start/right foot",
            "closer",
            marks=pytest.mark.slow,  # nine seconds
        ),
    ],
    ids=["foot too low", "doorway too far"],
)
def test_what_is_out_of_reach_is_reported_at_its_place_in_a_likely_number(
    pose: dict[str, Any], place: str, says: str
) -> None:
    drawing, found = draw("new", pose, span_of)
    assert drawing is not None
    first = found[0]
    assert first.code == "HND602" and says in (first.help or "")
    assert first.span == Span(place)
    assert all(checks["reach_mm"] < 700 for checks in drawing.checks.values())


def test_a_foot_that_is_held_is_lifted() -> None:
    pose = changed(QUADRICEPS_AT_A_WALL, right_foot="flat on floor")
    pose.pop("right knee"), pose.pop("right hip")
    _, found = draw("new", pose, span_of)
    assert [(one.code, one.help) for one in found] == [("HND601", "write `right foot: lifted`")]


@pytest.mark.parametrize("phrase", ["leg 60 aside", "on right foot beside", "10 forward"])
def test_words_beyond_the_language_are_reported(phrase: str) -> None:
    reader = {"leg": catalogue.VOCABULARY.foot, "on": catalogue.VOCABULARY.hand, "10": values.hip}[phrase.split()[0]]
    with pytest.raises(values.UnreadableError):
        reader(phrase)
