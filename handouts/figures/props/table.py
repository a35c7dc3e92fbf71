"""A table on four legs: over the thighs of somebody who sits at it, ahead of somebody who stands."""

from __future__ import annotations

from handouts.figures.language.grammar import FramePose
from handouts.figures.language.keys import FOREARM_CLOSE_UPS
from handouts.figures.language.values import SIDES
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import WOOD, Solid, box

TOP_MM, THICK_MM, DEEP_MM = 730.0, 26.0, 640.0  # for a person of 1700 mm
SEATED_EDGE_MM = 250.0  # the front edge, ahead of the hips of somebody who sits
HAND_BEYOND_MM = 70.0  # the middle of a hand lies at least so far beyond the edge
HALF_WIDE_MM = 330.0
LEG_MM = 20.0
BEFORE_WRIST_MM, CLOSE_HALF_MM, CLOSE_LONG_MM = 12.0, 75.0, 520.0  # of the piece that a close-up shows
BEYOND_ELBOW_MM = 300.0  # it goes on beyond a forearm that stands on its elbow


def edge_mm(frame: FramePose) -> float:
    """Where its front edge is."""
    return SEATED_EDGE_MM if frame.posture == "chair" else 0.0


def surface(frame: FramePose) -> Surface:
    return Surface(
        (0.0, TOP_MM, 0.0), (0.0, 1.0, 0.0), edge_mm(frame), HAND_BEYOND_MM, edge_mm(frame) + DEEP_MM - HAND_BEYOND_MM
    )


def build(placement: Placement) -> list[Solid]:
    """The top and four legs."""
    k, near = placement.k, edge_mm(placement.frame)
    if placement.frame.view in FOREARM_CLOSE_UPS:
        return [_under_forearm(placement)]
    far = near + DEEP_MM
    top = box("table top", (-HALF_WIDE_MM * k, HALF_WIDE_MM * k), ((TOP_MM - THICK_MM) * k, TOP_MM * k),
              (near * k, far * k), "wood", WOOD)  # fmt: skip
    legs = [
        box(f"table leg{i}", ((x - LEG_MM) * k, (x + LEG_MM) * k), (0, (TOP_MM - THICK_MM) * k),
            ((z - LEG_MM) * k, (z + LEG_MM) * k), "wood", WOOD)
        for i, (x, z) in enumerate((x, z) for x in (-290.0, 290.0) for z in (near + 40, far - 40))
    ]  # fmt: skip
    return [top, *legs]


def _under_forearm(placement: Placement) -> Solid:
    """The piece of its top in a close-up of a forearm: it ends under the wrist, so the hand is over its edge.

    Under an elbow it goes on.
    """
    side, k = SIDES[placement.frame.view.split()[-2]], placement.k
    wrists = [posed.joint(f"wrist.{side}") for posed in placement.all_posed]
    x, far = float(wrists[0][0]), min(float(wrist[2]) for wrist in wrists) - BEFORE_WRIST_MM * k
    if any(touch.part == "elbow" for touch in placement.frame.touches):
        far = float(wrists[0][2]) + BEYOND_ELBOW_MM * k
    return box("table top", (x - CLOSE_HALF_MM * k, x + CLOSE_HALF_MM * k), ((TOP_MM - THICK_MM) * k, TOP_MM * k),
               (far - CLOSE_LONG_MM * k, far), "wood", WOOD)  # fmt: skip


PROP = Prop("table", build, solids={"table": ("table top", "table leg")}, surfaces={"table": surface})
