"""`python -m handouts.figures content/exercises/ID.yaml …`: redraw exercises into `content/figures/`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from handouts.diagnostics import Span, as_text, has_errors
from handouts.figures.draw import draw
from handouts.figures.grammar import Path as PosePath
from handouts.figures.grammar import SpanOf
from handouts.figures.kept import keep


def redraw(source: Path) -> bool:
    """Draw one exercise; its pictures are kept only when nothing is wrong."""
    text = source.read_text(encoding="utf-8")
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    exercise: Any = yaml.safe_load(text)
    if not isinstance(exercise, dict) or "pose" not in exercise:
        print(f"{source}: no pose")
        return True
    drawing, found = draw(source.stem, exercise["pose"], _spans(str(source), node))
    lines = text.splitlines()
    for one in found:
        print(as_text(one, lambda span: lines[span.line - 1] if span.line <= len(lines) else None), file=sys.stderr)
    if drawing is None or has_errors(found):
        return False
    folder = source.parent.parent / "figures"
    print(*(str(path) for path in keep(drawing, folder)), sep="\n")
    return True


def _spans(file: str, root: yaml.Node | None) -> SpanOf:
    """Places of the pose's values, by their path inside `pose`."""

    def span_of(path: PosePath) -> Span | None:
        node: yaml.Node | None = root
        for step in ("pose", *path):
            node = _child(node, step)
        if node is None:
            return None
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Span(file, start.line + 1, start.column + 1, max(length, 1))

    return span_of


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


if __name__ == "__main__":
    done = [redraw(Path(name)) for name in sys.argv[1:]]
    raise SystemExit(0 if all(done) else 1)
