"""What the manifest tells of personal leaflets: from which content each was printed, and nothing of its person.

Its request is that of the leaflet without a person's words, so that it can be composed again without the list. Hashes
of the row (`Order.key`, `Order.patient`) stay in the journal: a number, a name or a day can be found by trying them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handouts.batch.export import manifest
from handouts.batch.export.manifest import Entry, Manifest
from handouts.batch.export.planning import Planner
from handouts.batch.export.targets import Target
from handouts.batch.folder import Folder
from handouts.batch.mail_merge.jobs import MergeJob
from handouts.batch.shards import Shard
from handouts.diagnostics import Diagnostic


def entries_of(jobs: Iterable[MergeJob], folder: Folder, planner: Planner, shard: Shard | None) -> list[Diagnostic]:
    """Writes the manifest of a folder, or of a share of it, after its orders are printed. Reports HND702 and HND931.

    What stood in it stays, unless its file is gone: whoever deletes the leaflet of a patient that is no longer on the
    list means to keep nothing of it.
    """
    old, found = (manifest.read_part(folder.path, shard), []) if shard else manifest.read(folder.path)
    kept = {name: entry for name, entry in old.leaflets.items() if _stays(entry, folder, name)}
    colophon = planner.colophon
    new = Manifest(kept | dict(_entries(jobs, folder, planner)), old.presses | {colophon.hash: dict(colophon.told)})
    if not new.leaflets and not old.leaflets:
        return found
    lost = manifest.write(folder.path, new, shard)
    if not lost and shard is None:
        lost = manifest.fold(folder.path)
    return [*found, *lost]


def _stays(entry: Mapping[str, object], folder: Folder, name: str) -> bool:
    return not manifest.is_personal(entry) or (folder.path / name).exists()


def _entries(jobs: Iterable[MergeJob], folder: Folder, planner: Planner) -> Iterable[tuple[str, Entry]]:
    alike: dict[int, Entry] = {}
    for job in jobs:
        if id(job.base) not in alike:
            alike[id(job.base)] = manifest.personal(planner.entry(_wanted(job), job.base, job.found))
        if known := folder.known(job.name):
            told = {"sha256": known.sha256, "bytes": known.size}
            told |= {"pages": known.facts.get("pages", 0), "found_by_press": known.facts.get("found", [])}
            yield job.name, alike[id(job.base)] | told


def _wanted(job: MergeJob) -> Target:
    """What was asked for, without who it is for."""
    asked = job.request
    return Target(asked.conditions, asked.clinic, job.edition.id, "pdf", asked.side, asked.exercises, asked.settings)
