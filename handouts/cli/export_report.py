"""The report of `export`: progress while it works, and what each leaflet became."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.cli import report as reports
from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.progress import Progress
from handouts.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from handouts.batch.export.result import ExportResult
    from handouts.batch.records.write import Records
    from handouts.batch.results import FileResult

#: The text of each state.
STATES = {"fresh": "fresh", "pressed": "printed", "stale": "not made", "failed": "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How to report what was done."""

    report_kind: str
    why: bool
    dry_run: bool
    quiet: bool
    strict: bool


def code_of(result: ExportResult, options: ReportOptions) -> ExitCode:
    """The exit code of a run."""
    counts = result.counts
    if result.wrong_words:
        return ExitCode.USAGE
    if result.lost:
        # 75 lets a script try again later; 74 needs a person.
        return ExitCode.BUSY if any(finding.code == "HND950" for finding in result.found) else ExitCode.IO
    if counts["failed"]:
        # Nothing at all could be made: as with one leaflet, these are findings.
        return ExitCode.SOME_FAILED if counts.total() > counts["failed"] else ExitCode.FINDINGS
    has_warnings = result.warnings or result.found
    is_failed = has_errors(result.found) or (options.strict and has_warnings)
    return ExitCode.FINDINGS if is_failed else ExitCode.DONE


class ExportProgress(Progress):
    """A bar on a terminal, a line for each leaflet elsewhere."""

    def done(self, result: FileResult) -> None:
        facts = ""
        if result.state == "pressed":
            pages = f"{terminal.plural(result.pages, 'page')}, " if result.pages else ""
            facts = f": {pages}{terminal.file_size(result.size)}"
        self.step(f"{STATES[result.state]} {terminal.visible(result.name)}{facts}")


def progress(options: ReportOptions) -> ExportProgress:
    # A dry run prints nothing, so no line of progress would be true.
    is_silent = options.quiet or options.dry_run or options.report_kind != "text"
    return ExportProgress("leaflet", is_silent, lines="each")


@dataclass(frozen=True, slots=True)
class ExportReport(reports.Report):
    """The leaflets of a run, each with its state and findings."""

    result: ExportResult
    folder: Path
    options: ReportOptions
    verb = "export"

    def annotated(self) -> Sequence[Diagnostic]:
        return self.result.all_found

    def print_text(self) -> None:
        result, options = self.result, self.options
        terminal.print_findings(finding for finding in result.all_found if finding.is_error or not options.quiet)
        if options.quiet:
            return
        if options.why or options.dry_run:
            for file in result.lines:
                if options.why or file.state != "fresh":
                    terminal.message(f"{self._state(file):<8}  {terminal.visible(file.name)}  {file.why}")
        for name in result.pruned:
            terminal.message(f"pruned    {terminal.visible(name)}")
        if result.lines:
            terminal.message(f"{terminal.visible(str(self.folder))}: {self.notice()}")
        if result.site:
            pages = f"{terminal.plural(result.site.pages, 'page')}, {result.site.written} new"
            terminal.message(f"{terminal.visible(str(self.folder / 'index.html'))}: {pages}")
        if result.records:
            terminal.message(f"{', '.join(result.records.targets)}: {_of_records(result.records)}")

    def _state(self, file: FileResult) -> str:
        return "print" if self.options.dry_run and file.state == "stale" else STATES[file.state]

    def notice(self) -> str:
        """`13 leaflets: 11 fresh, 2 printed, 3 warnings`."""
        result = self.result
        names = STATES | {"stale": "to print" if self.options.dry_run else "not made"}
        parts = [f"{result.counts[state]} {name}" for state, name in names.items() if result.counts[state]]
        if result.pruned:
            parts.append(f"{len(result.pruned)} pruned")
        if result.warnings:
            parts.append(terminal.plural(result.warnings, "warning"))
        return f"{terminal.plural(len(result.lines), 'leaflet')}: {', '.join(parts) or 'nothing to do'}"

    def payload(self) -> Any:
        result = self.result
        return {
            "counts": {state: result.counts[state] for state in ("fresh", "pressed", "stale", "failed")},
            "warnings": result.warnings,
            "pruned": list(result.pruned),
            "leaflets": [
                {
                    "file": file.name, "state": file.state, "why": file.why,
                    "findings": reports.findings_payload(file.found),
                }
                for file in result.lines
            ],
            "findings": reports.findings_payload(result.found),
            **({"site": {"pages": site.pages, "written": site.written}} if (site := result.site) else {}),
            **({"records": _records_payload(result.records)} if result.records else {}),
        }  # fmt: skip

    def entries(self) -> Iterator[reports.Entry]:
        """An entry for each leaflet, and one for each finding that is not of a leaflet."""
        for file in self.result.lines:
            is_skipped = file.state == "stale" and not self.options.dry_run
            yield _entry("leaflet", file.name, file.found, file.state == "failed", is_skipped)
        for finding in self.result.found:
            yield _entry("handouts", finding.code, [finding], finding.is_error)


def _records_payload(records: Records) -> dict[str, Any]:
    return {name: getattr(records, name) for name in ("targets", "leaflets", "drafts_left_out")}


def _of_records(records: Records) -> str:
    """`7 leaflets`, or why there are fewer."""
    said = terminal.plural(records.leaflets, "leaflet")
    drafts = f"{terminal.plural(records.drafts_left_out, 'draft')} left out, --drafts takes them too"
    return f"{said}; {drafts}" if records.drafts_left_out else said


def _entry(
    group: str, name: str, findings: Sequence[Diagnostic], is_failed: bool, is_skipped: bool = False
) -> reports.Entry:
    text = "\n".join(f"{one.severity} {one.code} {one.message}; {one.help}" for one in findings)
    message = next((finding.message for finding in findings if finding.is_error), "it could not be made")
    return reports.Entry(
        group,
        name,
        failures=[reports.Failure(message, text)] if is_failed else [],
        output="" if is_failed else text,
        skipped="it was not made" if is_skipped else "",
    )
