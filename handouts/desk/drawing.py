"""What the server asks a child process to do for the page, and the values that travel between them.

The work is in `child.py`, which starts the engine: a second that the process which answers has no use for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handouts import pdf
from handouts.batch.jobs import PrintJob
from handouts.pdf import Printed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part lies: the page from 1, top and bottom as shares of its height."""

    page: int
    top: float
    bottom: float


#: Parts that the page points to (`card: foot-roll`, `clinician's box`), by their names in the templates.
Places = Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file with the places of its parts. `text` is the leaflet as plain text, of a checked file alone."""

    printed: Printed
    places: Places
    text: str = ""


@dataclass(frozen=True, slots=True)
class PictureTask:
    """Pages of a file to draw, by their numbers from 1, so many pixels wide. Those of a person are not remembered."""

    data: bytes
    numbers: tuple[int, ...]
    width_px: int
    has_person: bool = False


def sketch(job: PrintJob) -> Drawn:
    """The file of a leaflet after one layout, unchecked. Reports HND504."""
    if fault := pdf.engine_fault():
        return Drawn(Printed(b"", 0, (fault,)), {})
    from handouts.desk import child

    return child.sketch(job)


def checked(job: PrintJob) -> Drawn:
    """The file of a leaflet as every command prints it, read back, with the leaflet as text. Reports HND504."""
    if fault := pdf.engine_fault():
        return Drawn(Printed(b"", 0, (fault,)), {})
    from handouts.desk import child

    return child.checked(job)


def pictures(task: PictureTask) -> list[bytes]:
    """PNGs of pages of a PDF."""
    from handouts.desk import child

    return child.pictures(task)


def pages(data: bytes) -> int:
    """The number of pages of a PDF."""
    from handouts.desk import child

    return child.pages(data)
