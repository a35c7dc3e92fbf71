"""Sentences in two wordings and pronouns without their noun: what is real is found, and ordinary writing is not."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.checks.context import CheckContext
from handouts.checks.near_duplicates import are_near, near_duplicates
from handouts.checks.placement import stands_alone
from handouts.diagnostics import Diagnostic, Span
from handouts.model import Condition, Text

HEEL = SHIPPED.conditions["heel-spur"]


def leaning(text: str) -> list[str]:
    condition = HEEL.model_copy(update={"main_message": Text(text)})
    records = replace(SHIPPED, conditions={HEEL.id: condition})
    return [f.diagnostic.code for f in stands_alone(CheckContext(records, (HEEL.id,), datetime.date(2026, 11, 1)))]


@pytest.mark.parametrize(
    "text",
    [
        "You can do a lot to help it.",
        "It hurts most in the morning.",
        "A strong band is sore. It can make your foot go numb.",
        "This gets better.",
        "Both can hurt.",
        "Now do the other.",
        "Rest a bit when they ache.",
    ],
)
def test_a_pronoun_for_what_another_line_names_is_found(text: str) -> None:
    assert leaning(text) == ["HND829"]


@pytest.mark.parametrize(
    "text",
    [
        "Rest your jaw when it is tired.",
        "Your finger may catch in its bent position, then snap straight.",
        "Use the other hand for heavy work.",
        "Common in those who sit a lot.",
        "Do these exercises each day.",
        "Both sides of your jaw can hurt.",
        "Keep your teeth apart when you do not need them.",
        "This leaflet is about a sore jaw.",
    ],
)
def test_a_pronoun_for_what_its_sentence_names_is_not(text: str) -> None:
    assert leaning(text) == []


def alike(*conditions: Condition, checked: tuple[str, ...] = ()) -> list[Diagnostic]:
    """What is found in these conditions; a clinic's are read before the shipped ones."""
    own = {one.id: one for one in conditions}
    shipped = {id_: one for id_, one in SHIPPED.conditions.items() if id_ not in own}
    places: dict[tuple[str, str], Any] = {("condition", id_): {(): Span(f"mine/conditions/{id_}.yaml")} for id_ in own}
    records = replace(SHIPPED, conditions={**own, **shipped}, places={**SHIPPED.places, **places})
    context = CheckContext(records, checked or tuple(records.conditions), datetime.date(2026, 11, 1))
    return [finding.diagnostic for finding in near_duplicates(context)]


def of_jaw(**fields: object) -> Condition:
    sentences = {"not_known": (), "do": (), "do_not": (), "in_short": HEEL.in_short, **fields}
    return HEEL.model_copy(update={"id": "jaw-pain", **sentences})


def test_another_wording_of_what_many_conditions_say_is_one_finding_at_the_new_file() -> None:
    help_ = HEEL.get_help.model_copy(update={"soon": (Text("You are stiff for long each morning."),)})
    (finding,) = alike(of_jaw(get_help=help_))
    assert finding.message.startswith(
        "“You are stiff for long each morning.” is nearly “You are stiff for over {stiff}"
    )
    assert " more" in finding.message


def test_two_new_conditions_get_one_finding_and_not_two() -> None:
    one = of_jaw(do=(Text("Do chew soft food on both sides."),))
    two = one.model_copy(update={"id": "jaw-click", "do": (Text("Do chew food that is soft on both sides."),)})
    found = [alike(one, two, checked=(id_,)) for id_ in ("jaw-pain", "jaw-click")]
    assert len(alike(one, two)) == 1 and sorted(map(len, found)) == [0, 1]


def test_words_of_a_clinic_do_not_outvote_those_of_a_shipped_file() -> None:
    said = Text("Do let your hand rest between all jobs.")
    own = [of_jaw(do=(said,)).model_copy(update={"id": f"jaw-{number}"}) for number in range(3)]
    found = [alike(*own, checked=(id_,)) for id_ in ("tennis-elbow", "jaw-0")]
    assert [len(one) for one in found] == [0, 1]
    assert found[1][0].message.endswith("is nearly “Do let your hand rest between jobs.” of tennis-elbow")


def test_texts_of_a_skeleton_are_not_compared() -> None:
    texts = (Text("Do write what helps."), Text("Do write another thing that helps."))
    assert alike(of_jaw(do=texts)) == []


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("full_recovery", "A heel often takes {recovery}.", "A full recovery often takes {recovery}."),
        ("do_not", "Do not push into sharp pain.", "Do not push through sharp pain overhead."),
    ],
)
def test_common_words_and_numbers_do_not_make_sentences_alike(field: str, one: str, other: str) -> None:
    both = [Text(words) if field == "full_recovery" else (Text(words),) for words in (one, other)]
    jaw, click = (of_jaw(**{field: said}) for said in both)
    found = alike(jaw, click.model_copy(update={"id": "jaw-click"}))
    assert are_near(one, other)  # they share most words: that most of these say little is what tells them apart
    assert found == []
