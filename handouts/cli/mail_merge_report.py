"""What `mail-merge` tells: findings, the rows that failed, and a summary; never a word of a patient."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from handouts.cli import terminal
from handouts.cli.junit import Case, Suite
from handouts.diagnostics import Diagnostic, as_github, as_json

if TYPE_CHECKING:
    from handouts.batch.mail_merge.run import Merge
    from handouts.batch.mail_merge.running import MergeResult

MOST_TOLD = 50  # causes; every row is in the file of failed rows, with what is wrong with it
FIRST_ROWS = 3  # that a finding of many rows names


def report(state: Merge) -> None:
    of_rows = _of_rows(state)
    found = [*state.found, *of_rows]
    match state.options.format_:
        case "json":
            terminal.give(_json(state, found))
        case "github":
            terminal.give("\n".join([*map(as_github, found), f"::notice::{summary(state)}"]))
        case "junit":
            terminal.give(junit(state))
        case _:
            _tell_people(state, of_rows)


def _of_rows(state: Merge) -> list[Diagnostic]:
    """The findings of all rows, in the order of the list; one cause in many rows or leaflets is told once."""
    faults = {place: list(found) for place, found in state.share.faults.items()}
    for done in state.done:
        if done.failed:
            faults[done.job.place] = [_of_row(done.job.number, one) for one in done.found]
    warned = Counter(one for done in state.done if not done.failed for one in done.found)
    return [
        *by_cause(faults, state.patients.numbers),
        *(_of_many(one, count) for one, count in warned.items()),
    ]


def by_cause(faults: Mapping[int, Sequence[Diagnostic]], numbers: Mapping[int, int]) -> list[Diagnostic]:
    """Each cause at the place of its first row, with the count of its rows and the first of them."""
    rows: dict[tuple[object, ...], list[int]] = {}
    first: dict[tuple[object, ...], Diagnostic] = {}
    for place in sorted(faults):
        number = numbers[place]
        row = f"row {number}"
        for one in faults[place]:
            words = one.message.removeprefix(row)
            cause = (one.code, words, one.help, one.span if words == one.message else None)
            if cause not in first:
                first[cause], rows[cause] = one, []
            if rows[cause][-1:] != [number]:
                rows[cause].append(number)
    return [_of_cause(one, str(cause[1]), rows[cause]) for cause, one in first.items()]


def _of_cause(first: Diagnostic, words: str, numbers: Sequence[int]) -> Diagnostic:
    """`row 7: …` for one row, `99 rows: …; rows 7, 8, 9 and 96 more` for many; a finding of the content as it is."""
    if len(numbers) == 1 or words == first.message:
        return first
    named = [str(number) for number in numbers[:FIRST_ROWS]]
    if more := len(numbers[FIRST_ROWS:]):
        named.append(f"{more} more")
    return replace(first, message=f"{len(numbers)} rows{words}; rows {', '.join(named[:-1])} and {named[-1]}")


def _of_row(number: int, found: Diagnostic) -> Diagnostic:
    return found if found.span else Diagnostic(found.code, f"row {number}: {found.message}", found.help)


def _of_many(found: Diagnostic, count: int) -> Diagnostic:
    return Diagnostic(found.code, f"{terminal.number(count, 'leaflet')}: {found.message}", found.help, found.span)


def _tell_people(state: Merge, of_rows: Sequence[Diagnostic]) -> None:
    quiet = state.options.quiet
    shown = [one for one in (*state.found, *of_rows[:MOST_TOLD]) if one.is_error or not quiet]
    terminal.show(shown)
    if len(of_rows) > MOST_TOLD:
        terminal.say(f"… and {len(of_rows) - MOST_TOLD} more")
    if state.options.why:
        for done in state.done:
            if done.why:
                terminal.say(f"row {done.job.number} is printed in full: {done.why}")
    if not quiet and (state.jobs.ready or state.jobs.faults):
        terminal.say(summary(state))
        if state.bound:
            terminal.say(bound(state))
        if state.failed_file:
            terminal.say(f"mend the rows in {terminal.visible(str(state.failed_file))}, then run that file")
        if state.code in (terminal.INTERRUPTED, terminal.TERMINATED):
            terminal.say("the same command goes on from here")


def summary(state: Merge) -> str:
    """`1000 rows: 990 printed, 8 there already, 2 failed`."""
    counts = _counts(state)
    told = [f"{count} {words}" for words, count in counts.items() if count]
    rows, shard = terminal.number(len(state.patients.table.records), "row"), state.options.shard
    share = ""
    if shard and state.share is not state.jobs:
        share = f", {len(_places(state))} of them in share {shard[0]} of {shard[1]}"
    return f"{rows}{share}: {', '.join(told) or 'nothing to do'}"


def _places(state: Merge) -> set[int]:
    """The rows of this share."""
    return {job.place for job in state.share.ready} | state.share.faults.keys()


def bound(state: Merge) -> str:
    """`print.pdf: 990 leaflets, 3960 pages, 12 of them blank, without 10 rows`."""
    told = state.bound
    assert told is not None
    pages = terminal.number(told.pages + told.blank, "page") + (f", {told.blank} of them blank" if told.blank else "")
    left = len(state.patients.table.records) - told.leaflets
    without = f", without {terminal.number(left, 'row')}" if left else ""
    file = terminal.visible(str(state.options.combined))
    return f"{file}: {terminal.number(told.leaflets, 'leaflet')}, {pages}{without}"


def _counts(state: Merge) -> dict[str, int]:
    kept = sum(done.kept for done in state.done)
    failed = len(state.share.faults) + sum(done.failed for done in state.done)
    printed = sum(not done.failed for done in state.done) - kept
    left = len(state.share.ready) - len(state.done)
    waiting = "to print" if state.options.dry_run else "not printed"
    return {"printed": printed, "there already": kept, waiting: left, "failed": failed}


# ---------------------------------------------------------------- for programs


def _json(state: Merge, found: Sequence[Diagnostic]) -> str:
    done = {one.job.place: one for one in state.done}
    files = [
        {"row": job.number, "file": job.name, "state": _state(done.get(job.place)),
         "pages": done[job.place].pages if job.place in done else None,
         "in_full": done[job.place].why or None if job.place in done else None}
        for job in state.share.ready
    ]  # fmt: skip
    failed = {*state.share.faults, *(one.job.place for one in state.done if one.failed)}
    told = {
        "rows": len(state.patients.table.records),
        "counts": {words.replace(" ", "_"): count for words, count in _counts(state).items()},
        "leaflets": files,
        "failed_rows": [state.patients.numbers[place] for place in sorted(failed)],
        "failed_file": str(state.failed_file) if state.failed_file else None,
        "combined": asdict(state.bound) if state.bound else None,
        "findings": json.loads(as_json(found)),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _state(done: MergeResult | None) -> str:
    if done is None:
        return "waiting"
    return "failed" if done.failed else "kept" if done.kept else "printed"


def junit(state: Merge) -> str:
    """One case for each row, and one for each error that is no row's."""
    suite = Suite("handouts mail-merge")
    faults = {place: list(found) for place, found in state.share.faults.items()}
    faults |= {one.job.place: list(one.found) for one in state.done if one.failed}
    ready, done = {job.place for job in state.share.ready}, {one.job.place for one in state.done}
    unprinted = set() if state.options.dry_run else ready - done
    for place in sorted(_places(state)):
        case = _case(suite, f"row {state.patients.numbers[place]}", faults.get(place, []))
        if place in unprinted:
            case.skipped("it was not printed")
    for one in state.found:
        if one.is_error:
            _case(suite, one.code, [one])
    return suite.xml()


def _case(suite: Suite, name: str, found: Iterable[Diagnostic]) -> Case:
    case = suite.case("mail-merge", name)
    for one in found:
        if one.is_error:
            case.failed(one.message, f"{one.message}; {one.help}", one.code)
    return case
