"""Lying on the back, with or without lifted hips, and on the front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

import numpy as np

from handouts.figures.geometry.arrays import Floats, Ints
from handouts.figures.geometry.rotation import about_x, about_y, about_z, unit, vector
from handouts.figures.language import grammar, phrases
from handouts.figures.person.limbs import (
    OUTWARD,
    SIDES,
    Assembled,
    Leg,
    Stance,
    arm_lengths,
    assembled,
    bent,
    leg_lengths,
    length_for_bend,
)
from handouts.figures.person.rig import Body, Posed, pose
from handouts.figures.person.skin_contact import foot_vertices, level
from handouts.figures.postures.solver import SUNK_MM, Posture, unsupported_leg
from handouts.figures.props.support import Contacts

FOOT_WIDTH_MM = 95.0
LEG_WIDTH_MM = 105.0  # ankles of one who lies on the front
EASY_PRONE_KNEE_DEG = 9.0
EASY_KNEE_DEG = 92.0
TOGETHER_MM = 52.0  # ankles of legs that roll together
KNEES_MEET = -0.03  # how far the knees lean towards one another, so that they touch
KNEE_OVER_MM = 260.0  # a bent knee stands so high over the line from hip to ankle
PELVIS_ROLLS, FOOT_ROLLS = 0.6, 0.75  # pelvis and feet follow the knees by these shares; the shoulders stay
RELAXED_FOOT_DEG = 12.0  # a foot in the air hangs down by so much
DRAWN_IN_DEG = 9.0  # a leg that both hands hold comes in front of the belly
TRUNK_LEVER_MM = 420.0  # from the bottom to the shoulder blades
HEAD_CUSHION_MM = 45.0  # a cushion, pressed down by the head
THICK_BACK_CUSHION_MM = 100.0  # the same under the head of a heavy body, whose back holds it higher
LIFTED_THORAX_DEG = 10.0  # the upper back rounds when it carries the lifted hips
#: How the small of the back lies, as bends of the lumbar spine in degrees (positive = rounded).
BACKS_LYING = {"": 2.0, "flat": 17.0, "pressed": 36.0, "arched": -32.0}


FLAT_BACK_DEG = 9.0  # of bending back, while the whole front lies down


def with_pillow(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise for a heavy body: its thick back holds the head off the mat, so a cushion comes under it."""
    if not any(frame.posture == "back" for frame in parsed.frames):
        return parsed
    on_back = (replace(f, head_on="cushion") if f.posture == "back" else f for f in parsed.frames)
    return replace(parsed, frames=tuple(on_back), props=tuple(dict.fromkeys((*parsed.props, "cushion"))))


class OnBack(Posture):
    """Face up, head at -z, feet at +z. With lifted hips their place and the trunk's slope are unknown and found."""

    steps: ClassVar[tuple[float, ...]] = (1.0, 1.0, 0.1)
    tilt_shift_deg = 0.0

    @property
    def lifted(self) -> bool:
        return self.frame.hips == "lifted"

    @property
    def cushion_mm(self) -> float:
        """What raises the head: a cushion pressed down, or nothing."""
        thick = THICK_BACK_CUSHION_MM if self.body.soft_mm and not self.lifted else HEAD_CUSHION_MM
        return thick * self.k if self.frame.head_on == "cushion" else 0.0

    def start(self) -> Floats:
        return np.array([240 * self.k, 20 * self.k, -115.0]) if self.lifted else np.zeros(0)

    def lying_hips(self) -> Floats:
        return vector(0, 112 * self.k, 0)

    def residuals(self, at: Floats) -> Floats:
        """Shoulders stay where they lay; trunk and thighs make one line."""
        base = pose(self.body, {"root": about_x(at[2])}, vector(0, at[0], at[1]))
        flat = pose(self.body, {"root": about_x(-90.0)}, self.lying_hips() + self.shift("hips"))
        off = base.joint("spine01") - flat.joint("spine01")
        hip = base.joint("upperleg01.R")
        thigh, trunk = unit(self._knee_of(hip) - hip), unit(hip - base.joint("upperarm01.R"))
        slope = np.degrees(np.arctan2(thigh[1], thigh[2]) - np.arctan2(trunk[1], trunk[2]))
        return np.array([off[1] * 0.5, off[2] * 0.5, slope * 1.0])

    def _knee_of(self, hip: Floats) -> Floats:
        thigh, shank = leg_lengths(self.body, "R")
        knee, _, _ = bent(hip, self.ankle("R"), thigh, shank, vector(0, 1, 0.2))
        return knee

    # legs

    def foot(self, side: str) -> phrases.Foot:
        return self.frame.feet.get(side, phrases.Foot(phrases.FLAT, "mat"))

    def ankle(self, side: str) -> Floats:
        """Feet stand where they stood while the hips lay down."""
        lying = pose(self.body, {"root": about_x(-90.0)}, self.lying_hips())
        hip = lying.joint(f"upperleg01.{side}")
        knee = EASY_KNEE_DEG if self.lifted else self.frame.knees_deg.get(side, EASY_KNEE_DEG)
        x = OUTWARD[side] * (FOOT_WIDTH_MM if self.frame.roll_deg is None else TOGETHER_MM) * self.k
        height = 45 * self.k if self.foot(side).use == phrases.HEEL else float(self.body.head(f"foot.{side}")[1])
        return self.ankle_ahead(hip, side, knee, height, x)

    def leg(self, side: str, base: Posed, pelvis: Floats) -> Leg:
        foot_use = self.foot(side).use
        if foot_use == phrases.LIFTED:
            hip, knee = self.frame.hips_deg.get(side, 110.0), self.frame.knees_deg.get(side, 115.0)
            foot = pelvis @ about_x(knee - hip + RELAXED_FOOT_DEG)
            inward = about_y(-OUTWARD[side] * DRAWN_IN_DEG) if self.held(side) else np.eye(3)
            return unsupported_leg(base, pelvis @ inward, side, hip, knee, foot)
        if foot_use == phrases.HEEL:
            return Leg(self.ankle(side), about_x(-76.0), vector(OUTWARD[side] * 0.25, 1, 0.0))
        if self.frame.roll_deg is not None:
            roll = about_z(self.frame.roll_deg)
            return Leg(
                self.ankle(side),
                about_z(FOOT_ROLLS * self.frame.roll_deg),
                roll @ vector(OUTWARD[side] * (KNEES_MEET + self.extra_width_mm / (KNEE_OVER_MM * self.k)), 1, 0.2),
            )
        return Leg(self.ankle(side), about_y(OUTWARD[side] * -3.0), vector(OUTWARD[side] * 0.05, 1, 0.2))

    def held(self, side: str) -> bool:
        """Do the hands hold this leg?"""
        return any(hand.side == side for hand in self.frame.hands.values())

    def stance(self, at: Floats) -> Stance:
        if self.lifted:
            hips, tilt = vector(0, at[0], at[1]), float(at[2])
            lumbar, thorax, neck = 0.0, LIFTED_THORAX_DEG, -(tilt + 90) - LIFTED_THORAX_DEG
        else:
            hips, lumbar = self.lying_hips() + self.shift("hips"), BACKS_LYING[self.frame.back]
            tilt, thorax = -90.0 - 0.5 * lumbar + self.tilt_shift_deg, 0.0
            neck = -0.5 * lumbar - self.tilt_shift_deg
        twist = PELVIS_ROLLS * (self.frame.roll_deg or 0.0)
        pelvis = about_z(twist) @ about_x(tilt)
        base = pose(self.body, {"root": pelvis}, hips)
        return Stance(
            hips=hips,
            pelvis=pelvis,
            legs={side: self.leg(side, base, pelvis) for side in SIDES},
            arms={},
            lumbar_deg=lumbar,
            thorax_deg=thorax,
            twist_deg=twist,
            neck_deg=neck + 4.0 + self.neck_shift_deg + self.frame.nod_deg,
        )

    # contacts

    def trunk_contacts(self, posed: Posed) -> Contacts:
        body = self.body
        if self.lifted:
            found: Contacts = [(level("shoulders on mat", shoulder_vertices(body)), "hips")]
        else:
            rolled = ("spine04",) if self.frame.roll_deg else ()  # then the small of the back comes down as well
            bottom = body.vertices_of("root", "pelvis*", "upperleg01*", "spine05", *rolled)
            found = [(level("bottom on mat", bottom, 0.0, self.soft_mm), "hips")]
            found.append((level("upper back on mat", shoulder_vertices(body)), "tilt"))
        on = "cushion" if self.cushion_mm else "mat"
        return [*found, (level(f"head on {on}", body.vertices_of("head"), self.cushion_mm), "neck")]

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        if self.foot(side).use.unsupported:
            return []
        name = f"{grammar.SIDE_WORDS[side]} foot on mat"
        return [(level(name, foot_vertices(self.body, side)), f"ankle.{side}")]

    def requested(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """How far the knees rolled is the tilt of the plane through hips, knees and ankles."""
        found = super().requested(done)
        if self.frame.roll_deg is not None:
            hips, knees, ankles = (
                (done.posed.joint(f"{bone}.R") + done.posed.joint(f"{bone}.L")) / 2
                for bone in ("upperleg01", "lowerleg01", "foot")
            )
            along = unit(ankles - hips)
            aside = knees - hips - along * float((knees - hips) @ along)
            up = vector(0, 1, 0) - along * float(along[1])
            across = np.cross(along, up)
            got = float(np.degrees(np.arctan2(aside @ across, aside @ up)))
            found["knees roll"] = (self.frame.roll_deg, got)
        return found

    def correct_contacts(self, posed: Posed) -> float:
        """The slope of the trunk follows from bottom and upper back, both on the mat."""
        moved = super().correct_contacts(posed)
        tilt = self.shifts.pop("tilt", None)
        if tilt is not None:
            self.tilt_shift_deg += float(np.degrees(tilt[1] / (TRUNK_LEVER_MM * self.k)))
        return moved


#: So far the neck bends to bring the forehead to the mat; what is left the upper back rounds.
PRONE_NECK_DEG = 56.0


def shoulder_vertices(body: Body) -> Ints:
    return body.vertices_of("spine01", "spine02", "spine03", "clavicle*", "shoulder01*")


class OnFront(Posture):
    """Face down, head at +z, raised on the forearms or flat. Unknown: how far the back bends back."""

    steps: ClassVar[tuple[float, ...]] = (0.5,)
    knee_deg = EASY_PRONE_KNEE_DEG
    neck_limit_deg = 110.0  # from looking ahead to the forehead on the mat: the whole way, not the bend of the neck

    def separate_limbs(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """Thighs that sink into the mat: straighter knees lift them."""
        thighs = posed.skin[self.body.vertices_of("upperleg*", "lowerleg01*"), 1]
        sunk = float(thighs.min()) < -SUNK_MM and self.knee_deg > 3
        self.knee_deg -= 2.0 if sunk else 0.0
        return super().separate_limbs(posed, depths_mm) or sunk

    @property
    def propped(self) -> bool:
        return any(hand.use == phrases.ON_FOREARM for hand in self.frame.hands.values())

    def start(self) -> Floats:
        return np.array([40.0]) if self.propped else np.zeros(0)

    def hips(self) -> Floats:
        return vector(0, 105 * self.k, 0) + self.shift("hips")

    def residuals(self, at: Floats) -> Floats:
        """The shoulder comes to stand an upper arm above the elbow on the floor."""
        posed = self._base(at)
        upper, _ = arm_lengths(self.body, "R")
        return np.array([(posed.joint("upperarm01.R")[1] - upper * 0.985 - 46 * self.k) * 0.1])

    def _base(self, at: Floats) -> Posed:
        return assembled(self.body, replace(self.stance(at), legs={})).posed

    def stance(self, at: Floats) -> Stance:
        back = float(at[0]) if len(at) else FLAT_BACK_DEG
        pelvis = about_x(90.0 - 0.06 * back)
        neck = (-14.0 if self.propped else -24.0) - self.neck_shift_deg + self.frame.nod_deg
        rounded = max(neck - PRONE_NECK_DEG, 0.0)
        base = pose(self.body, {"root": pelvis}, self.hips())
        return Stance(
            hips=self.hips(),
            pelvis=pelvis,
            legs={side: self._leg(side, base) for side in SIDES},
            arms={},
            lumbar_deg=-0.52 * back,
            thorax_deg=-0.48 * back + rounded,
            neck_deg=neck - rounded,
        )

    def _leg(self, side: str, base: Posed) -> Leg:
        """Stretched out behind, the foot on the backs of its toes; the knee a little bent."""
        thigh, shank = leg_lengths(self.body, side)
        hip, first = base.joint(f"upperleg01.{side}"), self.shift(f"ankle.{side}")
        x, y = OUTWARD[side] * LEG_WIDTH_MM * self.k, 62 * self.k + float(first[1])
        reach = length_for_bend(thigh, shank, self.knee_deg)
        behind = np.sqrt(max(reach**2 - (hip[1] - y) ** 2 - (hip[0] - x) ** 2, 0.0))
        return Leg(vector(x, y, hip[2] - float(behind)), about_x(146.0), vector(OUTWARD[side] * 0.15, -1, 0))

    def trunk_contacts(self, posed: Posed) -> Contacts:
        hips = self.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")
        found: Contacts = [(level("hips on mat", hips), "hips")]
        return found if self.propped else [*found, (level("head on mat", self.body.vertices_of("head")), "neck")]

    def foot_contacts(self, side: str, posed: Posed) -> Contacts:
        name = f"{grammar.SIDE_WORDS[side]} foot on mat"
        return [(level(name, foot_vertices(self.body, side)), f"ankle.{side}")]
