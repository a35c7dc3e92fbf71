"""A flat loop round both legs, as wide as they are apart: a band or a belt, at the thighs or at the ankles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import ConvexHull

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, unit
from handouts.figures.person.rig import Posed
from handouts.figures.props.solids import Solid

NEAR_MM = 10.0  # skin so near to the plane of the loop is cut by it
_POINTS = 96


@dataclass(frozen=True)
class Place:
    """Where a loop goes round: the bone whose joint begins the limb, the joint that ends it, and how far along."""

    bone: str
    end: str
    share: float
    skin: tuple[str, ...]
    off_mm: float  # how far it lies off the skin: over clothes further


THIGHS = Place("upperleg01", "lowerleg01", 0.80, ("upperleg01", "upperleg02"), 9.0)
ANKLES = Place("lowerleg01", "foot", 0.80, ("lowerleg01", "lowerleg02"), 3.0)


def loop(posed: Posed, place: Place, name: str, material: str, wide_mm: float) -> Solid:
    """A band that is stretched round both legs: straight from one to the other, round their outer sides."""
    k = posed.body.scale
    joints = {side: posed.joint(f"{place.bone}.{side}") for side in "RL"}
    ways = {side: posed.joint(f"{place.end}.{side}") - joints[side] for side in "RL"}
    spots = {side: joints[side] + ways[side] * place.share for side in "RL"}
    across = unit(spots["L"] - spots["R"])
    along = unit(unit(ways["R"]) + unit(ways["L"]))
    along = unit(along - across * float(along @ across))
    other, middle = cross(along, across), (spots["R"] + spots["L"]) / 2
    cut = []
    for side in "RL":
        skin = posed.skin[posed.body.vertices_of(*(f"{bone}.{side}" for bone in place.skin))] - spots[side]
        cut.append(spots[side] + skin[np.abs(skin @ unit(ways[side])) < NEAR_MM * k] - middle)
    flat = np.vstack(cut) @ np.stack([across, other], axis=1)
    ring = outline(flat, place.off_mm * k)
    edges = [middle + ring @ np.stack([across, other]) + along * sign * wide_mm / 2 * k for sign in (1.0, -1.0)]
    points = np.stack(edges, axis=1).reshape(-1, 3)
    a = 2 * np.arange(len(ring))
    b = (a + 2) % len(points)
    mesh = np.concatenate([np.stack([a, b, a + 1], axis=1), np.stack([b, b + 1, a + 1], axis=1)])
    return Solid(name, material, points, mesh=mesh)


def cuff(posed: Posed, side: str, place: Place, name: str, material: str, wide_mm: float, thick_mm: float) -> Solid:
    """A padded ring round one leg."""
    k = posed.body.scale
    start = posed.joint(f"{place.bone}.{side}")
    along = unit(posed.joint(f"{place.end}.{side}") - start)
    middle = start + (posed.joint(f"{place.end}.{side}") - start) * place.share
    aside = posed.rotation(f"{place.bone}.{side}") @ np.array([1.0, 0.0, 0.0])
    axes = np.stack([(across := unit(aside - along * float(aside @ along))), cross(along, across)])
    skin = posed.skin[posed.body.vertices_of(*(f"{bone}.{side}" for bone in place.skin))] - middle
    flat = skin[np.abs(skin @ along) < wide_mm / 2 * k] @ axes.T
    inner, outer = (outline(flat, off * k) @ axes for off in (place.off_mm, place.off_mm + thick_mm))
    half = along * wide_mm / 2 * k
    rows = [inner - half, outer - 0.8 * half, outer + 0.8 * half, inner + half]
    points = middle + np.stack(rows, axis=1).reshape(-1, 3)
    a = 4 * np.arange(_POINTS)[:, None] + np.arange(3)[None, :]
    b = (a + 4) % len(points)
    mesh = np.concatenate([np.stack(t, axis=-1).reshape(-1, 3) for t in ((a, b, a + 1), (b, b + 1, a + 1))])
    return Solid(name, material, points, mesh=mesh)


def outline(flat: Floats, off: float) -> Floats:
    """Even points round the outside of both cuts, a little off them."""
    hull = flat[ConvexHull(flat).vertices]
    out = hull - hull.mean(axis=0)
    hull = hull + out / np.linalg.norm(out, axis=1, keepdims=True) * off
    closed = np.vstack([hull, hull[:1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    at = np.linspace(0, length[-1], _POINTS + 1)[:-1]
    return np.stack([np.interp(at, length, closed[:, i]) for i in (0, 1)], axis=1)
