"""Where output goes, and how the program ends when it cannot go there."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handouts.batch import make
from handouts.cli import dates, terminal
from handouts.files import writing as saving
from handouts.pdf import printing

from .commands import names_in, run, spawn


@pytest.mark.parametrize("output", ["no/such/folder/leaflet.pdf", ".", "/dev/full"])
def test_a_file_that_cannot_be_written_exits_74_and_leaves_nothing(here: Path, only_set: object, output: str) -> None:
    result = run("make", "heel-spur", "-o", output)
    assert result.exit_code == 74
    assert "error[HND702]" in result.stderr and "help: " in result.stderr
    assert names_in(here) == []


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (".", "`.` cannot be written: it is a folder"),
        ("no/leaflet.pdf", "there is no folder `no`"),
        ("old.pdf/leaflet.pdf", "a part of its path is a file and no folder"),
        (f"{'x' * 300}.pdf", "its name is too long"),
    ],
)
def test_where_no_file_can_be_is_reported_before_it_is_printed(
    here: Path, monkeypatch: pytest.MonkeyPatch, output: str, said: str
) -> None:
    (here / "old.pdf").write_bytes(b"old")
    monkeypatch.setattr(printing, "print_leaflet", lambda *_: pytest.fail("it was printed"))
    result = run("make", "heel-spur", "-o", output)
    assert result.exit_code == 74
    assert "error[HND702]" in result.stderr and said in result.stderr
    assert names_in(here) == ["old.pdf"]


def test_standard_output_that_takes_no_more_exits_74(here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        program_ = spawn("explain", stdout=full, cwd=here)
        _, said = program_.communicate(timeout=20)
    assert program_.returncode == 74
    assert said == "error[HND702]: standard output cannot be written: no space left on device\n"


def test_a_reader_that_goes_away_ends_the_program_without_a_word(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    program_ = spawn("schema", "condition", stdout=writing, cwd=here)
    os.close(writing)
    _, said = program_.communicate(timeout=20)
    assert (program_.returncode, said) == (74, "")


def test_a_closed_standard_output_exits_74(here: Path, only_set: object, monkeypatch: pytest.MonkeyPatch) -> None:
    order = make.MakeOptions(("heel-spur",), output="-")
    monkeypatch.setattr(sys, "stdout", None)
    made = make.make(order, dates.today())
    assert (made.is_lost, [one.message for one in made.found if one.is_error]) == (True, ["standard output is closed"])


def test_nothing_is_said_where_standard_error_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    terminal.message("not into the leaflet")
    assert capsys.readouterr().out == ""


def test_a_broken_pipe_is_left_to_the_caller(tmp_path: Path) -> None:
    class Gone(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            raise BrokenPipeError(errno.EPIPE, "gone")

    with pytest.raises(BrokenPipeError):
        saving.pour(Gone(), b"abc")  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_program_in_one_line_without_a_file(here: Path, number: signal.Signals, code: int) -> None:
    program_ = spawn(
        "make", "plantar-fasciitis", "heel-spur", "--edition", "large-print", stdout=subprocess.DEVNULL, cwd=here
    )
    time.sleep(1.0)  # reading is done, the engine is at work
    program_.send_signal(number)
    _, said = program_.communicate(timeout=20)
    assert program_.returncode == code
    assert said == ("interrupted\n" if code == 130 else "")
    assert names_in(here) == []


def test_a_file_that_is_replaced_is_reported(here: Path, only_set: object) -> None:
    first, second = (run("make", "heel-spur", "--format", "text").stderr for _ in range(2))
    assert "replaced" not in first
    assert second == first.replace("\n", ", replaced the file of this name\n")
