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
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    share = along / along[-1]
    for _ in range(4):
        weights = _weights(share)
        cubic = _least_squares(points, weights, first, last, float(along[-1]))
        off = weights.T @ cubic - points
        far = np.einsum("pi,pi->p", off, off)
        worst = int(far.argmax())
        if far[worst] <= tolerance**2:
            return [cubic]
        if far[worst] > (12 * tolerance) ** 2:
            break
        share = _closer(cubic, off, share)
    middle = min(max(worst, 1), len(points) - 2)
    run = _direction(None, points[min(middle + 2, len(points) - 1)] - points[max(middle - 2, 0)])
    return _fit(points[: middle + 1], first, -run, tolerance) + _fit(points[middle:], run, last, tolerance)


def _few(points: Floats, first: Floats, last: Floats) -> list[Cubic]:
    """Two or three points: straight handles a third of the way."""
    reach = float(np.hypot(*(points[-1] - points[0]))) / 3
    return [np.array([points[0], points[0] + first * reach, points[-1] + last * reach, points[-1]])]


def _weights(share: Floats) -> Floats:
    """How much each of the four points of a cubic counts at these shares, shape (4, n)."""
    t, s = share, 1 - share
    tt, ss = t * t, s * s
    return np.array([ss * s, 3 * ss * t, 3 * s * tt, tt * t])


def at(cubic: Cubic, share: Floats) -> Floats:
    """Points of a cubic at shares 0 to 1."""
    found: Floats = _weights(np.asarray(share)).T @ cubic
    return found


def _least_squares(points: Floats, weights: Floats, first: Floats, last: Floats, length: float) -> Cubic:
    """The best lengths of the two handles, of points whose line has this length."""
    start, _, _, end = weights
    a, b = weights[1], weights[2]
    rest = points - np.outer(start + a, points[0]) - np.outer(b + end, points[-1])
    aa, ab, bb = float(a @ a), float(a @ b) * float(first @ last), float(b @ b)
    ra, rb = float(a @ (rest @ first)), float(b @ (rest @ last))
    # Normal equations for two unknowns, solved by hand: numpy would cost more than the sum.
    det = aa * bb - ab * ab
    chord = float(np.hypot(*(points[-1] - points[0])))
    one = (ra * bb - rb * ab) / det if abs(det) > 1e-12 else 0.0
    two = (aa * rb - ab * ra) / det if abs(det) > 1e-12 else 0.0
    limit = 3 * length
    # A handle of no length makes a corner, one longer than the line makes a loop: a third of the chord does neither.
    if not (1e-3 * chord < one < limit and 1e-3 * chord < two < limit):
        one = two = chord / 3
    return np.array([points[0], points[0] + first * one, points[-1] + last * two, points[-1]])


def _closer(cubic: Cubic, off: Floats, share: Floats) -> Floats:
    """One Newton step of every point towards its nearest place on the curve, from which it is so far off."""
    d1 = 3 * (cubic[1:] - cubic[:-1])
    d2 = 2 * (d1[1:] - d1[:-1])
    t, s = share, 1 - share
    v1 = np.array([s * s, 2 * s * t, t * t]).T @ d1
    v2 = np.array([s, t]).T @ d2
    down = np.einsum("pi,pi->p", v1, v1) + np.einsum("pi,pi->p", off, v2)
    steep = np.abs(down) > 1e-9
    step = np.where(steep, np.einsum("pi,pi->p", off, v1) / np.where(steep, down, 1), 0)
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
