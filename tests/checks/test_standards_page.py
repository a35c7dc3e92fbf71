"""docs/standards.md says what the checks do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts import library
from handouts.checks.checklists import CDC, PEMAT
from handouts.diagnostics import CODES

from . import defects, planting
from .test_printed_file import IN_THE_FILE, IN_THE_STYLE

PAGE = (Path(__file__).parent.parent.parent / "docs" / "standards.md").read_text("utf-8")


def test_every_item_of_both_lists_stands_in_its_table_with_its_kind_and_codes() -> None:
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
    told = [f"| {code} | file | {plant.__name__.replace('_', ' ')} |" for code, plant in IN_THE_FILE]
    told += [f"| {code} | style | {name} |" for code, name, _ in IN_THE_STYLE]
    told += [f"| {one.code} | finished file | {one.name.replace('_', ' ')} |" for one in defects.DEFECTS]
    cases = ((path.name[:6], planting.Case.read(path)) for path in planting.CASES)
    told += [f"| {code} | content | {case.about.rstrip('.')} |" for code, case in cases]
    assert len(told) > 120
    assert [row for row in told if row not in PAGE] == []


def test_the_readability_of_the_shipped_leaflets_is_about_as_the_page_says() -> None:
    shipped, _ = library.load(library.content_folders(None), library.data_root() / "styles")
    rows = {row.id: row for row in planting.rows_of(shipped, planting.TODAY)}
    listed = re.findall(r"^\| ([a-z-]+) \| ([\d.]+) \| [\d.]+ \| ([\d.]+) \| [\d.]+ \|$", PAGE, re.MULTILINE)
    assert len(listed) >= 5  # examples: a new condition need not be among them
    for id_, whole, paragraphs in listed:
        assert [float(whole), float(paragraphs)] == pytest.approx([rows[id_].grade, rows[id_].paragraphs], abs=1.0)
