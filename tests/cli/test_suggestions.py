"""What the program suggests for words that were meant for another command, or are almost a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from .commands import run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make",), "name at least one condition; `handouts list` shows them"),
        (("make", "foot-roll"), "it is an exercise: `handouts sheet foot-roll`"),
        (("make", "M77.3"), "`handouts find M77.3` looks for a code"),
        (("make", "heel-spur,neck-pain"), "write a space between conditions: `heel-spur neck-pain`"),
        (("sheet", "heel-spur"), "it is a condition: `handouts make heel-spur`"),
        (("list", "plan"), "Did you mean `plans`?"),
        (("explain", "HND9999"), "`handouts explain` lists all codes"),
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
