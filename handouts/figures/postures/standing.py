"""Standing: on both feet or one, hands free or on props."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.geometry.rotation import about_x, about_y, about_z, vector
from handouts.figures.language import grammar, phrases, values
from handouts.figures.person.limbs import (
    OUTWARD,
    SIDES,
    Assembled,
    Leg,
    Stance,
    arm_lengths,
    leg_lengths,
    length_for_bend,
)
from handouts.figures.person.rig import Posed, pose
from handouts.figures.person.skin_contact import Handle, foot_vertices
from handouts.figures.postures.solver import Posture, unsupported_leg
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.support import Contacts

HIP_WIDTH_MM = 92.0  # ankles stand this far from the middle, at 1700 mm height: a little wider than the hip joints
ONE_FOOT_MM = 22.0  # the only foot on the floor comes under the body
EASY_KNEE_DEG = 8.0  # a standing knee that the pose leaves open
BALL_AHEAD_MM, ANKLE_AHEAD_MM = 120.0, 45.0  # from the ankle to what carries the body: ball or middle of the foot
LEANS_ON_MM = 4.0  # a belly may press so far against a wall or worktop before the hips go back
LIFTED_LEVER_MM = 230.0  # a lifted leg that needs room swings out by the angle of the room over this
LIFTED_DEG = (40.0, 70.0, 12.0)  # hip, knee and ankle of a lifted leg, unless the pose says them
HELD_DEG = (-8.0, 138.0, 42.0)  # of a leg whose foot a hand holds behind

#: Bending back by one degree at the trunk: shares of pelvis, lower and upper back; the neck keeps the face ahead.
ARCH_PELVIS, ARCH_LUMBAR, ARCH_THORAX, ARCH_NECK = 0.35, 0.59, 0.20, 0.38
ARCH_HIPS_MM = 2.6  # the hips come forward by so much, so that the body stays over the feet


class Standing(Posture):
    """Unknown: height and place of the hips, and the lean."""

    steps: ClassVar[tuple[float, ...]] = (1.0, 1.0, 0.1)

    def start(self) -> Floats:
        middle = float(np.mean([self.ankle(side)[2] for side in self.standing_on]))
        return np.array([0.47 * self.body.height_mm, middle, self.frame.lean_deg or 0.0])

    @property
    def standing_on(self) -> list[str]:
        """The feet that carry the body."""
        return [side for side in SIDES if not self.foot(side).use.unsupported]

    def ankle(self, side: str) -> Floats:
        foot, rest = self.foot(side), self.body.head(f"foot.{side}")
        up = np.radians(foot.heel_up_deg)
        z = 0.0 if foot.away_mm is None else -foot.away_mm * self.k - 195 * self.k
        wide = (HIP_WIDTH_MM if len(self.standing_on) == 2 else ONE_FOOT_MM) * self.k + self.extra_width_mm
        height = foot.use.height_mm * self.k + rest[1] + 135 * self.k * np.sin(up)
        return vector(OUTWARD[side] * wide, height, z) + self.shift(f"ankle.{side}")

    def foot_rotation(self, side: str) -> Floats:
        """Rest turns the toes out by about six degrees; a stretching foot points at the wall."""
        return about_y(OUTWARD[side] * -4.0) @ about_x(self.foot(side).heel_up_deg)

    def leg(self, side: str, base: Posed, pelvis: Floats) -> Leg:
        foot = self.foot(side)
        if foot.use == phrases.ASIDE:
            aside = pelvis @ about_z(OUTWARD[side] * foot.up_deg)
            return unsupported_leg(base, aside, side, 0.0, values.STRAIGHT_DEG, aside)
        if foot.use == phrases.LIFTED:
            return self._lifted_leg(side, base, pelvis)
        toes = max(foot.heel_up_deg, 0.0) + foot.use.toes_deg
        return Leg(self.ankle(side), self.foot_rotation(side), vector(OUTWARD[side] * 0.06, 0, 1), toes)

    def _lifted_leg(self, side: str, base: Posed, pelvis: Floats) -> Leg:
        hands = self.frame.hands.values()
        held = any(hand.use == phrases.HOLD_FOOT and hand.side == side for hand in hands)
        hip, knee, ankle = HELD_DEG if held else LIFTED_DEG
        hip, knee = self.frame.hips_deg.get(side, hip), self.frame.knees_deg.get(side, knee)
        out_deg = float(np.degrees(self.extra_width_mm / (LIFTED_LEVER_MM * self.k)))
        foot = about_y(OUTWARD[side] * -4.0) @ pelvis @ about_x(knee - hip + ankle)
        return unsupported_leg(base, pelvis @ about_z(OUTWARD[side] * out_deg), side, hip, knee, foot)

    def stance(self, at: Floats) -> Stance:
        # The pelvis tips with the lean; an arch is shared out from the pelvis upwards, as a spine bends.
        lean = float(at[2])
        hips, pelvis = vector(0, at[0], at[1]), about_x(lean - ARCH_PELVIS * self.frame.arch_deg)
        base = pose(self.body, {"root": pelvis}, hips)
        return Stance(
            hips=hips,
            pelvis=pelvis,
            legs={side: self.leg(side, base, pelvis) for side in SIDES},
            arms={},
            lumbar_deg=-ARCH_LUMBAR * self.frame.arch_deg,
            thorax_deg=-ARCH_THORAX * self.frame.arch_deg,
            neck_deg=-0.6 * lean + ARCH_NECK * self.frame.arch_deg + self.frame.nod_deg,
        )

    def requested(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """Also how far a leg is raised aside."""
        found = super().requested(done)
        for side, foot in self.frame.feet.items():
            if foot.use == phrases.ASIDE:
                thigh = done.posed.joint(f"lowerleg01.{side}") - done.posed.joint(f"upperleg01.{side}")
                out, _, _ = done.posed.rotation("root").T @ (thigh / float(np.linalg.norm(thigh)))
                name = f"{grammar.SIDE_WORDS[side]} foot aside"
                found[name] = (foot.up_deg, float(np.degrees(np.arcsin(out * OUTWARD[side]))))
        return found

    def residuals(self, at: Floats) -> Floats:
        """What was asked for weighs 3 to 4, what is only easy 0.02 to 0.3, a limb beyond its length 3 to 10."""
        body, frame = self.body, self.frame
        stance = self.stance(at)
        base = pose(body, {"root": stance.pelvis}, stance.hips)
        # Residuals are millimetres and degrees: one degree of a written lean weighs as much as 4 mm elsewhere, and the
        # default of upright gives way to nearly everything.
        out = [(at[2] - (frame.lean_deg or 0.0)) * (4.0 if frame.lean_deg is not None else 0.3)]
        for side in self.standing_on:
            thigh, shank = leg_lengths(body, side)
            reach = float(np.linalg.norm(stance.legs[side].ankle - base.joint(f"upperleg01.{side}")))
            requested = frame.knees_deg.get(side)
            goal = length_for_bend(thigh, shank, EASY_KNEE_DEG if requested is None else requested)
            # A knee that the pose leaves open only breaks ties; a written one must win over balance and arms.
            out.append((reach - goal) * (0.02 if requested is None else 3.0))
            out.append(max(reach - (thigh + shank) * 0.9993, 0.0) * 10)
        out += self._arm_residuals(base)
        back = float(self.shift("hips")[2])
        out.append((at[1] - self._over_the_feet() - back) * (0.02 if back == 0 else 1.0))
        return np.array(out)

    def _over_the_feet(self) -> float:
        """Where the hips are when the weight is over what carries it."""
        ahead = [
            self.ankle(side)[2] + (BALL_AHEAD_MM if self.foot(side).use.on_ball else ANKLE_AHEAD_MM) * self.k
            for side in self.standing_on
        ]
        return float(np.mean(ahead)) + (ARCH_HIPS_MM * self.frame.arch_deg - 20) * self.k

    def _arm_residuals(self, base: Posed) -> list[float]:
        """Hands on a wall decide how near the body comes."""
        out = []
        for side in self.frame.hands:
            elbow = self.hand_support(side).elbow_deg
            if elbow is not None:
                upper, fore = arm_lengths(self.body, side)
                stretch = float(np.linalg.norm(self.arm(side, base).wrist - base.joint(f"upperarm01.{side}")))
                out.append((stretch - length_for_bend(upper, fore, elbow)) * 0.3)
                out.append(max(stretch - (upper + fore) * 0.995, 0.0) * 3)
        return out

    # contacts

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        if side not in self.standing_on:
            return []
        contact = self.foot_support(side).contact(self.body, side, self.foot(side))
        return [(contact, f"ankle.{side}")]

    def measured_corrections(self, posed: Posed) -> dict[Handle, Floats]:
        """The distances that the pose gives, measured on the skin: toe tip to wall, palm to its height."""
        found: dict[Handle, Floats] = {}
        fronts = [prop.front for hand in self.frame.hands.values() if (prop := PROPS.get(hand.on)) and prop.front]
        if fronts:
            behind = np.logical_or.reduce([front.behind(posed.skin, self.k) for front in fronts])
            through = float(posed.skin[behind & self._trunk(posed), 2].max())
            if through > LEANS_ON_MM:
                found["hips"] = vector(0, 0, -through)
        for side in self.standing_on:
            foot, support = self.foot(side), self.foot_support(side)
            if foot.away_mm is not None:
                tip = float(posed.skin[foot_vertices(self.body, side), 2].max())
                found[f"ankle.{side}"] = vector(0, 0, -foot.away_mm * self.k - tip)
            if support.correction is not None:
                found[f"ankle.{side}"] = support.correction(posed, side)
        return found | super().measured_corrections(posed)

    def _trunk(self, posed: Posed) -> Bools:
        """The skin of trunk and thighs."""
        trunk: Bools = np.zeros(len(posed.skin), dtype=bool)
        trunk[self.body.vertices_of("root", "spine*", "pelvis*", "upperleg*")] = True
        return trunk
