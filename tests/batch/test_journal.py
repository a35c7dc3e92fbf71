"""What is finished is known, whatever happened to the last line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from handouts.batch import folder, journal
from handouts.batch.journal import Entry

ENTRIES = [
    Entry("b.pdf", "k1", "aa", 3, {"pages": 4}),
    Entry("a.pdf", "k2", "bb", 5),
    Entry("ü/c\u1e9e.pdf", "k3", "cc", 7, {"findings": ["x\ny"]}),
]


def known(*entries: Entry) -> dict[str, Entry]:
    return {entry.name: entry for entry in entries}


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    assert journal.read(path) == {}
    assert journal.append(path, ENTRIES[:2]) == journal.append(path, ENTRIES[2:]) == []
    assert journal.read(path) == known(*ENTRIES)
    assert path.read_bytes().count(b"\n") == 3


def test_the_last_word_on_a_name_counts(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal.append(path, [ENTRIES[0], Entry("b.pdf", "k9", "dd", 9)])
    assert journal.read(path) == known(Entry("b.pdf", "k9", "dd", 9))


def test_cut_at_every_byte_of_its_last_line_it_forgets_that_line_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal.append(path, ENTRIES)
    data = path.read_bytes()
    last = data.rindex(b"\n", 0, -1) + 1
    assert len(data) - last > 50
    for end in range(last, len(data)):
        path.write_bytes(data[:end])
        assert journal.read(path) == known(*ENTRIES[:2]), end
        journal.repair(path)
        assert path.read_bytes() == data[:last]
        journal.append(path, ENTRIES[2:])
        assert path.read_bytes() == data


@pytest.mark.parametrize(
    "line",
    [
        b"\0" * 200, b"{}", b"[1]", b"null", b'{"name": 3}', b"\xff\xfe", b'{"name":1,"key":"","sha256":"","size":1}',
        b"[" * 100_000, b'{"facts":' * 400 + b"1" + b"}" * 400,
        b'{"name":"x.pdf","key":"","sha256":"","size":%s}' % (b"9" * 5_000),
        b'{"name":"../x.pdf","key":"","sha256":"","size":1}', b'{"name":"x\\u0000.pdf","key":"","sha256":"","size":1}',
        b'{"name":"x\\ud800.pdf","key":"","sha256":"","size":1}',
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_means_nothing(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "journal"
    journal.append(path, ENTRIES[:1])
    with path.open("ab") as file:
        file.write(line + b"\n")
    journal.append(path, ENTRIES[1:])
    assert journal.read(path) == known(*ENTRIES)


def test_the_compact_form_is_the_same_for_every_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    journal.compact(one, ENTRIES)
    journal.compact(other, reversed(ENTRIES))
    assert one.read_bytes() == other.read_bytes()
    assert journal.read(one) == known(*ENTRIES)


def test_a_journal_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    (fault,) = journal.append(tmp_path / "no" / "journal", ENTRIES)
    assert fault.code == "HND702"


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("made", [link, device, os.mkfifo], ids=["link", "device", "pipe"])
def test_journal_that_is_no_file_is_a_fault_of_its_folder(tmp_path: Path, made: Callable[[Path], None]) -> None:
    (tmp_path / folder.STATE_DIR).mkdir()
    made(tmp_path / folder.STATE_DIR / journal.NAME)
    with folder.opened(tmp_path, "test") as (opened, found):
        assert opened is None and [one.code for one in found] == ["HND702"]
