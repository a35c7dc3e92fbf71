"""From a typed pose to a body that does it: hips by a small least squares, limbs in closed form, contacts on the skin.

Room: the floor is y = 0. A wall or a worktop has its front in the plane z = 0 and the figure looks at it (+z).
Every posture (standing, lying …) says where hips, ankles and wrists go; what is measured on the skin then shifts
them until the skin touches what it should.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar
from handouts.figures.limbs import OUTWARD, SIDES, Arm, Assembled, Leg, Stance, assembled
from handouts.figures.rig import Body, Ints, Posed
from handouts.figures.turning import angle_deg, twist_deg, unit, vector

Floats = npt.NDArray[np.float64]

CONTACT_PASSES = 28
CONTACT_DONE_MM = 0.2
ROOM_MM = 10.0  # limbs may press so deep into one another before they move apart
FURTHER, FURTHEST = 0.4, 2.4  # of an elbow's direction, in one round and in all
WIDEST_MM = 60.0  # by so much each foot moves out at most
SUNK_MM = 14.0  # flesh that sinks deeper into the mat wants another angle of its limb
BEYOND_MM = 40.0  # the end of a limb that is so far out of reach is not sent after its contact any further
NECK_STEP_DEG, NECK_DEG = 10.0, 50.0  # of one pass, and in all: a neck bends back or forward by about so much
NECK_LEVER_MM = 190.0  # from the middle of the neck to the back of the head


@dataclass(frozen=True, eq=False)
class Contact:
    """A part of the skin that should touch a plane: after solving, `gap_mm` is what is left between them."""

    name: str
    vertices: Ints
    point: Floats
    normal: Floats
    pressed_mm: float = 0.0  # soft flesh is pressed flat by so much
    on_skin: ClassVar[bool] = False  # a contact of the body with itself holds nothing up

    def gap_mm(self, posed: Posed) -> float:
        """Distance of the nearest skin to the plane; negative = through it."""
        return float(((posed.skin[self.vertices] - self.point) @ self.normal).min()) + self.pressed_mm


#: What a contact moves when its skin is off: `hips`, `neck`, or the end of a limb (`ankle.R`).
Handle = str


@dataclass(frozen=True, eq=False)
class Solved:
    """A frame that stands: body, contacts, what is out of reach, and the angles asked and got."""

    frame: grammar.FramePose
    posed: Posed
    short_mm: dict[str, float]
    contacts: tuple[Contact, ...]
    asked_deg: dict[str, tuple[float, float]]
    free: bool = True


def least_squares(residuals: Callable[[Floats], Floats], start: Floats, step: Floats) -> Floats:
    """Damped Gauss-Newton for a handful of unknowns; derivatives by small steps."""
    at, damping = start.astype(np.float64), 1e-3
    value = residuals(at)
    for _ in range(60):
        slope = np.stack([(residuals(at + h) - value) / h[i] for i, h in enumerate(np.diag(step))], axis=1)
        scaled = slope * step
        move = np.linalg.solve(scaled.T @ scaled + damping * np.eye(len(at)), -scaled.T @ value) * step
        after = residuals(at + move)
        if float(after @ after) < float(value @ value):
            gained = float(value @ value) - float(after @ after)
            at, value, damping = at + move, after, max(damping / 4, 1e-9)
            if gained < 1e-9 * (1 + float(after @ after)):
                break
        else:
            damping *= 8
            if damping > 1e9:
                break
    return at


class Posture:
    """What all postures share. A posture fills in `start`, `residuals`, `stance`, `arm` and `touches`."""

    steps: ClassVar[tuple[float, ...]] = ()
    neck_room_deg = NECK_DEG

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        self.body, self.frame, self.k = body, frame, body.scale
        self.shifts: dict[Handle, Floats] = {}
        self.short_mm: Mapping[str, float] = {}
        self.neck_shift_deg = 0.0
        self.lean_shift_deg = 0.0
        self.elbow_out = {"R": 0.0, "L": 0.0}
        self.elbow_up = {"R": 0.0, "L": 0.0}
        self.wider_mm = 0.0

    # to be filled in

    def start(self) -> Floats:
        return np.zeros(0)

    def residuals(self, at: Floats) -> Floats:
        return np.zeros(0)

    def stance(self, at: Floats) -> Stance:
        raise NotImplementedError

    def arm(self, side: str, base: Posed) -> Arm | None:
        """What this arm does, given the body without arms; None = it hangs as at rest."""
        return None

    def touches(self, posed: Posed) -> list[tuple[Contact, Handle]]:
        return []

    def more_shifts(self, posed: Posed) -> dict[Handle, Floats]:
        """Other measured corrections, for example the distance from the wall."""
        return {}

    # shared

    def shift(self, handle: Handle) -> Floats:
        found: Floats = self.shifts.get(handle, np.zeros(3))
        return found

    def solved(self) -> Solved:
        at = self.settled(self.start())
        for _ in range(CONTACT_PASSES):
            done = self.built(at)
            self.short_mm = done.short_mm
            if self.corrected(done.posed) < CONTACT_DONE_MM:
                break
            at = self.settled(at)
        done = self.built(at)
        contacts = tuple(contact for contact, _ in self.touches(done.posed))
        held = any("hand" in contact.name and not contact.on_skin for contact in contacts)
        return Solved(self.frame, done.posed, done.short_mm, contacts, self.asked(done), not held)

    def settled(self, at: Floats) -> Floats:
        return least_squares(self.residuals, at, np.array(self.steps)) if len(at) else at

    def built(self, at: Floats) -> Assembled:
        """The whole body: trunk and legs first, then the arms, which may reach for them."""
        stance = self.stance(at)
        base = assembled(self.body, replace(stance, arms={})).posed
        arms = {side: self._past_the_trunk(arm, side, base) for side in SIDES if (arm := self.arm(side, base))}
        return assembled(self.body, replace(stance, arms=arms))

    def make_room(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """Limbs that lie too deep in one another move apart: elbows out or up, legs wider. True when one was moved."""
        moved = False
        for side, word in grammar.SIDE_WORDS.items():
            legs = max(depths_mm.get(f"{word} arm in {leg} leg", 0.0) for leg in grammar.SIDES)
            for deep, where in ((depths_mm.get(f"{word} arm in trunk", 0.0), self.elbow_out), (legs, self.elbow_up)):
                if deep > ROOM_MM and where[side] < FURTHEST:
                    where[side] += FURTHER
                    moved = True
        deep = depths_mm.get("right leg in left leg", 0.0)
        if deep > ROOM_MM and self.wider_mm < WIDEST_MM * self.k:
            self.wider_mm += deep / 2
            moved = True
        return moved

    def _past_the_trunk(self, arm: Arm, side: str, base: Posed) -> Arm:
        """The elbow further out or up, where a broad body wants its room."""
        if not (self.elbow_out[side] or self.elbow_up[side]):
            return arm
        away = base.turn("spine01") @ outward(side) * self.elbow_out[side] + vector(0, 1, 0) * self.elbow_up[side]
        return replace(arm, elbow_to=unit(arm.elbow_to) + away)

    def corrected(self, posed: Posed) -> float:
        """Shift handles by what is left between skin and plane; the largest shift is returned."""
        moved = [0.0]
        for contact, handle in self.touches(posed):
            if self.short_mm.get(handle.replace("elbow", "wrist"), 0.0) > BEYOND_MM * self.k:
                continue
            gap = contact.gap_mm(posed)
            moved.append(abs(gap))
            if handle == "neck":
                self._nod(float(np.degrees(gap / (NECK_LEVER_MM * self.k))) * 0.8)
            else:
                self.shifts[handle] = self.shift(handle) - gap * contact.normal
        if self.frame.lean_deg is not None and not len(self.steps):
            self.lean_shift_deg += self.frame.lean_deg - angles(posed)["trunk lean"]
        for handle, off in self.more_shifts(posed).items():
            self.shifts[handle] = self.shift(handle) + off
            moved.append(float(np.abs(off).max()))
        return max(moved)

    def _nod(self, by_deg: float) -> None:
        """The head towards what carries it, in small steps, since the trunk may not have settled; a neck has limits."""
        step = min(max(by_deg, -NECK_STEP_DEG), NECK_STEP_DEG)
        self.neck_shift_deg = min(max(self.neck_shift_deg - step, -self.neck_room_deg), self.neck_room_deg)

    def asked(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """Every angle the author wrote, beside the angle of the posed body."""
        got = angles(done.posed)
        found = {}
        if self.frame.lean_deg is not None:
            found["trunk lean"] = (self.frame.lean_deg, got["trunk lean"])
        if self.frame.arch_deg:
            found["trunk arch"] = (self.frame.arch_deg, -got["trunk lean"])
        for joint, wishes in (("knee", self.frame.knees_deg), ("hip", self.frame.hips_deg)):
            for side, asked in wishes.items():
                name = f"{grammar.SIDE_WORDS[side]} {joint}"
                found[name] = (asked, got[name])
        return found

    def ankle_ahead(self, hip: Floats, side: str, knee_deg: float, ankle_y: float, x: float) -> Floats:
        """Where the ankle is at about this height when the knee is bent by so much and the foot stands in front.

        What its contact has shifted counts, so that the knee keeps its bend.
        """
        shift = self.shift(f"ankle.{side}")
        ankle_y, x = ankle_y + float(shift[1]), x + float(shift[0]) + OUTWARD[side] * self.wider_mm
        thigh, shank = leg_lengths(self.body, side)
        reach = np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(np.radians(knee_deg)))
        ahead = np.sqrt(max(reach**2 - (hip[1] - ankle_y) ** 2 - (hip[0] - x) ** 2, 0.0))
        return vector(x, ankle_y, hip[2] + float(ahead))

    def floor_contact(self, name: str, vertices: Ints, height: float = 0.0, pressed_mm: float = 0.0) -> Contact:
        return Contact(name, vertices, vector(0, height, 0), vector(0, 1, 0), pressed_mm)

    @property
    def soft_mm(self) -> float:
        """How far the flesh of bottom and belly is pressed flat under this body's weight, beyond its form at rest."""
        return self.body.soft_mm * self.k


def foot_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"foot.{side}", f"toe*.{side}")


def hand_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}")


def leg_lengths(body: Body, side: str) -> tuple[float, float]:
    return (
        body.span(f"upperleg01.{side}", f"lowerleg01.{side}"),
        body.span(f"lowerleg01.{side}", f"foot.{side}"),
    )


def arm_lengths(body: Body, side: str) -> tuple[float, float]:
    return (
        body.span(f"upperarm01.{side}", f"lowerarm01.{side}"),
        body.span(f"lowerarm01.{side}", f"wrist.{side}"),
    )


def free_leg(base: Posed, pelvis: Floats, side: str, hip_deg: float, knee_deg: float, foot: Floats) -> Leg:
    """A leg that nothing carries: bent so much at hip and knee, in the plane of the pelvis."""
    thigh, shank = leg_lengths(base.body, side)
    hip = base.joint(f"upperleg01.{side}")
    down, ahead = pelvis @ vector(0, -1, 0), pelvis @ vector(0, 0, 1)
    a, b = np.radians(hip_deg), np.radians(hip_deg - knee_deg)
    knee = hip + thigh * (down * np.cos(a) + ahead * np.sin(a))
    ankle = knee + shank * (down * np.cos(b) + ahead * np.sin(b))
    towards = knee - (hip + ankle) / 2
    if float(np.linalg.norm(towards)) < 5:
        towards = ahead
    return Leg(ankle, foot, towards)


def angles(posed: Posed) -> dict[str, float]:
    """Joint angles of a posed body, in a clinician's terms: 0 = standing straight, dorsiflexion positive."""
    found = {}
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    neck, rest_neck = posed.joint("neck01") - hips, posed.body.head("neck01") - _rest_hips(posed.body)
    found["trunk lean"] = _pitch(neck) - _pitch(rest_neck)
    found |= _neck(posed)
    for side, word in (("R", "right"), ("L", "left")):
        hip, knee, ankle = (posed.joint(f"{b}.{side}") for b in ("upperleg01", "lowerleg01", "foot"))
        trunk_down = posed.turn("root") @ vector(0, -1, 0)
        forward = posed.turn("root") @ vector(0, 0, 1)
        thigh = knee - hip  # its bend is forwards; what it swings aside is another movement
        found[f"{word} hip"] = float(np.degrees(np.arctan2(thigh @ forward, thigh @ trunk_down)))
        found[f"{word} knee"] = angle_deg(knee - hip, ankle - knee)
        sole = posed.turn(f"foot.{side}") @ vector(0, 0, 1)
        found[f"{word} ankle"] = 90 - angle_deg(knee - ankle, sole)
        shoulder, elbow, wrist = (posed.joint(f"{b}.{side}") for b in ("upperarm01", "lowerarm01", "wrist"))
        found[f"{word} elbow"] = angle_deg(elbow - shoulder, wrist - elbow)
    return found


def _neck(posed: Posed) -> dict[str, float]:
    """The head against the chest: nodding, tilted to a shoulder, turned to a side."""
    turn = posed.turn("spine01").T @ posed.turn("head")
    up = vector(0, 1, 0)
    aside, above, ahead = turn @ up
    return {
        "neck bend": float(np.degrees(np.arctan2(ahead, above))),
        "neck tilt": float(np.degrees(np.arcsin(np.clip(aside, -1.0, 1.0)))),
        "neck turn": twist_deg(turn, up),
    }


def _rest_hips(body: Body) -> Floats:
    found: Floats = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    return found


def _pitch(way: Floats) -> float:
    """How far a direction leans forward from upright."""
    return float(np.degrees(np.arctan2(way[2], way[1])))


def outward(side: str) -> Floats:
    return vector(OUTWARD[side], 0, 0)
