"""A bed: to sit on its edge, and to lie on."""

from __future__ import annotations

from handouts.figures.language.grammar import FramePose
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import BACK, WOOD, Solid, box
from handouts.figures.style import Fill

TOP_MM, MATTRESS_MM, FRAME_MM, LEG_MM = 480.0, 150.0, 60.0, 30.0  # for a person of 1700 mm
EDGE_MM, DEEP_MM = 190.0, 560.0  # of one who sits: the edge ahead of the hips, and so much of the bed is seen behind it
BESIDE_MM = (-430.0, 430.0)  # what is seen of it on both sides of one who sits
HALF_WIDE_MM, BEYOND_MM = 400.0, 60.0  # of one who lies: the bed goes on beyond head and feet
_CLOTH = ("sheet edge", "sheet edge", "sheet edge", "sheet", "sheet edge", "sheet edge")


def is_under(frame: FramePose) -> bool:
    """Does the figure lie on it, so that its top is where the mat would be?"""
    return frame.posture != "chair"


def surface(frame: FramePose) -> Surface:
    return Surface((0.0, 0.0 if is_under(frame) else TOP_MM, 0.0), (0.0, 1.0, 0.0))


def build(placement: Placement) -> list[Solid]:
    """Mattress, frame and legs; the bed of one who sits goes on behind."""
    k = placement.k
    if is_under(placement.frame):
        ends = [(float(p.skin[:, 2].min()), float(p.skin[:, 2].max())) for p in placement.all_posed]
        z = min(e[0] for e in ends) - BEYOND_MM * k, max(e[1] for e in ends) + BEYOND_MM * k
        return _bed((-HALF_WIDE_MM * k, HALF_WIDE_MM * k), -1.0, z, k, ())
    x = BESIDE_MM[0] * k, BESIDE_MM[1] * k
    return _bed(x, TOP_MM * k, ((EDGE_MM - DEEP_MM) * k, EDGE_MM * k), k, (BACK,))


def _bed(
    x: tuple[float, float], top: float, z: tuple[float, float], k: float, open_faces: tuple[int, ...]
) -> list[Solid]:
    """A bed between these places, with its top so high; its feet are `TOP_MM` under it."""
    low, ground = top - MATTRESS_MM * k, top - TOP_MM * k
    corners = [(a, b) for a in (x[0] + 50 * k, x[1] - 50 * k) for b in (z[0] + 60 * k, z[1] - 60 * k)]
    legs = [
        box(f"bed leg{i}", (a - LEG_MM * k, a + LEG_MM * k), (ground, low - FRAME_MM * k),
            (b - LEG_MM * k, b + LEG_MM * k), "wood", WOOD)
        for i, (a, b) in enumerate(corners)
    ]  # fmt: skip
    return [
        box("bed", x, (low, top), z, "sheet", _CLOTH, open_faces),
        box("bed frame", x, (low - FRAME_MM * k, low), z, "wood", WOOD, open_faces),
        *legs,
    ]


PROP = Prop(
    "bed",
    build,
    fills={"sheet": Fill("#DCE4EE", "#DCE4EE"), "sheet edge": Fill("#BFCBDB", "#BFCBDB")},
    seat_mm=TOP_MM,
    sets_floor=True,
    solids={"bed": ("bed",), "mat": ("mat", "bed")},
    surfaces={"bed": surface},
)
