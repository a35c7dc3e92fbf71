"""Two stairs of a staircase that goes on; feet on the first or the second one."""

from __future__ import annotations

from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import FRONT, Solid, box

RISE_MM, TREAD_MM = 165.0, 270.0  # for a person of 1700 mm
STAIRS = ("first stair", "second stair", "third stair")
MIDFOOT_IN_MM = 120.0  # the middle of a foot that stands on one
WIDE_MM = (-300.0, 330.0)


def _surface(number: int) -> Surface:
    edge = number * TREAD_MM
    return Surface((0.0, (number + 1) * RISE_MM, 0.0), (0.0, 1.0, 0.0), edge, MIDFOOT_IN_MM, edge + MIDFOOT_IN_MM + 30)


def build(placement: Placement) -> list[Solid]:
    """The front edge of the first stair is the line z = 0."""
    k, last = placement.k, len(STAIRS)
    shades = ("wall", "wall edge", "wall", "wall", "wall edge", "wall")
    return [
        box(name, (WIDE_MM[0] * k, WIDE_MM[1] * k), (0 if i == 0 else i * RISE_MM * k, (i + 1) * RISE_MM * k),
            (i * TREAD_MM * k, last * TREAD_MM * k), "wall", shades, (FRONT,))
        for i, name in enumerate(STAIRS)
    ]  # fmt: skip


PROP = Prop(
    "stairs",
    build,
    sets_floor=True,
    hides_close_floor=True,
    close_up=True,
    surfaces={name: lambda frame, i=i: _surface(i) for i, name in enumerate(STAIRS)},  # type: ignore[misc]
)
