"""The body that is drawn: made of its shapes, its bones bent, its skin moved with them.

Axes of the body at rest, in millimetres: x to its left, y up, z forward; the floor is y = 0. A pose is a
rotation per bone, given in the room (not relative to the bone above), and where the hips are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy import sparse

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import cross
from handouts.figures.person import ankle, deltoid
from handouts.figures.person.refine import Refinement
from handouts.figures.person.shapes import SHAPES, SOFT_MM, pack

SHOULDER_BONES = ("clavicle", "shoulder01", "upperarm01", "upperarm02")


@dataclass(frozen=True, eq=False)
class Body:
    """One person at rest: skin (the coarse mesh), bones, and which bone moves which skin."""

    name: str
    skin: Floats
    triangles: Ints
    fine: Refinement
    bones: tuple[str, ...]
    parents: Ints
    heads: Floats
    marks: dict[str, Floats]
    weight_bones: Ints
    weights: Floats
    soft_mm: float = 0.0

    @cached_property
    def index(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.bones)}

    @cached_property
    def height_mm(self) -> float:
        return float(self.skin[:, 1].max())

    @cached_property
    def scale(self) -> float:
        """The ratio of this body's height to the 1700 mm for which distances are written."""
        return self.height_mm / 1700.0

    @cached_property
    def belly_mm(self) -> float:
        """How far the belly comes ahead of the hip joints, standing."""
        front = self.skin[np.isin(self.strongest, [self.index["spine04"], self.index["spine05"]]), 2]
        return float(front.max() - self.head("upperleg01.R")[2])

    def head(self, bone: str) -> Floats:
        """Where a bone begins, at rest."""
        found: Floats = self.heads[self.index[bone]]
        return found

    def span(self, bone: str, next_bone: str) -> float:
        """Length from one joint to another, at rest."""
        return float(np.linalg.norm(self.head(next_bone) - self.head(bone)))

    @cached_property
    def groups(self) -> dict[str, Floats]:
        """How much of every skin vertex belongs to each limb (0 to 1): smooth borders come from this."""
        limb_of = np.array([LIMBS.index(limb_of_bone(name)) for name in self.bones])
        table = np.zeros((len(self.skin), len(LIMBS)))
        for k in range(self.weights.shape[1]):
            np.add.at(table, (np.arange(len(self.skin)), limb_of[self.weight_bones[:, k]]), self.weights[:, k])
        return {limb: table[:, i] for i, limb in enumerate(LIMBS)}

    @cached_property
    def shoulders(self) -> dict[str, Floats]:
        """How much of every skin vertex moves with each shoulder and upper arm (0 to 1)."""
        bones = {side: [self.index[f"{bone}.{side}"] for bone in SHOULDER_BONES] for side in "RL"}
        return {side: (np.isin(self.weight_bones, own) * self.weights).sum(axis=1) for side, own in bones.items()}

    @cached_property
    def bone_shares(self) -> sparse.csr_array:
        """How much of every skin vertex moves with each bone, shape (vertices, bones)."""
        count, most = self.weights.shape
        own = (self.weights.ravel(), self.weight_bones.ravel(), np.arange(0, count * most + 1, most))
        return sparse.csr_array(own, shape=(count, len(self.bones)))

    @cached_property
    def limb_shares(self) -> Floats:
        """How much of every vertex of the fine skin belongs to each of `LIMBS`, shape (vertices, limbs)."""
        return self.fine.values(np.stack([self.groups[limb] for limb in LIMBS], axis=1))

    @cached_property
    def strongest(self) -> Ints:
        """The bone that moves each skin vertex most."""
        best = np.argmax(self.weights, axis=1)
        found: Ints = self.weight_bones[np.arange(len(self.skin)), best]
        return found

    @cached_property
    def normals(self) -> Floats:
        return normals_of(self.skin, self.triangles)

    def vertices_of(self, *bones: str) -> Ints:
        """Vertices of the fine skin that move mostly with one of these bones (names may hold a `*`)."""
        if bones not in self._vertices:
            numbers = [i for i, name in enumerate(self.bones) if any(_matches(name, b) for b in bones)]
            self._vertices[bones] = np.flatnonzero(np.isin(self.strongest[self.fine.near], numbers))
        return self._vertices[bones]

    @cached_property
    def _vertices(self) -> dict[tuple[str, ...], Ints]:
        return {}


def _matches(name: str, pattern: str) -> bool:
    start, star, end = pattern.partition("*")
    return name.startswith(start) and name.endswith(end) if star else name == pattern


def _limbs() -> tuple[str, ...]:
    sided = [f"{limb}.{side}" for side in "RL" for limb in ("thigh", "shank", "foot", "upper", "fore", "hand")]
    digits = [f"{kind}{n}.{side}" for side in "RL" for kind in ("toe", "finger") for n in range(1, 6)]
    return ("trunk", "neck", "head", *sided, *digits)


#: The parts of a person that a line may separate.
LIMBS = _limbs()


def limb_of_bone(bone: str) -> str:
    """The limb a bone belongs to."""
    side = bone[-2:] if bone.endswith((".L", ".R")) else ""
    if bone.startswith(("toe", "finger")):
        return bone.split("-")[0] + side
    for start, limb in (
        ("upperleg", "thigh"),
        ("lowerleg", "shank"),
        ("foot", "foot"),
        ("upperarm", "upper"),
        ("lowerarm", "fore"),
        ("wrist", "hand"),
        ("metacarpal", "hand"),
        ("neck", "neck"),
        ("head", "head"),
    ):
        if bone.startswith(start):
            return limb + side
    return "trunk"


def normals_of(points: Floats, triangles: Ints) -> Floats:
    """Unit normals at every vertex."""
    corners = points[triangles]
    faces = cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    corner = triangles.T.ravel()
    total = np.stack(
        [np.bincount(corner, np.tile(faces[:, axis], 3), len(points)) for axis in range(3)], axis=1
    )  # adds in the order of the triangles, as many times faster as `np.add.at` is slow
    length = np.linalg.norm(total, axis=1, keepdims=True)
    found: Floats = total / np.maximum(length, 1e-9)
    return found


@lru_cache(maxsize=8)
def body(name: str = "adult") -> Body:
    """The body of this name, standing on the floor."""
    data = pack()
    points = data.points.copy()
    for shape, share in SHAPES[name].parts():
        points += share * data.shapes[shape]
    count = len(data.weights)
    points[:, 1] -= points[:count, 1].min()
    heads_end = count + len(data.bones)
    skin, feet = points[:count], count + np.array([data.bones.index(f"foot.{side}") for side in "RL"])
    for foot, outward in zip(points[feet], (-1.0, 1.0), strict=True):
        skin = ankle.shaped(skin, foot, outward)
    return Body(
        name=name,
        skin=skin,
        triangles=data.triangles,
        fine=data.fine,
        bones=data.bones,
        parents=data.parents,
        heads=points[count:heads_end],
        marks=dict(zip(data.landmarks, points[heads_end:], strict=True)),
        weight_bones=data.weight_bones,
        weights=data.weights,
        soft_mm=SOFT_MM.get(SHAPES[name].build, 0.0),
    )


@dataclass(frozen=True, eq=False)
class Posed:
    """A body in a pose: every bone's turn and place, and the skin that follows."""

    body: Body
    rotations: Floats
    places: Floats

    def joint(self, bone: str) -> Floats:
        """Where a bone begins, in the room."""
        found: Floats = self.places[self.body.index[bone]]
        return found

    def rotation(self, bone: str) -> Floats:
        found: Floats = self.rotations[self.body.index[bone]]
        return found

    def carry(self, bone: str, point: Floats) -> Floats:
        """A point of the resting body, moved along with one bone."""
        found: Floats = self.rotation(bone) @ (point - self.body.head(bone)) + self.joint(bone)
        return found

    def move(self, points: Floats) -> Floats:
        """Resting points, one per coarse vertex, moved along with the skin."""
        turns, shifts = self._blended
        found: Floats = np.einsum("vij,vj->vi", turns, points) + shifts
        for side, out in (("R", -1.0), ("L", 1.0)):
            joints = (self.joint(f"upperarm01.{side}"), self.joint(f"lowerarm01.{side}"))
            aside = self.rotation("spine01") @ np.array([out, 0.0, 0.0])
            found = deltoid.flattened(found, self.body.shoulders[side], self.body.scale, joints, aside)
        return found

    @cached_property
    def _blended(self) -> tuple[Floats, Floats]:
        """How every coarse vertex turns and where it goes: the mean of its bones by their weights."""
        shift = self.places - np.einsum("bij,bj->bi", self.rotations, self.body.heads)
        frames = np.concatenate([self.rotations, shift[:, :, None]], axis=2).reshape(len(shift), 12)
        turned = (self.body.bone_shares @ frames).reshape(-1, 3, 4)
        return turned[:, :, :3], turned[:, :, 3]

    @cached_property
    def coarse(self) -> Floats:
        """The coarse skin in the room."""
        return self.move(self.body.skin)

    @cached_property
    def coarse_normals(self) -> Floats:
        return normals_of(self.coarse, self.body.triangles)

    @cached_property
    def skin(self) -> Floats:
        """The fine skin in the room."""
        return self.body.fine.points(self.coarse)


def pose(body: Body, rotations: Mapping[str, Floats], hips: Floats) -> Posed:
    """Bend the bones; one without a turn follows the bone above; `hips` is the middle of the hip joints."""
    turned = np.empty((len(body.bones), 3, 3))
    placed = np.empty((len(body.bones), 3))
    for i, name in enumerate(body.bones):
        above = int(body.parents[i])
        given = rotations.get(name)
        turned[i] = given if given is not None else (turned[above] if above >= 0 else np.eye(3))
        placed[i] = placed[above] + turned[above] @ (body.heads[i] - body.heads[above]) if above >= 0 else body.heads[i]
    middle = (placed[body.index["upperleg01.R"]] + placed[body.index["upperleg01.L"]]) / 2
    return Posed(body, turned, placed + (np.asarray(hips) - middle))
