"""Feature lines on paper: those with room enough in print, where the camera sees their skin."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.spatial import KDTree

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.person.features import catalogue
from handouts.figures.person.features.feature import Attached, Feature
from handouts.figures.render import face, pen, svg
from handouts.figures.render.scene import Rendering

TURNED = 0.28  # cosine to the viewer from which skin is seen as a surface: nearer to the edge its lines crowd
CREASE_TURNED = -0.15  # the same in a fold between lips, whose skin looks down
SHORTEST_MM = 0.7  # of print: a shorter piece is a speck
SHARE = 0.4  # of a line that must show, or it says nothing
CLOSED_SHARE, SLENDER = 0.62, 3.6  # of a ring that must show, and its length to its width at most
CLEAR_MM, RING_CLEAR_MM = 0.45, 0.24  # from another line, middle to middle, of a line and of a ring such as a nail
CLOTH_MM = 26.0  # distance of cloth from a form that shows under it, in body millimetres
CURVE_PX = 0.7
SMOOTH = 1.2  # standard deviation along a line, in samples: takes out the facets of the mesh


def drawn(rendering: Rendering, traced: Bools) -> list[Floats]:
    """All feature lines that show, each as points in print millimetres; they keep clear of the lines traced so far."""
    scene = rendering.scene
    skin, towards = scene.skin, scene.towards[:, None]
    clear = _Clear(traced)
    scale = rendering.sheet.mm_per_body_mm * scene.body.scale
    found: list[Floats] = []
    below = face.seen_from_below(scene)
    for line in catalogue.lines():
        if line.feature.room_mm * scale >= style.FEATURE_ROOM_MM and not (below and line.feature.level):
            seen = line.on(skin)
            shows = _shows(rendering, seen, line.on(towards)[:, 0], line.feature, clear)
            found += _visible(line, seen, shows, rendering)
    return found


class _Clear:
    """The distance from pixels to the lines traced so far."""

    def __init__(self, traced: Bools) -> None:
        # The nearest pixel for the few hundred points of a line, not a map of distances of the whole picture.
        self.lines = KDTree(np.argwhere(traced).reshape(-1, 2)) if traced.any() else None

    def by(self, mm: float, rows: Ints, columns: Ints) -> Bools:
        """Which of these pixels are further than this from every line."""
        if self.lines is None:
            return np.ones(len(rows), dtype=bool)
        limit = mm * style.PIXELS_PER_MM
        off, _ = self.lines.query(np.stack([rows, columns], axis=1), distance_upper_bound=limit + 1.0)
        found: Bools = off > limit
        return found


def as_path(lines: list[Floats]) -> svg.Path:
    """Lines in print millimetres as smooth curves."""
    path = svg.Path()
    for points in lines:
        for i, cubic in enumerate(curves.fitted(points * style.PIXELS_PER_MM, None, None, CURVE_PX)):
            if i == 0:
                path.move(cubic[0] / style.PIXELS_PER_MM)
            path.curve(cubic / style.PIXELS_PER_MM)
    return path


def _shows(rendering: Rendering, seen: Floats, towards: Floats, feature: Feature, clear: _Clear) -> Bools:
    """Which points of a line lie on skin that the picture shows, clear of its edges."""
    pixels = np.floor(rendering.sheet.to_pixels(seen)).astype(int)
    height, width = rendering.picture.shape
    inside = (pixels >= 0).all(axis=1) & (pixels[:, 0] < width) & (pixels[:, 1] < height)
    x, y = np.clip(pixels[:, 0], 0, width - 1), np.clip(pixels[:, 1], 0, height - 1)
    # A pixel shows its middle: on a slope the depth of a point beside it differs by the slope.
    slack = 1.0 + 1.5 / (rendering.sheet.pixels_per_body_mm * np.maximum(towards, TURNED))
    hidden = rendering.picture.depth[y, x] - seen[:, 2]
    level = np.abs(hidden) < slack + (CLOTH_MM if feature.under_cloth else 0.0)
    level |= (hidden > 0) & (hidden < feature.crease_mm)
    bare = rendering.picture.surface[y, x] == 0
    found: Bools = (
        inside & (towards > (CREASE_TURNED if feature.crease_mm else TURNED)) & level & (bare | feature.under_cloth)
    )
    if found.any():
        found[found] = clear.by(RING_CLEAR_MM if feature.closed else CLEAR_MM, y[found], x[found])
    return found


def _visible(line: Attached, seen: Floats, shows: Bools, rendering: Rendering) -> list[Floats]:
    """The pieces of a line that are drawn, in print millimetres."""
    points = rendering.sheet.to_print_mm(seen)
    if line.feature.closed:
        return [points] if shows.mean() >= CLOSED_SHARE and _open_enough(points) else []
    whole = _length(points)
    pieces = [points[first : last + 1] for first, last in pen.stretches(shows) if last - first >= 2]
    return [
        ndimage.gaussian_filter1d(piece, SMOOTH, axis=0, mode="nearest")
        for piece in pieces
        if _length(piece) >= max(SHORTEST_MM, SHARE * whole)
    ]


def _length(points: Floats) -> float:
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def _open_enough(ring: Floats) -> bool:
    """Is there white inside a ring? Seen from its edge it would be a knot of ink."""
    around = np.cov(ring.T)
    low, high = np.sqrt(np.maximum(np.linalg.eigvalsh(around), 1e-9))
    return bool(high / low <= SLENDER and 2 * low >= style.INNER_MM)
