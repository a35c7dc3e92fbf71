"""Every code of content has a planted fault that triggers it, and nothing else is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from handouts.diagnostics import CODES, Diagnostic

from . import planting
from .planting import CASES, Case

Found = Callable[[Path], list[Diagnostic]]


@pytest.fixture(scope="module")
def found_in(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What is found in the library of a case, planted once."""

    @cache
    def found(path: Path) -> list[Diagnostic]:
        case = Case.read(path)
        return planting.found_in(planting.planted(case, tmp_path_factory.mktemp("case")), case.today, case.years)

    return found


def test_the_small_library_has_no_faults() -> None:
    assert planting.found_in(planting.MINI) == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_planted_fault_is_found_at_its_words_and_nothing_else(path: Path, found_in: Found) -> None:
    case, found = Case.read(path), found_in(path)
    expected = list(case.finds)
    assert [finding.code for finding in found if finding.code == case.code], found
    for finding in found:
        match = next(
            (
                one
                for one in expected
                if one.get("code", case.code) == finding.code and one["message"] in finding.message
            ),
            None,
        )
        assert match is not None, finding
        expected.remove(match)
        if "words" in match:
            assert planting.words_at(finding) == match["words"]
        assert match.get("help", finding.help) == finding.help
    assert expected == []


def test_every_code_of_content_has_a_case() -> None:
    expected = {code for code in CODES if "HND801" <= code < "HND870"}
    assert len(expected) > 40
    assert {path.name[:6] for path in CASES} == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_findings_follow_the_style_of_messages(path: Path, found_in: Found) -> None:
    """Lower case where it begins with a word, no full stop, and something to do."""
    for finding in found_in(path):
        for words in (finding.message, finding.help):
            assert words and not words.endswith(".") and words == words.strip(), finding
            assert not re.match(r"[A-Z][a-z]+ [a-z]+ [a-z]", words) or words.startswith("Ann "), finding
        assert finding.span is not None, finding
