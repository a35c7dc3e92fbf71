"""Where on paper an arrow may lie: clear of all that is drawn, over the floor, and off the labels' lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import ndimage

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.props.catalogue import PROPS
from handouts.figures.render import raster
from handouts.figures.render.scene import Scene

PIXELS_PER_MM = 5.0
ROUND_MM = 30.0  # room round the figure that an arrow may take
SAFE_MM = style.ARROW_CLEAR_MM + 0.3  # half a pixel, and what a coarse picture may miss
LINE_HALF_MM = 1.0  # of the room that the line of a label takes, up and down
ON_MAT, OVER_EDGE, ON_LINE, BEYOND, GROWN = (
    0.5,
    3.0,
    5.0,
    8.0,
    0.25,
)  # what an arrow pays: each counts as so many mm further off

THROUGH = 1.5  # each millimetre of other limbs and clothes between arrow and part


@dataclass(frozen=True, eq=False)
class FreeRoom:
    """The room round a figure, in millimetres on paper from the camera's origin, y down.

    Attributes:
        scene: what is drawn.
        scale: millimetres on paper for one of the body.
        box: left, top, right, bottom of the figure on paper.
        lowest: nothing may lie under this height.
        lines: the labels' places, and for each the way its line goes: -1 left, 1 right, 0 unknown.
    """

    scene: Scene
    scale: float
    box: tuple[float, float, float, float]
    lowest: float
    lines: Sequence[tuple[Floats, int]] = ()

    def paper(self, seen: Floats) -> Floats:
        """Camera millimetres to paper."""
        found: Floats = np.asarray(seen)[..., :2] * (self.scale, -self.scale)
        return found

    def cost(self, rings: Sequence[Floats], at: Floats) -> float:
        """What speaks against an arrow of these shapes here, in millimetres; infinite where it must not lie.

        Args:
            rings: the corners of each shape of the arrow.
            at: the part that it belongs to: between the two no thing may be.
        """
        ring = _dense(rings)
        clear = float(self._at(self._clear, ring).min())
        if clear < SAFE_MM or ring[:, 1].max() > self.lowest:
            return np.inf
        found = max(style.ARROW_GAP_MM - clear, 0.0) * 2
        on_mat = self._at(self._mat, ring) > 0
        found += OVER_EDGE if on_mat.any() and not on_mat.all() else ON_MAT if on_mat.any() else 0.0
        for (x, y), way in self.lines:
            level = ring[np.abs(ring[:, 1] - y) < LINE_HALF_MM]
            if np.hypot(*(ring - (x, y)).T).min() < style.ARROW_TO_LABEL_MM:
                return np.inf
            found += ON_LINE if ((level[:, 0] - x) * way >= 0).any() else 0.0
        nearest = ring[np.hypot(*(ring - at).T).argmin()]
        between = nearest + np.linspace(0, 1, 40)[:, None] * (at - nearest)
        found += BEYOND if self._at(self._things, between).any() else 0.0
        found += THROUGH * float((self._at(self._clear, between) <= 0).mean() * np.hypot(*(at - nearest)))
        left, top, right, bottom = self.box
        low, high = ring.min(axis=0), ring.max(axis=0)
        grown = np.maximum([left - low[0], top - low[1], high[0] - right, high[1] - bottom], 0.0).sum()
        return found + GROWN * float(grown)

    def clear_mm(self, rings: Sequence[Floats]) -> float:
        """The distance to the nearest thing that is drawn."""
        return float(self._at(self._clear, _dense(rings)).min())

    @property
    def _origin(self) -> Floats:
        return np.array(self.box[:2]) - ROUND_MM

    def _at(self, picture: Floats, points: Floats) -> Floats:
        pixel = np.floor((points - self._origin) * PIXELS_PER_MM).astype(int)
        height, width = picture.shape
        found: Floats = picture[np.clip(pixel[:, 1], 0, height - 1), np.clip(pixel[:, 0], 0, width - 1)]
        return found

    @cached_property
    def _shown(self) -> Ints:
        """The number of the surface that each pixel shows; those of the body come first."""
        left, top, right, bottom = self.box
        width, height = (int((b - a + 2 * ROUND_MM) * PIXELS_PER_MM) + 1 for a, b in ((left, right), (top, bottom)))

        def pixels(seen: Floats) -> Floats:
            found: Floats = (self.paper(seen) - self._origin) * PIXELS_PER_MM
            return found

        return raster.draw(self.scene.surfaces, pixels, width, height).surface

    def _solids(self, mats: bool) -> list[int]:
        """The numbers of mats, or of things in the room that no hand holds."""
        body = len(self.scene.surfaces) - len(self.scene.solids)
        records = [PROPS.get(solid.prop) for solid in self.scene.solids]
        close = bool(self.scene.only)
        return [
            body + i
            for i, one in enumerate(records)
            if one and one.under_arrows(close) == mats and (mats or not one.held)
        ]

    @cached_property
    def _clear(self) -> Floats:
        off = (self._shown < 0) | np.isin(self._shown, self._solids(mats=True))
        found: Floats = ndimage.distance_transform_edt(off) / PIXELS_PER_MM
        return found

    @cached_property
    def _mat(self) -> Floats:
        return np.isin(self._shown, self._solids(mats=True)).astype(np.float64)

    @cached_property
    def _things(self) -> Floats:
        return np.isin(self._shown, self._solids(mats=False)).astype(np.float64)


def _dense(rings: Sequence[Floats]) -> Floats:
    """Points along the edges of shapes, at most 0.4 mm apart."""
    edges = [edge for ring in rings for edge in zip(ring, np.roll(ring, -1, axis=0), strict=True)]
    pieces = []
    for a, b in edges:
        count = max(int(np.hypot(*(b - a)) / 0.4), 1)
        pieces.append(a + (b - a) * (np.arange(count) / count)[:, None])
    return np.vstack(pieces)
