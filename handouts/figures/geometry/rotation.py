"""Rotations in space as matrices of shape (3, 3); angles in degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from handouts.figures.geometry.arrays import Floats


def vector(*xyz: float) -> Floats:
    return np.array(xyz, dtype=np.float64)


def unit(v: Floats | Sequence[float]) -> Floats:
    """The same direction, one millimetre long."""
    w = np.asarray(v, dtype=np.float64)
    found: Floats = w / max(math.sqrt(w.dot(w)), 1e-12)
    return found


def cross(a: Floats | Sequence[float], b: Floats | Sequence[float]) -> Floats:
    """The vector product along the last axis, bit for bit that of numpy, which takes ten times as long for one pair."""
    p, q = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if p.ndim == q.ndim == 1:
        (x, y, z), (u, v, w) = p.tolist(), q.tolist()
        return vector(y * w - z * v, z * u - x * w, x * v - y * u)
    x, y, z = (p[..., axis] for axis in range(3))
    u, v, w = (q[..., axis] for axis in range(3))
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], axis=-1)


def about(axis: Floats | Sequence[float], angle_deg: float) -> Floats:
    """Turn by an angle about an axis (right-hand rule)."""
    x, y, z = unit(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    a = math.radians(angle_deg)
    found: Floats = np.eye(3) + math.sin(a) * k + (1 - math.cos(a)) * (k @ k)
    return found


def about_x(angle_deg: float) -> Floats:
    return about((1, 0, 0), angle_deg)


def about_y(angle_deg: float) -> Floats:
    return about((0, 1, 0), angle_deg)


def about_z(angle_deg: float) -> Floats:
    return about((0, 0, 1), angle_deg)


def frame(first: Floats | Sequence[float], second: Floats | Sequence[float]) -> Floats:
    """Right-angled axes as columns: the first as given, the second as near as it can be."""
    a = unit(first)
    b = np.asarray(second, dtype=np.float64)
    b = unit(b - a * float(a @ b))
    return np.stack([a, b, cross(a, b)], axis=1)


def aligning(
    from_first: Floats | Sequence[float],
    from_second: Floats | Sequence[float],
    to_first: Floats | Sequence[float],
    to_second: Floats | Sequence[float],
) -> Floats:
    """The turn that carries one pair of directions onto another (the first exactly, the second as near as it can)."""
    found: Floats = frame(to_first, to_second) @ frame(from_first, from_second).T
    return found


def shortest_arc(a: Floats | Sequence[float], b: Floats | Sequence[float]) -> Floats:
    """The smallest turn that carries direction `a` onto direction `b`."""
    p, q = unit(a), unit(b)
    axis = cross(p, q)
    if float(np.linalg.norm(axis)) < 1e-9:
        other = cross(p, (1.0, 0.0, 0.0) if abs(p[0]) < 0.9 else (0.0, 1.0, 0.0))
        return np.eye(3) if float(p @ q) > 0 else about(other, 180.0)
    return about(axis, angle_deg(p, q))


def angle_deg(a: Floats | Sequence[float], b: Floats | Sequence[float]) -> float:
    """The angle between two directions."""
    p, q = unit(a), unit(b)
    return math.degrees(math.atan2(float(np.linalg.norm(cross(p, q))), float(p @ q)))


def twist_deg(turn: Floats, axis: Floats | Sequence[float]) -> float:
    """How far a turn twists about one axis (the rest of the turn tilts that axis)."""
    a = unit(axis)
    swing = shortest_arc(a, turn @ a)
    left = swing.T @ turn
    side = unit(cross(a, (1.0, 0.0, 0.0) if abs(a[0]) < 0.9 else (0.0, 1.0, 0.0)))
    moved = left @ side
    return math.degrees(math.atan2(float(a @ cross(side, moved)), float(side @ moved)))
