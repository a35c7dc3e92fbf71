"""Lying on one side, knees bent: legs on one another, the upper knee opened, or the upper leg raised straight."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import about_x, about_z, cross, unit, vector
from handouts.figures.language import grammar, phrases, values
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body, Posed, pose
from handouts.figures.person.skin_contact import foot_vertices, level, skin_contact
from handouts.figures.person.stances import Assembled, Leg, Stance
from handouts.figures.postures.solver import Posture, unsupported_leg
from handouts.figures.props.support import Contacts, Reach

EASY_HIP_DEG, EASY_KNEE_DEG = 42.0, 75.0
RAISED_KNEE_DEG = 3.0  # of a leg that is raised straight
RELAXED_FOOT_DEG = 14.0
ANKLE_UP_MM, OVER_ANKLE_MM = 45.0, 72.0  # the lower ankle over the mat, the upper one over it
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

    @property
    def upper_foot(self) -> phrases.Foot:
        """What the upper leg does."""
        return self.foot(self.up)

    def _bent(self, side: str, straight: bool) -> tuple[float, float]:
        """Bend of hip and knee of a leg."""
        hip, knee = (0.0, RAISED_KNEE_DEG) if straight else (EASY_HIP_DEG, EASY_KNEE_DEG)
        return self.frame.hips_deg.get(side, hip), self.frame.knees_deg.get(side, knee)

    def _lower(self, base: Posed, pelvis: Floats) -> Leg:
        hip, knee = self._bent(self.down, straight=False)
        leg = unsupported_leg(base, pelvis, self.down, hip, knee, pelvis @ about_x(knee - hip + RELAXED_FOOT_DEG))
        height = ANKLE_UP_MM * self.k + float(self.shift(f"ankle.{self.down}")[1])
        way = leg.ankle - (joint := base.joint(f"upperleg01.{self.down}"))
        drop = height - float(joint[1])
        # The ankle goes down to the mat on a circle about the hip, so that the knee keeps its bend.
        flat = unit(way * np.array([1.0, 0.0, 1.0])) * float(np.sqrt(max(float(way @ way) - drop**2, 0.0)))
        return Leg(joint + flat + vector(0, drop, 0), leg.foot, leg.knee_to)

    def _upper(self, base: Posed, pelvis: Floats, lower: Leg) -> Leg:
        foot_phrase, side = self.upper_foot, self.up
        raised = foot_phrase.use == phrases.RAISED
        hip, knee = self._bent(side, raised)
        foot = pelvis @ about_x(knee - hip + RELAXED_FOOT_DEG)
        if raised:
            aside = about_z(OUTWARD[side] * foot_phrase.up_deg)
            return unsupported_leg(base, pelvis @ aside, side, hip, knee, pelvis @ aside @ pelvis.T @ foot)
        leg = unsupported_leg(base, pelvis, side, hip, knee, foot)
        height = float(lower.ankle[1]) + OVER_ANKLE_MM * self.k + float(self.shift(f"ankle.{side}")[1])
        turn = np.radians(foot_phrase.up_deg - self.knee_down_deg)
        ahead, outwards = _across(unit(leg.knee_to), base.joint(f"upperleg01.{side}") - leg.ankle), vector(0, 1, 0)
        return Leg(vector(leg.ankle[0], height, leg.ankle[2]), leg.foot, ahead * np.cos(turn) + outwards * np.sin(turn))

    # arms

    def hand(self, side: str) -> phrases.Hand:
        """The lower hand is always on the mat.

        The upper hand of a heavy body rests on its hip: before the chest is no room beside the belly.
        """
        on_mat, on_hip = phrases.Hand(phrases.ON_FLOOR, "floor"), phrases.Hand(phrases.ON_HIP)
        if side == self.down:
            return on_mat
        return self.frame.hands.get(side, on_hip if self.body.soft_mm else on_mat)

    def reach(self, side: str) -> Reach:
        return replace(super().reach(side), is_upper=side == self.up)

    # contacts

    def trunk_contacts(self, posed: Posed) -> Contacts:
        body, down, up = self.body, self.down, self.up
        low, high = values.SIDE_WORDS[down], values.SIDE_WORDS[up]
        hip = body.vertices_of("root", "pelvis*", "spine05", f"upperleg01.{down}")
        shoulder = body.vertices_of(f"clavicle.{down}", f"shoulder01.{down}", f"upperarm*.{down}", "spine01", "spine02")
        leg = body.vertices_of(f"lowerleg*.{down}", f"foot.{down}", f"toe*.{down}")
        found: Contacts = [
            (level("hip on mat", hip, 0.0, self.soft_mm), "hips"),
            (level("shoulder on mat", shoulder), "tilt"),
            (level(f"{low} leg on mat", leg), f"ankle.{down}"),
        ]
        if self.upper_foot.use == phrases.STACKED:
            feet = foot_vertices(body, up), body.vertices_of(f"lowerleg02.{down}", f"foot.{down}", f"toe*.{down}")
            found.append((skin_contact(posed, f"{high} foot on {low} foot", *feet), f"ankle.{up}"))
            if not self.upper_foot.up_deg:
                knees = (body.vertices_of(f"lowerleg01.{side}", f"upperleg02.{side}") for side in (up, down))
                found.append((skin_contact(posed, f"{high} knee on {low} knee", *knees), "knee"))
        return found

    def correct_contacts(self, posed: Posed) -> float:
        """The slope of the trunk follows from hip and shoulder, how far the upper knee sinks from the lower one."""
        moved = super().correct_contacts(posed)
        tilt, knee = self.shifts.pop("tilt", None), self.shifts.pop("knee", None)
        if tilt is not None:
            self.tilt_deg += float(np.degrees(tilt[1] / (TRUNK_LEVER_MM * self.k)))
        if knee is not None:
            self.knee_down_deg -= float(np.degrees(knee[1] / (KNEE_LEVER_MM * self.k))) * 0.7
        return moved

    def requested(self, done: Assembled) -> dict[str, tuple[float, float]]:
        found = super().requested(done)
        foot, side, word = self.upper_foot, self.up, values.SIDE_WORDS[self.up]
        if not foot.up_deg:
            return found
        hip, knee, ankle = (done.posed.joint(f"{bone}.{side}") for bone in ("upperleg01", "lowerleg01", "foot"))
        pelvis = done.posed.rotation("root")
        outwards, down = pelvis @ vector(OUTWARD[side], 0, 0), pelvis @ vector(0, -1, 0)
        if foot.use == phrases.RAISED:
            thigh = knee - hip
            got = float(np.degrees(np.arctan2(thigh @ outwards, thigh @ down)))
            return {**found, f"{word} leg up": (foot.up_deg, got)}
        aside, ahead = _across(knee - hip, ankle - hip), _across(pelvis @ vector(0, 0, 1), ankle - hip)
        across = cross(unit(ankle - hip), unit(ahead))
        got = abs(float(np.degrees(np.arctan2(aside @ across, aside @ unit(ahead)))))
        return {**found, f"{word} knee up": (foot.up_deg, got)}


def _across(way: Floats, axis: Floats) -> Floats:
    """The part of a direction that is at a right angle to an axis."""
    along = unit(axis)
    found: Floats = way - along * float(way @ along)
    return found
