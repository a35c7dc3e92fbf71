"""What a run of `export` tells: while it works, and at its end, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.junit import Case, Suite
from handouts.diagnostics import Diagnostic, as_github, as_json, has_errors

if TYPE_CHECKING:
    from handouts.batch.export.result import ExportResult, FileResult

SOME_FAILED = 3
LOCKED = 75  # EX_TEMPFAIL of sysexits.h: try again later

#: How each state is told.
WORDS = {"fresh": "fresh", "stale": "not made", "pressed": "pressed", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to tell what was done."""

    format: str
    why: bool
    dry_run: bool
    quiet: bool
    strict: bool


def code_of(result: ExportResult, report: ReportOptions) -> int:
    counts = result.counts
    if result.wrong_words:
        return ExitCode.USAGE
    if result.lost:
        return LOCKED if any(one.code == "HND950" for one in result.found) else ExitCode.IO
    if counts["failed"]:
        return SOME_FAILED if counts.total() > counts["failed"] else ExitCode.FINDINGS
    warned = result.warnings or result.found
    return ExitCode.FINDINGS if has_errors(result.found) or (report.strict and warned) else ExitCode.DONE


# ---------------------------------------------------------------- while it works


class Progress:
    """A bar on a terminal, a line for each leaflet elsewhere, nothing where nobody wants to hear it."""

    def __init__(self, report: ReportOptions) -> None:
        self._manner = report
        self._bar: Any = None
        self._task: Any = None
        self._ahead = self._made = 0

    def begun(self, fresh: int, stale: int) -> None:
        self._ahead = stale
        heard = not self._manner.quiet and not self._manner.dry_run and stale
        if heard and sys.stderr is not None and sys.stderr.isatty():
            self._bar = _bar()
            self._task = self._bar.add_task("pressing", total=stale)
            self._bar.start()

    def done(self, result: FileResult) -> None:
        self._made += 1
        if self._bar is not None:
            self._bar.advance(self._task)
        elif not self._manner.quiet and self._manner.format == "text":
            told = f"{WORDS[result.state]} {terminal.visible(result.name)}"
            facts = f": {terminal.plural(result.pages, 'page')}, " if result.pages else ": "
            told += facts + terminal.file_size(result.size) if result.state == "pressed" else ""
            terminal.message(f"[{self._made}/{self._ahead}] {told}")

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()


def progress(report: ReportOptions) -> Progress:
    return Progress(report)


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    class Rate(TextColumn):
        """Leaflets a second, as they finish."""

        def __init__(self) -> None:
            super().__init__("")

        def render(self, task: Any) -> Any:
            from rich.text import Text

            return Text(f"{task.finished_speed or task.speed:.1f} a second" if task.speed else "")

    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip


# ---------------------------------------------------------------- at its end


def report(result: ExportResult, folder: Path, report: ReportOptions) -> None:
    """Everything that is to be said: findings on standard error, what programs read on standard output."""
    match report.format:
        case "json":
            terminal.output(_json(result, report))
        case "github":
            told = "\n".join(map(as_github, result.all_found))
            terminal.output("\n".join(filter(None, [told, f"::notice::{summary(result, report)}"])))
        case "junit":
            terminal.output(junit(result, report))
        case _:
            _tell_people(result, folder, report)


def _tell_people(result: ExportResult, folder: Path, report: ReportOptions) -> None:
    terminal.print_findings(one for one in result.all_found if one.is_error or not report.quiet)
    if report.quiet:
        return
    if report.why or report.dry_run:
        for line in result.lines:
            if report.why or line.state != "fresh":
                terminal.message(f"{_word(line, report):<8}  {terminal.visible(line.name)}  {line.why}")
    for name in result.pruned:
        terminal.message(f"pruned    {terminal.visible(name)}")
    if result.lines:
        terminal.message(f"{terminal.visible(str(folder))}: {summary(result, report)}")


def _word(result: FileResult, report: ReportOptions) -> str:
    return "press" if report.dry_run and result.state == "stale" else WORDS[result.state]


def summary(result: ExportResult, report: ReportOptions) -> str:
    """`13 leaflets: 11 fresh, 2 pressed, 3 warnings`."""
    counts = result.counts
    stale = "to press" if report.dry_run else "not made"
    words = {"fresh": "fresh", "pressed": "pressed", "stale": stale, "failed": "failed"}
    told = [f"{counts[state]} {word}" for state, word in words.items() if counts[state]]
    if result.pruned:
        told.append(f"{len(result.pruned)} pruned")
    if result.warnings:
        told.append(terminal.plural(result.warnings, "warning"))
    return f"{terminal.plural(len(result.lines), 'leaflet')}: {', '.join(told) or 'nothing to do'}"


def _json(result: ExportResult, manner: ReportOptions) -> str:
    told = {
        "counts": {state: result.counts[state] for state in ("fresh", "pressed", "stale", "failed")},
        "warnings": result.warnings,
        "pruned": list(result.pruned),
        "leaflets": [
            {"file": line.name, "state": line.state, "why": line.why, "findings": json.loads(as_json(line.found))}
            for line in result.lines
        ],
        "findings": json.loads(as_json(result.found)),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def junit(result: ExportResult, report: ReportOptions) -> str:
    """One case for each leaflet, and one for each error that is no leaflet's."""
    suite = Suite("handouts export")
    for line in result.lines:
        case = _case(suite, "leaflet", line.name, line.found, line.state == "failed")
        if line.state == "stale" and not report.dry_run:
            case.skipped("it was not made")
    for one in result.found:
        _case(suite, "handouts", one.code, [one], one.is_error)
    return suite.xml()


def _case(suite: Suite, kind: str, name: str, found: Sequence[Diagnostic], is_failed: bool) -> Case:
    case = suite.case(kind, name)
    told = "\n".join(f"{one.severity} {one.code} {one.message}; {one.help}" for one in found)
    if is_failed:
        case.failed(next((one.message for one in found if one.is_error), "it could not be made"), told)
    elif told:
        case.said(told)
    return case
