"""What stays from one frame to another: trunk, legs and an arm, where only a free arm or the head moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.figures.language import grammar, phrases
from handouts.figures.language.touching import Touch
from handouts.figures.language.values import SIDE_WORDS
from handouts.figures.person.kinematics import COORDINATES, INDEX
from handouts.figures.postures.limb_goals import BEFORE_MM
from handouts.figures.postures.solved import Solved

ARM = ("girdle", "shoulder", "elbow", "forearm", "wrist")  # first words of the coordinates of an arm
ARM_KEYS = ("hand", "shoulder", "elbow", "forearm", "wrist")  # last words of the keys of its contacts
NECK = "neck"
FREE = (phrases.HANGING, phrases.AT_SIDE)
STAYS_MM = 15.0  # hips that are further off stand elsewhere
FURTHER = 1.6  # of what the hips moved: a part of a step back goes into the lean of the legs


def held(first: grammar.FramePose, frame: grammar.FramePose) -> list[str]:
    """The coordinates that stay: those of trunk and legs, and of an arm that does not move; none where more moves."""
    still = {side for side in SIDE_WORDS if _arm(first, side) == _arm(frame, side)}
    free = all(_is_free(one, side) for one in (first, frame) for side in {*SIDE_WORDS} - still)
    if not free or _body(first) != _body(frame):
        return []
    return [name for name in COORDINATES if _stays(name, still)]


def with_room(parsed: grammar.Pose, solved: Sequence[Solved]) -> grammar.Pose:
    """The same exercise with feet so far from a table that no later frame moves the body to let a free arm pass."""
    first = solved[0]
    moved = [_moved_mm(first, one) for one in solved if held(first.frame, one.frame)]
    if max(moved, default=0.0) < STAYS_MM:
        return parsed
    away = (first.frame.from_wall_mm or BEFORE_MM) + FURTHER * max(moved)
    return replace(parsed, frames=tuple(replace(one, from_wall_mm=away) for one in parsed.frames))


def _moved_mm(first: Solved, later: Solved) -> float:
    """How far back the hips go from one frame to another, for a person of 1700 mm."""
    if first.frame.posture != "stand":
        return 0.0
    z = INDEX["root z"]
    return float(first.at[z] - later.at[z]) / later.posed.body.scale


def _is_free(frame: grammar.FramePose, side: str) -> bool:
    """Does nothing but its own joints hold an arm?"""
    hand, _, _, touches = _arm(frame, side)
    return not touches and (hand is None or hand.use in FREE)


def _stays(name: str, still: set[str]) -> bool:
    kind = name.split()[0]
    return name[-1] in still if kind in ARM else kind != NECK


def _body(frame: grammar.FramePose) -> grammar.FramePose:
    """A frame without its arms and its head."""
    return replace(
        frame,
        name="",
        view="",
        seen_from="",
        nod_deg=0.0,
        head_on="",
        hands={},
        fingers={},
        palms={},
        joints_deg={name: deg for name, deg in frame.joints_deg.items() if name.split()[0] not in (*ARM, NECK)},
        touches=tuple(touch for touch in frame.touches if not touch.key.endswith((*ARM_KEYS, "head"))),
    )


def _arm(
    frame: grammar.FramePose, side: str
) -> tuple[phrases.Hand | None, str | None, dict[str, float], tuple[Touch, ...]]:
    """All that a frame asks of one arm."""
    angles = {n: deg for n, deg in frame.joints_deg.items() if n.endswith(f".{side}") and n.split()[0] in ARM}
    touches = tuple(touch for touch in frame.touches if touch.side == side and touch.key.endswith(ARM_KEYS))
    return frame.hands.get(side), frame.palms.get(side), angles, touches
