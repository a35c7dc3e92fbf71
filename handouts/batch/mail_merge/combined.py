"""The leaflets of a list, from their folder into one print file in the order of the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from handouts.batch.folder import Folder
from handouts.batch.mail_merge.jobs import MergeJob
from handouts.compose.wording import ENGLISH, Wording
from handouts.diagnostics import Diagnostic
from handouts.files import reading, writing
from handouts.pdf import combine
from handouts.pdf.combine import Combined
from handouts.pdf.long_file import TooLargeError


class _ChangedError(Exception):
    """The leaflet of this row is not the one that was printed."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def save(path: Path, jobs: Iterable[MergeJob], folder: Folder) -> tuple[Combined, list[Diagnostic]]:
    """Combines the leaflets of these jobs; the bookmark of each is its title and row. Reports HND702 and HND915."""
    file = combine.combine_leaflets(_read(jobs, folder))
    try:
        return file.statistics, writing.save(path, file.parts)
    except _ChangedError as fault:
        message = f"row {fault.number}: its leaflet was changed or removed after it was printed"
        return file.statistics, [Diagnostic("HND915", message, "delete its file, then run the same command again")]
    except TooLargeError:
        message = f"a print file cannot hold more than the first {file.statistics.leaflets - 1} leaflets"
        return file.statistics, [Diagnostic("HND915", message, "divide the list; the leaflets themselves are printed")]


def _read(jobs: Iterable[MergeJob], folder: Folder) -> Iterator[tuple[str, bytes]]:
    for job in jobs:
        try:
            data = reading.read_bytes(folder.path / job.name, reading.MAX_LEAFLET, folder.path)
        except OSError:
            raise _ChangedError(job.number) from None
        known = folder.known(job.name)
        if known is None or sha256(data).hexdigest() != known.sha256:
            raise _ChangedError(job.number)
        yield _bookmark(job), data


def _bookmark(job: MergeJob) -> str:
    words = Wording.of(ENGLISH, job.base.language)
    return words.say("{title}, row {number}", title=job.base.title, number=str(job.number))
