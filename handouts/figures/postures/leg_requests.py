"""What the legs of a frame touch: as written, or as its posture has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handouts.figures.language import grammar, phrases
from handouts.figures.language.touching import Touch
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.postures.rest import HELD, KNEELING, LIFTED, STRAIGHT, TUCKED, TUCKED_TOES_DEG, Rest


def tucked_toes(frame: grammar.FramePose, touches: Iterable[Touch]) -> dict[str, float]:
    """How far the toes of each side are bent back on which one kneels or holds a plank, in degrees."""
    if frame.posture not in (*KNEELING, "plank"):
        return {}
    return {touch.side: TUCKED_TOES_DEG for touch in touches if touch.part in ("toes", "ball") and not touch.on_side}


def _kneels_on(frame: grammar.FramePose, side: str) -> bool:
    """Does the body kneel on the knee of this side, with the toes under the foot?"""
    down = frame.posture in KNEELING and frame.under in ("", side)
    return down and any(t.side == side and t.part in ("toes", "ball") and not t.on_side for t in frame.touches)


def touching(
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
        yield from _beside_written(frame, side, own, resting)
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
        resting.update(STRAIGHT)
        legs = (("heel", "mat"),)
    if frame.posture in ("front", "plank") and knee is not None and knee > 20:
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


def _beside_written(
    frame: grammar.FramePose, side: str, own: Sequence[Touch], resting: dict[str, float]
) -> Iterator[Touch]:
    """What a leg touches beside its written contacts."""
    parts, word = {touch.part for touch in own}, SIDE_WORDS[side]
    if frame.posture == "back" and parts == {"knee"}:
        yield Touch(f"{word} foot", side, "heel", "mat")  # a pillow under the knee leaves the heel where it was
    if _kneels_on(frame, side) and "knee" not in parts:
        resting.update(TUCKED)  # toes that are tucked under leave the knee where it is
        yield Touch(f"{word} knee", side, "knee", "mat")


def _bare_foot(
    frame: grammar.FramePose, side: str, foot: phrases.Foot, angles: dict[str, float], resting: dict[str, float]
) -> Iterator[Touch]:
    """The phrases of a foot that name no surface of their own, as angles and contacts."""
    word, other = SIDE_WORDS[side], "L" if side == "R" else "R"
    if foot.use == phrases.LIFTED:
        held = any(hand.use == phrases.HOLD_FOOT and hand.side == side for hand in frame.hands.values())
        resting.update(HELD if held else LIFTED.get(frame.posture, {}))
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
