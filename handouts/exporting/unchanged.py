"""The quick way: all inputs are as they were, so what the same words came to last time is what they come to now."""

from __future__ import annotations

import datetime
from pathlib import Path

from handouts.exporting import manifest, memory
from handouts.exporting.asking import Asking
from handouts.exporting.outcome import Line, Result


def unchanged(
    folder: Path, room: Path, asking: Asking, inputs: str, today: datetime.date, look_inside: bool
) -> Result | None:
    """All files, fresh; or None when one of them may not be. Nothing is parsed, nothing is written."""
    known = memory.read(room)
    run = known.run(inputs, asking.hash, today)
    if run is None:
        return None
    told, found = manifest.read(folder)
    entries = [told.leaflets.get(name) for name in run.files]
    if found or not all(
        entry and not known.is_whole(folder, name, entry, look_inside)
        for name, entry in zip(run.files, entries, strict=True)
    ):
        return None
    lines = tuple(Line(name, "fresh", "nothing changed") for name in run.files)
    return Result(lines, warnings=run.warnings)
