"""What of a leaflet changed from one version to another, in the parts that its reader knows.

Of each version the digests of its parts are kept, so that an old paper can be compared with the one of today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from handouts.compose.wording import Wording
from handouts.files.digest import short_digest
from handouts.model.cards import Card, Tile
from handouts.model.leaflet import Leaflet
from handouts.model.pictures import Frame

#: Of the digests below, raised whenever the same leaflet would get others: what two methods say is not compared.
METHOD = "2"
MOST_NAMED = 6  # parts in a sentence: a leaflet that was written anew has changed in nearly all of them
SAFETY = "help", "stops"
DIGITS = 8  # of a digest: it tells two texts of one part apart, nothing more

#: The fields of each part with its words for the reader. Each exercise has parts of its own.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "help": ("when to get help", ("help",)),
    "stops": (
        "when to stop or wait with the exercises",
        ("always_stop_if", "before_exercises", "parts_that_begin", "pain_limits", "pain", "fewer", "worse_next_day"),
    ),
    "advice": ("what helps and what to leave", ("tips", "more_tips", "do", "do_not")),
    "outlook": ("what to expect", ("timeline", "full_recovery")),
    "about": (
        "what it says about the condition",
        ("main_message", "in_short", "key_facts", "sections", "causes", "not_known", "title", "deck", "also_called"),
    ),
    "for": ("who it is for", ("for_whom", "not_for")),
    "plan": (
        "how to go on with the exercises",
        ("needs", "start", "which_sides", "add_next", "measures", "after_two_weeks", "both_sides"),
    ),
    "sources": ("the sources", ("sources", "acknowledgements")),
}

DOSE, STEPS, PICTURES = "dose ", "steps ", "pictures"
STEPS_FIELDS = ("name", "why", "steps", "watch_for", "stop_if", "not_for", "cautions", "cares", "easier", "harder",
                "feel", "film")  # fmt: skip
#: Of a dose, what is kept to print others; of a line, the field of the content that it came from.
NO_WORDS = {Tile: ("digits", "room", "kind"), object: ("field",)}


def digests(leaflet: Leaflet) -> dict[str, str]:
    """The digest of each part of a leaflet by the name of the part, and the method of the digests as `method`."""
    parts = {name: _digest(_texts([getattr(leaflet, field) for field in own])) for name, (_, own) in PARTS.items()}
    parts["method"] = METHOD
    for card in leaflet.cards:
        parts[DOSE + card.id] = _digest(_texts(card.tiles))
        parts[STEPS + card.id] = _digest(_steps(card))
    parts[PICTURES] = _digest(sorted({frame.sha256 or frame.svg for frame in _frames(leaflet)}))
    return parts


def changed(old: Mapping[str, str], new: Mapping[str, str], name: Callable[[str], str], wording: Wording) -> list[str]:
    """What changed, in words: that of safety first. Nothing where a version has no digests, or those of another method.

    Args: `name` gives the name of an exercise by its id.
    """
    if not old or not new or old.get("method") != new.get("method"):
        return []
    differ = [key for key in {**new, **old} if old.get(key) != new.get(key)]
    parts = {key: wording.say(words) for key, (words, _) in PARTS.items() if key in differ}
    safety = [parts.pop(key) for key in SAFETY if key in parts]
    pictures = [wording.say("the drawings")] if differ == [PICTURES] else []
    return [*safety, *_of_exercises(old, new, differ, name, wording), *parts.values(), *pictures]


def in_words(parts: list[str], wording: Wording) -> str:
    """A list of changes as a part of a sentence; those behind the first ones are counted."""
    rest = len(parts) - MOST_NAMED + 1
    if rest > 1:
        parts = [*parts[: MOST_NAMED - 1], wording.say("{n} other parts", n=str(rest))]
    return "; ".join(parts)


def _of_exercises(
    old: Mapping[str, str], new: Mapping[str, str], differ: list[str], name: Callable[[str], str], wording: Wording
) -> Iterator[str]:
    for key in differ:
        id_ = key.partition(" ")[2]
        if key.startswith(DOSE) and key in old and key in new:
            yield wording.say("the dose of {name}", name=name(id_))
        elif key.startswith(STEPS):
            words = "{name}, which is new" if key not in old else "{name}, which is left out" if key not in new else ""
            yield wording.say(words or "how to do {name}", name=name(id_))


def _steps(card: Card) -> Iterator[str]:
    """The words of a card without their numbers, which are those of its dose."""
    return (re.sub(r"\d+", "", text) for text in _texts([getattr(card, field) for field in STEPS_FIELDS]))


def _texts(value: object) -> Iterator[str]:
    """All texts of a value of the leaflet, in the order of its fields; no drawings."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value) and not isinstance(value, Frame):
        skipped = NO_WORDS.get(type(value), NO_WORDS[object])
        yield from _texts([getattr(value, one.name) for one in fields(value) if one.name not in skipped])
    elif value is not None and not isinstance(value, Frame):
        yield str(value)


def _frames(value: object) -> Iterator[Frame]:
    if isinstance(value, Frame):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _frames(one)
    elif is_dataclass(value):
        yield from _frames([getattr(value, one.name) for one in fields(value)])


def _digest(texts: Iterator[str] | list[str]) -> str:
    return short_digest("\0".join(texts), DIGITS)
