"""The smallest sum of squares of a handful of unknowns."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from handouts.figures.geometry.arrays import Floats


def least_squares(residuals: Callable[[Floats], Floats], start: Floats, step: Floats) -> Floats:
    """Damped Gauss-Newton (Levenberg-Marquardt) for a handful of unknowns; derivatives by forward differences.

    Args:
        residuals: unknowns, shape (n,), to residuals, shape (m,).
        start: the first guess, shape (n,).
        step: the difference for the derivative of each unknown, and its scale, shape (n,).

    Returns:
        The unknowns that make the sum of squares smallest, shape (n,).
    """
    at, damping = start.astype(np.float64), 1e-3
    value = residuals(at)
    for _ in range(60):
        slope = np.stack([(residuals(at + h) - value) / h[i] for i, h in enumerate(np.diag(step))], axis=1)
        # Columns in units of their step: millimetres and degrees then weigh alike, and one damping term fits both.
        scaled = slope * step
        move = np.linalg.solve(scaled.T @ scaled + damping * np.eye(len(at)), -scaled.T @ value) * step
        after = residuals(at + move)
        if float(after @ after) < float(value @ value):
            gained = float(value @ value) - float(after @ after)
            # A step that helps trusts the linear model more; one that does not falls back towards gradient descent.
            at, value, damping = at + move, after, max(damping / 4, 1e-9)
            # Relative, so that the end does not depend on the unit of the residuals; the 1 stops it at a perfect fit.
            if gained < 1e-9 * (1 + float(after @ after)):
                break
        else:
            damping *= 8
            # Steps this short cannot change the picture: the residuals have a kink here, or the goal is unreachable.
            if damping > 1e9:
                break
    return at
