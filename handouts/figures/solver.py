"""From a typed pose to a body that does it: hips by a small least squares, limbs in closed form, contacts on the skin.

Room: the wall, where there is one, is the plane z = 0 and the figure looks at it (+z); the floor is y = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handouts.figures import grammar
from handouts.figures.limbs import OUTWARD, SIDES, Arm, Assembled, Leg, Stance, assembled, length_for_bend
from handouts.figures.rig import Body, Ints, Posed, pose
from handouts.figures.turning import about_x, about_y, angle_deg, vector

Floats = npt.NDArray[np.float64]

HIP_WIDTH_MM = 92.0  # ankles stand this far from the middle, at 1700 mm height: a little wider than the hip joints
HAND_WIDTH_MM = 165.0  # palms on a wall, shoulder wide
EASY_KNEE_DEG = 8.0  # a standing knee that nobody spoke of
EASY_ELBOW_DEG = 28.0
CONTACT_PASSES = 4
CONTACT_DONE_MM = 0.2


@dataclass(frozen=True, eq=False)
class Contact:
    """A part of the skin that should touch a plane: after solving, `gap_mm` is what is left between them."""

    name: str
    vertices: Ints
    point: Floats
    normal: Floats

    def gap_mm(self, posed: Posed) -> float:
        """Distance of the nearest skin to the plane; negative = through it."""
        return float(((posed.skin[self.vertices] - self.point) @ self.normal).min())


@dataclass(frozen=True, eq=False)
class Solved:
    """A frame that stands: body, contacts, what is out of reach, and the angles asked and got."""

    frame: grammar.FramePose
    posed: Posed
    short_mm: dict[str, float]
    contacts: tuple[Contact, ...]
    asked_deg: dict[str, tuple[float, float]]


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


def foot_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"foot.{side}", f"toe*.{side}")


def hand_vertices(body: Body, side: str) -> Ints:
    return body.vertices_of(f"wrist.{side}", f"metacarpal*.{side}", f"finger*.{side}")


def solve(body: Body, frame: grammar.FramePose) -> Solved:
    """The frame on this body."""
    return _Standing(body, frame).solved()


@dataclass
class _Standing:
    """Standing on the feet, hands free or on a wall. Unknown: height and place of the hips, and the lean."""

    body: Body
    frame: grammar.FramePose
    ankles: dict[str, Floats] = field(default_factory=dict)
    wrists: dict[str, Floats] = field(default_factory=dict)

    def solved(self) -> Solved:
        k = self.body.scale
        for side in SIDES:
            self.ankles[side] = self._first_ankle(side)
            if (wish := self.frame.hands.get(side)) and wish.how == "on":
                self.wrists[side] = vector(OUTWARD[side] * HAND_WIDTH_MM * k, self._hand_height(wish), -45 * k)
        contacts = self._contacts()
        at = self._start()
        for _ in range(CONTACT_PASSES):
            at = least_squares(self._residuals, at, np.array([1.0, 1.0, 0.1]))
            done = assembled(self.body, self._stance(at))
            if self._corrected(done.posed, contacts) < CONTACT_DONE_MM:
                break
        at = least_squares(self._residuals, at, np.array([1.0, 1.0, 0.1]))
        done = assembled(self.body, self._stance(at))
        return Solved(self.frame, done.posed, done.short_mm, tuple(contacts.values()), self._asked(done))

    # where things are

    def _first_ankle(self, side: str) -> Floats:
        k, rest = self.body.scale, self.body.head(f"foot.{side}")
        wish = self.frame.feet.get(side)
        away = wish.away_mm if wish and wish.away_mm is not None else None
        z = 0.0 if away is None else -away * k - 195 * k
        return vector(OUTWARD[side] * HIP_WIDTH_MM * k, rest[1], z)

    def _hand_height(self, wish: grammar.Hand) -> float:
        return grammar.HEIGHTS[wish.height] * self.body.height_mm - 75 * self.body.scale

    def _start(self) -> Floats:
        middle = float(np.mean([a[2] for a in self.ankles.values()]))
        return np.array([0.47 * self.body.height_mm, middle, self.frame.lean_deg or 0.0])

    # what the hips should do

    def _residuals(self, at: Floats) -> Floats:
        body, frame = self.body, self.frame
        stance = self._stance(at)
        base = pose(body, {"root": stance.pelvis}, stance.hips)
        out = [(at[2] - (frame.lean_deg or 0.0)) * (4.0 if frame.lean_deg is not None else 0.3)]
        for side in SIDES:
            thigh, shank = (body.span(*b) for b in _leg_bones(side))
            reach = float(np.linalg.norm(stance.legs[side].ankle - base.joint(f"upperleg01.{side}")))
            asked = frame.knees_deg.get(side)
            goal = length_for_bend(thigh, shank, EASY_KNEE_DEG if asked is None else asked)
            out.append((reach - goal) * (0.02 if asked is None else 3.0))
            out.append(max(reach - (thigh + shank) * 0.9993, 0.0) * 10)
            if side in self.wrists:
                upper, fore = (body.span(*b) for b in _arm_bones(side))
                stretch = float(np.linalg.norm(self.wrists[side] - base.joint(f"upperarm01.{side}")))
                out.append((stretch - length_for_bend(upper, fore, EASY_ELBOW_DEG)) * 0.3)
                out.append(max(stretch - (upper + fore) * 0.995, 0.0) * 3)
        return np.array(out)

    def _stance(self, at: Floats) -> Stance:
        lean = float(at[2])
        return Stance(
            hips=vector(0, at[0], at[1]),
            pelvis=about_x(lean),
            legs={side: self._leg(side) for side in SIDES},
            arms={side: self._arm(side, lean) for side in SIDES if side in self.wrists},
            neck_deg=-0.6 * lean + self.frame.nod_deg,
        )

    def _leg(self, side: str) -> Leg:
        out = OUTWARD[side]
        return Leg(self.ankles[side], self._foot_turn(side), vector(out * 0.06, 0, 1), 0.0)

    def _foot_turn(self, side: str) -> Floats:
        """Rest turns the toes out by about six degrees; a stretching foot points at the wall."""
        return about_y(OUTWARD[side] * -4.0)

    def _arm(self, side: str, lean: float) -> Arm:
        out = OUTWARD[side]
        return Arm(
            self.wrists[side],
            elbow_to=vector(out * 0.45, -1, -0.2),
            fingers_to=vector(out * 0.10, 1, 0),
            palm_to=vector(0, 0, 1),
            hand="flat",
        )

    # what touches what

    def _contacts(self) -> dict[tuple[str, str], Contact]:
        found = {}
        for side, word in (("R", "right"), ("L", "left")):
            found["foot", side] = Contact(
                f"{word} foot on floor", foot_vertices(self.body, side), vector(0, 0, 0), vector(0, 1, 0)
            )
            if side in self.wrists:
                found["hand", side] = Contact(
                    f"{word} hand on wall", hand_vertices(self.body, side), vector(0, 0, 0), vector(0, 0, -1)
                )
        return found

    def _corrected(self, posed: Posed, contacts: dict[tuple[str, str], Contact]) -> float:
        """Shift ankles and wrists by what is left between skin and plane; the largest shift is returned."""
        moved = [0.0]
        for (part, side), contact in contacts.items():
            gap = contact.gap_mm(posed)
            where = self.ankles if part == "foot" else self.wrists
            where[side] = where[side] - gap * contact.normal
            moved.append(abs(gap))
        for side, wish in self.frame.feet.items():
            if wish.away_mm is not None:
                tip = float(posed.skin[foot_vertices(self.body, side), 2].max())
                off = -wish.away_mm * self.body.scale - tip
                self.ankles[side] = self.ankles[side] + vector(0, 0, off)
                moved.append(abs(off))
        for side, wish_hand in self.frame.hands.items():
            if side in self.wrists:
                middle = float(posed.skin[hand_vertices(self.body, side), 1].mean())
                off = grammar.HEIGHTS[wish_hand.height] * self.body.height_mm - middle
                self.wrists[side] = self.wrists[side] + vector(0, off, 0)
                moved.append(abs(off))
        return max(moved)

    # asked and got

    def _asked(self, done: Assembled) -> dict[str, tuple[float, float]]:
        """Every angle the author wrote, beside the angle of the posed body."""
        found = {}
        if self.frame.lean_deg is not None:
            found["trunk lean"] = (self.frame.lean_deg, angles(done.posed)["trunk lean"])
        for side, asked in self.frame.knees_deg.items():
            word = "right" if side == "R" else "left"
            found[f"{word} knee"] = (asked, angles(done.posed)[f"{word} knee"])
        return found


def _leg_bones(side: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"upperleg01.{side}", f"lowerleg01.{side}"), (f"lowerleg01.{side}", f"foot.{side}")


def _arm_bones(side: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"upperarm01.{side}", f"lowerarm01.{side}"), (f"lowerarm01.{side}", f"wrist.{side}")


def angles(posed: Posed) -> dict[str, float]:
    """Joint angles of a posed body, in a clinician's terms: 0 = standing straight, dorsiflexion positive."""
    found = {}
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    neck, rest_neck = posed.joint("neck01") - hips, posed.body.head("neck01") - _rest_hips(posed.body)
    found["trunk lean"] = _pitch(neck) - _pitch(rest_neck)
    for side, word in (("R", "right"), ("L", "left")):
        hip, knee, ankle = (posed.joint(f"{b}.{side}") for b in ("upperleg01", "lowerleg01", "foot"))
        trunk_down = posed.turn("root") @ vector(0, -1, 0)
        forward = posed.turn("root") @ vector(0, 0, 1)
        found[f"{word} hip"] = angle_deg(knee - hip, trunk_down) * (1 if float((knee - hip) @ forward) > 0 else -1)
        found[f"{word} knee"] = angle_deg(knee - hip, ankle - knee)
        sole = posed.turn(f"foot.{side}") @ vector(0, 0, 1)
        found[f"{word} ankle"] = 90 - angle_deg(knee - ankle, sole)
        shoulder, elbow, wrist = (posed.joint(f"{b}.{side}") for b in ("upperarm01", "lowerarm01", "wrist"))
        found[f"{word} elbow"] = angle_deg(elbow - shoulder, wrist - elbow)
    return found


def _rest_hips(body: Body) -> Floats:
    found: Floats = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    return found


def _pitch(way: Floats) -> float:
    """How far a direction leans forward from upright."""
    return float(np.degrees(np.arctan2(way[2], way[1])))
