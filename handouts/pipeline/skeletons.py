"""What a new file begins with: its id and days, and from the content the danger signs and exercises of a region."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from handouts.library.placeholders import HOUSE_WORDS
from handouts.library.unwritten_texts import EMPTY_ROWS, LINE_TO_WRITE
from handouts.model import Library, Pattern, Region, Urgency, prose

#: The region of a skeleton for which none is named. No condition can stay there without its own danger signs (HND321).
NEUTRAL = "whole-body"
MOST_SIGNS = {"emergency": 7, "same_day": 7, "soon": 5}  # lines that a row holds, as the model has it
EXERCISES = 2

MOST_LETTERS = 60  # of an id, as the model has it
YEARS_TO_REVIEW = 2

#: The values of a skeleton by token; a line with a list is repeated for each of its items.
Values = Mapping[str, str | Sequence[str]]


def plain_name(text: str) -> str:
    """The nearest good id: `Hip Bursitis` → `hip-bursitis`; empty when nothing is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", letters))[:MOST_LETTERS].strip("-")


def review_day(today: datetime.date) -> datetime.date:
    """The same day in two years; 29 February becomes 28."""
    year = today.year + YEARS_TO_REVIEW
    return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def values(library: Library, region: str) -> Values:
    """What a condition, an exercise or a block of advice of a region begins with."""
    known = library.regions.get(region)
    found: dict[str, str | Sequence[str]] = {
        "REGION": region,
        "PART": known.sore.part if known else "the sore place",
        "PAIN": known.sore.pain if known else "pain",
        "VIEW": next(iter(known.views if known else ()), "body from the front"),
        "EXERCISE": _exercises(library, region),
        "STOP": ", ".join(known.stop_rules[:2]) if known else "",
        "UNSAFE": "".join(f", {one.name}" for one in _patterns(library, known, "not_for")),
    }
    for row, empty in EMPTY_ROWS.items():
        lines = _signs(library, region, row, _patterns(library, known, row))
        found[row.upper().replace("_", "")] = lines[: MOST_SIGNS[row]] or [empty]
    return found


def _patterns(library: Library, region: Region | None, row: str) -> list[Pattern]:
    """Everything that the region asks for in a row."""
    assert row in get_args(Urgency)
    required = [(sign, library.danger_signs.get(sign.id)) for sign in (region.danger_signs if region else ())]
    return [one for sign, kind in required if kind and (sign.urgency or kind.urgency) == row for one in kind.patterns]


def _signs(library: Library, region: str, row: str, patterns: Iterable[Pattern]) -> list[str]:
    """A line for each sign: that of a condition of the region, so that both say it alike, else one to write."""
    of_region = [one for one in library.conditions.values() if region in one.regions]
    lines = Counter(str(line) for one in of_region for line in getattr(one.get_help, row) if _is_plain(line))
    found: list[str] = []
    for pattern in patterns:
        if not any(pattern.is_in(line) for line in found):
            to_write = f"{LINE_TO_WRITE} {pattern.words[0].replace('*', '')}."
            found.append(max(filter(pattern.is_in, lines), key=lines.__getitem__, default=to_write))
    return found


def _is_plain(line: str) -> bool:
    """Whether it names no number of its condition."""
    return set(prose.placeholders(line)) <= HOUSE_WORDS


def _exercises(library: Library, region: str) -> list[str]:
    """The exercises that the conditions of a region name most; without any, those that most regions share."""
    asking = [(one, {p.id for p in one.exercises}) for one in library.conditions.values()]
    own = [one for one in library.exercises.values() if one.region == region and not one.taught_first]
    uses = {one.id: sum(one.id in named for _, named in asking) for one in own}
    if not uses:
        shared = library.exercises
        uses = {id_: len({r for one, named in asking if id_ in named for r in one.regions}) for id_ in shared}
    return sorted(uses, key=lambda id_: (-uses[id_], id_))[:EXERCISES]
