"""A bottle of frozen water that rolls under a foot."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language.phrases import Foot, foot_use
from handouts.figures.person.rig import Posed
from handouts.figures.props.ball import middle_under
from handouts.figures.props.prop import Prop, under_feet
from handouts.figures.props.solids import Solid, grid
from handouts.figures.props.support import FootSupport
from handouts.figures.style import Fill

THICK_MM = 68.0  # a half-litre bottle
#: The bottle on its side: place along its axle (mm), and its radius there as a share of the widest.
_BOTTLE = ((-100, 0.0), (-98, 0.78), (-92, 0.96), (-84, 1.0), (30, 1.0), (48, 0.92), (66, 0.62), (78, 0.42), (88, 0.40))
AROUND = 28  # points round its axle
_CAP = ((86, 0.0), (86, 0.48), (106, 0.48), (107, 0.0))


def build(posed: Posed, side: str, foot: Foot) -> list[Solid]:
    """Across the floor, its cap outwards."""
    k, out = posed.body.scale, -1.0 if side == "R" else 1.0
    middle, radius = middle_under(posed, side, foot, THICK_MM), THICK_MM * k / 2
    return [_revolved(name, middle, profile, radius, out * k) for name, profile in (("bottle", _BOTTLE), ("cap", _CAP))]


def _revolved(
    name: str, middle: Floats, profile: tuple[tuple[float, float], ...], radius: float, along: float
) -> Solid:
    """A body of revolution about an axle that runs across: from its outline, as (place, share of the radius)."""
    angle = 2 * np.pi * np.arange(AROUND) / AROUND
    x, r = np.array(profile).T
    points = np.stack(
        [np.repeat(x * along, AROUND), np.outer(r, np.sin(angle)).ravel() * radius,
         np.outer(r, np.cos(angle)).ravel() * radius], axis=1,
    )  # fmt: skip
    return Solid(name, name, middle + points, mesh=grid(len(x), AROUND))


PROP = Prop(
    "bottle",
    under_feet("bottle", build),
    fills={"bottle": Fill("#CDE3EE", "#CDE3EE"), "cap": Fill("#7FA9C4", "#7FA9C4")},
    close_up=True,
    feet=(
        FootSupport(
            foot_use("bottle under foot", "{under:arch|heel|ball} on bottle", on="bottle", height_mm=THICK_MM),
        ),
    ),
)
