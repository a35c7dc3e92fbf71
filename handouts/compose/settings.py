"""`--set calf-stretch-wall.hold=20s`: the words of a setting as a number in the unit of what it sets.

Whether the number lies inside its limits is for `compose` to say, which knows the limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handouts.diagnostics import Diagnostic
from handouts.model import Library

#: How people write a unit, and the unit that is meant.
UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("h", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("w", "week", "weeks"), "weeks"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("y", "year", "years"), "years"),
    **dict.fromkeys(("x", "time", "times"), "times"),
    **dict.fromkeys(("set", "sets"), "sets"),
}

#: Units that are exact multiples of others, in the smaller one.
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
DAYS = {"days": 1, "weeks": 7}

#: The unit of each dose that a setting may change.
DOSES = {"hold": "seconds", "minutes": "minutes", "repetitions": "times", "sets": "sets", "times_a_day": "times"}

#: How a value with its unit is best written.
SHORT = {"seconds": "s", "minutes": "min", "times": "x"}

_SETTING = re.compile(r"([^.=\s]+)\.([^.=\s]+)=(.+)")
_VALUE = re.compile(r"([0-9]{1,6})\s*([A-Za-z]*)")
_EXAMPLE = "write it as `calf-stretch-wall.hold=20s`: what, a dot, which of its numbers, `=`, a whole number"


def read(words: Sequence[str], library: Library) -> tuple[dict[str, int], list[Diagnostic]]:
    """The settings by `id.word`. Reports HND002 for words that are no setting, and for units that do not fit."""
    settings: dict[str, int] = {}
    found: list[Diagnostic] = []
    for word in words:
        findings = _read_one(word, library)
        if isinstance(findings, Diagnostic):
            found.append(findings)
        elif findings[0] in settings:
            found.append(_wrong(f"`{findings[0]}` is set twice", "keep one of the two"))
        else:
            settings[findings[0]] = findings[1]
    return settings, found


def _read_one(setting: str, library: Library) -> tuple[str, int] | Diagnostic:
    match = _SETTING.fullmatch(setting)
    if match is None:
        return _wrong(f"`{setting[:60]}` is no setting", _EXAMPLE)
    owner, word, value = match[1], match[2].replace("-", "_"), match[3].strip()
    key, unit = f"{owner}.{word}", _unit_of(library, owner, word)
    form = f"write a whole number, such as `{key}={20 if unit == 'seconds' else 2}{SHORT.get(unit or '', '')}`"
    amount = _VALUE.fullmatch(value)
    if amount is None:
        return _wrong(f"`{value[:40]}` in `{key}` is not a whole number with a unit", form)
    if not amount[2]:
        return key, int(amount[1])
    given = UNITS.get(amount[2].lower())
    if given is None:
        return _wrong(f"`{amount[2]}` in `{key}` is no unit", form)
    if unit is None or given == unit:
        return key, int(amount[1])
    return _converted(key, int(amount[1]), given, unit, form)


def _unit_of(library: Library, owner: str, word: str) -> str | None:
    """The unit of what is set; None where there is nothing of that name, which `compose` reports."""
    if owner in library.exercises:
        return DOSES.get(word)
    known = library.advice.get(owner) or library.conditions.get(owner)
    number = known.numbers.get(word) if known else None
    return number.unit if number else None


def _converted(key: str, amount: int, given: str, unit: str, form: str) -> tuple[str, int] | Diagnostic:
    """Minutes as seconds and the like, where that comes out even."""
    for scale in (SECONDS, DAYS):
        if given in scale and unit in scale:
            exact, rest = divmod(amount * scale[given], scale[unit])
            if not rest:
                return key, exact
            return _wrong(f"{amount} {given} in `{key}` are no whole number of {unit}", form)
    counted = "a plain number" if unit == "plain" else unit
    return _wrong(f"`{key}` is counted in {counted}, not in {given}", form)


def _wrong(message: str, advice: str) -> Diagnostic:
    return Diagnostic("HND002", message, advice)
