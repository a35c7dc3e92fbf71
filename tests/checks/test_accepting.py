"""Findings that a clinician accepts: in every kind of file, until a day, and never without a reason."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from handouts.checks import accepted, approval_hash
from handouts.compose import compose
from handouts.model import Library
from handouts.model.request import Request

from . import planting
from .planting import CONDITION, TODAY, Case

WHY = 'reason: "A clinician has looked at it and agrees.", by: "Ann Example, nurse"'
CONDITION_FILE = f"conditions/{CONDITION}.yaml"


def entry(code: str, at: str = "", until: str = "2029-01-01") -> str:
    place = f', at: "{at}"' if at else ""
    return f'accepted: [{{code: {code}{place}, {WHY}, until: "{until}"}}]\n'


def with_changes(folder: Path, *changes: tuple[str, str, str]) -> Path:
    entries = tuple({"file": file, "from": old, "to": new} for file, old, new in changes)
    return planting.planted(Case("", "", TODAY, 3, False, entries, (), ()), folder)


AUDIENCE = "audience:\n  reading: adults of any reading skill\n  aim: do the exercises\n"
RULE = "you have chest pain. Call {emergency_number}."

#: In which kind of file, the fault, and where it is accepted.
FAULTS = {
    "condition": (
        (CONDITION_FILE, "Your first steps of the day hurt most.", "The onset is in the morning."),
        (CONDITION_FILE, "governance:\n", entry("HND824", "how_it_feels[0]") + "governance:\n"),
    ),
    "condition as a whole": (
        (CONDITION_FILE, AUDIENCE, entry("HND814")),
    ),
    "exercise": (
        ("exercises/foot-roll.yaml", "progression:\n", entry("HND838", "dose") + "progression:\n"),
        ("exercises/foot-roll.yaml", "minutes: {is: 2,", "minutes: {is: 2, from: 1, to: 60} #"),
    ),
    "advice": (
        ("advice/ice.yaml", "lead: ", entry("HND842", "how") + "lead: "),
        ("advice/ice.yaml", "how: ", "how: Ask about aspirin. "),
    ),
    "stop rule": (
        ("stop-rules.yaml", f"  text: {RULE}\n", f"  text: you have chest pain.\n  {entry('HND841', 'text')}"),
    ),
    "pain guide": (
        ("stop-rules.yaml", "  act: now\n", ""),
        ("pain-guide.yaml", "sources:\n", entry("HND830", "stop_if") + "sources:\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_a_finding_in_every_kind_of_file_can_be_accepted(tmp_path: Path, kind: str) -> None:
    bare = [(file, old, new) for file, old, new in FAULTS[kind] if "accepted" not in new]
    if len(bare) < len(FAULTS[kind]) and bare:
        assert planting.found_in(with_changes(tmp_path / "bare", *bare)) != []
    folder = with_changes(tmp_path / "accepted", *FAULTS[kind])
    assert planting.found_in(folder) == []
    late = planting.found_in(folder, datetime.date(2029, 1, 2), 3)
    assert "HND809" in {finding.code for finding in late}


def test_an_overdue_review_is_accepted_until_a_day_and_then_no_more(tmp_path: Path) -> None:
    extended = entry("HND801", "governance.review_by", "2028-03-01")
    folder = with_changes(tmp_path, (CONDITION_FILE, "governance:\n", extended + "governance:\n"))
    overdue, too_late = datetime.date(2028, 2, 1), datetime.date(2028, 3, 2)
    assert planting.found_in(folder, overdue) == []
    assert {finding.code for finding in planting.found_in(folder, too_late)} == {"HND801", "HND809"}
    leaflet, _ = compose(planting.read(folder), Request((CONDITION,)), today=overdue)
    assert leaflet is not None and leaflet.imprint.overdue


def test_accepting_a_finding_voids_no_approval(tmp_path: Path) -> None:
    was = approval_hash.hash_of(planting.read(planting.MINI), CONDITION)
    for kind in ("condition", "exercise", "advice", "pain guide"):
        changes = [change for change in FAULTS[kind] if "accepted" in change[2]]
        assert approval_hash.hash_of(planting.read(with_changes(tmp_path / kind, *changes)), CONDITION) == was


def test_an_acceptance_in_a_shared_file_is_idle_only_when_all_leaflets_are_checked(tmp_path: Path) -> None:
    change = ("pain-guide.yaml", "sources:\n", entry("HND830", "stop_if") + "sources:\n")
    small = planting.read(with_changes(tmp_path, change))
    both = {
        CONDITION: small.conditions[CONDITION],
        "other": small.conditions[CONDITION].model_copy(update={"id": "other"}),
    }
    library: Library = replace(small, conditions=both)
    assert planting.findings_of(library, [CONDITION], TODAY) == []
    assert {finding.code for finding in planting.findings_of(library, None, TODAY)} == {"HND810"}


def test_nobody_can_accept_a_voided_signature() -> None:
    assert {"HND803", "HND804", "HND809", "HND812"} <= accepted.NEVER
