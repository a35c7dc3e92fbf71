"""Whether this machine can print leaflets: one check after another, each with the command that corrects it.

A fault stops leaflets or makes them wrong. A weakness only makes them slower or larger. The system libraries are looked
for by the names under which the engine loads them, and before it is started, because it does not name what it misses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from handouts import library as libraries
from handouts.doctor import installed, machine, printing
from handouts.doctor.requirement import Check
from handouts.pipeline.workspace import open_workspace

__all__ = ["Check", "examine"]


def examine(folder: Path, overlay: Path | None) -> list[Check]:
    """All checks, in the order in which their faults should be corrected.

    Args:
        folder: where leaflets would be written.
        overlay: the clinic's own content folder, whose logos are looked at too.
    """
    library, found = libraries.load(libraries.content_folders(None), libraries.data_root() / "styles")
    own = open_workspace(overlay) if overlay else None
    checks: Sequence[Callable[[], Check]] = (
        machine.python,
        machine.pango,
        machine.subset,
        machine.fast_yaml,
        machine.validator,
        installed.faces,
        installed.names_faces,
        installed.data,
        lambda: installed.content(library, found),
        *([lambda: installed.own_content(own)] if own else []),
        lambda: installed.glyphs(library),
        lambda: installed.logos(own.library, own.of_records) if own else installed.logos(library, found),
        printing.engine,
        installed.drawing,
        lambda: printing.test_print(library),
        lambda: machine.writable(folder),
    )
    return [check() for check in checks]
