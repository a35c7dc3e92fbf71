"""A worktop along the side of who stands whose hand is on it, else along the left one."""

from __future__ import annotations

from handouts.figures.geometry.rotation import vector
from handouts.figures.language.phrases import hand_use
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Posed
from handouts.figures.person.stances import Arm
from handouts.figures.props.counter import PLINTH_MM, TOE_ROOM_MM, TOP_MM, contacts
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import BACK, FRONT, Solid, box
from handouts.figures.props.support import HandSupport, Reach

NEAR_MM, DEEP_MM = 245.0, 330.0  # its edge, from the middle of the figure, and how much of it is seen
ALONG_MM = (-330.0, 330.0)  # before and behind the hips; it goes on
HAND_IN_MM, HAND_AHEAD_MM = 80.0, 70.0  # of a wrist, from the edge, and ahead of the hips
THICK_MM = 38.0


def build(placement: Placement) -> list[Solid]:
    """Worktop, cupboard and plinth; the front is the plane x = `NEAR_MM`, at the hips of the first frame."""
    k, out = placement.k, _side(placement)
    hips = float((placement.all_posed or (placement.posed,))[0].joint("root")[2])
    near, far, top = NEAR_MM * k, (NEAR_MM + DEEP_MM) * k, TOP_MM * k

    def across(first: float) -> tuple[float, float]:
        return (first, far) if out > 0 else (-far, -first)

    along = hips + ALONG_MM[0] * k, hips + ALONG_MM[1] * k
    shades = ("wall edge", "wall", "wall", "wall", "wall", "wall edge")
    plate = ("wood edge", "wood", "wood", "wood", "wood", "wood edge")
    set_back = 45 * k
    open_faces = (FRONT, BACK)
    return [
        box("beside plinth", across(near + set_back + TOE_ROOM_MM * k), (0, PLINTH_MM * k), along, "wall", shades),
        box("beside cupboard", across(near + set_back), (PLINTH_MM * k, top - THICK_MM * k), along, "wall", shades),
        box("beside worktop", across(near), (top - THICK_MM * k, top), along, "wood", plate, open_faces),
    ]


def _side(placement: Placement) -> float:
    """The sign of x on the side of the worktop."""
    on = [side for side, hand in placement.frame.hands.items() if hand.on == "counter beside"]
    return OUTWARD[on[0] if on else "L"]


def arm(reach: Reach, base: Posed) -> Arm:
    """The palm beside the hips, the fingers ahead."""
    k = reach.k
    hips = float(base.joint("root")[2])
    wrist = vector(reach.out * (NEAR_MM + HAND_IN_MM) * k, (TOP_MM + 45) * k, hips + HAND_AHEAD_MM * k) + reach.shift()
    return Arm(wrist, vector(reach.out, -0.4, -0.6), vector(reach.out * 0.1, 0, 1), vector(0, -1, 0), "flat")


PROP = Prop(
    "counter beside",
    build,
    solids={"counter beside": ("beside worktop", "beside cupboard")},
    hands=(
        HandSupport(hand_use("counter beside", "on counter beside", on="counter beside"), ("stand",), arm, contacts),
    ),
)
