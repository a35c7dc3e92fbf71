"""A pose becomes a drawing: read, solve, photograph, ink, check.

    drawing, findings = draw("calf-stretch-wall", pose, span_of)

All frames of a drawing share their scale and their floor line. Start frames carry no arrow and no highlight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from handouts.diagnostics import Diagnostic
from handouts.figures import anchors, checks, face, grammar, inking, marks, rig, solver, style, svg, things
from handouts.figures.camera import VIEWS, Camera, Sheet
from handouts.figures.key import RIG, drawing_key
from handouts.figures.scene import Scene, shoot
from handouts.figures.solver import Solved

Floats = npt.NDArray[np.float64]

DEFAULT_BODY = "adult"
#: Scale of standing figures: the body's height and a little head room fill the standing picture.
HEAD_ROOM = 1.012


@dataclass(frozen=True, eq=False)
class Frame:
    """One finished picture: SVG text, size, which way the figure looks, where labels point (millimetres)."""

    name: str
    svg: str
    width_mm: float
    height_mm: float
    faces: str
    anchors: dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Drawing:
    """All frames of one exercise with the key of their pose and the value of every check."""

    exercise: str
    drawing_key: str
    body: str
    rig: str
    frames: tuple[Frame, ...]
    checks: dict[str, Any] = field(default_factory=dict)


def draw(
    exercise_id: str, pose: Mapping[str, Any], span_of: grammar.SpanOf, body: str = DEFAULT_BODY
) -> tuple[Drawing | None, list[Diagnostic]]:
    """The drawing of a pose and what is wrong with it; no drawing when the pose cannot be read."""
    asked, found = grammar.read(pose, span_of)
    if asked is None:
        return None, found
    person = rig.body(body)
    solved = [solver.solve(person, frame) for frame in asked.frames]
    plans = _plans(asked, solved, person)
    pictures = [_picture(asked, plan) for plan in plans]
    frames = tuple(frame for frame, _ in pictures)
    values, more = checks.checked([seen for _, seen in pictures], span_of)
    return Drawing(exercise_id, drawing_key(pose), body, RIG, frames, values), [*found, *more]


@dataclass(frozen=True, eq=False)
class _Plan:
    """A solved frame with its scene, its sheet, and the arrow that belongs to it."""

    solved: Solved
    scene: Scene
    sheet: Sheet
    floor: float
    arrow: marks.ArrowMark | None


def _plans(asked: grammar.Pose, solved: list[Solved], person: rig.Body) -> list[_Plan]:
    """Scenes at one scale on one floor, each on a sheet wide enough for its arrow."""
    camera = VIEWS[asked.view]
    room = tuple(THINGS[name](person.scale) for name in asked.props)
    scenes = [Scene(s.posed, room, camera, _far_side(camera)) for s in solved]
    scale = (style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / (person.height_mm * HEAD_ROOM)
    bounds = [scene.bounds() for scene in scenes]
    floor = min(scene.bounds(with_things=False)[1] for scene in scenes)
    bottom, top = min(b[1] for b in bounds), max(b[3] for b in bounds)
    margin = style.MARGIN_MM / scale
    plans = []
    for one, scene, (left, _, right, _) in zip(solved, scenes, bounds, strict=True):
        sheet = _sheet(left - margin, bottom - margin, right + margin, top + margin, scale)
        arrow = _arrow(asked, one, scene, sheet) if asked.arrow and one.frame.name == "finish" else None
        if arrow is not None:
            outline = arrow.outline.bounds
            extra = [max(style.MARGIN_MM - outline[0], 0), max(outline[2] + style.MARGIN_MM - sheet.width_mm, 0)]
            wide = _sheet(sheet.left - extra[0] / scale, sheet.bottom, sheet.right + extra[1] / scale, sheet.top, scale)
            sheet, arrow = wide, _arrow(asked, one, scene, wide)
        plans.append(_Plan(one, scene, sheet, floor, arrow))
    return plans


def _sheet(left: float, bottom: float, right: float, top: float, scale: float) -> Sheet:
    """A sheet whose sides are whole tenths of a millimetre."""
    width, height = (math.ceil(round((b - a) * scale * 10, 6)) / 10 for a, b in ((left, right), (bottom, top)))
    return Sheet(left, bottom, left + width / scale, bottom + height / scale, scale, style.PIXELS_PER_MM)


def _far_side(camera: Camera) -> str:
    """Which side of the body is greyed: the one turned away, when the view is from the side."""
    faces = camera.faces
    return {"right": "L", "left": "R"}.get(faces, "") if abs(camera.turn[0, 2]) > 0.8 else ""


THINGS = {"wall": things.wall}
WAYS = {"wall": (1, 0), "forward": (1, 0), "back": (-1, 0), "up": (0, -1), "down": (0, 1), "floor": (0, 1)}
CLEAR_OF_LABEL_MM = 4.2  # an arrow keeps this far from the height of every label's place
SHIFTS_MM = (0.0, -4.0, -8.0, -12.0, 4.0, 8.0, -16.0)


def _arrow(asked: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> marks.ArrowMark | None:
    """The arrow of the movement, outside the figure and clear of the labels' lines."""
    assert asked.arrow is not None
    points = np.vstack([s.seen[np.unique(s.triangles)] for s in scene.surfaces])
    outline = sheet.to_print_mm(points)
    at = sheet.to_print_mm(scene.camera.see(_mover(asked.arrow.part, one)))
    heights = [p[1] for p in _anchor_points(asked, one, scene, sheet).values()]
    way = np.array(WAYS[asked.arrow.to], dtype=np.float64)
    free = [s for s in SHIFTS_MM if all(abs(at[1] + s - h) >= CLEAR_OF_LABEL_MM for h in heights)]
    shift = free[0] if free and abs(way[0]) > abs(way[1]) else 0.0
    return marks.arrow_outside(outline, at + np.array([0, shift]), way)


def _mover(part: str, one: Solved) -> Floats:
    side, _, name = part.partition(" ")
    if side in grammar.SIDES:
        return anchors.place(one.posed, grammar.SIDES[side], name)
    return anchors.middle(one.posed, part)


def _anchor_points(asked: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in print millimetres."""
    found = {}
    for name in asked.labels if one.frame.name == "finish" else ():
        side, _, part = name.partition(" ")
        at = scene.camera.see(anchors.place(one.posed, grammar.SIDES[side], part))
        found[name] = sheet.to_print_mm(at)
    return found


def _picture(asked: grammar.Pose, plan: _Plan) -> tuple[Frame, checks.Seen]:
    """One frame drawn."""
    shot = shoot(plan.scene, plan.sheet)
    ink = inking.inked(shot)
    finish = plan.solved.frame.name == "finish"
    area = marks.highlight(shot, asked.stretch) if asked.stretch and finish else None
    points = _anchor_points(asked, plan.solved, plan.scene, plan.sheet)
    parts = [_floor(plan), *ink.fills, *(area.parts if area else ()), *ink.lines, *face.face(shot)]
    parts += plan.arrow.parts if plan.arrow else ()
    width, height = round(plan.sheet.width_mm, 1), round(plan.sheet.height_mm, 1)
    text = svg.document(width, height, parts)
    rounded = {name: (round(float(p[0]), 2), round(float(p[1]), 2)) for name, p in points.items()}
    frame = Frame(plan.solved.frame.name, text, width, height, plan.scene.camera.faces, rounded)
    seen = checks.Seen(plan.solved, shot, text, rounded, area, asked.stretch, plan.arrow, frozenset(ink.widths_mm))
    return frame, seen


def _floor(plan: _Plan) -> str:
    """The floor: one line under everything, from edge to edge of the drawing."""
    y = (plan.sheet.top - plan.floor) * plan.sheet.mm_per_body_mm
    path = svg.Path().move((style.MARGIN_MM / 2, y)).line((plan.sheet.width_mm - style.MARGIN_MM / 2, y))
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.FLOOR_MM)
