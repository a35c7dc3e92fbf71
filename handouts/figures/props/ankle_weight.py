"""A padded weight round the right ankle: of the side that is described as the sore one."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import ANKLES, cuff
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM, THICK_MM = 95.0, 14.0


def build(placement: Placement) -> list[Solid]:
    return [cuff(placement.posed, "R", ANKLES, "ankle weight", "padding", WIDE_MM, THICK_MM)]


PROP = Prop("ankle weight", build, fills={"padding": Fill("#98A2AA", "#98A2AA")}, movable=True, close_up=True)
