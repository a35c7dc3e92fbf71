"""Text for the record: what was handed over, in lines to paste into the patient's record. No name is in it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handouts.compose.wording import Wording
from handouts.desk import doses
from handouts.model import Edition
from handouts.model.leaflet import Leaflet

_STATUS = {"draft": "Draft, not clinically approved.", "reviewed": "Reviewed, not approved."}
_SIDES = {"left": "Left.", "right": "Right.", "both": "Both sides."}


@dataclass(frozen=True, slots=True)
class Printed:
    """A leaflet as it is printed, with what the page knows of it.

    Args:
        exercises: those of the page (`composing`), printed ones first and in order.
        sides: names of conditions with a side of their own, and that side (`own_sides`).
        without: ids of the exercises that the person left out.
        forbidden: ids of the exercises that the program left out.
        has_note: whether the paper has a note for this person, whose words are not repeated.
    """

    leaflet: Leaflet
    edition: Edition
    pages: int
    exercises: Sequence[Mapping[str, Any]]
    sides: Sequence[tuple[str, str]] = ()
    without: Collection[str] = ()
    forbidden: Collection[str] = ()
    has_note: bool = False


def text(printed: Printed, day: datetime.date, wording: Wording) -> dict[str, str]:
    """The lines, in the order in which a record asks for them: of a leaflet that is `prepared`, and of one `given`."""
    title, say = printed.leaflet.title, wording.say
    first = {
        "prepared": say("Leaflet prepared: {title}.", title=title),
        "given": say("Leaflet given: {title}.", title=title),
    }
    common = _side(printed.leaflet.request.side, wording)
    own = [say("{name}: {side}", name=name, side=_side(side, wording)) for name, side in printed.sides]
    lines = [_identity(printed.leaflet, wording), _paper(printed, day, wording), *_exercises(printed, wording)]
    return {
        name: "\n".join((" ".join(filter(None, (words, common, *own))), *lines)) + "\n" for name, words in first.items()
    }


def own_sides(leaflet: Leaflet) -> list[tuple[str, str]]:
    """The conditions with a side of their own, by id, in the order of the title."""
    own = dict(leaflet.request.choice.sides)
    return [(id_, own[id_]) for id_ in leaflet.conditions if id_ in own]


def _identity(leaflet: Leaflet, wording: Wording) -> str:
    """Number, version and days, and that it is not approved."""
    imprint = leaflet.imprint
    words = wording.say(
        "{document}, version {version}, {issued}. Review by {review}.",
        document=imprint.document, version=imprint.version, issued=imprint.issued, review=imprint.review_by,
    )  # fmt: skip
    status = _STATUS.get(imprint.status)
    return f"{words} {wording.say(status)}" if status else words


def _paper(printed: Printed, day: datetime.date, wording: Wording) -> str:
    return wording.say(
        "{language}, {paper}, {pages}, {day}.",
        language=str(wording.locale.get_language_name(wording.locale.language)), paper=printed.edition.name,
        pages=wording.count("{n} page", "{n} pages", printed.pages), day=wording.day(day),
    )  # fmt: skip


def _exercises(printed: Printed, wording: Wording) -> Iterator[str]:
    """Each exercise with its dose, what was left out and by whom, and whether there is a note."""
    kept = [one for one in printed.exercises if one["printed"]]
    for number, one in enumerate(kept, 1):
        yield f"{number} {one['name']}: {doses.line(one['dose_words'], wording)}."
    others = [one for one in printed.exercises if not one["printed"]]
    left = [one["name"] for one in others if one["id"] in printed.without]
    barred = [one["name"] for one in others if one["id"] in printed.forbidden and one["id"] not in printed.without]
    if left:
        yield wording.say("Left out: {names}.", names=", ".join(left))
    if barred:
        yield wording.say("Left out by the program, not for this choice: {names}.", names=", ".join(barred))
    if printed.has_note:
        yield wording.say("With a note for this person; its words are on the paper alone.")


def _side(side: str | None, wording: Wording) -> str:
    return wording.say(_SIDES[side]) if side else ""
