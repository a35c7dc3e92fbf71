"""The guarded reader: regular files inside the folder and inside the limit, and nothing else."""

import json
import os
from pathlib import Path

import pytest

from handouts.files.reading import (
    MAX_DEPTH,
    MAX_DIGITS,
    MissingError,
    ReadError,
    TooLargeError,
    is_name_inside,
    parse_json,
    read_bytes,
    read_text,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with one honest file, beside a secret one outside of it."""
    (tmp_path / "secret").write_text("root:x:0")
    inside = tmp_path / "content"
    (inside / "sub").mkdir(parents=True)
    (inside / "file.yaml").write_bytes(b"0123456789")
    return inside


def test_regular_file_inside_its_folder_is_read(folder: Path) -> None:
    assert read_bytes(folder / "file.yaml", 10, folder) == b"0123456789"


def test_file_of_more_bytes_than_the_limit_is_refused(folder: Path) -> None:
    with pytest.raises(TooLargeError):
        read_bytes(folder / "file.yaml", 9, folder)


@pytest.mark.parametrize("target", ["../secret", "file.yaml", "link.yaml", "/dev/zero"])
def test_link_in_a_content_folder_is_refused(folder: Path, target: str) -> None:
    (folder / "link.yaml").symlink_to(target)
    with pytest.raises(ReadError):
        read_bytes(folder / "link.yaml", 1000, folder)


def test_file_behind_a_linked_folder_is_refused(folder: Path) -> None:
    (folder / "linked").symlink_to(folder.parent, target_is_directory=True)
    with pytest.raises(ReadError, match="a link that points out"):
        read_bytes(folder / "linked" / "secret", 1000, folder)


def test_path_that_climbs_out_of_its_folder_is_refused(folder: Path) -> None:
    with pytest.raises(ReadError, match="outside"):
        read_bytes(folder / ".." / "secret", 1000, folder)


@pytest.mark.parametrize("inside", [True, False])
def test_pipe_is_refused_without_waiting(folder: Path, inside: bool) -> None:
    os.mkfifo(folder / "pipe.yaml")
    with pytest.raises(ReadError, match="pipe or a device"):
        read_bytes(folder / "pipe.yaml", 1000, folder if inside else None)


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_device_that_the_user_names_is_refused(device: str) -> None:
    with pytest.raises(ReadError, match="pipe or a device"):
        read_bytes(Path(device), 1000)


def test_folder_is_refused(folder: Path) -> None:
    with pytest.raises(ReadError, match="a folder"):
        read_bytes(folder / "sub", 1000, folder)


@pytest.mark.parametrize("name", ["missing.yaml", "missing/file.yaml"])
def test_missing_file_is_reported_as_missing(folder: Path, name: str) -> None:
    with pytest.raises(MissingError):
        read_bytes(folder / name, 1000, folder)


def test_name_that_no_file_can_have_is_refused(folder: Path) -> None:
    with pytest.raises(ReadError):
        read_bytes(folder / "a\0b", 1000, folder)


def test_link_that_the_user_names_is_followed(folder: Path) -> None:
    (folder / "link.csv").symlink_to("file.yaml")
    assert read_bytes(folder / "link.csv", 10) == b"0123456789"


def test_text_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "file.yaml").write_bytes(b"caf\xe9")
    with pytest.raises(ReadError, match="UTF-8"):
        read_text(folder / "file.yaml", 10, folder)


@pytest.mark.parametrize("text", ['{"a": [1, 2.5, "[[[", null]}', "[" * MAX_DEPTH + "]" * MAX_DEPTH, "9" * MAX_DIGITS])
def test_json_inside_its_limits_is_parsed(text: str) -> None:
    assert parse_json(text) == parse_json(text.encode()) == json.loads(text)


def test_many_flat_lists_are_not_deep() -> None:
    assert len(parse_json("[" + ",".join(['{"a": "}{]["}'] * 1000) + "]")) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5_000, "-" + "9" * MAX_DIGITS, "1." + "0" * MAX_DIGITS, "1e999", "NaN", "-Infinity",
        "[" * 41 + "]" * 41, '{"a":' * 41 + "1" + "}" * 41, "[" * 100_000, "[" * 100_000 + "]" * 100_000,
        "", "{", b"\xff", b"\xff\xfe1\0",
    ],
)  # fmt: skip
def test_json_past_its_limits_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):
        parse_json(text)


@pytest.mark.parametrize("name", ["a.pdf", "example/heel-spur_a4.pdf", "Zoë..pdf"])
def test_name_of_a_file_inside(name: str) -> None:
    assert is_name_inside(name)


@pytest.mark.parametrize(
    "name", ["", ".", "../a.pdf", "a/../../b.pdf", "/etc/passwd", "..\\a", "a\0b", "a\ud800b", "a\nb"]
)
def test_name_that_leads_elsewhere_or_to_no_file(name: str) -> None:
    assert not is_name_inside(name)
