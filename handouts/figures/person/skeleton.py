"""The bones of a body: true shapes from the bone pack, laid into the body at rest, each moved by a bone of the rig.

The skeleton of the pack is laid into a body through landmarks (`landmarks.py`): a smooth map of space that carries each
place of the skeleton near to the same place of the body (radial basis functions with an affine part). Bones keep their
shape as far as the landmarks of the body let them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from scipy.interpolate import RBFInterpolator

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.person import feet, landmarks, rig
from handouts.figures.person.landmarks import Landmark, Measured
from handouts.figures.person.rig import Body, Posed

PACK = Path(__file__).parent / "bones" / "bones.npz"
STEP_MM = 0.1  # as written by bones/make_pack.py
STIFF_MM = 4.0  # how much the map may miss a landmark so that bones keep their shape
OUTERMOST = 0.02  # share of a bone's vertices whose mean is its outermost end

MIDDLE = ("sacrum", "breastbone", "skull", "jaw")  # and every vertebra and disc
LEG = ("hip-bone", "sacrum", "femur", "tibia", "fibula", "patella", "talus", "calcaneus", "cuboid", "navicular",
       "cuneiform", "metatarsal", "toe")  # fmt: skip
ARM = ("humerus",)
FOREARM = ("ulna", "radius", "lunate", "scaphoid", "pisiform", "triquetrum", "capitate", "trapezium", "trapezoid",
           "hamate", "metacarpal", "finger")  # fmt: skip

#: Bone of the skeleton (or how its name starts) → bone of the rig that carries it.
CARRIERS: tuple[tuple[str, str], ...] = (
    ("hip-bone", "pelvis"), ("sacrum", "root"), ("femur", "upperleg01"), ("patella", "upperleg02"),
    ("tibia", "lowerleg01"), ("fibula", "lowerleg01"), ("talus", "foot"), ("calcaneus", "foot"), ("cuboid", "foot"),
    ("navicular", "foot"), ("cuneiform", "foot"), ("metatarsal", "foot"), ("toe", "="),
    ("l5", "spine05"), ("l4", "spine05"), ("l3", "spine04"), ("l", "spine04"), ("t12", "spine03"), ("t11", "spine03"),
    ("t10", "spine03"), ("t1", "spine01"), ("t2", "spine01"), ("t3", "spine01"), ("t4", "spine01"), ("t", "spine02"),
    ("c7", "neck01"), ("c6", "neck01"), ("c5", "neck02"), ("c4", "neck02"), ("c", "neck03"),
    ("disc-s1", "root"), ("rib", "spine01"), ("breastbone", "spine01"), ("scapula", "shoulder01"),
    ("clavicle", "clavicle"), ("skull", "head"), ("jaw", "head"), ("humerus", "upperarm01"), ("ulna", "lowerarm01"),
    ("radius", "lowerarm02"),
    # The rig numbers the palm from the index finger on
    ("metacarpal1", "finger1-1"), ("metacarpal2", "metacarpal1"),
    ("metacarpal3", "metacarpal2"), ("metacarpal4", "metacarpal3"), ("metacarpal5", "metacarpal4"),
    ("finger1-1", "finger1-2"), ("finger1-2", "finger1-3"), ("finger", "="),
)  # fmt: skip
REGIONS = ("leg", "trunk", "arm", "forearm")
#: Bones that keep their shape, alone or several as one: the smooth map says where they lie, how they are turned and how
#: large they are. Those of hand, foot, ankle, neck and head follow the map itself, so that all their joints meet.
OWN_SHAPE = (("hip-bone", "sacrum"), ("femur",), ("patella",), ("tibia", "fibula"), ("humerus",), ("ulna",),
             ("radius",), ("scapula",), ("clavicle",), ("l1",), ("l2",), ("l3",), ("l4",), ("l5",))  # fmt: skip
SHANK, ANKLE_END, KNEE_END = ("tibia", "fibula"), 0.2, 0.75  # shares of their length, from below
CARPALS = ("lunate", "scaphoid", "pisiform", "triquetrum", "capitate", "trapezium", "trapezoid", "hamate")


@dataclass(frozen=True, eq=False)
class Bone:
    """One bone: its surface in millimetres, its triangles, and whether they close it, all turned outwards."""

    points: Floats
    triangles: Ints
    closed: bool = False

    def end(self, way: Iterable[float]) -> Floats:
        """Its outermost end in a direction: the mean of the vertices that reach furthest. Its middle for none."""
        reach = self.points @ np.asarray(tuple(way))
        if not reach.any():
            middle: Floats = self.points.mean(axis=0)
            return middle
        count = max(3, int(OUTERMOST * len(reach)))
        found: Floats = self.points[np.argsort(-reach, kind="stable")[:count]].mean(axis=0)
        return found

    @property
    def mirrored(self) -> Bone:
        return Bone(self.points * [-1, 1, 1], self.triangles[:, ::-1], self.closed)


@dataclass(frozen=True, eq=False)
class Pack:
    """The file `bones.npz`, opened: right and middle bones by name, pairs that meet, middles of the large joints."""

    bones: dict[str, Bone]
    joints: tuple[tuple[str, str], ...]
    centres: dict[str, Floats]


@lru_cache(maxsize=1)
def pack() -> Pack:
    """The shipped bones; read once."""
    with np.load(PACK) as stored:
        points = np.cumsum(stored["points"].astype(np.int64), axis=1).T * STEP_MM
        triangles = np.cumsum(stored["triangles"].astype(np.int64), axis=1).T
        parts = zip(
            np.split(points, np.cumsum(stored["point_counts"])[:-1]),
            np.split(triangles, np.cumsum(stored["triangle_counts"])[:-1]),
            map(bool, stored["closed"]),
            strict=True,
        )
        bones = {str(name): Bone(*part) for name, part in zip(stored["names"], parts, strict=True)}
        joints = tuple((str(one), str(two)) for one, two in stored["joints"])
        return Pack(bones, joints, dict(zip(map(str, stored["centre_names"]), stored["centres"], strict=True)))


def carrier(bone: str) -> str:
    """The bone of the rig that carries a bone of the skeleton, without its side."""
    if bone in CARPALS:
        return "wrist"
    name = bone.removeprefix("disc-") if bone != "disc-s1" else bone
    found = next(to for start, to in CARRIERS if name.startswith(start))
    return bone if found == "=" else found


@dataclass(frozen=True, eq=False)
class Region:
    """A part of the skeleton with the map that lays it into a body."""

    names: tuple[str, ...]
    landmarks: tuple[Landmark, ...]

    def source(self, mark: Landmark) -> Floats:
        if isinstance(mark.of, tuple):
            bone, way = mark.of
            return pack().bones[bone].end(way)
        return mark.of

    @cached_property
    def map(self) -> RBFInterpolator:
        return RBFInterpolator(
            np.array([self.source(mark) for mark in self.landmarks]),
            np.array([mark.goal for mark in self.landmarks]),
            kernel="linear",
            smoothing=STIFF_MM,
        )


@dataclass(frozen=True, eq=False)
class Skeleton:
    """The bones of one body at rest."""

    body: Body

    def region(self, name: str) -> Region:
        """`leg`, `trunk`, `arm` (to the elbow) or `forearm` (with the hand), laid into the body by its landmarks."""
        if name not in self._regions:
            self._regions[name] = Region(_names(name), tuple(self._landmarks(name)))
        return self._regions[name]

    @cached_property
    def _regions(self) -> dict[str, Region]:
        return {}

    def _landmarks(self, region: str) -> Iterator[Landmark]:
        on, data = Measured(self.body, feet.foot(self.body.name)), pack()
        if region == "leg":
            return landmarks.leg(on, data.centres)
        if region == "trunk":
            return landmarks.trunk(on, {name: data.bones[name].end((0, 0, -1)) for name in landmarks.SPINES})
        if region == "arm":
            return landmarks.arm(on, data.centres)
        index, little = (data.bones[f"metacarpal{n}"].points.mean(axis=0) for n in (2, 5))
        return landmarks.forearm(on, data.centres, index - little)

    def bone(self, name: str) -> Bone:
        """A bone by name: `tibia.R`, `tibia.L`, `l4`."""
        plain, _, side = name.partition(".")
        right = self._right(plain)
        return right.mirrored if side == "L" else right

    def _right(self, name: str) -> Bone:
        if name not in self._laid:
            region = self.region(next(one for one in REGIONS if name in _names(one)))
            own = pack().bones[name].points
            group = next((one for one in OWN_SHAPE if name in one), ())
            laid = similar(np.vstack([_both_sides(bone) for bone in group]), region.map, own) if group else own
            kept = _kept(name, own) if group else np.zeros(len(own))
            if not kept.all():
                laid = kept[:, None] * laid + (1 - kept[:, None]) * region.map(own)
            self._laid[name] = replace(pack().bones[name], points=laid)
        return self._laid[name]

    @cached_property
    def _laid(self) -> dict[str, Bone]:
        return {}

    def posed(self, name: str, posed: Posed) -> Bone:
        """A bone where its bone of the rig carries it."""
        at_rest = self.bone(name)
        return replace(at_rest, points=self.carried(name, at_rest.points, posed))

    def carried(self, name: str, points: Floats, posed: Posed) -> Floats:
        """Places of the body at rest, moved with one bone."""
        mover = self._mover(name)
        found: Floats = (points - self.body.head(mover)) @ posed.rotation(mover).T + posed.joint(mover)
        return found

    def turn(self, name: str, posed: Posed) -> Floats:
        """How far a bone is turned from the body at rest."""
        return posed.rotation(self._mover(name))

    def _mover(self, name: str) -> str:
        plain, _, side = name.partition(".")
        found = carrier(plain)
        return found if found in self.body.bones else f"{found}.{side or 'R'}"


def similar(of: Floats, map_: Callable[[Floats], Floats], points: Floats) -> Floats:
    """Points turned, scaled and shifted as a map moves a whole, as near as that can be (Umeyama 1991)."""
    goals = map_(of)
    middle, goal = of.mean(axis=0), goals.mean(axis=0)
    left, sizes, right = np.linalg.svd((goals - goal).T @ (of - middle))
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    scale = float((sizes * sign).sum() / ((of - middle) ** 2).sum())
    found: Floats = scale * (points - middle) @ (left * sign @ right).T + goal
    return found


def _kept(bone: str, points: Floats) -> Floats:
    """How far, 0 to 1, each point of a bone keeps its own shape: of the shank those at the knee, none at the ankle."""
    if bone not in SHANK:
        return np.ones(len(points))
    up = (points[:, 1] - points[:, 1].min()) / np.ptp(points[:, 1])
    share = np.clip((up - ANKLE_END) / (KNEE_END - ANKLE_END), 0, 1)
    found: Floats = share * share * (3 - 2 * share)
    return found


def _both_sides(bone: str) -> Floats:
    """The points of a bone; of the pelvis, which is one with its other side, those of both."""
    points = pack().bones[bone].points
    return np.vstack([points, points * [-1, 1, 1]]) if bone == "hip-bone" else points


def _names(region: str) -> tuple[str, ...]:
    """The bones of a region."""
    starts = {"leg": LEG, "arm": ARM, "forearm": FOREARM}
    taken = [name for group in starts.values() for name in pack().bones if name.startswith(group)]
    if region == "trunk":
        return tuple(name for name in pack().bones if name not in taken)
    return tuple(name for name in pack().bones if name.startswith(starts[region]))


def is_middle(name: str) -> bool:
    """Does a bone lie in the middle, so that it has no side?"""
    return name in MIDDLE or name.startswith("disc-") or (name[0] in "ltc" and name[1:].isdigit())


@lru_cache(maxsize=8)
def skeleton(body: str) -> Skeleton:
    return Skeleton(rig.body(body))
