"""A slim door frame, and a forearm upright on it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import hand_use
from handouts.figures.language.values import HEIGHTS
from handouts.figures.person.limbs import arm_lengths
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import hand_vertices, upright
from handouts.figures.person.stances import Arm
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import WOOD, Solid, box
from handouts.figures.props.support import Contacts, HandSupport, Reach

#: Its inner edges are as far out as elbows that are level with the shoulders, a little drawn back.
ELBOW_DRAWN_BACK_DEG = 26.0
WIDE_MM, THICK_MM, HIGH_MM = 42.0, 26.0, 1840.0  # lower than in a house: a picture is low
FOREARM_MM = 42.0  # from the bone of a forearm to the frame that it lies on


def post_mm(body: Body) -> float:
    """How far from the middle of the doorway its posts are."""
    arm = body.span("upperarm01.R", "lowerarm01.R") * float(np.cos(np.radians(ELBOW_DRAWN_BACK_DEG)))
    return float(abs(body.head("upperarm01.R")[0])) + arm


def build(placement: Placement) -> list[Solid]:
    """Two posts, sill and top; their face is the plane z = 0."""
    body = placement.posed.body
    k, high, middle = body.scale, HIGH_MM * body.scale, post_mm(body)
    inner, outer = middle - WIDE_MM * k / 2, middle + WIDE_MM * k / 2
    deep = (0.0, THICK_MM * k)
    posts = [
        box(f"doorway post{i}", x, (0, high), deep, "wood", WOOD)
        for i, x in enumerate(((-outer, -inner), (inner, outer)))
    ]
    sill = box("doorway sill", (-outer, outer), (0, 5 * k), deep, "wood", WOOD)
    return [sill, *posts, box("doorway top", (-outer, outer), (high, high + WIDE_MM * k), deep, "wood", WOOD)]


def forearm_on_doorway(reach: Reach, base: Posed) -> Arm:
    """The forearm upright on the post, its elbow at the height that the pose says."""
    height, (_, fore) = HEIGHTS[reach.hand.height] * reach.body.height_mm, arm_lengths(reach.body, reach.side)
    elbow = vector(reach.out * post_mm(reach.body), height, -FOREARM_MM * reach.k) + reach.shift("elbow")
    wrist = elbow + vector(0, fore, 0) + reach.shift()
    shoulder = base.joint(f"upperarm01.{reach.side}")
    return Arm(wrist, elbow - (shoulder + wrist) / 2, vector(0, 1, 0), vector(0, 0, 1), "flat", elbow)


def contacts(reach: Reach, posed: Posed) -> Contacts:
    side, body = reach.side, reach.body
    parts = (
        ("forearm", body.vertices_of(f"lowerarm*.{side}"), "elbow"),
        ("hand", hand_vertices(body, side), "wrist"),
    )
    return [(upright(f"{reach.word} {part} on doorway", skin), f"{end}.{side}") for part, skin, end in parts]


PROP = Prop(
    "doorway",
    build,
    sets_floor=True,
    hands=(
        HandSupport(
            hand_use("forearm", "forearm on doorway at {height:shoulder} height", on="doorway"),
            ("stand",),
            forearm_on_doorway,
            contacts,
        ),
    ),
)
