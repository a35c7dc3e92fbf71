"""`python -m handouts.figures content/exercises/ID.yaml …`: redraw exercises into `content/figures/`."""

from __future__ import annotations

import sys
from pathlib import Path

from handouts import source
from handouts.diagnostics import as_text, has_errors
from handouts.figures.draw import draw
from handouts.figures.kept import keep


def redraw(path: Path) -> bool:
    """Draw one exercise; its pictures are kept only when nothing is wrong."""
    text = path.read_text(encoding="utf-8")
    said = source.read(text, str(path))
    exercise = said.value
    if not isinstance(exercise, dict) or not isinstance(exercise.get("pose"), dict):
        print(f"{path}: no pose")
        return True
    drawing, found = draw(path.stem, exercise["pose"], lambda where: said.places.get(("pose", *where)))
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
