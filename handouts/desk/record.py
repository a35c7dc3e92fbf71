"""Text for the record: what was handed over, in lines to paste into the patient's record. No name is in it."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from handouts.compose.wording import Wording
from handouts.desk import doses
from handouts.model import Edition
from handouts.model.leaflet import Leaflet


def text(
    leaflet: Leaflet,
    edition: Edition,
    pages: int,
    exercises: Sequence[Mapping[str, Any]],
    sides: Iterable[tuple[str, str]],
    day: datetime.date,
    wording: Wording,
    without: Collection[str] = (),
    forbidden: Collection[str] = (),
    has_note: bool = False,
) -> dict[str, str]:
    """The lines, in the order in which a record asks for them: of a leaflet that is `prepared`, and of one `given`.

    Args:
        exercises: those of the page (`composing`), printed ones first and in order.
        sides: names of conditions with a side of their own, and that side.
        without: ids of the exercises that the person left out.
        forbidden: ids of the exercises that the program left out.
        has_note: whether the paper has a note for this person, whose words are not repeated.
    """
    imprint, say = leaflet.imprint, wording.say
    side = leaflet.request.side
    first = {
        "prepared": say("Leaflet prepared: {title}.", title=leaflet.title),
        "given": say("Leaflet given: {title}.", title=leaflet.title),
    }
    status = {"draft": "Draft, not clinically approved.", "reviewed": "Reviewed, not approved.", "approved": ""}
    identity = say(
        "{document}, version {version}, {issued}. Review by {review}.",
        document=imprint.document, version=imprint.version, issued=imprint.issued, review=imprint.review_by,
    )  # fmt: skip
    paper = say(
        "{language}, {paper}, {pages}, {day}.",
        language=str(wording.locale.get_language_name(wording.locale.language)), paper=edition.name,
        pages=wording.count("{n} page", "{n} pages", pages), day=wording.day(day),
    )  # fmt: skip
    printed = [one for one in exercises if one["printed"]]
    unprinted = [one for one in exercises if not one["printed"]]
    left = [one["name"] for one in unprinted if one["id"] in without]
    barred = [one["name"] for one in unprinted if one["id"] in forbidden and one["id"] not in without]
    own = [_side(side, wording), *(_own_side(*one, wording) for one in sides)]
    lines = [
        " ".join(filter(None, (identity, say(status[imprint.status]) if status[imprint.status] else ""))),
        paper,
        *(
            f"{number} {one['name']}: {doses.line(one['dose_words'], wording)}."
            for number, one in enumerate(printed, 1)
        ),
        *([say("Left out: {names}.", names=", ".join(left))] if left else []),
        *([say("Left out by the program, not for this choice: {names}.", names=", ".join(barred))] if barred else []),
        *([say("With a note for this person; its words are on the paper alone.")] if has_note else []),
    ]
    return {name: "\n".join((" ".join(filter(None, (words, *own))), *lines)) + "\n" for name, words in first.items()}


def _side(side: str | None, wording: Wording) -> str:
    return wording.say({"left": "Left.", "right": "Right.", "both": "Both sides."}[side]) if side else ""


def _own_side(name: str, side: str, wording: Wording) -> str:
    return wording.say("{name}: {side}", name=name, side=_side(side, wording))
