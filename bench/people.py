"""Patients that nobody is: rows as a clinic's list has them, the same in every run."""

from __future__ import annotations

import csv
import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

GIVEN = (
    "Ann", "Mary Jane", "Zoë", "Seán", "Françoise", "Jürgen", "Łukasz", "Agnieszka", "Işıl", "Gökhan", "Nguyễn Thị",
    "Văn", "Νίκος", "Ελένη", "Иван", "Ольга", "José", "Conceição", "Ngozi", "Babatunde", "Priya", "Mohammed", "Wei",
    "Siobhán",
)  # fmt: skip
FAMILY = (
    "Example", "O’Brien", "Smith-Jones", "Müller", "Żółć", "Kowalska", "Güçlü", "Hồng", "Trần", "García Márquez",
    "Featherstonehaugh", "Adeyemi", "Okafor", "Sharma", "Hussain", "Li", "d’Établé", "Szczepańska", "Ní Bhriain",
)  # fmt: skip
GREEK, CYRILLIC = ("Παπαδόπουλος", "Γεωργίου"), ("Петров", "Соколова")
CLINICIANS = ("Bo Clinician", "J. d’Établé", "Ruth Adeyemi")
NOTES = (
    "Ask about new insoles.",
    "Call us if the night pain comes back.",
    "Start with the wall stretch. Take it easy on bad days, and ring the front desk if the pain comes back.",
    "Start with the wall stretch. Take it easy on bad days, and call the front desk (not the ward) if the pain comes "
    "back within two weeks.",
)
#: What a clinic chooses among. The last has another plural.
DOSES: tuple[Mapping[str, int], ...] = (
    {},
    {"calf-stretch-wall.hold": 20},
    {"calf-stretch-wall.hold": 20, "plantar-fascia-stretch.hold": 15},
    {"calf-stretch-wall.repetitions": 4, "foot-roll.minutes": 3},
    {"foot-roll.times_a_day": 1},
)
#: The limits of the doses of the leaflet, for rows of which each has its own.
LIMITS = {
    "plantar-fascia-stretch.hold": (10, 30),
    "calf-stretch-wall.hold": (10, 60),
    "calf-stretch-wall.repetitions": (2, 4),
    "calf-stretch-wall.times_a_day": (1, 3),
    "heel-raise-two-feet.repetitions": (5, 15),
    "heel-raise-two-feet.sets": (1, 3),
    "heel-raise-two-feet.times_a_day": (1, 2),
    "foot-roll.minutes": (1, 5),
    "foot-roll.times_a_day": (1, 2),
}
CONDITION = "plantar-fasciitis"
#: What a therapist chooses among for this condition; any four may be together.
EXERCISES = (
    "ankle-circles", "ankle-pumps", "balance-reach", "band-push-out", "calf-stretch-bent-knee", "calf-stretch-wall",
    "foot-doming", "foot-in-and-out", "foot-roll", "heel-drop-step", "heel-raise-hold", "heel-raise-one-foot",
    "heel-raise-sitting", "heel-raise-towel", "heel-raise-two-feet", "knee-to-wall", "one-leg-balance",
    "plantar-fascia-stretch", "toe-lift", "towel-calf-stretch", "towel-scrunch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Patient:
    """A row."""

    reference: str
    name: str
    born: datetime.date
    clinician: str
    date: datetime.date
    notes: str = ""
    settings: Mapping[str, int] = field(default_factory=dict)
    only: tuple[str, ...] = ()


def alike(count: int) -> list[Patient]:
    """People who differ in the words that every leaflet has: name, number, day of birth, clinician, day."""
    return list(_people(count, [""], [{}]))


def usual(count: int) -> list[Patient]:
    """A clinic's day: half without a note, the others with one or two lines; one in three with a dose of its own."""
    return list(_people(count, ["", "", "", "", *NOTES], [{}, {}, {}, {}, {}, {}, *DOSES[1:-1]]))


def mixed(count: int) -> list[Patient]:
    """The same, and one in ten with a dose of another plural."""
    return list(_people(count, ["", "", "", "", *NOTES], [{}, {}, {}, {}, {}, {}, *DOSES[1:]]))


def each_its_own(count: int) -> list[Patient]:
    """All doses of every row by lot."""
    lots = random.Random(count)
    doses = [{key: lots.randint(*span) for key, span in LIMITS.items()} for _ in range(count)]
    return [
        Patient(one.reference, one.name, one.born, one.clinician, one.date, one.notes, own)
        for one, own in zip(_people(count, [""], [{}]), doses, strict=True)
    ]


def own_choice(count: int) -> list[Patient]:
    """Four exercises of every row by lot, in any order."""
    lots = random.Random(count)
    return [replace(one, only=tuple(lots.sample(EXERCISES, 4))) for one in _people(count, [""], [{}])]


KINDS = {
    "alike": alike, "usual": usual, "mixed": mixed, "each its own": each_its_own, "own choice": own_choice,
}  # fmt: skip


def _people(count: int, notes: Sequence[str], doses: Sequence[Mapping[str, int]]) -> Iterator[Patient]:
    lots = random.Random(count)
    day = datetime.date(2026, 11, 2)
    for number in range(count):
        yield Patient(
            f"QX-{100_000 + number}",
            _name(lots),
            datetime.date(1935, 1, 1) + datetime.timedelta(lots.randrange(25_000)),
            lots.choice(CLINICIANS),
            day + datetime.timedelta(lots.randrange(25)),
            lots.choice(notes),
            lots.choice(doses),
        )


def _name(lots: random.Random) -> str:
    """One script for a name, as people write theirs."""
    given = lots.choice(GIVEN)
    if given in ("Νίκος", "Ελένη"):
        return f"{given} {lots.choice(GREEK)}"
    if given in ("Иван", "Ольга"):
        return f"{given} {lots.choice(CYRILLIC)}"
    return f"{given} {lots.choice(FAMILY)}"


def written(path: Path, people: Sequence[Patient]) -> Path:
    """The list as `handouts mail-merge` and others read it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "name", "born", "conditions", "clinician", "date", "notes", "set", "exercises"))
        for one in people:
            doses = "; ".join(f"{key}={value}" for key, value in one.settings.items())
            own = one.reference, one.name, one.born, CONDITION, one.clinician, one.date, one.notes
            rows.writerow((*own, doses, "; ".join(one.only)))
    return path
