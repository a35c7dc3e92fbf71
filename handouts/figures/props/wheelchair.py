"""A manual wheelchair, fitted to who sits in it: seat, back, wheels, castors, push handles and footrests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar
from handouts.figures.language.phrases import CROSSED, FLAT, Foot, foot_use
from handouts.figures.person.rig import Posed
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid, box, merged, ring, sphere, tube
from handouts.figures.props.support import FootSupport
from handouts.figures.style import Fill

SEAT_MM, FOOTREST_MM = 490.0, 45.0  # heights over the floor
# Millimetres for a person of 1700 mm. A rear wheel of 24 inches and a castor of 5 inches are the usual sizes.
WHEEL_MM, RIM_MM, CASTOR_MM = 290.0, 262.0, 64.0  # radii: middle of the tyre, of the hand rim, the castor
TYRE_THICK_MM, RIM_THICK_MM, PIPE_MM = 14.0, 8.0, 12.0
AXLE_AHEAD_MM, CASTOR_AHEAD_MM, SEAT_DEEP_MM = 75.0, 385.0, 400.0  # of the back
BACK_MM, HANDLE_MM = (70.0, 390.0), 110.0  # the back over the seat; the length of a push handle
CUSHION_MM, BEHIND_MM, BESIDE_MM = 46.0, 20.0, 16.0  # the seat's thickness; air behind and beside the sitter
SPOKES = 12
ARMREST_MM, ARMREST_ASIDE_MM, ARMREST_WIDE_MM = SEAT_MM + 225.0, 238.0, 46.0  # drawn when hands are on them
FOOTREST = Foot(
    foot_use("flat footrest", "flat on footrest", on="footrest", prop="wheelchair", height_mm=FOOTREST_MM), "footrest"
)

_FABRIC = ("fabric edge", "fabric edge", "fabric edge", "fabric", "fabric edge", "fabric edge")


def moved_to_wheelchair(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise for somebody who sits in a wheelchair: a plain foot on the floor comes on its footrest.

    A close-up shows no chair: there the feet stay where they are.
    """
    frames = tuple(
        _in_wheelchair(frame) if frame.posture == "chair" and not frame.view else frame for frame in parsed.frames
    )
    props = tuple("wheelchair" if name == "chair" else name for name in parsed.props)
    return replace(parsed, frames=frames, props=props)


def _in_wheelchair(frame: grammar.FramePose) -> grammar.FramePose:
    rested = {side: FOOTREST if foot == Foot(FLAT, "floor") else foot for side, foot in frame.feet.items()}
    return replace(frame, seat="wheelchair", feet=rested)


def build(placement: Placement) -> list[Solid]:
    """All its parts round the sitter, the flat ones with exact edges; a close-up of a foot has no room for it."""
    posed, frame = placement.posed, placement.frame
    if frame.posture != "chair" or frame.view:
        return []
    k, top = posed.body.scale, SEAT_MM * posed.body.scale
    back, half = _seat_place(posed, top)
    inner = half - 10 * k
    seat = box("seat", (-inner, inner), (top - CUSHION_MM * k, top), (back, back + SEAT_DEEP_MM * k), "fabric", _FABRIC)
    low, high = (top + y * k for y in BACK_MM)
    rest = box("chair back", (-inner, inner), (low, high), (back - 18 * k, back - 4 * k), "fabric", _FABRIC)
    found = [seat, rest]
    if any(touch.on == "armrests" for touch in frame.touches):
        found += [_armrest(side, back, k) for side in ("L", "R")]
    for side in ("L", "R"):
        found += _side(posed, frame, side, half, back, top)
    # Seen through the spokes of the near wheel, those of the far wheel would be a tangle.
    return [solid for solid in found if solid.name != f"spokes.{placement.far_side}"]


def _armrest(side: str, back: float, k: float) -> Solid:
    """A pad beside the sitter; the wheel hides what carries it."""
    middle = (-1.0 if side == "R" else 1.0) * ARMREST_ASIDE_MM * k
    wide = (middle - ARMREST_WIDE_MM / 2 * k, middle + ARMREST_WIDE_MM / 2 * k)
    top = ARMREST_MM * k
    return box(f"armrest.{side}", wide, (top - 30 * k, top), (back + 30 * k, back + 340 * k), "fabric", _FABRIC)


def _seat_place(posed: Posed, top: float) -> tuple[float, float]:
    """Where the back is, and half the width between the sides: as the sitter needs."""
    k, skin = posed.body.scale, posed.skin
    hips = skin[posed.body.vertices_of("root", "pelvis*", "spine05", "spine04", "upperleg01*")]
    low = hips[hips[:, 1] < top + 320 * k]
    return float(low[:, 2].min()) - BEHIND_MM * k, max(205 * k, float(np.abs(low[:, 0]).max()) + BESIDE_MM * k)


def _side(posed: Posed, frame: grammar.FramePose, side: str, half: float, back: float, top: float) -> list[Solid]:
    """One side: frame, rear wheel with its hand rim, castor, footrest."""
    k, out = posed.body.scale, -1.0 if side == "R" else 1.0
    x = out * half
    front, rail = back + CASTOR_AHEAD_MM * k, top - 26 * k

    def pipe(*points: tuple[float, float, float]) -> Solid:
        return tube("pipe", "steel", np.array(points), (PIPE_MM * k, PIPE_MM * k), np.array([0.31, 0.2, 0.93]))

    foot = _footrest(posed, frame, side, x, front)
    handle = top + BACK_MM[1] * k + 14 * k
    pipes = [
        pipe((x, 190 * k, back), (x, rail, back), (x, handle - 40 * k, back - 12 * k), (x, handle, back - 34 * k),
             (x, handle, back - (34 + HANDLE_MM) * k)),
        pipe((x, rail, back), (x, rail, back + 200 * k), (x, rail, front - 10 * k),
             (x, rail - 40 * k, front + 30 * k), *foot[0]),
        pipe((x, 190 * k, back), (x, 190 * k, back + 200 * k), (x, 190 * k, front)),
        pipe((x, rail, front), (x, 300 * k, front), (x, 150 * k, front)),
        pipe((x, 150 * k, front), (x, 105 * k, front - 12 * k), (x, CASTOR_MM * k, front - 30 * k)),
    ]  # fmt: skip
    castor = sphere(f"castor.{side}", "tyre", np.zeros(3), 1.0)
    castor = replace(
        castor, points=castor.points * np.array([13.0, CASTOR_MM, CASTOR_MM]) * k + [x, CASTOR_MM * k, front - 30 * k]
    )
    return [
        merged(f"frame.{side}", "steel", *pipes),
        castor,
        *foot[1],
        *_wheel(side, np.array([x + out * 34 * k, (WHEEL_MM + TYRE_THICK_MM) * k, back + AXLE_AHEAD_MM * k]), out, k),
    ]


def _wheel(side: str, hub: Floats, out: float, k: float) -> list[Solid]:
    """Tyre, hand rim, hub and spokes, round an axle that runs across."""
    turn = 2 * np.pi * np.arange(SPOKES) / SPOKES
    way = np.stack([0 * turn, np.sin(turn), np.cos(turn)], axis=1)
    ends = np.concatenate([hub + way * 20 * k, hub + way * (RIM_MM + 12) * k])
    lines = tuple((i, i + SPOKES) for i in range(SPOKES))
    return [
        ring(f"tyre.{side}", "tyre", hub, WHEEL_MM * k, TYRE_THICK_MM * k),
        ring(f"rim.{side}", "steel", hub + np.array([out * 34 * k, 0, 0]), RIM_MM * k, RIM_THICK_MM * k),
        Solid(f"spokes.{side}", "steel", ends, faces=lines),
        sphere(f"hub.{side}", "steel", hub + np.array([out * 10 * k, 0, 0]), 26 * k),
    ]


def _footrest(
    posed: Posed, frame: grammar.FramePose, side: str, x: float, front: float
) -> tuple[list[tuple[float, float, float]], list[Solid]]:
    """The hanger's way down and the plate under the foot; swung away where the foot does something on the floor."""
    k, foot = posed.body.scale, frame.feet.get(side, FOOTREST)
    if foot.on != "footrest" and not foot.use.unsupported and foot.use != CROSSED:
        return [(x, SEAT_MM * k - 90 * k, front + 52 * k)], []
    other = "L" if side == "R" else "R"
    on = next((s for s in (side, other) if frame.feet.get(s, FOOTREST).on == "footrest"), None)
    ankle = posed.joint(f"foot.{on}") if on else np.array([x * 0.5, 0.0, front + 60 * k])
    middle = float(ankle[0]) if on == side else -float(ankle[0])
    top, heel = FOOTREST_MM * k, float(ankle[2]) - 40 * k
    wide = (middle - 58 * k, middle + 58 * k)
    plate = box(f"footrest.{side}", wide, (top - 14 * k, top - 1), (heel, heel + 175 * k), "steel", _STEEL)
    edge = wide[0] if x < 0 else wide[1]
    way = [
        (x, 300 * k, front + 62 * k), (x + (edge - x) * 0.5, 160 * k, heel + 10 * k),
        (edge, top - 6 * k, heel + 60 * k),
    ]  # fmt: skip
    return way, [plate]


_STEEL = ("steel edge", "steel edge", "steel edge", "steel", "steel edge", "steel edge")

PROP = Prop(
    "wheelchair",
    build,
    fills={
        "steel": Fill("#CDD4D9", "#CDD4D9"),
        "steel edge": Fill("#B4BDC4", "#B4BDC4"),
        "tyre": Fill("#98A2AA", "#98A2AA"),
        "fabric": Fill("#8FA5B5", "#8FA5B5"),
        "fabric edge": Fill("#7C93A4", "#7C93A4"),
    },
    seat_mm=SEAT_MM,
    sets_floor=True,
    feet=(FootSupport(FOOTREST.use),),
    surfaces={
        "wheelchair": lambda frame: Surface((0.0, SEAT_MM, 0.0), (0.0, 1.0, 0.0)),
        "armrests": lambda frame: Surface((0.0, ARMREST_MM, 0.0), (0.0, 1.0, 0.0), 20.0, 0.0, 90.0, ARMREST_ASIDE_MM),
    },
    solids={
        "wheelchair": ("seat", "chair back", "frame", "tyre", "rim"),
        "footrest": ("footrest", "frame"),
        "armrests": ("armrest",),
    },
)
