"""Kept drawings: one SVG per frame and one measurement file, written together under `content/figures/`."""

from __future__ import annotations

import json
from typing import Any

from handouts.figures.draw import Drawing, Frame
from handouts.model.people import kept_name


def measurements(drawing: Drawing) -> dict[str, Any]:
    """What the printing side reads: sizes, anchors, the key of the pose, and every check's value."""
    return {
        "exercise": drawing.exercise,
        "drawing_key": drawing.drawing_key,
        "body": drawing.body,
        "rig": drawing.rig,
        "frames": [_frame(_name(drawing), frame) for frame in drawing.frames],
        "checks": drawing.checks,
    }


def _name(drawing: Drawing) -> str:
    return kept_name(drawing.exercise, drawing.body)


def _frame(name: str, frame: Frame) -> dict[str, Any]:
    return {
        "name": frame.name,
        "svg": svg_name(name, frame.name),
        "width_mm": frame.width_mm,
        "height_mm": frame.height_mm,
        "faces": frame.faces,
        "anchors": {name: list(at) for name, at in frame.anchors.items()},
        **({"sides": frame.sides} if frame.sides else {}),
    }


def svg_name(name: str, frame: str) -> str:
    return f"{name}-{frame}.svg"


def as_files(drawing: Drawing) -> dict[str, str]:
    """File name → text: the measurement file and every frame."""
    files = {svg_name(_name(drawing), frame.name): frame.svg for frame in drawing.frames}
    text = json.dumps(measurements(drawing), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    return {f"{_name(drawing)}.json": text, **files}
