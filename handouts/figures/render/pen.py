"""Which borders a pen would draw, and how thick: outlines, new materials, places where one limb hides another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.render.trace import Border

JUMP_MM = 18.0  # a step in depth that shows as a line, in body millimetres
JUMP_GOES_ON_MM = 8.0  # a line once begun goes on down to this step
SHORTEST_MM = 1.5  # of print: shorter bits of line are specks
SPECK_MM = 0.45  # even where two patches meet along so little
GAP_MM = 1.0  # of print: shorter holes in a line are closed
CLEAR_MM = 0.38  # between the middles of two fine lines: nearer ones run together
MEETS_MM = 0.40  # a line that meets another comes so much nearer
SMALLEST_GAP_MM = 0.6  # of a line between two toes that must be free, or it is left out
NEAR_PX, FAR_PX = 2.5, 7.0  # where the depth is read on both sides of a border

_ARMS = ("upper", "fore", "hand", "finger")
_LEGS = ("thigh", "shank", "foot", "toe")


@dataclass(frozen=True, slots=True)
class Patch:
    """The part that one label of the picture means."""

    material: str
    limb: str = ""
    solid: str = ""
    far: bool = False
    straight: bool = False
    small: bool = False  # a hand whose fingers are too narrow to be drawn apart, or a narrow thing

    @property
    def is_body(self) -> bool:
        return not self.solid

    @property
    def traced(self) -> bool:
        """Is its outline drawn from the picture? Straight-edged solids get exact edges instead."""
        return self.is_body or not self.straight

    @property
    def member(self) -> str:
        """The whole arm or leg it belongs to: `arm.R`; `trunk` for all else."""
        start, _, side = self.limb.partition(".")
        kind = "arm" if start.startswith(_ARMS) else "leg" if start.startswith(_LEGS) else ""
        return f"{kind}.{side}" if kind else "head" if start == "head" else "trunk"

    @property
    def fine(self) -> bool:
        """Is its outline as fine as the lines inside? A strong one would fill small forms with ink."""
        return self.is_digit or self.small

    @property
    def is_digit(self) -> bool:
        return self.limb.startswith(("toe", "finger"))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a border that is drawn: points from `first` to `last`, and its width.

    Between fingers and toes it gives way to lines that are there already.
    """

    first: int
    last: int
    width_mm: float
    gives_way: bool = False


def runs(border: Border, patches: dict[int, Patch], depth: Floats, labels: Ints) -> list[Run]:
    """The drawn pieces of one border; where a close-up cuts the figure off there is no line."""
    found = _runs(border, patches, depth, labels)
    cut = _at_edge(border.points, labels.shape)
    return [part for run in found for part in _uncut(run, cut)] if cut.any() else found


EDGE_PX = 4.0


def _at_edge(points: Floats, shape: tuple[int, ...]) -> Bools:
    """Points on the edge of the picture."""
    x, y = points[:, 0], points[:, 1]
    found: Bools = (x < EDGE_PX) | (y < EDGE_PX) | (x > shape[1] - EDGE_PX) | (y > shape[0] - EDGE_PX)
    return found


def _uncut(run: Run, cut: Bools) -> list[Run]:
    """What is left of a run away from the edge."""
    inside = stretches(~cut[run.first : run.last + 1])
    return [replace(run, first=run.first + a, last=run.first + b) for a, b in inside if b - a > 3]


def _runs(border: Border, patches: dict[int, Patch], depth: Floats, labels: Ints) -> list[Run]:
    left, right = patches.get(border.left), patches.get(border.right)
    whole = len(border.points) - 1
    if left is None or right is None:
        one = left or right
        return [Run(0, whole, _outer_mm(one))] if one is not None and one.traced else []
    if not left.is_body or not right.is_body:
        fine = left.fine or right.fine
        width = style.INNER_MM if fine else style.SILHOUETTE_MM
        return [Run(0, whole, width)] if left.traced or right.traced else []
    step = _step_mm(border, depth, labels) if left.limb != right.limb else np.zeros(len(border.points))
    if left.material != right.material:
        return [Run(0, whole, _meeting_mm(left, right, step))]
    if left.limb == right.limb:
        return []
    if left.is_digit and right.is_digit:
        return [replace(run, gives_way=True) for run in _kept(border, step, 1.2, 0.6, style.INNER_MM)]
    if _strangers(left, right):
        return [Run(0, whole, _meeting_mm(left, right, step))]
    return _kept(border, step, JUMP_MM, JUMP_GOES_ON_MM, style.INNER_MM)


def _outer_mm(patch: Patch) -> float:
    """The outline of fingers and toes is finer than that of the body."""
    return style.INNER_MM if patch.fine else style.SILHOUETTE_MM


def _meeting_mm(one: Patch, two: Patch, step: Floats) -> float:
    """Between two limbs, or a limb and the trunk behind it; where nothing lies behind anything it is a hem."""
    apart = _strangers(one, two) or (one.member != two.member and float(np.median(step)) > JUMP_MM)
    return style.SILHOUETTE_MM if apart and not (one.fine or two.fine) else style.INNER_MM


def _strangers(one: Patch, two: Patch) -> bool:
    """Two different limbs: where they meet in the picture one lies in front of the other."""
    members = {one.member, two.member}
    return len(members) == 2 and "trunk" not in members


def _step_mm(border: Border, depth: Floats, labels: Ints) -> Floats:
    """The step in depth across the border at each point, after carrying each side's slope on to the border."""
    points = border.points
    run = np.gradient(points, axis=0) if len(points) > 1 else np.zeros_like(points)
    length = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-9)
    aside = np.stack([run[:, 1], -run[:, 0]], axis=1) / length[:, None]  # to the left hand, y down
    left = _carried(points, aside, depth, labels, border.left)
    right = _carried(points, -aside, depth, labels, border.right)
    return np.abs(left - right)


def _carried(points: Floats, aside: Floats, depth: Floats, labels: Ints, label: int) -> Floats:
    """Depth at the border as its one side would have it."""
    near, far = points + aside * NEAR_PX, points + aside * FAR_PX
    z_near, z_far = _sample(depth, near), _sample(depth, far)
    known = (_sample(labels, near) == label) & (_sample(labels, far) == label)
    slope = np.where(known, (z_near - z_far) / (FAR_PX - NEAR_PX), 0.0)
    found: Floats = z_near + np.clip(slope, -6, 6) * NEAR_PX
    return found


def _sample(image: npt.NDArray[Any], points: Floats) -> npt.NDArray[Any]:
    x = np.clip(np.floor(points[:, 0]).astype(int), 0, image.shape[1] - 1)
    y = np.clip(np.floor(points[:, 1]).astype(int), 0, image.shape[0] - 1)
    found: npt.NDArray[Any] = image[y, x]
    return found


def _kept(border: Border, step: Floats, begins: float, goes_on: float, width_mm: float) -> list[Run]:
    """Runs where the step is large somewhere and never small; short holes closed, short bits dropped."""
    weak = np.isfinite(step) & (step > goes_on)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(border.points, axis=0).T))]) / style.PIXELS_PER_MM
    weak = _closed(weak, along)
    found = []
    for first, last in stretches(weak):
        long_enough = along[last] - along[first] >= max(min(SHORTEST_MM, 0.8 * along[-1]), SPECK_MM)
        if long_enough and bool((step[first : last + 1] > begins).any()):
            found.append(Run(first, last, width_mm))
    return found


def _closed(on: Bools, along: Floats) -> Bools:
    """Fill holes shorter than a pen would lift for."""
    out = on.copy()
    for first, last in stretches(~on):
        inner = first > 0 and last < len(on) - 1
        if inner and along[last] - along[first] < GAP_MM:
            out[first : last + 1] = True
    return out


def trace(points: Floats, traced: Bools) -> None:
    """Mark the pixels that a line runs through."""
    x, y = _pixels(points, traced.shape)
    traced[y, x] = True


def apart(run: Run, points: Floats, traced: Bools) -> list[Run]:
    """The parts of a run that keep clear of the lines traced so far; where it meets one it comes closer for a bit.

    Two fine lines that run into each other at a small angle print as a black knot.
    """
    line = points[run.first : run.last + 1]
    x, y = _pixels(line, traced.shape)
    reach = round(CLEAR_MM * style.PIXELS_PER_MM) + 1
    top, left = max(int(y.min()) - reach, 0), max(int(x.min()) - reach, 0)
    box = traced[top : int(y.max()) + reach + 1, left : int(x.max()) + reach + 1]
    if not box.any():
        return [run]
    off = ndimage.distance_transform_edt(~box)[y - top, x - left]
    clear, meets = off > CLEAR_MM * style.PIXELS_PER_MM, round(MEETS_MM * style.PIXELS_PER_MM)
    free = [(a, b) for a, b in stretches(clear) if b - a > SMALLEST_GAP_MM * style.PIXELS_PER_MM]
    end = run.last - run.first
    return [replace(run, first=run.first + max(a - meets, 0), last=run.first + min(b + meets, end)) for a, b in free]


def _pixels(points: Floats, shape: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Column and row of each point."""
    at = np.floor(points).astype(np.int64)
    return np.clip(at[:, 0], 0, shape[1] - 1), np.clip(at[:, 1], 0, shape[0] - 1)


def stretches(on: Bools) -> list[tuple[int, int]]:
    """First and last index of every run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(np.int8), [0]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
