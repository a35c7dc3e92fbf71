"""A tin of food as a weight, in every hand that holds one."""

from __future__ import annotations

from handouts.figures.props.in_hand import inside_fingers
from handouts.figures.props.prop import Grip, Placement, Prop
from handouts.figures.props.solids import Solid, merged
from handouts.figures.style import Fill

#: Along the axis of the fist, from the little finger to the thumb: a tin of 200 g, in millimetres.
LOW_MM, HIGH_MM, ROUND_MM, RIM_MM, RIM_LONG_MM = -66.0, 46.0, 24.0, 25.5, 7.0


def build(placement: Placement) -> list[Solid]:
    """A paper label round the tin, and a rim of metal at each end."""
    found = []
    for touch in placement.touching("tin"):
        line = inside_fingers(placement.posed, touch.side)
        found.append(line.bar("tin", "tin label", LOW_MM, HIGH_MM, ROUND_MM))
        for end, inner in ((LOW_MM, LOW_MM + RIM_LONG_MM), (HIGH_MM, HIGH_MM - RIM_LONG_MM)):
            rim = line.bar("tin rim", "tin", min(end, inner), max(end, inner), RIM_MM)
            found.append(merged("tin rim", "tin", rim, line.disc("tin rim", "tin", end, RIM_MM)))
    return found


PROP = Prop(
    "tin",
    build,
    fills={"tin": Fill("#C3CACF", "#C3CACF"), "tin label": Fill("#E3B23C", "#E3B23C")},
    movable=True,
    held={"tin": Grip("round a tin")},
)
