"""An exercise band round both lower legs, over the ankles."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import ANKLES, loop
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM = 42.0


def build(placement: Placement) -> list[Solid]:
    return [loop(placement.posed, ANKLES, "band round ankles", "band", WIDE_MM)]


PROP = Prop("band round ankles", build, fills={"band": Fill("#7FB58C", "#7FB58C")})
