"""People in the drawings: their names, the names of their kept drawings, postures that each is not drawn in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from handouts.model.poses import postures

#: The people of the drawings, the usual one first; their looks are in `handouts/figures/person/people.py`.
PersonDrawn = Literal[
    "adult", "woman", "man", "older-woman", "older-man", "heavier-woman", "heavier-man", "slim-woman", "child",
    "curly", "headscarf", "wheelchair-user",
]  # fmt: skip
NAMES: tuple[str, ...] = get_args(PersonDrawn)
USUAL = NAMES[0]

#: Separates the exercise from the person in the name of a kept drawing: `calf-stretch-wall@curly.json`.
AT = "@"

#: Postures that a person is not drawn in: a wheelchair user does not stand, and a large belly lifts the head and chest
#: of a person who lies on it.
NOT_DRAWN: Mapping[str, tuple[str, ...]] = {
    "heavier-woman": ("lie on front",),
    "heavier-man": ("lie on front",),
    "wheelchair-user": ("stand", "kneel"),
}
#: Each of these postures as messages name it; `stand` and `kneel` match every phrase that begins with them.
_POSTURES = {"stand": "standing", "kneel": "kneeling", "lie on front": "lying on the front"}


def not_drawn(person: str, pose: Mapping[str, Any]) -> str:
    """The first posture of a pose that this person is not drawn in.

    Args:
        person: a name of `NAMES`.
        pose: the `pose:` of an exercise as YAML gives it, with inherited keys resolved.

    Returns:
        The posture as messages name it (`standing`), or an empty string.
    """
    for posture in postures(pose):
        for excluded in NOT_DRAWN.get(person, ()):
            if posture.startswith(excluded):
                return _POSTURES[excluded]
    return ""


def kept_name(drawn: str, person: str | None) -> str:
    """File name, without ending, of a kept drawing: that of the usual person is the id of the exercise alone."""
    return drawn if person in (None, USUAL) else f"{drawn}{AT}{person}"
