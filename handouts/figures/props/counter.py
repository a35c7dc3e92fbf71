"""A worktop on a cupboard, and hands that lie on it, touch it or are held ready over it."""

from __future__ import annotations

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import hand_use
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import hand_vertices, level
from handouts.figures.person.stances import Arm
from handouts.figures.props.prop import Front, Placement, Prop, Surface
from handouts.figures.props.solids import FRONT, Solid, box
from handouts.figures.props.support import Contacts, HandSupport, Reach

TOP_MM = 900.0  # for a person of 1700 mm, as all lengths here
DEEP_MM = 300.0  # so much is seen of it: it goes on beyond the picture
PLINTH_MM, TOE_ROOM_MM = 90.0, 60.0  # the cupboard has a plinth that is set back
#: How far to the right cupboard and worktop go. Seen from there the cupboard is no nearer to the viewer than the feet,
#: so that it stands on their floor line.
CUPBOARD_MM, NEAR_CUPBOARD_MM, WORKTOP_MM = 300.0, 110.0, 312.0
HAND_WIDTH_MM = 182.0  # hands on it, shoulder wide: beside the trunk of one who is seen from behind
HAND_BEHIND_MM = 95.0  # a hand on it lies this far behind its front edge
TIPS_BEHIND_MM = -15.0  # the wrist, when only the fingertips rest on it


def build(placement: Placement) -> list[Solid]:
    """The front edge of the worktop is the plane z = 0; cupboard and plinth are set back under it."""
    k, top, deep = placement.k, TOP_MM * placement.k, DEEP_MM * placement.k
    left = -k * (NEAR_CUPBOARD_MM if placement.far_side == "L" else CUPBOARD_MM)
    right, low, behind = 330 * k, PLINTH_MM * k, 45 * k
    shades = ("wall", "wall", "wall edge", "wall edge", "wall edge", "wall")
    plate = ("wood edge", "wood", "wood", "wood", "wood", "wood edge")
    return [
        box("cupboard plinth", (left, right), (0, low), (behind + TOE_ROOM_MM * k, deep), "wall", shades, (FRONT,)),
        box("cupboard", (left, right), (low, top - 38 * k), (behind, deep), "wall", shades, (FRONT,)),
        box("worktop", (-WORKTOP_MM * k, right), (top - 38 * k, top), (0, deep), "wood", plate, (FRONT,)),
    ]


def arm(reach: Reach, above_mm: float, behind_mm: float, tips: bool = False) -> Arm:
    """The wrist so far above the worktop and behind its edge; with `tips` the hand slopes down to the fingertips."""
    out, k = reach.out, reach.k
    wide = HAND_WIDTH_MM * k
    wrist = vector(out * wide, (TOP_MM + above_mm) * k, behind_mm * k) + reach.shift()
    fingers = vector(-out * 0.12, -0.75 if tips else 0.0, 1)
    palm = vector(0, -1, -0.75 if tips else 0.0)
    return Arm(wrist, vector(out * 0.5, -0.6, -1), fingers, palm, "rest" if tips else "flat")


def contacts(reach: Reach, posed: Posed) -> Contacts:
    hand = hand_vertices(reach.body, reach.side)
    return [(level(f"{reach.word} hand on {reach.hand.on}", hand, TOP_MM * reach.k), f"wrist.{reach.side}")]


PROP = Prop(
    "counter",
    build,
    front=Front("worktop", 150.0, TOP_MM),
    solids={"counter": ("worktop", "cupboard")},
    surfaces={"counter": lambda frame: Surface((0.0, TOP_MM, 0.0), (0.0, 1.0, 0.0), 0.0, HAND_BEHIND_MM)},
    hands=(
        HandSupport(
            hand_use("on counter", "on counter", on="counter"),
            ("stand",),
            lambda reach, base: arm(reach, 45.0, HAND_BEHIND_MM),
            contacts,
        ),
        HandSupport(
            hand_use("tips counter", "fingertips on counter", on="counter"),
            ("stand",),
            lambda reach, base: arm(reach, 95.0, TIPS_BEHIND_MM, tips=True),
            contacts,
        ),
        HandSupport(
            hand_use("over counter", "just over counter", on="counter"),
            ("stand",),
            lambda reach, base: arm(reach, 75.0, HAND_BEHIND_MM),
        ),
    ),
)
