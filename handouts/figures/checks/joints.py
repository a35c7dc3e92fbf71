"""Joint limits: the range of each joint, and whether the posed body keeps it, has every requested angle, and bends no
further where the pose is silent."""

from __future__ import annotations

import math
from collections.abc import Iterator

from handouts.diagnostics import Diagnostic
from handouts.figures.checks.frame import CheckResult, DrawnFrame
from handouts.figures.language import grammar, keys, values
from handouts.figures.person.joint_angles import angles
from handouts.figures.postures.surfaces import leans_back

REQUESTED_DEG, STRAIGHT_DEG = 3.0, 5.0

#: Normal range of each joint in degrees (from, to). Hip, knee, ankle, elbow: Merck Manual table of normal range of
#: motion, widened where the body's weight or a hand moves the joint (knee 145 passive; hip 20 back with the pelvis
#: tipped in a lunge; ankle 40 with the sole loaded, from weight-bearing lunge tests; on the instep the middle of the
#: foot adds to the ankle's 50). Neck: Muscolino's averages of healthy young adults (learnmuscles.com), forward 50
#: widened to 60 for a head whose own weight bends it.
LIMITS_DEG: dict[str, tuple[float, float]] = {
    "hip": (-20, 125),
    "knee": (0, 145),
    "ankle": (-50, 20),
    "ankle loaded": (-50, 40),
    "ankle on its instep": (-68, 20),
    "elbow": (0, 150),
    "neck bend": (-80, 60),
    "neck tilt": (-45, 45),
    "neck turn": (-80, 80),
}


def joint_limits(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is every joint within the range of a healthy person?"""
    got = {name: round(value, 1) for name, value in angles(drawn.solved.posed).items()}
    found = []
    for name, value in got.items():
        word, _, part = name.partition(" ")
        part = part if word in values.SIDES else name
        loaded = part == "ankle" and _on_its_sole(drawn, word)
        kind = _ankle(drawn, word, loaded) if part == "ankle" else part
        low, high = LIMITS_DEG.get(kind, (-math.inf, math.inf))
        # Half a degree is the rounding of the message: nobody should read "at 125 degrees, its limit is 125".
        if not low - 0.5 <= value <= high + 0.5:
            limit = high if value > high else low
            message = f"{drawn.name}: {name} at {value:.0f} degrees, its limit is {limit:.0f}"
            found.append(
                Diagnostic(
                    "HND603",
                    message,
                    _limit_help(part, value > high),
                    drawn.span(span_of, name, name.replace("ankle", "foot"), *(("head",) if word == "neck" else ())),
                )
            )
    return {"angles_deg": got}, found


def _on_its_sole(drawn: DrawnFrame, side: str) -> bool:
    """Does the foot of this side stand on its sole or ball?"""
    foot = drawn.solved.frame.feet.get(values.SIDES[side])
    return foot is None or foot.use.loaded


def _ankle(drawn: DrawnFrame, side: str, loaded: bool) -> str:
    """Which limit an ankle has: free, with weight on the sole, or pressed flat by kneeling or lying on the instep."""
    frame = drawn.solved.frame
    # On one knee the rear foot lies on its instep, and the weight of the shin stretches the ankle further.
    knelt_on = frame.posture == "half" and frame.under == values.SIDES[side]
    if frame.posture in ("fours", "heels", "front", "upright") or knelt_on:
        return "ankle on its instep"
    return "ankle loaded" if loaded else "ankle"


def _limit_help(part: str, over: bool) -> str:
    bent = "bring this foot closer to the wall, straighten the knee or let the heel rise"
    return {
        "ankle": bent if over else "point the foot less: lower the heel, or turn the toes up",
        "hip": "move the foot or change the lean of the trunk",
        "knee": "move the foot away or raise the hips",
        "elbow": "move the hand away from the shoulder",
        "neck bend": "let the head nod less, or lift what it lies on",
    }.get(part, "change the pose")


#: The limb of a joint, as the names of contacts begin.
_ARM = ("hand", "fingertips", "back of hand", "forearm", "elbow")
_LEG = ("foot", "heel", "toes", "ball", "ankle", "calf", "shin", "knee", "leg", "inner foot", "inner knee")
_LIMB = {"shoulder": _ARM, "elbow": _ARM, "wrist": _ARM, "forearm": _ARM,
         "hip": _LEG, "knee": _LEG, "ankle": _LEG, "foot": _LEG, "leg": _LEG}  # fmt: skip
_KEY = {"neck": "head", "lumbar": "back", "thorax": "back", "knees": "roll", "girdle": "shoulder", "leg": "foot"}


def _keys(name: str) -> tuple[str, ...]:
    """The keys of the pose that may say an angle: `right shoulder turn` is said at `right shoulder` or `shoulders`."""
    side, _, rest = name.partition(" ")
    joint = (rest if side in values.SIDES else name).split()[0]
    key = _KEY.get(joint, joint)
    return (f"{side} {key}", f"{key}s", f"{side} foot", "feet") if side in values.SIDES else (key, "trunk")


_GOES_NO_FURTHER = "the joint does not go so far in this position; write a smaller angle"
_GOES_ON = "other movements that the pose leaves open turn it too; write them as well, for example `aside 0`"


def _competing(drawn: DrawnFrame, name: str, too_far: bool) -> str:
    """What leaves no room for an angle: a contact of that limb, those of the trunk, or the joint itself."""
    alone = _GOES_ON if too_far else _GOES_NO_FURTHER
    side, _, rest = name.partition(" ")
    if side in values.SIDES:
        parts = _LIMB.get(rest.split()[0], ())
        begins = tuple(f"{side} {part} on " for part in parts) + tuple(f"{side} {part} " for part in parts)
        rivals = [one.name for one in drawn.solved.contacts if one.name.startswith(begins)]
        if not rivals:
            return f"no contact holds this limb: {alone}"
    else:
        rivals = [one.name for one in drawn.solved.contacts]
    if not rivals:
        return f"no contact holds it: {alone}"
    return f"{_listed(rivals[:3])} {'leaves' if len(rivals) == 1 else 'leave'} no room for it: change it, or the angle"


def _listed(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in dict.fromkeys(names))


def requested_angles(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is every angle that was written down the angle of the body?"""
    found = []
    for name, (requested, got) in drawn.solved.requested_deg.items():
        allowed = STRAIGHT_DEG if requested == values.STRAIGHT_DEG else REQUESTED_DEG
        # For `straight` any bend is off, whatever number encodes it; its limit is the wider one.
        off = got if requested == values.STRAIGHT_DEG else abs(got - requested)
        if off > allowed:
            message = f"{drawn.name}: {name} came out at {got:.0f} degrees where {requested:.0f} was requested"
            found.append(
                Diagnostic(
                    "HND604",
                    message,
                    _competing(drawn, name, abs(got) > abs(requested)),
                    drawn.span(span_of, *_keys(name)),
                )
            )
    pairs = {
        name: [round(requested, 1), round(got, 1)] for name, (requested, got) in drawn.solved.requested_deg.items()
    }
    return {"asked_and_got_deg": pairs}, found


KNEE_DEG, BACK_DEG = 45.0, 12.0  # a standing knee bends, and a trunk leans back, by at most so much unasked


def unasked(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is a figure that stands on the floor upright where the pose is silent? HND603."""
    frame = drawn.solved.frame
    leans = leans_back(frame)
    if frame.posture != "stand" or frame.stance or leans:
        return {}, []
    got, found = angles(drawn.solved.posed), []
    for side in _open_knees(frame):
        word = values.SIDE_WORDS[side]
        if (bend := got[f"{word} knee"]) > KNEE_DEG:
            message = f"{drawn.name}: the {word} knee bends {bend:.0f} degrees, and the pose does not say so"
            help = f"write `{word} knee: straight`, or the bend that you mean"
            found.append(Diagnostic("HND603", message, help, drawn.span(span_of, f"{word} foot", "feet")))
    said = frame.lean_deg is not None or frame.arch_deg or any(name.startswith("trunk") for name in frame.joints_deg)
    if not said and got["trunk lean"] < -BACK_DEG:
        message = f"{drawn.name}: the trunk leans back {-got['trunk lean']:.0f} degrees, and the pose does not say so"
        help = "write `trunk: lean 0`, or `trunk: arch` with the degrees that you mean"
        found.append(Diagnostic("HND603", message, help, drawn.span(span_of)))
    return {}, found


def _open_knees(frame: grammar.FramePose) -> Iterator[str]:
    """The sides of the legs that stand in their usual place and whose knee and hip have no angle of their own."""
    for side in values.SIDE_WORDS:
        foot = frame.feet.get(side)
        moved = foot is not None and (not foot.use.loaded or foot.use.unsupported or foot.away_mm is not None)
        touches = any(t.side == side and t.key.endswith(("foot", "knee")) for t in frame.touches)
        written = side in frame.knees_deg or side in frame.hips_deg
        if not (moved or touches or written or f"hip bend.{side}" in frame.joints_deg):
            yield side
