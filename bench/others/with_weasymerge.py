"""The leaflet with weasymerge: the page that the engine gets as its template; every row is laid out anew."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path


def found(command: str | None) -> str | None:
    """The command: as given, or on the path. It needs Python 3.12, so it may live in an environment of its own."""
    return shutil.which(command or "weasymerge")


def template(page: str, marks: Mapping[str, str]) -> str:
    """The page, its words literal and its marks filled from the row."""
    for name, mark in marks.items():
        page = page.replace(mark, f"{{% endraw %}}{{{{ row['{name}'] }}}}{{% raw %}}")
    return f"{{% raw %}}{page}{{% endraw %}}"


def words(command: str, page: Path, rows: Path, room: Path) -> list[str]:
    return [command, "--data", str(rows), "--template", str(page), "--output", f"{room}/{{row_number}}.pdf"]


def listed(path: Path, people: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(people[0]))
        rows.writeheader()
        rows.writerows(people)
    return path
