"""What exercises load, against their poses. Reports HND848.

Conditions forbid and delay exercises by their movements, so a movement that is missing lets a forbidden exercise
through. Where the kept drawing or the words of the pose show a movement, `loads` must agree with it; its level, and
movements such as `impact` that no drawing shows, are the author's word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from handouts.checks.context import CheckContext, Finding
from handouts.checks.shown_movements import ALIKE, SHOWN, Drawn, drawn_frames
from handouts.model import SIDES, Exercise
from handouts.model.movements import LEVELS, MOVEMENTS
from handouts.model.poses import InheritanceError

#: The angles that a frame needs to be judged.
ANGLES = (*(f"{side} {joint}" for side in SIDES for joint in ("hip", "knee", "ankle")), "trunk lean")  # fmt: skip


def loads(context: CheckContext) -> Iterator[Finding]:
    """HND848 for movements that the drawing shows and the exercise does not list, and for one that it rules out."""
    for exercise in context.exercises:
        yield from context.once_for_library(f"loads of {exercise.id}", partial(_loads, context, exercise))


def _loads(context: CheckContext, exercise: Exercise) -> list[Finding]:
    frames = _drawn(context, exercise)
    if not frames:
        return []
    shown = {movement: judge(frames) for movement, judge in SHOWN.items()}
    unlisted = _unlisted(context, exercise, [one for one, is_shown in shown.items() if is_shown])
    return [*unlisted, *_not_shown(context, exercise, [one for one, is_shown in shown.items() if is_shown is False])]


def _unlisted(context: CheckContext, exercise: Exercise, shown: Sequence[str]) -> Iterator[Finding]:
    listed = exercise.loads
    # A movement with weight is listed under its own name, and then the plain one is not missing.
    lacking = [one for one in shown if not any(name in listed for name in (one, *ALIKE.get(one, ())))]
    if lacking:
        named = ", ".join(f"`{one}` ({MOVEMENTS[one]})" for one in lacking)
        message = f"the drawing shows {named}, and `loads` does not list {'it' if len(lacking) == 1 else 'them'}"
        whole = ", ".join(f"{name}: {level}" for name, level in {**listed, **dict.fromkeys(lacking, 2)}.items())
        advice = f"write `loads: {{{whole}}}`, with 1 where it is {LEVELS[1]}, 2 {LEVELS[2]}, 3 {LEVELS[3]}"
        yield context.found("HND848", message, advice, "exercise", exercise.id, ("loads",))


def _not_shown(context: CheckContext, exercise: Exercise, ruled_out: Sequence[str]) -> Iterator[Finding]:
    for movement in (one for one in ruled_out if one in exercise.loads):
        message = f"`loads` lists `{movement}` ({MOVEMENTS[movement]}), and no frame of the drawing shows it"
        advice = f"take it out, or change the pose so that it shows and draw again: handouts draw {exercise.id}"
        yield context.found("HND848", message, advice, "exercise", exercise.id, ("loads", movement))


def _drawn(context: CheckContext, exercise: Exercise) -> Sequence[Drawn]:
    """The measured frames of an exercise; none where nothing is drawn."""
    frames = context.library.figures.get(exercise.id, ())
    # Close-ups of a hand or foot measure some joints alone: what is not measured is not judged.
    measured = [frame for frame in frames if all(angle in frame.angles_deg for angle in ANGLES)]
    with suppress(InheritanceError):
        return drawn_frames(context.library.pose(exercise.id), measured)
    return ()
