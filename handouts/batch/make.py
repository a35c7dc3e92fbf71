"""One leaflet from a request to its file, for `make`: compose, print and preflight, then write the file or stdout."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handouts import pipeline
from handouts.batch.jobs import PrintJob
from handouts.batch.patients import values
from handouts.batch.watched import PREPARE, WatchedPrinter
from handouts.compose import plans, settings
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import writing
from handouts.formats import FORMATS, Format, of_file
from handouts.layout.assets import assets
from handouts.model import Library
from handouts.model.choices import Choice, Order, Sheet, SideOf, sides_of
from handouts.model.clinics import FILLABLE
from handouts.model.leaflet import Leaflet
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT, DEFAULT_EXERCISES, Request
from handouts.pdf import Printed, fonts
from handouts.pipeline import RunOptions, workspace

SHEET_NAME = "exercise-sheet"  # of a file without conditions


@dataclass(frozen=True, slots=True)
class MakeOptions:
    """What to print and where to, as given on the command line; `output` is a path, `-`, or None for a default name."""

    conditions: tuple[str, ...]
    output: str | None = None
    edition: str | None = None
    format_: str | None = None
    clinic: str | None = None
    content: Path | None = None
    sides: tuple[SideOf, ...] = ()
    exercises: int = DEFAULT_EXERCISES
    conditions_limit: int = DEFAULT_CONDITIONS_LIMIT
    settings: tuple[str, ...] = ()
    patient: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    notes: str = ""
    reference: str = ""
    born: datetime.date | None = None
    start: datetime.date | None = None
    fillable: bool = False
    only: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    order: Order = "importance"
    weeks: int | None = None
    title: str = ""
    cards: int | None = None
    blank: bool = False
    plan: str = ""

    @property
    def ending(self) -> str:
        """The format: as given, or by the ending of the output file."""
        return self.kind.name

    @property
    def kind(self) -> Format:
        """The record of the format."""
        by_name = of_file(self.output) if self.output else None
        return FORMATS[self.format_] if self.format_ else by_name or FORMATS["pdf"]


@dataclass(frozen=True, slots=True)
class MakeResult:
    """The result of `make`.

    Args:
        elsewhere: the number of errors in files that this leaflet does not use.
        file: the file that was written; None for standard output.
        is_written: whether the leaflet was written.
        has_replaced: whether a file of this name was there before.
        is_lost: whether writing failed (HND702).
    """

    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    leaflet: Leaflet | None = None
    printed: Printed | None = None
    edition: str | None = None
    file: str | None = None
    is_written: bool = False
    has_replaced: bool = False
    is_lost: bool = False


def make(options: MakeOptions, today: datetime.date) -> MakeResult:
    """Composes, prints and writes one leaflet. The file is written only if nothing has an error."""
    with WatchedPrinter(PREPARE) as printer:
        if options.kind.paged:
            printer.begin()
        return _made(options, today, printer)


def _made(options: MakeOptions, today: datetime.date, printer: WatchedPrinter) -> MakeResult:
    opened = workspace.open_workspace(options.content)
    doses, faults = settings.read(options.settings, opened.library)
    clinic = options.clinic or opened.default_clinic()
    edition = pipeline.edition_to_print(opened.library, clinic, options.edition, fillable=options.fillable)
    faults += _misnamed(options) + _unprintable(options) + _crowded(options, opened.library, edition)
    request, wrong = plans.applied(opened.library, opened.of_records, _request(options, clinic, doses))
    faults += wrong
    if options.blank:
        blank = settings.blanks(opened.library, request.choice.named)
        request = replace(request, settings={**blank, **doses})
    composed = pipeline.run(opened, request, today, RunOptions(edition, faults, on_paper=options.kind.paged))
    composed = composed.with_findings(opened.without_clinic(options.clinic))
    result = MakeResult(composed.found, composed.elsewhere, composed.leaflet, edition=composed.edition)
    return result if composed.leaflet is None else _printed(result, options, request, opened, printer)


def _request(options: MakeOptions, clinic: str, doses: Mapping[str, int]) -> Request:
    """The request without the options of the output: every condition once."""
    conditions = tuple(dict.fromkeys(options.conditions))
    side, sides = sides_of(options.sides, conditions)
    choice = Choice(options.only, options.add, options.without, options.order, sides, options.weeks)
    return Request(
        conditions, clinic, side, options.exercises, doses,
        values.composed(options.patient), values.composed(options.clinician), options.date,
        values.composed(options.notes), values.composed(options.reference), options.born, options.start,
        options.conditions_limit, choice,
        Sheet(values.composed(options.title), options.cards), options.plan,
    )  # fmt: skip


def _printed(
    result: MakeResult, options: MakeOptions, request: Request, opened: workspace.Workspace, printer: WatchedPrinter
) -> MakeResult:
    assert result.leaflet is not None and result.edition is not None
    usual = pipeline.own_edition(opened.library, request.clinic)
    file = options.output or default_name(options, result.leaflet, result.edition, usual)
    # A path that cannot be written is found now: printing takes seconds.
    if file != "-" and (lost := writing.foreseen(Path(file))):
        return _lost(result, lost)
    edition = opened.library.edition(result.edition)
    job = PrintJob(result.leaflet, edition, assets(opened.overlay), options.ending, name=file)
    printed = printer.print_and_check(job)
    findings = (pipeline.discreet(finding, request) for finding in printed.diagnostics)
    result = replace(result, printed=printed, found=tuple(dict.fromkeys((*result.found, *findings))))
    if has_errors(printed.diagnostics) or not printed.data:
        return result
    was_there = file != "-" and Path(file).is_file()
    if file == "-":
        lost = writing.pour(None if sys.stdout is None else sys.stdout.buffer, printed.data)
    else:
        lost = writing.save(Path(file), printed.data)
    if lost:
        return _lost(result, lost)
    return replace(result, file=None if file == "-" else file, is_written=True, has_replaced=was_there)


def _lost(result: MakeResult, lost: Sequence[Diagnostic]) -> MakeResult:
    return replace(result, found=(*result.found, *lost), is_lost=True)


def default_name(options: MakeOptions, leaflet: Leaflet | None, edition: str | None, usual: str | None) -> str:
    """`plantar-fasciitis.pdf`, `heel-spur+plantar-fasciitis-large-print.pdf`, `exercise-sheet.pdf`: conditions, and an
    unusual edition."""
    stem = "+".join(leaflet.conditions if leaflet else options.conditions) or SHEET_NAME
    if options.kind.paged and edition != usual:
        stem += f"-{edition}"
    return f"{stem}{options.kind.suffix}"


# ---------------------------------------------------------------- options that contradict each other


def _misnamed(options: MakeOptions) -> list[Diagnostic]:
    """HND001 for a file whose ending says another format than the one that is written."""
    ending = Path(options.output).suffix.lower() if options.output and options.output != "-" else ""
    if not ending or ending in options.kind.suffixes or not ending[1:].isalpha():
        return []
    written = " or ".join(f"`{one}`" for one in options.kind.suffixes)
    message = f"a file that ends in `{ending}` cannot hold {options.ending.upper()}"
    return [Diagnostic("HND001", message, f"let its name end in {written}, or choose another `--format`")]


def _crowded(options: MakeOptions, library: Library, key: str | None) -> list[Diagnostic]:
    """HND413 for more cards to a page than the edition has room for."""
    edition = library.editions.get((key or "").removesuffix(FILLABLE))
    if not options.kind.paged or edition is None or not edition.stacked or (options.cards or 1) == 1:
        return []
    message = f"{edition.id} has room for one exercise on a page, not for {options.cards}"
    return [Diagnostic("HND413", message, "leave out `--cards`, or choose another `--edition`")]


def _unprintable(options: MakeOptions) -> list[Diagnostic]:
    """Personal fields that cannot be printed; no message repeats them. Reports HND501, HND910 and HND911."""
    given = (
        ("--for", "name", options.patient),
        ("--id", "id", options.reference),
        ("--clinician", "clinician", options.clinician),
        ("--notes", "notes", options.notes),
        ("--title", "title", options.title),
    )
    found = []
    for option, field, text in given:
        read = values.words(text, field)
        if isinstance(read, values.Fault):
            found.append(Diagnostic(read.code, f"`{option}`: {read.message}", read.help))
        elif options.kind.paged and (missing := fonts.missing_glyphs(read)):
            found.append(fonts.missing_personal(missing, f"`{option}`"))
    return found
