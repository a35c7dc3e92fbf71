"""What every joint can do, in the words of the trade: the one table of movements, their ranges and their sources.

A movement turns one *coordinate* of the body (`shoulder forward`) by some degrees; opposite movements share a
coordinate with another sign. Coordinates of limbs are counted for each side; of those of trunk and neck the left is
positive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handouts.figures.language.values import STRAIGHT_DEG, UnreadableError, degrees

MERCK = "Merck Manual, Normal Values for Range of Motion of Joints"
NORKIN = "Norkin and White, Measurement of Joint Motion"
MUSCOLINO = "Muscolino, Cervical spine ranges of motion"
BY_EYE = "by eye on the drawn figure; for a clinician to confirm"


@dataclass(frozen=True, slots=True)
class Motion:
    """One movement.

    Attributes:
        joint: the key of the pose, without its side.
        words: how authors say it; empty for a bare number of degrees.
        coordinate: what it turns.
        sign: which way.
        limit_deg: the end of the range.
        source: where the range is from.
        raised_deg: the end of the range of an arm that is raised forward to the horizontal or higher, where it differs.
    """

    joint: str
    words: str
    coordinate: str
    sign: float
    limit_deg: float
    source: str
    raised_deg: float | None = None


MOTIONS: tuple[Motion, ...] = (
    Motion("shoulder", "raised forward", "shoulder forward", 1, 180, MERCK),
    Motion("shoulder", "behind", "shoulder forward", -1, 60, NORKIN),
    Motion("shoulder", "aside", "shoulder aside", 1, 180, MERCK),
    Motion("shoulder", "across", "shoulder aside", -1, 50, BY_EYE),
    Motion("shoulder", "turned out", "shoulder turn", 1, 90, MERCK),
    Motion("shoulder", "turned in", "shoulder turn", -1, 90, MERCK, raised_deg=150),  # raised: by eye, 60 past level
    Motion("shoulder", "shrugged", "girdle up", 1, 30, BY_EYE),
    Motion("shoulder", "drawn back", "girdle ahead", -1, 25, BY_EYE),
    Motion("shoulder", "drawn forward", "girdle ahead", 1, 25, BY_EYE),
    Motion("elbow", "", "elbow bend", 1, 150, MERCK),
    Motion("wrist", "back", "wrist back", 1, 75, NORKIN),
    Motion("wrist", "down", "wrist back", -1, 80, NORKIN),
    Motion("wrist", "to thumb", "wrist thumb", 1, 25, NORKIN),
    Motion("wrist", "to little finger", "wrist thumb", -1, 40, NORKIN),
    Motion("hip", "", "hip bend", 1, 125, MERCK),
    Motion("hip", "bend", "hip bend", 1, 125, MERCK),
    Motion("hip", "back", "hip bend", -1, 20, NORKIN),
    Motion("hip", "aside", "hip aside", 1, 45, MERCK),
    Motion("hip", "across", "hip aside", -1, 30, NORKIN),
    Motion("hip", "turned out", "hip turn", 1, 60, NORKIN),
    Motion("hip", "turned in", "hip turn", -1, 45, MERCK),
    Motion("knee", "", "knee bend", 1, 145, MERCK),
    Motion("ankle", "up", "ankle up", 1, 40, MERCK),
    Motion("ankle", "down", "ankle up", -1, 50, MERCK),
    Motion("ankle", "in", "ankle in", 1, 35, MERCK),
    Motion("ankle", "out", "ankle in", -1, 20, MERCK),
    Motion("trunk", "lean", "trunk lean", 1, 120, BY_EYE),
    Motion("trunk", "arch", "trunk lean", -1, 30, NORKIN),
    Motion("trunk", "round", "trunk bend", 1, 70, BY_EYE),
    Motion("trunk", "hollow", "trunk bend", -1, 30, BY_EYE),
    Motion("trunk", "side bend right", "trunk side", -1, 40, NORKIN),
    Motion("trunk", "side bend left", "trunk side", 1, 40, NORKIN),
    Motion("trunk", "turn left", "trunk turn", 1, 50, NORKIN),
    Motion("trunk", "turn right", "trunk turn", -1, 50, NORKIN),
    Motion("pelvis", "hitch left", "root roll", 1, 15, BY_EYE),
    Motion("pelvis", "hitch right", "root roll", -1, 15, BY_EYE),
    Motion("head", "nod", "neck bend", 1, 60, MUSCOLINO),
    Motion("head", "look up", "neck bend", -1, 80, MUSCOLINO),
    Motion("head", "tilt right", "neck tilt", -1, 45, MUSCOLINO),
    Motion("head", "tilt left", "neck tilt", 1, 45, MUSCOLINO),
    Motion("head", "turn left", "neck turn", 1, 80, MUSCOLINO),
    Motion("head", "turn right", "neck turn", -1, 80, MUSCOLINO),
    Motion("head", "tuck chin", "neck tuck", 1, 25, BY_EYE),
    Motion("head", "chin forward", "neck tuck", -1, 25, BY_EYE),
)

#: Which way the palm looks: up and down in the room, the others as the person stands.
PALMS = ("up", "down", "forward", "back", "in", "out")
#: Shapes of a hand, by the author's word; `person.fingers.FINGERS` bends the fingers.
FINGERS = (
    "straight",
    "relaxed",
    "spread",
    "fist",
    "hook",
    "flat fist",
    "tabletop",
    "thumb to little finger",
    "pointing",
)

#: Where the thumb can be, after a shape: `person.fingers.THUMBS` turns it.
THUMBS = ("across", "beside", "out", "round", "round a ball", "to little finger")

RAISED_DEG = 60.0  # of an arm: from here on the turn counts from a forearm that points up

_NUMBER = r"(\d+(?:\.\d+)?)"


def of(joint: str) -> tuple[Motion, ...]:
    """Every movement of a joint."""
    return tuple(motion for motion in MOTIONS if motion.joint == joint)


def offered(joint: str) -> str:
    """What a joint can do, as messages say it: a wrist moves `back 75`, `down 80` …, at most."""
    known = [f"`{m.words} {m.limit_deg:g}`" if m.words else f"`{m.limit_deg:g}`" for m in of(joint)]
    straight = ["`straight`"] if any(not m.words for m in of(joint)) else []
    return f"{_named(joint)} moves {', '.join([*straight, *known])} (degrees at most), or several with commas"


def _named(joint: str) -> str:
    """`an elbow`; what the head does the neck does."""
    word = "neck" if joint == "head" else joint
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def angles(joint: str, value: Any) -> dict[str, float]:
    """The coordinates that a value of the pose sets, in degrees.

    Args:
        joint: a joint of the table.
        value: `raised forward 90, turned out 20`, `{raised forward: 90}`, `straight`, or a number.

    Raises:
        UnreadableError: the joint has no such movement, or does not go so far.
    """
    found: dict[str, float] = {}
    pieces = list(_pieces(value))
    raised = any(text == "raised forward" and (angle or 0.0) >= RAISED_DEG for text, angle in pieces)
    for text, angle in pieces:
        motion = next((m for m in of(joint) if m.words == text), None)
        if motion is None or angle is None:
            raise UnreadableError(f"cannot read {_said(text, angle)!r}", offered(joint))
        limit = motion.raised_deg if raised and motion.raised_deg is not None else motion.limit_deg
        if angle > limit:
            raise UnreadableError(
                f"{_named(joint)} does not go {_said(text, angle)}", f"write at most `{_said(text, limit)}`"
            )
        if motion.coordinate in found:
            raise UnreadableError(f"{_named(joint)} cannot move both ways at once", "leave one of the two out")
        found[motion.coordinate] = motion.sign * angle
    return found


def _pieces(value: Any) -> Iterator[tuple[str, float | None]]:
    """(words, degrees) of every movement that a value names."""
    if isinstance(value, Mapping):
        yield from ((str(name), degrees(angle)) for name, angle in value.items())
        return
    if not isinstance(value, str):
        yield "", degrees(value)
        return
    for piece in value.split(","):
        text = " ".join(piece.split())
        if text == "straight":
            yield "", STRAIGHT_DEG
        elif match := re.fullmatch(rf"(.*?) ?{_NUMBER}", text) or re.fullmatch(rf"{_NUMBER} (.*)", text):
            words, number = match.groups() if not match[1].replace(".", "").isdigit() else match.groups()[::-1]
            yield words, float(number)
        else:
            yield text, None


def _said(words: str, angle: float | None) -> str:
    return f"{words} {angle:g}".strip() if angle is not None else words


def shape(value: Any) -> str:
    """A shape of the fingers, and the place of the thumb where it is another than usual: `fist, thumb out`."""
    fingers, comma, thumb = (" ".join(piece.split()) for piece in f"{value}".partition(","))
    if fingers not in FINGERS or (comma and thumb.removeprefix("thumb ") not in THUMBS):
        help = f"fingers are {_listed(FINGERS)}, and after a comma {_listed(tuple(f'thumb {t}' for t in THUMBS))}"
        raise UnreadableError(f"cannot read {value!r}", help)
    return f"{fingers}, thumb {thumb.removeprefix('thumb ')}" if comma else fingers


def palm(value: Any) -> str:
    """`palm up`: which way the palm looks."""
    word = value.removeprefix("palm ") if isinstance(value, str) else value
    if word not in PALMS:
        raise UnreadableError(f"cannot read {value!r}", f"a forearm turns {_listed(tuple(f'palm {p}' for p in PALMS))}")
    return str(word)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words[:-1]) + f" or `{words[-1]}`"
