"""On hands and knees, sitting back towards the heels, and on one knee."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_y, vector
from handouts.figures.language import phrases, values
from handouts.figures.person.limbs import OUTWARD, SIDES, arm_lengths, leg_lengths, length_for_bend
from handouts.figures.person.rig import Posed, pose
from handouts.figures.person.skin_contact import foot_vertices, level
from handouts.figures.person.stances import Leg, Stance, assembled
from handouts.figures.postures.hands import KNEELING_HAND_MM
from handouts.figures.postures.solver import Posture
from handouts.figures.props.support import Contacts

KNEE_WIDTH_MM = 100.0
KNEE_RADIUS_MM = 55.0
EASY_ELBOW_DEG = 8.0
#: Bends of lower back, upper back and neck in degrees (positive = rounded, nodding).
BACKS = {"": (4.0, 4.0, -16.0), "flat": (4.0, 4.0, -16.0), "round": (52.0, 56.0, 6.0), "sag": (-30.0, -8.0, -34.0)}
HEEL_SIT_KNEE_DEG = 142.0
HEEL_SIT_BACK = (26.0, 16.0, -6.0)
POINTED_FOOT_DEG = 140.0  # from standing: the foot lies on the backs of its toes, 50 degrees pointed
EASY_HALF_KNEE_DEG = 90.0


class HandsAndKnees(Posture):
    """Thighs upright over the knees (or the bottom back towards the heels). Unknown: the slope of the trunk."""

    steps: ClassVar[tuple[float, ...]] = (0.5,)

    def start(self) -> Floats:
        return np.array([84.0])

    @property
    def carrying_hand(self) -> str:
        """A hand that is on the mat."""
        return next((side for side in SIDES if self.hand(side).use != phrases.FORWARD), "R")

    @property
    def thigh_back_deg(self) -> float:
        """How far the thighs lean back from upright."""
        knees = list(self.frame.knees_deg.values())
        if not knees and self.frame.posture != "heels":
            return 0.0
        _, shank = leg_lengths(self.body, "R")
        rise = (self.ankle("R")[1] - KNEE_RADIUS_MM * self.k - self.shift("hips")[1]) / shank
        return (knees[0] if knees else HEEL_SIT_KNEE_DEG) - 90.0 - float(np.degrees(np.arcsin(rise)))

    def hips(self) -> Floats:
        thigh, _ = leg_lengths(self.body, "R")
        a = np.radians(self.thigh_back_deg)
        up = KNEE_RADIUS_MM * self.k + thigh * 0.985 * float(np.cos(a))
        return vector(0, up, -thigh * float(np.sin(a))) + self.shift("hips")

    def residuals(self, at: Floats) -> Floats:
        """Arms nearly straight on hands that lie under the shoulders, or ahead of them when the bottom is back."""
        base = assembled(self.body, replace(self.stance(at), legs={})).posed
        side = self.carrying_hand
        upper, fore = arm_lengths(self.body, side)
        shoulder = base.joint(f"upperarm01.{side}")
        if self.frame.posture == "heels":
            return np.array([(shoulder[1] - 215 * self.k) * 0.1])
        height = shoulder[1] - 48 * self.k - float(self.shift(f"wrist.{side}")[1])
        aside = (KNEELING_HAND_MM * self.k - abs(shoulder[0])) ** 2
        return np.array([(np.sqrt(height**2 + aside) - length_for_bend(upper, fore, EASY_ELBOW_DEG)) * 0.1])

    def stance(self, at: Floats) -> Stance:
        lumbar, thorax, neck = BACKS[self.frame.back]
        pitch = float(at[0])
        if self.frame.posture == "heels":
            lumbar, thorax, neck = HEEL_SIT_BACK
        return Stance(
            hips=self.hips(),
            pelvis=about_x(pitch - lumbar * 0.6 - thorax * 0.3),
            legs={side: self.leg(side) for side in SIDES},
            arms={},
            lumbar_deg=lumbar,
            thorax_deg=thorax,
            neck_deg=neck - self.neck_shift_deg + self.frame.nod_deg,
        )

    def ankle(self, side: str) -> Floats:
        _, shank = leg_lengths(self.body, side)
        first = vector(OUTWARD[side] * KNEE_WIDTH_MM * self.k, 66 * self.k, -shank * 0.985)
        return first + self.shift(f"ankle.{side}")

    def leg(self, side: str) -> Leg:
        out, k = OUTWARD[side], self.k
        thigh, shank = leg_lengths(self.body, side)
        if self.foot(side).use == phrases.STRETCHED_BACK:
            hips = self.hips()
            ankle = vector(out * 95 * k, hips[1] + 5 * k, hips[2] - (thigh + shank) * 0.9985)
            return Leg(ankle, about_x(112.0), vector(0, -1, 0.05))
        return Leg(self.ankle(side), about_x(POINTED_FOOT_DEG), vector(out * 0.05, -1, 0.6))

    def trunk_contacts(self, posed: Posed) -> Contacts:
        head = level("forehead on mat", self.body.vertices_of("head"))
        return [(head, "neck")] if self.frame.posture == "heels" else []

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        """The knee carries the hips, the back of the foot lies on the mat."""
        if self.foot(side).use.unsupported:
            return []
        word, knee = values.SIDE_WORDS[side], self.body.vertices_of(f"lowerleg*.{side}", f"upperleg*.{side}")
        return [
            (level(f"{word} knee on mat", knee), "hips"),
            (level(f"{word} foot on mat", foot_vertices(self.body, side)), f"ankle.{side}"),
        ]

    def correct_contacts(self, posed: Posed) -> float:
        """Two knees share the hips: shift by their mean."""
        before = self.shift("hips").copy()
        moved = super().correct_contacts(posed)
        knees = sum(handle == "hips" for _, handle in self.contacts(posed))
        self.shifts["hips"] = before + (self.shift("hips") - before) / max(knees, 1)
        return moved


class HalfKneel(HandsAndKnees):
    """On one knee, the other foot flat in front. The knee's bend says how far the hips come forward over it."""

    steps: ClassVar[tuple[float, ...]] = ()

    def start(self) -> Floats:
        return np.zeros(0)

    @property
    def front(self) -> str:
        return "L" if self.frame.under == "R" else "R"

    @property
    def thigh_back_deg(self) -> float:
        down = self.frame.under
        _, shank = leg_lengths(self.body, down)
        rise = (self.ankle(down)[1] - KNEE_RADIUS_MM * self.k - self.shift("hips")[1]) / shank
        return self.frame.knees_deg.get(down, EASY_HALF_KNEE_DEG) - 90.0 - float(np.degrees(np.arcsin(rise)))

    def stance(self, at: Floats) -> Stance:
        lean = (self.frame.lean_deg or 0.0) + self.lean_shift_deg
        pelvis = about_x(lean)
        base = pose(self.body, {"root": pelvis}, self.hips())
        legs = {self.frame.under: self.leg(self.frame.under), self.front: self._front_leg(base)}
        return Stance(self.hips(), pelvis, legs, {}, neck_deg=-0.5 * lean + self.frame.nod_deg)

    def leg(self, side: str) -> Leg:
        return Leg(self.ankle(side), about_x(POINTED_FOOT_DEG), vector(OUTWARD[side] * 0.05, -0.4, 1))

    def _front_leg(self, base: Posed) -> Leg:
        side, out = self.front, OUTWARD[self.front]
        knee, height = self.frame.knees_deg.get(side, EASY_HALF_KNEE_DEG), float(self.body.head(f"foot.{side}")[1])
        ankle = self.ankle_ahead(base.joint(f"upperleg01.{side}"), side, knee, height, out * KNEE_WIDTH_MM * self.k)
        return Leg(ankle, about_y(out * -2.0), vector(out * 0.05, 1, 0.8))

    def trunk_contacts(self, posed: Posed) -> Contacts:
        return []

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        word, foot = values.SIDE_WORDS[side], foot_vertices(self.body, side)
        found: Contacts = [(level(f"{word} foot on floor", foot), f"ankle.{side}")]
        if side == self.frame.under:
            knee = self.body.vertices_of(f"lowerleg*.{side}", f"upperleg*.{side}")
            found.append((level(f"{word} knee on floor", knee), "hips"))
        return found
