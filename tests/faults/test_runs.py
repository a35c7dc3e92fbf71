"""Whole runs, broken from outside.

Final names hold only whole files, the exit code says how it ended, and a resumed run ends byte for byte as an
undisturbed one.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import works

HERE = Path(__file__).parent
COUNT = 40


def words(folder: Path, *more: str) -> list[str]:
    return [sys.executable, str(HERE / "program.py"), str(folder), str(COUNT), *more]


def begin(folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words(folder, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=HERE.parent.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent.parent)},
    )


def run(folder: Path, *more: str) -> tuple[int, str]:
    with begin(folder, *more) as program:
        _, result = program.communicate(timeout=120)
    return program.returncode, result


def tree(folder: Path) -> dict[str, bytes]:
    """Every file by its path, but for the lock, whose words are gone and whose file stays."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def finals(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.pdf")}


def all_whole(folder: Path) -> bool:
    return all(works.is_whole(data) for data in finals(folder).values())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert run(folder) == (0, "")
    assert len(finals(folder)) == COUNT and all_whole(folder)
    return tree(folder)


@pytest.mark.slow
def test_killed_at_random_moments_it_resumes_to_the_same_bytes(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    chance = random.Random(20261122)
    kills = 0
    for _ in range(20):
        with begin(tmp_path, "slow_s=0.02") as program:
            time.sleep(chance.uniform(0.1, 0.6))
            os.kill(program.pid, signal.SIGKILL)
            program.communicate(timeout=60)  # its pipes close: workers that lived on would hold them open
        kills += program.returncode == -signal.SIGKILL
        assert all_whole(tmp_path)
    assert kills
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed


def test_workers_of_a_killed_parent_die(tmp_path: Path) -> None:
    """Even one that is deep in a loop. All that the program started is in its session."""
    with begin(tmp_path, "wrong=0:hang") as program:
        assert program.stdout is not None
        assert program.stdout.readline()  # the first chunk is done: the other worker hangs by now
        started = _session(program.pid)
        assert len(started) >= 3
        os.kill(program.pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while _session(program.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert _session(program.pid) == []


@pytest.mark.parametrize(
    ("number", "code", "to"),
    [
        (signal.SIGINT, 130, "all of its processes"),  # as a terminal does
        (signal.SIGTERM, 143, "the program"),
        (signal.SIGTERM, 143, "all of its processes"),  # as systemd does
    ],
)
def test_a_first_signal_leaves_a_run_that_goes_on_where_it_ended(
    tmp_path: Path, undisturbed: dict[str, bytes], number: signal.Signals, code: int, to: str
) -> None:
    with begin(tmp_path, "slow_s=0.1") as program:
        assert program.stdout is not None
        program.stdout.readline()
        (os.kill if to == "the program" else os.killpg)(program.pid, number)
        _, result = program.communicate(timeout=60)
    assert program.returncode == code
    assert result == "finishing what is in flight\n"
    assert all_whole(tmp_path)
    before = set(finals(tmp_path))
    assert 10 <= len(before) < COUNT
    times = {name: (tmp_path / name).stat().st_mtime_ns for name in before}
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed
    assert times == {name: (tmp_path / name).stat().st_mtime_ns for name in before}  # not printed twice


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_second_signal_ends_it_at_once(
    tmp_path: Path, undisturbed: dict[str, bytes], number: signal.Signals, code: int
) -> None:
    with begin(tmp_path, "wrong=0:hang") as program:
        assert program.stdout is not None and program.stderr is not None
        program.stdout.readline()
        os.kill(program.pid, number)
        assert program.stderr.readline() == "finishing what is in flight\n"
        os.kill(program.pid, number)
        begun = time.monotonic()
        program.communicate(timeout=60)
    assert time.monotonic() - begun < 20  # and not the 60 s that the job may take
    assert abs(program.returncode) in (code, code - 128)
    assert all_whole(tmp_path)
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed


@pytest.mark.parametrize(("wrong", "code"), [("20:kill", "HND946"), ("7:eat", "HND947")])
def test_one_bad_job_costs_one_file(tmp_path: Path, undisturbed: dict[str, bytes], wrong: str, code: str) -> None:
    ended, result = run(tmp_path, f"wrong={wrong}")
    assert ended == 3
    assert result.count("error[") == 1 and code in result
    assert len(finals(tmp_path)) == COUNT - 1 and all_whole(tmp_path)
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed


def test_a_full_disk_stops_the_run_once(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with small_disk(tmp_path) as disk:
        ended, result = run(disk)
        assert ended == 74
        assert result.count("error[HND702]") == 1 and "the disk is full" in result
        assert 0 < len(finals(disk)) < COUNT and all_whole(disk)
        assert list((disk / ".handouts" / "unfinished").iterdir()) == []
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        assert run(disk) == (0, "")
        assert tree(disk) == undisturbed


class small_disk:  # noqa: N801
    """A disk of 300 kB, where this user may mount one."""

    def __init__(self, tmp_path: Path) -> None:
        self.path = tmp_path / "disk"

    def __enter__(self) -> Path:
        self.path.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(self.path)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("this user may not mount a disk")
        return self.path

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", str(self.path)], check=True)


def test_files_that_may_not_grow_stop_the_run_once(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    """As under a quota: files of more than 12 kB fail."""
    result = subprocess.run(
        words(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parent.parent,
        env=os.environ | {"PYTHONPATH": str(HERE.parent.parent)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000)),
    )
    assert result.returncode == 74
    assert result.stderr.count("error[HND702]") == 1
    assert all_whole(tmp_path)
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk that can only be read")
def test_a_disk_that_can_only_be_read_stops_the_run_once(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ended, result = run(disk)
        assert ended == 74
        assert result.count("error[HND702]") == 1 and "the disk can only be read" in result


def test_two_runs_into_one_folder(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with begin(tmp_path, "slow_s=0.1") as first:
        assert first.stdout is not None
        first.stdout.readline()
        ended, result = run(tmp_path)
        assert ended == 75
        assert result.count("error[HND950]") == 1 and f"program, process {first.pid}" in result
        first.communicate(timeout=60)
    assert first.returncode == 0
    assert tree(tmp_path) == undisturbed


def test_standard_output_that_nobody_reads(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with begin(tmp_path, "slow_s=0.02") as program:
        assert program.stdout is not None
        program.stdout.readline()
        program.stdout.close()
        assert program.wait(60) != 0
    assert all_whole(tmp_path)
    assert run(tmp_path) == (0, "")
    assert tree(tmp_path) == undisturbed


def _session(leader: int) -> list[int]:
    """Living processes of a session, in /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(") ")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found
