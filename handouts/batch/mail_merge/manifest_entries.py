"""Manifest entries of personal leaflets: from which content each was printed, and nothing about its person.

The request of an entry is that of the leaflet without personal fields, so that it can be composed again without the
list. The hashes of a row (`MergeJob.key`, `MergeJob.patient`) are in the journal only: a name, a number or a date of
birth can be guessed, and its hash would confirm the guess. The journal stays on the machine; the manifest is passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handouts.batch import manifest
from handouts.batch.folder import Folder
from handouts.batch.mail_merge.jobs import MergeJob
from handouts.batch.manifest import Entry, Manifest
from handouts.batch.planning import Planner
from handouts.batch.shards import Shard
from handouts.batch.target import Target
from handouts.diagnostics import Diagnostic
from handouts.layout.templates import BrokenTemplateError
from handouts.model.request import without_person


def write(jobs: Iterable[MergeJob], folder: Folder, planner: Planner, shard: Shard | None) -> list[Diagnostic]:
    """Writes the manifest of a folder, or of a shard of it, after its leaflets are printed.

    Entries of earlier runs stay, unless their file is gone: a clinic that deletes the leaflet of a former patient
    wants no trace of it.

    Returns:
        HND702 and HND931, and the fault of a template that cannot be rendered (HND504, HND945 to HND949): its leaflets
        get no entry.
    """
    old, findings = (manifest.read_part(folder.path, shard), []) if shard else manifest.read(folder.path)
    entries = {name: entry for name, entry in old.leaflets.items() if _stays(entry, folder, name)}
    faults = _add_entries(entries, jobs, folder, planner)
    new = Manifest(entries, old.presses | planner.toolchain.entry)
    if not new.leaflets and not old.leaflets:
        return [*findings, *faults]
    lost = manifest.write(folder.path, new, shard)
    if not lost and shard is None:
        lost = manifest.fold(folder.path)
    return [*findings, *faults, *lost]


def _stays(entry: Mapping[str, object], folder: Folder, name: str) -> bool:
    return not manifest.is_personal(entry) or (folder.path / name).exists()


def _add_entries(
    entries: dict[str, Entry], jobs: Iterable[MergeJob], folder: Folder, planner: Planner
) -> list[Diagnostic]:
    """Adds the entry of each printed leaflet; returns the faults of templates, each once."""
    shared: dict[int, Entry | None] = {}  # by the base, which thousands of rows share: one is rendered for all
    faults: dict[Diagnostic, None] = {}
    for job in jobs:
        if id(job.base) not in shared:
            target = Target(without_person(job.request), job.edition.key, "pdf")
            try:
                shared[id(job.base)] = manifest.personal(planner.entry(target, job.base, job.found))
            except BrokenTemplateError as fault:
                # The leaflet was printed, but its page without personal fields cannot be rendered.
                shared[id(job.base)], faults[fault.diagnostic] = None, None
        known, entry = folder.known(job.name), shared[id(job.base)]
        entries.pop(job.name, None)  # an old entry would call the new file changed
        if known and entry:
            entries[job.name] = manifest.with_file(entry, known)
    return list(faults)
