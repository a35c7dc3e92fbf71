"""Skin on skin: a hand that holds a shin or lies on the belly, and how deep one limb goes into another.

The distance of a point to the skin is measured to the nearest vertex along its normal: exact enough at the mesh's
spacing (about 8 mm), and the same for every pose.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

from handouts.figures.limbs import OUTWARD, Arm
from handouts.figures.rig import Ints, Posed, normals_of
from handouts.figures.solver import Contact, arm_lengths, hand_vertices
from handouts.figures.turning import unit

Floats = npt.NDArray[np.float64]

NEAR_MM = 40.0  # skin further away than this is another part of the body, not what is touched
ASIDE_MM = 12.0  # a vertex further to the side than the mesh is wide lies beyond the edge of the outer skin


@lru_cache(maxsize=2)
def _outwards(posed: Posed) -> Floats:
    """The skin's normals: two hands ask for those of one body."""
    return normals_of(posed.skin, posed.body.fine.triangles)


def depths(posed: Posed, inner: Ints, outer: Ints, within_mm: float = NEAR_MM) -> Floats:
    """How far each vertex of `inner` is outside the skin `outer` (negative = inside), in millimetres.

    What lies further off than `within_mm` is infinitely far: a bounded search is many times faster.
    """
    normals = _outwards(posed)
    points, skin = posed.skin[inner], posed.skin[outer]
    distance, nearest = KDTree(skin).query(points, distance_upper_bound=within_mm)
    found: Floats = distance
    near = np.flatnonzero(distance < NEAR_MM)
    off, way = points[near] - skin[nearest[near]], normals[outer[nearest[near]]]
    signed = np.einsum("vi,vi->v", off, way)
    aside = np.sqrt(np.maximum(distance[near] ** 2 - signed**2, 0.0))
    found[near] = np.where(aside < ASIDE_MM, signed, distance[near])
    return found


def approach(posed: Posed, inner: Ints, outer: Ints) -> Floats:
    """The same for parts that may still be apart: looked for further and further away, until one is found."""
    within = NEAR_MM
    while np.isinf(found := depths(posed, inner, outer, within)).all():
        within *= 2
    return found


@dataclass(frozen=True, eq=False)
class SkinContact(Contact):
    """A part of the skin that should touch another part of the skin."""

    against: Ints = field(kw_only=True)
    seen_on: tuple[Posed, float] | None = field(default=None, kw_only=True)  # where it was found, and its gap there
    on_skin: ClassVar[bool] = True

    def gap_mm(self, posed: Posed) -> float:
        """Distance of the nearest skin to the other; negative = inside it."""
        if self.seen_on and self.seen_on[0] is posed:
            return self.seen_on[1]
        return float(approach(posed, self.vertices, self.against).min())


def skin_contact(posed: Posed, name: str, vertices: Ints, against: Ints) -> SkinContact:
    """Two parts of the skin; what is off is put right along the normal where they are nearest."""
    gaps = approach(posed, vertices, against)
    nearest = int(gaps.argmin())
    point = posed.skin[vertices[nearest]]
    other = against[int(np.linalg.norm(posed.skin[against] - point, axis=1).argmin())]
    normal = _outwards(posed)[other]
    return SkinContact(name, vertices, posed.skin[other], normal, against=against, seen_on=(posed, float(gaps.min())))


#: Where the hands lie on the shin: how far below the knee, the hand of the same side nearer to it (mm at 1700 mm).
SAME_HAND_MM, OTHER_HAND_MM = 84.0, 104.0
PAST_BELLY_MM = 45.0  # for each step of an elbow that moves out
BESIDE_SHIN_MM, OVER_SHIN_MM = 62.0, 22.0  # from the shin's bone line to the middle of the hand: aside, in front
TO_PALM_MM = 78.0  # from the wrist to the middle of the palm


def hand_on_shin(base: Posed, side: str, leg: str, shift: Floats, past_belly: float = 0.0) -> Arm:
    """The palm lies on the side of the shin just below the knee, the fingers go over its front edge.

    An arm that has no room over the belly takes the shin further down.
    """
    out, k = OUTWARD[side], base.body.scale
    knee, ankle = base.joint(f"lowerleg01.{leg}"), base.joint(f"foot.{leg}")
    along, turn = unit(ankle - knee), base.turn(f"lowerleg01.{leg}")
    front, inward = turn @ np.array([0.0, 0.0, 1.0]), turn @ np.array([-out, 0.0, 0.0])
    fingers = unit(front * 0.55 + inward * 0.45 + along * 0.65)
    palm = unit(inward * 0.85 - front * 0.50)
    lower = (SAME_HAND_MM if side == leg else OTHER_HAND_MM) + PAST_BELLY_MM * past_belly
    at = knee + along * lower * k
    wrist = at - inward * BESIDE_SHIN_MM * k + front * OVER_SHIN_MM * k - fingers * TO_PALM_MM * k
    return Arm(wrist + shift, np.array([out, -0.75, -0.25]), fingers, palm, "hold shin")


def shin_contact(posed: Posed, side: str, leg: str, name: str) -> SkinContact:
    """The hand's skin against the shin's."""
    shin = posed.body.vertices_of(f"lowerleg*.{leg}", f"upperleg02.{leg}")
    return skin_contact(posed, name, hand_vertices(posed.body, side), shin)


def hand_on_belly(base: Posed, side: str, shift: Floats) -> Arm:
    """The hand rests on the side of the belly, fingers towards the navel."""
    out, k = OUTWARD[side], base.body.scale
    trunk = base.turn("spine04")
    at = base.joint("spine04") + trunk @ np.array([out * 106 * k, 78 * k, 140 * k])
    fingers, palm = trunk @ np.array([-out * 0.55, -0.85, -0.02]), trunk @ np.array([-out * 0.30, 0.0, -1.0])
    return Arm(at + shift, trunk @ np.array([out, -0.2, -0.35]), fingers, palm, "rest")


def belly_contact(posed: Posed, side: str, name: str) -> SkinContact:
    """The hand's skin against the front of the trunk."""
    trunk = posed.body.vertices_of("root", "spine*", "pelvis*", "upperleg01*")
    return skin_contact(posed, name, hand_vertices(posed.body, side), trunk)


#: Where a hand rests on its thigh: the wrist so far from the hip along it, and over its bone line (mm at 1700 mm).
ALONG_THIGH_MM, OVER_THIGH_MM = 272.0, 105.0
NEARLY_STRAIGHT = 0.97  # a resting arm is stretched by no more than this share of its length
THIGH_TAPERS = 0.20  # the top of a thigh comes down so much towards the knee


def _thigh(base: Posed, side: str) -> tuple[Floats, Floats, Floats]:
    """Of a thigh: the hip, the way to the knee, and the way out of its top."""
    hip = base.joint(f"upperleg01.{side}")
    along = unit(base.joint(f"lowerleg01.{side}") - hip)
    return hip, along, unit(np.cross(along, np.array([1.0, 0.0, 0.0])))


def hand_on_thigh(base: Posed, side: str, shift: Floats) -> Arm:
    """The palm lies along the top of the thigh, the fingers towards the knee."""
    out, k = OUTWARD[side], base.body.scale
    hip, along, top = _thigh(base, side)
    above = hip + top * OVER_THIGH_MM * k + np.array([out * 14 * k, 0.0, 0.0]) + shift
    at = above + along * _within_reach(base, side, above, along, ALONG_THIGH_MM * k)
    fingers = unit(along - top * THIGH_TAPERS - np.array([out * 0.04, 0.0, 0.0]))
    palm = -unit(top + along * THIGH_TAPERS + np.array([out * 0.22, 0.0, 0.0]))
    return Arm(at, np.array([out * 0.8, -0.2, -1.0]), fingers, palm, "on thigh")


def _within_reach(base: Posed, side: str, start: Floats, way: Floats, wished_mm: float) -> float:
    """How far from `start` a wrist goes: as far as is wished, or as the arm reaches."""
    upper, fore = arm_lengths(base.body, side)
    off = start - base.joint(f"upperarm01.{side}")
    ahead = float(off @ way)
    room = ahead**2 - float(off @ off) + (NEARLY_STRAIGHT * (upper + fore)) ** 2
    return min(wished_mm, float(np.sqrt(max(room, 0.0))) - ahead)


def thigh_contact(posed: Posed, side: str, name: str) -> SkinContact:
    """The hand's skin against its own thigh: it comes down on the top."""
    thigh = posed.body.vertices_of(f"upperleg*.{side}", f"lowerleg01.{side}")
    _, _, top = _thigh(posed, side)
    return replace(skin_contact(posed, name, hand_vertices(posed.body, side), thigh), normal=top)


def toes_contact(posed: Posed, side: str, leg: str, name: str) -> SkinContact:
    """The hand's skin against the foot whose toes it hooks: it comes from above and ahead."""
    foot = posed.body.vertices_of(f"foot.{leg}", f"toe*.{leg}")
    away = unit(posed.turn(f"foot.{leg}") @ np.array([0.0, 0.8, 0.6]))
    return replace(skin_contact(posed, name, hand_vertices(posed.body, side), foot), normal=away)


#: A hand that holds the foot behind: its palm beside the instep, ahead of the ankle along the foot (mm at 1700 mm).
HELD_AHEAD_MM, HELD_ASIDE_MM, HELD_OVER_MM = 34.0, 52.0, -20.0


def hand_on_foot(base: Posed, side: str, leg: str, shift: Floats) -> Arm:
    """The palm on the outer side of a foot that is lifted behind, the fingers under its instep."""
    out, k, foot = OUTWARD[side], base.body.scale, base.turn(f"foot.{leg}")
    ahead, over, outer = (foot @ np.array(way) for way in ([0, 0, 1.0], [0, 1.0, 0], [OUTWARD[leg], 0, 0.0]))
    palm = base.joint(f"foot.{leg}") + (ahead * HELD_AHEAD_MM + over * HELD_OVER_MM + outer * HELD_ASIDE_MM) * k
    fingers = unit(over - outer * 0.25)
    at = palm - fingers * TO_PALM_MM * k
    return Arm(at + shift, np.array([out * 0.5, 0.0, -1.0]), fingers, -outer, "grip")


def foot_contact(posed: Posed, side: str, leg: str, name: str) -> SkinContact:
    """The hand's skin against the instep that it holds."""
    foot = posed.body.vertices_of(f"foot.{leg}", f"toe*.{leg}", f"lowerleg02.{leg}")
    outer = unit(posed.turn(f"foot.{leg}") @ np.array([OUTWARD[leg], 0.0, 0.0]))
    return replace(skin_contact(posed, name, hand_vertices(posed.body, side), foot), normal=outer)


def hand_on_hip(base: Posed, side: str, shift: Floats) -> Arm:
    """The heel of the hand on the side of the pelvis, fingers forward, elbow out and back."""
    out, k, pelvis = OUTWARD[side], base.body.scale, base.turn("root")
    at = base.joint(f"upperleg01.{side}") + pelvis @ np.array([out * 62 * k, 105 * k, -102 * k])
    return Arm(
        at + shift,
        pelvis @ np.array([out * 1.0, 0, -1.0]),
        pelvis @ np.array([-out * 0.1, -0.70, 0.8]),
        pelvis @ np.array([-out * 1.0, 0, 0]),
    )


def hip_contact(posed: Posed, side: str, name: str) -> SkinContact:
    """The hand's skin against the side of the pelvis."""
    pelvis = posed.body.vertices_of("root", "spine05", "spine04", "pelvis*", f"upperleg*.{side}")
    return skin_contact(posed, name, hand_vertices(posed.body, side), pelvis)
