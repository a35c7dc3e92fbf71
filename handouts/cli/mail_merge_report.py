"""The report of `mail-merge`: findings, the rows that failed, and a summary; no text of a patient."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from handouts.batch.patients import file_names
from handouts.batch.patients.across_rows import FIRST_ROWS, listed
from handouts.cli import report as reports
from handouts.cli import terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic
from handouts.model.request import DEFAULT_CONDITIONS_LIMIT, DEFAULT_EXERCISES

if TYPE_CHECKING:
    from handouts.batch.mail_merge.row_files import MergeResult
    from handouts.batch.mail_merge.run import Merge

MOST_SHOWN = 50  # causes; the file of failed rows has every row with its errors


@dataclass(frozen=True, slots=True)
class MergeReport(reports.Report):
    """The rows of a run, each with its file and state."""

    state: Merge
    verb = "mail-merge"

    def annotated(self) -> Sequence[Diagnostic]:
        return [*self.state.found, *_row_findings(self.state)]

    def print_text(self) -> None:
        state, quiet, of_rows = self.state, self.state.options.quiet, _row_findings(self.state)
        shown = (*state.found, *of_rows[:MOST_SHOWN])
        terminal.print_findings(finding for finding in shown if finding.is_error or not quiet)
        if len(of_rows) > MOST_SHOWN:
            terminal.message(f"… and {len(of_rows) - MOST_SHOWN} more")
        if state.options.why:
            for done in state.done:
                if done.file.why:
                    terminal.message(f"row {done.job.number} is printed in full: {done.file.why}")
        if not quiet and (state.jobs.ready or state.jobs.faults):
            self._print_outcome()

    def _print_outcome(self) -> None:
        state = self.state
        terminal.message(self.notice())
        if state.bound:
            terminal.message(_combined(state))
            if not _is_of_whole_list(state):
                terminal.message("for one file of the whole list: correct the rows in your own list, then run it again")
        if state.failed.file:
            file = terminal.visible(str(state.failed.file))
            if state.failed.earlier:
                rows = terminal.plural(state.failed.earlier, "row")
                terminal.message(f"{file} keeps {rows} that this run did not have")
            terminal.message(f"mend the rows in {file}, then run that file: {_command_for_failed(state)}")
        elif state.failed.is_list:
            file = terminal.visible(state.options.rows)
            terminal.message(f"{file}: all its rows are printed; correct your own list too, then delete this file")
        if state.code in (ExitCode.INTERRUPTED, ExitCode.TERMINATED):
            terminal.message("the same command goes on from here")

    def notice(self) -> str:
        """`1000 rows: 990 printed, 8 there already, 2 failed`."""
        state = self.state
        counts = [f"{count} {name}" for name, count in _counts(state).items() if count]
        rows, shard = terminal.plural(len(state.patients.table.records), "row"), state.options.shard
        share = ""
        # A list with fewer rows than shares is not divided, and then says nothing of a share.
        # With --strict a wrong row of any share stops all of them, and each reports the whole list.
        if shard and state.share is not state.jobs:
            share = f", {len(_places(state))} of them in share {shard[0]} of {shard[1]}"
        return f"{rows}{share}: {', '.join(counts) or 'nothing to do'}"

    def payload(self) -> Any:
        state = self.state
        done = {result.job.place: result for result in state.done}
        failed = {*state.share.faults, *(done.job.place for done in state.done if done.file.failed)}
        return {
            "rows": len(state.patients.table.records),
            "counts": {name.replace(" ", "_"): count for name, count in _counts(state).items()},
            "leaflets": [
                {"row": job.number, "file": job.name, "state": _state(done.get(job.place)),
                 "pages": done[job.place].file.pages if job.place in done else None,
                 "in_full": done[job.place].file.why or None if job.place in done else None}
                for job in state.share.ready
            ],
            "failed_rows": [state.patients.numbers[place] for place in sorted(failed)],
            "failed_file": str(state.failed.file) if state.failed.file else None,
            "combined": asdict(state.bound) if state.bound else None,
            "findings": reports.findings_payload(self.annotated()),
        }  # fmt: skip

    def entries(self) -> Iterator[reports.Entry]:
        """An entry for each row, and one for each error that is not of a row."""
        state = self.state
        faults = {place: list(findings) for place, findings in state.share.faults.items()}
        faults |= {done.job.place: list(done.file.found) for done in state.done if done.file.failed}
        ready, done = {job.place for job in state.share.ready}, {result.job.place for result in state.done}
        unprinted = set() if state.options.dry_run else ready - done
        for place in sorted(_places(state)):
            found = by_cause({place: faults.get(place, [])}, state.patients.numbers, state.patients.sheet_row)
            yield _entry(f"row {state.patients.numbers[place]}", found, place in unprinted)
        for finding in state.found:
            if finding.is_error:
                yield _entry(finding.code, [finding])


def _row_findings(state: Merge) -> list[Diagnostic]:
    """The findings of all rows, in the order of the list; one cause in many rows or leaflets appears once."""
    faults = {place: list(found) for place, found in state.share.faults.items()}
    for done in state.done:
        if done.file.failed:
            faults[done.job.place] = [_of_row(done.job.number, one) for one in done.file.found]
    warned = Counter(one for done in state.done if not done.file.failed for one in done.file.found)
    return [
        *by_cause(faults, state.patients.numbers, state.patients.sheet_row),
        *(_of_many(one, count) for one, count in warned.items()),
    ]


def by_cause(
    faults: Mapping[int, Sequence[Diagnostic]], numbers: Mapping[int, int], sheet_row: Callable[[int], int]
) -> list[Diagnostic]:
    """Each cause at the place of its first row, with the count of its rows and the first of them.

    Args:
        faults: the findings by the position of their row.
        numbers: the numbers of the rows by position.
        sheet_row: position → the row that a spreadsheet shows; 0: none.
    """
    rows: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Diagnostic] = {}
    for place in sorted(faults):
        row = f"row {numbers[place]}"
        for one in faults[place]:
            # Two rows have the same cause when their messages differ in the number of the row alone.
            text = one.message.removeprefix(row)
            cause = (one.code, text, one.help, one.span if text == one.message else None)
            if cause not in first:
                first[cause], rows[cause] = one, []
            # A row may have one cause in two cells, and counts once.
            if rows[cause][-1:] != [place]:
                rows[cause].append(place)
    return [_of_cause(one, str(cause[1]), rows[cause], numbers, sheet_row) for cause, one in first.items()]


def _of_cause(
    first: Diagnostic, text: str, places: Sequence[int], numbers: Mapping[int, int], sheet_row: Callable[[int], int]
) -> Diagnostic:
    """`row 7: … (row 8 of the spreadsheet)` for one row, `99 rows: …; rows 7, 8, 9 and 96 more (rows …)` for many; a
    finding of the content as it is."""
    if text == first.message:
        return first
    sheet_rows = list(filter(None, map(sheet_row, places[:FIRST_ROWS])))
    message = first.message
    if len(places) > 1:
        message = f"{len(places)} rows{text}; {listed([numbers[place] for place in places])}"
    if sheet_rows:
        message += f" ({listed(sheet_rows)} of the spreadsheet)"
    return replace(first, message=message)


def _of_row(number: int, found: Diagnostic) -> Diagnostic:
    return found if found.span else Diagnostic(found.code, f"row {number}: {found.message}", found.help)


def _of_many(found: Diagnostic, count: int) -> Diagnostic:
    return Diagnostic(found.code, f"{terminal.plural(count, 'leaflet')}: {found.message}", found.help, found.span)


def _places(state: Merge) -> set[int]:
    """The rows of this share."""
    return {job.place for job in state.share.ready} | state.share.faults.keys()


def _command_for_failed(state: Merge) -> str:
    """The command that runs the file of failed rows as the list was run; a clinician's name is left to be written."""
    one = state.options
    said = {
        "--columns": one.columns,
        "--content": one.content,
        "--clinic": one.clinic,
        "--edition": one.edition,
        "--date": one.date,
        # Options with their usual value are left out: the command is to be read and typed.
        "--name": one.pattern if one.pattern != file_names.USUAL else None,
        "--exercises": one.exercises if one.exercises != DEFAULT_EXERCISES else None,
        "--conditions-limit": one.conditions_limit if one.conditions_limit != DEFAULT_CONDITIONS_LIMIT else None,
        # A name of a person never reaches the terminal.
        "--clinician": "NAME" if one.clinician else None,
    }
    words = ["handouts", "mail-merge", str(state.failed.file), "-o", str(one.output)]
    words += [str(word) for flag, value in said.items() if value is not None for word in (flag, value)]
    return terminal.visible(shlex.join([*words, *(["--fillable"] if one.fillable else [])]))


def _combined(state: Merge) -> str:
    """`print.pdf: 990 leaflets, 3960 pages, 12 of them blank, without 10 rows`."""
    combined = state.bound
    assert combined is not None
    blank = f", {combined.blank} of them blank" if combined.blank else ""
    pages = terminal.plural(combined.pages + combined.blank, "page") + blank
    left = len(state.patients.table.records) - combined.leaflets
    without = f", without {terminal.plural(left, 'row')}" if left else ""
    file = terminal.visible(str(state.options.combined))
    return f"{file}: {terminal.plural(combined.leaflets, 'leaflet')}, {pages}{without}"


def _is_of_whole_list(state: Merge) -> bool:
    """Whether the print file has a leaflet of every row; a run of failed rows combines these alone."""
    assert state.bound is not None
    return state.bound.leaflets == len(state.patients.table.records) and not state.failed.is_list


def _counts(state: Merge) -> dict[str, int]:
    # A row that was there already is done, but was not printed by this run.
    kept = sum(done.file.kept for done in state.done)
    failed = len(state.share.faults) + sum(done.file.failed for done in state.done)
    printed = sum(not done.file.failed for done in state.done) - kept
    left = len(state.share.ready) - len(state.done)
    waiting = "to print" if state.options.dry_run else "not printed"
    return {"printed": printed, "there already": kept, waiting: left, "failed": failed}


def _state(done: MergeResult | None) -> str:
    if done is None:
        return "waiting"
    return "failed" if done.file.failed else "kept" if done.file.kept else "printed"


def _entry(name: str, findings: Iterable[Diagnostic], is_skipped: bool = False) -> reports.Entry:
    failures = [reports.Failure.of(finding) for finding in findings if finding.is_error]
    return reports.Entry("mail-merge", name, failures, skipped="it was not printed" if is_skipped else "")
