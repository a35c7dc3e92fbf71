"""Standing: on both feet or one, hands free, on a wall, on a worktop or on the hips."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar
from handouts.figures.holding import foot_contact, hand_on_foot, hand_on_hip, hip_contact
from handouts.figures.limbs import OUTWARD, SIDES, Arm, Assembled, Leg, Stance, length_for_bend
from handouts.figures.rig import Body, Ints, Posed, pose
from handouts.figures.solver import (
    Contact,
    Handle,
    Posture,
    arm_lengths,
    foot_vertices,
    free_leg,
    hand_vertices,
    leg_lengths,
)
from handouts.figures.things import RAIL_X_MM
from handouts.figures.turning import about_x, about_y, about_z, vector

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

HIP_WIDTH_MM = 92.0  # ankles stand this far from the middle, at 1700 mm height: a little wider than the hip joints
ONE_FOOT_MM = 22.0  # the only foot on the floor comes under the body
HAND_WIDTH_MM = 165.0  # palms on a wall, shoulder wide
EASY_KNEE_DEG = 8.0  # a standing knee that nobody spoke of
EASY_ELBOW_DEG = 28.0
BALL_AHEAD_MM, ANKLE_AHEAD_MM = 120.0, 45.0  # from the ankle to what carries the body: ball or middle of the foot
WORKTOP_HAND_MM = 95.0  # a hand on a worktop lies this far behind its front edge
EDGE_BALL_MM = 28.0  # the ball of the foot stands this far in from the edge of a step
ROLL_TOES_DEG = 44.0  # toes that lie on a rolled towel are bent back so far
SLIM_BELLY_MM = 150.0  # a belly that comes no further ahead of the hip joints hides no hand on a rail
LEANS_ON_MM = 4.0  # a belly may press so far against the edge of a worktop before the hips go back
BESIDE_BELLY_MM = 40.0  # hands on a worktop move out by so much for each step of their elbows
LIFTED_LEVER_MM = 230.0  # a lifted leg that wants room swings out by the angle of the room over this
HELD_HIP_DEG, HELD_KNEE_DEG, HELD_ANKLE_DEG = -8.0, 138.0, 42.0  # of a leg whose foot is held behind, unless said
FOREARM_MM = 42.0  # from the bone of a forearm to the frame that it lies on
TIPS_HAND_MM = -15.0  # the wrist, when only the fingertips rest on it
#: The wrist over a worktop, and ahead of its edge: of a hand that lies on it, touches it, or is held ready over it.
ABOVE_WORKTOP_MM = {"on": (45.0, WORKTOP_HAND_MM), "tips": (95.0, TIPS_HAND_MM), "over": (75.0, WORKTOP_HAND_MM)}

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
        """The feet that carry: all but those that are lifted."""
        return [s for s in SIDES if (f := self.frame.feet.get(s)) is None or f.how not in ("lifted", "aside")]

    def foot_wish(self, side: str) -> grammar.Foot:
        return self.frame.feet.get(side, grammar.Foot("flat", "floor"))

    def ankle(self, side: str) -> Floats:
        wish, rest = self.foot_wish(side), self.body.head(f"foot.{side}")
        up = np.radians(wish.heel_up_deg)
        z = 0.0 if wish.away_mm is None else -wish.away_mm * self.k - 195 * self.k
        wide = HIP_WIDTH_MM if len(self.standing_on) == 2 else ONE_FOOT_MM
        under = grammar.SURFACES_MM["step"] * self.k if wish.how == "edge" else 0.0
        first = vector(OUTWARD[side] * (wide * self.k + self.wider_mm), under + rest[1] + 135 * self.k * np.sin(up), z)
        return first + self.shift(f"ankle.{side}")

    def foot_turn(self, side: str) -> Floats:
        """Rest turns the toes out by about six degrees; a stretching foot points at the wall."""
        return about_y(OUTWARD[side] * -4.0) @ about_x(self.foot_wish(side).heel_up_deg)

    def leg(self, side: str, stance_base: Posed, pelvis: Floats) -> Leg:
        wish = self.foot_wish(side)
        if wish.how == "aside":
            aside = pelvis @ about_z(OUTWARD[side] * wish.up_deg)
            return free_leg(stance_base, aside, side, 0.0, grammar.STRAIGHT_DEG, aside)
        if wish.how == "lifted":
            held = any(hand.how == "hold foot" and hand.side == side for hand in self.frame.hands.values())
            hip = self.frame.hips_deg.get(side, HELD_HIP_DEG if held else 40.0)
            knee = self.frame.knees_deg.get(side, HELD_KNEE_DEG if held else 70.0)
            aside = pelvis @ about_z(OUTWARD[side] * float(np.degrees(self.wider_mm / (LIFTED_LEVER_MM * self.k))))
            foot = about_y(OUTWARD[side] * -4.0) @ pelvis @ about_x(knee - hip + (HELD_ANKLE_DEG if held else 12))
            return free_leg(stance_base, aside, side, hip, knee, foot)
        toes = max(wish.heel_up_deg, 0.0) + (ROLL_TOES_DEG if wish.how == "roll" else 0.0)
        return Leg(self.ankle(side), self.foot_turn(side), vector(OUTWARD[side] * 0.06, 0, 1), toes)

    def stance(self, at: Floats) -> Stance:
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

    def asked(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """Also how far a leg is raised aside."""
        found = super().asked(done)
        for side, foot in self.frame.feet.items():
            if foot.how == "aside":
                thigh = done.posed.joint(f"lowerleg01.{side}") - done.posed.joint(f"upperleg01.{side}")
                out, _, _ = done.posed.turn("root").T @ (thigh / float(np.linalg.norm(thigh)))
                name = f"{grammar.SIDE_WORDS[side]} foot aside"
                found[name] = (foot.up_deg, float(np.degrees(np.arcsin(out * OUTWARD[side]))))
        return found

    def residuals(self, at: Floats) -> Floats:
        body, frame = self.body, self.frame
        stance = self.stance(at)
        base = pose(body, {"root": stance.pelvis}, stance.hips)
        out = [(at[2] - (frame.lean_deg or 0.0)) * (4.0 if frame.lean_deg is not None else 0.3)]
        for side in self.standing_on:
            thigh, shank = leg_lengths(body, side)
            reach = float(np.linalg.norm(stance.legs[side].ankle - base.joint(f"upperleg01.{side}")))
            asked = frame.knees_deg.get(side)
            goal = length_for_bend(thigh, shank, EASY_KNEE_DEG if asked is None else asked)
            out.append((reach - goal) * (0.02 if asked is None else 3.0))
            out.append(max(reach - (thigh + shank) * 0.9993, 0.0) * 10)
        out += self._arm_residuals(base)
        back = float(self.shift("hips")[2])
        out.append((at[1] - self._over_the_feet() - back) * (0.02 if back == 0 else 1.0))
        return np.array(out)

    def _over_the_feet(self) -> float:
        """Where the hips are when the weight is over what carries it."""
        ahead = [
            self.ankle(side)[2]
            + (BALL_AHEAD_MM if self.foot_wish(side).how in ("ball", "edge", "roll") else ANKLE_AHEAD_MM) * self.k
            for side in self.standing_on
        ]
        return float(np.mean(ahead)) + (ARCH_HIPS_MM * self.frame.arch_deg - 20) * self.k

    def _arm_residuals(self, base: Posed) -> list[float]:
        """Hands on a wall decide how near the body comes."""
        out = []
        for side, wish in self.frame.hands.items():
            if wish.on == "wall":
                upper, fore = arm_lengths(self.body, side)
                stretch = float(np.linalg.norm(self.wrist(side, wish) - base.joint(f"upperarm01.{side}")))
                out.append((stretch - length_for_bend(upper, fore, EASY_ELBOW_DEG)) * 0.3)
                out.append(max(stretch - (upper + fore) * 0.995, 0.0) * 3)
        return out

    # arms

    def wrist(self, side: str, wish: grammar.Hand) -> Floats:
        out, k, shift = OUTWARD[side], self.k, self.shift(f"wrist.{side}")
        if wish.on == "rail":
            ahead = 75 * k + max(self.body.belly_mm - SLIM_BELLY_MM * k, 0.0)  # a hand goes on ahead of a large belly
            return vector(RAIL_X_MM * k, (grammar.SURFACES_MM["rail"] + 52) * k, ahead) + shift
        if wish.on == "wall":
            height = grammar.HEIGHTS[wish.height] * self.body.height_mm - 75 * k
            return vector(out * HAND_WIDTH_MM * k, height, -45 * k) + shift
        above, behind = ABOVE_WORKTOP_MM[wish.how]
        wide = (HAND_WIDTH_MM + BESIDE_BELLY_MM * self.elbow_out[side]) * k
        return vector(out * wide, (grammar.SURFACES_MM["counter"] + above) * k, behind * k) + shift

    def arm(self, side: str, base: Posed) -> Arm | None:
        wish = self.frame.hands.get(side, grammar.Hand("hanging"))
        out = OUTWARD[side]
        if wish.on == "wall":
            return Arm(
                self.wrist(side, wish), vector(out * 0.45, -1, -0.2), vector(out * 0.1, 1, 0), vector(0, 0, 1), "flat"
            )
        if wish.on == "counter":
            tips = wish.how == "tips"
            fingers = vector(-out * 0.12, -0.75 if tips else 0.0, 1)
            palm = vector(0, -1, -0.75 if tips else 0.0)
            return Arm(self.wrist(side, wish), vector(out * 0.5, -0.6, -1), fingers, palm, "rest" if tips else "flat")
        if wish.on == "rail":
            return Arm(self.wrist(side, wish), vector(out, -0.6, -1), vector(0, -0.25, 1), vector(0, -1, -0.25), "hook")
        if wish.how == "forearm":
            return self._on_doorway(side, base, wish)
        if wish.how == "hold foot":
            return hand_on_foot(base, side, wish.side, self.shift(f"wrist.{side}"))
        if wish.how == "hips":
            return hand_on_hip(base, side, self.shift(f"wrist.{side}"))
        return hanging(side, base, self.elbow_out[side])

    def _on_doorway(self, side: str, base: Posed, wish: grammar.Hand) -> Arm:
        """The forearm upright on the frame: its elbow as far out as the upper arm reaches there."""
        out, shoulder = OUTWARD[side], base.joint(f"upperarm01.{side}")
        upper, fore = arm_lengths(self.body, side)
        at = vector(shoulder[0], grammar.HEIGHTS[wish.height] * self.body.height_mm, -FOREARM_MM * self.k)
        at = at + self.shift(f"elbow.{side}")
        room = upper**2 - float((at[1:] - shoulder[1:]) @ (at[1:] - shoulder[1:]))
        elbow = at + vector(out * np.sqrt(max(room, 0.0)), 0, 0)
        way = vector(0, fore, 0) + self.shift(f"wrist.{side}")
        wrist = elbow + way / float(np.linalg.norm(way)) * fore
        return Arm(wrist, elbow - (shoulder + wrist) / 2, vector(0, 1, 0), vector(0, 0, 1), "flat")

    # contacts

    def touches(self, posed: Posed) -> list[tuple[Contact, Handle]]:
        found: list[tuple[Contact, Handle]] = []
        for side in SIDES:
            word = grammar.SIDE_WORDS[side]
            if side in self.standing_on:
                contact = self.floor_contact(f"{word} foot on floor", foot_vertices(self.body, side))
                if self.foot_wish(side).how == "roll":
                    contact = self.floor_contact(f"{word} foot on floor", self.body.vertices_of(f"foot.{side}"))
                if self.foot_wish(side).how == "edge":
                    step = grammar.SURFACES_MM["step"] * self.k
                    contact = self.floor_contact(f"{word} foot on step", ball_vertices(self.body, side), step)
                found.append((contact, f"ankle.{side}"))
            wish = self.frame.hands.get(side)
            if wish and wish.how == "hips":
                found.append((hip_contact(posed, side, f"{word} hand on hip"), f"wrist.{side}"))
            if wish and wish.how == "hold foot":
                found.append((foot_contact(posed, side, wish.side, f"{word} hand on foot"), f"wrist.{side}"))
            if wish and wish.how == "forearm":
                fore, facing = self.body.vertices_of(f"lowerarm*.{side}"), vector(0, 0, -1)
                for part, skin, end in (("forearm", fore, "elbow"), ("hand", hand_vertices(self.body, side), "wrist")):
                    found.append((Contact(f"{word} {part} on doorway", skin, vector(0, 0, 0), facing), f"{end}.{side}"))
            if wish and wish.on == "wall":
                plane = Contact(
                    f"{word} hand on wall", hand_vertices(self.body, side), vector(0, 0, 0), vector(0, 0, -1)
                )
                found.append((plane, f"wrist.{side}"))
            elif wish and wish.on == "rail":
                top = grammar.SURFACES_MM["rail"] * self.k
                palm = self.body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}")
                found.append((self.floor_contact(f"{word} hand on rail", palm, top), f"wrist.{side}"))
            elif wish and wish.on == "counter" and wish.how != "over":
                top = grammar.SURFACES_MM["counter"] * self.k
                contact = self.floor_contact(f"{word} hand on counter", hand_vertices(self.body, side), top)
                found.append((contact, f"wrist.{side}"))
        return found

    def more_shifts(self, posed: Posed) -> dict[Handle, Floats]:
        """The distances that were written down, measured on the skin: toe tip to wall, palm to its height."""
        found = {}
        if "counter" in (at := [wish.on for wish in self.frame.hands.values()]) or "wall" in at:
            through = float(posed.skin[self._before_the_edge(posed), 2].max())
            if through > LEANS_ON_MM:
                found["hips"] = vector(0, 0, -through)
        for side in self.standing_on:
            wish = self.foot_wish(side)
            if wish.away_mm is not None:
                tip = float(posed.skin[foot_vertices(self.body, side), 2].max())
                found[f"ankle.{side}"] = vector(0, 0, -wish.away_mm * self.k - tip)
            if wish.how == "edge":
                found[f"ankle.{side}"] = vector(0, 0, EDGE_BALL_MM * self.k - posed.joint(f"toe3-1.{side}")[2])
        for side, wish_hand in self.frame.hands.items():
            if wish_hand.on == "wall":
                middle = float(posed.skin[hand_vertices(self.body, side), 1].mean())
                goal = grammar.HEIGHTS[wish_hand.height] * self.body.height_mm
                found[f"wrist.{side}"] = vector(0, goal - middle, 0)
        return found

    def _before_the_edge(self, posed: Posed) -> Bools:
        """The skin of the trunk below the top of a worktop; before a wall all of it."""
        trunk = np.zeros(len(posed.skin), dtype=bool)
        trunk[self.body.vertices_of("root", "spine*", "pelvis*", "upperleg*")] = True
        walls = any(wish.on == "wall" for wish in self.frame.hands.values())
        found: Bools = trunk & (walls | (posed.skin[:, 1] < grammar.SURFACES_MM["counter"] * self.k - 5))
        return found


def ball_vertices(body: Body, side: str) -> Ints:
    """The fore part of the foot, from the ball to the toes."""
    ahead = body.fine.values(body.skin)[:, 2] - body.head(f"foot.{side}")[2]
    own = foot_vertices(body, side)
    found: Ints = own[ahead[own] > 105 * body.scale]
    return found


def hanging(side: str, base: Posed, aside: float = 0.0) -> Arm:
    """An arm that hangs at the side, a little bent, palm to the thigh; `aside` of a broad trunk."""
    out, k = OUTWARD[side], base.body.scale
    upper, fore = arm_lengths(base.body, side)
    shoulder, trunk = base.joint(f"upperarm01.{side}"), base.turn("spine03")
    down = trunk @ vector(out * (0.16 + 0.15 * aside), -1, 0.10)
    wrist = shoulder + down / float(np.linalg.norm(down)) * length_for_bend(upper, fore, 16)
    wrist = np.array([wrist[0], wrist[1], wrist[2]]) + vector(0, 0, 25 * k)
    return Arm(wrist, trunk @ vector(out * 0.5, 0, -1), trunk @ vector(0, -1, 0.15), trunk @ vector(-out, 0, -0.2))
