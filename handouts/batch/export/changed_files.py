"""A whole run: compose every target, keep the fresh files, print the others, then write manifest and cache."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace

from handouts import pdf, pipeline
from handouts.batch import folder as folders
from handouts.batch import limits, manifest, planning, runner
from handouts.batch.export import cache, targets
from handouts.batch.export.cache import Cache
from handouts.batch.export.request import ExportOptions
from handouts.batch.export.result import ExportResult
from handouts.batch.folder import Folder
from handouts.batch.jobs import PrintJob
from handouts.batch.manifest import Entry, Manifest
from handouts.batch.planning import Composed, Planner
from handouts.batch.results import DiskError, FileResult
from handouts.batch.runner import FinishedFile
from handouts.batch.workers.executor import Executor
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing
from handouts.pdf import Printed
from handouts.pipeline import workspace

ENTRY = "entry"  # the fact of a journal entry that holds its manifest entry, without those of the file
PRELOAD = "handouts.batch.jobs"
ALONE = Executor()  # one after the other


@dataclass(slots=True)
class _Work:
    """A run on its way."""

    options: ExportOptions
    planner: Planner
    old: Manifest
    cache: Cache
    inputs: str
    lines: dict[str, FileResult] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    stale: list[Composed] = field(default_factory=list)


def export(
    options: ExportOptions,
    begun: Callable[[int, int], None] = lambda fresh, stale: None,
    done: Callable[[FileResult], None] = lambda line: None,
    executor: Executor = ALONE,
) -> ExportResult:
    """Fills the folder with the leaflets of a request.

    Args:
        begun: called before printing, with the numbers of fresh and of stale leaflets.
        done: called with each result of a printed leaflet.

    Reports HND001 (names), HND931 and HND932 (manifest), HND702 and HND950 (the folder), and what stops a leaflet.
    """
    before = options.inputs()
    opened = workspace.open_workspace(options.overlay)
    if wrong := targets.unknown(opened.library, opened.findings, options.request):
        return ExportResult(found=tuple(wrong), wrong_words=True)
    usual = opened.default_clinic()
    if not options.request.clinics and (wrong := pipeline.misnamed(opened.library, opened.findings, usual, None)):
        return ExportResult(found=tuple(wrong), wrong_words=True)
    matrix = targets.matrix(opened.library, opened.findings, options.request, usual)
    with ExitStack() as held:
        folder = None
        if not options.dry_run:
            folder, found = held.enter_context(
                folders.opened(options.folder, "export", folders.state_dir(options.request.shard))
            )
            if folder is None:
                return ExportResult(found=tuple(found), lost=True)
        old, found = manifest.read(options.folder)
        if folder:
            # The journal knows files that a killed run finished: it wrote no manifest.
            old.leaflets.update(_journaled(folder))
        planner = held.enter_context(closing(Planner(opened, options.today)))
        work = _Work(options, planner, old, cache.read(options.state_dir), before)
        for target in matrix.targets:
            _sort(work, work.planner.compose(target))
        begun(sum(line.state == "fresh" for line in work.lines.values()), len(work.stale))
        broken = [FileResult(f"set {id_}", "failed", "its file has errors") for id_ in matrix.broken_sets]
        invented = opened.without_clinic(next(iter(options.request.clinics), None))
        result = ExportResult(tuple(broken), (*found, *matrix.found, *invented))
        if folder is None:
            return _with_lines(work, result)
        result = _print_all(work, folder, result, done, executor)
        return _closed(work, folder, opened, result)


def _journaled(folder: Folder) -> dict[str, Entry]:
    """Manifest entries of files that an interrupted export finished. Those of a mail merge are not among them."""
    entries = {
        name: manifest.with_file(one.facts[ENTRY], one)
        for name, one in folder.done.items()
        if isinstance(one.facts.get(ENTRY), dict)
    }
    return {name: entry for name, entry in entries.items() if manifest.is_entry(name, entry)}


def _sort(work: _Work, composed: Composed) -> None:
    """Adds a leaflet to the fresh, stale or failed ones. The entry of a fresh one is new, its file stays."""
    name = composed.name
    if planning.failed(composed):
        found = tuple(planning.of_leaflet(one, name) for one in composed.found)
        work.lines[name] = FileResult(name, "failed", "it has errors", found)
        return
    assert composed.entry is not None
    old = work.old.leaflets.get(name)
    reason = planning.why(old, composed.entry)
    if old and not reason:
        reason = work.cache.is_whole(work.options.folder, name, old, work.options.look_inside)
    if old and not reason:
        facts = {word: old[word] for word in ("sha256", "bytes", "pages", "found_by_press")}
        work.entries[name] = {**composed.entry, **facts}
        work.lines[name] = FileResult(name, "fresh", "nothing changed")
    else:
        work.stale.append(composed)
        work.lines[name] = FileResult(name, "stale", reason)


# ---------------------------------------------------------------- printing


def _print_all(
    work: _Work, folder: Folder, result: ExportResult, done: Callable[[FileResult], None], executor: Executor
) -> ExportResult:
    stale = {composed.name: composed for composed in work.stale}
    if stale and (fault := pdf.engine_fault()):
        for name in stale:
            work.lines[name] = replace(work.lines[name], state="failed", found=(fault,))
        return result
    jobs = (_job(work.planner, composed) for composed in stale.values())
    with closing(runner.print_jobs(jobs, executor, limits.EXPORT, PRELOAD)) as finished:
        for job, printed in finished:
            try:
                line = _place(work, folder, stale[job.name], printed)
            except DiskError as lost:
                return replace(result, found=(*result.found, lost.found), lost=True)
            work.lines[line.name] = line
            done(line)
    return result


def _job(planner: Planner, composed: Composed) -> PrintJob:
    assert composed.leaflet is not None and composed.entry is not None
    edition = planner.library.edition(composed.target.edition or next(iter(planner.library.editions)))
    return PrintJob(
        composed.leaflet, edition, planner.assets, composed.target.format, composed.name, composed.entry["key"]
    )


def _place(work: _Work, folder: Folder, composed: Composed, printed: Printed) -> FileResult:
    """Puts a printed leaflet into the folder, if it has no errors. Raises DiskError."""
    name = composed.name
    assert composed.entry is not None
    findings = dict.fromkeys(planning.of_leaflet(one, name) for one in (*composed.found, *printed.diagnostics))
    file = FinishedFile(
        name, composed.entry["key"], printed, tuple(findings), {ENTRY: composed.entry}, work.lines[name].why
    )
    [line] = runner.place([file], folder)
    if file.is_good:
        work.entries[name] = manifest.with_file(composed.entry, folder.done[name])
        work.cache.seen[name] = (work.options.folder / name).stat().st_mtime_ns
    return line


# ---------------------------------------------------------------- the end of a run


def _closed(work: _Work, folder: Folder, opened: workspace.Workspace, result: ExportResult) -> ExportResult:
    """Writes the manifest, prunes, writes the cache and empties the journal, whose entries are in the manifest now."""
    options = work.options
    result = _with_lines(work, result)
    if result.lost:
        return result
    kept = manifest.read_part(options.folder, options.request.shard) if options.request.shard else work.old
    new = Manifest(
        kept.leaflets | work.entries,
        kept.presses | work.old.presses | {work.planner.toolchain.hash: dict(work.planner.toolchain.parts)},
    )
    if options.request.prune:
        pruned, found = _prune(options, opened, new)
        result = replace(result, pruned=tuple(pruned), found=(*result.found, *found))
    if lost := manifest.write(options.folder, new, options.request.shard):
        return replace(result, found=(*result.found, *lost), lost=True)
    if not options.request.shard and (lost := manifest.fold(options.folder)):
        return replace(result, found=(*result.found, *lost), lost=True)
    is_all_made = all(line.state in ("fresh", "pressed") for line in result.lines)
    if is_all_made and options.inputs() == work.inputs:  # nobody wrote while it was read
        first, last = planning.steady_days(opened.library, options.today)
        run = cache.Run([line.name for line in result.lines], str(first), str(last), result.warnings)
        work.cache.keep(work.inputs, options.request.hash, run)
    lost = cache.write(options.state_dir, work.cache, new.leaflets)
    folder.forget([*_journaled(folder)])
    lost += folder.finish()
    return replace(result, found=(*result.found, *lost), lost=bool(lost))


def _with_lines(work: _Work, result: ExportResult) -> ExportResult:
    """Adds the lines of the run. `warnings` counts those of fresh leaflets too."""
    warnings = sum(one["severity"] == "warning" for entry in work.entries.values() for one in _findings(entry))
    return replace(result, lines=(*result.lines, *work.lines.values()), warnings=warnings)


def _findings(entry: Entry) -> Sequence[Mapping[str, str]]:
    return [*entry["findings"], *entry["found_by_press"]]


def _prune(options: ExportOptions, opened: workspace.Workspace, new: Manifest) -> tuple[list[str], list[Diagnostic]]:
    """Deletes files and entries that no content requests any more. Reports HND932 for a file that was changed."""
    gone, found = [], []
    for name, entry in sorted(new.leaflets.items()):
        if targets.still_requested(opened.library, opened.findings, entry):
            continue
        path = options.folder / name
        try:
            if reading.hash_of(path, reading.MAX_LEAFLET, options.folder) != entry["sha256"]:
                message = f"`{name}` is no longer part of the export, but somebody changed it"
                found.append(Diagnostic("HND932", message, "look at it, then delete it yourself"))
                continue
            path.unlink()
        except FileNotFoundError:
            pass
        except OSError as fault:
            found.append(writing.unwritable(path, fault, done="deleted"))
            continue
        gone.append(name)
    for name in gone:
        del new.leaflets[name]
    return gone, found
