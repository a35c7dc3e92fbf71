"""A folder is held by one run, swept of what a killed one left, and described by its journal."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.batch import folder, lock, shards
from handouts.files import writing

ROOT = Path(__file__).parent.parent.parent


def names_in(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir())


def test_files_are_put_in_place_and_known(tmp_path: Path) -> None:
    with folder.opened(tmp_path / "out", "export") as (room, found):
        assert room is not None and found == []
        entry = folder.entry("a4/one.pdf", "key", b"abc", pages=2)
        assert room.put([(entry, b"abc")]) == []
        assert room.holds("a4/one.pdf", "key")
        assert not room.holds("a4/one.pdf", "other key") and not room.holds("two.pdf", "key")
    with folder.opened(tmp_path / "out", "export") as (room, _):
        assert room is not None and room.done == {"a4/one.pdf": entry}
        (tmp_path / "out" / "a4" / "one.pdf").write_bytes(b"ab")
        assert not room.holds("a4/one.pdf", "key")
    assert names_in(tmp_path / "out") == [".handouts", "a4"]
    assert names_in(tmp_path / "out" / ".handouts" / "unfinished") == []


def test_a_file_that_is_announced_is_ours_and_not_held(tmp_path: Path) -> None:
    """A run killed between a file and its line in the journal."""
    one, two = (folder.entry(name, "key", b"abc", patient="hash") for name in ("one.pdf", "two.pdf"))
    with folder.opened(tmp_path, "mail-merge") as (room, _):
        assert room is not None and room.put([(one, b"abc")]) == [] and room.announce([one, two]) == []
    (tmp_path / "two.pdf").write_bytes(b"abc")
    with folder.opened(tmp_path, "mail-merge") as (room, _):
        assert room is not None and room.holds("one.pdf", "key") and not room.holds("two.pdf", "key")
        assert room.done["two.pdf"].facts == {"patient": "hash"}


WHOLE, ONE_OF_TWO, TWO_OF_TWO, ONE_OF_THREE = map(shards.state_dir, (None, (1, 2), (2, 2), (1, 3)))


def put(path: Path, room: str, key: str, data: bytes = b"abc", **facts: object) -> None:
    with folder.opened(path, "mail-merge", room) as (open_, _):
        assert open_ is not None and open_.put([(folder.entry("one.pdf", key, data, **facts), data)]) == []


def held(path: Path, room: str) -> set[str]:
    """The keys that a run holds a file for."""
    with folder.opened(path, "mail-merge", room) as (open_, _):
        assert open_ is not None and open_.known("one.pdf") is not None
        return {key for key in ("old", "new") if open_.holds("one.pdf", key)}


def test_every_run_knows_the_files_of_the_others(tmp_path: Path) -> None:
    put(tmp_path, ONE_OF_TWO, "old")
    assert [held(tmp_path, room) for room in (WHOLE, ONE_OF_TWO, TWO_OF_TWO)] == [{"old"}] * 3


@pytest.mark.parametrize(("first", "then"), [(ONE_OF_TWO, WHOLE), (WHOLE, ONE_OF_TWO), (ONE_OF_TWO, ONE_OF_THREE)])
def test_of_two_journals_the_one_that_has_the_bytes_of_the_file_is_right(tmp_path: Path, first: str, then: str) -> None:
    put(tmp_path, first, "old", b"abc")
    put(tmp_path, then, "new", b"xyz")
    assert [held(tmp_path, room) for room in (first, then, TWO_OF_TWO)] == [{"new"}] * 3


def test_a_file_that_no_journal_has_right_is_held_by_none_and_keeps_what_all_say_of_it(tmp_path: Path) -> None:
    put(tmp_path, WHOLE, "old", b"abc", patient="hash", row=1)
    put(tmp_path, ONE_OF_TWO, "new", b"xyz", patient="hash", row=2)
    (tmp_path / "one.pdf").write_bytes(b"123")
    assert held(tmp_path, WHOLE) == held(tmp_path, ONE_OF_TWO) == set()
    with folder.opened(tmp_path, "mail-merge") as (room, _):
        assert room is not None and room.done["one.pdf"].facts == {"patient": "hash"}


@pytest.mark.skipif(not lock.CAN_SHARE, reason="a share may be at work there")
def test_a_whole_run_takes_the_journals_of_shares_for_its_own(tmp_path: Path) -> None:
    put(tmp_path, ONE_OF_TWO, "old")
    with folder.opened(tmp_path, "mail-merge") as (room, _):
        assert room is not None and set(room.done) == {"one.pdf"} and room.finish() == []
    assert [path.parent.name for path in tmp_path.rglob("journal.jsonl")] == [".handouts"]
    assert held(tmp_path, ONE_OF_TWO) == {"old"}


@pytest.mark.skipif(sys.platform == "win32", reason="locks are asked for otherwise there")
@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOLCK, "lock` cannot be locked: this disk keeps no locks"),
        (errno.ENOTSUP, "lock` cannot be locked: this disk keeps no locks"),
        (errno.EIO, "lock` cannot be written: input/output error"),
    ],
)
def test_a_disk_without_locks_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    import fcntl

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refused)
    with folder.opened(tmp_path / "out", "export") as (room, (found,)):
        assert room is None and found.code == "HND702" and why in found.message


def test_a_disk_too_full_to_say_who_holds_the_lock_is_reported_and_the_lock_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with folder.opened(tmp_path, "export") as (room, (found,)):
            assert room is None and found.code == "HND702" and "the disk is full" in found.message
    with folder.opened(tmp_path, "export") as (room, found_now):
        assert room is not None and found_now == []


def test_a_journal_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".handouts" / "journal.jsonl").mkdir(parents=True)
    with folder.opened(tmp_path, "export") as (room, (found,)):
        assert room is None and found.code == "HND702" and "journal.jsonl" in found.message


def test_what_is_forgotten_is_not_in_the_compact_journal(tmp_path: Path) -> None:
    with folder.opened(tmp_path, "export") as (room, _):
        assert room is not None
        room.put([(folder.entry(name, "key", b"abc"), b"abc") for name in ("a.pdf", "b.pdf")])
        room.forget(["a.pdf"])
        assert room.finish() == []
    with folder.opened(tmp_path, "export") as (room, _):
        assert room is not None and set(room.done) == {"b.pdf"}


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    with folder.opened(tmp_path, "export"):
        pass
    left = tmp_path / ".handouts" / "unfinished" / "0123456789abcdef.tmp"
    left.write_bytes(b"%PDF half")
    with folder.opened(tmp_path, "export") as (room, _):
        assert room is not None and not left.exists()


def test_a_second_run_learns_who_holds_the_folder(tmp_path: Path) -> None:
    with folder.opened(tmp_path, "export"), folder.opened(tmp_path, "mail-merge") as (room, (fault,)):
        assert room is None
        assert fault.code == "HND950"
        assert f"export, process {os.getpid()} on " in fault.message
    with folder.opened(tmp_path, "mail-merge") as (room, found):
        assert room is not None and found == []


def test_shares_of_one_folder_have_a_room_each(tmp_path: Path) -> None:
    rooms = [f".handouts/{number}-of-2" for number in (1, 2)]
    with (
        folder.opened(tmp_path, "export", rooms[0]) as (one, _),
        folder.opened(tmp_path, "export", rooms[1]) as (two, _),
    ):
        assert one is not None and two is not None
        one.put([(folder.entry("a.pdf", "key", b"abc"), b"abc")])
        two.put([(folder.entry("b.pdf", "key", b"abc"), b"abc")])
        with folder.opened(tmp_path, "export", rooms[0]) as (room, (fault,)):
            assert room is None and f"`{tmp_path}`" in fault.message
    with folder.opened(tmp_path, "export", rooms[1]) as (two, _):
        assert two is not None and set(two.done) == {"b.pdf"}


@pytest.mark.skipif(not lock.CAN_SHARE, reason="there are no locks there that several hold")
@pytest.mark.parametrize(
    ("first", "then"),
    [(WHOLE, ONE_OF_TWO), (ONE_OF_TWO, WHOLE), (ONE_OF_TWO, ONE_OF_THREE), (ONE_OF_THREE, ONE_OF_TWO)],
)
def test_a_share_runs_beside_shares_of_the_same_division_alone(tmp_path: Path, first: str, then: str) -> None:
    for room in (first, then):
        with folder.opened(tmp_path, "mail-merge", room):
            pass
    with folder.opened(tmp_path, "mail-merge", first), folder.opened(tmp_path, "export", then) as (room_, (fault,)):
        assert room_ is None and fault.code == "HND950"
        holder = "" if first != WHOLE and then == WHOLE else f": mail-merge, process {os.getpid()} on "
        assert f"`{tmp_path}`{holder}" in fault.message
    with folder.opened(tmp_path, "export", then) as (room_, found):
        assert room_ is not None and found == []


HOLDING = """
import sys
from pathlib import Path
from handouts.batch import folder
with folder.opened(Path(sys.argv[1]), "export") as (room, _):
    print(room is not None, flush=True)
    sys.stdin.read()
"""


def test_a_killed_run_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "True\n"
        with folder.opened(tmp_path, "export") as (room, (fault,)):
            assert room is None and str(other.pid) in fault.message
        other.send_signal(signal.SIGKILL)
        other.wait(10)
        with folder.opened(tmp_path, "export") as (room, _):
            assert room is not None


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with folder.opened(tmp_path / "out", "export") as (room, (fault,)):
        assert room is None and fault.code == "HND702"


def test_a_folder_that_may_not_be_written_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with folder.opened(tmp_path, "export"):
        pass

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)  # root may write everywhere, so it is refused as for others
    with lock.held(tmp_path / ".handouts", tmp_path, "export") as (fault,):
        assert fault.code == "HND702" and "you may not write there" in fault.message


# ---------------------------------------------------------------- many files at once


def many(tmp_path: Path) -> tuple[Path, dict[Path, bytes]]:
    workshop = tmp_path / "workshop"
    workshop.mkdir(exist_ok=True)
    return workshop, {tmp_path / "out" / f"{number}.pdf": b"%d" % number * 1000 for number in range(100)}


def test_many_files_are_written_whole(tmp_path: Path) -> None:
    workshop, files = many(tmp_path)
    assert writing.save_many(files, workshop) == []
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == files
    assert names_in(workshop) == []


@pytest.mark.parametrize("breaks", [OSError(28, "No space left on device"), KeyboardInterrupt(), SystemExit(143)])
def test_a_break_while_they_are_written_leaves_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: BaseException
) -> None:
    workshop, files = many(tmp_path)
    flushed: list[int] = []

    def broken(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) > 50:
            raise breaks

    monkeypatch.setattr(os, "fsync", broken)
    if isinstance(breaks, OSError):
        (fault,) = writing.save_many(files, workshop)
        assert fault.code == "HND702" and "the disk is full" in fault.message
    else:
        with pytest.raises(type(breaks)):
            writing.save_many(files, workshop)
    assert not (tmp_path / "out").exists()
    assert names_in(workshop) == []


def test_a_folder_in_the_way_of_one_leaves_the_others_whole_or_away(tmp_path: Path) -> None:
    workshop, files = many(tmp_path)
    (tmp_path / "out" / "50.pdf").mkdir(parents=True)
    (fault,) = writing.save_many(files, workshop)
    assert "50.pdf" in fault.message and "it is a folder" in fault.message
    for path, data in files.items():
        assert path.is_dir() or not path.exists() or path.read_bytes() == data
    assert names_in(workshop) == []


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path: Path) -> None:
    workshop, files = many(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").write_bytes(b"kept")
    (tmp_path / "out" / "1.pdf").symlink_to(tmp_path / "elsewhere")
    assert writing.save_many(files, workshop) == []
    assert (tmp_path / "elsewhere").read_bytes() == b"kept"
    assert not (tmp_path / "out" / "1.pdf").is_symlink()
