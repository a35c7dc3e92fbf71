"""`python -m handouts.figures content/exercises/ID.yaml …`: redraw exercises, conditions and advice into figures/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from handouts import source
from handouts.diagnostics import Span, as_text, has_errors
from handouts.figures import like
from handouts.figures.draw import draw
from handouts.figures.kept import keep
from handouts.figures.where import draw_where

Place = tuple[str | int, ...]

#: What is drawn, by the field that describes it.
DRAWN_BY = {"pose": draw, "picture": draw_where}


def redraw(path: Path) -> bool:
    """Draw one file's pose or picture; it is kept only when nothing is wrong."""
    said = _read(path)
    field = next((name for name in DRAWN_BY if isinstance(_record(said).get(name), dict)), None)
    if field is None:
        print(f"{path}: no pose and no picture")
        return True
    family = [said, *_alike(path, said)] if field == "pose" else [said]
    fields = {Path(one.file).stem: _record(one).get(field) for one in family}
    described = {name: value for name, value in fields.items() if isinstance(value, dict)}
    try:
        asked = like.whole(path.stem, described)
    except like.LikenessError as wrong:
        print(f"{path}: no pose to take from: {wrong}", file=sys.stderr)
        return False
    drawing, found = DRAWN_BY[field](path.stem, asked, lambda where: _place(family, (field, *where)))
    for one in [*said.diagnostics, *found]:
        print(as_text(one, _line), file=sys.stderr)
    if drawing is None or has_errors([*said.diagnostics, *found]):
        return False
    print(*(str(kept) for kept in keep(drawing, path.parent.parent / "figures")), sep="\n")
    return True


def _read(path: Path) -> source.Source:
    return source.read(path.read_text(encoding="utf-8"), str(path))


def _record(said: source.Source) -> dict[str, Any]:
    return said.value if isinstance(said.value, dict) else {}


def _alike(path: Path, said: source.Source) -> list[source.Source]:
    """The exercises beside this one from whose poses it takes, nearest first."""
    found: list[source.Source] = []
    seen = {path}
    while True:
        pose = _record(said).get("pose")
        name = pose.get("like") if isinstance(pose, dict) else None
        other = path.with_name(f"{name}.yaml")
        if name is None or other in seen or not other.is_file():
            return found
        seen.add(other)
        said = _read(other)
        found.append(said)


def _place(family: list[source.Source], where: Place) -> Span | None:
    """Where something was written, in the exercise itself or in the one that it was taken from."""
    return next((said.places[where] for said in family if where in said.places), None)


def _line(span: Span) -> str | None:
    lines = Path(span.file).read_text(encoding="utf-8").splitlines()
    return lines[span.line - 1] if span.line <= len(lines) else None


if __name__ == "__main__":
    done = [redraw(Path(name)) for name in sys.argv[1:]]
    raise SystemExit(0 if all(done) else 1)
