"""Points to smooth cubic curves (Schneider, "An algorithm for automatically fitting digitized curves", 1990)."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats

Cubic = Floats  # four points: start, two handles, end


def fitted(points: Floats, start_run: Floats | None, end_run: Floats | None, tolerance: float) -> list[Cubic]:
    """Cubics through the first and last point, nowhere further than the tolerance from the points between."""
    points = _distinct(points)
    if len(points) < 2:
        return []
    first = _direction(start_run, points[min(3, len(points) - 1)] - points[0])
    last = _direction(None if end_run is None else -end_run, points[max(-4, -len(points))] - points[-1])
    return _fit(points, first, last, tolerance)


def _distinct(points: Floats) -> Floats:
    step = np.hypot(*np.diff(points, axis=0).T)
    found: Floats = points[np.concatenate([[True], step > 1e-6])]
    return found


def _direction(run: Floats | None, otherwise: Floats) -> Floats:
    chosen = run if run is not None and float(np.hypot(*run)) > 1e-6 else otherwise
    found: Floats = chosen / max(float(np.hypot(*chosen)), 1e-9)
    return found


def _fit(points: Floats, first: Floats, last: Floats, tolerance: float) -> list[Cubic]:
    if len(points) < 4:
        return _few(points, first, last)
    share = _by_length(points)
    for _ in range(4):
        cubic = _least_squares(points, share, first, last)
        off = np.hypot(*(at(cubic, share) - points).T)
        worst = int(off.argmax())
        if off[worst] <= tolerance:
            return [cubic]
        if off[worst] > 12 * tolerance:
            break
        share = _closer(cubic, points, share)
    middle = min(max(worst, 1), len(points) - 2)
    run = _direction(None, points[min(middle + 2, len(points) - 1)] - points[max(middle - 2, 0)])
    return _fit(points[: middle + 1], first, -run, tolerance) + _fit(points[middle:], run, last, tolerance)


def _few(points: Floats, first: Floats, last: Floats) -> list[Cubic]:
    """Two or three points: straight handles a third of the way."""
    reach = float(np.hypot(*(points[-1] - points[0]))) / 3
    return [np.array([points[0], points[0] + first * reach, points[-1] + last * reach, points[-1]])]


def _by_length(points: Floats) -> Floats:
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    found: Floats = length / length[-1]
    return found


def _weights(share: Floats) -> Floats:
    t, s = share, 1 - share
    return np.stack([s**3, 3 * s * s * t, 3 * s * t * t, t**3], axis=1)


def at(cubic: Cubic, share: Floats) -> Floats:
    """Points of a cubic at shares 0 to 1."""
    found: Floats = _weights(np.asarray(share)) @ cubic
    return found


def _least_squares(points: Floats, share: Floats, first: Floats, last: Floats) -> Cubic:
    """The best lengths of the two handles."""
    w = _weights(share)
    base = w[:, :1] * points[0] + w[:, 1:2] * points[0] + w[:, 2:3] * points[-1] + w[:, 3:] * points[-1]
    a, b, rest = w[:, 1:2] * first, w[:, 2:3] * last, points - base
    aa, ab, bb = float((a * a).sum()), float((a * b).sum()), float((b * b).sum())
    ra, rb = float((a * rest).sum()), float((b * rest).sum())
    # Normal equations for two unknowns, solved by hand: numpy would cost more than the sum.
    det = aa * bb - ab * ab
    chord = float(np.hypot(*(points[-1] - points[0])))
    one = (ra * bb - rb * ab) / det if abs(det) > 1e-12 else 0.0
    two = (aa * rb - ab * ra) / det if abs(det) > 1e-12 else 0.0
    limit = 3 * float(np.hypot(*np.diff(points, axis=0).T).sum())
    # A handle of no length makes a corner, one longer than the line makes a loop: a third of the chord does neither.
    if not (1e-3 * chord < one < limit and 1e-3 * chord < two < limit):
        one = two = chord / 3
    return np.array([points[0], points[0] + first * one, points[-1] + last * two, points[-1]])


def _closer(cubic: Cubic, points: Floats, share: Floats) -> Floats:
    """One Newton step of every point towards its nearest place on the curve."""
    d1, d2 = 3 * np.diff(cubic, axis=0), 6 * np.diff(cubic, n=2, axis=0)
    t, s = share[:, None], 1 - share[:, None]
    off = at(cubic, share) - points
    v1 = s * s * d1[0] + 2 * s * t * d1[1] + t * t * d1[2]
    v2 = s * d2[0] + t * d2[1]
    down = (v1 * v1).sum(axis=1) + (off * v2).sum(axis=1)
    step = np.where(np.abs(down) > 1e-9, (off * v1).sum(axis=1) / np.where(np.abs(down) > 1e-9, down, 1), 0)
    moved = np.clip(share - step, 0, 1)
    # A share must not overtake the one before it, or the curve would run back over its points.
    found: Floats = np.maximum.accumulate(moved)
    return found


def through(points: Floats) -> list[Cubic]:
    """A smooth curve through a few points (Catmull-Rom)."""
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    return [
        np.array([b, b + (c - a) / 6, c - (d - b) / 6, c])
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
