"""Alternative texts that add nothing for a listener. Reports HND816."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.checks.context import CheckContext, Finding
from handouts.model import Exercise, prose

_WORD = re.compile(r"\w+")


def alternatives(context: CheckContext) -> Iterator[Finding]:
    """HND816 for a frame with the alternative text of an earlier one, or with the words of the first step alone."""
    for exercise in context.exercises:
        for name, message in _repeated(exercise):
            advice = "write what this frame alone shows: where the body is, and what it stands, sits or lies on"
            yield context.found("HND816", message, advice, "exercise", exercise.id, ("pose", "alt", name))


def _repeated(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """The frames without an alternative text of their own, each with what is wrong."""
    step = set(_words(exercise.start))
    described: dict[tuple[str, ...], str] = {}
    for name, text in exercise.pose.alt if exercise.pose else ():
        if text is None:
            continue
        words = _words(text)
        if words in described:
            yield name, f"the frame `{name}` has the alternative text of `{described[words]}`"
        elif step.issuperset(words):
            yield name, f"the alternative text of `{name}` has no word that the first step has not"
        described.setdefault(words, name)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(prose.plain(text).casefold()))
