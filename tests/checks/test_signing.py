"""Signatures in a content file: lines stay as they are, comments too, and nothing else changes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from handouts.checks import signatures
from handouts.checks.signatures import Signature, SigningError

from .planting import MINI

FILE = MINI / "content" / "conditions" / "sore-heel.yaml"
ANN = Signature("Ann “A.” Example", "physiotherapist: foot", datetime.date(2026, 5, 1), "ab" * 32)
BEN = Signature("Ben Example", "podiatrist", datetime.date(2026, 5, 2), "cd" * 32)


@pytest.fixture
def text() -> str:
    return FILE.read_text("utf-8")


def lost(before: str, after: str) -> list[str]:
    return [line for line in before.split("\n") if line not in after.split("\n")]


def test_a_review_adds_one_reviewer_and_raises_the_status(text: str) -> None:
    once = signatures.reviewed(text, ANN)
    twice = signatures.reviewed(once, BEN)
    assert lost(text, once) == ["  status: draft"]
    assert lost(once, twice) == []
    assert twice.count("Example") == text.count("Example") + 2
    assert twice.index("Ann") < twice.index("Ben")


def test_a_new_approval_replaces_the_old_one(text: str) -> None:
    reviewed = signatures.reviewed(text, ANN)
    first = signatures.approved(reviewed, ANN)
    second = signatures.approved(first, BEN)
    assert "status: approved" in first
    assert first.count("approval:") == second.count("approval:") == 1
    assert "ab" * 32 in first and "ab" * 32 not in second and "cd" * 32 in second


def test_an_approval_without_review_is_refused(text: str) -> None:
    with pytest.raises(SigningError, match="nobody reviewed it"):
        signatures.approved(text, ANN)


def test_a_newer_judgement_of_an_item_replaces_the_older(text: str) -> None:
    twice = signatures.attested(signatures.attested(text, "pemat-2", ANN), "cdc-18", ANN)
    again = signatures.attested(twice, "pemat-2", BEN)
    assert again.count("item: pemat-2") == again.count("item: cdc-18") == 1
    assert lost(text, again) == []


def test_comments_inside_the_block_stay(text: str) -> None:
    noted = text.replace("  version:", "  # as printed\n  version:").rstrip("\n") + "\n# the end\n"
    signed = signatures.approved(signatures.reviewed(noted, ANN), ANN)
    assert lost(noted, signed) == ["  status: draft"]
    assert signed.endswith("# the end\n")


def test_a_reviewers_list_without_anybody_is_filled(text: str) -> None:
    signed = signatures.reviewed(text.replace("  version:", "  reviewers: []\n  version:"), ANN)
    assert "  reviewers:\n    - name:" in signed


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("governance:\n", "governance: {}\nother:\n", "a line of its own"),
        ("  version:", "  reviewers: [{name: Al, role: a nurse, date: 2026-01-01}]\n  version:", "lines of their own"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_reason(text: str, old: str, new: str, reason: str) -> None:
    with pytest.raises(SigningError, match=reason):
        signatures.reviewed(text.replace(old, new, 1), ANN)


def test_line_ends_and_the_rest_of_the_file_are_kept(tmp_path: Path, text: str) -> None:
    signed = signatures.reviewed(text, ANN)
    head = text.split("governance:")[0]
    assert signed.startswith(head)
