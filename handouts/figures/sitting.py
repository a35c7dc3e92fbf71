"""Sitting on a chair and on the floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar
from handouts.figures.arch import lifted
from handouts.figures.holding import hand_on_thigh, thigh_contact, toes_contact
from handouts.figures.limbs import OUTWARD, SIDES, Arm, Leg, Stance, assembled, bent
from handouts.figures.rig import Body, Posed, pose
from handouts.figures.solver import (
    ROOM_MM,
    SUNK_MM,
    Contact,
    Handle,
    Posture,
    foot_vertices,
    free_leg,
    hand_vertices,
    leg_lengths,
)
from handouts.figures.turning import about_x, about_y, carrying, unit, vector

Floats = npt.NDArray[np.float64]

FOOT_WIDTH_MM = 110.0
EASY_KNEE_DEG = 88.0
EASY_STEEP_DEG = 76.0  # the knee of a foot that stands flat on the floor one sits on
GIVES_DEG = 2.7  # a knee that is asked to be straight may bend so much more for the calf under it
CROSSED_AT, CROSSED_FURTHEST = 0.86, 0.98  # where a crossed ankle lies, as a share of the thigh
TOWEL_AHEAD_MM, FISTS_IN_MM = 330.0, 55.0  # fists that hold a towel: ahead of the shoulders, and nearer to the middle


class OnChair(Posture):
    """On the front half of a seat; nothing is unknown, contacts settle the rest."""

    crossed_at = CROSSED_AT

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        for side, foot in frame.feet.items():
            body = lifted(body, side, foot.arch_mm) if foot.arch_mm else body
        super().__init__(body, frame)

    def make_room(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """A crossed foot comes out from under a belly that the holding hands would go into."""
        crossed = any(foot.how == "crossed" for foot in self.frame.feet.values())
        tight = any(depths_mm.get(f"{word} arm in trunk", 0.0) > ROOM_MM for word in grammar.SIDES)
        further = crossed and tight and self.crossed_at < CROSSED_FURTHEST
        self.crossed_at += 0.04 if further else 0.0
        return super().make_room(posed, depths_mm) or further

    @property
    def seat(self) -> float:
        return grammar.SURFACES_MM[self.frame.seat] * self.k

    def foot_wish(self, side: str) -> grammar.Foot:
        """What was said of a foot; else it stands on the floor, or on the footrest of a wheelchair."""
        usual = grammar.FOOTREST if self.frame.seat == "wheelchair" else grammar.Foot("flat", "floor")
        return self.frame.feet.get(side, usual)

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
        wish = self.foot_wish(side)
        hip = base.joint(f"upperleg01.{side}")
        knee = self.frame.knees_deg.get(side, EASY_KNEE_DEG)
        out, k = OUTWARD[side], self.k
        turn = about_y(out * (wish.out_deg - 2.0))
        if wish.how == "crossed":
            return self._crossed(side, base)
        if wish.how == "lifted":
            foot = about_x(wish.toes_deg * -1.0)
            return free_leg(base, pelvis, side, self.frame.hips_deg.get(side, 82.0), knee, foot)
        height = float(self.body.head(f"foot.{side}")[1]) + wish.raised_mm * k
        ankle = self.ankle_ahead(hip, side, knee, height, out * FOOT_WIDTH_MM * k)
        tilt = about_x(-wish.toes_deg)
        toes = self.frame.toes_deg.get(side, -wish.curl_deg)
        return Leg(ankle, turn @ tilt, vector(out * 0.05, 1, 0.8), toes)

    def _crossed(self, side: str, base: Posed) -> Leg:
        """The ankle lies across the other thigh just above the knee; the knee drops outwards."""
        other, out, k = ("L" if side == "R" else "R"), OUTWARD[side], self.k
        legs = {other: self.leg(other, base, base.turn("root"))}
        stance = Stance(self.hips(), base.turn("root"), legs, {})
        posed = assembled(self.body, stance).posed
        hip, knee = posed.joint(f"upperleg01.{other}"), posed.joint(f"lowerleg01.{other}")
        ankle = hip + (knee - hip) * self.crossed_at + vector(-out * 62 * k, 92 * k, 0) + self.shift(f"ankle.{side}")
        pole = vector(out, -0.10, 0.25)
        thigh, shank = leg_lengths(self.body, side)
        own, _, _ = bent(base.joint(f"upperleg01.{side}"), ankle, thigh, shank, pole)
        shin = unit(own - ankle)
        foot = carrying((0, 0, 1), (0, 1, 0), vector(out * 0.10, 0.30, 1), shin)
        return Leg(ankle, foot, pole, self.frame.toes_deg.get(side, 0.0))

    def arm(self, side: str, base: Posed) -> Arm | None:
        """Hands rest on the thighs, a little above the knees, or hold the crossed foot."""
        wish = self.frame.hands.get(side, grammar.Hand("thigh"))
        if wish.how in ("toes", "heel"):
            return self._on_foot(side, base, wish)
        return hand_on_thigh(base, side, self.shift(f"wrist.{side}"))

    def touches(self, posed: Posed) -> list[tuple[Contact, Handle]]:
        seat = self.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")
        found: list[tuple[Contact, Handle]] = [
            (self.floor_contact(f"bottom on {self.frame.seat}", seat, self.seat, self.soft_mm), "hips")
        ]
        for side in SIDES:
            word = grammar.SIDE_WORDS[side]
            wish = self.foot_wish(side)
            if wish.how == "crossed":
                found.append((self._on_knee(posed, side), f"ankle.{side}"))
            elif wish.how != "lifted":
                height = wish.raised_mm * self.k
                name = f"{word} foot on {wish.on}"
                found.append((self.floor_contact(name, foot_vertices(self.body, side), height), f"ankle.{side}"))
            hand = self.frame.hands.get(side, grammar.Hand("thigh"))
            if hand.how == "thigh":
                found.append((thigh_contact(posed, side, f"{word} hand on thigh"), f"wrist.{side}"))
            elif hand.how == "toes":
                found.append((toes_contact(posed, side, hand.side, f"{word} hand on toes"), f"wrist.{side}"))
        return found

    def _on_foot(self, side: str, base: Posed, wish: grammar.Hand) -> Arm:
        """One hand hooks the toes from above, the other holds the heel."""
        out, k, foot = OUTWARD[side], self.k, base.turn(f"foot.{wish.side}")
        ahead, up, inner = foot @ vector(0, 0, 1), foot @ vector(0, 1, 0), foot @ vector(-OUTWARD[wish.side], 0, 0)
        if wish.how == "toes":
            toe = base.joint(f"toe2-1.{wish.side}")
            at = toe + inner * 78 * k + up * 62 * k + ahead * 30 * k + self.shift(f"wrist.{side}")
            return Arm(
                at, vector(out * 1, 0.2, -0.4), unit(-inner * 0.75 - up * 0.45), unit(-up * 0.5 + inner * 0.5), "hook"
            )
        heel = base.joint(f"foot.{wish.side}")
        at = heel + inner * (62 + 12 * self.elbow_up[side]) * k - up * 38 * k - ahead * 18 * k
        return Arm(at, vector(out * 1, 0.1, -0.5), unit(up * 0.9 - inner * 0.2), -inner, "cup")

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
        name = f"{grammar.SIDE_WORDS[side]} foot on {grammar.SIDE_WORDS[other]} knee"
        return Contact(name, over, vector(0, top, 0), vector(0, 1, 0))


class OnFloor(Posture):
    """Legs in front on the floor, trunk upright."""

    def __init__(self, body: Body, frame: grammar.FramePose) -> None:
        super().__init__(body, frame)
        self.knee_up_deg = dict.fromkeys(SIDES, 0.0)

    def make_room(self, posed: Posed, depths_mm: Mapping[str, float]) -> bool:
        """A full calf sinks into the mat under a straight leg: the knee gives a little, still straight."""
        moved = super().make_room(posed, depths_mm)
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
        out, k = OUTWARD[side], self.k
        wish = self.frame.feet.get(side, grammar.Foot("heel", "floor"))
        hip = base.joint(f"upperleg01.{side}")
        knee = self.frame.knees_deg.get(side, EASY_STEEP_DEG if wish.how == "flat" else grammar.STRAIGHT_DEG)
        knee += self.knee_up_deg[side]
        toes = self.frame.toes_deg.get(side, 0.0)
        if wish.how in ("heel", "cushion"):
            height = (48 + wish.raised_mm if wish.how == "heel" else 190) * k
            ankle = self.ankle_ahead(hip, side, knee, height, out * 95 * k)
            return Leg(ankle, about_x(-90.0 - wish.toes_deg + 8), vector(out * 0.1, 1, 0), toes)
        ankle = self.ankle_ahead(hip, side, knee, float(self.body.head(f"foot.{side}")[1]), out * 120 * k)
        return Leg(ankle, about_y(out * -2), vector(out * 0.1, 1, 0.3))

    def arm(self, side: str, base: Posed) -> Arm | None:
        """Fists at the ends of a towel in front of the body, a hand on the toes, or hands on the mat beside."""
        out, k = OUTWARD[side], self.k
        wish = self.frame.hands.get(side, grammar.Hand("thigh"))
        if wish.how == "toes":
            toe = base.joint(f"toe3-3.{wish.side}")
            at = toe + vector(0, 36 * k, -98 * k)
            return Arm(at, vector(out * 0.8, -0.2, -0.8), vector(0, -0.12, 1), vector(0, -1, -0.12), "hook")
        if wish.how == "towel":
            shoulder, toe = base.joint(f"upperarm01.{side}"), base.joint("toe3-1.R")
            ahead = unit(toe - shoulder)
            at = shoulder + ahead * TOWEL_AHEAD_MM * k + vector(-out * FISTS_IN_MM * k, -40 * k, 0)
            fingers = unit(ahead + vector(0, 0.1, 0))
            return Arm(at, vector(out * 0.6, -0.7, -0.9), fingers, vector(-out, -0.15, 0), "grip")
        if wish.how == "sides":
            shoulder = base.joint(f"upperarm01.{side}")
            at = vector(shoulder[0] + out * 70 * k, 45 * k, shoulder[2] - 130 * k) + self.shift(f"wrist.{side}")
            return Arm(at, vector(out * 0.3, 0, -1), vector(out * 0.5, 0, -1), vector(0, -1, 0), "flat")
        return hand_on_thigh(base, side, self.shift(f"wrist.{side}"))

    def touches(self, posed: Posed) -> list[tuple[Contact, Handle]]:
        seat = self.body.vertices_of("root", "pelvis*", "spine05", "upperleg01*")
        found: list[tuple[Contact, Handle]] = [(self.floor_contact("bottom on mat", seat, 0.0, self.soft_mm), "hips")]
        for side in SIDES:
            hand = self.frame.hands.get(side, grammar.Hand("thigh")).how
            if hand == "sides":
                name = f"{grammar.SIDE_WORDS[side]} hand on mat"
                found.append((self.floor_contact(name, hand_vertices(self.body, side)), f"wrist.{side}"))
            elif hand == "thigh":
                name = f"{grammar.SIDE_WORDS[side]} hand on thigh"
                found.append((thigh_contact(posed, side, name), f"wrist.{side}"))
            if self.frame.feet.get(side, grammar.Foot("heel")).how == "cushion":
                calf = self.body.vertices_of(f"lowerleg01.{side}", f"lowerleg02.{side}")
                name, top = f"{grammar.SIDE_WORDS[side]} calf on cushion", grammar.CUSHION_MM * self.k
                found.append((self.floor_contact(name, calf, top), f"ankle.{side}"))
                continue
            wish = self.frame.feet.get(side, grammar.Foot("heel", "mat"))
            name = f"{grammar.SIDE_WORDS[side]} foot on {wish.on if wish.raised_mm else 'mat'}"
            heel = self.floor_contact(name, foot_vertices(self.body, side), wish.raised_mm * self.k)
            lying = self._calf_contact(side)
            on_calf = self._given(side) and lying.gap_mm(posed) < heel.gap_mm(posed)
            found.append((lying if on_calf else heel, f"ankle.{side}"))
        return found

    def _calf_contact(self, side: str) -> Contact:
        """A leg that lies on a full calf, pressed flat as far as flesh is; its heel stands off the mat a little."""
        calf = self.body.vertices_of(f"lowerleg*.{side}")
        return self.floor_contact(f"{grammar.SIDE_WORDS[side]} calf on mat", calf, 0.0, SUNK_MM)
