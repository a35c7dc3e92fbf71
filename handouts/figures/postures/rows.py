"""One residual vector for the whole body: every wish is a row that is linear in points, directions and coordinates.

The solver sees nothing else. A contact is a few rows on points of the skin, an angle is a row on a coordinate, a palm
that looks up is three rows on a direction; a one-sided row is a limit that only counts when it is passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.person.kinematics import COORDINATES, INDEX, Placed, Skeleton

STEPS = 20  # of one pass; passes follow one another with a warm start
LONGEST = 60.0  # millimetres and degrees of one step: beyond it the slopes say nothing


@dataclass(frozen=True, slots=True)
class Fixed:
    """A point or a direction that one node carries, in the node's own axes."""

    node: int
    local: Floats


@dataclass(slots=True)
class Rows:
    """Rows are collected first and become matrices when the solver starts.

    A row is `weight × (Σ point·vector + Σ direction·vector + Σ coordinate×factor − target)`, in millimetres.
    """

    points: list[Fixed] = field(default_factory=list)
    directions: list[Fixed] = field(default_factory=list)
    entries: list[tuple[float, float, bool, list[tuple[int, Floats]], list[tuple[int, Floats]], dict[str, float]]] = (
        field(default_factory=list)
    )

    def point(self, node: int, local: Floats) -> int:
        """A point that rows may name, as its number."""
        self.points.append(Fixed(node, local))
        return len(self.points) - 1

    def direction(self, node: int, local: Floats) -> int:
        self.directions.append(Fixed(node, local))
        return len(self.directions) - 1

    def add(
        self,
        weight: float,
        target: float,
        points: Mapping[int, Floats] | None = None,
        directions: Mapping[int, Floats] | None = None,
        coordinates: Mapping[str, float] | None = None,
        at_most: bool = False,
    ) -> None:
        """One row; with `at_most` only what exceeds the target counts."""
        self.entries.append(
            (
                weight,
                target,
                at_most,
                list((points or {}).items()),
                list((directions or {}).items()),
                dict(coordinates or {}),
            )
        )

    def aim(self, direction: int, at: Floats, weight: float) -> None:
        """A direction looks this way."""
        for axis in np.eye(3):
            self.add(weight, float(at @ axis), directions={direction: axis})

    def place(self, point: int, at: Floats, weight: float) -> None:
        """A point lies here."""
        for axis in np.eye(3):
            self.add(weight, float(at @ axis), points={point: axis})


class System:
    """The rows of one pass as matrices."""

    def __init__(self, rows: Rows, skeleton: Skeleton, base: Floats) -> None:
        self.skeleton, self.base = skeleton, base
        count = len(rows.entries)
        self.by_point = np.zeros((count, len(rows.points), 3))
        self.by_direction = np.zeros((count, len(rows.directions), 3))
        self.by_coordinate = np.zeros((count, len(COORDINATES)))
        self.weight, self.target = np.empty(count), np.empty(count)
        self.at_most = np.zeros(count, dtype=bool)
        for i, (weight, target, at_most, points, directions, coordinates) in enumerate(rows.entries):
            self.weight[i], self.target[i], self.at_most[i] = weight, target, at_most
            for number, vector in points:
                self.by_point[i, number] += vector
            for number, vector in directions:
                self.by_direction[i, number] += vector
            for name, factor in coordinates.items():
                self.by_coordinate[i, INDEX[name]] += factor
        self.point_nodes, self.point_local = _arrays(rows.points)
        self.direction_nodes, self.direction_local = _arrays(rows.directions)
        self._last: tuple[bytes, Placed] | None = None

    def placed(self, at: Floats) -> Placed:
        key = at.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = (key, self.skeleton.at(at, self.base))
        return self._last[1]

    def residuals(self, at: Floats) -> Floats:
        """Every row, in weighted millimetres."""
        placed = self.placed(at)
        points = placed.points(self.point_nodes, self.point_local)
        directions = placed.directions(self.direction_nodes, self.direction_local)
        off = np.einsum("mpi,pi->m", self.by_point, points) + np.einsum("mdi,di->m", self.by_direction, directions)
        found: Floats = self.weight * (off + self.by_coordinate @ at - self.target)
        found[self.at_most] = np.maximum(found[self.at_most], 0.0)
        return found

    def slopes(self, at: Floats) -> Floats:
        """Derivatives of the rows, shape (rows, coordinates)."""
        placed = self.placed(at)
        points = placed.points(self.point_nodes, self.point_local)
        directions = placed.directions(self.direction_nodes, self.direction_local)
        by_point = placed.slopes(self.point_nodes, points, are_points=True).reshape(-1, len(COORDINATES))
        by_direction = placed.slopes(self.direction_nodes, directions, are_points=False).reshape(-1, len(COORDINATES))
        count = len(self.weight)
        total = self.by_point.reshape(count, -1) @ by_point + self.by_direction.reshape(count, -1) @ by_direction
        found: Floats = self.weight[:, None] * (total + self.by_coordinate)
        found[self.at_most & (self.residuals(at) <= 0)] = 0.0
        return found


def _arrays(fixed: list[Fixed]) -> tuple[np.ndarray, Floats]:
    nodes = np.array([one.node for one in fixed], dtype=np.int64)
    return nodes, np.array([one.local for one in fixed], dtype=np.float64).reshape(-1, 3)


def minimised(system: System, start: Floats, low: Floats, high: Floats) -> Floats:
    """The coordinates within their bounds that make the sum of squares smallest, from a first guess.

    Levenberg and Marquardt's steps on the coordinates that no bound holds; a step is cut off at the bounds. Normal
    equations of some fifty unknowns cost a fraction of a decomposition, and a warm start needs few steps.
    """
    at, damping = np.clip(start, low, high), 1e-3
    value = system.residuals(at)
    cost = float(value @ value)
    for _ in range(STEPS):
        slopes = system.slopes(at)
        pull = slopes.T @ value
        # A coordinate at its bound stays there while the rows pull it outwards.
        free = ~(((at <= low) & (pull > 0)) | ((at >= high) & (pull < 0)))
        normal = (slopes.T @ slopes)[np.ix_(free, free)]
        while damping < 1e9:
            move = np.zeros(len(at))
            move[free] = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-6), -pull[free])
            after = np.clip(at + np.clip(move, -LONGEST, LONGEST), low, high)
            value_after = system.residuals(after)
            if (cost_after := float(value_after @ value_after)) < cost:
                break
            damping *= 6
        else:
            return at
        gained, at, value, cost, damping = cost - cost_after, after, value_after, cost_after, max(damping / 6, 1e-8)
        if gained < 1e-6 * (1 + cost):
            return at
    return at
