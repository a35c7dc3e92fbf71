"""A lump of therapy putty in every hand that holds one; it comes out of the fist on both sides."""

from __future__ import annotations

from handouts.figures.props.in_hand import axis
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, merged, sphere
from handouts.figures.style import Fill

#: Lumps along the axis of the fist: place, radius in millimetres.
LUMPS_MM = ((-44.0, 17.0), (-20.0, 20.0), (0.0, 21.0), (22.0, 20.0), (46.0, 18.0))


def build(placement: Placement) -> list[Solid]:
    found = []
    for touch in placement.touching("putty"):
        line = axis(placement.posed, touch.side)
        lumps = (
            sphere("putty", "putty", line.middle + line.across * at * line.k, radius * line.k)
            for at, radius in LUMPS_MM
        )
        found.append(merged("putty", "putty", *lumps))
    return found


PROP = Prop("putty", build, fills={"putty": Fill("#D9A5C7", "#D9A5C7")}, held={"putty": Grip("grip")})
