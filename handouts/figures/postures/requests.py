"""What a frame asks of the whole body: angles, contacts and shapes, with what the posture adds where it is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from handouts.figures.geometry.rotation import about_x, about_y, about_z, vector
from handouts.figures.language import grammar, phrases
from handouts.figures.language.touching import TOUCHING, Touch
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.kinematics import NODE, Skeleton
from handouts.figures.person.limbs import OUTWARD, SIDES
from handouts.figures.postures.rest import Rest
from handouts.figures.postures.rows import Rows
from handouts.figures.props.catalogue import GRIPS
from handouts.figures.props.wheelchair import FOOTREST

#: Movements of trunk and neck that several coordinates share, and by how much.
_SHARED: Mapping[str, tuple[tuple[str, float], ...]] = {
    "trunk bend": (("lumbar bend", 0.5), ("thorax bend", 0.5)),
    "trunk side": (("lumbar side", 0.45), ("thorax side", 0.55)),
    "trunk turn": (("lumbar turn", 0.2), ("thorax turn", 0.8)),
    "trunk lean": (("root pitch", 0.75), ("lumbar bend", 0.15), ("thorax bend", 0.1)),
}

#: A trunk bends back mostly at the low back.
_ARCHED = (("root pitch", 0.35), ("lumbar bend", 0.6), ("thorax bend", 0.2))


def shares(name: str, degrees: float = 0.0) -> tuple[tuple[str, float], ...]:
    """The coordinates that make a movement, each with its share at rest."""
    return _ARCHED if name == "trunk lean" and degrees < 0 else _SHARED.get(name, ((name, 1.0),))


def add_angle(rows: Rows, skeleton: Skeleton, name: str, degrees: float, weight: float) -> None:
    """A written angle as a row; how far the trunk leans is measured against the room."""
    if name != "trunk lean":
        factors = {part: 1.0 for part, _ in shares(name)}
        rows.add(weight, degrees, coordinates=factors)
        return
    body = skeleton.body
    hips = (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2
    neck = body.head("neck01") - hips
    pitch = np.arctan2(neck[2], neck[1]) + np.radians(degrees)
    normal = vector(0, -float(np.sin(pitch)), float(np.cos(pitch)))
    top = rows.point(NODE["neck01"], vector(0, 0, 0))
    lengthen = {"root y": float(-normal[1]), "root z": float(-normal[2])}
    rows.add(weight / 6.0, 0.0, points={top: normal}, coordinates=lengthen)


def add_shoulder(
    rows: Rows, side: str, forward_deg: float, aside_deg: float, turn_deg: float | None, weight: float
) -> None:
    """Where the upper arm and a bent elbow point, against the chest: the shoulder blade may do a part of the way."""
    out = OUTWARD[side]
    swung = about_x(-forward_deg) @ about_z(out * aside_deg)
    ways = [(vector(0, -1, 0), swung @ vector(0, -1, 0))]
    if turn_deg is not None:
        ways.append((vector(0, 0, 1), swung @ about_y(out * turn_deg) @ vector(0, 0, 1)))
    for own, way in ways:
        arm, chest = rows.direction(NODE[f"upperarm01.{side}"], own), rows.direction(NODE["spine01"], way)
        for axis in np.eye(3):
            rows.add(weight * 180 / np.pi, 0.0, directions={arm: axis, chest: -axis})


def add_neck(rows: Rows, bend_deg: float, tilt_deg: float, weight: float) -> None:
    """Where the crown of a head points that is nodded and tilted at once: the joints do not add up to it."""
    bend, tilt = np.radians((bend_deg, tilt_deg))
    way = vector(np.sin(tilt), np.cos(tilt) * np.cos(bend), np.cos(tilt) * np.sin(bend))
    head, chest = rows.direction(NODE["head"], vector(0, 1, 0)), rows.direction(NODE["spine01"], way)
    for axis in np.eye(3):
        rows.add(weight * 180 / np.pi, 0.0, directions={head: axis, chest: -axis})


@dataclass
class Request:
    """A frame, read for the whole body.

    Attributes:
        angles: coordinates and movements in degrees that the author wrote.
        rest: per side, coordinates where a limb rests that the author left open.
        touches: contacts, those of the posture included.
        hands: per side, the use of a hand in phrases of the posture.
        feet: per side, the use of a foot in phrases of the posture.
        shapes, toes: the fingers' shape and the toes' bend of each side.
        crossing: limbs that may lie on one another.
        upper: the upper side of a figure that lies on one side, else empty.
    """

    angles: dict[str, float]
    rest: dict[str, dict[str, float]]
    touches: tuple[Touch, ...]
    hands: dict[str, phrases.Hand]
    feet: dict[str, phrases.Foot]
    shapes: dict[str, str]
    toes: dict[str, float]
    crossing: tuple[str, ...] = field(default_factory=tuple)
    upper: str = ""

    def is_upper(self, side: str) -> bool:
        """Is it the upper side of a figure that lies on the other one?"""
        return side == self.upper

    def carries(self, side: str) -> bool:
        """Does the foot of this side carry weight?"""
        foot = self.feet.get(side)
        if foot is not None:
            return not foot.use.unsupported and foot.use.loaded
        soles = ("foot", "ball", "heel")
        return any(touch.side == side and touch.part in soles and not touch.on_side for touch in self.touches)

    def crosses(self, side: str) -> bool:
        """Does the foot of this side lie on the other thigh or knee?"""
        return _crosses(self.touches, side)

    def foot_off_mm(self, side: str) -> tuple[float, float]:
        """How far ahead and aside of its usual place a foot stands, for a person of 1700 mm."""
        own = [touch.off_mm for touch in self.touches if touch.side == side and touch.key.endswith("foot")]
        return next(iter(own), (0.0, 0.0))


def _crosses(touches: Iterable[Touch], side: str) -> bool:
    """Does the foot of this side lie on the other thigh or knee?"""
    return any(touch.side == side and touch.key.endswith("foot") and touch.on in ("thigh", "knee") for touch in touches)


def _behind_crossed(touch: Touch, touches: Iterable[Touch]) -> Touch:
    """A hand on a thigh on which the other foot lies holds it from behind: in front there is no room."""
    crossed = any(_crosses([other], other.side) and other.on_side == touch.on_side for other in touches)
    return replace(touch, on="back of thigh") if touch.part == "hand" and touch.on == "thigh" and crossed else touch


def _lift_hips(frame: grammar.FramePose, touches: list[Touch], resting: dict[str, dict[str, float]]) -> None:
    """Hips lifted off the mat: trunk and thighs make one line over the feet that carry."""
    for side in SIDES:
        stands = any(touch.side == side and touch.on in ("mat", "floor") for touch in touches)
        foot = frame.feet.get(side)
        if stands or (foot is not None and not foot.use.unsupported):
            resting[side].update({"hip bend": 3.0})


_LIFTED: Mapping[str, dict[str, float]] = {
    "stand": {"hip bend": 40.0, "knee bend": 70.0, "ankle up": -12.0},
    "chair": {"hip bend": 84.0, "knee bend": 88.0},
    "back": {"hip bend": 110.0, "knee bend": 115.0},
}
UPRIGHT = ("stand", "chair", "half")  # postures in which a free arm hangs
FROM_WALL_MM = 420.0  # ankles ahead of a wall that the back leans on, unless the knees bend further
HIPS_FROM_WALL_MM, THIGH_MM = 78.0, 417.0  # of one who leans on it, for a person of 1700 mm
PRESSED_UP_DEG = 60.0  # elbows of a press-up bend less
BACK_ON_WALL = ("back", "wall")
#: A leg whose foot a hand holds behind.
_HELD = {"hip bend": -8.0, "knee bend": 138.0, "ankle up": -42.0}
#: How a back lies or arches on all fours, by its word (positive = rounded).
_BACKS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "back": {
        "flat": {"lumbar bend": 30.0, "thorax bend": 10.0},
        "pressed": {"lumbar bend": 48.0, "thorax bend": 13.0},
        "arched": {"lumbar bend": -30.0, "thorax bend": -14.0},
    },
    "fours": {
        "flat": {"lumbar bend": 4.0, "thorax bend": 4.0, "neck bend": -16.0},
        "round": {"lumbar bend": 52.0, "thorax bend": 54.0, "neck bend": 6.0},
        "sag": {"lumbar bend": -30.0, "thorax bend": -8.0, "neck bend": -34.0},
    },
}
#: A leg whose foot lies on the other thigh, where the solver begins.
_CROSSED = {"hip bend": 80.0, "knee bend": 100.0, "hip turn": 55.0, "hip aside": 35.0}
#: An arm along the trunk of one who lies on the front, its palm to the thigh.
_ALONG = {"shoulder forward": -8.0, "shoulder aside": 14.0, "elbow bend": 4.0}
#: A leg that lies straight, by the posture.
_STRAIGHT = {"hip bend": 0.0, "knee bend": 2.0, "ankle up": -20.0}


def of(frame: grammar.FramePose, rest: Rest) -> Request:
    """Read a frame."""
    angles = dict(frame.joints_deg)
    for slot, name in ((frame.knees_deg, "knee bend"), (frame.hips_deg, "hip bend")):
        angles |= {f"{name}.{side}": degrees for side, degrees in slot.items() if f"{name}.{side}" not in angles}
    if frame.nod_deg:
        angles["neck bend"] = frame.nod_deg
    for part, degrees in _BACKS.get(frame.posture, {}).get(frame.back, {}).items():
        angles.setdefault(part, degrees)
    if frame.arch_deg and frame.posture == "front":  # the hips stay on the mat: the back alone lifts the chest
        angles["trunk bend"] = -frame.arch_deg
    elif frame.lean_deg is not None or frame.arch_deg:
        angles["trunk lean"] = frame.arch_deg * -1 or frame.lean_deg or 0.0
    resting: dict[str, dict[str, float]] = {side: {} for side in SIDES}
    feet = dict(frame.feet)
    if frame.seat == "wheelchair" and frame.posture == "chair" and not frame.view:
        standing = {touch.side for touch in frame.touches if touch.key.endswith("foot")}
        feet = {side: FOOTREST for side in SIDES if side not in standing} | feet
    touches = list(frame.touches)
    for side in SIDES:
        touches += _feet(frame, rest, side, feet.get(side), angles, resting[side])
        if _crosses(touches, side):
            resting[side].update(_CROSSED)
    touches = [_behind_crossed(touch, touches) for touch in touches]
    if frame.is_propped:
        for side in SIDES:
            resting[side].setdefault("hip bend", 0.0 if frame.hips == "lifted" else 20.0)
    if frame.hips == "lifted" and frame.posture == "back":
        _lift_hips(frame, touches, resting)
    said = {part for t in frame.touches for part in (t.part, *(() if t.side else (TOUCHING[t.key][""],)))}
    touches += [touch for touch in _trunk(frame, rest) if touch.part not in said]
    if frame.posture == "stand" and any((t.part, t.on) == BACK_ON_WALL for t in touches) and "bottom" not in said:
        touches.append(
            Touch("back", "", "bottom", "wall")
        )  # who leans flat on a wall has seat and shoulder blades on it
    for side in SIDES:
        resting[side].update(_ALONG if _lies_along(frame, side) else {})
    hands = {side: use for side in SIDES if (use := _hand(frame, rest, side, angles))}
    toes = {**{side: -foot.curl_deg for side, foot in frame.feet.items() if foot.curl_deg}, **frame.toes_deg}
    shapes = {side: _shape(frame, side) for side in SIDES}
    upper = {"R": "L", "L": "R"}.get(frame.under, "") if frame.posture == "side" else ""
    return Request(angles, resting, tuple(touches), hands, feet, shapes, toes, upper=upper)


def with_pillow(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise for a heavy body: its thick back holds the head off the mat, so a cushion comes under it."""
    if not any(frame.posture == "back" for frame in parsed.frames):
        return parsed
    on_back = (replace(f, head_on="cushion") if f.posture == "back" else f for f in parsed.frames)
    return replace(parsed, frames=tuple(on_back), props=tuple(dict.fromkeys((*parsed.props, "cushion"))))


def with_feet_from_wall(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise with feet so far from a wall behind it that the shins are upright in its deepest frame."""
    leaning = [frame for frame in parsed.frames if any(t.on == "wall" and not t.side for t in frame.touches)]
    bends = [deg for frame in leaning for side, deg in frame.knees_deg.items() if side not in frame.hips_deg]
    from_wall = HIPS_FROM_WALL_MM + THIGH_MM * float(np.sin(np.radians(min(max(bends, default=0.0), 90.0))))
    if from_wall <= FROM_WALL_MM:
        return parsed
    frames = (replace(f, from_wall_mm=from_wall) if f in leaning else f for f in parsed.frames)
    return replace(parsed, frames=tuple(frames))


def _trunk(frame: grammar.FramePose, rest: Rest) -> Iterator[Touch]:
    """What trunk and head lie on."""
    if frame.posture == "side":
        if frame.hips != "lifted":
            yield Touch("lie", frame.under, "hip", "mat")
        if not frame.is_propped:
            yield Touch("lie", frame.under, "shoulder", "mat")
        return
    if frame.head_on and frame.posture == "back":
        yield Touch("lie", "", "head", frame.head_on)
    propped = any(hand.use == phrases.ON_FOREARM for hand in frame.hands.values()) or bool(pressed_up(frame))
    propped = propped or (frame.posture == "front" and frame.arch_deg > 0)
    touched = {touch.on for touch in frame.touches if not touch.side}
    for part, surface in rest.trunk:
        if (frame.hips == "lifted" and part == "bottom") or (propped and part in ("chest", "forehead")):
            continue
        if part in ("head", "forehead") and (frame.head_on or touched):
            continue
        yield Touch("sit" if surface == "seat" else "lie", "", part, frame.seat if surface == "seat" else surface)


def pressed_up(frame: grammar.FramePose) -> tuple[str, ...]:
    """The sides of the hands on which one who lies on the front holds the chest up, with elbows nearly straight."""
    hands = {touch.side for touch in frame.touches if touch.part == "hand" and touch.on in ("mat", "floor")}
    bend = {side: frame.joints_deg.get(f"elbow bend.{side}", PRESSED_UP_DEG) for side in SIDES if side in hands}
    return tuple(side for side, deg in bend.items() if frame.posture == "front" and deg < PRESSED_UP_DEG)


def _feet(
    frame: grammar.FramePose,
    rest: Rest,
    side: str,
    foot: phrases.Foot | None,
    angles: dict[str, float],
    resting: dict[str, float],
) -> Iterator[Touch]:
    """What a leg touches; where the pose is silent a leg with its own angles is free, unless it carries the body."""
    word = SIDE_WORDS[side]
    own = [touch for touch in frame.touches if touch.side == side and touch.key.endswith(("foot", "knee"))]
    if own and not foot:
        if frame.posture == "back" and all(touch.part == "knee" for touch in own):
            yield Touch(f"{word} foot", side, "heel", "mat")  # a pillow under the knee leaves the heel where it was
        return
    if foot is not None:
        yield from _bare_foot(frame, side, foot, angles, resting)
        return
    hip, knee = angles.get(f"hip bend.{side}"), angles.get(f"knee bend.{side}")
    legs = rest.feet
    if frame.posture in ("back", "front", "floor", "fours") and hip is not None:
        resting.update({"knee bend": 2.0} if knee is None and frame.posture != "fours" else {})
        return
    if frame.posture == "back" and knee is not None and knee < 30:
        resting.update(_STRAIGHT)
        legs = (("heel", "mat"),)
    if frame.posture == "front" and knee is not None and knee > 20:
        legs = (("knee", "mat"),)
    if frame.posture == "side" and side != frame.under:
        foot = phrases.Foot(phrases.STACKED)
        yield from _bare_foot(frame, side, foot, angles, resting)
        return
    if rest.feet_down and side == frame.under:
        legs = rest.feet_down
    if frame.posture == "side":
        kneels = frame.is_propped and (knee or 0.0) > 45
        legs = (("knee", "mat"),) if kneels else (("ankle", "mat"),)
    ahead = -rest.ahead_mm if side == frame.under else rest.ahead_mm
    for part, surface in legs:
        yield Touch(f"{word} foot", side, part, surface, off_mm=(ahead, 0.0))


def _bare_foot(
    frame: grammar.FramePose, side: str, foot: phrases.Foot, angles: dict[str, float], resting: dict[str, float]
) -> Iterator[Touch]:
    """The phrases of a foot that name no surface of their own, as angles and contacts."""
    word, other = SIDE_WORDS[side], "L" if side == "R" else "R"
    if foot.use == phrases.LIFTED:
        held = any(hand.use == phrases.HOLD_FOOT and hand.side == side for hand in frame.hands.values())
        resting.update(_HELD if held else _LIFTED.get(frame.posture, {}))
    elif foot.use in (phrases.RAISED, phrases.ASIDE):
        angles.setdefault(f"hip aside.{side}", foot.up_deg)
        resting.update({"hip bend": 0.0, "knee bend": 2.0})
    elif foot.use == phrases.STRETCHED_BACK:
        resting.update({"hip bend": 2.0, "knee bend": 2.0, "ankle up": -25.0})
    elif foot.use == phrases.CROSSED:
        yield Touch(f"{word} foot", side, "ankle", "thigh", other)
    elif foot.use == phrases.STACKED:
        yield Touch(f"{word} foot", side, "inner foot", "inner foot", other)
        if not foot.up_deg and not frame.is_propped:
            yield Touch(f"{word} knee", side, "inner knee", "inner knee", other)


def _hand(frame: grammar.FramePose, rest: Rest, side: str, angles: Mapping[str, float]) -> phrases.Hand | None:
    """The phrase of a hand; silent, it does what the posture does with it, unless its arm has angles or contacts."""
    if (hand := frame.hands.get(side)) is not None:
        # Beside an upright body nothing holds a hand up: it hangs.
        hangs = hand.use == phrases.AT_SIDE and frame.posture in UPRIGHT
        return phrases.Hand(phrases.HANGING) if hangs else None if _lies_along(frame, side) else hand
    arm = ("shoulder forward", "shoulder aside", "shoulder turn", "elbow bend")
    if any(f"{name}.{side}" in angles for name in arm) or side in frame.palms:
        return None
    if any(touch.side == side and not touch.key.endswith(("foot", "knee")) for touch in frame.touches):
        return None
    use = next((one for one in phrases.BODY_HANDS if one.name == rest.hands), None)
    return phrases.Hand(use or phrases.hand_use(rest.hands))


def _lies_along(frame: grammar.FramePose, side: str) -> bool:
    """Does an arm lie along the trunk of one who lies on the front?"""
    hand = frame.hands.get(side)
    return frame.posture == "front" and hand is not None and hand.use == phrases.AT_SIDE


_ON_BODY = ("knee", "thigh", "shin", "shoulder", "chest", "belly", "head", "hip", "low back", "neck")


def _shape(frame: grammar.FramePose, side: str) -> str:
    """The fingers: as written, or what the contact of the hand needs."""
    if side in frame.fingers:
        shape = frame.fingers[side]
        fingers, comma, thumb = shape.partition(",")
        return f"hook fist{comma}{thumb}" if fingers == "hook" else shape  # as hands hook round toes it is another
    for touch in frame.touches:
        if touch.side == side and touch.part in ("hand", "fingertips", "back of hand"):
            if touch.holds:
                return GRIPS[touch.on].fingers if touch.on in GRIPS else "cup"
            return "rest" if touch.on in _ON_BODY or touch.part == "fingertips" else "flat"
    return "rest"


def measured(name: str, asked: float, got: Mapping[str, float]) -> tuple[str, float | None]:
    """How messages name an angle, and what the posed body has; None for what is not measured."""
    coordinate, _, side = name.partition(".")
    word = f"{SIDE_WORDS[side]} {coordinate}" if side else coordinate
    said = {"knee bend": "knee", "hip bend": "hip", "elbow bend": "elbow", "ankle up": "ankle"}.get(coordinate)
    word = f"{SIDE_WORDS[side]} {said}" if said else "pelvis hitch" if name == "root roll" else word
    value = got.get(word)
    joint, _, way = coordinate.partition(" ")
    if joint == "shoulder" and way in ("forward", "aside") and side:
        value = _swing(f"{SIDE_WORDS[side]} shoulder", way, asked, got)
    return word, value


def _swing(joint: str, way: str, asked: float, got: Mapping[str, float]) -> float:
    """Two pairs of swings lead to every direction; the one that is nearer to what was asked counts."""
    forward, aside = got[f"{joint} forward"], got[f"{joint} aside"]
    pairs = [(forward, aside), (forward - 180, 180 - aside), (forward + 180, 180 - aside)]
    off = (pair[0 if way == "forward" else 1] - asked for pair in pairs)
    return asked + min(((one + 180) % 360 - 180 for one in off), key=abs)  # 180 degrees forward are 180 behind
