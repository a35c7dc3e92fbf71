"""Where bones belong in a body at rest: places of the skeleton of the pack, and the same places of a measured body.

A goal is found on the body's skin or its joints, all for its right side, in millimetres of the room. Distances are
those of a person of 1700 mm unless they are shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import cross, frame, unit, vector
from handouts.figures.person.feet import Foot
from handouts.figures.person.rig import Body

SLICE_MM = 12.0  # how thick a slice of the skin is that is measured
TRUNK = ("spine", "root", "pelvis", "neck", "head", "clavicle", "shoulder", "upperleg")

#: The middle of the hip joint lies further in than the rig has it, where the bone would leave the skin at its side.
HIP_IN = 0.78
PELVIS = 1.05  # its size beside that of the skeleton, of a person of 1700 mm
#: The lower end of the kneecap and its height: up from the middle of the knee, ahead and inwards.
KNEECAP_UP, KNEECAP_HIGH, KNEECAP_AHEAD, KNEECAP_IN = -16.0, 46.0, 31.0, 2.0
ANKLE_UP = 0.96  # the middle of the ankle joint, of the height of the rig's

#: Ends of the bones of the sole along the foot, as shares of its length, and across it from its inner edge; how high
#: they lie over the floor.
BALLS = {
    1: (0.735, 0.15, 15.0), 2: (0.75, 0.37, 13.0), 3: (0.735, 0.55, 12.0), 4: (0.70, 0.72, 11.0),
    5: (0.65, 0.87, 10.0),
}  # fmt: skip
#: Ends of the heel bone: ahead of the back of the heel, over the floor and inwards, of a foot of 240 mm.
HEEL_BACK, HEEL_LOW, HEEL_TOP = (5.0, 31.0, -4.0), (21.0, 12.5, 8.0), (14.5, 49.0, -5.0)
INSTEP = (0.42, 0.36, 61.0)  # the top of the middle wedge bone, as the balls
TIP_MM = 4.5  # flesh over the end of a finger or toe


@dataclass(frozen=True, slots=True)
class Landmark:
    """One place of the skeleton, and where it belongs. A tuple names a bone and the direction of its outermost end."""

    name: str
    of: Floats | tuple[str, tuple[float, float, float]]
    goal: Floats


@dataclass(frozen=True, eq=False)
class Measured:
    """The skin of a body at rest, measured where bones lie close under it."""

    body: Body
    foot: Foot

    def at(self, *xyz: float) -> Floats:
        return vector(*xyz) * self.body.scale

    @cached_property
    def skin(self) -> Floats:
        return self.body.fine.points(self.body.skin)

    @cached_property
    def trunk(self) -> Floats:
        """Skin of trunk, neck and head, without the inside of the mouth and other hidden folds."""
        names = [name for name in self.body.bones if name.startswith(TRUNK)]
        used = np.zeros(len(self.skin), dtype=bool)
        used[self.body.fine.triangles.ravel()] = True
        chosen = self.body.vertices_of(*names)
        return self.skin[chosen[used[chosen]]]

    def _slice(self, up: float) -> Floats:
        """The trunk at a height, at least its nearest vertices."""
        off = np.abs(self.trunk[:, 1] - up)
        return self.trunk[off < max(SLICE_MM * self.body.scale, float(np.sort(off)[40]))]

    def aside(self, up: float) -> float:
        """How far the trunk reaches to its right side at a height."""
        return float(self._slice(up)[:, 0].min())

    def behind(self, up: float) -> float:
        """Where the skin of the back is at a height, in the middle."""
        near = self._slice(up)
        return float(near[np.abs(near[:, 0]) < 25 * self.body.scale][:, 2].min())

    def ahead(self, up: float) -> float:
        near = self._slice(up)
        return float(near[np.abs(near[:, 0]) < 25 * self.body.scale][:, 2].max())

    def sole(self, ahead: float, inward: float, up: float) -> Floats:
        """A place in the foot: share of its length, share of its breadth from the inner edge, height in millimetres."""
        on, along = self.foot, self.foot.ahead
        skin = self.skin[self.body.vertices_of("foot.R", "toe*.R")]
        inner = unit(cross(vector(0, 1, 0), along))
        off = (skin - on.heel) @ along
        near = skin[np.abs(off - ahead * on.length_mm) < 8 * self.body.scale]
        reach = (near - on.heel) @ inner
        across = float(reach.max() + (reach.min() - reach.max()) * inward)
        flat = np.array([1, 0, 1]) * (on.heel + along * ahead * on.length_mm + inner * across)
        return flat + vector(0, up * on.scale, 0)

    def tip(self, digit: str, ahead: Floats) -> Floats:
        """The end of the bone of a finger or toe, under its flesh."""
        skin = self.skin[self.body.vertices_of(f"{digit}-*.R")]
        reach = skin @ ahead
        end = skin[reach > reach.max() - 4 * self.body.scale].mean(axis=0)
        found: Floats = end + ahead * (reach.max() - end @ ahead - TIP_MM * self.body.scale)
        return found


def round_joint(
    name: str, centre: Floats, goal: Floats, turn: Floats, radius: float, scale: float
) -> Iterator[Landmark]:
    """A joint and four places round it, so that the bones keep their breadth and their turn there."""
    yield Landmark(name, centre, goal)
    for word, way in (("in", (1, 0, 0)), ("out", (-1, 0, 0)), ("ahead", (0, 0, 1)), ("behind", (0, 0, -1))):
        off = vector(*way) * radius
        yield Landmark(f"{name}: {word}", centre + off, goal + turn @ off * scale)


def leg(on: Measured, centre: dict[str, Floats]) -> Iterator[Landmark]:
    """From the rim of the pelvis to the toes."""
    body, s = on.body, on.body.scale
    hip = body.head("upperleg01.R") * np.array([HIP_IN, 1, 1])
    knee, ankle = body.head("lowerleg01.R"), body.head("foot.R") * np.array([1, ANKLE_UP, 1])
    level = np.eye(3)
    yield from round_joint("hip", centre["hip"], hip, level, 45, s * PELVIS)
    yield Landmark("other hip", centre["hip"] * [-1, 1, 1], hip * [-1, 1, 1])
    yield Landmark("iliac crest", centre["hip"] + [0, 158, 0], hip + on.at(0, 158 * PELVIS, 0))
    yield Landmark("iliac crest: in", centre["hip"] + [77, 158, 0], hip * [0, 1, 1] + on.at(0, 158 * PELVIS, 0))
    thigh, shank = unit(hip - knee), unit(knee - ankle)
    turn = _turn(unit(thigh + shank), vector(0, 0, 1))
    yield from round_joint("knee", centre["knee"], knee + on.at(0, 0, -4), turn, 40, s)
    for name, way, up in (("top", 1.0, KNEECAP_UP + KNEECAP_HIGH), ("low", -1.0, KNEECAP_UP)):
        yield Landmark(f"kneecap: {name}", ("patella", (0.0, way, 0.0)), knee + on.at(KNEECAP_IN, up, KNEECAP_AHEAD))
    yield from round_joint("ankle", centre["ankle"], ankle, level, 22, s)
    yield from _foot(on)


def _foot(on: Measured) -> Iterator[Landmark]:
    foot = on.foot
    up = vector(0, 1, 0)
    heel = (("heel", (0.0, 0.25, -1.0), HEEL_BACK), ("under the heel", (0.0, -1.0, -0.2), HEEL_LOW),
            ("top of the heel", (0.0, 1.0, -1.0), HEEL_TOP))  # fmt: skip
    inwards = unit(cross(up, foot.ahead))
    for name, of, (ahead, high, inward) in heel:
        goal = foot.place(np.array([[ahead, high]]))[0] + inwards * inward * foot.scale
        yield Landmark(name, ("calcaneus", of), goal)
    yield Landmark("instep", ("cuneiform2", (0.0, 1.0, 0.0)), on.sole(*INSTEP))
    for n, (ahead, inward, high) in BALLS.items():
        yield Landmark(f"ball {n}", (f"metatarsal{n}", (0.0, 0.0, 1.0)), on.sole(ahead, inward, high))
        last = f"toe{n}-2" if n == 1 else f"toe{n}-3"
        yield Landmark(f"toe tip {n}", (last, (0.0, 0.0, 1.0)), on.tip(f"toe{n}", foot.ahead) - up * 1.5 * foot.scale)
    shank = on.skin[on.body.vertices_of("lowerleg*.R", "foot.R")]
    for name, bone, high, flesh, inner in (
        ("inner ankle", "tibia", 60.0, -5.0, 1),
        ("outer ankle", "fibula", 50.0, 5.0, -1),
    ):
        near = shank[np.abs(shank[:, 1] - high * foot.scale) < 6 * foot.scale]
        near = near[(near - foot.heel) @ foot.ahead < 85 * foot.scale]
        edge = near[(near[:, 0] * inner).argmax()]
        goal = vector(edge[0] + flesh * foot.scale, high * foot.scale, edge[2] - (4 if inner > 0 else 12) * foot.scale)
        yield Landmark(name, (bone, (0.0, -1.0, 0.0)), goal)


#: Vertebrae whose spinous processes are landmarks: how far up from L5 to C7 each lies is taken from the skeleton.
SPINES = ("l5", "l3", "l1", "t11", "t9", "t7", "t5", "t3", "t1", "c7", "c5", "c2")
L5_UP, C7_UP = 138.0, 0.845  # over the hip joints in millimetres; of the height of the body
SPINE_MM, RIB_MM, BREASTBONE_MM, SKULL_MM = 8.0, 16.0, 12.0, 6.0  # flesh over them


#: Places of the shoulder blade, and where they lie from the middle of the shoulder: its socket beside the ball of the
#: upper arm bone, its blade turned a third from the plane of the body.
SOCKET = vector(-142.8, 367.4, 1.0)  # of the skeleton
SHOULDER_BLADE = (
    ("socket", SOCKET, (21.0, 1.0, -3.0)), ("acromion", ("scapula", (-1.0, 0.6, 0.0)), (9.0, 43.0, -18.0)),
    ("tip", ("scapula", (0.0, -1.0, 0.0)), (79.0, -111.0, -41.0)),
    ("spine side", ("scapula", (1.0, 0.4, 0.0)), (98.0, 15.0, -9.0)),
    ("beak", ("scapula", (0.0, 0.3, 1.0)), (12.0, 15.0, 28.0)),
)  # fmt: skip


def trunk(on: Measured, tip: dict[str, Floats]) -> Iterator[Landmark]:
    """Spine, ribs, shoulder blade, collar bone, skull; `tip` are the ends of the spinous processes of the skeleton."""
    body, s = on.body, on.body.scale
    low = float(body.head("upperleg01.R")[1]) + L5_UP * s
    high = C7_UP * body.height_mm
    for name in SPINES:
        share = (tip[name][1] - tip["l5"][1]) / (tip["c7"][1] - tip["l5"][1])
        up = float(low + share * (high - low))
        goal = vector(0, up, on.behind(up) + SPINE_MM * s)
        yield Landmark(f"spine {name}", tip[name] * [0, 1, 1], goal)
        for side in (1, -1):
            yield Landmark(
                f"spine {name}: aside", tip[name] * [0, 1, 1] + [40 * side, 0, 0], goal + on.at(40 * side, 0, 0)
            )
            if name[0] != "c":
                yield Landmark(f"spine {name}: ahead", tip[name] * [0, 1, 1] + [0, 0, 70], goal + on.at(0, 0, 66))
    yield from _chest(on)
    yield from _head(on)


def _chest(on: Measured) -> Iterator[Landmark]:
    body, s = on.body, on.body.scale
    for bone, up in (("rib4", 0.735), ("rib6", 0.70), ("rib8", 0.655), ("rib10", 0.625)):
        high = up * body.height_mm
        x = on.aside(high) + RIB_MM * s
        yield Landmark(
            bone, (bone, (-1.0, 0.0, 0.0)), vector(x, high, on.behind(high) + 0.44 * (on.ahead(high) - on.behind(high)))
        )
    for name, way, up in (("notch", (0.0, 1.0, 0.0), 0.80), ("breastbone", (0.0, 0.0, 1.0), 0.70)):
        high = up * body.height_mm
        yield Landmark(name, ("breastbone", way), vector(0, high, on.ahead(high) - BREASTBONE_MM * s))
    shoulder = body.head("upperarm01.R")
    for name, of, off in SHOULDER_BLADE:
        yield Landmark(f"shoulder blade: {name}", of, shoulder + on.at(*off))
    yield Landmark(
        "collar bone: in",
        ("clavicle", (1.0, 0.0, 0.0)),
        vector(-12 * s, 0.806 * body.height_mm, on.ahead(0.806 * body.height_mm) - 16 * s),
    )
    yield Landmark("collar bone: out", ("clavicle", (-1.0, 0.0, 0.0)), shoulder + on.at(16, 41, -6))


def _head(on: Measured) -> Iterator[Landmark]:
    body, s = on.body, on.body.scale
    eye = float(body.marks["eye.R"][1])
    top, back, face = body.height_mm, on.behind(eye + 20 * s), on.ahead(eye + 30 * s)
    wide = on.aside(eye + 30 * s)
    yield Landmark("crown", ("skull", (0.0, 1.0, 0.0)), vector(0, top - SKULL_MM * s, (back + face) / 2 - 8 * s))
    yield Landmark("brow", ("skull", (0.0, 0.35, 1.0)), vector(0, eye + 28 * s, face - SKULL_MM * s))
    yield Landmark("back of the head", ("skull", (0.0, 0.1, -1.0)), vector(0, eye + 20 * s, back + SKULL_MM * s))
    for side in (1, -1):
        yield Landmark(
            "side of the head",
            ("skull", (float(side), 0.2, -0.2)),
            vector(-side * (wide + 9 * s), eye + 34 * s, (back + face) / 2 - 12 * s),
        )
    chin = on.trunk[
        (on.trunk[:, 1] > eye - 120 * s) & (on.trunk[:, 1] < eye - 70 * s) & (np.abs(on.trunk[:, 0]) < 15 * s)
    ]
    front = chin[chin[:, 2].argmax()]
    yield Landmark("chin", ("jaw", (0.0, -0.5, 1.0)), vector(0, front[1] - 4 * s, front[2] - 10 * s))


def arm(on: Measured, centre: dict[str, Floats]) -> Iterator[Landmark]:
    """The bone of the upper arm, from shoulder to elbow."""
    body, s = on.body, on.body.scale
    shoulder, elbow = body.head("upperarm01.R"), body.head("lowerarm01.R")
    turn = _turn(unit(shoulder - elbow), body.head("wrist.R") - elbow)
    yield from round_joint("shoulder", centre["shoulder"], shoulder, turn, 30, s)
    yield from round_joint("elbow", centre["elbow"], elbow, turn, 30, s * 0.9)


def forearm(on: Measured, centre: dict[str, Floats], thumbward: Floats) -> Iterator[Landmark]:
    """Forearm and hand; `thumbward` leads from the little finger to the index finger of the skeleton."""
    body, s = on.body, on.body.scale
    elbow, wrist = body.head("lowerarm01.R"), body.head("wrist.R")
    hinge = cross(body.head("upperarm01.R") - elbow, wrist - elbow)
    yield from round_joint(
        "elbow", centre["elbow"], elbow, _turn(elbow - wrist, cross(hinge, elbow - wrist)), 26, s * 0.9
    )
    own = _turn(vector(0, 1, 0), thumbward)
    turn = _turn(elbow - wrist, body.head("finger2-1.R") - body.head("finger5-1.R")) @ own.T
    yield from round_joint("wrist", centre["wrist"], wrist, turn, 26, s * 0.9)
    for n in range(1, 6):
        first, second, third = (body.head(f"finger{n}-{k}.R") for k in (1, 2, 3))
        tip = on.tip(f"finger{n}", unit(third - second))
        down = (0.0, -1.0, 0.0)
        if n == 1:
            yield Landmark("knuckle 1", ("metacarpal1", down), second)
            yield Landmark("finger 1 middle", ("finger1-1", down), third)
            yield Landmark("finger tip 1", ("finger1-2", down), tip)
            continue
        yield Landmark(f"knuckle {n}", (f"metacarpal{n}", down), first + unit(wrist - first) * 9 * s)
        yield Landmark(f"finger {n} base", (f"finger{n}-1", down), second)
        yield Landmark(f"finger {n} middle", (f"finger{n}-2", down), third)
        yield Landmark(f"finger tip {n}", (f"finger{n}-3", down), tip)


def _turn(along: Floats, ahead: Floats) -> Floats:
    """The turn that carries up onto the limb's line, and ahead as near as it can onto a direction."""
    axes = frame(along, ahead)
    found: Floats = np.stack([cross(axes[:, 0], axes[:, 1]), axes[:, 0], axes[:, 1]], axis=1)
    return found
