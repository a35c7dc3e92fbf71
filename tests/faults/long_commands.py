"""The verbs as a user runs them, broken from outside. Takes many minutes, so it is not part of the suite:

python -m pytest tests/faults/long_commands.py

Where a fault does not touch the engine, leaflets are light (`planted/`): dozens of runs cost what one would.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).parent.parent.parent
PLANTED = Path(__file__).parent / "planted"
IDS = ("plantar-fasciitis", "heel-spur", "heel-bursitis")
NOTES = {"lock", "memory.json"}  # who runs, and when files were last seen: not what the run made


@dataclass(frozen=True)
class Verb:
    """A verb with its words, the folder coming last, and how many leaflets it makes."""

    name: str
    words: tuple[str, ...]
    leaflets: int
    light: bool = False


@dataclass
class Run:
    """A verb that runs, in a session of its own."""

    folder: Path
    process: subprocess.Popen[str]
    output: str = ""
    after: dict[str, float] = field(default_factory=dict)

    def wait_for(self, leaflets: int) -> None:
        """Until so many leaflets are in place."""
        while len(finals(self.folder)) < leaflets and self.process.poll() is None:
            time.sleep(0.01)

    def end(self) -> int:
        _, self.output = self.process.communicate(timeout=900)
        return self.process.returncode


@contextmanager
def begun(
    verb: Verb, folder: Path, *before: str, root: Path = ROOT, env: Mapping[str, str] | None = None
) -> Iterator[Run]:
    words = [*before, sys.executable, "-m", "handouts", *verb.words, "-o", str(folder)]
    planted = {"PYTHONPATH": f"{PLANTED}{os.pathsep}{root}"} | ({"HANDOUTS_LIGHT": "1"} if verb.light else {})
    process = subprocess.Popen(
        words, cwd=root, env={**os.environ, **planted, **(env or {})}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        yield Run(folder, process)


def run(
    verb: Verb, folder: Path, *before: str, root: Path = ROOT, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    with begun(verb, folder, *before, root=root, env=env) as one:
        return one.end(), one.output


def finals(folder: Path) -> dict[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in (".pdf", ".html") and ".handouts" not in path.parts
    }


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOTES
    }


def assert_whole(folder: Path) -> None:
    for path in finals(folder).values():
        if path.suffix == ".html":
            assert path.read_bytes().rstrip().endswith(b"</html>")
            continue
        with pikepdf.open(path) as document:
            assert len(document.pages) >= 2
        assert path.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.fixture(scope="module", params=["html", "export", "mail-merge"])
def verb(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verb:
    if request.param == "html":  # quick to make, so that many are
        return Verb("export", ("export", "--all", "--format", "html", "--jobs", "2"), 9)
    if request.param == "export":
        editions = ("--edition", "a4", "--edition", "letter", "--edition", "large-print")
        return Verb("export", ("export", *IDS, *editions, "--jobs", "2"), 9, light=True)
    lines = [[at, f"Ann Example {at}", id_, most] for at, (id_, most) in enumerate(product(IDS, (2, 3, 4) * 2))]
    return merge(tmp_path_factory.mktemp("rows"), ["id", "name", "conditions", "exercises"], lines, light=True)


def merge(
    folder: Path, head: Sequence[str], lines: Sequence[Sequence[object]], *words: str, light: bool = False
) -> Verb:
    """`mail-merge` of a list."""
    path = folder / "rows.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return Verb("mail-merge", ("mail-merge", str(path), "--jobs", "2", *words), len(lines), light)


@pytest.fixture(scope="module")
def undisturbed(verb: Verb, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return at_peace(verb, tmp_path_factory.mktemp("undisturbed") / "out")


def at_peace(verb: Verb, folder: Path) -> dict[str, bytes]:
    """What a run makes that nobody disturbs."""
    code, output = run(verb, folder)
    assert code == 0, output
    assert len(finals(folder)) == verb.leaflets
    assert_whole(folder)
    return tree(folder)


def assert_resumes(verb: Verb, folder: Path, undisturbed: dict[str, bytes]) -> None:
    assert_whole(folder)
    code, output = run(verb, folder)
    assert code == 0, output
    assert tree(folder) == undisturbed


def workers(run: Run) -> list[int]:
    """Living grandchildren of the program: what prints."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, _, session = stat.read_text().rpartition(") ")[2].split()[:4]
        except OSError:
            continue
        if int(session) == run.process.pid and state != "Z":
            parents[int(stat.parent.name)] = int(parent)
    return [pid for pid, parent in parents.items() if parents.get(parent) == run.process.pid]


def wait_until(true: Callable[[], object], seconds: float = 600) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# ---------------------------------------------------------------- workers


@pytest.mark.parametrize("at", ["the first", "the middle", "the last"])
def test_a_worker_killed_once_costs_nothing(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes], at: str) -> None:
    with begun(verb, tmp_path / "out") as one:
        (tmp_path / "out").mkdir(exist_ok=True)
        one.wait_for({"the first": 0, "the middle": verb.leaflets // 2, "the last": verb.leaflets - 1}[at])
        if at == "the first":
            wait_until(lambda: workers(one))
        for pid in workers(one)[:1]:
            os.kill(pid, signal.SIGKILL)
        assert one.end() == 0, one.output
    assert tree(tmp_path / "out") == undisturbed


@pytest.mark.parametrize(("kind", "code"), [("kill", "HND946"), ("hang", "HND945"), ("eat", "HND947")])
def test_a_leaflet_that_always_breaks_its_worker_costs_itself(
    verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes], kind: str, code: str
) -> None:
    ended, output = run(verb, tmp_path / "out", env={"HANDOUTS_CULPRIT": "heel-spur", "HANDOUTS_KIND": kind})
    assert ended == 3, output
    assert code in output
    assert 0 < len(finals(tmp_path / "out")) < verb.leaflets
    assert_resumes(verb, tmp_path / "out", undisturbed)


# ---------------------------------------------------------------- the program itself


def test_killed_at_twenty_random_moments(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    chance, folder, kills = random.Random(7), tmp_path / "out", 0
    begin = time.monotonic()
    at_peace(verb, tmp_path / "timed")
    takes = time.monotonic() - begin
    for _ in range(20):
        if len(finals(folder)) == verb.leaflets:
            shutil.rmtree(folder)
        with begun(verb, folder) as one:
            time.sleep(chance.uniform(0.05, 0.9) * takes)
            kills += one.process.poll() is None
            one.process.kill()
            one.end()
        if folder.exists():
            assert_whole(folder)
    assert kills >= 10
    assert_resumes(verb, folder, undisturbed)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_first_signal(
    verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes], number: signal.Signals, code: int
) -> None:
    with begun(verb, tmp_path / "out") as one:
        one.wait_for(1)
        os.killpg(one.process.pid, number)
        assert one.end() == code, one.output
    assert 1 <= len(finals(tmp_path / "out")) < verb.leaflets
    assert_resumes(verb, tmp_path / "out", undisturbed)


def test_a_second_signal(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with begun(verb, tmp_path / "out") as one:
        one.wait_for(1)
        one.process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        one.process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        assert one.end() == 130, one.output
        assert time.monotonic() - asked < 10
    assert_resumes(verb, tmp_path / "out", undisturbed)


# ---------------------------------------------------------------- the disk, and others


@contextmanager
def small_disk(tmp_path: Path, size: str) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with small_disk(tmp_path, "300k") as disk:
        code, output = run(verb, disk / "out")
        assert code == 74, output
        assert output.count("HND702") == 1
        assert_whole(disk / "out")
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert_resumes(verb, disk / "out", undisturbed)


def test_a_disk_that_can_only_be_read(verb: Verb, tmp_path: Path) -> None:
    with small_disk(tmp_path, "8m") as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        code, output = run(verb, disk / "out")
        assert code == 74, output
        assert output.count("HND702") == 1


def test_two_into_one_folder(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with begun(verb, tmp_path / "out") as first:
        wait_until(lambda: (tmp_path / "out" / ".handouts" / "lock").exists())
        wait_until(lambda: workers(first))
        first.process.send_signal(signal.SIGSTOP)  # it would be done before the second looks at the folder
        code, output = run(verb, tmp_path / "out")
        first.process.send_signal(signal.SIGCONT)
        assert code == 75, output
        assert "HND950" in output and f"process {first.process.pid}" in output
        assert first.end() == 0, first.output
    assert tree(tmp_path / "out") == undisturbed


def test_a_journal_cut_in_its_last_line(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    """Every byte is cut in tests/batch/test_journal.py; here the run goes on after some of them."""
    with begun(verb, tmp_path / "out") as one:
        one.wait_for(3)
        one.process.kill()
        one.end()
    journal = tmp_path / "out" / ".handouts" / "journal.jsonl"
    data = journal.read_bytes()
    last = data.rindex(b"\n", 0, -1) + 1 if data.count(b"\n") > 1 else 0
    for end in (last, last + 1, (last + len(data)) // 2, len(data) - 1):
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(tmp_path / "out", tmp_path / "copy")
        (tmp_path / "copy" / ".handouts" / "journal.jsonl").write_bytes(data[:end])
        assert_resumes(verb, tmp_path / "copy", undisturbed)


@pytest.mark.parametrize("shift", ["+10y", "-10y"])
def test_the_clock_is_moved(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes], shift: str) -> None:
    """Between two runs, and by ten years: the messages may change with the day, no file is half or lost."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    with begun(verb, tmp_path / "out") as one:
        one.wait_for(2)
        one.process.kill()
        one.end()
    code, output = run(verb, tmp_path / "out", "faketime", "-f", shift, env={"DONT_FAKE_MONOTONIC": "1"})
    assert code in (0, 1, 3), output
    assert_resumes(verb, tmp_path / "out", undisturbed)


def test_standard_output_that_nobody_reads(verb: Verb, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    with begun(verb, tmp_path / "out") as one:
        assert one.process.stdout is not None and one.process.stderr is not None
        one.process.stdout.close()
        one.process.stderr.close()
        assert one.process.wait(900) in (0, 74)
    assert_resumes(verb, tmp_path / "out", undisturbed)


# ---------------------------------------------------------------- really printed


@pytest.fixture(params=["export", "mail-merge"])
def printed(request: pytest.FixtureRequest, tmp_path: Path) -> Verb:
    """Few leaflets and the real engine; in the merge some are filled in and some are printed in full."""
    if request.param == "export":
        return Verb("export", ("export", *IDS, "--edition", "a4", "--jobs", "2"), 3)
    lines = [[at, f"Ann Example {at}", IDS[at > 4]] for at in range(7)]
    return merge(tmp_path, ["id", "name", "conditions"], lines)


def test_really_printed_and_killed_in_the_middle(printed: Verb, tmp_path: Path) -> None:
    """A worker first, then the program itself."""
    undisturbed = at_peace(printed, tmp_path / "peace")
    with begun(printed, tmp_path / "out") as one:
        wait_until(lambda: workers(one))
        for pid in workers(one)[:1]:
            os.kill(pid, signal.SIGKILL)
        one.wait_for(1)
        one.process.kill()
        one.end()
    assert_resumes(printed, tmp_path / "out", undisturbed)


def test_really_printed_with_a_lost_drawing(printed: Verb, tmp_path: Path) -> None:
    """Where a drawing is gone, its leaflet is reported or refused, and the others are whole."""
    root = tmp_path / "root"
    for name in ("handouts", "content", "templates", "styles", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for drawing in (root / "content" / "figures").glob("calf-stretch-wall*.svg"):
        drawing.unlink()
    code, output = run(printed, tmp_path / "out", root=root)
    assert code in (0, 1, 3), output
    assert "calf-stretch-wall" in output, output
    if (tmp_path / "out").exists():
        assert_whole(tmp_path / "out")


# ---------------------------------------------------------------- lists


def listed(folder: Path, lines: Sequence[Sequence[object]]) -> Verb:
    return merge(folder, ["id", "conditions"], lines, "--name", "{id}")


def test_lists_with_one_bad_row_in_ten_thousand(tmp_path: Path) -> None:
    lines: list[list[object]] = [[f"{number:05}", "heel-spur"] for number in range(10_000)]
    lines[6_000][1] = "no-such-condition"
    code, output = run(listed(tmp_path, lines), tmp_path / "out")
    assert code == 3, output
    assert len(finals(tmp_path / "out")) == 9_999
    failed = (tmp_path / "out" / "failed.csv").read_text().splitlines()
    assert len(failed) == 2 and "06000" in failed[1]


TWINS = ["ann", "Ann", "ANN", "\u00e5nn", "a\u030ann", "ann ", "ann.", "con", "../ann"]


def test_lists_with_twins_of_names(tmp_path: Path) -> None:
    """Names that a disk may take for one: each row has a file of its own, or is refused with its reason."""
    code, output = run(listed(tmp_path, [[name, IDS[0]] for name in TWINS]), tmp_path / "out")
    made = finals(tmp_path / "out") if (tmp_path / "out").exists() else {}
    assert len({name.casefold() for name in made}) == len(made)
    refused = len(TWINS) - len(made)
    assert (code, refused) == (0, 0) or (code in (1, 3) and output.count("HND") >= refused), output
    assert not (tmp_path / "ann.pdf").exists()
