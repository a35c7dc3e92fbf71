"""The raw bytes of everything that a leaflet is made from, as one hash. Nothing is parsed, nothing heavy imported."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import handouts
from handouts.files import reading
from handouts.pdf import fonts, system_libraries

MAX_INPUT = 64 << 20  # bytes; nothing that a leaflet is made from is larger

PACKAGE = Path(handouts.__file__).resolve().parent

#: What turns a leaflet into bytes and proves them: a change here is a change of every file.
PRINTING_CODE = ("layout", "pdf", "formats")


def digest(overlay: Path | None, data: Path) -> str:
    """Of content, templates, styles, the clinic's own folder, this program, its packages and libraries."""
    digest = sha256()
    for label, folder in _folders(overlay, data):
        for name, path in files(folder):
            digest.update(f"{label}/{name}\0".encode("utf-8", "surrogateescape"))
            digest.update(sha256(_bytes(path, path.parent)).digest())  # the walk goes into no folder that is a link
    digest.update(repr((sys.version_info[:3], sorted(system_libraries.versions().items()), packages())).encode())
    return digest.hexdigest()


def _folders(overlay: Path | None, data: Path) -> Iterator[tuple[str, Path]]:
    if overlay:
        yield "own", overlay
    for name in ("content", "templates", "styles"):
        yield name, data / name
    yield "program", PACKAGE


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder by their names inside it, in order; nothing hidden, no compiled code."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        place = Path(parent)
        inside = "" if place == folder else f"{place.relative_to(folder).as_posix()}/"
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith((".pyc", "~")):
                yield inside + name, place / name


def _bytes(path: Path, inside: Path | None = None) -> bytes:
    """What a file holds; what the guarded reader refuses has no bytes, since no leaflet is made from it."""
    try:
        return reading.read_bytes(path, MAX_INPUT, inside)
    except reading.ReadError:
        return b""


def packages() -> list[str]:
    """The packages that are there, by the names of their folders, which carry the version."""
    found: set[str] = set()
    for place in sys.path:
        try:
            found.update(entry.name for entry in os.scandir(place) if entry.name.endswith(".dist-info"))
        except OSError:
            continue
    return sorted(found)


def faces() -> dict[str, str]:
    """The bundled faces by their files, each with its hash."""
    return {Path(face.file).name: sha256(_bytes(face.path)).hexdigest() for face in fonts.FACES}


def printing_code() -> str:
    """The hash of the rooms that turn a leaflet into bytes."""
    digest = sha256()
    for room in PRINTING_CODE:
        path = PACKAGE / room
        for name, file in [(room, path)] if path.is_file() else files(path):
            digest.update(f"{name}\0".encode())
            digest.update(sha256(_bytes(file)).digest())
    return digest.hexdigest()
