"""The names of the files, decided before the first is written: whole, unlike each other, and the same in every run.

What a file system, another system or a terminal would read otherwise is taken out: path separators, dots and spaces at
the ends, hidden characters, the names that Windows keeps for devices. Two names that are one for some file system (by
case, or by how an accent is written) both get the number of their row.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from handouts.batch.patients.patient_list import Patient
from handouts.diagnostics import Diagnostic, did_you_mean

USUAL = "{row}-{conditions}"
PARTS = ("row", "conditions", "side", "edition", "language", "date", "id", "name", "born", "clinician")
MAX_BYTES = 120  # of a name before its number and ending: some file systems take 143
_FIELD = re.compile(r"\{([^{}]*)\}")
_UNSAFE = re.compile(r'[<>:"/\\|?*\s]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def check(pattern: str) -> list[Diagnostic]:
    """HND913 for a pattern with a part that there is not, or that names no file."""
    unknown = [part for part in _FIELD.findall(pattern) if part not in PARTS]
    if unknown:
        return [
            Diagnostic("HND913", f"there is no `{{{unknown[0]}}}` in a name", did_you_mean(unknown[0], PARTS, "part"))
        ]
    if not _FIELD.search(pattern) or re.search(r"[{}/\\]", _FIELD.sub("", pattern)):
        advice = "write one such as `{row}-{conditions}`, without a folder; that is for `-o`"
        return [Diagnostic("HND913", "this is no pattern of names", advice)]
    return []


def named(patients: Mapping[int, Patient], pattern: str = USUAL, ending: str = "pdf") -> dict[int, str]:
    """The name of every row's file. All that are alike get their row's number until none are."""
    stems = {place: safe(_filled(patient, pattern)) or _number(patient) for place, patient in patients.items()}
    while True:
        count = Counter(folded(stem) for stem in stems.values())
        twins = [place for place, stem in stems.items() if count[folded(stem)] > 1]
        if not twins:
            return {place: f"{stem}.{ending}" for place, stem in stems.items()}
        for place in twins:
            stems[place] += f"-{_number(patients[place])}"


def _filled(patient: Patient, pattern: str) -> str:
    values = {
        "row": _number(patient),
        "conditions": "+".join(patient.conditions),
        "side": "+".join(filter(None, dict.fromkeys((patient.side, *(side for _, side in patient.sides))))),
        "edition": patient.edition,
        "language": patient.language,
        "date": patient.date.isoformat() if patient.date else "",
        "id": patient.reference,
        "name": patient.patient,
        "born": patient.born.isoformat() if patient.born else "",
        "clinician": patient.clinician,
    }
    return _FIELD.sub(lambda match: values[match[1]], pattern)


def _number(patient: Patient) -> str:
    """Four digits, whatever the length of the list: so a row keeps its name when it alone is run again."""
    return f"{patient.number:04}"


def safe(words: str) -> str:
    """Words as a name that every file system takes, or nothing where nothing is left."""
    words = unicodedata.normalize("NFC", words)
    words = "".join(c for c in words if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") or c in "\t\n")
    words = _UNSAFE.sub("-", words).strip(" .-~")
    if _DEVICES.fullmatch(words.partition(".")[0].strip()):
        words = f"_{words}"
    return _cut(words)


def _cut(words: str) -> str:
    """At most so many bytes, whole letters with their accents."""
    while len(words.encode()) > MAX_BYTES:
        words = words[:-1]
        while words and unicodedata.combining(words[-1]):
            words = words[:-1]
    return words.rstrip(" .-~")


def folded(stem: str) -> str:
    """The form that two names share where some file system takes them for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", stem).casefold())
