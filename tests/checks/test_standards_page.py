"""docs/standards.md says what the checks do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.checks.checklists import CDC, PEMAT
from handouts.diagnostics import CODES
from handouts.model import Library

from . import defects, planting
from .test_printed_file import IN_THE_FILE, IN_THE_STYLE

PAGE = (Path(__file__).parent.parent.parent / "docs" / "standards.md").read_text("utf-8")


def test_every_item_of_both_lists_is_in_its_table_with_its_kind_and_codes() -> None:
    items = (*PEMAT, *CDC)
    assert len(items) == 44
    missing = [
        item.id for item in items if f"| {item.id} | {item.asks} | {item.kind} | {', '.join(item.codes)} |" not in PAGE
    ]
    assert not missing


def test_every_code_that_the_page_names_exists() -> None:
    named = set(re.findall(r"HND\d{3}", PAGE))
    assert len(named) > 60
    assert named <= set(CODES)


def test_every_planted_fault_is_listed() -> None:
    in_finished_files = {one.plant for one in defects.DEFECTS}
    own = [(code, plant) for code, plant in IN_THE_FILE if plant not in in_finished_files]
    listed = [f"| {code} | file | {plant.__name__.replace('_', ' ')} |" for code, plant in own]
    listed += [f"| {code} | style | {name} |" for code, name, _ in IN_THE_STYLE]
    listed += [f"| {one.code} | finished file | {one.name.replace('_', ' ')} |" for one in defects.DEFECTS]
    cases = ((path.name[:6], planting.Case.read(path)) for path in planting.CASES)
    listed += [f"| {code} | content | {case.about.rstrip('.')} |" for code, case in cases]
    assert len(listed) > 120
    assert [row for row in listed if row not in PAGE] == []


@pytest.mark.slow  # the overview of all leaflets is made
def test_shipped_leaflets_read_as_easily_as_the_page_says(shipped: Library) -> None:
    limits = re.search(r"grade below (\d) as a whole and below (\d) in its paragraphs", PAGE)
    assert limits
    rows = [row for row in planting.rows_of(shipped, planting.TODAY) if row.kind == "condition"]
    assert {row.id for row in rows} == set(shipped.conditions)
    for row in rows:
        assert row.grade is not None and row.paragraphs is not None
        assert row.grade < int(limits[1]) and row.paragraphs < int(limits[2]), row.id
