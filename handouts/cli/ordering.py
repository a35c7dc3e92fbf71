"""An order as the words of `make` give it, and the work that answers it: read, compose, print, save.

Nothing here prints: `Made` carries the file's name, the findings and the exit code to whoever tells them.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handouts import answering, saving
from handouts.answering import settings, shop
from handouts.cli import dates, terminal
from handouts.diagnostics import Diagnostic, has_errors
from handouts.formats import Printed, fonts
from handouts.leaflet import Leaflet, Request, Side
from handouts.rows import values

#: The endings of files, by format.
ENDINGS = {"pdf": (".pdf",), "html": (".html", ".htm")}


@dataclass(frozen=True, slots=True)
class Order:
    """The words of `make` that say what to print and where to."""

    conditions: tuple[str, ...]
    output: str | None = None
    edition: str | None = None
    format_: str | None = None
    clinic: str | None = None
    content: Path | None = None
    side: Side | None = None
    exercises: int = 4
    settings: tuple[str, ...] = ()
    patient: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    notes: str = ""
    reference: str = ""
    born: datetime.date | None = None
    start: datetime.date | None = None

    @property
    def ending(self) -> str:
        """The format: as asked for, or as the name of the file says."""
        html = self.output is not None and self.output.lower().endswith((".html", ".htm"))
        return self.format_ or ("html" if html else "pdf")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an order. `elsewhere` are errors in files that this leaflet does not use."""

    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    leaflet: Leaflet | None = None
    printed: Printed | None = None
    edition: str | None = None
    file: str | None = None
    code: int = terminal.DONE


def make(order: Order) -> Made:
    """Answers an order. The file is written when nothing stops it."""
    opened = shop.opened(order.content)
    wishes, faults = settings.read(order.settings, opened.library)
    faults += _misnamed(order) + _unprintable(order)
    request = _request(order, order.clinic or opened.usual_clinic(), wishes)
    answered = answering.answer(
        opened.library, opened.found, request, dates.today(), order.edition, faults, on_paper=order.ending == "pdf"
    )
    so_far = Made(answered.found, answered.elsewhere, answered.leaflet, edition=answered.edition)
    return _stopped(so_far) if answered.leaflet is None else _printed(so_far, order, request, opened)


def _request(order: Order, clinic: str, wishes: Mapping[str, int]) -> Request:
    """The order without its manner: every condition once."""
    return Request(
        tuple(dict.fromkeys(order.conditions)), clinic, order.side, order.exercises, wishes,
        values.composed(order.patient), values.composed(order.clinician), order.date, values.composed(order.notes),
        values.composed(order.reference), order.born, order.start,
    )  # fmt: skip


def _printed(so_far: Made, order: Order, request: Request, opened: shop.Shop) -> Made:
    from handouts import guarded

    assert so_far.leaflet is not None and so_far.edition is not None
    usual = answering.own_edition(opened.library, request.clinic)
    file = None if order.output == "-" else order.output or default_name(order, so_far.leaflet, so_far.edition, usual)
    if file and (lost := saving.foreseen(Path(file))):
        return _lost(so_far, lost)
    edition = opened.library.editions[so_far.edition]
    printed, _ = guarded.pull(so_far.leaflet, edition, opened.paper(), order.ending)
    told = (answering.discreet(finding, request) for finding in printed.diagnostics)
    so_far = replace(so_far, printed=printed, found=tuple(dict.fromkeys((*so_far.found, *told))))
    if has_errors(printed.diagnostics) or not printed.data:
        return _stopped(so_far)
    if file:
        lost = saving.save(Path(file), printed.data)
    else:
        lost = saving.pour(None if sys.stdout is None else sys.stdout.buffer, printed.data)
    return _lost(so_far, lost) if lost else replace(so_far, file=file)


def _lost(so_far: Made, lost: Sequence[Diagnostic]) -> Made:
    return replace(so_far, found=(*so_far.found, *lost), code=terminal.IO)


def default_name(order: Order, leaflet: Leaflet | None, edition: str | None, usual: str | None) -> str:
    """`plantar-fasciitis.pdf`, `heel-spur+plantar-fasciitis-large-print.pdf`: conditions, and what is not usual."""
    stem = "+".join(leaflet.conditions if leaflet else order.conditions)
    if order.ending == "pdf" and edition != usual:
        stem += f"-{edition}"
    return f"{stem}.{order.ending}"


def _stopped(so_far: Made) -> Made:
    return replace(so_far, code=terminal.stopped(so_far.found))


# ---------------------------------------------------------------- words of the command that contradict each other


def _misnamed(order: Order) -> list[Diagnostic]:
    """HND001 for a file whose ending says another format than the one that is written."""
    ending = Path(order.output).suffix.lower() if order.output and order.output != "-" else ""
    if not ending or ending in ENDINGS[order.ending] or not ending[1:].isalpha():
        return []
    written = " or ".join(f"`{one}`" for one in ENDINGS[order.ending])
    message = f"a file that ends in `{ending}` cannot hold {order.ending.upper()}"
    return [Diagnostic("HND001", message, f"let its name end in {written}, or choose another `--format`")]


def _unprintable(order: Order) -> list[Diagnostic]:
    """Personal words that cannot be printed, told without repeating them. Reports HND501, HND910 and HND911."""
    given = (
        ("--for", "name", order.patient),
        ("--id", "id", order.reference),
        ("--clinician", "clinician", order.clinician),
        ("--notes", "notes", order.notes),
    )
    found = []
    for option, field, words in given:
        read = values.words(words, field)
        if isinstance(read, values.Fault):
            found.append(Diagnostic(read.code, f"`{option}`: {read.message}", read.help))
        elif order.ending == "pdf" and fonts.missing_glyphs(read):
            message = f"the words of `{option}` hold letters that no bundled font has"
            found.append(Diagnostic("HND501", message, "write them in Latin letters"))
    return found
