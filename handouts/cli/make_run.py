"""An order as the words of `make` give it, and the work that answers it: read, compose, print, save.

Nothing here prints: `Made` carries the file's name, the findings and the exit code to whoever tells them.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handouts import pipeline
from handouts.batch.patients import values
from handouts.cli import dates, terminal
from handouts.compose import settings
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import writing
from handouts.formats import FORMATS, Format, of_file
from handouts.model.leaflet import Leaflet, Request, Side
from handouts.pdf import Printed, fonts
from handouts.pipeline import workspace


@dataclass(frozen=True, slots=True)
class MakeOptions:
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
        return self.kind.name

    @property
    def kind(self) -> Format:
        """The record of the format."""
        by_name = of_file(self.output) if self.output else None
        return FORMATS[self.format_] if self.format_ else by_name or FORMATS["pdf"]


@dataclass(frozen=True, slots=True)
class MakeResult:
    """What became of an order. `elsewhere` are errors in files that this leaflet does not use."""

    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    leaflet: Leaflet | None = None
    printed: Printed | None = None
    edition: str | None = None
    file: str | None = None
    code: int = terminal.DONE


def make(options: MakeOptions) -> MakeResult:
    """Answers an order. The file is written when nothing stops it."""
    opened = workspace.open_workspace(options.content)
    wishes, faults = settings.read(options.settings, opened.library)
    faults += _misnamed(options) + _unprintable(options)
    request = _request(options, options.clinic or opened.default_clinic(), wishes)
    answered = pipeline.run(
        opened.library,
        opened.findings,
        request,
        dates.today(),
        options.edition,
        faults,
        on_paper=options.kind.paged,
    )
    so_far = MakeResult(answered.found, answered.elsewhere, answered.leaflet, edition=answered.edition)
    return _stopped(so_far) if answered.leaflet is None else _printed(so_far, options, request, opened)


def _request(options: MakeOptions, clinic: str, wishes: Mapping[str, int]) -> Request:
    """The order without its manner: every condition once."""
    return Request(
        tuple(dict.fromkeys(options.conditions)), clinic, options.side, options.exercises, wishes,
        values.composed(options.patient), values.composed(options.clinician), options.date,
        values.composed(options.notes), values.composed(options.reference), options.born, options.start,
    )  # fmt: skip


def _printed(so_far: MakeResult, options: MakeOptions, request: Request, opened: workspace.Workspace) -> MakeResult:
    from handouts.batch import watched
    from handouts.pdf.printing import assets

    assert so_far.leaflet is not None and so_far.edition is not None
    usual = pipeline.own_edition(opened.library, request.clinic)
    file = (
        None
        if options.output == "-"
        else options.output or default_name(options, so_far.leaflet, so_far.edition, usual)
    )
    if file and (lost := writing.foreseen(Path(file))):
        return _lost(so_far, lost)
    edition = opened.library.editions[so_far.edition]
    printed = watched.print_and_check(so_far.leaflet, edition, assets(opened.overlay), options.ending)
    findings = (pipeline.discreet(finding, request) for finding in printed.diagnostics)
    so_far = replace(so_far, printed=printed, found=tuple(dict.fromkeys((*so_far.found, *findings))))
    if has_errors(printed.diagnostics) or not printed.data:
        return _stopped(so_far)
    if file:
        lost = writing.save(Path(file), printed.data)
    else:
        lost = writing.pour(None if sys.stdout is None else sys.stdout.buffer, printed.data)
    return _lost(so_far, lost) if lost else replace(so_far, file=file)


def _lost(so_far: MakeResult, lost: Sequence[Diagnostic]) -> MakeResult:
    return replace(so_far, found=(*so_far.found, *lost), code=terminal.IO)


def default_name(options: MakeOptions, leaflet: Leaflet | None, edition: str | None, usual: str | None) -> str:
    """`plantar-fasciitis.pdf`, `heel-spur+plantar-fasciitis-large-print.pdf`: conditions, and what is not usual."""
    stem = "+".join(leaflet.conditions if leaflet else options.conditions)
    if options.kind.paged and edition != usual:
        stem += f"-{edition}"
    return f"{stem}{options.kind.suffix}"


def _stopped(so_far: MakeResult) -> MakeResult:
    return replace(so_far, code=terminal.stopped(so_far.found))


# ---------------------------------------------------------------- words of the command that contradict each other


def _misnamed(options: MakeOptions) -> list[Diagnostic]:
    """HND001 for a file whose ending says another format than the one that is written."""
    ending = Path(options.output).suffix.lower() if options.output and options.output != "-" else ""
    if not ending or ending in options.kind.suffixes or not ending[1:].isalpha():
        return []
    written = " or ".join(f"`{one}`" for one in options.kind.suffixes)
    message = f"a file that ends in `{ending}` cannot hold {options.ending.upper()}"
    return [Diagnostic("HND001", message, f"let its name end in {written}, or choose another `--format`")]


def _unprintable(options: MakeOptions) -> list[Diagnostic]:
    """Personal words that cannot be printed, told without repeating them. Reports HND501, HND910 and HND911."""
    given = (
        ("--for", "name", options.patient),
        ("--id", "id", options.reference),
        ("--clinician", "clinician", options.clinician),
        ("--notes", "notes", options.notes),
    )
    found = []
    for option, field, words in given:
        read = values.words(words, field)
        if isinstance(read, values.Fault):
            found.append(Diagnostic(read.code, f"`{option}`: {read.message}", read.help))
        elif options.kind.paged and fonts.missing_glyphs(read):
            message = f"the words of `{option}` hold letters that no bundled font has"
            found.append(Diagnostic("HND501", message, "write them in Latin letters"))
    return found
