"""A leaflet names each danger sign of its region in its row, or its content gives a reason and a source."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from shipped import SHIPPED

from handouts import library
from handouts.checks import accepted
from handouts.checks.context import CheckContext
from handouts.checks.danger_signs import required, signs
from handouts.diagnostics import Diagnostic
from handouts.model import Accepted, Condition, Region, RequiredSign, Text

REGIONS = [one for one in SHIPPED.regions.values() if one.danger_signs]
ROWS = ("emergency", "same_day", "soon", "self_refer")


def found(condition: Condition) -> list[Diagnostic]:
    records = replace(SHIPPED, conditions={**SHIPPED.conditions, condition.id: condition})
    context = CheckContext(records, (condition.id,), datetime.date(2026, 11, 1))
    return [finding.diagnostic for finding in accepted.sift(context, signs(context))]


def without(condition: Condition, *lost: str) -> Condition:
    """A condition whose `get_help` lacks these lines."""
    rows = {row: tuple(line for line in getattr(condition.get_help, row) if line not in lost) for row in ROWS}
    return condition.model_copy(update={"get_help": condition.get_help.model_copy(update=rows)})


@pytest.mark.parametrize("region", REGIONS, ids=lambda one: one.id)
def test_a_sign_that_no_line_names_any_more_stops_the_leaflet(region: Region) -> None:
    conditions = [one for one in SHIPPED.conditions.values() if region.id in one.regions]
    assert conditions
    for condition in conditions:
        rows = {id_: row for id_, row in required(SHIPPED, condition).items() if row in ROWS}
        for pattern, row in ((one, row) for id_, row in rows.items() for one in SHIPPED.danger_signs[id_].patterns):
            lines = [line for each in ROWS for line in getattr(condition.get_help, each) if pattern.is_in(line)]
            lacking = [
                one for one in found(without(condition, *lines)) if one.message == f"no sign names {pattern.name}"
            ]
            assert lines and [one.is_error for one in lacking] == [True], (condition.id, pattern.name)
            assert f"`get_help.{row}`" in lacking[0].help


@pytest.mark.parametrize("region", REGIONS, ids=lambda one: one.id)
def test_a_line_about_one_limb_names_no_sign_of_another_kind(region: Region) -> None:
    """A hot, red calf is a clot and no infected joint; a pop at the knee is a tendon and no fall."""
    pairs = ({"clot", "joint-infection"}, {"tendon-snap", "break"})
    for condition in (one for one in SHIPPED.conditions.values() if region.id in one.regions):
        for line in (line for row in ROWS for line in getattr(condition.get_help, row)):
            named = {id_ for id_, kind in SHIPPED.danger_signs.items() if any(one.is_in(line) for one in kind.patterns)}
            assert not any(pair <= named for pair in pairs) or "fall" in line.lower(), line


def test_a_sign_that_the_summary_alone_names_is_an_error() -> None:
    """A hip asks for no pressed nerves of the back: its leaflet that warns of them must name them."""
    hip = SHIPPED.conditions["outer-hip-pain"]
    warn = (Text("Numb between your legs? Get help now."),)
    condition = hip.model_copy(update={"in_short": hip.in_short.model_copy(update={"warn": warn})})
    (finding,) = found(condition)
    assert finding.is_error and "`danger_signs: [{id: back-cord}]`" in finding.help
    assert finding.message == "`in_short` warns of numbness between the legs, and no line of `get_help` has it"
    signs_ = (*hip.get_help.emergency, Text("If your back hurts too: you feel numb between your legs."))
    named = condition.model_copy(update={"get_help": hip.get_help.model_copy(update={"emergency": signs_})})
    # It is a sign of the back that no region of the hip asks for, so the condition has to.
    (unasked,) = found(named)
    assert unasked.code == "HND853" and "not about the low back" in unasked.message
    asked = (*hip.danger_signs, RequiredSign(id="back-cord"))
    assert [one.code for one in found(named.model_copy(update={"danger_signs": asked}))] == ["HND831", "HND831"]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("If your back hurts too: numb between your legs, bladder trouble, or both legs weak.", []),
        ("Numb between your legs, bladder trouble, or both legs weak.", ["HND853"]),
    ],
)
def test_a_sign_from_another_part_names_it(line: str, codes: list[str]) -> None:
    hip = SHIPPED.conditions["outer-hip-pain"]
    emergency = (*hip.get_help.emergency, Text(line))
    update = {
        "danger_signs": (*hip.danger_signs, RequiredSign(id="back-cord")),
        "get_help": hip.get_help.model_copy(update={"emergency": emergency}),
    }
    assert [one.code for one in found(hip.model_copy(update=update))] == codes


def test_one_acceptance_does_not_cover_every_sign_that_is_missing() -> None:
    condition = SHIPPED.conditions["sciatica"]
    silent = without(condition, *condition.get_help.emergency)
    entry = Accepted.model_validate(
        {
            "code": "HND831",
            "at": "get_help",
            "reason": "Another sheet names these signs.",
            "by": "Ann Example, physiotherapist",
            "until": "2027-01-01",
        }
    )
    covered = silent.model_copy(update={"governance": silent.governance, "accepted": (entry,)})
    assert {"no sign names a change of bladder or bowel", "HND831 cannot be accepted"} <= {
        one.message for one in found(covered)
    }


def test_a_condition_that_names_a_sign_without_an_urgency_keeps_the_haste_of_its_region() -> None:
    shoulder = SHIPPED.conditions["shoulder-pain"]
    named = shoulder.model_copy(update={"danger_signs": (RequiredSign(id="numb-arm"),)})
    assert required(SHIPPED, named)["numb-arm"] == required(SHIPPED, shoulder)["numb-arm"] == "same_day"


def test_a_region_may_say_why_it_does_not_ask_for_a_sign() -> None:
    free = RequiredSign(id="heart", urgency="none", why="no source asks for it", source="unverified")
    hip = SHIPPED.regions["hip"].model_copy(update={"danger_signs": (free,)})
    records = replace(SHIPPED, regions={**SHIPPED.regions, "hip": hip})
    assert "heart" not in required(records, SHIPPED.conditions["outer-hip-pain"])


# ---------------------------------------------------------------- the files of regions


def read(folder: Path) -> list[Diagnostic]:
    _, findings = library.load([folder, library.data_root() / "content"], library.data_root() / "styles")
    return [one for one in findings if one.code == "HND321"]


@pytest.mark.parametrize("region", REGIONS, ids=lambda one: one.id)
def test_a_region_of_a_clinic_that_drops_the_signs_of_the_shipped_one_is_an_error(
    region: Region, tmp_path: Path
) -> None:
    (tmp_path / "regions").mkdir()
    shipped = library.data_root() / f"content/regions/{region.id}.yaml"
    lines = shipped.read_text("utf-8").split("\n")
    start = lines.index("danger_signs:")
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith(" "))
    (tmp_path / f"regions/{region.id}.yaml").write_text(
        "\n".join([*lines[:start], "danger_signs: []", *lines[end:]]), "utf-8"
    )
    findings = read(tmp_path)
    dropped = {f"the region does not ask for `{sign.id}`, as the shipped one does" for sign in region.danger_signs}
    assert dropped <= {one.message for one in findings} and all(one.is_error for one in findings)


@pytest.mark.parametrize(
    ("patterns", "urgency", "messages"),
    [
        ("[{name: the usual, words: [USUAL, my own words]}]", "same_day", []),
        ("[{name: chest pain, words: [chest pain]}]", "same_day", ["does not look for", "as the shipped one does"]),
        ("[{name: the usual, words: [USUAL]}]", "soon", ["is `soon`, and the shipped one `same_day`"]),
    ],
)
def test_a_kind_of_sign_that_asks_for_less_than_the_shipped_one_is_an_error(
    patterns: str, urgency: str, messages: list[str], tmp_path: Path
) -> None:
    [usual] = SHIPPED.danger_signs["limb-weak"].patterns
    text = f"limb-weak:\n  name: a weak limb\n  urgency: {urgency}\n  patterns: {patterns}\n"
    (tmp_path / "danger-signs.yaml").write_text(text.replace("USUAL", ", ".join(usual.words)), "utf-8")
    findings = read(tmp_path)
    assert len(findings) == bool(messages)
    assert all(part in one.message and one.is_error for one in findings for part in messages)


def test_a_condition_of_a_region_without_signs_is_an_error_until_it_names_its_own(tmp_path: Path) -> None:
    for folder in ("regions", "conditions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "regions/jaw.yaml").write_text(
        "name: Jaw\nsore: {part: your jaw, pain: jaw pain}\ndanger_signs: []\nask_who: [physio]\n", "utf-8"
    )
    text = (library.data_root() / "content/conditions/outer-hip-pain.yaml").read_text("utf-8")
    text = text.replace("region: hip", "region: jaw").replace("reference: OP", "reference: JP")
    text = text.replace("danger_signs: [{id: leg-nerve}]\n", "")
    path = tmp_path / "conditions/jaw-pain.yaml"
    path.write_text(text, "utf-8")
    (finding,) = read(tmp_path)
    assert finding.message == "neither the region `jaw` nor this condition asks for a danger sign"
    path.write_text(f"{text}\ndanger_signs: [{{id: heart}}]\n", "utf-8")
    assert read(tmp_path) == []


def test_no_line_of_the_shipped_signs_is_lost_unseen() -> None:
    """The deletion of any line is a finding of `check`: each has a required sign that is in it alone."""
    unseen = [
        (condition.id, line)
        for condition in SHIPPED.conditions.values()
        for row in ("emergency", "same_day", "soon")
        for line in getattr(condition.get_help, row)
        if found(without(condition, line)) == found(condition)
    ]
    assert unseen == []
