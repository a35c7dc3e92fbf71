"""A belt that does not give, round both thighs, over the knees."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import THIGHS, loop
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM = 70.0


def build(placement: Placement) -> list[Solid]:
    return [loop(placement.posed, THIGHS, "belt round thighs", "belt", WIDE_MM)]


PROP = Prop("belt round thighs", build, fills={"belt": Fill("#A88A5E", "#A88A5E")})
