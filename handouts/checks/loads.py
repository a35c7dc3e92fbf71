"""What exercises load, against their poses. Reports HND848.

Conditions forbid and delay exercises by what they load, so a load that is missing lets a forbidden movement through.
Where the kept drawing or the words of the pose show a movement, the list of loads must agree with it; `calf-load`,
`heel-impact` and others that no drawing shows are the author's word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from handouts.checks.context import CheckContext, Finding
from handouts.library.pictures import poses
from handouts.model import Exercise, Frame
from handouts.model.poses import FRAMES, InheritanceError, resolved_pose

#: An ankle bent up by more than this is `ankle-up`; one that is bent up by less than the second is not. Between them
#: the drawing decides nothing: people bend an ankle further than it is drawn.
ANKLE_UP_DEG, ANKLE_LEVEL_DEG = 15.0, 5.0
#: Toes bent back by more than this are `toes-up`.
TOES_UP_DEG = 20.0
#: With the toes bent back, or the knee this straight, an ankle bent up by this much pulls at the nerve beside it.
PULL_DEG, STRAIGHT_KNEE_DEG = 10.0, 10.0

_TOES_KEYS = ("left toes", "right toes", "toes")
_TOES_UP = re.compile(r"(\d+(?:\.\d+)?) up")
_UNDER_TOES = re.compile(r"\btoes on rolled towel\b")
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A pose with all that it takes from others, and its kept frames."""

    pose: Mapping[str, Any]
    frames: Sequence[Frame]

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every key and value of the pose and its frames, as they are written."""
        for key, value in self.pose.items():
            if key in FRAMES and isinstance(value, Mapping):
                yield from ((str(inner), str(words)) for inner, words in value.items())
            else:
                yield str(key), str(value)

    def ankle_deg(self) -> float:
        """How far an ankle is bent up at most."""
        return max(frame.angles_deg[f"{side} ankle"] for frame in self.frames for side in _SIDES)

    def toes_deg(self) -> float:
        """How far toes are bent back at most; a towel under them counts as just too far."""
        bent = [float(match[1]) for key, words in self.phrases() if key in _TOES_KEYS
                for match in _TOES_UP.finditer(words)]  # fmt: skip
        lifted = [TOES_UP_DEG + 1 for _, words in self.phrases() if _UNDER_TOES.search(words)]
        return max([*bent, *lifted], default=0.0)

    def pull_deg(self) -> float:
        """How far an ankle is bent up while its knee is straight."""
        return max(
            (frame.angles_deg[f"{side} ankle"] for frame in self.frames for side in _SIDES
             if frame.angles_deg[f"{side} knee"] <= STRAIGHT_KNEE_DEG),
            default=0.0,
        )  # fmt: skip


def _ankle_up(shown: _Shown) -> bool | None:
    degrees = shown.ankle_deg()
    return True if degrees > ANKLE_UP_DEG else False if degrees < ANKLE_LEVEL_DEG else None


def _toes_up(shown: _Shown) -> bool | None:
    return shown.toes_deg() > TOES_UP_DEG


def _nerve_tension(shown: _Shown) -> bool | None:
    toes, ankle = shown.toes_deg(), shown.ankle_deg()
    if shown.pull_deg() > PULL_DEG or (toes > TOES_UP_DEG and ankle > ANKLE_LEVEL_DEG):
        return True
    return False if toes <= TOES_UP_DEG and ankle < ANKLE_LEVEL_DEG else None


def _kneeling(shown: _Shown) -> bool | None:
    return any(key == "kneel" for key, _ in shown.phrases())


#: Which loads a pose shows: True where it must be listed, False where it must not, None where the pose does not decide.
SHOWN: Mapping[str, Callable[[_Shown], bool | None]] = {
    "ankle-up": _ankle_up,
    "toes-up": _toes_up,
    "nerve-tension": _nerve_tension,
    "kneeling": _kneeling,
}


def loads(context: CheckContext) -> Iterator[Finding]:
    """HND848 for a load that the pose shows and the exercise does not list, and for one that the pose rules out."""
    for exercise in context.exercises:
        if shown := _shown(context, exercise):
            for load, judge in SHOWN.items():
                if (is_shown := judge(shown)) is not None:
                    yield from _compared(context, exercise, load, is_shown)


def _compared(context: CheckContext, exercise: Exercise, load: str, is_shown: bool) -> Iterator[Finding]:
    listed = list[str](exercise.loads)
    if is_shown and load not in listed:
        message, advice = f"the pose shows `{load}`, which `loads` does not list", f"add `{load}` to `loads`"
        yield context.found("HND848", message, advice, "exercise", exercise.id, ("loads",))
    elif load in listed and not is_shown:
        message, advice = f"the pose shows no `{load}`", f"take `{load}` out of `loads`, or draw the movement"
        yield context.found("HND848", message, advice, "exercise", exercise.id, ("loads", listed.index(load)))


def _shown(context: CheckContext, exercise: Exercise) -> _Shown | None:
    """The pose and the frames of an exercise; None where nothing is drawn, or nothing was measured."""
    frames = context.library.figures.get(exercise.id, ())
    measured = [frame for frame in frames if all(f"{side} {joint}" in frame.angles_deg for side in _SIDES
                                                 for joint in ("ankle", "knee"))]  # fmt: skip
    with suppress(InheritanceError):
        return (
            _Shown(resolved_pose(exercise.id, poses(context.library.exercises.values())), measured)
            if measured
            else None
        )
    return None
