"""Exercises that a clinician chooses for one patient: what is printed, in which order, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli.commands import run
from click.testing import CliRunner
from composing import with_exercise
from shipped import SHIPPED

from handouts import library
from handouts.checks import approval_hash
from handouts.cli.program import program
from handouts.compose import choosing, compose, plans
from handouts.diagnostics import Diagnostic
from handouts.layout.templates import request_entry
from handouts.model import Library, prose
from handouts.model.choices import MOST_EXERCISES, Choice
from handouts.model.leaflet import Leaflet
from handouts.model.poses import postures
from handouts.model.request import Request

pytestmark = pytest.mark.usefixtures("read_once")

HEEL = "plantar-fasciitis"
PRESCRIBED = [prescription.id for prescription in SHIPPED.conditions[HEEL].exercises]
FOREIGN = next(id_ for id_ in SHIPPED.exercises if id_ not in PRESCRIBED)


def composed(
    *ids: str, library: Library = SHIPPED, exercises: int = 4, **choice: Any
) -> tuple[Leaflet | None, list[Diagnostic]]:
    return compose(library, Request(ids, exercises=exercises, choice=Choice(**choice)))


def cards(*ids: str, exercises: int = 4, **choice: Any) -> list[str]:
    leaflet, found = composed(*ids, exercises=exercises, **choice)
    assert leaflet is not None, found
    return [card.id for card in leaflet.cards]


def errors(*ids: str, library: Library = SHIPPED, **choice: Any) -> Sequence[Diagnostic]:
    leaflet, found = composed(*ids, library=library, **choice)
    assert leaflet is None
    return [finding for finding in found if finding.is_error]


def test_only_prints_these_in_their_order_whatever_the_conditions_prescribe() -> None:
    chosen = (PRESCRIBED[2], FOREIGN, PRESCRIBED[0])
    assert cards(HEEL, only=chosen) == list(chosen)
    assert cards(HEEL, only=(*chosen, chosen[0])) == list(chosen)


def test_an_exercise_that_nothing_prescribes_says_what_it_does_and_has_its_own_dose() -> None:
    leaflet, _ = composed(HEEL, only=(FOREIGN,))
    assert leaflet is not None
    (card,) = leaflet.cards
    assert prose.plain_text(card.why[0]) == SHIPPED.exercises[FOREIGN].what_it_does
    assert leaflet.diary[0].name == card.name


def test_add_comes_after_the_chosen_and_takes_none_of_their_places() -> None:
    assert cards(HEEL, add=(FOREIGN,)) == [*cards(HEEL), FOREIGN]
    assert cards(HEEL, add=(PRESCRIBED[0],)) == cards(HEEL)


def test_without_lets_the_next_in_importance_move_up() -> None:
    usual = cards(HEEL, exercises=3)
    (dropped, *rest) = usual
    assert cards(HEEL, exercises=3, without=(dropped,)) == [*rest, cards(HEEL, exercises=4)[3]]


def test_of_exercises_that_exclude_each_other_the_added_one_is_kept() -> None:
    library = with_exercise(FOREIGN, not_with=(PRESCRIBED[0],))
    leaflet, found = composed(HEEL, library=library, add=(FOREIGN,))
    assert leaflet is not None
    assert FOREIGN in [card.id for card in leaflet.cards]
    assert PRESCRIBED[0] not in [card.id for card in leaflet.cards]
    assert "HND409" in [finding.code for finding in found]


def test_position_orders_from_standing_to_lying() -> None:
    chosen = ("bridge", "towel-calf-stretch", "cat-camel", "foot-roll", "calf-stretch-wall")
    assert cards(HEEL, only=chosen, order="position") == list(
        reversed(("bridge", "cat-camel", "towel-calf-stretch", "foot-roll", "calf-stretch-wall"))
    )
    assert cards(HEEL, order="position") == sorted(cards(HEEL), key=lambda id_: choosing._place(SHIPPED, id_) or 0)


def test_every_drawn_exercise_has_a_position() -> None:
    drawn = [id_ for id_, exercise in SHIPPED.exercises.items() if exercise.pose]
    assert len(drawn) > 50
    for id_ in drawn:
        assert postures(SHIPPED.pose(id_)), id_
        assert choosing._place(SHIPPED, id_) is not None


def test_an_exercise_without_a_pose_names_its_position_or_is_not_ordered() -> None:
    bare = with_exercise(FOREIGN, pose=None)
    (refused,) = errors(HEEL, library=bare, only=(FOREIGN, PRESCRIBED[0]), order="position")
    assert refused.code == "HND413" and FOREIGN in refused.message and "position:" in refused.help
    leaflet, _ = composed(
        HEEL, library=with_exercise(FOREIGN, pose=None, position="lie"), add=(FOREIGN,), order="position"
    )
    assert leaflet is not None and leaflet.cards[-1].id == FOREIGN


@pytest.mark.parametrize("choice", ["only", "add"])
def test_what_a_condition_forbids_cannot_be_chosen(choice: str) -> None:
    named: dict[str, Any] = {choice: ("heel-drop-step",)}
    found = errors("heel-bursitis", **named)
    assert [finding.code for finding in found] == ["HND413"]
    assert "heel-bursitis forbids `ankle-up-loaded` from level 2: a deep ankle bend" in found[0].message


def test_a_choice_that_contradicts_itself_is_refused() -> None:
    library = with_exercise("bridge", not_with=("foot-roll",))
    assert "must not be on the same leaflet" in errors(HEEL, library=library, only=("foot-roll", "bridge"))[0].message
    assert "both chosen and left out" in errors(HEEL, add=(PRESCRIBED[0],), without=(PRESCRIBED[0],))[0].message
    assert "no condition of this leaflet prescribes it" in errors(HEEL, without=(FOREIGN,))[0].message
    many = tuple(SHIPPED.exercises)[: MOST_EXERCISES + 1]
    assert f"{MOST_EXERCISES + 1} exercises are chosen" in errors("heel-spur", only=many)[0].message


def test_an_unknown_exercise_is_named_with_the_nearest() -> None:
    (finding,) = errors(HEEL, without=("foot-rol",))
    assert (finding.code, finding.help) == ("HND001", "did you mean `foot-roll`?")


def test_a_body_region_keeps_an_exercise() -> None:
    back = [p.id for p in SHIPPED.conditions["heel-and-back"].exercises if SHIPPED.exercises[p.id].region == "low-back"]
    choices: list[dict[str, Any]] = [{"only": ("foot-roll",)}, {"without": tuple(back)}]
    for choice in choices:
        (finding,) = errors("heel-and-back", **choice)
        assert finding.code == "HND410" and "no exercise of the region `low-back`" in finding.message
        assert f"`{back[0]}`" in finding.help
    assert back[-1] in cards("heel-and-back", without=tuple(back[:-1]))
    assert "bridge" in cards("heel-and-back", without=tuple(id_ for id_ in back if id_ != "bridge"), add=("bridge",))


def test_doses_are_set_for_what_is_chosen_and_for_each_side() -> None:
    request = Request((HEEL,), side="both", settings={"foot-roll.minutes": 2, "heel-drop-step.repetitions.left": 5})
    leaflet, found = compose(SHIPPED, replace(request, choice=Choice(only=("foot-roll", "heel-drop-step"))))
    assert leaflet is not None, found
    assert leaflet.cards[0].tiles[0].number == "2"
    assert "Left side: Do it 5 times." in prose.plain_text(leaflet.cards[1].dose)
    refused, found = compose(SHIPPED, replace(request, choice=Choice(only=("foot-roll",))))
    assert refused is None and [one.code for one in found if one.is_error] == ["HND002"]


def test_a_choice_is_kept_in_the_file_and_read_again() -> None:
    choice = Choice(only=("foot-roll",), order="position")
    assert Choice.of_plain(choice.plain()) == choice
    assert '"only":["foot-roll"]' in request_entry(Request((HEEL,), choice=choice), "a4")
    assert "only" not in request_entry(Request((HEEL,)), "a4")


def test_only_goes_alone(tmp_path: Path) -> None:
    for more in (["--add", "bridge"], ["--without", "foot-roll"], ["--exercises", "4"]):
        result = CliRunner().invoke(program, ["make", HEEL, "--only", "foot-roll", *more])
        assert result.exit_code == 2 and more[0] in result.output
    file = tmp_path / "chosen.txt"
    result = CliRunner().invoke(program, ["make", HEEL, "--only", "foot-roll, bridge", "-o", str(file)])
    assert result.exit_code == 0, result.output
    assert "1. Foot roll" in (words := file.read_text("utf-8")) and "2. Bridge" in words


def test_an_error_in_the_file_of_a_chosen_exercise_stops_the_leaflet(tmp_path: Path) -> None:
    broken = tmp_path / "exercises" / f"{FOREIGN}.yaml"
    broken.parent.mkdir()
    broken.write_text("name: [", "utf-8")
    words = ["make", HEEL, "--content", str(tmp_path), "-o", str(tmp_path / "leaflet.txt")]
    assert CliRunner().invoke(program, words).exit_code == 0
    result = CliRunner().invoke(program, [*words, "--add", FOREIGN])
    assert result.exit_code == 1 and "HND101" in result.output


# ---------------------------------------------------------------- plans


def of_plan(plan: str, *ids: str, **more: Any) -> tuple[Request, list[Diagnostic]]:
    return plans.applied(SHIPPED, [], Request(ids, plan=plan, **more))


def test_a_plan_gives_exercises_doses_and_the_title_of_a_sheet() -> None:
    plan = SHIPPED.plans["heel-first-weeks"]
    request, found = of_plan(plan.id)
    assert found == []
    assert (request.choice.only, request.sheet.title) == (plan.exercises, plan.title)
    leaflet, found = compose(SHIPPED, request)
    assert leaflet is not None, found
    assert [card.tiles[1].number for card in leaflet.cards if card.id == "calf-stretch-wall"] == ["2"]
    assert prose.plain_text(leaflet.after_two_weeks).startswith("Go on with this plan for 2 weeks.")
    assert leaflet.imprint.issued == "November 2026" and leaflet.imprint.status == "draft"


def test_what_the_request_says_goes_before_its_plan() -> None:
    choice = Choice(add=("bridge",), without=("calf-stretch-wall",), order="position")
    request, found = of_plan("heel-first-weeks", choice=choice, settings={"foot-roll.minutes": 3})
    assert found == []
    assert request.choice.only == ("plantar-fascia-stretch", "foot-roll", "towel-calf-stretch", "bridge")
    assert request.choice.order == "position" and request.settings == {"foot-roll.minutes": 3}
    request, _ = of_plan("heel-first-weeks", HEEL, settings={"calf-stretch-wall.repetitions": 4})
    assert request.settings == {"calf-stretch-wall.repetitions": 4} and request.sheet.title == ""


def test_an_unknown_plan_and_an_exercise_that_it_does_not_have_are_refused() -> None:
    (unknown,) = of_plan("heel-frst-weeks")[1]
    assert (unknown.code, unknown.help) == ("HND001", "did you mean `heel-first-weeks`?")
    (missing,) = of_plan("heel-first-weeks", choice=Choice(without=("bridge",)))[1]
    assert missing.code == "HND413" and "heel-first-weeks is without it" in missing.message


def test_every_shipped_plan_can_be_printed() -> None:
    for id_ in SHIPPED.plans:
        leaflet, found = compose(SHIPPED, of_plan(id_)[0])
        assert leaflet is not None and not found, id_


def test_a_plan_of_a_clinic_lies_over_the_shipped_one_and_its_errors_stop_it(tmp_path: Path) -> None:
    own = tmp_path / "plans" / "heel-first-weeks.yaml"
    own.parent.mkdir()
    shipped = (library.data_root() / "content" / "plans" / own.name).read_text("utf-8")
    own.write_text(shipped.replace("title: First", "title: Our first"), "utf-8")
    words = ["sheet", "--plan", "heel-first-weeks", "--content", str(tmp_path), "-o", str(tmp_path / "sheet.txt")]
    assert CliRunner().invoke(program, words).exit_code == 0
    assert "Our first weeks" in (tmp_path / "sheet.txt").read_text("utf-8")
    own.write_text(shipped.replace("foot-roll", "foot-rol"), "utf-8")
    result = CliRunner().invoke(program, words)
    assert result.exit_code == 1 and "HND301" in result.output
    assert CliRunner().invoke(program, ["make", HEEL, *words[3:]]).exit_code == 0


def test_a_plan_is_not_counted_and_not_joined_with_only() -> None:
    for more in (["--exercises", "3"], ["--only", "foot-roll"]):
        result = CliRunner().invoke(program, ["make", HEEL, "--plan", "heel-first-weeks", *more])
        assert result.exit_code == 2, result.output
    assert CliRunner().invoke(program, ["sheet", "foot-roll", "--without", "bridge"]).exit_code == 2


@pytest.mark.slow  # a leaflet is printed for this test alone
def test_a_plan_is_exported_by_its_name_once_and_verified(tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    words = ["export", "heel-first-weeks", "--format", "text", "-o", str(folder)]
    first, again = (CliRunner().invoke(program, words) for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    file = folder / "example" / "heel-first-weeks.txt"
    assert "First weeks with a sore heel" in file.read_text("utf-8")
    entry = json.loads((folder / "manifest.json").read_text("utf-8"))["leaflets"]["example/heel-first-weeks.txt"]
    assert entry["request"]["plan"] == "heel-first-weeks" and entry["document"]["issued"] == "2026-11-29"
    verified = CliRunner().invoke(program, ["verify", str(folder)])
    assert verified.exit_code == 0 and "current" in verified.output
    pruned = CliRunner().invoke(program, ["export", "heel-spur", "--format", "text", "--prune", "-o", str(folder)])
    assert pruned.exit_code == 0 and file.is_file()
    assert "condition, set or plan" in CliRunner().invoke(program, ["export", "heel-frst", "-o", str(folder)]).output


# ---------------------------------------------------------------- what a clinician must show first


@pytest.mark.slow  # it judges the whole library
def test_the_review_of_a_plan_is_checked_like_that_of_a_condition() -> None:
    result = run("check", "heel-first-weeks", "--today", "2030-01-01")
    assert result.exit_code == 1 and "error[HND801]" in result.stderr and "plans/heel-first-weeks.yaml" in result.stderr
    rows = json.loads(run("status", "--today", "2030-01-01", "--report", "json").stdout)
    (row,) = (one for one in rows if one["id"] == "heel-first-weeks")
    assert (row["kind"], row["review"].partition(" by ")[0], row["errors"]) == ("plan", "overdue", 1)
    assert {one["id"] for one in rows} == {*SHIPPED.conditions, *SHIPPED.plans}


def test_a_plan_is_shown() -> None:
    result = run("show", "heel-first-weeks")
    assert result.exit_code == 0 and "1. plantar-fascia-stretch: Sole stretch" in result.stdout
    assert json.loads(run("show", "heel-first-weeks", "--report", "json").stdout)["plan"]["weeks"] == 2


def test_an_exercise_that_is_taught_first_is_printed_only_where_it_is_chosen() -> None:
    first, *rest = PRESCRIBED
    library = with_exercise(first, taught_first=True)
    leaflet, found = composed(HEEL, library=library)
    assert leaflet is not None and first not in [card.id for card in leaflet.cards]
    (finding,) = [one for one in found if one.code == "HND414"]
    assert first in finding.message and f"`--add {first}`" in finding.help
    for choice in ({"add": (first,)}, {"only": (first, rest[0])}):
        leaflet, found = composed(HEEL, library=library, **dict[str, Any](choice))
        assert leaflet is not None and "HND414" not in [one.code for one in found]
        (card,) = [card for card in leaflet.cards if card.id == first]
        assert [prose.plain_text(line) for line in card.cautions] == ["Wait until we have shown it to you."]
    usual, _ = composed(HEEL)
    assert usual is not None and not [card for card in usual.cards if card.cautions]


def test_a_field_that_is_not_used_voids_no_approval() -> None:
    known = approval_hash.hash_of(SHIPPED, HEEL)
    assert approval_hash.hash_of(with_exercise(PRESCRIBED[0], taught_first=True), HEEL) != known
    assert "taught_first" not in approval_hash._plain(SHIPPED.exercises[PRESCRIBED[0]])
