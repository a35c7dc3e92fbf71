"""A handrail along the left side of who stands on a step, and a hand on it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import hand_use
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import level
from handouts.figures.person.stances import Arm
from handouts.figures.props import step
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import WOOD, Solid, box, tube
from handouts.figures.props.support import Contacts, HandSupport, Reach

TOP_MM = 1090.0  # for a person of 1700 mm
X_MM = 265.0
LAST_HOLD_MM = 300.0  # of a wrist along the bar, whose end is at 470
SLIM_BELLY_MM = 150.0  # a belly that comes no further ahead of the hip joints hides no hand on a rail


def build(placement: Placement) -> list[Solid]:
    """A round bar on two posts on the step: one on the floor would stand behind a heel like a prop under it."""
    k, top, x = placement.k, TOP_MM * placement.k, X_MM * placement.k
    line = np.array([[x, top - 17 * k, -190 * k], [x, top - 17 * k, 120 * k], [x, top - 17 * k, 470 * k]])
    bar = tube("rail", "wood", line, (17 * k, 17 * k), np.array([1.0, 0.0, 0.0]))
    posts = [
        box(f"rail post{i}", (x - 12 * k, x + 12 * k), (foot, top - 30 * k), (z - 12 * k, z + 12 * k), "wood", WOOD)
        for i, (z, foot) in enumerate(((60 * k, step.TOP_MM * k), (305 * k, step.TOP_MM * k)))
    ]
    return [bar, *posts]


def hand_on_rail(reach: Reach, base: Posed) -> Arm:
    """The hand hooks the bar ahead of the hips; further ahead before a large belly, never past the end of the bar."""
    k = reach.k
    hips = max(float(base.joint(f"upperleg01.{reach.side}")[2]), 0.0)
    ahead = min(hips + 75 * k + max(reach.body.belly_mm - SLIM_BELLY_MM * k, 0.0), LAST_HOLD_MM * k)
    wrist = vector(X_MM * k, (TOP_MM + 52) * k, ahead) + reach.shift()
    return Arm(wrist, vector(reach.out, -0.6, -1), vector(0, -0.25, 1), vector(0, -1, -0.25), "hook")


def contacts(reach: Reach, posed: Posed) -> Contacts:
    palm = reach.body.vertices_of(f"wrist.{reach.side}", f"metacarpal*.{reach.side}")
    return [(level(f"{reach.word} hand on rail", palm, TOP_MM * reach.k), f"wrist.{reach.side}")]


PROP = Prop(
    "rail", build, hands=(HandSupport(hand_use("on rail", "on rail", on="rail"), ("stand",), hand_on_rail, contacts),)
)
