"""`--set calf-stretch-wall.hold=20s`: reads a setting as a number in the unit of what it sets, and checks it.

`read` parses the text of the command line or of a cell. `check` and `not_printed` compare the settings of a request
with the library and with what the leaflet prints.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from handouts.diagnostics import Diagnostic, did_you_mean
from handouts.model import BANDS, BLANK, SCOPE, SIDES, WEIGHTS, Dose, DoseChange, Exercise, Library, Number

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
    **{unit: unit for unit in WEIGHTS},
}

#: Units that are exact multiples of others, in the smaller one.
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
DAYS = {"days": 1, "weeks": 7}

#: The unit of each dose that a setting may change.
DOSES = {
    "hold": "seconds",
    "rest": "seconds",
    "minutes": "minutes",
    "repetitions": "times",
    "sets": "sets",
    "times_a_day": "times",
    "times_a_week": "times",
    "every_hours": "hours",
    "band": "plain",
}

#: How a value with its unit is best written.
SHORT = {"seconds": "s", "minutes": "min", "times": "x"}

#: What leaves a number blank, to be filled in by hand.
BLANKS = ("blank", "_", "__", "___", "____")

_SETTING = re.compile(r"([^.=\s]+)\.([^.=\s]+)(?:\.([^.=\s]+))?=(.+)")
_VALUE = re.compile(r"([0-9]{1,6})\s*([A-Za-z]*)")
_EXAMPLE = "write it as `calf-stretch-wall.hold=20s`: what, a dot, which of its numbers, `=`, a whole number"


def read(texts: Sequence[str], library: Library) -> tuple[dict[str, int], list[Diagnostic]]:
    """Parses settings such as `ice.minutes=10`.

    Returns: the values by `id.name`, each in the unit of what it sets, and the findings. Reports HND002 for a text that
    is no setting, a unit that does not fit, and a setting that is given twice.
    """
    settings: dict[str, int] = {}
    findings: list[Diagnostic] = []
    for text in texts:
        parsed = _parsed(text, library)
        if isinstance(parsed, Diagnostic):
            findings.append(parsed)
        elif parsed[0] in settings:
            findings.append(_wrong(f"`{parsed[0]}` is set twice", "keep one of the two"))
        else:
            settings[parsed[0]] = parsed[1]
    return settings, findings


def blanks(library: Library, exercises: Iterable[str]) -> dict[str, int]:
    """Settings that leave every dose of these exercises to be filled in by hand."""
    known = [library.exercises[id_] for id_ in exercises if id_ in library.exercises]
    return {f"{exercise.id}.{word}": BLANK for exercise in known for word in exercise.dose.adjustable}


def check(settings: Mapping[str, int], library: Library, exercises: Container[str]) -> list[Diagnostic]:
    """Checks that every setting names a number of the library, within its limits, and that its exercise is printed.

    Args: `exercises` are the ids that the leaflet prints. Reports HND001, HND002 and HND403.
    """
    findings = []
    for key, value in settings.items():
        owner, _, name = key.partition(".")
        name, _, scope = name.partition(".")
        amount = (library.adjustable(owner) or {}).get(name)
        if amount is None:
            findings.append(_no_such_setting(library, key, owner, name))
        elif scope and (fault := no_scope(library.exercises.get(owner), name, scope)):
            findings.append(_wrong(f"`{key}`: {fault[0]}", fault[1]))
        elif value == BLANK:
            findings += not_printed([key], exercises, "leave it out") if owner in library.exercises else []
        elif not amount.lowest <= value <= amount.highest:
            limits = f"choose from {amount.lowest} to {amount.highest}; {amount.value} is usual"
            help_ = f"{limits} (`handouts show {owner}` says where these limits come from)"
            findings.append(Diagnostic("HND403", f"{key} = {value} is outside its limits", help_))
        elif owner in library.exercises:
            findings += not_printed([key], exercises, "leave it out, or see `--why`")
    return findings


def no_scope(exercise: Exercise | None, name: str, scope: str) -> tuple[str, str] | None:
    """Why a setting cannot hold for one side or from a week on, and what to do; None where it can."""
    if exercise is None or not SCOPE.fullmatch(scope):
        return (
            f"`{scope}` is neither a side nor a week",
            "end the dose of an exercise in .left, .right or .week2 to .week52",
        )
    if Dose.ADJUSTABLE[name] not in DoseChange.model_fields:
        return f"`{name}` is the same for all sides and weeks", f"set `{exercise.id}.{name}`"
    if scope in SIDES and exercise.dose.sides not in ("sore side", "each side"):
        return "it is not done with one side at a time", f"set `{exercise.id}.{name}` for both"
    return None


def not_printed(settings: Iterable[str], printed: Container[str], help_: str) -> list[Diagnostic]:
    """HND002 for each setting, by `id.name`, whose record the leaflet does not print."""
    return [
        Diagnostic("HND002", f"{key} is set, but this leaflet does not print `{owner}`", help_)
        for key in settings
        if (owner := key.partition(".")[0]) not in printed
    ]


def _no_such_setting(library: Library, key: str, owner: str, name: str) -> Diagnostic:
    if (numbers := library.adjustable(owner)) is None:
        owners = {*library.exercises, *library.advice, *library.conditions}
        help_ = did_you_mean(owner, owners, "exercise or advice")
        return Diagnostic("HND001", f"nothing is called `{owner}` in `{key}`", help_)
    return Diagnostic("HND002", f"`{owner}` has no `{name}` to set", did_you_mean(name, numbers, "dose"))


def _parsed(setting: str, library: Library) -> tuple[str, int] | Diagnostic:
    match = _SETTING.fullmatch(setting)
    if match is None:
        return _wrong(f"`{setting[:60]}` is no setting", _EXAMPLE)
    owner, name, value = match[1], match[2].replace("-", "_"), match[4].strip()
    key, unit = f"{owner}.{name}" + (f".{match[3]}" if match[3] else ""), _unit_of(library, owner, name)
    if value.lower() in BLANKS:
        return key, BLANK
    if name == "band" and value.lower() in BANDS:
        return key, BANDS.index(value.lower()) + 1
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


def _unit_of(library: Library, owner: str, name: str) -> str | None:
    """The unit of what is set; None where the library has nothing of that name, which `check` reports."""
    number = (library.adjustable(owner) or {}).get(name)
    if isinstance(number, Number):
        return number.unit
    return DOSES.get(name) if owner in library.exercises else None


def _converted(key: str, amount: int, given: str, unit: str, form: str) -> tuple[str, int] | Diagnostic:
    """An amount in another unit of the same scale, such as minutes in seconds, where it stays a whole number."""
    # Months and years are in no scale: they are no exact multiple of days, so they are never converted.
    for scale in (SECONDS, DAYS):
        if given in scale and unit in scale:
            exact, rest = divmod(amount * scale[given], scale[unit])
            if not rest:
                return key, exact
            return _wrong(f"{amount} {given} in `{key}` are no whole number of {unit}", form)
    counted = "a plain number" if unit == "plain" else unit
    return _wrong(f"`{key}` is counted in {counted}, not in {given}", form)


def _wrong(message: str, help_: str) -> Diagnostic:
    return Diagnostic("HND002", message, help_)
