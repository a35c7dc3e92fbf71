"""`like: other-exercise`: a pose takes from another exercise's pose whatever it does not say itself.

Plain text work: the printing side uses it without the drawing tools. Words are never taken: `alt` and `labels` are
written, and translated, for each exercise of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FRAMES = ("start", "finish", "close")
WORDS = ("alt", "labels")


class LikenessError(Exception):
    """A pose whose `like` leads nowhere: the exercise that says so, and the ids from the one asked for to there."""

    def __init__(self, line: tuple[str, ...], missing: str) -> None:
        super().__init__(f"{' → '.join((*line, missing))}")
        self.line, self.missing = line, missing

    @property
    def goes_round(self) -> bool:
        return self.missing in self.line


def line_of(id_: str, poses: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """An exercise, the one that it is like, the one that this is like …"""
    line: tuple[str, ...] = ()
    following: str | None = id_
    while following is not None:
        if following in line or following not in poses:
            raise LikenessError(line, following)
        line = (*line, following)
        said = poses[following].get("like")
        following = None if said is None else str(said)
    return line


def whole(id_: str, poses: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The pose of an exercise with all that it takes from others."""
    found: dict[str, Any] = {}
    for name in reversed(line_of(id_, poses)):
        taken = {key: value for key, value in found.items() if key not in WORDS}
        own = {key: value for key, value in poses[name].items() if key != "like"}
        found = {**taken, **{key: _over(key, taken.get(key), value) for key, value in own.items()}}
    return found


def _over(key: str, taken: Any, own: Any) -> Any:
    """A frame takes what it does not say from the frame of the same name; all else is said anew."""
    frames = key in FRAMES and isinstance(taken, Mapping) and isinstance(own, Mapping)
    return {**taken, **own} if frames else own
