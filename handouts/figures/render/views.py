"""The views of a picture of where it hurts, by the author's words: which part of the body, from which side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, aligning, vector
from handouts.figures.person import feet, fingers, rig, soft
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skeleton import pack, skeleton
from handouts.figures.person.structures import Spot
from handouts.figures.person.structures.arm import INNER_ELBOW, OUTER_ELBOW
from handouts.figures.person.structures.back import SEAT
from handouts.figures.person.structures.leg import HIP_HEAD
from handouts.figures.render import (
    arrow_shapes,
    body_map,
    cold_pack,
    heel_and_back,
    locators,
    panels,
    splint,
)
from handouts.figures.render.camera import Camera
from handouts.figures.render.panels import Bare, Panel, View

LEG = ("shank", "foot", *(f"toe{n}" for n in range(1, 6)))
FOOT_BONES = ("calcaneus", "talus", "cuboid", "navicular", "cuneiform", "metatarsal", "toe")
HIND_BONES = (*FOOT_BONES, "tibia", "fibula")
NEAR_BONES = ("calcaneus", "talus", "tibia", "fibula")  # of a map of causes, which has no room for more

#: What the camera sees of a foot, in millimetres of a foot of 240 mm: behind the heel, ahead of it, under the floor,
#: over the floor. Found by eye at print size.
WHOLE_FOOT = (-7.0, 247.0, -4.0, 118.0)
HIND_FOOT = (-9.0, 146.0, -4.0, 118.0)
NEAR_HEEL = (-7.0, 112.0, -4.0, 88.0)
BUSY_HEEL = (-7.0, 101.0, -4.0, 88.0)
BEHIND_HEEL = (-11.0, 96.0, -4.0, 92.0)
INNER_ANKLE = (-9.0, 118.0, -4.0, 108.0)
OUTER_ANKLE = (-9.0, 106.0, -4.0, 101.0)
SPUR = (-7.0, 84.0, -4.0, 65.0)
LOADED = (-9.0, 130.0, -4.0, 126.0)
LOAD_UNDER_MM = 3.6  # of paper, from the edge of the picture to the arrow of the weight: where the leg has faded in
SPLINT, SPLINT_WIDE_MM = (200.0, 92.0, 196.0, 48.0), 48.0  # seen round the wrist: behind it, under, ahead, over it
STRAIGHT_DEG = 9.0  # that the hand of the body at rest hangs from the line of its forearm
FOOT_PITCH_DEG = 2.0  # a glimpse from above keeps the toes apart, yet the sole stays on the floor line
SOLE_PITCH_DEG = -34.0  # from below and beside, so that the sole shows


def bones_of(starts: tuple[str, ...]) -> tuple[str, ...]:
    """The bones whose names begin so."""
    return tuple(name for name in pack().bones if name.startswith(starts))


@dataclass(frozen=True, slots=True)
class FootAim:
    """One look at the right foot as it stands: camera, cut, breadth on paper, bones; with a locator beside it.

    `behind` shows the locator from behind; `load_at` is where the weight of the body presses down on the leg, in
    millimetres ahead of the back of the heel.

    It shows what is under the skin, so it has no floor line, but where weight presses on it: leaders from below would
    cross it.
    """

    yaw_deg: float
    cut: tuple[float, float, float, float]
    width_mm: float
    pitch_deg: float = FOOT_PITCH_DEG
    bones: tuple[str, ...] = HIND_BONES
    locator: bool = True
    behind: bool = False
    load_at: float | None = None
    framed: bool = False

    def panel(self, body: Body) -> Panel:
        camera = Camera(self.yaw_deg, self.pitch_deg)
        scene = Bare(panels.at_rest(body), (), camera, (), tuple(f"{limb}.R" for limb in LEG))
        sheet = panels.foot_sheet(body, camera, self.cut, self.width_mm)
        found = Panel(scene, sheet, bones_of(self.bones), framed=self.framed)
        if self.load_at is None:
            return found
        floor = float(camera.see(feet.foot(body.name).place(np.zeros((1, 2))))[0, 1])
        return replace(found, over=self._load(found, self.load_at), floor_y=floor)

    def _load(self, panel: Panel, ahead: float) -> tuple[str, ...]:
        """An arrow that presses down: the weight of the body on the leg."""
        low = feet.foot(panel.body.name).place(np.array([[ahead, self.cut[3]]]))
        top = panel.on_sheet(low)[0] + np.array([0.0, LOAD_UNDER_MM])
        return arrow_shapes.arrow_mark(top, top + np.array([0.0, style.ARROW_LENGTH_MM])).parts

    def panels(self, body: Body) -> list[Panel]:
        found = self.panel(body)
        if not self.locator:
            return [found]
        return [locators.locator(found, "foot", self.behind), found]


def back_and_heel_panels(body: Body) -> list[Panel]:
    """The whole body from behind with a frame round its right heel, and that heel large."""
    return heel_and_back.joined(
        body_map.whole_body(body, 180, Bare), FootAim(-90, BUSY_HEEL, 42.0, bones=NEAR_BONES, framed=True).panel(body)
    )


def ice_panel(body: Body) -> Panel:
    """The heel on a cold pack in a cloth."""
    ice = cold_pack.ColdPackPicture(body, tuple(f"{limb}.R" for limb in LEG), -90, FOOT_PITCH_DEG)
    found = Panel(ice.scene, ice.sheet, spots=ice.spots(), floor_y=ice.floor_y)
    return panels.with_over(found, [panels.feature_marks(found), *ice.parts()])


@dataclass(frozen=True, slots=True)
class Window:
    """One look at a part of the body: camera, what it sees round a spot, bones, the limbs whose skin is shown.

    `room` is how far it sees to the left, down, right and up from the spot, in millimetres of a person of 1700 mm;
    `part` is black in the locator.
    """

    part: str
    yaw_deg: float
    middle: Spot
    room: tuple[float, float, float, float]
    width_mm: float
    bones: tuple[str, ...]
    limbs: tuple[str, ...] = ()
    pitch_deg: float = 2.0
    sides: tuple[str, ...] = (".R",)
    posed: Callable[[Body], Posed] = panels.at_rest

    def panels(self, body: Body) -> list[Panel]:
        camera, posed = Camera(self.yaw_deg, self.pitch_deg), self.posed(body)
        scene = Bare(posed, (), camera, (), self.limbs)
        at = camera.see(soft.place(skeleton(body.name), self.middle, posed))[:2]
        left, down, right, up = (mm * body.scale for mm in self.room)
        sheet = panels.sheet_of(np.stack([at - np.array([left, down]), at + np.array([right, up])]), self.width_mm)
        found = Panel(scene, sheet, bones_of(self.bones), areas=body_map.AREAS, sides=self.sides)
        return [locators.locator(found, self.part, abs(self.yaw_deg) > 135), found]


SPINE_BONES = ("l1", "l2", "l3", "l4", "l5", "disc-l", "disc-s1", "sacrum", "hip-bone", "t12", "t11", "femur")
NECK_BONES = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "disc-c", "skull", "jaw", "t1", "t2", "t3", "clavicle",
              "scapula")  # fmt: skip
SHOULDER_BONES = ("scapula", "clavicle", "humerus", "breastbone")
ELBOW_BONES = ("humerus", "ulna", "radius", "lunate", "scaphoid", "capitate", "trapez", "triquetrum", "hamate",
               "pisiform", "metacarpal")  # fmt: skip
HAND_BONES = (*ELBOW_BONES[1:], "finger")
KNEE_BONES = ("femur", "patella", "tibia", "fibula")
ARM_LIMBS = tuple(f"{limb}.R" for limb in ("upper", "fore", "hand", *body_map.FINGERS))
LEG_LIMBS = tuple(f"{limb}.R" for limb in ("thigh", *LEG))
HEAD_LIMBS = ("head", "neck", "trunk", "upper.R", "upper.L")
BOTH = (".R", ".L")


def _hanging_arm(body: Body) -> Posed:
    """The right arm hangs, turned half out: ball and outer knob of its bone stand apart."""
    shoulder, elbow, wrist = (body.head(f"{bone}.R") for bone in ("upperarm01", "lowerarm01", "wrist"))
    arm = aligning(elbow - shoulder, wrist - elbow, vector(-0.14, -1, 0), vector(-1, 0, 1))
    turns = dict.fromkeys(("upperarm01.R", "lowerarm01.R"), arm)
    return rig.pose(body, turns, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)


def _upright_leg(body: Body) -> Posed:
    """The right leg straight down: joint lines lie level, and no bone looks crooked."""
    hip, ankle = body.head("upperleg01.R"), body.head("foot.R")
    ahead = vector(0, 0, 1)
    leg = aligning(ankle - hip, ahead, vector(0, -1, 0), ahead)
    turns = dict.fromkeys(("upperleg01.R", "lowerleg01.R"), leg)
    return rig.pose(body, turns, (hip + body.head("upperleg01.L")) / 2)


def _bent_leg(body: Body) -> Posed:
    """The right knee bent a little, as in sitting down: kneecap and tendon are clear of the shin bone."""
    hip, knee, ankle = (body.head(f"{bone}.R") for bone in ("upperleg01", "lowerleg01", "foot"))
    ahead = vector(0, 0, 1)
    turns = {
        "upperleg01.R": aligning(knee - hip, ahead, vector(0, -0.98, 0.20), ahead),
        "lowerleg01.R": aligning(ankle - knee, ahead, vector(0, -0.99, -0.10), ahead),
    }
    return rig.pose(body, turns, (hip + body.head("upperleg01.L")) / 2)


def _bent_elbow(body: Body) -> Posed:
    """The right upper arm hangs, the forearm points ahead and a little up, the thumb on top."""
    return _with_arm(body, vector(-0.05, -1, 0), vector(0, -0.12, 1), vector(0, 1, 0.12))


def _hand_aside(body: Body) -> Posed:
    """The right arm points aside, the palm ahead, the thumb up."""
    return _with_arm(body, vector(-1, -0.05, 0), vector(-1, 0, 0), vector(0, 1, 0))


def splint_panel(body: Body) -> Panel:
    """A hand with a straight wrist in a night splint, seen from above the side of the thumb: so fingers are apart."""
    posed = _with_arm(body, vector(-0.05, -1, 0), vector(0, 0, 1), vector(1, 0, 0), STRAIGHT_DEG, "straight, thumb out")
    camera = Camera(-90, 32)
    scene = Bare(posed, (), camera, (), ARM_LIMBS)
    at, (behind, under, ahead, over) = camera.see(posed.joint("wrist.R"))[:2], SPLINT
    corners = np.stack([at + np.array([-ahead, -under]), at + np.array([behind, over])])
    return splint.worn(Panel(scene, panels.sheet_of(corners, SPLINT_WIDE_MM)))


def _with_arm(body: Body, upper: Floats, fore: Floats, thumb: Floats, lift_deg: float = 0.0, shape: str = "") -> Posed:
    """The right arm in given directions; a forearm that points ahead may have its hand lifted, and in a shape."""
    shoulder, elbow, wrist = (body.head(f"{bone}.R") for bone in ("upperarm01", "lowerarm01", "wrist"))
    own_thumb = body.head("finger2-1.R") - body.head("finger5-1.R")
    hand = aligning(wrist - elbow, own_thumb, fore, thumb)
    hinge_way = fore if abs(float(upper @ fore)) < 0.9 else vector(0, 0, 1)
    arm = aligning(elbow - shoulder, wrist - elbow, upper, hinge_way)
    wrist = about_x(-lift_deg) @ hand
    turns = {"upperarm01.R": arm, "lowerarm01.R": hand, "wrist.R": wrist}
    turns |= fingers.shaped(body, "R", wrist, shape) if shape else {}
    return rig.pose(body, turns, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)


VIEWS: dict[str, View] = {
    "inner side of the foot": View(FootAim(-90, WHOLE_FOOT, 51.8).panels),
    "sole of the foot": View(FootAim(-90, (-12, 247, -58, 100), 51.8, SOLE_PITCH_DEG, FOOT_BONES).panels),
    "inner side of the heel": View(FootAim(-90, HIND_FOOT, 45.0).panels),
    "outer side of the heel": View(FootAim(90, HIND_FOOT, 45.0).panels),
    "inner side of the ankle": View(FootAim(-90, INNER_ANKLE, 43.0).panels),
    "outer side of the ankle": View(FootAim(90, OUTER_ANKLE, 40.5).panels),
    "achilles tendon": View(FootAim(-90, (-14, 112, -4, 152), 30.0, behind=True).panels),
    "back of the heel": View(FootAim(-90, BEHIND_HEEL, 42.0, behind=True).panels),
    "under the heel": View(FootAim(-90, NEAR_HEEL, 46.0).panels),
    "heel from near": View(FootAim(-90, SPUR, 47.0).panels),
    "weight on the heel": View(FootAim(-90, LOADED, 40.0, load_at=60.0).panels),
    "heel on a cold pack": View(lambda body: [ice_panel(body)], ("cold pack", "cloth")),
    "wrist in a splint": View(lambda body: [splint_panel(body)], ("strap", "wrist")),
    "body from the front": View(lambda body: [body_map.whole_body(body, 0)]),
    "body from behind": View(lambda body: [body_map.whole_body(body, 180)]),
    "neck from the side": View(
        Window("neck", 90, Spot("c5", (0, 0, 0)), (85, 95, 115, 95), 39.0, NECK_BONES, HEAD_LIMBS).panels
    ),
    "neck from behind": View(
        Window("neck", 180, Spot("c6", (0, 0, 0)), (125, 88, 125, 120), 44.5, NECK_BONES, sides=BOTH).panels
    ),
    "shoulder from the front": View(
        Window("shoulder", 25, Spot("humerus", (0, 1, 0)), (64, 102, 110, 58), 41.0, SHOULDER_BONES,
               posed=_hanging_arm).panels
    ),
    "outer side of the elbow": View(
        Window("elbow", 80, OUTER_ELBOW, (50, 50, 352, 170), 51.8, ELBOW_BONES, ARM_LIMBS, posed=_bent_elbow).panels
    ),
    "inner side of the elbow": View(
        Window("elbow", -90, INNER_ELBOW, (165, 62, 70, 95), 50.0, ELBOW_BONES, ARM_LIMBS, posed=_bent_elbow).panels
    ),
    "palm of the hand": View(
        Window("hand", 0, Spot("capitate", (0, 0, 0)), (174, 62, 84, 96), 51.8, HAND_BONES, ARM_LIMBS,
               posed=_hand_aside).panels
    ),
    "back of the hand": View(
        Window("hand", 180, Spot("capitate", (0, 0, 0)), (90, 70, 170, 80), 46.0, HAND_BONES, ARM_LIMBS,
               posed=_hand_aside).panels
    ),
    "low back from behind": View(
        Window("low back", 180, Spot("l4", (0, 0, 0)), (158, 132, 158, 106), 46.5, SPINE_BONES, sides=BOTH).panels
    ),
    "low back from the side": View(
        Window("low back", 90, Spot("l4", (0, 0, 0)), (64, 78, 80, 72), 34.0, SPINE_BONES[:-1],
               ("trunk", "thigh.R")).panels
    ),
    "back and thigh from behind": View(
        Window("back and leg", 180, SEAT, (150, 130, 115, 260), 25.5, (*SPINE_BONES, *KNEE_BONES), sides=BOTH).panels
    ),
    "hip from the front": View(
        Window("hip", 0, HIP_HEAD, (122, 80, 92, 140), 36.4, ("hip-bone", "sacrum", "femur", "l5")).panels
    ),
    "knee from the front": View(
        Window("knee", 0, Spot("patella", (0, 0, 0)), (72, 84, 72, 74), 33.5, KNEE_BONES, LEG_LIMBS,
               posed=_upright_leg).panels
    ),
    "inner side of the knee": View(
        Window("knee", -90, Spot("patella", (0, 0, 0)), (70, 115, 130, 105), 34.0, KNEE_BONES, LEG_LIMBS).panels
    ),
    "outer side of the knee": View(
        Window("knee", 90, Spot("patella", (0, 0, 0)), (116, 100, 58, 73), 37.5, KNEE_BONES, LEG_LIMBS,
               posed=_bent_leg).panels
    ),
    "back and heel": View(back_and_heel_panels),
}  # fmt: skip

SKIN_PLACES = tuple(body_map.REGIONS)
