"""Colour is for terminals."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from handouts.cli import terminal

from .commands import run


@pytest.mark.parametrize(
    ("variables", "terminal_", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_for_terminals_unless_set_otherwise(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal_: bool, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal_

    assert ("\033[" in terminal.painter(Stream())("error", "x")) is coloured


def test_forced_colour_marks_the_severity(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "error[HND001]" in run("make", "nothing-such").stderr
