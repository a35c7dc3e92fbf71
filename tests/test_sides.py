"""The side of each condition: words, pictures and doses of its exercises, and which prohibitions meet them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from shipped import SHIPPED

from handouts.batch import manifest
from handouts.batch.target import Target
from handouts.cli.program import program
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.formats import FORMATS
from handouts.layout import templates
from handouts.layout.templates import request_entry
from handouts.layout.tightness import Tightness
from handouts.model import Delayed, Forbidden, Library, prose
from handouts.model.cards import Card
from handouts.model.choices import Choice, SideOf, sides_of
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import printing

pytestmark = pytest.mark.usefixtures("read_once")

HEEL, NERVE = "plantar-fasciitis", "tarsal-tunnel"
STRETCH = "plantar-fascia-stretch"


def made(*ids: str, library: Library = SHIPPED, given: Sequence[SideOf] = (), **more: Any) -> Leaflet:
    leaflet, found = asked(*ids, library=library, given=given, **more)
    assert leaflet is not None, found
    return leaflet


def asked(
    *ids: str, library: Library = SHIPPED, given: Sequence[SideOf] = (), **choice: Any
) -> tuple[Leaflet | None, list[Diagnostic]]:
    side, sides = sides_of(given, ids)
    return compose(library, Request(ids, side=side, exercises=12, choice=Choice(sides=sides, **choice)))


def printed(leaflet: Leaflet) -> dict[str, Card]:
    return {card.id: card for card in leaflet.cards}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], ["If both sides hurt, do both."]),
        ([(HEEL, "left")], []),
        ([(HEEL, "left"), (NERVE, "right")], []),
        ([(HEEL, "both"), (NERVE, "both")], ["Do each one on both sides."]),
    ],
)
def test_a_leaflet_of_a_known_side_does_not_speak_of_both(given: Sequence[SideOf], said: list[str]) -> None:
    leaflet = made(HEEL, NERVE, given=given)
    text = FORMATS["text"].render(leaflet, SHIPPED.edition("a4"), printing.assets(None)).data.decode("utf-8")
    page = templates.html(leaflet, SHIPPED.edition("a4"), printing.assets(None).templates, Tightness())
    for shown in (text, page):
        sentences = ("If both sides hurt, do both.", "Do each one on both sides.")
        assert [one for one in sentences if one in " ".join(shown.split())] == said


def words(card: Card) -> str:
    return " ".join(prose.plain_text(step) for step in card.steps)


def with_rules(id_: str, **rules: object) -> Library:
    condition = SHIPPED.conditions[id_].model_copy(update=rules)
    return replace(SHIPPED, conditions={**SHIPPED.conditions, id_: condition})


def test_each_exercise_has_the_side_of_the_condition_that_prescribes_it() -> None:
    shown = printed(made(HEEL, NERVE, given=[(HEEL, "right"), (NERVE, "left")]))
    assert shown["calf-stretch-wall"].side == "right" and "Step your right foot back" in words(
        shown["calf-stretch-wall"]
    )
    assert shown["ankle-circles"].side == "left" and "left" in words(shown["ankle-circles"])
    assert shown["ankle-circles"].mirrored and not shown["calf-stretch-wall"].mirrored
    assert (
        "left foot" in shown["ankle-circles"].pictures[0].alt and "right" in shown["calf-stretch-wall"].pictures[0].alt
    )
    both = [
        id_ for id_ in shown if all(id_ in {p.id for p in SHIPPED.conditions[one].exercises} for one in (HEEL, NERVE))
    ]
    assert both and all(shown[id_].side == "both" for id_ in both)


def test_the_picture_of_where_it_hurts_is_on_the_side_of_its_condition() -> None:
    leaflet = made(HEEL, NERVE, given=[(HEEL, "right"), (NERVE, "left")])
    plates = [part.plate for section in leaflet.sections for part in section.parts if part.plate]
    assert [plate.mirrored for plate in plates] == [False, True]
    assert "right" in plates[0].picture.alt and "left" in plates[1].picture.alt


def test_one_side_holds_for_all_and_equal_sides_are_one() -> None:
    alone = made(HEEL, NERVE, given=[("", "left")])
    assert made(HEEL, NERVE, given=[(HEEL, "left"), (NERVE, "left")]) == alone
    assert made(HEEL, NERVE, given=[("", "left"), (HEEL, "left")]) == alone
    assert {card.side for card in alone.cards} == {"left"}


def test_left_and_right_are_not_both_sides() -> None:
    mixed = made(HEEL, NERVE, given=[(HEEL, "right"), (NERVE, "left")])
    assert not mixed.both_sides and made(HEEL, NERVE, given=[("", "both")]).both_sides


def test_both_sides_are_offered_only_where_the_body_has_two_and_none_is_given() -> None:
    def offered(*ids: str, given: Sequence[SideOf] = ()) -> str:
        sentence = made(*ids, given=given).which_sides
        return prose.plain_text(sentence) if sentence else ""

    assert offered(HEEL) == "If both sides hurt, do both."
    assert offered(HEEL, given=[("", "both")]) == "Do each one on both sides."
    assert offered(HEEL, given=[("", "left")]) == offered(HEEL, NERVE, given=[(NERVE, "left")]) == ""
    assert offered("sciatica") == offered("sciatica", "neck-pain") == ""


def test_a_prohibition_of_the_other_side_does_not_hold() -> None:
    assert STRETCH in printed(made(HEEL, NERVE, given=[(HEEL, "right"), (NERVE, "left")]))
    meeting: list[list[SideOf]] = [[], [("", "left")], [(HEEL, "right")], [(HEEL, "right"), (NERVE, "both")]]
    for given in meeting:
        assert STRETCH not in printed(made(HEEL, NERVE, given=given)), given


def test_a_prohibition_about_the_trunk_holds_on_both_sides() -> None:
    rule = Forbidden.model_validate({"movement": "one-leg", "from": 2, "why": "it may fall"})
    library = with_rules(NERVE, forbids=(rule,), exercises=SHIPPED.conditions[NERVE].exercises[:2])
    leaflet = made(HEEL, NERVE, library=library, given=[(HEEL, "right"), (NERVE, "left")])
    assert not [id_ for id_ in printed(leaflet) if SHIPPED.exercises[id_].loads.get("one-leg", 0) >= 2]


def test_an_exercise_of_both_legs_meets_the_prohibitions_of_either_side() -> None:
    rule = Forbidden.model_validate({"movement": "calf-loaded", "from": 2, "why": "it hurts"})
    library = with_rules(NERVE, forbids=(rule,), exercises=SHIPPED.conditions[NERVE].exercises[:2])
    shown = printed(made(HEEL, NERVE, library=library, given=[(HEEL, "right"), (NERVE, "left")]))
    assert SHIPPED.exercises["heel-raise-two-feet"].dose.sides == "both together"
    assert "heel-raise-two-feet" not in shown and STRETCH in shown


def test_a_delay_of_the_other_side_does_not_hold() -> None:
    rule = Delayed.model_validate({"movement": "hip-twist", "from": 2, "why": "Wait a little."})
    library = with_rules("heel-spur", delays=(rule,), exercises=SHIPPED.conditions[NERVE].exercises[:2])
    one = printed(made(HEEL, "heel-spur", library=library, given=[(HEEL, "right"), ("heel-spur", "left")]))
    same = printed(made(HEEL, "heel-spur", library=library, given=[("", "left")]))
    assert not one[STRETCH].cautions and same[STRETCH].cautions


def test_a_choice_meets_the_prohibitions_of_its_side_alone() -> None:
    given: list[SideOf] = [(HEEL, "right"), (NERVE, "left")]
    assert STRETCH in printed(made(HEEL, NERVE, given=given, only=(STRETCH, "ankle-circles")))
    leaflet, found = asked(HEEL, NERVE, given=[("", "left")], only=(STRETCH, "ankle-circles"))
    assert leaflet is None and [one.code for one in found] == ["HND413"]
    added, found = asked("heel-spur", NERVE, given=[("heel-spur", "right"), (NERVE, "left")], add=("heel-drop-step",))
    assert added is None and "HND413" in [one.code for one in found]  # nothing says on which side it would be done


def test_the_side_of_an_exercise_goes_before_that_of_its_condition() -> None:
    shown = printed(made(HEEL, given=[("", "left"), ("foot-roll", "right")]))
    assert shown["foot-roll"].side == "right" and shown[STRETCH].side == "left"


def test_a_side_of_nothing_is_refused() -> None:
    leaflet, found = asked(HEEL, given=[("heel-spur", "left")])
    assert leaflet is None and [one.code for one in found if one.is_error] == ["HND002"]
    assert "no `heel-spur`" in found[0].message and HEEL in found[0].help


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--side", "front"], "ID=SIDE"),
        (["--side", f"{HEEL}=up"], "ID=SIDE"),
        (["--side", "left", "--side", "right"], "twice"),
    ],
)
def test_a_side_that_is_none_is_a_wrong_option(given: list[str], said: str) -> None:
    result = CliRunner().invoke(program, ["make", HEEL, *given])
    assert result.exit_code == 2 and said in result.stderr


def test_sides_are_kept_in_the_file_and_in_the_report(tmp_path: Path) -> None:
    leaflet = made(HEEL, NERVE, given=[(HEEL, "right"), (NERVE, "left")])
    kept = json.loads(request_entry(leaflet.request, "a4"))
    assert Target.of_plain(kept, "a4", "pdf").request.choice == leaflet.request.choice
    command = ["make", HEEL, NERVE, "--side", f"{HEEL}=right", "--side", f"{NERVE}=left", "--report", "json"]
    result = CliRunner().invoke(program, [*command, "-o", str(tmp_path / "a.txt")])
    sides = json.loads(result.stdout)["sides"]
    assert (sides[HEEL], sides[NERVE], sides["ankle-circles"]) == ("right", "left", "left")


def test_exercises_of_a_sheet_have_sides_of_their_own(tmp_path: Path) -> None:
    command = ["sheet", "foot-roll", "calf-stretch-wall", "--side", "foot-roll=left", "--report", "json"]
    result = CliRunner().invoke(program, [*command, "-o", str(tmp_path / "a.txt")])
    assert json.loads(result.stdout)["sides"] == {"foot-roll": "left", "calf-stretch-wall": None}


@pytest.mark.parametrize(
    ("more", "is_good"),
    [
        ({"sides": {HEEL: "left"}}, True),
        ({"weeks": 3}, True),
        ({"sides": {HEEL: "up"}}, False),
        ({"sides": [HEEL]}, False),
        ({"weeks": "3"}, False),
    ],
)
def test_a_manifest_with_sides_and_weeks_is_read_and_a_spoiled_one_is_not(more: dict[str, Any], is_good: bool) -> None:
    finding = {"code": "", "severity": "", "message": ""}
    request: dict[str, Any] = {"conditions": [HEEL], "clinic": "a", "side": None, "exercises": 4, "settings": {}}
    entry = {
        "request": request | more, "edition": "a4", "format": "pdf", "document": {"id": "", "version": ""},
        "findings": [finding], "made_from": {"words": ""}, "key": "", "press": "", "sha256": "", "bytes": 1, "pages": 1,
        "found_by_press": [],
    }  # fmt: skip
    assert manifest.is_entry("a/b.pdf", entry) == is_good
