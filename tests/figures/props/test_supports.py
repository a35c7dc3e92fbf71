"""Things under the body: a bed, a pillow, a roll, a ball, stairs, and loops round both legs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sampling import one_of_each

from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.props import counter
from handouts.figures.props.bed import TOP_MM
from handouts.figures.props.prop import Placement
from handouts.figures.props.stairs import RISE_MM
from handouts.figures.render.camera import VIEWS

from .test_held import placed

ROLLED = {"sit": "on floor", "hands": "on floor", "right foot": "calf on foam roll"}
ARCHED = {"lie": "on back", "back": "upper back on foam roll", "hands": "on chest"}
#: A pose with a thing under the body, the contact that it is about, and the solid that carries.
CARRIED: list[tuple[str, dict[str, Any], str, str]] = [
    ("bed", {"sit": "on bed"}, "bottom on bed", "bed"),
    ("gym ball", {"sit": "on gym ball"}, "bottom on gym ball", "gym ball"),
    ("pillow", {"lie": "on back", "knees": "on pillow"}, "right knee on pillow", "support pillow"),
    ("pillow", {"lie": "on left side", "right knee": "on pillow"}, "right knee on pillow", "support pillow"),
    ("foam roll", ROLLED, "right calf on foam roll", "foam roll"),
    ("foam roll", ARCHED, "upper back on foam roll", "foam roll"),
    ("stairs", {"right foot": "on first stair", "left foot": "on floor"}, "right foot on first stair", "first stair"),
]


@pytest.mark.parametrize(("thing", "finish", "name", "solid"), one_of_each(CARRIED, lambda one: next(iter(one[1]))))
def test_the_body_lies_on_it(thing: str, finish: dict[str, Any], name: str, solid: str) -> None:
    one, parts = placed({"props": [thing, "mat", "cushion"], "finish": finish})
    (contact,) = (contact for contact in one.contacts if contact.name == name)
    assert abs(contact.gap_mm(one.posed)) < 3
    skin, carrier = one.posed.skin[contact.vertices], parts[solid].points
    touching = skin[skin[:, 1].argmin()]
    assert carrier[:, 1].max() == pytest.approx(float(touching[1]), abs=45), "its top is where the skin is"
    for axis in (0, 2):
        assert carrier[:, axis].min() < touching[axis] < carrier[:, axis].max(), "it is under the skin that touches"


def test_a_bed_under_one_who_lies_is_where_a_mat_would_be_and_stands_on_the_floor() -> None:
    one, parts = placed({"props": ["bed"], "lie": "on back", "finish": {}})
    k, bed = one.posed.body.scale, parts["bed"].points
    assert bed[:, 1].max() == pytest.approx(0, abs=2)
    assert bed[:, 2].min() < one.posed.skin[:, 2].min() and bed[:, 2].max() > one.posed.skin[:, 2].max()
    assert parts["bed leg0"].points[:, 1].min() == pytest.approx(-TOP_MM * k, abs=2)


def test_a_pillow_between_the_knees_is_on_the_lower_one() -> None:
    pose = {"props": ["pillow", "mat", "cushion"], "lie": "on left side", "finish": {"right knee": "on pillow"}}
    one, parts = placed(pose)
    pillow = parts["support pillow"].points[:, 1]
    lower, upper = (one.posed.joint(f"lowerleg01.{side}")[1] for side in "LR")
    assert lower < pillow.min() + 20 and pillow.max() - 20 < upper


def test_stairs_rise_one_after_the_other() -> None:
    one, parts = placed({"props": ["stairs"], "finish": {"feet": "on second stair"}})
    tops = [parts[name].points[:, 1].max() / one.posed.body.scale for name in parts]
    assert tops == pytest.approx([RISE_MM, 2 * RISE_MM, 3 * RISE_MM], abs=1)
    assert one.posed.joint("foot.R")[1] > 2 * RISE_MM * one.posed.body.scale


@pytest.mark.parametrize(("prop", "high"), [("band round thighs", "lowerleg01"), ("band round ankles", "foot")])
def test_a_loop_is_stretched_round_both_legs(prop: str, high: str) -> None:
    one, parts = placed({"props": [prop], "finish": {"left foot": "on floor 10 cm aside"}})
    band = parts[prop].points
    for side in "RL":
        joint = one.posed.joint(f"{high}.{side}")
        assert band[:, 0].min() < joint[0] < band[:, 0].max()
        assert 0 < band[:, 1].mean() - joint[1] < 150, "a little over the joint"
    wide = np.ptp(band[:, 0])
    assert wide == pytest.approx(abs(one.posed.joint(f"{high}.L")[0] - one.posed.joint(f"{high}.R")[0]) + 110, abs=60)


def test_a_step_ends_before_a_foot_that_hangs_beside_it() -> None:
    hitched = {"right foot": "on step", "left foot": "lifted", "left hip": 0, "left knee": 2, "pelvis": "hitch right 8"}
    one, parts = placed({"props": ["step"], "finish": hitched})
    step = parts["step"].points
    hanging, standing = (one.posed.skin[foot_vertices(one.posed.body, side)] for side in "LR")
    assert hanging[:, 1].min() < step[:, 1].max() - 10, "it hangs lower than the top"
    assert standing[:, 0].mean() < step[:, 0].max() < hanging[:, 0].min()
    _, both = placed({"props": ["step"], "finish": {"feet": "on step"}})
    assert both["step"].points[:, 0].max() > step[:, 0].max() + 100


def test_the_posts_of_a_rail_stand_on_the_step_and_none_behind_a_heel() -> None:
    on_edge = {"left hand": "on rail", "finish": {"feet": "ball on step edge, heel 20 down"}}
    _, parts = placed({"props": ["step", "rail"], **on_edge})
    posts = [solid.points for name, solid in parts.items() if name.startswith("rail post")]
    assert len(posts) == 2
    for post in posts:
        assert post[:, 1].min() == pytest.approx(parts["step"].points[:, 1].max())
        assert post[:, 2].min() > 0, "the edge of the step is the line z = 0"


def test_the_cupboard_under_a_worktop_stands_on_the_floor_line_of_the_feet() -> None:
    one, _ = placed({"props": ["counter"], "finish": {"hands": "on counter"}})
    see = VIEWS["side turned"].see
    floor = min(float(see(one.posed.skin[foot_vertices(one.posed.body, side)])[:, 1].min()) for side in "RL")
    under = {
        far: floor
        - min(float(see(part.points)[:, 1].min()) for part in counter.build(Placement(one.posed, one.frame, (), far)))
        for far in ("L", "")
    }
    assert under["L"] < 8 < 15 < under[""], "millimetres under the line, which is as thick as 15"


def test_one_who_stands_holds_on_to_the_back_of_a_chair_that_is_ahead() -> None:
    one, parts = placed({"props": ["chair ahead"], "finish": {"hands": "on chair back"}})
    back = parts["held chair back"].points
    for side in "RL":
        hand = one.posed.joint(f"finger3-1.{side}")
        assert 0 < hand[1] - back[:, 1].max() < 60, "over its top"
        assert one.posed.joint(f"toe3-1.{side}")[2] < back[:, 2].min(), "and the feet before it"
    assert parts["held seat"].points[:, 2].min() > back[:, 2].min(), "the seat is beyond"
