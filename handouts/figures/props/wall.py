"""A wall that the figure looks at, and a hand flat on it."""

from __future__ import annotations

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import vector
from handouts.figures.language.grammar import FramePose
from handouts.figures.language.phrases import hand_use
from handouts.figures.language.values import HEIGHTS
from handouts.figures.person.rig import Posed
from handouts.figures.person.skin_contact import Handle, hand_vertices, upright
from handouts.figures.person.stances import Arm
from handouts.figures.props.prop import Front, Placement, Prop, Surface
from handouts.figures.props.solids import BACK, FRONT, TOP, Solid, box
from handouts.figures.props.support import Contacts, HandSupport, Reach

HAND_WIDTH_MM = 165.0  # palms on a wall, shoulder wide
EASY_ELBOW_DEG = 28.0
FAR_MM, HIGH_MM, THICK_MM = 480.0, 1712.0, 95.0
BEHIND_FAR_MM = 40.0  # behind a figure: its face would be a strip beside the back that touches it
SKIRTING_MM = (16.0, 85.0)  # how far it juts out, how high it is
OVER_HAND_MM = 260.0  # of the wall, over a hand that reaches up


def build(placement: Placement) -> list[Solid]:
    """A surface, the plane z = 0, with a skirting; the wall goes on over the figure and behind its own face.

    It is cut off so that it hides no hand that is alone on it, on the far side.
    """
    k = placement.k
    sides = {side for side, hand in placement.frame.hands.items() if hand.on == "wall"}
    near = _at_left_hand(placement) if sides == {"L"} else -222.0 * k
    shades = ("wall", "wall", "wall", "wall", "wall edge", "wall")
    away = -1 if is_behind(placement.frame) else 1
    across = (near, (FAR_MM if away > 0 else BEHIND_FAR_MM) * k)
    if away < 0 and not placement.far_side:  # seen from the front it is as wide as what is before it
        across = (-FAR_MM * k, FAR_MM * k)
    hands = [hand.height for hand in placement.frame.hands.values() if hand.on == "wall"]
    heights = [HEIGHTS[height] * placement.posed.body.height_mm for height in hands if height]
    heights += [touch.height_mm * k for touch in placement.frame.touches if touch.height_mm]
    high = max([HIGH_MM * k, *(height + OVER_HAND_MM * k for height in heights)])
    deep, skirting = sorted((0, away * THICK_MM * k)), sorted((0, -away * SKIRTING_MM[0] * k))
    return [
        box("wall", across, (0, high), (deep[0], deep[1]), "wall", shades, (TOP, FRONT if away > 0 else BACK)),
        box("wall skirting", across, (0, SKIRTING_MM[1] * k), (skirting[0], skirting[1]), "wall", shades),
    ]


def _at_left_hand(placement: Placement) -> float:
    """Where the wall begins: at the middle of the left hand."""
    posed = placement.posed
    return float(posed.skin[hand_vertices(posed.body, "L"), 0].mean())


def hand_on_wall(reach: Reach, base: Posed) -> Arm:
    """The palm flat on the wall, fingers up."""
    out, k = reach.out, reach.k
    height = HEIGHTS[reach.hand.height] * reach.body.height_mm - 75 * k
    wrist: Floats = vector(out * HAND_WIDTH_MM * k, height, -45 * k) + reach.shift()
    return Arm(wrist, vector(out * 0.45, -1, -0.2), vector(out * 0.1, 1, 0), vector(0, 0, 1), "flat")


def contacts(reach: Reach, posed: Posed) -> Contacts:
    hand = hand_vertices(reach.body, reach.side)
    return [(upright(f"{reach.word} hand on wall", hand), f"wrist.{reach.side}")]


def palm_height(reach: Reach, posed: Posed) -> dict[Handle, Floats]:
    """The height is that of the middle of the palm, measured on the skin."""
    middle = float(posed.skin[hand_vertices(reach.body, reach.side), 1].mean())
    return {f"wrist.{reach.side}": vector(0, HEIGHTS[reach.hand.height] * reach.body.height_mm - middle, 0)}


def surface(frame: FramePose) -> Surface:
    """Ahead of the figure, or behind it where back, head or bottom lean on it."""
    return Surface((0.0, 0.0, 0.0), (0.0, 0.0, 1.0 if is_behind(frame) else -1.0))


def is_behind(frame: FramePose) -> bool:
    """Is the wall behind the figure?"""
    return any(touch.on == "wall" and not touch.side for touch in frame.touches)


PROP = Prop(
    "wall",
    build,
    front=Front("wall"),
    surfaces={"wall": surface},
    hands=(
        HandSupport(
            hand_use("on wall", "on wall at {height:shoulder} height", on="wall"),
            ("stand",),
            hand_on_wall,
            contacts,
            palm_height,
            elbow_deg=EASY_ELBOW_DEG,
        ),
    ),
)
