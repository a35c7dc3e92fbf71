"""What the program suggests for words that were meant for another command, or are almost a name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .commands import run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make",), "name at least one condition; `handouts list` shows them"),
        (("make", "foot-roll"), "it is an exercise: `handouts sheet foot-roll`"),
        (("make", "M77.3"), "M77.3 is the code of `heel-spur`"),
        (("make", "tennis", "elbow"), "no condition `tennis elbow`\n  help: did you mean `tennis-elbow`?"),
        (("make", "elbow"), "did you mean `tennis-elbow`?"),
        (("make", "knee"), "did you mean `knee-osteoarthritis` or `front-knee-pain`?"),
        (("make", "cant lift my arm"), "did you mean `shoulder-pain`?"),
        (("make", "M77"), "did you mean `heel-spur` or `tennis-elbow`?"),
        (("make", "the"), "`handouts list conditions` shows all"),
        (("make", "bad"), "`handouts list conditions` shows all"),
        (("make", "heel-spur", "--edition", "Large"), "did you mean `large-print`?"),
        (("make", "heel-spur,neck-pain"), "write a space between conditions: `heel-spur neck-pain`"),
        (("sheet", "heel-spur"), "it is a condition: `handouts make heel-spur`"),
        (("list", "plan"), "Did you mean `plans`?"),
        (("explain", "HND9999"), "`handouts explain` lists all codes"),
        (("heel-spur",), "there is no verb `heel-spur`. It is a condition: `handouts make heel-spur`."),
        (("make", "Heel-Spur"), "did you mean `heel-spur`?"),
        (("show", "brigde"), "did you mean `bridge`?"),
        (("show", "nosuch"), "`handouts find` looks for words, `handouts list KIND` shows all of a kind"),
        (("make", "content/conditions/heel-spur.yaml"), "did you mean `heel-spur`?"),
        (("make", ""), "the name of a condition is empty"),
        (("make", "xyz"), "and others; `handouts list conditions` shows all"),
        (("make", "heel-spur", "--edition", "LETTER"), "did you mean `letter`?"),
        (("make", "heel-spur", "--weeks", "three"), "'three' is not a valid whole number"),
        (("make", "heel-spur", "--exercises", "40"), "40 is not in the range from 1 to 12"),
        (("list", "nosuch"), "Invalid value for '[KIND]': 'nosuch' is not one of 'conditions', 'exercises'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_word_for_another_command_names_that_command(words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_the_first_word_of_a_name_is_enough_to_suggest_it(tmp_path: Path) -> None:
    run("new", "clinic", "town-clinic", "--content", str(tmp_path))
    result = run("make", "heel-spur", "--clinic", "town", "--content", str(tmp_path))
    assert "did you mean `town-clinic`?" in result.output


def test_file_that_is_no_pdf_is_no_condition(here: Path) -> None:
    Path("list.csv").write_text("a,b")
    assert "`list.csv` is no PDF: check reads conditions by their ids" in run("check", "list.csv").output


def test_things_that_exercises_need_are_suggested_without_small_words() -> None:
    result = run("list", "exercises", "--needs", "xylophone")
    assert "`band`" in result.output and "`a`" not in result.output and "`or`" not in result.output


def test_skeleton_in_the_place_of_a_shipped_file_says_so(tmp_path: Path) -> None:
    result = run("new", "condition", "heel-spur", "--content", str(tmp_path))
    assert f"it takes the place of the shipped condition `heel-spur` with --content {tmp_path}" in result.output
    assert "takes the place" not in run("new", "condition", "heel-spurt", "--content", str(tmp_path)).output


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "handouts.pipeline", None)
    assert "internal error: ModuleNotFoundError" in run("find", "heel").output
    monkeypatch.delitem(sys.modules, "handouts.pipeline")
    monkeypatch.setitem(sys.modules, "difflib", None)
    assert "the Python package `difflib` is missing: install `handouts` again" in run("make", "heel-spurr").output
