"""A thin exercise mat under a lying or kneeling figure."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid, box

BEYOND_MM = 14.0  # the mat goes on beyond head and feet
HALF_WIDTH_MM = 290.0
_MATERIALS = ("mat edge", "mat edge", "mat edge", "mat", "mat edge", "mat edge")


def build(placement: Placement) -> list[Solid]:
    """As long as the figures of all frames."""
    k = placement.k
    ends = [(float(p.skin[:, 2].min()), float(p.skin[:, 2].max())) for p in placement.all_posed]
    along = (min(e[0] for e in ends) - BEYOND_MM * k, max(e[1] for e in ends) + BEYOND_MM * k)
    return [box("mat", (-HALF_WIDTH_MM * k, HALF_WIDTH_MM * k), (-24 * k, -1), along, "mat", _MATERIALS)]


PROP = Prop("mat", build, hides_floor=True)
