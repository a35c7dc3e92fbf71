"""Checks of leaflets that differ in their chosen exercises share what these do not change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handouts import checks
from handouts.checks.context import CheckContext

from . import planting
from .planting import CONDITION, TODAY


def test_checks_that_share_find_for_each_choice_what_they_find_alone() -> None:
    records = planting.read(planting.MINI)
    guide = records.pain_guide
    assert guide is not None
    one = next(iter(records.exercises.values()))
    added = {
        "twice": one.model_copy(update={"id": "twice", "stop_if": guide.rules[:1]}),
        "once": one.model_copy(update={"id": "once"}),
    }
    library = replace(records, exercises={**records.exercises, **added})
    choices: list[tuple[str, ...]] = [("once",), ("twice",), (), ("once", "twice")]

    def found(chosen: tuple[str, ...], shared: dict[str, Any]) -> list[str]:
        context = CheckContext(library, (CONDITION,), TODAY, chosen=chosen, of_conditions=shared)
        return [f"{one.code} {one.message}" for one in checks.run(context)]

    alone = [found(chosen, {}) for chosen in choices]
    shared: dict[str, Any] = {}
    assert [found(chosen, shared) for chosen in choices] == alone and shared
    assert [bool(one) for one in alone] == [False, True, False, True]
