"""Composed leaflets read against themselves: what was planted in one direction or the other is found before print."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from merging import MERGES, made
from shipped import SHIPPED

from handouts.checks.contradictions import contradictions
from handouts.diagnostics import Diagnostic
from handouts.model import Library, prose
from handouts.model.leaflet import InShort, Item, Leaflet

PAIR = ("low-back-pain", "heel-bursitis")


def planted(owner: str = "heel-bursitis", **lines: str) -> Leaflet:
    """A merge without findings, with a line of one condition more in some of its lists."""
    leaflet = made(*PAIR)
    assert contradictions(SHIPPED, leaflet) == []
    for field, text in lines.items():
        item = Item(f"conditions/{owner}.yaml: {field}", prose.runs(text))
        if field == "act":
            short = leaflet.in_short
            leaflet = replace(leaflet, in_short=InShort(short.what, (*short.act, item), short.warn))
        else:
            more: dict[str, Any] = {field: (*getattr(leaflet, field), item)}
            leaflet = replace(leaflet, **more)
    return leaflet


def found(leaflet: Leaflet, library: Library = SHIPPED) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in contradictions(library, leaflet)]


@pytest.mark.parametrize(
    ("owner", "field", "line", "subject"),
    [
        ("low-back-pain", "do", "Back: Do keep walking, as far as you like.", "how much to walk"),
        ("low-back-pain", "act", "Walk early, as normally as you can.", "how much to walk"),
        ("low-back-pain", "do_not", "Do not use a hot-water bottle.", "warmth"),
        ("heel-bursitis", "before_exercises", "Do work your tendon every day.", "when to begin"),
    ],
)
def test_a_line_that_says_the_opposite_of_another_is_found(owner: str, field: str, line: str, subject: str) -> None:
    messages = [message for code, message in found(planted(owner, **{field: line})) if code == "HND417"]
    assert messages and all(message.endswith(f"say the opposite about {subject}") for message in messages)


def test_warmth_for_one_part_and_none_on_another_are_no_opposites() -> None:
    assert found(planted("heel-bursitis", do_not="Heel: Do not use a hot-water bottle.")) == []
    lines = [prose.plain_text(item.text) for item in made("low-back-pain", "sciatica").do_not]
    assert any(line.startswith("Sciatica: Do not use a hot-water bottle") for line in lines)
    assert found(made("low-back-pain", "sciatica")) == []


def test_a_sign_of_danger_in_two_rows_is_found() -> None:
    leaflet = made(*PAIR)
    now, today, *others = leaflet.help
    one_sign = replace(now.groups[0], signs=now.groups[0].signs[:1])
    spoiled = replace(leaflet, help=(now, replace(today, groups=(*today.groups, one_sign)), *others))
    ((code, message),) = found(spoiled)
    assert code == "HND417" and "is under `emergency`" in message and "under `same_day`" in message


@pytest.mark.parametrize("line", ["Do change your position often.", "Do get up often."])
def test_what_two_conditions_say_of_one_subject_is_found(line: str) -> None:
    assert {code for code, _ in found(planted(do=line))} == {"HND418"}


@pytest.mark.parametrize(
    ("field", "line", "missing"),
    [
        ("do_not", "Do not wear a bandage at night.", "ankle-brace"),
        ("do", "Do wear the splint each night.", "night-splint"),
        ("do", "Do the wall calf stretch first.", "calf-stretch-wall"),
    ],
)
def test_a_line_about_something_that_is_not_printed_is_found(field: str, line: str, missing: str) -> None:
    ((code, message),) = found(planted(**{field: line}))
    assert code == "HND419" and f"is about `{missing}`" in message


def test_a_card_that_contradicts_a_do_not_is_found() -> None:
    """A foot on the other knee crosses the legs, so a sore hip forbids it; without the rule the check finds it."""
    pair, hip = ("plantar-fasciitis", "hip-osteoarthritis"), SHIPPED.conditions["hip-osteoarthritis"]
    assert "plantar-fascia-stretch" not in [card.id for card in made(*pair).cards]
    allowing = hip.model_copy(update={"forbids": tuple(one for one in hip.forbids if one.id is None)})
    library = replace(SHIPPED, conditions={**SHIPPED.conditions, hip.id: allowing})
    messages = [message for code, message in found(made(*pair, library=library), library) if code == "HND417"]
    assert len(messages) == 1 and messages[0].endswith("say the opposite about crossed legs")


@pytest.mark.parametrize("id_", sorted(SHIPPED.conditions))
def test_no_shipped_leaflet_contradicts_itself(id_: str) -> None:
    assert contradictions(SHIPPED, made(id_)) == []


@pytest.mark.slow
def test_no_pair_of_shipped_conditions_and_no_triple_of_a_sample_contradicts_itself() -> None:
    pairs = [*combinations(sorted(SHIPPED.conditions), 2)]
    triples = [merge for merge in MERGES if len(merge) == 3][::11]
    findings: dict[tuple[str, ...], list[Diagnostic]] = {
        merge: contradictions(SHIPPED, made(*merge)) for merge in (*pairs, *triples)
    }
    assert {merge: one for merge, one in findings.items() if one} == {}
