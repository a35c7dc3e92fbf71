"""A rolled towel across the floor under the tips of the toes."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.language.phrases import Foot, foot_use
from handouts.figures.person.rig import Body, Posed
from handouts.figures.props.prop import Prop, under_feet
from handouts.figures.props.solids import Solid, tube
from handouts.figures.props.support import FootSupport

HALF_MM, TURNS = 85.0, 1.6  # half the length of the roll, and how often it is wound
TOES_DEG = 44.0  # toes that lie on it are bent back so far


def build(posed: Posed, side: str, foot: Foot) -> list[Solid]:
    """A rolled towel across the floor, under the tips of the toes, and the turns of the roll at both ends."""
    k = posed.body.scale
    tips = posed.skin[posed.body.vertices_of(f"toe*-3.{side}")]
    low, middle = float(tips[:, 1].min()), tips.mean(axis=0)
    radius = max(low, 16 * k) / 2 + 2 * k
    line = np.array([[middle[0] + x * k, radius, middle[2]] for x in (-HALF_MM, 0.0, HALF_MM)])
    cloth = tube("towel roll", "towel", line, (radius, radius), np.array([0.0, 1.0, 0.0]), 28)
    return [cloth, *(winding(f"turns{i}", end, radius, 2) for i, end in enumerate((line[0], line[-1])))]


def winding(name: str, middle: Floats, radius: float, ahead: int) -> Solid:
    """The end of a roll: its rim, and the cloth that winds inwards from it; without them it looks like a plank.

    Args:
        ahead: the axis that is level on the end: 0 of a roll that points ahead, 2 of one across.
    """
    rim, spiral = np.linspace(0, 1, 29), np.linspace(0, 1, 45)
    turn = 2 * np.pi * np.concatenate([rim, 1 + spiral * TURNS])
    far = radius * np.concatenate([0 * rim + 1, 1 - spiral * 0.85])
    points = np.tile(middle, (len(turn), 1))
    points[:, 1] += far * np.sin(turn)
    points[:, ahead] += far * np.cos(turn)
    return Solid(name, "towel", points, faces=tuple((i, i + 1) for i in range(len(points) - 1)))


def without_toes(body: Body, side: str) -> Ints:
    return body.vertices_of(f"foot.{side}")


PROP = Prop(
    "rolled towel",
    under_feet("rolled towel", build),
    close_up=True,
    feet=(
        FootSupport(
            foot_use(
                "roll",
                "toes on rolled towel[, heel {heel_up_deg:30} up][, {away_mm:9 cm} from {away_from:counter}]",
                on="rolled towel",
                toes_deg=TOES_DEG,
                on_ball=True,
            ),
            without_toes,
            on="floor",
        ),
    ),
)
