"""Converts the text of a cell, such as a name, a side or a dose, to its value or a fault.

No fault repeats the text: it may be personal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from handouts.batch.patients.column_names import SETTING
from handouts.library.source.characters import named, unprintable
from handouts.model import BANDS, KEBAB
from handouts.model.choices import MOST_EXERCISES, Order, Side, SideOf

HIGHEST_ROW = 9_999_999
MOST_WEEKS = 520  # since an operation or injury
MAX_NAME = 80  # letters of a patient's or clinician's name
MAX_REFERENCE = 40
MAX_NOTES = 150  # two lines of the clinician's box, which has one height on every leaflet
MAX_WORD = 60  # letters without a space: a longer word overflows its box on the page
MAX_CONDITIONS = 8
MAX_TITLE = 45  # letters of the title of a sheet: two lines of its size
ROOM = {"title": MAX_TITLE, "name": MAX_NAME, "clinician": MAX_NAME, "id": MAX_REFERENCE, "notes": MAX_NOTES}
SIDES: Mapping[str, Side] = {
    "left": "left",
    "right": "right",
    "both": "both",
    "bilateral": "both",
    "l": "left",
    "r": "right",
}
NO_CONDITION = "one of the words is no id of a condition"
_CONDITIONS_APART = re.compile(r"[;,+\s]+")
_LONG_WORD = re.compile(rf"[^\s-]{{{MAX_WORD + 1},}}")
_DOSE = re.compile(rf"\s*(?:(\d{{1,6}})\s*([A-Za-z]{{0,8}})|({'|'.join(BANDS)}|blank|_{{1,4}}))\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a cell and its place in the text; without a length, all of it."""

    code: str
    message: str
    help: str
    at: int = 0
    length: int = 0


def words(text: str, field: str) -> str | Fault:
    """Literal text to print: never markup, a template or a formula, and short enough for its place."""
    if not (text.isascii() and text.isprintable()):
        read = _composed_words(text, field)
        if isinstance(read, Fault):
            return read
        text = read
    if len(text) > ROOM[field]:
        return Fault("HND911", f"{len(text)} letters, at most {ROOM[field]} have room", "shorten it")
    if len(text) > MAX_WORD and (long := _LONG_WORD.search(text)):
        message = f"{len(long[0])} letters without a space or hyphen, at most {MAX_WORD} fit a line"
        help_ = "write a shorter address" if "://" in text else "shorten the word, or put a space or a hyphen into it"
        return Fault("HND911", message, help_, long.start(), len(long[0]))
    return text


def _composed_words(text: str, field: str) -> str | Fault:
    """The words with each letter composed, or the first character of them that cannot be printed."""
    if field == "notes":
        text = re.sub(r"[ \t]*[\r\n]+\s*|\t", " ", text)  # notes are one paragraph
    if broken := re.search(r"[\r\n\t]", text):
        return Fault("HND910", "a line break or a tab in the middle", "write it on one line", broken.start(), 1)
    for at, _, _, help_ in unprintable(text):
        message = f"the character {named(text[at])} must not be printed here"
        return Fault("HND910", message, help_, at, 1)
    return composed(text)


def composed(text: str) -> str:
    """Each letter with its accent as one character (NFC), as fonts have it: only such words can be filled in."""
    return unicodedata.normalize("NFC", text)


@lru_cache(1000)  # most rows of a list have the conditions of another
def conditions(text: str) -> tuple[str, ...] | Fault:
    """Ids with `;`, `,`, `+` or a space between, each once."""
    help_ = "write the ids that `handouts list` shows, such as `heel-spur; heel-and-back`"
    ids = _ids(text, NO_CONDITION, help_)
    if isinstance(ids, Fault):
        return ids
    if not ids:
        return Fault("HND908", "no condition", "name at least one, such as `heel-spur`")
    if len(ids) > MAX_CONDITIONS:
        return Fault("HND911", f"{len(ids)} conditions, at most {MAX_CONDITIONS} fit a leaflet", "split the row")
    return ids


def _ids(text: str, message: str, help_: str) -> tuple[str, ...] | Fault:
    ids = tuple(dict.fromkeys(filter(None, _CONDITIONS_APART.split(text))))
    for id_ in ids:
        if not re.fullmatch(KEBAB, id_):
            return Fault("HND909", message, help_, text.find(id_), len(id_))
    return ids


def side(text: str) -> tuple[SideOf, ...] | Fault:
    """`left`, or the side of each condition: `heel-spur=right; heel-bursitis=left`."""
    found = list[SideOf]()
    for part in filter(str.strip, re.split(r"[;,\n]", text)):
        id_, _, word = part.rpartition("=")
        known = SIDES.get(word.strip().casefold())
        if known is None or (id_ and not re.fullmatch(KEBAB, id_.strip())) or id_.strip() in dict(found):
            help_ = "write left, right or both, such as `left` or `heel-spur=right; heel-bursitis=left`"
            return Fault("HND909", "this is no side", help_, text.find(part.strip()), len(part.strip()))
        found.append((id_.strip(), known))
    return tuple(found)


def number(text: str, most: int) -> int | Fault:
    if re.fullmatch(r"\d{1,7}", text, re.ASCII) and 1 <= int(text) <= most:
        return int(text)
    return Fault("HND909", f"this is no whole number from 1 to {most}", f"write one from 1 to {most}")


def exercises(text: str) -> int | tuple[str, ...] | Fault:
    """How many exercises, or the ids of these alone in the order of print."""
    return named_exercises(text) if re.search("[A-Za-z]", text) else number(text, MOST_EXERCISES)


@lru_cache(1000)
def named_exercises(text: str) -> tuple[str, ...] | Fault:
    """Ids with `;`, `,`, `+` or a space between, each once."""
    help_ = "write ids that `handouts list exercises` shows, such as `foot-roll; bridge`"
    ids = _ids(text, "one of the words is no id of an exercise", help_)
    if not isinstance(ids, Fault) and len(ids) > MOST_EXERCISES:
        return Fault("HND911", f"{len(ids)} exercises, at most {MOST_EXERCISES} fit a leaflet", "name fewer")
    return ids


def order(text: str) -> Order | Fault:
    known = {one: one for one in get_args(Order)}.get(text.casefold())
    return known or Fault("HND909", "this is no order", f"write {' or '.join(get_args(Order))}, or leave it empty")


def weeks(text: str) -> int | Fault:
    """Weeks since the operation or injury."""
    return 0 if text == "0" else number(text, MOST_WEEKS)


def _word(text: str, pattern: str, what: str, such_as: str) -> str | Fault:
    """A text of one form."""
    return text if re.fullmatch(pattern, text) else Fault("HND909", what, f"write one {such_as}, or leave it empty")


def plan(text: str) -> str | Fault:
    return _word(text, KEBAB, "this is no id of a plan", "that `handouts list plans` shows")


def row(text: str) -> int | Fault:
    return number(text, HIGHEST_ROW)


def tag(text: str) -> str | Fault:
    """The tag or the name of a language, such as `en`, `en-GB` or `English`."""
    pattern = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}|[^\W\d_]{4,30}"
    return _word(text, pattern, "this is no tag of a language", "such as `en`")


def edition(text: str) -> str | Fault:
    return _word(text, KEBAB, "this is no name of an edition", "such as `large-print`")


def wishes(text: str) -> tuple[str, ...] | Fault:
    """Settings with `;` or a line break between: `calf-stretch-wall.hold=20s; ice.minutes=10`."""
    settings = []
    for part in filter(str.strip, re.split(r"[;\n]", text)):
        key, _, value = part.strip().partition("=")
        setting = wish(key.strip(), value) if SETTING.fullmatch(key.strip()) else _no_setting()
        if isinstance(setting, Fault):
            return Fault(setting.code, setting.message, setting.help, text.find(part.strip()), len(part.strip()))
        settings.append(setting)
    return tuple(settings)


def wish(key: str, value: str) -> str | Fault:
    """One setting, as the command line writes it."""
    match = _DOSE.fullmatch(value)
    if match is None:
        return Fault(
            "HND909",
            f"no whole number with a unit for `{key}`",
            "write a whole number, such as 20s, 2min or 3x, or blank",
        )
    return f"{key}={match[3] or match[1] + match[2]}"


def _no_setting() -> Fault:
    return Fault(
        "HND909", "this is no setting", "write it as `calf-stretch-wall.hold=20s`, with `;` before the next one"
    )
