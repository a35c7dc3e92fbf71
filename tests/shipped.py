"""The shipped library, read once for all tests of a process, and a third of it for tests that read it again.

No test changes it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import once

from handouts import library
from handouts.diagnostics import in_order

ROOT = library.data_root()
STYLES = ROOT / "styles"
once.files_read_once()
SHIPPED, _drawings, _found = once.read(library.content_folders(None), STYLES)
FINDINGS = in_order([*_found, *_drawings.findings()])

#: The conditions of the heel: those of the set for the front desk.
HEEL = tuple(leaflet.conditions[0] for leaflet in SHIPPED.sets["clinic-folder"].leaflets)


def copy_heel(root: Path) -> None:
    """A folder as the shipped one, in whose content are the conditions of the heel alone, with all that they name."""
    kept = {*HEEL} | _named()

    def left_out(folder: str, names: list[str]) -> list[str]:
        if Path(folder).name not in ("conditions", "exercises", "advice", "plans", "figures"):
            return []
        return [name for name in names if not any(re.match(rf"{id_}[.@-]", name) for id_ in kept)]

    shutil.copytree(ROOT / "content", root / "content", ignore=left_out)
    for name in ("templates", "styles"):
        shutil.copytree(ROOT / name, root / name)


def _named() -> set[str]:
    """The exercises, the advice and the plans of the heel."""
    of_plans = {id_: plan.exercises for id_, plan in SHIPPED.plans.items() if id_.startswith("heel-")}
    found = {*of_plans}
    left = [id_ for ids in of_plans.values() for id_ in ids]
    for condition in (SHIPPED.conditions[id_] for id_ in HEEL):
        left += [one.id for one in condition.exercises]
        found |= {*condition.advice}
    while left:
        if (id_ := left.pop()) not in found:
            exercise = SHIPPED.exercises[id_]
            found.add(id_)
            like = exercise.pose.like if exercise.pose else None
            left += [other for other in (exercise.easier, exercise.harder, like) if other]
    return found
