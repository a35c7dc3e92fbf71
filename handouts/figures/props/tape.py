"""Strips of tape on the floor, from a foot that stands: ahead, behind, and to the side of the foot that reaches."""

from __future__ import annotations

from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.skin_contact import foot_vertices
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid, box

LONG_MM, WIDE_MM, THICK_MM = 650.0, 34.0, 1.0  # for a person of 1700 mm; `LONG_MM` from the ankle that stands
_SHADES = ("mat edge",) * 6


def build(placement: Placement) -> list[Solid]:
    """They cross under the ankle of the foot that stands in all frames: floor of a picture that is seen from above."""
    k, half, posed = placement.k, WIDE_MM / 2 * placement.k, placement.posed
    flat = [side for side, foot in placement.frame.feet.items() if foot.use.loaded and foot.on == "floor"]
    side = flat[0] if flat else "R"
    x, _, z = posed.joint(f"foot.{side}")
    lowest = float(posed.skin[foot_vertices(posed.body, side), 1].min())
    aside = sorted((x, x - OUTWARD[side] * LONG_MM * k))
    level = (lowest - THICK_MM * k, lowest)
    return [
        box("tape along", (x - half, x + half), level, (z - LONG_MM * k, z + LONG_MM * k), "mat edge", _SHADES),
        box("tape aside", (aside[0], aside[1]), level, (z - half, z + half), "mat edge", _SHADES),
    ]


PROP = Prop("tape", build, hides_floor=True)
