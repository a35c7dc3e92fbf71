"""Names in braces: each must have words or a number to replace it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from handouts import model
from handouts.diagnostics import did_you_mean, nearest
from handouts.library.source import Path
from handouts.library.store import RecordStore
from handouts.model import Advice, Clinic, Condition, Country, DangerSign, Dose, Exercise, Record, StopRule, Text, prose
from handouts.model.regions import SORE_WORDS, Together

#: Placeholders that every text may use: words of the country, of the clinic, and of the pain guide.
HOUSE_WORDS = frozenset({*Country.WORDS, *Clinic.WORDS, "pain_fine", "pain_ok", "pain_top"})
SIDE_WORDS = frozenset({"side", "other_side"})


def check_placeholders(store: RecordStore) -> None:
    """Every name in braces must have words or a number to replace it. Reports HND206."""
    for kind, records in store.records.items():
        for id_, record in records.items():
            location = store.written[kind, id_]
            for path, text in _worded(record):
                allowed = _allowed(record, path)
                for name in prose.placeholders(text):
                    if name not in allowed:
                        message, advice = _unknown_placeholder(name, record, path, allowed)
                        store.report("HND206", message, advice, location.find(path, f"{{{name}}}"))
                if lone := re.search(r"[{}]", prose.PLACEHOLDER.sub("", text)):
                    advice = "write the name of a placeholder between { and }, or take the brace out"
                    store.report("HND206", f"a `{lone[0]}` without its partner", advice, location.find(path, lone[0]))


def _worded(record: Record) -> Iterator[tuple[Path, str]]:
    """Every text of a record in which a placeholder could be written."""
    yield from model.text_paths(record)
    if isinstance(record, Clinic | Country):
        fields = ((name, getattr(record, name)) for name in type(record).model_fields)
        yield from (
            ((name,), words) for name, words in fields if isinstance(words, str) and not isinstance(words, Text)
        )


def _allowed(record: Record, path: Path) -> frozenset[str]:
    match record:
        case Exercise() if path[:2] == ("pose", "labels"):
            return HOUSE_WORDS
        case Exercise() if path[0] == "pose":
            return HOUSE_WORDS | SIDE_WORDS
        case Exercise():
            amounts = (word for word, name in Dose.PLACEHOLDERS.items() if getattr(record.dose, name) is not None)
            return HOUSE_WORDS | SIDE_WORDS | frozenset(amounts)
        case Condition() | Advice() if path == ("picture", "alt"):
            return HOUSE_WORDS | SIDE_WORDS
        case Condition() | Advice() if path[0] == "picture":
            return HOUSE_WORDS
        case Advice():
            return HOUSE_WORDS | frozenset((*record.numbers, *SORE_WORDS))
        case Condition():
            return HOUSE_WORDS | frozenset(record.numbers)
        case DangerSign() if path[0] == "together" and isinstance(path[1], int):
            return HOUSE_WORDS | _numbers_together(record.together[path[1]], path[2] == "say")
        case StopRule():
            return HOUSE_WORDS | SIDE_WORDS
        case Country() if path[0] in Country.WORDS:  # words that replace a placeholder are filled in once
            return frozenset(name for name in Country.WORDS if "{" not in getattr(record, name))
        case Country():
            return frozenset(Country.WORDS)
        case Clinic():
            return frozenset()
        case _:
            return HOUSE_WORDS


def _numbers_together(together: Together, are_said: bool) -> frozenset[str]:
    """The numbers of signs that are said together; to say, those that every leaflet with the signs has."""
    signs = [frozenset(prose.placeholders(text)) for text in together.of]
    least = 1 if together.beside else 2  # of the signs that a leaflet has where they are said together
    every = frozenset().union(*signs)
    return frozenset(name for name in every if not are_said or sum(name not in one for one in signs) < least)


def _unknown_placeholder(name: str, record: Record, path: Path, allowed: Collection[str]) -> tuple[str, str]:
    if isinstance(record, Exercise) and path[0] != "pose" and (missing := Dose.PLACEHOLDERS.get(name)):
        message = f"`{{{name}}}` has no number"
        return message, f"add `{missing}` to the dose, or write the step without {{{name}}}"
    if isinstance(record, Clinic):
        return f"`{{{name[:40]}}}` is printed as written in a clinic's text", "write the words themselves"
    message = f"there is no placeholder `{{{name[:40]}}}` here"
    if close := nearest(name[:40], allowed):
        return message, f"did you mean `{{{close}}}`?"
    if isinstance(record, Condition | Advice):
        return message, f"give `{name[:40]}` under `numbers`, or write the words"
    return message, did_you_mean(name[:40], allowed, "placeholder")
