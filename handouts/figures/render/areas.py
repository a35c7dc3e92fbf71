"""Areas of the body that can be marked, as regions of the resting body: one ellipse each, in a table.

Every pixel of the body knows where its skin lies on the resting body, so a region keeps its place in every pose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.person.kinematics import skeleton
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of an ellipse: its name in `COORDINATES`, centre and radius there.

    Powers above 2 make the ellipse more like a rectangle; 1 counts with its sign and bounds one side by a parabola.
    """

    name: str
    centre: float
    radius: float
    power: int = 2

    def term(self, values: Floats) -> Floats:
        share = (values - self.centre) / self.radius
        found: Floats = share if self.power == 1 else np.abs(share) ** self.power
        return found


@dataclass(frozen=True)
class Region:
    """One area.

    Attributes:
        limbs: limbs of the mesh that it may lie on (`rig.LIMBS`, without their side).
        bones: its origin is the head of the first bone; of two bones the axes `down` and `behind` run along the limb.
        ellipse: a point is inside when the terms of the axes add up to less than one.
        limits: per axis, bounds outside of which no point is inside.
        middle: the origin is the middle between the bones of both sides.
    """

    limbs: tuple[str, ...]
    bones: tuple[str, ...]
    ellipse: tuple[Axis, ...] = ()
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    middle: bool = False

    def limb_names(self, side: str) -> tuple[str, ...]:
        """The limbs of this side."""
        return tuple(limb if limb in ("trunk", "neck", "head") else f"{limb}.{side}" for limb in self.limbs)

    def contains(self, body: Body, side: str, rest: Floats) -> Bools:
        """Which points lie inside.

        Args:
            rest: points of the resting body in millimetres, shape (..., 3); NaN is never inside.

        Returns:
            Shape (...).
        """
        frame = _Frame(body, side, rest, *self._origin(body, side))
        inside = np.ones(rest.shape[:-1], dtype=bool)
        for name, (low, high) in self.limits.items():
            values = COORDINATES[name](frame)
            inside &= (values > low) & (values < high)
        if self.ellipse:
            inside &= np.sum([axis.term(COORDINATES[axis.name](frame)) for axis in self.ellipse], axis=0) < 1
        return inside

    def _origin(self, body: Body, side: str) -> tuple[Floats, Floats]:
        """Where the axes begin, and where those along a limb end."""
        if self.middle:
            at: Floats = (body.head(f"{self.bones[0]}.R") + body.head(f"{self.bones[0]}.L")) / 2
            return at, at
        ends = [body.head(bone if bone in body.bones else f"{bone}.{side}") for bone in self.bones]
        return ends[0], ends[-1]


@dataclass(frozen=True, slots=True)
class _Frame:
    body: Body
    side: str
    rest: Floats
    start: Floats
    end: Floats

    def neutral(self, axis: int) -> Floats:
        """Offset from the origin in the axes of the arm as it hangs, in millimetres of a person of 1700 mm."""
        elbow = np.allclose(self.start, self.body.head(f"lowerarm01.{self.side}"))
        bone = "lowerarm01" if elbow else "upperarm01"
        turn = skeleton(self.body).neutral[f"{bone}.{self.side}"]
        found: Floats = ((self.rest - self.start) @ turn.T)[..., axis] / self.body.scale
        return found

    def along(self) -> Floats:
        """Share of the way from the first bone to the second, along the limb."""
        way = self.end - self.start
        found: Floats = (self.rest - self.start) @ way / float(way @ way)
        return found

    def off(self, axis: int) -> Floats:
        """Offset from the origin, in millimetres of a person of 1700 mm."""
        found: Floats = (self.rest[..., axis] - self.start[axis]) / self.body.scale
        return found

    def down(self) -> Floats:
        """Share of the way from the first bone to the second."""
        found: Floats = (self.start[1] - self.rest[..., 1]) / (self.start[1] - self.end[1])
        return found

    def behind(self) -> Floats:
        """Behind the line of the bones."""
        line = self.start[2] + (self.end[2] - self.start[2]) * self.down()
        found: Floats = (line - self.rest[..., 2]) / self.body.scale
        return found


#: Coordinates of a point, millimetres of a person of 1700 mm; `down` is a share, `height` is over the floor.
COORDINATES: dict[str, Callable[[_Frame], Floats]] = {
    "down": _Frame.down,
    "behind the bones": _Frame.behind,
    "up": lambda at: at.off(1),
    "ahead": lambda at: at.off(2),
    "across": lambda at: at.off(0),
    "beside": lambda at: np.abs(at.off(0)),
    "out": lambda at: at.off(0) * OUTWARD[at.side],
    "along": _Frame.along,
    "arm out": lambda at: at.neutral(0) * OUTWARD[at.side],
    "arm ahead": lambda at: at.neutral(2),
    "height": lambda at: at.rest[..., 1] / at.body.scale,
}

AREAS: dict[str, Region] = {
    # from under the buttock to over the hollow of the knee
    "hamstring": Region(
        ("thigh",), ("upperleg01", "lowerleg01"), (Axis("down", 0.60, 0.40), Axis("behind the bones", 52, 82))
    ),
    "thigh": Region(
        ("thigh",), ("upperleg01", "lowerleg01"), (Axis("down", 0.56, 0.36), Axis("behind the bones", -66, 62))
    ),
    # the belly of the calf: the upper half of the lower leg
    "calf": Region(("shank",), ("lowerleg01", "foot"), (Axis("down", 0.37, 0.42), Axis("behind the bones", 52, 78))),
    # the low, deep part of the calf, down to the tendon
    "soleus": Region(("shank",), ("lowerleg01", "foot"), (Axis("down", 0.62, 0.36), Axis("behind the bones", 50, 66))),
    # from the heel to the ball
    "sole": Region(("foot",), ("foot",), limits={"height": (-np.inf, 26), "ahead": (-60, 128)}),
    # what shows of the arch from the inner side, low between heel and ball
    "arch": Region(
        ("foot",),
        ("foot",),
        (Axis("ahead", 45, 78), Axis("height", 16, 18, power=1)),
        {"ahead": (-33, 123), "out": (-np.inf, 0)},
    ),
    # between the pelvis and the ribs
    "low back": Region(("trunk",), ("spine04",), (Axis("up", 62, 134, power=4), Axis("ahead", -57, 116, power=4))),
    # the large muscle of the buttock
    "bottom": Region(("trunk", "thigh"), ("upperleg01",), (Axis("up", -5, 138), Axis("ahead", -88, 112))),
    "inner thigh": Region(
        ("thigh",), ("upperleg01", "lowerleg01"), (Axis("down", 0.45, 0.34), Axis("out", -75, 62)), {"out": (-200, 0)}
    ),
    "shin": Region(("shank",), ("lowerleg01", "foot"), (Axis("down", 0.42, 0.36), Axis("behind the bones", -48, 40))),
    # the muscles that turn the sole out, down to over the outer ankle bone
    "outer shin": Region(
        ("shank",), ("lowerleg01", "foot"), (Axis("down", 0.56, 0.40), Axis("out", 52, 46)), {"out": (8, np.inf)}
    ),
    # the flank, from the pelvis to under the arm
    "side": Region(("trunk",), ("spine04",), (Axis("up", 90, 170), Axis("out", 150, 72)), {"out": (40, np.inf)}),
    # between the shoulder blades, on either side of the spine
    "upper back": Region(
        ("trunk",),
        ("spine01",),
        (Axis("up", 18, 100), Axis("beside", 38, 32)),
        {"ahead": (-np.inf, -10)},
    ),
    # from behind the ear to the shoulder
    "neck": Region(("neck", "trunk"), ("neck01",), (Axis("up", 28, 98), Axis("out", 72, 66)), {"out": (16, np.inf)}),
    "shoulder": Region(
        ("upper", "trunk"), ("upperarm01", "lowerarm01"), (Axis("along", 0.16, 0.46), Axis("arm out", 45, 80))
    ),
    "upper arm": Region(
        ("upper",), ("upperarm01", "lowerarm01"), (Axis("along", 0.54, 0.44), Axis("arm ahead", 42, 56))
    ),
    "back of upper arm": Region(
        ("upper",), ("upperarm01", "lowerarm01"), (Axis("along", 0.54, 0.44), Axis("arm ahead", -42, 56))
    ),
    # the muscles that bend the wrist down, and those that bend it back
    "forearm": Region(("fore",), ("lowerarm01", "wrist"), (Axis("along", 0.42, 0.46), Axis("arm out", -38, 50))),
    "back of forearm": Region(("fore",), ("lowerarm01", "wrist"), (Axis("along", 0.42, 0.46), Axis("arm out", 38, 50))),
    "palm": Region(("hand",), ("wrist", "finger3-1"), (Axis("along", 0.5, 0.6),)),
    # from the ribs to the pelvis, and round to the flank, so that it shows from the side
    "belly": Region(
        ("trunk",), ("spine04",), (Axis("up", 30, 122, power=4), Axis("ahead", 95, 100)), {"ahead": (0, np.inf)}
    ),
    # from the rim of the pelvis to below the joint
    "outer hip": Region(("trunk", "thigh"), ("upperleg01",), (Axis("up", 15, 105), Axis("out", 75, 118))),
    # the groin: from the rim of the pelvis to the top of the thigh
    "front of hip": Region(
        ("trunk", "thigh"),
        ("upperleg01",),
        (Axis("up", -12, 100), Axis("ahead", 85, 78), Axis("out", 0, 110)),
    ),
    # the front of the chest, from one shoulder to the other
    "chest": Region(
        ("trunk",),
        ("upperarm01",),
        (Axis("up", -62, 86), Axis("across", 0, 165, power=4)),
        {"ahead": (35, np.inf)},
        middle=True,
    ),
}

#: The low back as a person shows it with the flat of a hand: over the joint between the lowest rib and the pelvis.
LOW_BACK_BEHIND = Region(("trunk",), ("spine04",), (Axis("up", 34, 108, power=3), Axis("across", 0, 116, power=3)))
