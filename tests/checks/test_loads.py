"""Loads against poses: what a pose shows must be listed, what it rules out must not."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from handouts import library
from handouts.checks import loads
from handouts.checks.context import CheckContext
from handouts.model import Library

SHIPPED, _ = library.load(library.content_folders(None), library.data_root() / "styles")


def found(shelf: Library) -> list[tuple[str, str]]:
    """The exercises at fault with their messages, of all that some condition prescribes."""
    every = SHIPPED.conditions["plantar-fasciitis"]
    prescriptions = tuple(every.exercises[0].model_copy(update={"id": id_}) for id_ in shelf.exercises)
    condition = every.model_copy(update={"exercises": prescriptions})
    shelf = replace(shelf, conditions={condition.id: condition})
    context = CheckContext(shelf, (condition.id,), datetime.date(2026, 11, 1))
    return [(finding.id, finding.diagnostic.message) for finding in loads.loads(context)]


def with_loads(id_: str, *listed: str, angles: dict[str, float] | None = None) -> Library:
    exercise = SHIPPED.exercises[id_].model_copy(update={"loads": listed})
    figures = dict(SHIPPED.figures)
    if angles is not None:
        figures[id_] = tuple(replace(frame, angles_deg={**frame.angles_deg, **angles}) for frame in figures[id_])
    return replace(SHIPPED, exercises={**SHIPPED.exercises, id_: exercise}, figures=figures)


def test_the_shipped_exercises_list_what_their_poses_show() -> None:
    assert found(SHIPPED) == []


@pytest.mark.parametrize("load", loads.SHOWN)
def test_a_load_that_a_pose_shows_is_missed_in_every_exercise_that_shows_it(load: str) -> None:
    showing = [id_ for id_, exercise in SHIPPED.exercises.items() if load in exercise.loads]
    missed = {}
    for id_ in showing:
        others = [other for other in SHIPPED.exercises[id_].loads if other != load]
        missed[id_] = found(with_loads(id_, *others))
    shown = {id_ for id_, messages in missed.items() if messages}
    assert shown, "no exercise shows it"
    expected = [f"the pose shows `{load}`, which `loads` does not list"]
    assert all([message for _, message in missed[id_]] == expected for id_ in shown)


@pytest.mark.parametrize("load", loads.SHOWN)
def test_a_load_that_a_pose_rules_out_is_found(load: str) -> None:
    listed = SHIPPED.exercises["towel-scrunch"].loads
    assert found(with_loads("towel-scrunch", *listed, load)) == [("towel-scrunch", f"the pose shows no `{load}`")]


@pytest.mark.parametrize(("degrees", "missing"), [(14.9, False), (15.1, True)])
def test_an_ankle_bent_up_by_more_than_fifteen_degrees_is_ankle_up(degrees: float, missing: bool) -> None:
    angles = {"left ankle": degrees, "left knee": 90.0}
    assert [id_ for id_, _ in found(with_loads("towel-scrunch", angles=angles))] == ["towel-scrunch"] * missing


def test_a_mild_bend_is_the_authors_word() -> None:
    angles = {"left ankle": 10.0, "left knee": 90.0}
    assert found(with_loads("towel-scrunch", "ankle-up", angles=angles)) == []


def test_an_exercise_without_measured_drawing_is_not_judged() -> None:
    shelf = with_loads("calf-stretch-wall")
    assert found(shelf) != []
    assert found(replace(shelf, figures={**shelf.figures, "calf-stretch-wall": ()})) == []
