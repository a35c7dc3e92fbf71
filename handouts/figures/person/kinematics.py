"""The skeleton as joints with coordinates: from one number per movement to the turn of every bone, with derivatives.

All angles are zero in the *neutral pose*: upright, legs and arms straight down, palms to the thighs, feet flat. A joint
turns about one axis after the other; each axis belongs to a coordinate of `language.joints.MOTIONS` or to the body's
place in the room. Signs make flexion, abduction and turning out positive.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats, Ints
from handouts.figures.geometry.rotation import about, aligning, cross, unit, vector
from handouts.figures.person.limbs import OUTWARD, SIDES, palm_axes
from handouts.figures.person.rig import Body, Posed, pose
from handouts.figures.person.stances import leg_bones, upper_limb_bones

#: The body's place in the room: millimetres of the middle between the hips, then degrees.
ROOT = ("root x", "root y", "root z", "root yaw", "root pitch", "root roll")
TRUNK = ("lumbar bend", "lumbar side", "lumbar turn", "thorax bend", "thorax side", "thorax turn",
         "neck bend", "neck tilt", "neck turn", "neck tuck")  # fmt: skip
LIMB = ("girdle up", "girdle ahead", "shoulder forward", "shoulder aside", "shoulder turn", "elbow bend",
        "forearm turn", "wrist back", "wrist thumb",
        "hip bend", "hip aside", "hip turn", "knee bend", "shin turn", "ankle up", "ankle in")  # fmt: skip
COORDINATES = (*ROOT, *TRUNK, *(f"{name}.{side}" for side in SIDES for name in LIMB))
INDEX = {name: i for i, name in enumerate(COORDINATES)}

BIG_TOE = "big "

_X, _Y, _Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
_MINUS_X, _MINUS_Z = (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)


@dataclass(frozen=True, slots=True)
class Node:
    """One moving part: its bone, the part that carries it, and its axes as (coordinate, axis, share) in their order."""

    bone: str
    above: str
    axes: tuple[tuple[str, tuple[float, float, float], float], ...]


def _spine(bone: str, above: str, part: str, share: float) -> Node:
    side = "tilt" if part == "neck" else "side"
    return Node(
        bone, above, ((f"{part} bend", _X, share), (f"{part} {side}", _MINUS_Z, share), (f"{part} turn", _Y, share))
    )


def _neck(bone: str, above: str, share: float, tuck: float) -> Node:
    """A bone of neck or head; tucking the chin bends the neck back and the head forward upon it."""
    node = _spine(bone, above, "neck", share)
    return Node(bone, above, (*node.axes, ("neck tuck", _X, tuck)))


def _limb(side: str) -> tuple[Node, ...]:
    out = OUTWARD[side]
    aside, turn = (0.0, 0.0, out), (0.0, out, 0.0)

    def node(bone: str, above: str, *axes: tuple[str, tuple[float, float, float]]) -> Node:
        return Node(f"{bone}.{side}", above, tuple((f"{name}.{side}", axis, 1.0) for name, axis in axes))

    return (
        node("clavicle", "spine01", ("girdle up", aside), ("girdle ahead", (0.0, -out, 0.0))),
        node("upperarm01", f"clavicle.{side}", ("shoulder forward", _MINUS_X), ("shoulder aside", aside),
             ("shoulder turn", turn)),
        node("lowerarm01", f"upperarm01.{side}", ("elbow bend", _MINUS_X)),
        node("lowerarm02", f"lowerarm01.{side}", ("forearm turn", turn)),
        node("wrist", f"lowerarm02.{side}", ("wrist back", aside), ("wrist thumb", _MINUS_X)),
        node("upperleg01", "root", ("hip bend", _MINUS_X), ("hip aside", aside), ("hip turn", turn)),
        node("lowerleg01", f"upperleg01.{side}", ("knee bend", _X)),
        # A shin turns about its length under a bent knee; the skin has this turn between knee and ankle.
        node("foot", f"lowerleg01.{side}", ("shin turn", turn), ("ankle up", _MINUS_X), ("ankle in", (0.0, 0.0, -out))),
    )  # fmt: skip


NODES: tuple[Node, ...] = (
    Node("root", "", (("root yaw", _Y, 1.0), ("root pitch", _X, 1.0), ("root roll", _Z, 1.0))),
    _spine("spine05", "root", "lumbar", 1 / 2),
    _spine("spine04", "spine05", "lumbar", 1 / 2),
    _spine("spine03", "spine04", "thorax", 1 / 3),
    _spine("spine02", "spine03", "thorax", 1 / 3),
    _spine("spine01", "spine02", "thorax", 1 / 3),
    _neck("neck01", "spine01", 0.55 / 3, -0.5),
    _neck("neck02", "neck01", 0.55 / 3, -0.5),
    _neck("neck03", "neck02", 0.55 / 3, 0.0),
    _neck("head", "neck03", 0.45, 1.0),
    *_limb("R"),
    *_limb("L"),
)
NODE = {node.bone: i for i, node in enumerate(NODES)}
AXES = [(number, name, np.array(axis), share) for number, node in enumerate(NODES) for name, axis, share in node.axes]
#: Which coordinate each axis turns with, and how far: shape (axes, coordinates), radians for a degree.
SHARES = np.zeros((len(AXES), len(COORDINATES)))
for _row, (_number, _name, _axis, _share) in enumerate(AXES):
    SHARES[_row, INDEX[_name]] = _share * math.pi / 180


def _below() -> Bools:
    """Which nodes an axis moves: shape (axes, nodes)."""
    under = np.eye(len(NODES), dtype=bool)
    for number, node in enumerate(NODES):
        if node.above:
            under[:, number] |= under[:, NODE[node.above]]
    return under[[number for number, *_ in AXES]]


BELOW = _below()


@lru_cache(maxsize=8)
def skeleton(body: Body) -> Skeleton:
    """The joints of a body; made once."""
    return Skeleton(body)


class Skeleton:
    """The joints of one body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.neutral = {node.bone: _neutral(body, node.bone) for node in NODES}
        middle = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
        self.offsets: list[Floats] = []
        for node in NODES:
            above = body.head(node.above) if node.above else middle
            turn = self.neutral[node.above] if node.above else np.eye(3)
            self.offsets.append(turn @ (body.head(node.bone) - above))

    @cached_property
    def node_of_bone(self) -> Ints:
        """The node that carries each bone of the rig."""
        found = np.zeros(len(self.body.bones), dtype=np.int64)
        for i, name in enumerate(self.body.bones):
            found[i] = NODE[name] if name in NODE else found[self.body.parents[i]]
        return found

    def at(self, coordinates: Floats, base: Floats) -> Placed:
        """Every node in the room.

        Args:
            coordinates: shape (len(COORDINATES),).
            base: how the body lies before its own turns, shape (3, 3).
        """
        turns, places = np.empty((len(NODES), 3, 3)), np.empty((len(NODES), 3))
        axes, row = np.empty((len(AXES), 3)), 0
        for number, node in enumerate(NODES):
            if node.above:
                turn, at = turns[NODE[node.above]], places[NODE[node.above]]
            else:
                turn, at = np.eye(3), coordinates[:3]
            place = at + turn @ self.offsets[number] if node.above else at
            for name, axis, share in node.axes:
                axes[row] = turn @ axis
                turn = turn @ _turned(axis, coordinates[INDEX[name]] * share)
                row += 1
            if not node.above:
                turn = turn @ base
                place = at + turn @ self.offsets[number]
            turns[number], places[number] = turn, place
        return Placed(self, turns, places, axes, coordinates[:3])

    def posed(self, placed: Placed, shapes: dict[str, str], toes_deg: dict[str, float]) -> Posed:
        """The body of these nodes, with a shape of the fingers and a bend of the toes for each side.

        `toes_deg` holds those of the big toe under its side with `BIG_TOE` before it, where they differ.
        """
        turn = {bone: placed.turns[NODE[bone]] @ self.neutral[bone] for bone in NODE}
        rotations = {bone: turn[bone] for bone in NODE if not bone.startswith(("upper", "lower", "wrist", "foot"))}
        for side in SIDES:
            rotations[f"pelvis.{side}"] = turn["root"]
            upper, lower, end = (turn[f"{bone}.{side}"] for bone in ("upperarm01", "lowerarm01", "wrist"))
            rotations |= upper_limb_bones(self.body, side, turn["spine01"], upper, lower, end, shapes[side])
            upper, lower, end = (turn[f"{bone}.{side}"] for bone in ("upperleg01", "lowerleg01", "foot"))
            others = toes_deg.get(side, 0.0)
            toes = toes_deg.get(f"{BIG_TOE}{side}", others), others
            rotations |= leg_bones(self.body, side, turn["root"], upper, lower, end, toes)
        return pose(self.body, rotations, placed.hips)


def _turned(axis: tuple[float, float, float], degrees: float) -> Floats:
    """A turn about an axis of the room, fast."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    if axis[0]:
        s *= axis[0]
        return np.array(((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)))
    if axis[1]:
        s *= axis[1]
        return np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    s *= axis[2]
    return np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))


def _neutral(body: Body, bone: str) -> Floats:
    """From a bone at rest to the neutral pose."""
    name, _, side = bone.partition(".")
    if name in ("upperarm01", "lowerarm01"):
        shoulder, elbow, wrist = (body.head(f"{b}.{side}") for b in ("upperarm01", "lowerarm01", "wrist"))
        hinge = unit(cross(elbow - shoulder, wrist - elbow))
        along = elbow - shoulder if name == "upperarm01" else wrist - elbow
        return aligning(along, hinge, vector(0, -1, 0), vector(-1, 0, 0))
    if name == "lowerarm02":
        return _neutral(body, f"lowerarm01.{side}")
    if name == "wrist":
        fingers, palm = palm_axes(body, side)
        return aligning(palm, fingers, vector(-OUTWARD[side], 0, 0), vector(0, -1, 0))
    if name in ("upperleg01", "lowerleg01"):
        below = {"upperleg01": "lowerleg01", "lowerleg01": "foot"}[name]
        return aligning(body.head(f"{below}.{side}") - body.head(bone), (1, 0, 0), vector(0, -1, 0), vector(1, 0, 0))
    return np.eye(3)


@dataclass(frozen=True, eq=False)
class Placed:
    """The nodes in the room, and the axis of every turn: what derivatives need."""

    skeleton: Skeleton
    turns: Floats
    places: Floats
    axes: Floats
    hips: Floats

    def points(self, nodes: Ints, local: Floats) -> Floats:
        """Points that are fixed to nodes, in the room; shape (n, 3)."""
        found: Floats = self.places[nodes] + np.einsum("nij,nj->ni", self.turns[nodes], local)
        return found

    def local(self, nodes: Ints, points: Floats) -> Floats:
        """Points of the room, as the nodes carry them."""
        found: Floats = np.einsum("nji,nj->ni", self.turns[nodes], points - self.places[nodes])
        return found

    def directions(self, nodes: Ints, local: Floats) -> Floats:
        found: Floats = np.einsum("nij,nj->ni", self.turns[nodes], local)
        return found

    def slopes(self, nodes: Ints, points: Floats, are_points: bool) -> Floats:
        """Derivatives of points or directions by the coordinates, shape (n, 3, len(COORDINATES))."""
        origins = self._origins if are_points else np.zeros((len(AXES), 3))
        way = cross(self.axes[None], points[:, None] - origins[None])
        way *= BELOW[:, nodes].T[:, :, None]
        found: Floats = np.einsum("nai,ac->nic", way, SHARES)
        if are_points:
            found[:, [0, 1, 2], [0, 1, 2]] += 1.0
        return found

    @cached_property
    def _origins(self) -> Floats:
        """A point on every axis; the body turns about the middle between its hips."""
        found = self.places[[number for number, *_ in AXES]].copy()
        found[:3] = self.hips
        return found


__all__ = ["COORDINATES", "INDEX", "NODE", "Placed", "Skeleton", "about", "skeleton"]
