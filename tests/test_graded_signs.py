"""One answer for each sign of danger: what stands in two rows has in both lines what divides them, how fast or why."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

import pytest
from sampling import one_of_each
from shipped import SHIPPED

from handouts.compose import compose
from handouts.model import prose
from handouts.model.leaflet import HelpRow, Item, Leaflet, LedSigns
from handouts.model.request import Request

#: Parts of the body, and what a sign says of them.
PARTS = {
    "arm": r"arms?|hands?|fingers?|thumbs?",
    "leg": r"legs?|foot|feet|toes?",
    "heel": "heels?",
    "face": "face",
    "calf": "calf",
    "joint": "(?<!other )joints?|knees?|hips?|shoulders?",
    "back": "back",
    "neck": "neck",
}
SIGNS = {
    "numb": r"numb|no feeling",
    "tingles": r"tingl\w+|pins and needles",
    "weak": r"weak\w*|drops?|drags|clumsy",
    "hot": "hot",
    "swollen": r"swollen|swells?",
    "cold": "cold|pale|blue",
}
#: What divides two lines about the same: how fast it came, how long it lasts, or why.
DIVIDES = {
    "suddenly": "sudden",
    "within hours": "hours|fast",
    "within days": r"days?\b",
    "slowly": "slow",
    "lasting": "stays?|lasting",
    "always": "all the time",
    "at times": "at times|often",
    "an area": "area|part of",
    "injury": r"fall|blow|injury|since you hurt|snap|twist",
    "fever": "fever|wound|illness",
    "very ill": "shiver|very ill",
    "both": r"both\b",
    "seat": "between your legs",
    "diabetes": "diabetes",
    "little finger": "little finger",
    "more than a hand": "up your arm|not just your hand",
}


def found(words: dict[str, str], line: str) -> set[str]:
    return {name for name, pattern in words.items() if re.search(rf"\b(?:{pattern})", line.casefold())}


def undivided(leaflet: Leaflet) -> list[tuple[str, str]]:
    """Pairs of lines in two rows that say the same of one part of the body, and nothing that divides both."""
    lines = [(row.key, prose.plain_text(sign.text)) for row in leaflet.help for sign in row.signs]
    return [
        (one, other)
        for (row, one), (other_row, other) in combinations(lines, 2)
        if row != other_row
        and found(PARTS, one) & found(PARTS, other)
        and found(SIGNS, one) & found(SIGNS, other)
        and not (found(DIVIDES, one) - found(DIVIDES, other) and found(DIVIDES, other) - found(DIVIDES, one))
    ]


IDS = sorted(SHIPPED.conditions)
#: Three conditions each: of one part of the body, of three, and of those whose nerves are squeezed.
TRIPLES = [
    ("plantar-fasciitis", "heel-spur", "tarsal-tunnel"),
    ("neck-pain", "carpal-tunnel", "tennis-elbow"),
    ("sciatica", "tarsal-tunnel", "outer-hip-pain"),
    ("ankle-sprain", "front-knee-pain", "low-back-pain"),
    ("shoulder-pain", "neck-pain", "sciatica"),
    ("knee-osteoarthritis", "hip-osteoarthritis", "heel-and-back"),
    ("achilles-tendinopathy", "carpal-tunnel", "frozen-shoulder"),
]


def made(*ids: str) -> Leaflet:
    leaflet, findings = compose(SHIPPED, Request(ids))
    assert leaflet is not None, findings
    return leaflet


@pytest.mark.parametrize("ids", [*((one,) for one in IDS), *TRIPLES], ids="+".join)
def test_what_stands_in_two_rows_says_in_both_what_divides_them(ids: tuple[str, ...]) -> None:
    assert undivided(made(*ids)) == []


@pytest.mark.parametrize(
    "ids",
    one_of_each(((pair,) for pair in combinations(IDS, 2)), lambda one: SHIPPED.conditions[one[0][0]].region, every=9),
)
def test_what_stands_in_two_rows_of_a_pair_says_in_both_what_divides_them(ids: tuple[str, ...]) -> None:
    assert undivided(made(*ids)) == []


def test_a_sign_in_two_rows_without_its_speed_is_found() -> None:
    lines = {"emergency": "Your hand goes numb suddenly.", "same_day": "Your arm or hand turns numb."}
    rows = tuple(
        HelpRow(key, (), (LedSigns("", (Item("", prose.runs(line)),)),))  # type: ignore[arg-type]
        for key, line in lines.items()
    )
    leaflet = replace(made("neck-pain"), help=rows)
    assert undivided(leaflet) == [tuple(lines.values())]
