"""Sitting on a chair and on the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_y, aligning, unit, vector
from handouts.figures.language import grammar, phrases, values
from handouts.figures.person.arch import raised_arch
from handouts.figures.person.limbs import OUTWARD, SIDES, bent, leg_lengths
from handouts.figures.person.rig import Body, Posed, pose
from handouts.figures.person.skin_contact import Contact, level
from handouts.figures.person.stances import Leg, Stance, assembled
from handouts.figures.postures.solver import OVERLAP_MM, SUNK_MM, Posture, unsupported_leg
from handouts.figures.props.catalogue import PROPS
from handouts.figures.props.support import Contacts
from handouts.figures.props.wheelchair import FOOTREST

FOOT_WIDTH_MM = 110.0
EASY_KNEE_DEG = 88.0
HEEL_MM = 48.0  # the ankle over what the heel of a stretched leg lies on
EASY_STEEP_DEG = 76.0  # the knee of a foot that stands flat on the floor one sits on
GIVES_DEG = 2.7  # a knee that is requested to be straight may bend so much more for the calf under it
CROSSED_AT, CROSSED_FURTHEST = 0.86, 0.98  # where a crossed ankle lies, as a share of the thigh


class OnChair(Posture):
    """On the front half of a seat; nothing is unknown, contacts settle the rest."""

    crossed_at = CROSSED_AT

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        for side, foot in frame.feet.items():
            body = raised_arch(body, side, foot.arch_mm) if foot.arch_mm else body
        super().__init__(body, frame)

    def separate_limbs(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """A crossed foot comes out from under a belly that the holding hands would go into."""
        crossed = any(foot.use == phrases.CROSSED for foot in self.frame.feet.values())
        tight = any(depths_mm.get(f"{word} arm in trunk", 0.0) > OVERLAP_MM for word in values.SIDES)
        further = crossed and tight and self.crossed_at < CROSSED_FURTHEST
        self.crossed_at += 0.04 if further else 0.0
        return super().separate_limbs(posed, depths_mm) or further

    @property
    def seat(self) -> float:
        """Height of the seat in millimetres."""
        return (PROPS[self.frame.seat].seat_mm or 0.0) * self.k

    def foot(self, side: str) -> phrases.Foot:
        """What the pose says of a foot; else it stands on the floor, or on the footrest of a wheelchair."""
        if side not in self.frame.feet and self.frame.seat == "wheelchair":
            return FOOTREST
        return super().foot(side)

    def hips(self) -> Floats:
        return vector(0, self.seat + 92 * self.k, 0) + self.shift("hips")

    def stance(self, at: Floats) -> Stance:
        lean = (self.frame.lean_deg or 0.0) + self.lean_shift_deg
        pelvis = about_x(lean * 0.7 - 4)
        base = pose(self.body, {"root": pelvis}, self.hips())
        return Stance(
            hips=self.hips(),
            pelvis=pelvis,
            legs={side: self.leg(side, base, pelvis) for side in SIDES},
            arms={},
            lumbar_deg=6.0 + lean * 0.25,
            thorax_deg=4.0 + lean * 0.35,
            neck_deg=-4.0 - 0.3 * lean + self.frame.nod_deg,
        )

    def leg(self, side: str, base: Posed, pelvis: Floats) -> Leg:
        foot = self.foot(side)
        hip = base.joint(f"upperleg01.{side}")
        knee = self.frame.knees_deg.get(side, EASY_KNEE_DEG)
        out, k = OUTWARD[side], self.k
        if foot.use == phrases.CROSSED:
            return self._crossed(side, base)
        if foot.use == phrases.LIFTED:
            hip_deg = self.frame.hips_deg.get(side, 82.0)
            return unsupported_leg(base, pelvis, side, hip_deg, knee, about_x(foot.toes_deg * -1.0))
        height = float(self.body.head(f"foot.{side}")[1]) + foot.use.height_mm * k
        ankle = self.ankle_ahead(hip, side, knee, height, out * FOOT_WIDTH_MM * k)
        rotation = about_y(out * (foot.out_deg - 2.0)) @ about_x(-foot.toes_deg)
        return Leg(ankle, rotation, vector(out * 0.05, 1, 0.8), self.frame.toes_deg.get(side, -foot.curl_deg))

    def _crossed(self, side: str, base: Posed) -> Leg:
        """The ankle lies across the other thigh just above the knee; the knee drops outwards."""
        other, out, k = ("L" if side == "R" else "R"), OUTWARD[side], self.k
        legs = {other: self.leg(other, base, base.rotation("root"))}
        stance = Stance(self.hips(), base.rotation("root"), legs, {})
        posed = assembled(self.body, stance).posed
        hip, knee = posed.joint(f"upperleg01.{other}"), posed.joint(f"lowerleg01.{other}")
        ankle = hip + (knee - hip) * self.crossed_at + vector(-out * 62 * k, 92 * k, 0) + self.shift(f"ankle.{side}")
        pole = vector(out, -0.10, 0.25)
        thigh, shank = leg_lengths(self.body, side)
        own, _, _ = bent(base.joint(f"upperleg01.{side}"), ankle, thigh, shank, pole)
        shin = unit(own - ankle)
        foot = aligning((0, 0, 1), (0, 1, 0), vector(out * 0.10, 0.30, 1), shin)
        return Leg(ankle, foot, pole, self.frame.toes_deg.get(side, 0.0))

    def trunk_contacts(self, posed: Posed) -> Contacts:
        seat = self.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")
        return [(level(f"bottom on {self.frame.seat}", seat, self.seat, self.soft_mm), "hips")]

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        foot = self.foot(side)
        if foot.use.unsupported:
            return []
        crossed = foot.use == phrases.CROSSED
        contact = self._on_knee(posed, side) if crossed else self.foot_support(side).contact(self.body, side, foot)
        return [(contact, f"ankle.{side}")]

    def _on_knee(self, posed: Posed, side: str) -> Contact:
        """The crossed ankle against the top of the thigh that carries it."""
        other = "L" if side == "R" else "R"
        shin = self.body.vertices_of(f"foot.{side}", f"lowerleg02.{side}")
        thigh = posed.skin[self.body.vertices_of(f"upperleg*.{other}", f"lowerleg01.{other}")]
        ankle = posed.joint(f"foot.{side}")
        near = thigh[np.hypot(thigh[:, 0] - ankle[0], thigh[:, 2] - ankle[2]) < 75 * self.k]
        top = float(near[:, 1].max()) if len(near) else float(thigh[:, 1].max())
        own = posed.skin[shin]
        over = shin[np.hypot(own[:, 0] - ankle[0], own[:, 2] - ankle[2]) < 75 * self.k]
        name = f"{values.SIDE_WORDS[side]} foot on {values.SIDE_WORDS[other]} knee"
        return Contact(name, over, vector(0, top, 0), vector(0, 1, 0))


class OnFloor(Posture):
    """Legs in front on the floor, trunk upright."""

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        super().__init__(body, frame)
        self.knee_up_deg = dict.fromkeys(SIDES, 0.0)

    def separate_limbs(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """A full calf sinks into the mat under a straight leg: the knee gives a little, still straight."""
        moved = super().separate_limbs(posed, depths_mm)
        for side in SIDES:
            calf = float(posed.skin[self.body.vertices_of(f"lowerleg*.{side}"), 1].min())
            if calf < -SUNK_MM and not self._given(side):
                self.knee_up_deg[side] += GIVES_DEG / 3
                moved = True
        return moved

    def _given(self, side: str) -> bool:
        """Has the knee given as far as it may?"""
        return self.knee_up_deg[side] > GIVES_DEG - 0.1

    def hips(self) -> Floats:
        return vector(0, 95 * self.k, 0) + self.shift("hips")

    def stance(self, at: Floats) -> Stance:
        lean = (self.frame.lean_deg or 0.0) + self.lean_shift_deg
        pelvis = about_x(lean * 0.6 - 8)
        base = pose(self.body, {"root": pelvis}, self.hips())
        return Stance(
            hips=self.hips(),
            pelvis=pelvis,
            legs={side: self.leg(side, base) for side in SIDES},
            arms={},
            lumbar_deg=12.0 + lean * 0.3,
            thorax_deg=8.0 + lean * 0.3,
            neck_deg=-4.0 - 0.3 * lean + self.frame.nod_deg,
        )

    def leg(self, side: str, base: Posed) -> Leg:
        out, k, foot = OUTWARD[side], self.k, self.foot(side)
        hip = base.joint(f"upperleg01.{side}")
        knee = self.frame.knees_deg.get(side, values.STRAIGHT_DEG if foot.use.upright else EASY_STEEP_DEG)
        knee += self.knee_up_deg[side]
        if foot.use.upright:
            ankle = self.ankle_ahead(hip, side, knee, (self.foot_support(side).ankle_mm or HEEL_MM) * k, out * 95 * k)
            toes = self.frame.toes_deg.get(side, 0.0)
            return Leg(ankle, about_x(-90.0 - foot.toes_deg + 8), vector(out * 0.1, 1, 0), toes)
        ankle = self.ankle_ahead(hip, side, knee, float(self.body.head(f"foot.{side}")[1]), out * 120 * k)
        return Leg(ankle, about_y(out * -2), vector(out * 0.1, 1, 0.3))

    def trunk_contacts(self, posed: Posed) -> Contacts:
        seat = self.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")
        return [(level("bottom on mat", seat, 0.0, self.soft_mm), "hips")]

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        """Foot or calf on its prop or on the mat; a leg whose knee has given lies on its calf where that is lower.

        Without the second contact a thick calf would press through the mat, since the first one looks at the heel only.
        """
        support, foot = self.foot_support(side), self.foot(side)
        if not foot.use.height_mm:
            foot = replace(foot, on="mat")
        contact = support.contact(self.body, side, foot)
        if support.part == "foot" and self._given(side):
            calf = self._calf_contact(side)
            contact = calf if calf.gap_mm(posed) < contact.gap_mm(posed) else contact
        return [(contact, f"ankle.{side}")]

    def _calf_contact(self, side: str) -> Contact:
        """A leg that lies on a full calf, pressed flat as far as flesh is; its heel is a little above the mat."""
        calf = self.body.vertices_of(f"lowerleg*.{side}")
        return level(f"{values.SIDE_WORDS[side]} calf on mat", calf, 0.0, SUNK_MM)
