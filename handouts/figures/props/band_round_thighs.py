"""An exercise band round both thighs, over the knees."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import THIGHS, loop
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM = 46.0


def build(placement: Placement) -> list[Solid]:
    return [loop(placement.posed, THIGHS, "band round thighs", "band", WIDE_MM)]


PROP = Prop("band round thighs", build, fills={"band": Fill("#7FB58C", "#7FB58C")})
