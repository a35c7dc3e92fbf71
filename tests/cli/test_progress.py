"""Progress of long runs."""

from __future__ import annotations

import io
import sys

import pytest

from handouts.cli import progress, terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def output(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, pieces: int, lines: progress.Lines) -> str:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.shown(pieces, "leaflet", lines=lines) as step:
        for number in range(pieces):
            step(f"piece {number}")
    return stream.getvalue()


def test_a_terminal_has_one_line_that_is_replaced_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = output(monkeypatch, Terminal(), 4, "none")
    assert "\n" not in text
    first, *_, last, removed = text.removeprefix("\r\033[K").split("\r\033[K")
    assert first.startswith("[#######-----------------------] 1 of 4 leaflets, ")
    assert last.startswith("[##############################] 4 of 4 leaflets, ")
    assert removed == ""


def test_a_message_replaces_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.shown(2, "leaflet") as step:
        step()
        terminal.message("finishing")
        assert stream.getvalue().endswith("\r\033[Kfinishing\n")


@pytest.mark.parametrize(
    ("pieces", "lines", "expected"),
    [
        (2, "each", ["[1/2] piece 0", "[2/2] piece 1"]),
        (20, "some", [f"{done} of 20 leaflets" for done in range(2, 21, 2)]),
        (19, "some", []),
        (20, "none", []),
    ],
)
def test_a_pipe_has_lines(
    monkeypatch: pytest.MonkeyPatch, pieces: int, lines: progress.Lines, expected: list[str]
) -> None:
    assert output(monkeypatch, io.StringIO(), pieces, lines).splitlines() == expected


def test_quiet_has_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.shown(30, "leaflet", quiet=True) as step:
        step()
    assert stream.getvalue() == ""
