"""Parts of the skin that touch or are touched: their vertices, and the places by which contacts are solved.

A place is found on the resting mesh: from a point on the line between two joints, outwards in a direction of the
neutral pose (out, up, ahead), the skin that is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import unit
from handouts.figures.person.kinematics import NODES, skeleton
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body, normals_of

Way = tuple[float, float, float]
OUT, IN, UP, DOWN = (1.0, 0.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, -1.0, 0.0)
AHEAD, BEHIND = (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)
BOTH_SIDES = ("bottom", "back", "belly", "chest")  # what lies on a plane with its right and its left half
HALF_MM = 62.0  # from the middle of the body to that of one half of a chest or a belly
PATCH_MM = 26.0  # of a plane contact: how far a region goes round its place


@dataclass(frozen=True)
class SkinPart:
    """A part of the skin.

    Attributes:
        bones: the skin that these bones move (names may hold a `*`; the side is added).
        places: (bone, next bone, share of the way, direction): the first is the middle, the others are what lies on
            a plane.
        whole: a plane is touched by any of the skin, not by every place.
    """

    bones: tuple[str, ...]
    places: tuple[tuple[str, str, float, Way], ...]
    whole: bool = True


_HAND = ("wrist", "metacarpal*", "finger*")
PARTS: dict[str, SkinPart] = {
    "hand": SkinPart(
        _HAND,
        (("wrist", "finger3-1", 0.6, IN), ("wrist", "finger3-1", 0.1, IN), ("wrist", "finger2-1", 0.95, IN),
         ("wrist", "finger5-1", 0.95, IN)),
        whole=False,
    ),
    "back of hand": SkinPart(
        _HAND,
        (("wrist", "finger3-1", 0.6, OUT), ("wrist", "finger2-1", 0.9, OUT), ("wrist", "finger5-1", 0.9, OUT)),
        whole=False,
    ),
    "fingers": SkinPart(("finger2*", "finger3*", "finger4*", "finger5*"), (("finger3-1", "finger3-3", 0.6, IN),)),
    "fingertips": SkinPart(
        ("finger2-3", "finger3-3", "finger4-3"),
        (("finger3-3", "finger3-3", 0.0, DOWN), ("finger2-3", "finger2-3", 0.0, DOWN),
         ("finger4-3", "finger4-3", 0.0, DOWN)),
        whole=False,
    ),
    "wrist": SkinPart(("lowerarm02", "wrist"), (("lowerarm01", "wrist", 0.95, IN),)),
    "forearm": SkinPart(
        ("lowerarm01", "lowerarm02"),
        (("lowerarm01", "wrist", 0.5, BEHIND), ("lowerarm01", "wrist", 0.15, BEHIND),
         ("lowerarm01", "wrist", 0.9, BEHIND)),
        whole=False,
    ),
    "elbow": SkinPart(("lowerarm01", "upperarm02"), (("lowerarm01", "wrist", 0.0, BEHIND),)),
    "upper arm": SkinPart(("upperarm01", "upperarm02"), (("upperarm01", "lowerarm01", 0.55, OUT),)),
    "shoulder": SkinPart(
        ("upperarm01", "shoulder01", "clavicle"), (("upperarm01", "lowerarm01", 0.05, (0.5, 1.0, 0.5)),)
    ),
    "hip": SkinPart(("upperleg01", "pelvis"), (("upperleg01", "lowerleg01", 0.0, OUT),)),
    "thigh": SkinPart(("upperleg01", "upperleg02"), (("upperleg01", "lowerleg01", 0.62, AHEAD),)),
    "back of thigh": SkinPart(("upperleg01", "upperleg02"), (("upperleg01", "lowerleg01", 0.6, BEHIND),)),
    "upper back of thigh": SkinPart(("upperleg01", "upperleg02"), (("upperleg01", "lowerleg01", 0.42, BEHIND),)),
    "knee": SkinPart(("lowerleg01", "upperleg02"), (("lowerleg01", "foot", 0.0, AHEAD),)),
    "inner knee": SkinPart(("lowerleg01", "upperleg02"), (("lowerleg01", "foot", 0.0, IN),)),
    "shin": SkinPart(("lowerleg01", "lowerleg02"), (("lowerleg01", "foot", 0.25, AHEAD),)),
    "calf": SkinPart(("lowerleg01", "lowerleg02"), (("lowerleg01", "foot", 0.4, BEHIND),), whole=False),
    "ankle": SkinPart(("lowerleg02", "foot"), (("lowerleg01", "foot", 0.97, OUT),)),
    "foot": SkinPart(
        ("foot", "toe*"),
        (("foot", "toe3-1", 0.5, DOWN), ("foot", "toe3-1", -0.18, DOWN), ("foot", "toe1-1", 0.95, DOWN),
         ("foot", "toe5-1", 0.95, DOWN)),
        whole=False,
    ),
    "inner foot": SkinPart(("foot",), (("foot", "toe3-1", 0.25, IN),)),
    "heel": SkinPart(("foot",), (("foot", "toe3-1", -0.2, DOWN),)),
    "ball": SkinPart(
        ("foot", "toe*"),
        (("foot", "toe3-1", 0.95, DOWN), ("foot", "toe1-1", 0.95, DOWN), ("foot", "toe5-1", 0.95, DOWN)),
        whole=False,
    ),
    "toes": SkinPart(("toe*",), (("toe3-1", "toe3-3", 0.5, DOWN),)),
    "instep": SkinPart(("foot", "toe*"), (("foot", "toe3-1", 0.7, UP),)),
    "bottom": SkinPart(("root", "pelvis*", "spine05", "upperleg01*"), (("root", "spine05", 0.0, BEHIND),)),
    "back": SkinPart(
        ("spine01", "spine02", "spine03", "clavicle*", "shoulder01*"), (("spine02", "spine01", 0.5, BEHIND),)
    ),
    "upper back": SkinPart(("spine01", "spine02"), (("spine02", "spine01", 0.4, BEHIND),), whole=False),
    "low back": SkinPart(("spine04", "spine05", "spine03"), (("spine04", "spine03", 0.5, BEHIND),)),
    "belly": SkinPart(("spine04", "spine05", "root"), (("spine05", "spine04", 0.8, AHEAD),)),
    "chest": SkinPart(("spine01", "spine02"), (("spine01", "neck01", 0.25, AHEAD),)),
    "neck": SkinPart(("neck*",), (("neck01", "neck03", 0.6, BEHIND),)),
    "head": SkinPart(("head",), (("head", "head", 0.0, BEHIND),)),
    "back of head": SkinPart(("head",), (("head", "head", 0.0, (0.0, 0.5, -1.0)),)),
    "top of head": SkinPart(("head",), (("head", "head", 0.0, (0.0, 1.0, -0.15)),)),
    "forehead": SkinPart(("head",), (("head", "head", 0.0, (0.0, 1.0, 1.0)),)),
    "cheek": SkinPart(("head",), (("head", "head", 0.0, OUT),)),
    "side of head": SkinPart(("head",), (("head", "head", 0.0, (1.0, 0.9, 0.0)),)),
    "chin": SkinPart(("head",), (("head", "head", 0.0, (0.0, -0.55, 1.0)),)),
}  # fmt: skip
PARTS["palm"] = PARTS["hand"]


def _sided(body: Body, bone: str, side: str) -> str:
    return bone if bone in body.bones or (bone.endswith("*") and not side) else f"{bone}.{side}"


@lru_cache(maxsize=512)
def vertices(body: Body, part: str, side: str) -> Ints:
    """The skin of a part."""
    found = PARTS[part].bones
    return body.vertices_of(*(bone if bone in body.bones else f"{bone}.{side}" if side else bone for bone in found))


@lru_cache(maxsize=512)
def facing(body: Body, part: str, side: str) -> Ints:
    """The skin of a part that looks the way its middle does: not the other side of a thin hand."""
    own, normals = vertices(body, part, side), _rest_normals(body)
    found: Ints = own[normals[own] @ normals[places(body, part, side)[0]] > 0]
    return found


@lru_cache(maxsize=512)
def places(body: Body, part: str, side: str) -> tuple[int, ...]:
    """The vertex at each place of a part."""
    rest = _rest_skin(body)
    own = vertices(body, part, side)
    return tuple(_met(body, rest, own, side or "R", *place) for place in PARTS[part].places)


@lru_cache(maxsize=64)
def half(body: Body, part: str, side: str) -> int:
    """The middle of the half of a part that lies across the middle of the body."""
    own, rest = facing(body, part, ""), _rest_skin(body)
    at = rest[places(body, part, "")[0]] + np.array([OUTWARD[side] * HALF_MM * body.scale, 0.0, 0.0])
    return int(own[np.linalg.norm(rest[own] - at, axis=1).argmin()])


def _met(body: Body, rest: Floats, own: Ints, side: str, bone: str, after: str, share: float, way: Way) -> int:
    """The vertex of the skin that a ray from between two joints meets."""
    first, second = (_sided(body, name, side) for name in (bone, after))
    start = body.head(first) + share * (body.head(second) - body.head(first))
    nodes = skeleton(body)
    neutral = nodes.neutral[NODES[nodes.node_of_bone[body.index[first]]].bone]
    out, up, ahead = way
    direction = unit(neutral.T @ np.array([out * OUTWARD[side], up, ahead]))
    off = rest[own] - start
    along = off @ direction
    across = np.linalg.norm(off - along[:, None] * direction, axis=1)
    # Of the skin near the ray the furthest out: a hand is thin, and both of its sides are near the line of the bones.
    near = across + np.where(along > 0, 0.0, 1e4)
    close = np.flatnonzero(near < near.min() + 6.0)
    return int(own[close[along[close].argmax()]])


@lru_cache(maxsize=8)
def _rest_skin(body: Body) -> Floats:
    found: Floats = body.fine.points(body.skin)
    return found


@lru_cache(maxsize=8)
def _rest_normals(body: Body) -> Floats:
    return normals_of(_rest_skin(body), body.fine.triangles)


@lru_cache(maxsize=512)
def regions(body: Body, part: str, side: str) -> tuple[Ints, ...]:
    """What lies on a plane: the whole part, or a patch round each of its places."""
    own = vertices(body, part, side)
    rest = _rest_skin(body)
    if part in BOTH_SIDES:
        return own[rest[own, 0] < 0], own[rest[own, 0] >= 0]
    if PARTS[part].whole:
        return (own,)
    spots = places(body, part, side)[1:] or places(body, part, side)
    return tuple(own[np.linalg.norm(rest[own] - rest[spot], axis=1) < PATCH_MM * body.scale] for spot in spots)
