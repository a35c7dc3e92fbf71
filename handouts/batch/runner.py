"""The runner of a batch: print and preflight jobs, place the files in the folder, record them in its journal.

`export` chooses the jobs that are not fresh and writes the manifest afterwards; `mail-merge` fills most leaflets into
a shared layout, and gives the rest, and all finished files, to the same two functions.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from handouts.batch import folder as folders
from handouts.batch import journal
from handouts.batch.folder import Folder
from handouts.batch.jobs import PrintJob, print_job
from handouts.batch.limits import Limits
from handouts.batch.results import DiskError, FileResult, State
from handouts.batch.workers import faults
from handouts.batch.workers.executor import Executor
from handouts.batch.workers.pool import Job
from handouts.diagnostics import Diagnostic, has_errors
from handouts.library import scope
from handouts.pdf import Printed


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A printed file on its way into the folder.

    Args:
        printed: its bytes; the journal keeps these findings, so they name no person.
        found: all findings that are reported of it. One error keeps the file out of the folder.
        facts: JSON values for the journal, besides pages and findings.
        why: see `FileResult.why`.
        called: what a fault of the disk calls the file, where its name could be a patient's.
    """

    name: str
    key: str
    printed: Printed
    found: tuple[Diagnostic, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    why: str = ""
    called: str = ""

    @property
    def is_good(self) -> bool:
        return bool(self.printed.data) and not has_errors(self.found)

    @property
    def result(self) -> FileResult:
        state: State = "pressed" if self.is_good else "failed"
        return FileResult(self.name, state, self.why, self.found, self.printed.pages, len(self.printed.data))


def print_jobs(
    jobs: Iterable[PrintJob], executor: Executor, limits: Limits, prepare: str | None
) -> Generator[tuple[PrintJob, Printed], None, None]:
    """Each job with its file, in the order of finishing. `jobs` is read as workers become free.

    A job that does not finish gives a file without bytes, whose finding is HND945 to HND949. After a request to stop,
    jobs that were not begun give nothing.

    Args:
        prepare: the module that a worker imports before its first job.
    """
    sent: dict[str, PrintJob] = {}  # in flight alone: a job holds a whole leaflet, and a list has thousands

    def payloads() -> Iterator[Job]:
        for job in jobs:
            sent[job.name] = job
            yield Job(job.name, job)

    time_s, memory_mib = limits
    with closing(
        executor.run(print_job, payloads(), timeout_s=time_s, memory_mib=memory_mib, prepare=prepare)
    ) as outcomes:
        for outcome in outcomes:
            # Without result and fault the pool gave up before a worker could say anything.
            printed = outcome.result or Printed(b"", 0, (outcome.fault or faults.UNABLE,))
            yield sent.pop(outcome.key), printed


def place(files: Sequence[FinishedFile], folder: Folder, announce: bool = False) -> Iterator[FileResult]:
    """Puts files without errors into the folder, and records them in its journal.

    Files that are flushed together take less time. A disk that does not take them all is tried file by file, so that
    a nearly full one keeps what fits.

    Args:
        announce: write the names to the journal first. `mail-merge` asks for it: it overwrites no file that the
            journal does not know, so a run that is killed between a file and its line would stop the next one.

    Raises:
        DiskError: the folder takes no more files. The results before it are in place.
    """
    lost = _put(files, folder, announce)  # where it fails, some may be in place: they are written once more
    if not lost:
        yield from (file.result for file in files)
    elif len(files) == 1:
        raise DiskError(lost[0])  # even alone it does not fit, and neither will any other
    else:
        for file in files:
            yield from place([file], folder, announce)


def _put(files: Sequence[FinishedFile], folder: Folder, announce: bool) -> list[Diagnostic]:
    entries = [(_entry(file), file.printed.data) for file in files if file.is_good]
    called = {file.name: file.called for file in files if file.called}
    lost = folder.announce([entry for entry, _ in entries]) if announce else []
    return lost or folder.put(entries, called)


def _entry(file: FinishedFile) -> journal.Entry:
    found = [scope.plain(one) for one in file.printed.diagnostics]
    return folders.entry(file.name, file.key, file.printed.data, **file.facts, pages=file.printed.pages, found=found)
