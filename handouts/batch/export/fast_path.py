"""The quick way: all inputs are as they were, so what the same words came to last time is what they come to now."""

from __future__ import annotations

import datetime
from pathlib import Path

from handouts.batch import manifest
from handouts.batch.export import cache
from handouts.batch.export.request import ExportRequest
from handouts.batch.export.result import ExportResult
from handouts.batch.results import FileResult


def last_result(
    folder: Path, room: Path, request: ExportRequest, inputs: str, today: datetime.date, look_inside: bool
) -> ExportResult | None:
    """All files, fresh; or None when one of them may not be. Nothing is parsed, nothing is written."""
    known = cache.read(room)
    run = known.run(inputs, request.hash, today)
    if run is None:
        return None
    told, found = manifest.read(folder)
    entries = [told.leaflets.get(name) for name in run.files]
    if found or not all(
        entry and not known.is_whole(folder, name, entry, look_inside)
        for name, entry in zip(run.files, entries, strict=True)
    ):
        return None
    lines = tuple(FileResult(name, "fresh", "nothing changed") for name in run.files)
    return ExportResult(lines, warnings=run.warnings)
