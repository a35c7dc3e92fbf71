"""Requests of a frame to the whole body: its angles, contacts and shapes, and those that the posture adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from handouts.figures.language import grammar, phrases
from handouts.figures.language.touching import TOUCHING, Touch
from handouts.figures.person.kinematics import BIG_TOE
from handouts.figures.person.limbs import SIDES
from handouts.figures.postures import leg_requests
from handouts.figures.postures.rest import ALONG, BACKS, CROSSED, PROPPED_BACK, Rest
from handouts.figures.props.catalogue import GRIPS
from handouts.figures.props.wheelchair import FOOTREST


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
        return any(
            touch.side == side and touch.part in soles and not (touch.on_side or touch.gap_mm) for touch in self.touches
        )

    def prays(self, touch: Touch) -> bool:
        """Is it a palm on the other palm, which lies on it?"""
        palms = {one.side for one in self.touches if one.part == "hand" and one.on == "palm"}
        return touch.part == "hand" and len(palms) == len(SIDES)

    def leans_aside(self, seat: str) -> bool:
        """Does one who sits lean to a side, on a forearm?"""
        return any(touch.part in ("forearm", "elbow") and touch.on == seat for touch in self.touches)

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
    """A hand on a thigh on which the other foot lies holds it from behind: in front there is no room.

    Two hands lie beside one another, that of the other leg, which comes between both legs, nearer to the hip.
    """
    crossed = any(_crosses([other], other.side) and other.on_side == touch.on_side for other in touches)
    if touch.part != "hand" or touch.on not in ("thigh", "back of thigh") or not crossed:
        return touch
    both = sum(other.part == "hand" and other.on_side == touch.on_side for other in touches) > 1
    return replace(touch, on="upper back of thigh" if both and touch.side != touch.on_side else "back of thigh")


def _lift_hips(frame: grammar.FramePose, touches: list[Touch], resting: dict[str, dict[str, float]]) -> None:
    """Hips lifted off the mat: trunk and thighs make one line over the feet that carry."""
    for side in SIDES:
        stands = any(touch.side == side and touch.on in ("mat", "floor") for touch in touches)
        foot = frame.feet.get(side)
        if stands or (foot is not None and not foot.use.unsupported):
            resting[side].update({"hip bend": 3.0})


UPRIGHT = ("stand", "chair", "half", "upright")  # postures in which a free arm hangs
PRESSED_UP_DEG = 60.0  # elbows of a press-up bend less
BACK_ON_WALL = ("back", "wall")


def of(frame: grammar.FramePose, rest: Rest) -> Request:
    """Read a frame."""
    angles = _angles(frame)
    resting: dict[str, dict[str, float]] = {side: {} for side in SIDES}
    feet = {**_feet_at_rest(frame, angles), **frame.feet}
    touches = list(frame.touches)
    for side in SIDES:
        touches += leg_requests.touching(frame, rest, side, feet.get(side), angles, resting[side])
        if _crosses(touches, side):
            resting[side].update(CROSSED)
    touches = [_behind_crossed(touch, touches) for touch in touches]
    if frame.is_propped:
        for side in SIDES:
            resting[side].setdefault("hip bend", 0.0 if frame.hips == "lifted" else 20.0)
    if frame.hips == "lifted" and frame.posture == "back":
        _lift_hips(frame, touches, resting)
    if frame.hips == "lifted" and frame.posture == "floor":
        for side in SIDES:
            resting[side].update(PROPPED_BACK)
    said = {part for t in frame.touches for part in (t.part, *(() if t.side else (TOUCHING[t.key][""],)))}
    touches += [touch for touch in _trunk(frame, rest) if touch.part not in said]
    if frame.posture == "stand" and any((t.part, t.on) == BACK_ON_WALL for t in touches) and "bottom" not in said:
        # Who leans flat on a wall has seat and shoulder blades on it.
        touches.append(Touch("back", "", "bottom", "wall"))
    for side in SIDES:
        resting[side].update(ALONG if _lies_along(frame, side) else {})
    hands = {side: use for side in SIDES if (use := _hand(frame, rest, side, angles))}
    toes = leg_requests.tucked_toes(frame, touches)
    toes |= {**{side: -foot.curl_deg for side, foot in frame.feet.items() if foot.curl_deg}, **frame.toes_deg}
    toes |= {f"{BIG_TOE}{side}": degrees for side, degrees in frame.big_toes_deg.items()}
    shapes = {side: _shape(frame, side) for side in SIDES}
    upper = {"R": "L", "L": "R"}.get(frame.under, "") if frame.posture == "side" else ""
    return Request(angles, resting, tuple(touches), hands, feet, shapes, toes, upper=upper)


def _feet_at_rest(frame: grammar.FramePose, angles: Mapping[str, float]) -> dict[str, phrases.Foot]:
    """What feet do that the pose leaves open, where it is a phrase: on the footrest of a wheelchair, or toes up."""
    open_sides = {*SIDES} - {touch.side for touch in frame.touches if touch.key.endswith("foot")}
    if frame.seat == "wheelchair" and frame.posture == "chair" and not frame.view:
        return dict.fromkeys(open_sides, FOOTREST)
    if frame.posture == "floor":
        raised = {side for side in SIDES if f"hip bend.{side}" in angles}
        return dict.fromkeys(open_sides - raised, phrases.Foot(phrases.HEEL, "mat"))
    return {}


def _angles(frame: grammar.FramePose) -> dict[str, float]:
    """The coordinates that a frame fixes, in degrees: written ones, and those of its back."""
    angles = dict(frame.joints_deg)
    for slot, name in ((frame.knees_deg, "knee bend"), (frame.hips_deg, "hip bend")):
        angles |= {f"{name}.{side}": degrees for side, degrees in slot.items() if f"{name}.{side}" not in angles}
    if frame.nod_deg:
        angles["neck bend"] = frame.nod_deg
    for part, degrees in BACKS.get(frame.posture, {}).get(frame.back, {}).items():
        angles.setdefault(part, degrees)
    if frame.posture == "back" and frame.back == "pressed":
        # A low back is pressed flat more easily with a turned trunk, which no one means.
        angles = {"trunk turn": 0.0, "trunk side": 0.0, **angles}
    if frame.arch_deg and frame.posture in ("front", "back"):  # the hips stay on the mat: the back alone bends
        angles["trunk bend"] = -frame.arch_deg
    elif frame.lean_deg is not None or frame.arch_deg:
        angles["trunk lean"] = frame.arch_deg * -1 or frame.lean_deg or 0.0
    return angles


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
        if part == "head" and max(frame.nod_deg, frame.joints_deg.get("neck bend", 0.0)) > 0:
            continue  # a head that nods comes off the mat
        yield Touch("sit" if surface == "seat" else "lie", "", part, frame.seat if surface == "seat" else surface)


def pressed_up(frame: grammar.FramePose) -> tuple[str, ...]:
    """The sides of the hands on which one who lies on the front holds the chest up, with elbows nearly straight.

    An arm with a written swing lies on the mat where the swing puts it.
    """
    flat = (t for t in frame.touches if t.part == "hand" and t.on in ("mat", "floor") and not t.gap_mm)
    swung = {name[-1] for name in frame.joints_deg if name.startswith(("shoulder forward", "shoulder aside"))}
    hands = {touch.side for touch in flat} - swung
    least = 0.0 if frame.posture == "plank" else PRESSED_UP_DEG
    bend = {side: frame.joints_deg.get(f"elbow bend.{side}", least) for side in SIDES if side in hands}
    return tuple(side for side, deg in bend.items() if frame.posture in ("front", "plank") and deg < PRESSED_UP_DEG)


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
    # Arms hold up the hips of one who sits on the floor.
    name = phrases.AT_SIDE.name if frame.posture == "floor" and frame.hips else rest.hands
    use = next((one for one in phrases.BODY_HANDS if one.name == name), None)
    return phrases.Hand(use or phrases.hand_use(name))


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
