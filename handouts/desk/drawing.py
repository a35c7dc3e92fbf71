"""What the server asks a child process to do for the page, and the values that travel between them.

The work is in `child.py`, which starts the engine: a second that the process which answers has no use for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handouts import pdf
from handouts.batch.jobs import PrintJob
from handouts.layout.variables import Texts
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
    """A file with the places of its parts. A checked file has the leaflet as plain text, and a template on request."""

    printed: Printed
    places: Places
    text: str = ""
    template: bytes = b""


@dataclass(frozen=True, slots=True)
class PictureTask:
    """Pages of a file to draw, by their numbers from 1, so many pixels wide. Those of a person are not remembered."""

    data: bytes
    numbers: tuple[int, ...]
    width_px: int
    has_person: bool = False


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A leaflet to print in full, and whether other doses may be filled into its file (`bases.py`)."""

    job: PrintJob
    wants_template: bool = False


@dataclass(frozen=True, slots=True)
class FillTask:
    """A packed template, the texts of its variables, and the request that the file answers."""

    template: bytes
    texts: Texts
    request: str


def sketch(job: PrintJob) -> Drawn:
    """The file of a leaflet after one layout, unchecked. Reports HND504."""
    if fault := pdf.engine_fault():
        return Drawn(Printed(b"", 0, (fault,)), {})
    from handouts.desk import child

    return child.sketch(job)


def filled(task: FillTask) -> bytes:
    """The file of a template with other doses, unchecked; nothing where they do not fit."""
    from handouts.desk import child

    return child.filled(task)


def checked(task: CheckTask) -> Drawn:
    """The file of a leaflet as every command prints it, read back, with the leaflet as text. Reports HND504."""
    if fault := pdf.engine_fault():
        return Drawn(Printed(b"", 0, (fault,)), {})
    from handouts.desk import child

    return child.checked(task)


def pictures(task: PictureTask) -> list[bytes]:
    """PNGs of pages of a PDF."""
    from handouts.desk import child

    return child.pictures(task)


def looks(data: bytes) -> list[bytes]:
    """A digest of what each page of a PDF shows."""
    from handouts.desk import child

    return child.looks(data)
