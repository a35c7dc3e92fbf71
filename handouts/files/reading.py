"""The one way to read a file that somebody else wrote: content, templates, pictures, lists of patients, state files.

Only regular files are read. A file of a content folder is read only when it lies in that folder and no symbolic link
leads to it; a pipe, a device or a socket is refused before it is opened for reading, so that it can neither block the
program nor fill its memory. The size is looked at before the first byte is read. JSON has limits of depth and digits
besides, so that what was parsed can be compared, computed with and written again.
"""

from __future__ import annotations

import math
import os
import re
import stat
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from json import JSONDecoder
from pathlib import Path
from typing import Any

#: Flags that one of the platforms lacks count as 0 there. O_NONBLOCK: opening a pipe must not wait for its writer.
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

MAX_STATE = 512 << 20  # bytes of a journal or a manifest; 100,000 leaflets need 150 MB
MAX_LEAFLET = 64 << 20  # bytes of one leaflet
MAX_DEPTH = 40  # lists and objects inside each other in a JSON text
MAX_DIGITS = 40  # characters of one number in a JSON text


class ReadError(OSError):
    """A file is not read: `why` in lower case without a full stop, and `remedy`, what the user can do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(0, why)
        self.why, self.remedy = why, remedy

    def __str__(self) -> str:
        return self.why


class MissingError(ReadError, FileNotFoundError):
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
    except (OSError, ValueError) as error:
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


def hash_of(path: Path, limit: int, inside: Path | None = None) -> str:
    """The SHA-256 of a file, as hexadecimal digits. Raises as `read_bytes`."""
    return sha256(read_bytes(path, limit, inside)).hexdigest()


def read_json(path: Path, limit: int, inside: Path | None) -> Any:
    """The value in a JSON file. Raises as `read_bytes` and as `parse_json`."""
    return parse_json(read_bytes(path, limit, inside))


def parse_json(
    text: str | bytes,
    number: Callable[[str], Any] | None = None,
    pairs: Callable[[list[tuple[str, Any]]], Any] | None = None,
) -> Any:
    """The value of a JSON text.

    Args:
        number: makes the value of a number from its digits; None for int and float.
        pairs: makes the value of an object from its keys and values; None for dict.

    Raises:
        ValueError: it is no JSON, nested more than MAX_DEPTH deep, has a number of more than MAX_DIGITS characters, or
            one that is not finite.
    """
    text = text if isinstance(text, str) else text.decode("utf-8")
    try:
        value = _decoder(number, pairs).decode(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if _is_deep(text):
        raise ValueError(_TOO_DEEP)
    return value


def is_name_inside(name: str) -> bool:
    """Whether a file name in a state file, with `/` between folders, leads into the folder of that file."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    inside = bool(parts) and not name.startswith("/") and ".." not in parts
    return inside and name.isprintable() and "\\" not in name


def size_words(limit: int) -> str:
    """A limit as messages name it: `512 kB`, `64 MB`."""
    return f"{limit // 1024} kB" if limit < 1 << 20 else f"{limit >> 20} MB"


def _refuse_links(path: Path, inside: Path) -> None:
    """No part of the path below `inside` may be a link. Raises OSError where a part is not there."""
    try:
        parts = path.relative_to(inside).parts
    except ValueError:
        parts = ("..",)
    if ".." in parts:
        raise ReadError("it lies outside its folder", "copy the file into the folder")
    part = str(inside)
    for name in parts:
        part = f"{part}{os.sep}{name}"
        if stat.S_ISLNK(os.lstat(part).st_mode):
            if not Path(os.path.realpath(part)).is_relative_to(os.path.realpath(inside)):
                raise ReadError("a link that points out of its folder", "copy the file into the folder")
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


_TOO_DEEP = f"lists or objects more than {MAX_DEPTH} deep"
_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


@lru_cache
def _decoder(number: Callable[[str], Any] | None, pairs: Callable[[list[tuple[str, Any]]], Any] | None) -> JSONDecoder:
    return JSONDecoder(
        object_pairs_hook=pairs,
        parse_int=_short(number or int),
        parse_float=_short(_finite(number or float)),
        parse_constant=_refuse_constant,
    )


def _short(make: Callable[[str], Any]) -> Callable[[str], Any]:
    def made(digits: str) -> Any:
        if len(digits) > MAX_DIGITS:
            raise ValueError(f"a number of more than {MAX_DIGITS} digits")
        return make(digits)

    return made


def _finite(make: Callable[[str], Any]) -> Callable[[str], Any]:
    def made(digits: str) -> Any:
        if not math.isfinite(float(digits)):
            raise ValueError("a number that is too large")
        return make(digits)

    return made


def _refuse_constant(word: str) -> None:
    raise ValueError(f"the word `{word}`, which is no JSON")


def _is_deep(text: str) -> bool:
    """Whether lists and objects of a well-formed JSON text are nested more than MAX_DEPTH deep."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    brackets = _JSON_TEXT.sub(b"", text.encode("utf-8", "replace")).translate(None, _NO_BRACKETS)
    for _ in range(MAX_DEPTH):  # each pass takes at least the innermost pairs away
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def _refusal(error: Exception) -> ReadError:
    if isinstance(error, ReadError):
        return error
    if isinstance(error, FileNotFoundError):
        return MissingError("there is no such file", "correct its name, or put the file there")
    if isinstance(error, OSError) and error.strerror:
        return ReadError(error.strerror[0].lower() + error.strerror[1:], "make it a readable file, or delete it")
    return ReadError("its name leads to no file", "rename the file, or delete it")
