"""Everything that a leaflet is made from: the digest of its raw bytes, and the stamp of its files, which reads none.

Nothing is parsed, nothing heavy imported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import handouts
from handouts.batch import stamps
from handouts.batch.stamps import Stamp
from handouts.files import reading
from handouts.pdf import system_libraries

MAX_INPUT = 64 << 20  # bytes; nothing that a leaflet is made from is larger

PACKAGE = Path(handouts.__file__).resolve().parent

#: What turns a leaflet into bytes and proves them: a change here is a change of every file.
PRINTING_CODE = ("layout", "pdf", "formats")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Content, templates, styles, the clinic's own folder, this program, its packages and libraries.

    Args:
        overlay: the clinic's own content folder.
        data: the folder that has content, templates and styles.
    """

    overlay: Path | None
    data: Path

    def digest(self) -> str:
        """The digest of all bytes, wherever they are."""
        digest = sha256()
        for name, path in self._files():
            digest.update(f"{name}\0".encode("utf-8", "surrogateescape"))
            digest.update(sha256(bytes_of(path, path.parent)).digest())  # the walk goes into no folder that is a link
        digest.update(_installed().encode())
        return digest.hexdigest()

    def stamp(self) -> Stamp:
        """The stamp of all files: the same stamp promises the same digest."""
        named = (
            (f"{label}/{name}", stamps.of_entry(entry))
            for label, folder in self._folders()
            for name, entry in _entries(str(folder))
        )
        return stamps.of_many(named, _installed())

    def _files(self) -> Iterator[tuple[str, Path]]:
        for label, folder in self._folders():
            for name, path in files(folder):
                yield f"{label}/{name}", path

    def _folders(self) -> Iterator[tuple[str, Path]]:
        if self.overlay:
            yield "own", self.overlay
        for name in ("content", "templates", "styles"):
            yield name, self.data / name
        yield "program", PACKAGE


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder by their names inside it, in order; nothing hidden, no compiled code."""
    return ((name, Path(entry.path)) for name, entry in _entries(str(folder)))


def _entries(folder: str, inside: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _entries(entry.path, f"{inside}{entry.name}/")
        elif not entry.name.endswith((".pyc", "~")):
            yield inside + entry.name, entry


def bytes_of(path: Path, inside: Path | None = None) -> bytes:
    """What a file holds; what the guarded reader refuses has no bytes, since no leaflet is made from it."""
    try:
        return reading.read_bytes(path, MAX_INPUT, inside)
    except reading.ReadError:
        return b""


def _installed() -> str:
    """What is not in a folder of its own: Python, the packages, the libraries of the system."""
    return repr((sys.version_info[:3], sorted(system_libraries.versions().items()), packages()))


def packages() -> list[str]:
    """The packages that are there, by the names of their folders, which carry the version."""
    found: set[str] = set()
    for place in sys.path:
        try:
            found.update(entry.name for entry in os.scandir(place) if entry.name.endswith(".dist-info"))
        except OSError:
            continue
    return sorted(found)


def printing_code() -> str:
    """The hash of the rooms that turn a leaflet into bytes."""
    digest = sha256()
    for room in PRINTING_CODE:
        path = PACKAGE / room
        for name, file in [(room, path)] if path.is_file() else files(path):
            digest.update(f"{name}\0".encode())
            digest.update(sha256(bytes_of(file)).digest())
    return digest.hexdigest()
