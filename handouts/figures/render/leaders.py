"""Where the line of a label ends, and on which side of a figure its labels are: so that no line crosses the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from shapely.geometry import LineString

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.render.arrow_shapes import ArrowMark
from handouts.figures.render.scene import FIRST_SOLID, Rendering

INSIDE_MM = 1.5  # of the outline of its limb, where a line ends
STEP_MM = 1 / style.PIXELS_PER_MM
#: Directions in which the edge of a limb is looked for, in degrees off the way to the labels: each 20 count as 1 mm.
TURNS_DEG, A_MM_DEG = (0.0, 20.0, -20.0, 40.0, -40.0, 60.0, -60.0), 20.0
ARROW_MM = 8.0  # of figure, that a line over an arrow counts as
THINGS = 0.4  # a line over a chair or a worktop counts less
LIMBS = {
    "leg": ("thigh", "shank", "foot", "toe"),
    "arm": ("upper", "fore", "hand", "finger"),
}


@dataclass(frozen=True, eq=False)
class Leaders:
    """The lines of all labels of a frame, level from their ends to one side of the picture.

    Attributes:
        faces: which way the figure looks; labels are on the other side.
        ends: where each line ends, in print millimetres.
        crossed_mm: of each line, how much of it runs over other parts of the figure.
        over_things_mm: of all lines, how much runs over things.
    """

    faces: str
    ends: dict[str, Floats]
    crossed_mm: dict[str, float]
    over_things_mm: float = 0.0

    @property
    def cost_mm(self) -> float:
        return sum(self.crossed_mm.values()) + THINGS * self.over_things_mm


def planned(rendering: Rendering, points: Mapping[str, Floats], arrow: ArrowMark | None, faces: str) -> Leaders:
    """The lines on the side where they cross less; the side that the figure does not face where both are clear.

    Args:
        rendering: the picture.
        points: the places of the labels, in print millimetres.
        arrow: a line over it counts as one over the figure.
        faces: which way the figure looks.
    """
    own = _to_side(rendering, points, faces)
    other = _to_side(rendering, points, "left" if faces == "right" else "right")
    return min(own, other, key=lambda one: round(one.cost_mm + _over_arrow(rendering, one, arrow)))


def _over_arrow(rendering: Rendering, leaders: Leaders, arrow: ArrowMark | None) -> float:
    """What lines over an arrow count as."""
    if arrow is None:
        return 0.0
    edge = 0.0 if leaders.faces == "right" else rendering.sheet.width_mm
    lines = (LineString([tuple(end), (edge, float(end[1]))]) for end in leaders.ends.values())
    return ARROW_MM * float(sum(line.intersects(arrow.outline) for line in lines))


def _to_side(rendering: Rendering, points: Mapping[str, Floats], faces: str) -> Leaders:
    way = -1.0 if faces == "right" else 1.0
    ends = {name: _end(rendering, at, way) for name, at in points.items()}
    crossed = {name: _crossed_mm(rendering, end, _limb(rendering, points[name]), way) for name, end in ends.items()}
    things = rendering.labels >= FIRST_SOLID
    over_things = sum(float(_along(things, end, np.array([way, 0.0])).sum()) for end in ends.values()) * STEP_MM
    return Leaders(faces, ends, crossed, over_things)


def _end(rendering: Rendering, at: Floats, way: float) -> Floats:
    """A place inside the nearest edge of the limb on the side of the labels."""
    limb = _limb(rendering, at)
    if not limb.any():
        return at
    tried = []
    for turn in TURNS_DEG:
        ahead = np.array([way * np.cos(np.radians(turn)), -np.sin(np.radians(turn))])
        far = _run_mm(limb, at, ahead)
        tried.append((far + abs(turn) / A_MM_DEG, far, ahead))
    _, far, ahead = min(tried, key=lambda one: one[0])
    found: Floats = at + ahead * max(far - INSIDE_MM, 0.0)
    return found


def _limb(rendering: Rendering, at: Floats) -> Bools:
    """The pixels of the leg, the arm or the trunk that shows at a place."""
    row, column = (int(value * style.PIXELS_PER_MM) for value in (at[1], at[0]))
    height, width = rendering.labels.shape
    patch = rendering.patches.get(int(rendering.labels[min(max(row, 0), height - 1), min(max(column, 0), width - 1)]))
    if patch is None or not patch.is_body:
        return np.zeros(rendering.labels.shape, dtype=bool)
    for starts in LIMBS.values():
        if patch.limb.startswith(starts):
            side = patch.limb[-2:]
            own = [key for key, one in rendering.patches.items()
                   if one.is_body and one.limb.startswith(starts) and one.limb.endswith(side)]  # fmt: skip
            found: Bools = np.isin(rendering.labels, own)
            return found
    names: Iterable[str] = [name for starts in LIMBS.values() for name in starts]
    others = [key for key, one in rendering.patches.items() if one.is_body and not one.limb.startswith(tuple(names))]
    trunk: Bools = np.isin(rendering.labels, others)
    return trunk


def _run_mm(mask: Bools, at: Floats, ahead: Floats) -> float:
    """How far a line stays on a mask."""
    on = _along(mask, at, ahead)
    off = np.flatnonzero(~on)
    return float(off[0] if len(off) else len(on)) * STEP_MM


def _crossed_mm(rendering: Rendering, end: Floats, limb: Bools, way: float) -> float:
    """How much of the figure a level line crosses beyond the limb that it ends on."""
    ahead = np.array([way, 0.0])
    own = _run_mm(limb, end, ahead)
    beyond = end + ahead * (own + STEP_MM)
    return float(_along(rendering.body_pixels, beyond, ahead).sum()) * STEP_MM


def _along(mask: Bools, at: Floats, ahead: Floats) -> Bools:
    """The values of a mask along a line as far as its edge."""
    height, width = mask.shape
    pixels = at * style.PIXELS_PER_MM + np.arange(height + width)[:, None] * ahead
    x, y = np.floor(pixels).astype(np.int64).T
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    end = int(np.argmin(inside)) if not inside.all() else len(inside)
    found: Bools = mask[y[:end], x[:end]]
    return found
