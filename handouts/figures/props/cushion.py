"""Cushions: under the head of a lying figure, or under a calf."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Ints
from handouts.figures.language.phrases import foot_use
from handouts.figures.person.rig import Body, Posed
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid, rounded
from handouts.figures.props.support import FootSupport

THICK_MM = 110.0


def build(placement: Placement) -> list[Solid]:
    posed = placement.posed
    head = [_pillow(posed)] if placement.frame.head_on == "cushion" else []
    return [*head, *(_under_calf(posed, side) for side, _ in placement.feet_on("cushion"))]


def _pillow(posed: Posed) -> Solid:
    """Under the head, pressed down to where the head lies."""
    k, skin = posed.body.scale, posed.skin[posed.body.vertices_of("head")]
    half = np.array([190.0 * k, float(skin[:, 1].min()) / 2 + 9 * k, 135.0 * k])
    middle = np.array([skin[:, 0].mean(), half[1], (skin[:, 2].min() + skin[:, 2].max()) / 2])
    return rounded("pillow", "towel", middle, half)


def _under_calf(posed: Posed, side: str) -> Solid:
    """Under the calf; the heel stays free."""
    ankle, knee = posed.joint(f"foot.{side}"), posed.joint(f"lowerleg01.{side}")
    middle, half = ankle + (knee - ankle) * 0.55, np.array([120.0, THICK_MM / 2, 120.0]) * posed.body.scale
    return rounded("cushion", "mat", np.array([middle[0], half[1], middle[2]]), half, 0.55)


def calf_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"lowerleg01.{side}", f"lowerleg02.{side}")


PROP = Prop(
    "cushion",
    build,
    close_up=True,
    feet=(
        FootSupport(
            foot_use(
                "cushion",
                "calf on cushion, toes {toes_deg:20 up}",
                on="cushion",
                height_mm=THICK_MM,
                loaded=False,
                upright=True,
            ),
            calf_vertices,
            part="calf",
        ),
    ),
)
