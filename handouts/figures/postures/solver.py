"""From a typed pose to a body that does it: hips by a small least squares, limbs in closed form, contacts on the skin.

Coordinates: the floor is y = 0. A wall or a worktop has its front in the plane z = 0 and the figure looks at it (+z).
Every posture (standing, lying …) says where hips, ankles and wrists go; what is measured on the skin then shifts
them until the skin touches what it should.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.least_squares import least_squares
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.language import grammar
from handouts.figures.language.phrases import Foot, Hand
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.joint_angles import angles
from handouts.figures.person.limbs import OUTWARD, SIDES, leg_lengths
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skin_contact import Contact, Handle
from handouts.figures.person.stances import Arm, Assembled, Leg, Stance, assembled
from handouts.figures.postures import repertoire
from handouts.figures.postures.hands import supports
from handouts.figures.props.support import Contacts, FootSupport, HandSupport, Reach

CONTACT_PASSES = 28
CONTACT_DONE_MM = 0.2
OVERLAP_MM = 10.0  # limbs may press so deep into one another before they move apart
ELBOW_STEP, ELBOW_MOST = 0.4, 2.4  # of the direction of an elbow, in one round and in all
WIDEST_MM = 60.0  # by so much each foot moves out at most
SUNK_MM = 14.0  # flesh that sinks deeper into the mat needs another angle of its limb
BEYOND_MM = 40.0  # the end of a limb that is so far out of reach is not sent after its contact any further
NECK_STEP_DEG, NECK_DEG = 10.0, 50.0  # of one pass, and in all: a neck bends back or forward by about so much
NECK_LEVER_MM = 190.0  # from the middle of the neck to the back of the head


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved frame.

    Attributes:
        frame: the pose.
        posed: the body.
        unreached_mm: per end of a limb (`ankle.R`, `wrist.L`), how far its goal is out of reach.
        contacts: what should touch.
        requested_deg: per angle that the author wrote: (requested, measured on the body).
        unaided: no hand holds the body up.
        at: its coordinates, where the whole body was solved at once.
    """

    frame: grammar.FramePose
    posed: Posed
    unreached_mm: dict[str, float]
    contacts: tuple[Contact, ...]
    requested_deg: dict[str, tuple[float, float]]
    unaided: bool = True
    at: Floats | None = None


class Posture:
    """What all postures share. A posture fills in `start`, `residuals`, `stance` and `support_contacts`."""

    steps: ClassVar[tuple[float, ...]] = ()
    neck_limit_deg = NECK_DEG

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        self.body, self.frame, self.k = body, frame, body.scale
        self.known = repertoire.of(frame)
        self.shifts: dict[Handle, Floats] = {}
        self.unreached_mm: Mapping[str, float] = {}
        self.neck_shift_deg = 0.0
        self.lean_shift_deg = 0.0
        self.elbow_out = {"R": 0.0, "L": 0.0}
        self.elbow_up = {"R": 0.0, "L": 0.0}
        self.extra_width_mm = 0.0

    # to be filled in

    def start(self) -> Floats:
        """First guess of the unknowns, shape (len(steps),)."""
        return np.zeros(0)

    def residuals(self, at: Floats) -> Floats:
        return np.zeros(0)

    def stance(self, at: Floats) -> Stance:
        raise NotImplementedError

    def trunk_contacts(self, posed: Posed) -> Contacts:
        """What trunk and head touch."""
        return []

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        return []

    def measured_corrections(self, posed: Posed) -> dict[Handle, Floats]:
        """Other corrections, measured on the skin: the height of a palm, and what a posture adds."""
        found: dict[Handle, Floats] = {}
        for side in self.frame.hands:
            found |= self.hand_support(side).corrections(self.reach(side), posed)
        return found

    # hands and feet

    def hand(self, side: str) -> Hand:
        """What the pose says of a hand, or what the posture does with it."""
        return self.frame.hands.get(side, Hand(self.known.hand, self.known.hand.on))

    def foot(self, side: str) -> Foot:
        """What the pose says of a foot, or what the posture does with it."""
        use = self.known.foot
        assert use is not None
        return self.frame.feet.get(side, Foot(use, use.on))

    def hand_support(self, side: str) -> HandSupport:
        known = supports(self.frame.posture)
        return known.get(self.hand(side).use.name) or known[self.known.hand.name]

    def foot_support(self, side: str) -> FootSupport:
        """What carries this foot: the record of a prop, or the floor."""
        use = self.foot(side).use
        return repertoire.foot_supports().get(use.name) or FootSupport(use, {})

    def reach(self, side: str) -> Reach:
        return Reach(side, self.body, self.shifts, self.hand(side), self.elbow_out[side], self.elbow_up[side])

    def arm(self, side: str, base: Posed) -> Arm:
        """What this arm does, given the body without arms."""
        return self.hand_support(side).arm(self.reach(side), base)

    def hand_contacts(self, side: str, posed: Posed) -> Contacts:
        return self.hand_support(side).contacts(self.reach(side), posed)

    def contacts(self, posed: Posed) -> Contacts:
        """Everything that should touch, each with the handle that corrects it."""
        found = self.trunk_contacts(posed)
        for side in SIDES:
            found = [*found, *self.foot_contacts(side, posed), *self.hand_contacts(side, posed)]
        return found

    # solving

    def shift(self, handle: Handle) -> Floats:
        found: Floats = self.shifts.get(handle, np.zeros(3))
        return found

    def solve(self) -> Solved:
        """Alternate between the unknowns and the contacts until every gap is closed, or nothing helps any more."""
        at = self.minimised(self.start())
        for _ in range(CONTACT_PASSES):
            done = self.assembled_at(at)
            self.unreached_mm = done.unreached_mm
            if self.correct_contacts(done.posed) < CONTACT_DONE_MM:
                break
            # A warm start: targets move by millimetres, so a few steps from the last pass are enough.
            at = self.minimised(at)
        done = self.assembled_at(at)
        contacts = tuple(contact for contact, _ in self.contacts(done.posed))
        # A hand on a wall or a worktop shares the weight; then the centre of mass may leave the feet.
        held = any("hand" in contact.name and not contact.on_skin for contact in contacts)
        return Solved(self.frame, done.posed, done.unreached_mm, contacts, self.requested(done), not held)

    def minimised(self, at: Floats) -> Floats:
        return least_squares(self.residuals, at, np.array(self.steps)) if len(at) else at

    def assembled_at(self, at: Floats) -> Assembled:
        """The whole body: trunk and legs first, then the arms, which may reach for them."""
        stance = self.stance(at)
        # Arms are left at rest first: their goals (a thigh, the other foot) lie on the posed trunk and legs.
        base = assembled(self.body, replace(stance, arms={})).posed
        arms = {side: self._clear_of_trunk(self.arm(side, base), side, base) for side in SIDES}
        return assembled(self.body, replace(stance, arms=arms))

    def separate_limbs(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """Limbs that lie too deep in one another move apart: elbows out or up, legs wider. True when one was moved.

        A step moves only the direction of the elbow, since hand and foot have their contacts; the caller solves again
        and measures again, because every step changes what the other limbs touch.
        """
        moved = False
        for side, word in SIDE_WORDS.items():
            legs = max(depths_mm.get(f"{word} arm in {leg} leg", 0.0) for leg in SIDE_WORDS.values())
            trunk = depths_mm.get(f"{word} arm in trunk", 0.0)
            for deep, steps in ((trunk, self.elbow_out), (legs, self.elbow_up)):
                # A few millimetres of overlap are flesh pressed together, which the rigid mesh cannot show.
                if deep > OVERLAP_MM and steps[side] < ELBOW_MOST:
                    steps[side] += ELBOW_STEP
                    moved = True
        deep = depths_mm.get("right leg in left leg", 0.0)
        if deep > OVERLAP_MM and self.extra_width_mm < WIDEST_MM * self.k:
            # Half of the overlap for each leg, so that both sides stay symmetrical.
            self.extra_width_mm += deep / 2
            moved = True
        return moved

    def _clear_of_trunk(self, arm: Arm, side: str, base: Posed) -> Arm:
        """The elbow further out or up, where a broad body needs the room."""
        if not (self.elbow_out[side] or self.elbow_up[side]):
            return arm
        away = base.rotation("spine01") @ outward(side) * self.elbow_out[side] + vector(0, 1, 0) * self.elbow_up[side]
        return replace(arm, elbow_to=unit(arm.elbow_to) + away)

    def correct_contacts(self, posed: Posed) -> float:
        """Shift handles by the gap between skin and plane; returns the largest shift in millimetres.

        The gap is subtracted from the target of the handle, not from the body: the least squares run again with the
        shifted targets, so knees and elbows keep the requested angles. A limb that cannot reach its target
        is left alone: its gap would grow in every pass and drag the target away without end.
        """
        moved = [0.0]
        for contact, handle in self.contacts(posed):
            if self.unreached_mm.get(handle.replace("elbow", "wrist"), 0.0) > BEYOND_MM * self.k:
                continue
            gap = contact.gap_mm(posed)
            moved.append(abs(gap))
            if handle == "neck":
                # Under-relaxed: the head is a lever whose length changes with the bend.
                self._bend_neck(float(np.degrees(gap / (NECK_LEVER_MM * self.k))) * 0.8)
            else:
                self.shifts[handle] = self.shift(handle) - gap * contact.normal
        if self.frame.lean_deg is not None and not len(self.steps):
            # Without unknowns no residual holds the lean: the bend of the spine is corrected by what it misses.
            self.lean_shift_deg += self.frame.lean_deg - angles(posed)["trunk lean"]
        for handle, off in self.measured_corrections(posed).items():
            self.shifts[handle] = self.shift(handle) + off
            moved.append(float(np.abs(off).max()))
        return max(moved)

    def _bend_neck(self, by_deg: float) -> None:
        """The head towards what carries it, in small steps, since the trunk may not have settled; a neck has limits."""
        step = min(max(by_deg, -NECK_STEP_DEG), NECK_STEP_DEG)
        self.neck_shift_deg = min(max(self.neck_shift_deg - step, -self.neck_limit_deg), self.neck_limit_deg)

    def requested(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """Every angle the author wrote, beside the angle of the posed body."""
        got = angles(done.posed)
        found = {}
        if self.frame.lean_deg is not None:
            found["trunk lean"] = (self.frame.lean_deg, got["trunk lean"])
        if self.frame.arch_deg:
            found["trunk arch"] = (self.frame.arch_deg, -got["trunk lean"])
        for joint, values in (("knee", self.frame.knees_deg), ("hip", self.frame.hips_deg)):
            for side, requested in values.items():
                name = f"{SIDE_WORDS[side]} {joint}"
                found[name] = (requested, got[name])
        return found

    def ankle_ahead(self, hip: Floats, side: str, knee_deg: float, ankle_y: float, x: float) -> Floats:
        """Where the ankle is at about this height when the knee is bent by so much and the foot stands in front.

        The shift by its contact counts, so that the knee keeps its bend.
        """
        shift = self.shift(f"ankle.{side}")
        ankle_y, x = ankle_y + float(shift[1]), x + float(shift[0]) + OUTWARD[side] * self.extra_width_mm
        thigh, shank = leg_lengths(self.body, side)
        # Law of cosines for the distance from hip to ankle; the knee angle counts from a straight leg.
        reach = np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(np.radians(knee_deg)))
        ahead = np.sqrt(max(reach**2 - (hip[1] - ankle_y) ** 2 - (hip[0] - x) ** 2, 0.0))
        return vector(x, ankle_y, hip[2] + float(ahead))

    @property
    def soft_mm(self) -> float:
        """How far flesh of bottom and belly is pressed flat under the weight of this body, beyond its form at rest."""
        return self.body.soft_mm * self.k


def unsupported_leg(base: Posed, pelvis: Floats, side: str, hip_deg: float, knee_deg: float, foot: Floats) -> Leg:
    """A leg that nothing carries: bent so much at hip and knee, in the plane of the pelvis."""
    thigh, shank = leg_lengths(base.body, side)
    hip = base.joint(f"upperleg01.{side}")
    down, ahead = pelvis @ vector(0, -1, 0), pelvis @ vector(0, 0, 1)
    a, b = np.radians(hip_deg), np.radians(hip_deg - knee_deg)
    knee = hip + thigh * (down * np.cos(a) + ahead * np.sin(a))
    ankle = knee + shank * (down * np.cos(b) + ahead * np.sin(b))
    towards = knee - (hip + ankle) / 2
    # A straight leg has no plane of its knee: the knee then points where the pelvis looks.
    if float(np.linalg.norm(towards)) < 5:
        towards = ahead
    return Leg(ankle, foot, towards)


def outward(side: str) -> Floats:
    return vector(OUTWARD[side], 0, 0)
