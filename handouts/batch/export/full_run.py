"""A whole run: compose every target, keep the fresh files, print the others, then write manifest and cache."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace

from handouts import pdf, pipeline
from handouts.batch import folder as folders
from handouts.batch import limits, manifest, planning, runner, shards, stamps
from handouts.batch.export import cache, targets
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
from handouts.pipeline.workspace import Workspace

ENTRY = "entry"  # the fact of a journal entry that holds its manifest entry, without those of the file
PRELOAD = "handouts.batch.jobs"
ALONE = Executor()  # one after the other


def export(
    options: ExportOptions,
    begin: Callable[[int], None] = lambda total: None,
    done: Callable[[FileResult], None] = lambda line: None,
    executor: Executor = ALONE,
) -> ExportResult:
    """Fills the folder with the leaflets of a request.

    Args:
        begin: called before printing, with the number of leaflets to print.
        done: called with each result of a printed leaflet.

    Reports HND001 (names), HND931 and HND932 (manifest), HND702 and HND950 (the folder), and what stops a leaflet.
    """
    # Before the content is read: a file that is saved meanwhile is noticed at the end.
    before = options.inputs.digest()
    opened = workspace.open_workspace(options.overlay)
    wrong = targets.unknown(opened.library, opened.findings, options.request)
    if not wrong and not options.request.clinics:
        wrong = pipeline.misnamed(opened.library, opened.findings, opened.default_clinic(), None)
    if wrong:
        return ExportResult(found=tuple(wrong), wrong_words=True)
    with ExitStack() as held:
        folder, found = None, list[Diagnostic]()
        if not options.dry_run:
            state_dir = shards.state_dir(options.request.shard)
            folder, found = held.enter_context(folders.opened(options.folder, "export", state_dir))
            if folder is None:
                return ExportResult(found=tuple(found), lost=True)
        planner = held.enter_context(closing(Planner(opened, options.today)))
        run = _Run(options, opened, planner, folder, before)
        run.compose()
        begin(len(run.stale))
        if folder is not None:
            run.print(done, executor)
            run.close()
        return run.result()


def _journaled(folder: Folder) -> dict[str, Entry]:
    """Manifest entries of files that an interrupted export finished. Those of a mail merge are not among them."""
    entries = {
        name: manifest.with_file(one.facts[ENTRY], one)
        for name, one in folder.done.items()
        if isinstance(one.facts.get(ENTRY), dict)
    }
    return {name: entry for name, entry in entries.items() if manifest.is_entry(name, entry)}


class _Run:
    """A run on its way, in an open folder; without one, of `--dry-run`. `inputs` is their digest at its begin."""

    def __init__(
        self, options: ExportOptions, opened: Workspace, planner: Planner, folder: Folder | None, inputs: str
    ) -> None:
        self._options, self._opened, self._planner, self._inputs = options, opened, planner, inputs
        self._folder = folder
        self._old, self._found = manifest.read(options.folder)
        if folder:
            # The journal knows files that a killed run finished: it wrote no manifest.
            self._old.leaflets.update(_journaled(folder))
        self._cache = cache.read(options.state_dir)
        self._broken: list[FileResult] = []  # sets that cannot be read
        self._lines: dict[str, FileResult] = {}
        self._entries: dict[str, Entry] = {}
        self._pruned: list[str] = []
        self._lost = False
        self.stale: dict[str, Composed] = {}

    def result(self) -> ExportResult:
        """`warnings` counts those of fresh leaflets too."""
        found = [one for entry in self._entries.values() for one in (*entry["findings"], *entry["found_by_press"])]
        warnings = sum(one["severity"] == "warning" for one in found)
        lines = (*self._broken, *self._lines.values())
        return ExportResult(lines, tuple(self._found), tuple(self._pruned), warnings, lost=self._lost)

    def compose(self) -> None:
        """Every target, as one of the fresh, stale or failed ones."""
        library, request = self._opened.library, self._options.request
        matrix = targets.matrix(library, self._opened.findings, request, self._opened.default_clinic())
        self._found += [*matrix.found, *self._opened.without_clinic(next(iter(request.clinics), None))]
        self._broken = [FileResult(f"set {id_}", "failed", "its file has errors") for id_ in matrix.broken_sets]
        for target in matrix.targets:
            composed = self._planner.compose(target)
            self._lines[composed.name] = self._sorted(composed.name, composed)

    def _sorted(self, name: str, composed: Composed) -> FileResult:
        """The entry of a fresh leaflet is new, its file stays."""
        if planning.failed(composed):
            found = tuple(planning.of_leaflet(one, name) for one in composed.found)
            return FileResult(name, "failed", "it has errors", found)
        assert composed.entry is not None
        old = self._old.leaflets.get(name)
        reason = planning.why(old, composed.entry)
        if old and not reason:
            reason = self._cache.is_whole(self._options.folder, name, old, self._options.look_inside)
        if old is None or reason:
            self.stale[name] = composed
            return FileResult(name, "stale", reason)
        # Of a fresh leaflet the findings and dates are today's, the facts of the file those of its print.
        facts = {word: old[word] for word in ("sha256", "bytes", "pages", "found_by_press")}
        self._entries[name] = {**composed.entry, **facts}
        return FileResult(name, "fresh", "nothing changed")

    # ------------------------------------------------------------ printing

    def print(self, done: Callable[[FileResult], None], executor: Executor) -> None:
        """Prints what is stale, and puts it into the folder."""
        if self.stale and (fault := pdf.engine_fault()):
            self._lines |= {name: replace(self._lines[name], state="failed", found=(fault,)) for name in self.stale}
            return
        jobs = map(self._job, self.stale.values())
        with closing(runner.print_jobs(jobs, executor, limits.EXPORT, PRELOAD)) as finished:
            try:
                for job, printed in finished:
                    self._lines[job.name] = line = self._placed(self.stale[job.name], printed)
                    done(line)
            except DiskError as lost:
                self._found.append(lost.found)
                self._lost = True

    def _job(self, composed: Composed) -> PrintJob:
        assert composed.leaflet is not None and composed.entry is not None
        library, target = self._planner.library, composed.target
        edition = library.edition(target.edition or next(iter(library.editions)))
        return PrintJob(
            composed.leaflet, edition, self._planner.assets, target.format, composed.name, composed.entry["key"]
        )

    def _placed(self, composed: Composed, printed: Printed) -> FileResult:
        """Puts a printed leaflet into the folder, if it has no errors. Raises DiskError."""
        name = composed.name
        assert composed.entry is not None and self._folder is not None
        findings = dict.fromkeys(planning.of_leaflet(one, name) for one in (*composed.found, *printed.diagnostics))
        file = FinishedFile(
            name, composed.entry["key"], printed, tuple(findings), {ENTRY: composed.entry}, self._lines[name].why
        )
        [line] = runner.place([file], self._folder)
        if file.is_good:
            self._entries[name] = manifest.with_file(composed.entry, self._folder.done[name])
            self._cache.seen[name] = stamps.of_file(f"{self._options.folder}/{name}")[0]
        return line

    # ------------------------------------------------------------ the end of a run

    def close(self) -> None:
        """Writes the manifest, prunes, writes the cache and empties the journal, whose entries are in the manifest
        now."""
        options, shard, folder = self._options, self._options.request.shard, self._folder
        if self._lost or folder is None:
            return
        kept = manifest.read_part(options.folder, shard) if shard else self._old
        presses = kept.presses | self._old.presses | self._planner.toolchain.entry
        new = Manifest(kept.leaflets | self._entries, presses)
        if options.request.prune:
            self._pruned, found = _prune(options, self._opened, new)
            self._found += found
        # The manifest before the journal: a run that is killed between them leaves both, and none of them is wrong.
        lost = manifest.write(options.folder, new, shard) or ([] if shard else manifest.fold(options.folder))
        if not lost:
            self._remember()
            self._cache.see(options.folder, [path.name for path in manifest.parts(options.folder)], new.leaflets)
            lost = cache.write(options.state_dir, self._cache, alone=True)
            folder.forget([*_journaled(folder)])
            lost += folder.finish()
        self._found += lost
        self._lost = bool(lost)

    def _remember(self) -> None:
        """Keeps the result for the fast path, where all is made and nobody wrote while the content was read."""
        options, result, stamp = self._options, self.result(), self._options.inputs.stamp()
        is_made = all(line.state in ("fresh", "pressed") for line in result.lines)
        if is_made and options.inputs.digest() == self._inputs:
            first, last = planning.steady_days(self._opened.library, options.today)
            run = cache.Run([line.name for line in result.lines], str(first), str(last), result.warnings)
            self._cache.keep(self._inputs, stamp, options.request.hash, run)


def _prune(options: ExportOptions, opened: Workspace, new: Manifest) -> tuple[list[str], list[Diagnostic]]:
    """Deletes files and entries that no content requests any more. Reports HND932 for a file that was changed."""
    gone, found = [], []
    for name, entry in sorted(new.leaflets.items()):
        # A leaflet that cannot be read today is still requested: its paper is in use.
        if targets.still_requested(opened.library, opened.findings, entry):
            continue
        path = options.folder / name
        try:
            # What a person changed is not the program's to delete.
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
