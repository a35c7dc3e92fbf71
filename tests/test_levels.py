"""Weeks after an operation or injury, and easier and harder levels of one exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from composing import with_exercise
from pydantic import ValidationError
from shipped import SHIPPED

from handouts.cli.program import program
from handouts.compose import compose, plans
from handouts.diagnostics import Diagnostic
from handouts.model import Exercise, Forbidden, Library, prose
from handouts.model.cards import Card
from handouts.model.choices import Choice
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

pytestmark = pytest.mark.usefixtures("read_once")

HEEL = "plantar-fasciitis"
ROLL = "foot-roll"


def asked(*ids: str, library: Library = SHIPPED, **choice: Any) -> tuple[Leaflet | None, list[Diagnostic]]:
    return compose(library, Request(ids, exercises=12, choice=Choice(**choice)))


def cards(*ids: str, library: Library = SHIPPED, **choice: Any) -> dict[str, Card]:
    leaflet, found = asked(*ids, library=library, **choice)
    assert leaflet is not None, found
    return {card.id: card for card in leaflet.cards}


def words(lines: Sequence[prose.Prose]) -> list[str]:
    return [prose.plain_text(line) for line in lines]


# ---------------------------------------------------------------- weeks


@pytest.mark.parametrize(("weeks", "is_printed"), [(0, False), (5, False), (6, True), (12, True), (13, False)])
def test_an_exercise_is_printed_in_its_weeks_alone(weeks: int, is_printed: bool) -> None:
    library = with_exercise(ROLL, not_before=6, not_after=12)
    leaflet, found = asked(HEEL, library=library, weeks=weeks)
    assert leaflet is not None and (ROLL in {card.id for card in leaflet.cards}) == is_printed
    left_out = [one for one in found if one.code == "HND416"]
    assert len(left_out) == (not is_printed)
    assert all(
        f"from week 6 to week 12 after the operation or injury, and {weeks} have passed" in one.message
        for one in left_out
    )


def test_without_weeks_the_card_says_to_wait_and_comes_last() -> None:
    library = with_exercise(ROLL, not_before=6, not_after=12)
    leaflet, _ = asked(HEEL, library=library)
    assert leaflet is not None
    card, row = leaflet.cards[-1], leaflet.diary[-1]
    assert card.id == ROLL and row.undated
    assert words(card.cautions) == ["Wait until 6 weeks after your operation or injury."]
    assert words(card.cares) == ["Only in the first 12 weeks after your operation or injury."]


def test_in_its_weeks_an_exercise_does_not_wait() -> None:
    card = cards(HEEL, library=with_exercise(ROLL, not_before=6), weeks=6)[ROLL]
    assert not card.cautions and not card.cares


def test_a_chosen_exercise_of_other_weeks_is_refused_with_the_reason() -> None:
    library = with_exercise(ROLL, not_before=6)
    leaflet, found = asked(HEEL, library=library, only=(ROLL,), weeks=3)
    assert leaflet is None and [one.code for one in found] == ["HND413"]
    assert found[0].message == "`foot-roll` cannot be chosen: it is done from week 6 after the operation or injury"
    assert found[0].help.endswith("or correct `--weeks 3`")
    assert ROLL in cards(HEEL, library=library, only=(ROLL,), weeks=8)


def test_weeks_hold_for_a_plan_and_a_sheet() -> None:
    library = with_exercise(ROLL, not_before=6)
    request, _ = plans.applied(library, (), Request((), plan="heel-first-weeks", choice=Choice(weeks=3)))
    leaflet, found = compose(library, request)
    assert leaflet is None and [one.code for one in found] == ["HND413"]


def test_an_exercise_does_not_end_before_it_begins() -> None:
    plain = SHIPPED.exercises[ROLL].model_dump(mode="json", by_alias=True)
    with pytest.raises(ValidationError, match="it ends before it begins"):
        Exercise.model_validate({**plain, "not_before": 6, "not_after": 4}, by_alias=True)


def test_weeks_are_an_option_of_make_and_sheet(tmp_path: Path) -> None:
    for command in (["make", HEEL], ["sheet", ROLL]):
        out = tmp_path / f"{command[0]}.txt"
        result = CliRunner().invoke(program, [*command, "--weeks", "3", "-o", str(out)])
        assert result.exit_code == 0 and out.exists(), result.stderr


# ---------------------------------------------------------------- levels


def test_a_card_names_its_levels_where_the_leaflet_prints_them() -> None:
    both = cards(HEEL, only=("heel-raise-two-feet", "heel-raise-one-foot"))
    two, one = both["heel-raise-two-feet"], both["heel-raise-one-foot"]
    assert two.harder and prose.plain_text(two.harder).endswith("Harder: One-leg heel raise, number 2.")
    assert one.easier and prose.plain_text(one.easier).endswith("Easier: Heel raise, number 1.")
    assert one.harder and "number" not in prose.plain_text(one.harder)
    alone = cards(HEEL, only=("heel-raise-one-foot",))["heel-raise-one-foot"]
    assert alone.easier and "number" not in prose.plain_text(alone.easier)


def test_where_a_chosen_exercise_is_forbidden_its_easier_level_is_named() -> None:
    rule = Forbidden.model_validate({"movement": "calf-loaded", "from": 3, "why": "it strains the heel"})
    condition = SHIPPED.conditions[HEEL].model_copy(update={"forbids": (rule,)})
    library = replace(SHIPPED, conditions={**SHIPPED.conditions, HEEL: condition})
    leaflet, found = asked(HEEL, library=library, add=("heel-drop-step",))
    refused = [one for one in found if one.code == "HND413"]
    assert leaflet is None and refused[0].help.startswith("choose the easier `heel-raise-two-feet`;")


def test_the_shipped_levels_agree() -> None:
    for exercise in SHIPPED.exercises.values():
        if exercise.harder:
            assert SHIPPED.exercises[exercise.harder].easier == exercise.id
