"""The shapes of arrows on paper: straight, bent, round a part, and round the axis of a turn."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from shapely.geometry import MultiPolygon, Point, Polygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross
from handouts.figures.render import svg

RING_DEG = 265.0  # of a turn in place; what is open lies on the far side of the axis
OVER_DEG = 130.0  # of a turn whose axis points at the viewer, as of a head that tips: a ring would say that it goes on
AT_VIEWER = 0.8  # least cosine between such an axis and the line of sight
LEAST_ROUND_DEG = 200.0  # an arrow round a part that is shorter does not say that it goes round
OVER_ROUND_DEG = 290.0  # of an arrow round a part that lies within the figure
SEEN_FROM = 0.45  # least share of a ring's width that it is high: seen from its side it would be a line


@dataclass(frozen=True, eq=False)
class ArrowMark:
    """An arrow in print millimetres: the corners of its shapes, and its SVG.

    Attributes:
        rings: of the arrow and of the bar at its tip, then those of the other arrow of two.
        on_figure: it lies on the part that moves, not beside it.
        hollow: the ring of the arrow that resists a push; it is an outline, so that the reader sees which one pushes.
    """

    rings: tuple[Floats, ...]
    on_figure: bool = False
    hollow: int | None = None

    @cached_property
    def outline(self) -> MultiPolygon:
        return MultiPolygon([Polygon(ring) for ring in self.rings])

    @property
    def parts(self) -> tuple[str, ...]:
        whole, solid, open_ = svg.Path(), svg.Path(), svg.Path()
        for number, ring in enumerate(self.rings):
            whole.ring(ring)
            (open_ if number == self.hollow else solid).ring(ring)
        halo = svg.shape(whole, fill=style.WHITE, stroke=style.WHITE, stroke_width=2 * style.ARROW_HALO_MM)
        filled = halo, svg.shape(solid, fill=style.ARROW)
        if self.hollow is None:
            return filled
        return *filled, svg.shape(open_, fill=style.WHITE, stroke=style.ARROW, stroke_width=style.SILHOUETTE_MM)

    def moved(self, by: Floats) -> ArrowMark:
        """The same arrow in another place."""
        return replace(self, rings=tuple(ring + by for ring in self.rings))

    def beside(self, other: ArrowMark) -> ArrowMark:
        """Both as one mark."""
        return replace(self, rings=(*self.rings, *other.rings))

    def clear_mm(self, points: Floats) -> float:
        """Distance to the nearest of these points; further than 3 mm does not matter."""
        left, low, right, high = self.outline.bounds
        x, y = points[:, 0], points[:, 1]
        near = points[(x > left - 3) & (x < right + 3) & (y > low - 3) & (y < high + 3)]
        return min((float(self.outline.distance(Point(p))) for p in near), default=3.0)


def arrow_mark(tail: Floats, tip: Floats) -> ArrowMark:
    """A straight arrow."""
    return along(np.array([tail, (tail + tip) / 2, tip]))


def along(line: Floats, both: bool = False) -> ArrowMark:
    """An arrow along a line of points, its tip at the last one; with `both` another tip at the first one."""
    left, right, tip = _end(line)
    shaft = _shortened(line)
    if not both:
        return ArrowMark((np.vstack([_beside(shaft, 1.0), left, tip, right, _beside(shaft, -1.0)[::-1]]),))
    other_left, other_right, other_tip = _end(line[::-1])
    shaft = _shortened(shaft[::-1])[::-1]
    ends = (_beside(shaft, 1.0), left, tip, right, _beside(shaft, -1.0)[::-1], other_left, other_tip, other_right)
    return ArrowMark((np.vstack(ends),))


def barred(line: Floats) -> ArrowMark:
    """An arrow whose tip meets a bar: it presses, and nothing moves."""
    ahead = (line[-1] - line[0]) / float(np.hypot(*(line[-1] - line[0])))
    aside = np.array([-ahead[1], ahead[0]]) * style.BAR_WIDE_MM / 2
    near, far = (line[-1] + ahead * off for off in (style.BAR_GAP_MM, style.BAR_GAP_MM + style.BAR_MM))
    return ArrowMark((*along(line).rings, np.array([near - aside, far - aside, far + aside, near + aside])))


def _end(line: Floats) -> tuple[Floats, Floats, Floats]:
    """The corners of the head at the end of a line: on its left, on its right, and the tip."""
    tip, neck = line[-1], _shortened(line)[-1]
    ahead = (tip - neck) / float(np.hypot(*(tip - neck)))
    aside = np.array([-ahead[1], ahead[0]]) * style.ARROW_HEAD_WIDE_MM / 2
    return neck + aside, neck - aside, tip


def _shortened(line: Floats) -> Floats:
    """The line without the length of a head at its end."""
    far = np.hypot(*np.diff(line, axis=0).T)
    run = np.concatenate([[0.0], np.cumsum(far)])
    kept = run[-1] - style.ARROW_HEAD_LONG_MM
    neck = np.array([np.interp(kept, run, line[:, axis]) for axis in (0, 1)])
    return np.vstack([line[run < kept - 0.05], neck])


def _beside(line: Floats, side: float) -> Floats:
    """One edge of the shaft."""
    ahead = np.gradient(line, axis=0)
    ahead = ahead / np.hypot(*ahead.T)[:, None]
    found: Floats = line + side * np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * style.ARROW_SHAFT_MM / 2
    return found


def arc(middle: Floats, radius: float, from_deg: float, to_deg: float) -> Floats:
    """Points of a circle; degrees grow clockwise on paper."""
    turn = np.radians(np.linspace(from_deg, to_deg, max(int(abs(to_deg - from_deg) / 5), 8)))
    found: Floats = middle + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return found


def ring(axis: Floats, at_rising_side: bool = False) -> Floats:
    """A ring about an axis through the middle of the paper, in the sense of the axis (right-hand rule).

    Args:
        axis: in the directions of the camera: x to the right, y up, z towards the viewer.
        at_rising_side: of a turn about the line of sight, the arrow is at the side that comes up, not over the middle.

    Returns:
        Points in print millimetres round (0, 0), open on the far side.
    """
    if abs(float(axis[2])) > AT_VIEWER * float(np.linalg.norm(axis)):
        half = OVER_DEG / 2 if axis[2] < 0 else -OVER_DEG / 2  # clockwise about an axis that points away
        middle = -90.0 if not at_rising_side else 180.0 if half > 0 else 0.0
        return arc(np.zeros(2), style.RING_MM, middle - half, middle + half)
    sense = -1.0 if axis[1] < -1e-9 else 1.0
    up = axis * sense / float(np.linalg.norm(axis))
    low = 0.3 if up[1] > 0.3 else 0.0
    # Who looks along the ring sees a line: it is tipped to the viewer, over the head so that its near side is lower.
    toward = max(float(up[2]), SEEN_FROM) if up[2] > -low - 1e-9 else min(float(up[2]), -SEEN_FROM)
    flat = math.hypot(up[0], up[1])
    if flat < 1e-6:
        up = np.array([0.0, 0.0, np.sign(toward)])
    else:
        up = np.array([*(up[:2] / flat * math.sqrt(1 - min(toward**2, 1.0))), toward])
    across = cross(up, (0.0, 0.0, 1.0))
    across = across / float(np.linalg.norm(across)) if np.linalg.norm(across) > 1e-6 else np.array([1.0, 0.0, 0.0])
    near = cross(across, up)
    near = near if near[2] >= 0 else -near
    # From the near side the right-hand rule goes along `up x near`.
    on = cross(up, near) * sense
    turn = np.radians(np.linspace(-RING_DEG / 2, RING_DEG / 2, 40))[:, None]
    points = style.RING_MM * (np.cos(turn) * near + np.sin(turn) * on)
    found: Floats = points[:, :2] * (1, -1)
    return found


def arrow_round(outline_mm: Floats, at: Floats, sense: float = 1.0) -> ArrowMark:
    """An arrow that goes round a part as far as the limb that carries it leaves room; clockwise for a sense of 1."""
    off = outline_mm - at
    far, turn = np.hypot(*off.T), np.degrees(np.arctan2(off[:, 1], off[:, 0]))
    wide, best = style.ARROW_HEAD_WIDE_MM / 2 + style.ARROW_GAP_MM / 2, (0.0, 0.0, 0.0)
    for radius in np.arange(*style.ROUND_ARROW_MM, 0.25):
        met = np.sort(turn[np.abs(far - radius) < wide])
        free = np.diff(np.append(met, met[0] + 360)) if len(met) else np.array([300.0])
        first = float(met[free.argmax()]) if len(met) else -60.0
        if free.max() > best[0] + 4:
            best = (float(free.max()), float(radius), first)
    span, radius, first = best
    if span < LEAST_ROUND_DEG:  # of a part within the figure, as a shoulder: it lies on the figure
        half = OVER_ROUND_DEG / 2
        ends = (90 + 180 - half, 90 + 180 + half) if sense > 0 else (90 + 180 + half, 90 + 180 - half)
        return replace(along(arc(at, style.ROUND_ON_FIGURE_MM, *ends)), on_figure=True)
    margin = math.degrees(style.ARROW_GAP_MM / radius)
    ends = (first + margin, first + span - margin)
    return along(arc(at, radius, *(ends if sense > 0 else ends[::-1])))
