"""Single values of the pose language: sides, heights, angles, and the error of what cannot be read."""

from __future__ import annotations

import re
from typing import Any

STRAIGHT_DEG = 2.0  # what `straight` aims at: a locked joint looks and is unkind
SIDES = {"right": "R", "left": "L"}
SIDE_WORDS = {"R": "right", "L": "left"}
HEIGHTS = {
    "waist": 0.62,
    "chest": 0.72,
    "shoulder": 0.80,
    "eye": 0.92,
    "head": 1.0,
    "overhead": 1.15,
}  # share of body height, palm middle
TOES_DEG = {"up": 80, "down": 60}  # all joints of the toes together; up is what a hand can do

_NUMBER = r"(\d+(?:\.\d+)?)"
_SIGNED = re.compile(rf"{_NUMBER} (up|down)")
_BACKWARDS = re.compile(rf"{_NUMBER} back")


class UnreadableError(Exception):
    """A phrase outside the grammar: what is wrong, and an example of what would be right."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


def signed_deg(text: str) -> float:
    """`20 up` as 20, `20 down` as -20."""
    number, _, way = text.partition(" ")
    return float(number) * (1 if way == "up" else -1)


def toes(value: Any) -> float:
    """`40 up`: how far the toes are bent back; down counts as minus; `straight` and 0 leave them as they grow."""
    if value in ("straight", 0):
        return 0.0
    text = words(value, "40 up")
    match = _SIGNED.fullmatch(text)
    if match is None:
        raise UnreadableError(f"cannot read {text!r}", "try `40 up`, `30 down` or `big toe 40 up, others 20 down`")
    if float(match[1]) > TOES_DEG[match[2]]:
        raise UnreadableError(f"toes do not bend {text}", f"write at most `{TOES_DEG[match[2]]} {match[2]}`")
    return signed_deg(text)


def toes_apart(value: str) -> tuple[float, float]:
    """`big toe 40 up, others 20 down`: the big toe, and the others; those without a word are straight."""
    found = {"big toe": 0.0, "others": 0.0}
    for piece in words(value, "big toe 40 up, others 20 down").split(","):
        which = next((name for name in found if piece.strip().startswith(name)), None)
        if which is None:
            raise UnreadableError(f"cannot read {piece.strip()!r}", "write `big toe 40 up, others 20 down`")
        found[which] = toes(piece.strip().removeprefix(which))
    return found["big toe"], found["others"]


def hip(value: Any) -> float:
    """How far a lifted leg is bent at the hip, in degrees; `10 back` counts as minus."""
    if isinstance(value, str) and (m := _BACKWARDS.fullmatch(words(value, "10 back"))):
        return -float(m[1])
    if isinstance(value, str):
        raise UnreadableError(f"cannot read {value!r}", "write a number of degrees, for example `40`, or `10 back`")
    return degrees(value)


def joint(value: Any) -> float:
    """`straight` or an angle in degrees."""
    if value == "straight":
        return STRAIGHT_DEG
    if isinstance(value, str):
        raise UnreadableError(f"cannot read {value!r}", "write `straight`, or a number of degrees, for example `40`")
    return degrees(value)


def degrees(value: Any) -> float:
    """A number of degrees from 0 to 180."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadableError(
            f"{value!r} is not an angle", "write a number of degrees without a unit, for example `40`"
        )
    if not 0 <= value <= 180:
        raise UnreadableError(
            f"{value} is not an angle of this joint", "write 0 to 180 degrees; a joint never bends backwards"
        )
    return float(value)


def words(value: Any, example: str) -> str:
    """A text with single spaces."""
    if not isinstance(value, str):
        raise UnreadableError(f"{value!r} is not a phrase", f"write a phrase, for example `{example}`")
    return " ".join(value.split())
