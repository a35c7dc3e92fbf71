"""`python -m handouts.figures content/exercises/ID.yaml …`: redraw exercises, conditions and advice into figures/."""

from __future__ import annotations

import sys
from pathlib import Path

from handouts import source
from handouts.diagnostics import as_text, has_errors
from handouts.figures.draw import draw
from handouts.figures.kept import keep
from handouts.figures.where import draw_where

#: What is drawn, by the field that describes it.
DRAWN_BY = {"pose": draw, "picture": draw_where}


def redraw(path: Path) -> bool:
    """Draw one file's pose or picture; it is kept only when nothing is wrong."""
    text = path.read_text(encoding="utf-8")
    said = source.read(text, str(path))
    record = said.value if isinstance(said.value, dict) else {}
    field = next((name for name in DRAWN_BY if isinstance(record.get(name), dict)), None)
    if field is None:
        print(f"{path}: no pose and no picture")
        return True
    drawing, found = DRAWN_BY[field](path.stem, record[field], lambda where: said.places.get((field, *where)))
    lines = text.splitlines()
    for one in [*said.diagnostics, *found]:
        print(as_text(one, lambda span: lines[span.line - 1] if span.line <= len(lines) else None), file=sys.stderr)
    if drawing is None or has_errors([*said.diagnostics, *found]):
        return False
    print(*(str(kept) for kept in keep(drawing, path.parent.parent / "figures")), sep="\n")
    return True


if __name__ == "__main__":
    done = [redraw(Path(name)) for name in sys.argv[1:]]
    raise SystemExit(0 if all(done) else 1)
