"""Lying on one side, knees bent: legs on one another, the upper knee opened, or the upper leg raised straight."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar
from handouts.figures.holding import hand_on_hip, hip_contact, skin_contact
from handouts.figures.limbs import OUTWARD, SIDES, Arm, Assembled, Leg, Stance
from handouts.figures.rig import Body, Posed, pose
from handouts.figures.solver import Contact, Handle, Posture, foot_vertices, free_leg, hand_vertices
from handouts.figures.turning import about_x, about_z, unit, vector

Floats = npt.NDArray[np.float64]

EASY_HIP_DEG, EASY_KNEE_DEG = 42.0, 75.0
RAISED_KNEE_DEG = 3.0  # of a leg that is raised straight
RELAXED_FOOT_DEG = 14.0
ANKLE_UP_MM, OVER_ANKLE_MM = 45.0, 72.0  # the lower ankle over the mat, the upper one over it
BEFORE_CHEST_MM, PAST_BELLY_MM = 235.0, 45.0  # hands, ahead of the shoulders; more for each step of an elbow
TRUNK_LEVER_MM, KNEE_LEVER_MM = 420.0, 190.0  # from hip to shoulder; from the line of hip and ankle to the knee


class OnSide(Posture):
    """The side that was named is down, the front of the body is turned to the viewer, the head lies on a cushion."""

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        super().__init__(body, frame)
        self.down = frame.under
        self.up = "L" if self.down == "R" else "R"
        self.tilt_deg = self.knee_down_deg = 0.0

    def hips(self) -> Floats:
        return vector(0, 165 * self.k, 0) + self.shift("hips")

    def stance(self, at: Floats) -> Stance:
        s = OUTWARD[self.down]
        on_side = np.array([[0.0, 0.0, -1.0], [-s, 0.0, 0.0], [0.0, s, 0.0]])
        pelvis = about_x(-s * self.tilt_deg) @ on_side
        base = pose(self.body, {"root": pelvis}, self.hips())
        lower = self._lower(base, pelvis)
        legs = {self.down: lower, self.up: self._upper(base, pelvis, lower)}
        return Stance(self.hips(), pelvis, legs, {}, lumbar_deg=6.0, thorax_deg=8.0, neck_deg=4.0 + self.frame.nod_deg)

    # legs

    def foot_wish(self) -> grammar.Foot:
        """What the upper leg does."""
        return self.frame.feet.get(self.up, grammar.Foot("stacked"))

    def _bent(self, side: str, straight: bool) -> tuple[float, float]:
        """Bend of hip and knee of a leg."""
        hip, knee = (0.0, RAISED_KNEE_DEG) if straight else (EASY_HIP_DEG, EASY_KNEE_DEG)
        return self.frame.hips_deg.get(side, hip), self.frame.knees_deg.get(side, knee)

    def _lower(self, base: Posed, pelvis: Floats) -> Leg:
        hip, knee = self._bent(self.down, straight=False)
        leg = free_leg(base, pelvis, self.down, hip, knee, pelvis @ about_x(knee - hip + RELAXED_FOOT_DEG))
        height = ANKLE_UP_MM * self.k + float(self.shift(f"ankle.{self.down}")[1])
        return Leg(vector(leg.ankle[0], height, leg.ankle[2]), leg.foot, leg.knee_to)

    def _upper(self, base: Posed, pelvis: Floats, lower: Leg) -> Leg:
        wish, side = self.foot_wish(), self.up
        raised = wish.how == "raised"
        hip, knee = self._bent(side, raised)
        foot = pelvis @ about_x(knee - hip + RELAXED_FOOT_DEG)
        if raised:
            aside = about_z(OUTWARD[side] * wish.up_deg)
            return free_leg(base, pelvis @ aside, side, hip, knee, pelvis @ aside @ pelvis.T @ foot)
        leg = free_leg(base, pelvis, side, hip, knee, foot)
        height = float(lower.ankle[1]) + OVER_ANKLE_MM * self.k + float(self.shift(f"ankle.{side}")[1])
        turn = np.radians(wish.up_deg - self.knee_down_deg)
        ahead, outwards = _across(unit(leg.knee_to), base.joint(f"upperleg01.{side}") - leg.ankle), vector(0, 1, 0)
        return Leg(vector(leg.ankle[0], height, leg.ankle[2]), leg.foot, ahead * np.cos(turn) + outwards * np.sin(turn))

    # arms

    def hand_wish(self, side: str) -> grammar.Hand:
        """The upper hand of a heavy body rests on its hip: before the chest is no room beside the belly."""
        easy = "hips" if self.body.soft_mm and side == self.up else "floor"
        return self.frame.hands.get(side, grammar.Hand(easy))

    def arm(self, side: str, base: Posed) -> Arm | None:
        """The lower hand lies before the cushion, the upper one before the chest or on the hip."""
        k, s = self.k, OUTWARD[self.down]
        wish = self.hand_wish(side)
        shift, shoulder = self.shift(f"wrist.{side}"), base.joint(f"upperarm01.{side}")
        if wish.how == "hips" and side == self.up:
            return hand_on_hip(base, side, shift)
        if side == self.up:
            ahead = (BEFORE_CHEST_MM + PAST_BELLY_MM * self.elbow_out[side]) * k
            at = vector(shoulder[0] - ahead, 45 * k, shoulder[2] - s * 105 * k)
            return Arm(at + shift, vector(-0.5, 0.7, -s), vector(-0.75, 0, s * 0.65), vector(0, -1, 0), "flat")
        at = vector(shoulder[0] - BEFORE_CHEST_MM * k, 45 * k, shoulder[2] + s * 35 * k)
        return Arm(at + shift, vector(-0.6, 0, -s), vector(-0.9, 0, s * 0.35), vector(0, -1, 0), "rest")

    # contacts

    def touches(self, posed: Posed) -> list[tuple[Contact, Handle]]:
        body, down, up = self.body, self.down, self.up
        low, high = grammar.SIDE_WORDS[down], grammar.SIDE_WORDS[up]
        hip = body.vertices_of("root", "pelvis*", "spine05", f"upperleg01.{down}")
        shoulder = body.vertices_of(f"clavicle.{down}", f"shoulder01.{down}", f"upperarm*.{down}", "spine01", "spine02")
        leg = body.vertices_of(f"lowerleg*.{down}", f"foot.{down}", f"toe*.{down}")
        found: list[tuple[Contact, Handle]] = [
            (self.floor_contact("hip on mat", hip, 0.0, self.soft_mm), "hips"),
            (self.floor_contact("shoulder on mat", shoulder), "tilt"),
            (self.floor_contact(f"{low} leg on mat", leg), f"ankle.{down}"),
        ]
        if self.foot_wish().how == "stacked":
            feet = foot_vertices(body, up), body.vertices_of(f"lowerleg02.{down}", f"foot.{down}", f"toe*.{down}")
            found.append((skin_contact(posed, f"{high} foot on {low} foot", *feet), f"ankle.{up}"))
            if not self.foot_wish().up_deg:
                knees = (body.vertices_of(f"lowerleg01.{side}", f"upperleg02.{side}") for side in (up, down))
                found.append((skin_contact(posed, f"{high} knee on {low} knee", *knees), "knee"))
        for side in SIDES:
            word = grammar.SIDE_WORDS[side]
            if side == up and self.hand_wish(side).how == "hips":
                found.append((hip_contact(posed, side, f"{word} hand on hip"), f"wrist.{side}"))
            else:
                found.append((self.floor_contact(f"{word} hand on mat", hand_vertices(body, side)), f"wrist.{side}"))
        return found

    def corrected(self, posed: Posed) -> float:
        """The slope of the trunk follows from hip and shoulder, how far the upper knee sinks from the lower one."""
        moved = super().corrected(posed)
        tilt, knee = self.shifts.pop("tilt", None), self.shifts.pop("knee", None)
        if tilt is not None:
            self.tilt_deg += float(np.degrees(tilt[1] / (TRUNK_LEVER_MM * self.k)))
        if knee is not None:
            self.knee_down_deg -= float(np.degrees(knee[1] / (KNEE_LEVER_MM * self.k))) * 0.7
        return moved

    def asked(self, done: Assembled) -> dict[str, tuple[float, float]]:
        found = super().asked(done)
        wish, side, word = self.foot_wish(), self.up, grammar.SIDE_WORDS[self.up]
        if not wish.up_deg:
            return found
        hip, knee, ankle = (done.posed.joint(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot"))
        pelvis = done.posed.turn("root")
        outwards, down = pelvis @ vector(OUTWARD[side], 0, 0), pelvis @ vector(0, -1, 0)
        if wish.how == "raised":
            thigh = knee - hip
            got = float(np.degrees(np.arctan2(thigh @ outwards, thigh @ down)))
            return {**found, f"{word} leg up": (wish.up_deg, got)}
        aside, ahead = _across(knee - hip, ankle - hip), _across(pelvis @ vector(0, 0, 1), ankle - hip)
        across = np.cross(unit(ankle - hip), unit(ahead))
        got = abs(float(np.degrees(np.arctan2(aside @ across, aside @ unit(ahead)))))
        return {**found, f"{word} knee up": (wish.up_deg, got)}


def _across(way: Floats, axis: Floats) -> Floats:
    """The part of a direction that is at a right angle to an axis."""
    along = unit(axis)
    found: Floats = way - along * float(way @ along)
    return found
