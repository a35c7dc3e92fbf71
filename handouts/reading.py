"""The one way to read a file that somebody else wrote: content, templates, pictures, lists of patients, state files.

Only regular files are read. A file of a content folder is read only when it lies in that folder and no symbolic link
leads to it; a pipe, a device or a socket is refused before it is opened for reading, so that it can neither block the
program nor fill its memory. The size is looked at before the first byte is read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

#: Flags that one of the platforms lacks count as 0 there. O_NONBLOCK: opening a pipe must not wait for its writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class ReadError(Exception):
    """A file is not read: `why` in lower case without a full stop, and `remedy`, what the user can do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy


class MissingError(ReadError):
    """There is no such file."""


class TooLargeError(ReadError):
    """The file has more bytes than its kind may have."""


def read_bytes(path: Path, limit: int, inside: Path | None = None) -> bytes:
    """The bytes of a regular file.

    Args:
        path: the file. A path that the user gives may lead through links; a path below `inside` may not.
        limit: the most bytes that the file may have.
        inside: the content folder that the file must lie in; None for a file that the user names.

    Raises:
        MissingError, TooLargeError, ReadError: each with the reason and the remedy.
    """
    try:
        if inside is not None:
            _refuse_links(path, inside)
        descriptor = os.open(path, _FLAGS | (getattr(os, "O_NOFOLLOW", 0) if inside is not None else 0))
    except (OSError, ValueError, RuntimeError) as error:
        raise _refusal(error) from None
    try:
        return _read(descriptor, limit)
    except OSError as error:
        raise _refusal(error) from None
    finally:
        os.close(descriptor)


def read_text(path: Path, limit: int, inside: Path | None = None) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises as `read_bytes`."""
    try:
        return read_bytes(path, limit, inside).decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise ReadError("it is not UTF-8 text", "save the file as UTF-8") from None


def size_words(limit: int) -> str:
    """A limit as messages name it: `512 kB`, `64 MB`."""
    return f"{limit // 1024} kB" if limit < 1 << 20 else f"{limit >> 20} MB"


def _refuse_links(path: Path, inside: Path) -> None:
    """Every part of the path below `inside` must be what it seems."""
    below = path.relative_to(inside) if path.is_relative_to(inside) else None
    resolved, root = path.resolve(strict=True), inside.resolve(strict=True)
    if below is None or not resolved.is_relative_to(root):
        why = "a link that points out of its folder" if path.is_symlink() else "it lies outside its folder"
        raise ReadError(why, "copy the file into the folder")
    if resolved != root / below:
        raise ReadError("a link, not a file", "copy the file to this place")


def _read(descriptor: int, limit: int) -> bytes:
    info = os.fstat(descriptor)
    if not stat.S_ISREG(info.st_mode):
        kind = "a folder, not a file" if stat.S_ISDIR(info.st_mode) else "a pipe or a device, not a file"
        raise ReadError(kind, "put a regular file here, or delete it")
    parts, room = [], limit + 1  # one byte more than allowed: a file may grow while it is read
    while info.st_size <= limit and room > 0 and (part := os.read(descriptor, min(room, 1 << 20))):
        parts.append(part)
        room -= len(part)
    if info.st_size > limit or room <= 0:
        raise TooLargeError(f"larger than {size_words(limit)}", "make it smaller, or split it")
    return b"".join(parts)


def _refusal(error: Exception) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return MissingError("there is no such file", "correct its name, or put the file there")
    if isinstance(error, OSError) and error.strerror:
        return ReadError(error.strerror[0].lower() + error.strerror[1:], "make it a readable file, or delete it")
    return ReadError("its name leads to no file", "rename the file, or delete it")
