"""Colour is for terminals."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import cast

import pytest

from handouts.cli import terminal
from handouts.diagnostics import Diagnostic, Span

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


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


FOUND = (
    Diagnostic("HND310", "some texts are still those of the skeleton", "write your own there, or take out what is not"),
    Diagnostic(
        "HND301", "there is no region", "did you mean it?", Span("a.yaml", 1, 61, 3, "x" * 60 + "hip" + "y" * 60)
    ),
)


def test_findings_are_folded_to_the_terminal_with_the_caret_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("NO_COLOR", "1")
    terminal.print_findings(FOUND)
    lines = cast(Terminal, sys.stderr).getvalue().splitlines()
    assert max(map(len, lines)) <= 50
    quoted = lines.index("  a.yaml:1:61") + 1
    at = lines[quoted].index("hip")
    assert lines[quoted + 1][at:] == "^^^" and not lines[quoted + 1][:at].strip(" |")
    assert lines[-2:] == ["  help: write your own there, or take out what is", "        not"]


def test_errors_come_before_warnings(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_findings(FOUND)
    assert [line[:7] for line in capsys.readouterr().err.splitlines() if "[HND" in line] == ["error[H", "warning"]
