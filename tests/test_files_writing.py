"""Files appear whole or not at all."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.commands import names_in

from handouts.files import writing

ROOT = Path(__file__).parent.parent


def test_a_new_file_holds_the_bytes_and_nothing_else_is_left(tmp_path: Path) -> None:
    assert writing.save(tmp_path / "leaflet.pdf", b"abc") == []
    assert (tmp_path / "leaflet.pdf").read_bytes() == b"abc"
    assert names_in(tmp_path) == ["leaflet.pdf"]


def test_a_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        writing.save(tmp_path / "leaflet.pdf", b"abc")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "leaflet.pdf").stat().st_mode) == 0o640


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(b"old")
    path.chmod(0o604)
    assert writing.save(path, b"new") == []
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


def test_what_a_killed_run_left_of_a_file_is_swept_and_nothing_else(tmp_path: Path) -> None:
    killed = "import os, sys\nfrom pathlib import Path\nfrom handouts.files import writing\n"
    killed += "def parts():\n    yield b'half'\n    os.kill(os.getpid(), 9)\n"
    killed += "writing.save(Path(sys.argv[1]), parts())\n"
    for name in ("print.pdf", "other.pdf"):
        subprocess.run([sys.executable, "-c", killed, str(tmp_path / name)], cwd=ROOT, check=False)
    (tmp_path / "mine.tmp").write_bytes(b"")
    assert len(names_in(tmp_path)) == 3 and "print.pdf" not in names_in(tmp_path)
    (tmp_path / "link.pdf").symlink_to("print.pdf")
    writing.sweep_beside(tmp_path / "link.pdf")
    (left,) = {*names_in(tmp_path)} - {"mine.tmp", "link.pdf"}
    writing.sweep_beside(tmp_path / "other.pdf")
    assert not (tmp_path / left).exists() and names_in(tmp_path) == ["link.pdf", "mine.tmp"]


def test_a_file_that_cannot_be_deleted_is_reported(tmp_path: Path) -> None:
    assert writing.delete(tmp_path / "nothing.csv") == []
    (tmp_path / "folder").mkdir()
    (found,) = writing.delete(tmp_path / "folder")
    assert found.code == "HND702" and f"`{tmp_path / 'folder'}` cannot be deleted" in found.message


def test_a_symbolic_link_stays_a_link_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    assert writing.save(tmp_path / "link.pdf", b"new") == []
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"new"


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".pdf")
    assert writing.save(path, b"abc") == []
    assert names_in(tmp_path) == [path.name]


def test_a_folder_in_the_way_is_a_fault_that_names_a_file_in_it(tmp_path: Path) -> None:
    (fault,) = writing.save(tmp_path, b"abc")
    assert fault.code == "HND702"
    assert "it is a folder" in fault.message
    assert str(tmp_path / "leaflet.pdf") in fault.help


def test_a_missing_folder_is_not_made_but_reported_with_the_command_that_makes_it(tmp_path: Path) -> None:
    (fault,) = writing.save(tmp_path / "no" / "such" / "leaflet.pdf", b"abc")
    assert fault.help == f"make it first: mkdir -p {tmp_path / 'no' / 'such'}"
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_a_name_that_no_file_can_have_is_a_fault(tmp_path: Path, name: str) -> None:
    (fault,) = writing.save(tmp_path / name, b"abc")
    assert fault.code == "HND702"
    assert names_in(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_a_fault_and_the_device_stays_a_device() -> None:
    (fault,) = writing.save(Path("/dev/full"), b"abc")
    assert "the disk is full" in fault.message
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere, so it is reported as for others
    (fault,) = writing.save(path, b"new")
    assert "you may not write there" in fault.message
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", [".", "no/leaflet.pdf", "old.pdf/leaflet.pdf", "x" * 300, "circle/a.pdf", "a\0b"])
def test_what_can_be_foreseen_is_reported_as_it_would_be_when_the_file_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "old.pdf").write_bytes(b"old")
    (tmp_path / "circle").symlink_to("circle")
    path = tmp_path / name
    foreseen = writing.foreseen(path)
    assert [fault.code for fault in foreseen] == ["HND702"]
    assert foreseen == writing.save(path, b"new")


@pytest.mark.parametrize("name", ["old.pdf", "new.pdf"])
def test_a_folder_that_takes_no_files_is_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "old.pdf").write_bytes(b"old")
    assert writing.foreseen(tmp_path / name) == []
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)  # root may write everywhere
    (fault,) = writing.foreseen(tmp_path / name)
    assert "you may not write there" in fault.message


def test_a_device_takes_bytes_wherever_it_is() -> None:
    assert writing.foreseen(Path("/dev/null")) == []


@pytest.mark.parametrize("breaks", [OSError(28, "No space left on device"), KeyboardInterrupt(), SystemExit(143)])
def test_a_break_before_the_file_is_in_place_leaves_the_old_one_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: BaseException
) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(b"old")

    def broken(descriptor: int) -> None:
        raise breaks

    monkeypatch.setattr(os, "fsync", broken)
    if isinstance(breaks, OSError):
        assert [fault.code for fault in writing.save(path, b"new")] == ["HND702"]
    else:
        with pytest.raises(type(breaks)):
            writing.save(path, b"new")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["leaflet.pdf"]


SLOW = """
import os, sys, time
from pathlib import Path
from handouts.files import writing
from handouts.cli import terminal
terminal.end_on_sigterm()
def slow(descriptor):
    print("writing", flush=True)
    time.sleep(30)
os.fsync = slow
writing.save(Path(sys.argv[1]), b"new")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_middle_of_writing_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "leaflet.pdf"
    program = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert program.stdout is not None
    with program:
        assert program.stdout.readline() == "writing\n"
        assert len(names_in(tmp_path)) == 1  # the temporary file is there while it is written
        time.sleep(0.05)
        program.send_signal(number)
        assert program.wait(10) != 0
    assert names_in(tmp_path) == []


class Full(io.RawIOBase):
    emptied = False

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        if self.emptied:
            return len(bytes(data))  # type: ignore[call-overload]
        raise OSError(28, "No space left on device")


def test_a_stream_that_takes_no_more_is_a_fault() -> None:
    disk = Full()
    stream = io.BufferedWriter(disk)
    (fault,) = writing.pour(stream, b"abc")
    disk.emptied = True  # or the stream would complain once more when it is collected
    assert fault.message == "standard output cannot be written: the disk is full"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc")
def test_a_folder_that_takes_no_files_is_not_called_missing() -> None:
    [finding] = writing.save(Path("/proc/leaflet.pdf"), b"%PDF")
    assert finding.message == "`/proc/leaflet.pdf` cannot be written: no file can be made in `/proc`"
    assert "mkdir" not in finding.help
