"""The body of a request: what is read, and what is refused without being repeated."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from shipped import SHIPPED

from handouts.checks import placement
from handouts.desk import choice, record, shelf
from handouts.desk.choice import UnreadableError
from handouts.desk.composing import Composer
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.model import Library
from handouts.pipeline.workspace import Workspace, open_workspace

from .making import DAY, NAME


def parsed(**fields: Any) -> choice.DeskChoice:
    return choice.parsed(json.dumps(fields).encode())


def test_a_choice_is_read() -> None:
    read = parsed(
        conditions=[{"id": "heel-spur", "side": "left"}, {"id": "heel-and-back", "side": ""}, "heel-bursitis"],
        exercises=["foot-roll", "foot-roll"], doses={"foot-roll.minutes": 3}, name=NAME, date="2026-11-30", width=900,
    )  # fmt: skip
    sides = {picked.id: picked.side for picked in read.conditions}
    assert sides == {"heel-spur": "left", "heel-and-back": None, "heel-bursitis": None}
    assert read.exercises == ("foot-roll",) and read.doses == {"foot-roll.minutes": 3}
    assert parsed(exercises=None).exercises is None and parsed(exercises=[]).exercises == ()


def test_what_was_left_out_and_added_holds_where_it_can() -> None:
    library = open_workspace(None).library
    given = parsed(conditions=["plantar-fasciitis"], without=["foot-roll", "bridge"], add=["bridge", "nothing"])
    own = choice.request_of(given, library, (), "example").choice
    assert (own.without, own.add) == (("foot-roll",), ("bridge",))  # only what is prescribed is left out
    sore = parsed(conditions=["heel-bursitis"], add=["calf-stretch-wall", "bridge"])  # which forbids the first
    assert choice.request_of(sore, library, (), "example").choice.add == ("bridge",)


@pytest.mark.parametrize(
    "fields",
    [
        {"conditions": "heel-spur"}, {"conditions": [1]}, {"conditions": [{"id": "../x"}]},
        {"conditions": [{"id": None}]}, {"conditions": [{"id": "a", "side": "top"}]}, {"conditions": ["a"] * 9},
        {"conditions": [{"id": "a", "x": 1}]},
        {"edition": "../../a4"}, {"edition": "{{ 7 * 7 }}"}, {"edition": ["a4"]}, {"language": "en/../x"},
        {"person": "nobody"}, {"plan": "a/b"}, {"exercises": {"a": 1}}, {"exercises": ["a"] * 13},
        {"doses": {"foot-roll.minutes": "3"}}, {"doses": {"foot-roll.minutes": True}},
        {"doses": {"foot-roll.minutes": -1}},
        {"doses": {"foot-roll.minutes": 1.5}}, {"doses": {"__class__.x": 1}}, {"doses": {"a.b.c": 1}}, {"doses": []},
        {"name": 7}, {"name": "x" * 201}, {"note": "x" * 601}, {"date": "30 November"}, {"date": "2026-13-01"},
        {"blank": 1},
        {"page": 0}, {"page": "1"}, {"width": 1e9}, {"width": 99999}, {"template": "x"}, {"content": "/etc"},
        {"clinic": "other"},
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused_without_being_repeated(fields: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError) as refused:
        parsed(**fields)
    assert not any(str(value) in str(refused.value) for value in fields.values() if len(str(value)) > 3)


def test_an_unknown_field_is_answered_with_the_names_that_are_known() -> None:
    with pytest.raises(UnreadableError, match=r"known names: .*conditions.*doses.*name"):
        parsed(patient=NAME)


def test_two_who_compose_at_once_find_what_one_finds(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read, begun = placement._Recorder.pgettext, threading.Event()

    def slow(recorder: Any, context: str, message: str) -> str:
        text = read(recorder, context, message)
        if "conditions/sore-heel.yaml:what_it_is[0]" in recorder.read and not begun.is_set():
            begun.set()
            time.sleep(0.5)  # the other one checks meanwhile which texts were read
        return text

    monkeypatch.setattr(placement._Recorder, "pgettext", slow)
    composer = Composer(Workspace(small, (), None), "example")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(composer.composed, parsed(conditions=["sore-heel"]), DAY)
        assert begun.wait(30)
        second = threads.submit(composer.composed, parsed(conditions=["sore-heel"], name=NAME), DAY)
        assert [one.code for one in second.result().found] == [one.code for one in first.result().found] == []


def test_a_template_in_a_name_is_a_name(small: Library) -> None:
    composer = Composer(Workspace(small, (), None), "example")
    composed = composer.composed(parsed(conditions=["sore-heel"], name="{{ 7 * 7 }} <b>"), DAY)
    assert composed.result.leaflet is not None
    assert composed.result.leaflet.personal.patient == "{{ 7 * 7 }} <b>"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"conditions": ["no-such"]}, "HND001"),
        ({"conditions": ["sore-heel"], "edition": "no-such"}, "HND001"),
        ({"conditions": ["sore-heel"], "language": "xx-XX"}, "HND001"),
        ({"conditions": ["sore-heel"], "exercises": ["no-such"]}, "HND001"),
        ({"conditions": ["sore-heel"], "doses": {"calf-stretch-wall.hold": 999}}, "HND403"),
        ({"conditions": ["sore-heel"], "doses": {"calf-stretch-wall.speed": 1}}, "HND002"),
        ({"conditions": ["sore-heel"], "name": f"{NAME}\u202e"}, "HND910"),
        ({"conditions": ["sore-heel"], "name": NAME * 4}, "HND911"),
    ],
)
def test_a_choice_that_cannot_be_printed_is_a_finding_without_the_name(
    small: Library, fields: dict[str, Any], code: str
) -> None:
    composed = Composer(Workspace(small, (), None), "example").composed(parsed(**fields), DAY)
    assert composed.result.leaflet is None and code in [finding.code for finding in composed.found]
    assert not any(NAME in finding.message + finding.help for finding in composed.found)


def test_the_page_learns_the_limits_and_the_usual_dose(small: Library) -> None:
    composer = Composer(Workspace(small, (), None), "example")
    chosen = parsed(conditions=["sore-heel"], doses={"calf-stretch-wall.hold": 25})
    calf = next(one for one in composer.composed(chosen, DAY).exercises if one["id"] == "calf-stretch-wall")
    hold = next(number for number in calf["dose"] if number["word"] == "hold")
    assert (hold["low"], hold["usual"], hold["high"]) == (10, 20, 60)  # 20 is what the condition prescribes


def test_the_exercises_are_exactly_those_that_are_kept_in_their_order(small: Library) -> None:
    composer = Composer(Workspace(small, (), None), "example")
    usual = composer.composed(parsed(conditions=["sore-heel"]), DAY).result.leaflet
    assert usual is not None
    ids = [card.id for card in usual.cards]
    assert len(ids) > 1
    turned = composer.composed(parsed(conditions=["sore-heel"], exercises=ids[::-1]), DAY)
    assert turned.result.leaflet is not None and [card.id for card in turned.result.leaflet.cards] == ids[::-1]
    less = composer.composed(parsed(conditions=["sore-heel"], exercises=ids[:1]), DAY)
    assert [one["id"] for one in less.exercises if one["printed"]] == ids[:1]
    assert {one["id"] for one in less.exercises} >= set(ids)


def test_exercises_without_a_condition_are_a_sheet() -> None:
    composer = Composer(Workspace(SHIPPED, (), None), "example")
    composed = composer.composed(parsed(exercises=["bridge", "wall-squat"], doses={"bridge.hold": 3}), DAY)
    assert composed.result.leaflet is not None and composed.result.leaflet.conditions == ()
    assert [card.id for card in composed.result.leaflet.cards] == ["bridge", "wall-squat"]
    assert composed.exercises[0]["dose_words"][0] == ("3 s", "5 s")


@pytest.mark.parametrize(
    "fields",
    [
        {"conditions": ["neck-pain"], "doses": {"neck-turn.hold": 3}},
        {"exercises": ["bridge"], "doses": {"bridge.hold": 3}},
        {"exercises": ["bridge"], "doses": {"bridge.hold": 999}},  # outside its limits: not printed, so no fault
    ],
)
def test_doses_are_left_empty_where_that_is_chosen(fields: dict[str, Any]) -> None:
    composer = Composer(Workspace(SHIPPED, (), None), "example")
    composed = composer.composed(parsed(**fields, blank=True), DAY)
    assert composed.result.leaflet is not None
    printed = [one for one in composed.exercises if one["printed"]]
    assert printed and all(now.startswith("____") for one in printed for now, _ in one["dose_words"])
    assert all(one["dose"] == [] for one in printed)


def test_each_condition_keeps_its_side() -> None:
    shipped = open_workspace(None)
    fields = [{"id": "tennis-elbow", "side": "left"}, {"id": "heel-spur", "side": "right"}]
    composed = Composer(shipped, "example").composed(parsed(conditions=fields), DAY)
    assert composed.request.side is None
    assert dict(composed.request.choice.sides) == {"tennis-elbow": "left", "heel-spur": "right"}
    assert composed.result.leaflet is not None
    in_order = [("tennis-elbow", "left"), ("heel-spur", "right")]
    assert composed.result.leaflet.conditions == ("tennis-elbow", "heel-spur")
    assert record.own_sides(composed.result.leaflet) == in_order  # the record names them as the title does
    assert {card.side for card in composed.result.leaflet.cards} >= {"left", "right"}
    alike = [{**one, "side": "left"} for one in fields]
    assert Composer(shipped, "example").composed(parsed(conditions=alike), DAY).request.side == "left"


def test_the_person_drawn_is_the_one_that_is_chosen(small: Library) -> None:
    composer = Composer(Workspace(small, (), None), "example")
    found = composer.composed(parsed(conditions=["sore-heel"], person="headscarf"), DAY).found
    assert "HND408" in [finding.code for finding in found]  # the small library draws the usual person alone
    assert "HND408" not in [one.code for one in composer.composed(parsed(conditions=["sore-heel"]), DAY).found]


def test_favourites_are_plans_and_those_of_the_clinics_folder_come_first(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    last = sorted((one for one in SHIPPED.plans.values() if one.settings), key=lambda one: one.title)[-1]
    (tmp_path / "plans" / f"{last.id}.yaml").write_text("", "utf-8")
    desk = Desk(Workspace(SHIPPED, (), tmp_path), "example", lambda: DAY, Printers(1))
    offered = shelf.offered(SHIPPED, "example", desk.wording, desk.own_plans)
    assert offered["plans"][0]["id"] == last.id and len(offered["plans"]) == len(SHIPPED.plans)
    assert desk.own_plans == (last.id,)
    composed = desk.composer.composed(parsed(plan=last.id), DAY)
    assert tuple(one["id"] for one in composed.exercises if one["printed"]) == tuple(last.exercises)
    usual = {f"{one['id']}.{number['word']}": number["usual"] for one in composed.exercises for number in one["dose"]}
    assert last.settings.items() <= usual.items()
