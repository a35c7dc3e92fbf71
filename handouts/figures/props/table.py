"""A table on four legs: over the thighs of somebody who sits at it, ahead of somebody who stands."""

from __future__ import annotations

from handouts.figures.language.grammar import FramePose
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import WOOD, Solid, box

TOP_MM, THICK_MM, DEEP_MM = 730.0, 26.0, 520.0  # for a person of 1700 mm
SEATED_EDGE_MM = 250.0  # the front edge, ahead of the hips of somebody who sits
HAND_BEYOND_MM = 70.0  # the middle of a hand lies at least so far beyond the edge
HALF_WIDE_MM = 330.0
LEG_MM = 20.0


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
    far = near + DEEP_MM
    top = box("table top", (-HALF_WIDE_MM * k, HALF_WIDE_MM * k), ((TOP_MM - THICK_MM) * k, TOP_MM * k),
              (near * k, far * k), "wood", WOOD)  # fmt: skip
    legs = [
        box(f"table leg{i}", ((x - LEG_MM) * k, (x + LEG_MM) * k), (0, (TOP_MM - THICK_MM) * k),
            ((z - LEG_MM) * k, (z + LEG_MM) * k), "wood", WOOD)
        for i, (x, z) in enumerate((x, z) for x in (-290.0, 290.0) for z in (near + 40, far - 40))
    ]  # fmt: skip
    return [top, *legs]


PROP = Prop("table", build, solids={"table": ("table top", "table leg")}, surfaces={"table": surface})
