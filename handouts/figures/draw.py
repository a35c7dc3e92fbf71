"""A pose becomes a drawing: read, solve, photograph, ink, check.

    drawing, findings = draw("calf-stretch-wall", pose, span_of)

All frames of a drawing share their scale and their floor line. Start frames carry no arrow and no highlight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from handouts.diagnostics import Diagnostic
from handouts.figures import (
    agreement,
    arrows,
    checks,
    closeups,
    face,
    grammar,
    inking,
    lying,
    marks,
    people,
    postures,
    repertoire,
    rig,
    style,
    svg,
    wheelchair,
)
from handouts.figures.camera import VIEWS, Camera, Sheet
from handouts.figures.key import RIG, drawing_key
from handouts.figures.room import furnished
from handouts.figures.scene import Scene, shoot
from handouts.figures.solver import Solved

Floats = npt.NDArray[np.float64]
Box = closeups.Box

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
    wrong = agreement.disagreements(asked, pose, span_of) + repertoire.passed_over(asked, pose, span_of)
    if wrong:
        return None, wrong
    if posture := people.not_drawn(body, pose):
        message = f"`{body}` is not drawn {posture}: leaflets show the usual person here"
        help = "choose an exercise in another posture for this person, or leave it so"
        return None, [Diagnostic("HND608", message, help, span_of(()))]
    if people.PEOPLE[body].wheelchair:
        asked = wheelchair.seated(asked)
    person = rig.body(body)
    if person.soft_mm:
        asked = lying.pillowed(asked)
    solved = _solved(person, asked)
    plans = _plans(asked, solved, person)
    pictures = [_picture(asked, plan) for plan in plans]
    frames = tuple(frame for frame, _ in pictures)
    values, more = checks.checked([seen for _, seen in pictures], span_of)
    return Drawing(exercise_id, drawing_key(pose), body, RIG, frames, values), [*found, *more]


def _solved(person: rig.Body, asked: grammar.Pose) -> list[Solved]:
    """Every frame solved; a close-up of the finish is the same body, not solved again."""
    found: list[Solved] = []
    for frame in asked.frames:
        same = next((one for one in found if replace(one.frame, name=frame.name, view=frame.view) == frame), None)
        found.append(replace(same, frame=frame) if same else postures.solve(person, frame))
    return found


@dataclass(frozen=True, eq=False)
class _Plan:
    """A solved frame with its scene, its sheet, and the arrow that belongs to it."""

    solved: Solved
    scene: Scene
    sheet: Sheet
    floor: float | None
    arrow: marks.ArrowMark | None


def _plans(asked: grammar.Pose, solved: list[Solved], person: rig.Body) -> list[_Plan]:
    """A plan for every frame: whole figures share scale and floor, close-ups share theirs."""
    whole = [s for s in solved if not s.frame.view]
    close = [s for s in solved if s.frame.view]
    plans = [*_whole(asked, solved, whole, person), *_close(asked, solved, close, person)]
    by_name = {plan.solved.frame.name: plan for plan in plans}
    return [by_name[s.frame.name] for s in solved]


def _whole(asked: grammar.Pose, solved: list[Solved], shown: list[Solved], person: rig.Body) -> list[_Plan]:
    """Scenes at one scale on one floor, each on a sheet that also holds its arrow."""
    if not shown:
        return []
    camera = VIEWS[asked.view]
    side = _far_side(camera)
    far = (f".{side}",) if side else ()
    scenes = [Scene(s.posed, furnished(asked.props, solved, s, side), camera, far) for s in shown]
    figures = [scene.bounds() for scene in scenes]
    scale = _scale(person, figures, style.WIDEST_LABELLED_MM if asked.labels and len(scenes) > 1 else style.WIDEST_MM)
    boxes = [_with_arrow(asked, s, scene, box, scale) for s, scene, box in zip(shown, scenes, figures, strict=True)]
    low, top = min(b[1] for b in boxes), max(b[3] for b in boxes)
    margin = style.MARGIN_MM / scale
    whole = bool(
        {"step", "wheelchair", "doorway"} & {*asked.props}
    )  # then the floor is under these, not under the feet
    floor = None if "mat" in asked.props else min(scene.bounds(with_things=whole)[1] for scene in scenes)
    plans = []
    for one, scene, (left, _, right, _) in zip(shown, scenes, boxes, strict=True):
        sheet = _sheet(left - margin, low - margin, right + margin, top + margin, scale)
        plans.append(_Plan(one, scene, sheet, floor, arrows.planned(asked, one, scene, sheet)))
    return plans


def _close(asked: grammar.Pose, solved: list[Solved], shown: list[Solved], person: rig.Body) -> list[_Plan]:
    """Close-ups: one foot and a piece of its leg, large; the leg runs out of the picture."""
    if not shown:
        return []
    scenes = [_close_scene(asked, solved, one) for one in shown]
    grounds = [closeups.ground(one, scene) for one, scene in zip(shown, scenes, strict=True)]
    figures = [closeups.box(one, scene, y) for one, scene, y in zip(shown, scenes, grounds, strict=True)]
    box = tuple(pick(box[i] for box in figures) for i, pick in enumerate((min, min, max, max)))
    standing = (style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / (person.height_mm * HEAD_ROOM)
    widest = style.INSET_WIDEST_MM if shown[0].frame.name == "close" else style.CLOSE_WIDEST_MM
    tall, wide = (style.STANDING_HEIGHT_MM - 2) / (box[3] - box[1]), widest / (box[2] - box[0])
    scale = min(tall, wide, closeups.CLOSE_SCALE * standing)
    own = (box[0], box[1], box[2], box[3])
    whole = [_with_arrow(asked, one, scene, own, scale) for one, scene in zip(shown, scenes, strict=True)]
    all_of_it = (own[0], min(w[1] for w in whole), own[2], max(w[3] for w in whole))
    plans = []
    for one, scene, wider, ground in zip(shown, scenes, whole, grounds, strict=True):
        edges = (wider[0], all_of_it[1], wider[2], all_of_it[3])
        air = [style.MARGIN_MM / scale * (new != old) for new, old in zip(edges, own, strict=True)]
        sheet = _sheet(edges[0] - air[0], edges[1] - air[1], edges[2] + air[2], edges[3] + air[3], scale)
        plans.append(_Plan(one, scene, sheet, ground, arrows.planned(asked, one, scene, sheet)))
    return plans


def _close_scene(asked: grammar.Pose, solved: list[Solved], one: Solved) -> Scene:
    """Only the leg, what its foot touches, and the hands that hold it."""
    room = tuple(thing for thing in furnished(asked.props, solved, one) if closeups.shows(one, thing))
    return Scene(one.posed, room, closeups.camera(one), closeups.far(one), closeups.limbs(one))


def _with_arrow(asked: grammar.Pose, one: Solved, scene: Scene, box: Box, scale: float) -> Box:
    """The bounds of a figure and its arrow, in camera millimetres."""
    left, low, right, top = box
    sheet = _sheet(left, low, right, top, scale)
    arrow = arrows.planned(asked, one, scene, sheet)
    if arrow is None:
        return box
    x0, y0, x1, y1 = (edge / scale for edge in arrow.outline.bounds)
    return min(left, left + x0), min(low, sheet.top - y1), max(right, left + x1), max(top, sheet.top - y0)


def _scale(person: rig.Body, bounds: list[Box], widest_mm: float) -> float:
    """Print millimetres per body millimetre: standing size, or larger when the posture is small, up to a limit."""
    standing = (style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / (person.height_mm * HEAD_ROOM)
    tall = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    wide = max(b[2] - b[0] for b in bounds)
    fits = min((style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / tall, (widest_mm - 2 * style.MARGIN_MM) / wide)
    return max(min(fits, standing * style.LARGEST), min(standing, fits))


def _sheet(left: float, bottom: float, right: float, top: float, scale: float) -> Sheet:
    """A sheet whose sides are whole tenths of a millimetre."""
    width, height = (math.ceil(round((b - a) * scale * 10, 6)) / 10 for a, b in ((left, right), (bottom, top)))
    return Sheet(left, bottom, left + width / scale, bottom + height / scale, scale, style.PIXELS_PER_MM)


def _far_side(camera: Camera) -> str:
    """Which side of the body is greyed: the one turned away, when the view is from the side."""
    faces = camera.faces
    return {"right": "L", "left": "R"}.get(faces, "") if abs(camera.turn[0, 2]) > 0.8 else ""


def _picture(asked: grammar.Pose, plan: _Plan) -> tuple[Frame, checks.Seen]:
    """One frame drawn."""
    shot = shoot(plan.scene, plan.sheet)
    ink = inking.inked(shot)
    finish = plan.solved.frame.name == "finish"
    area = marks.highlight(shot, asked.stretch) if asked.stretch and finish else None
    points = arrows.label_points(asked, plan.solved, plan.scene, plan.sheet)
    floor = "" if plan.floor is None else _floor(plan.sheet, plan.floor)
    parts = [floor, *ink.fills, *(area.parts if area else ()), *ink.lines, *face.face(shot)]
    parts += plan.arrow.parts if plan.arrow else ()
    width, height = round(plan.sheet.width_mm, 1), round(plan.sheet.height_mm, 1)
    text = svg.document(width, height, parts)
    rounded = {name: (round(float(p[0]), 2), round(float(p[1]), 2)) for name, p in points.items()}
    frame = Frame(plan.solved.frame.name, text, width, height, _faces(plan, points), rounded)
    seen = checks.Seen(plan.solved, shot, text, rounded, area, asked.stretch, plan.arrow, frozenset(ink.widths_mm))
    return frame, seen


def _floor(sheet: Sheet, floor: float) -> str:
    """The floor: one line under everything, from edge to edge of the drawing."""
    y = (sheet.top - floor) * sheet.mm_per_body_mm
    path = svg.Path().move((style.MARGIN_MM / 2, y)).line((sheet.width_mm - style.MARGIN_MM / 2, y))
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.FLOOR_MM)


def _faces(plan: _Plan, points: dict[str, Floats]) -> str:
    """Which way the figure looks; labels stand on the other side.

    A low figure's labels, and those of one that looks at the reader, stand nearest their places.
    """
    faces = plan.scene.camera.faces
    if (plan.solved.frame.posture in ("stand", "chair") and faces != "toward") or not points:
        return faces
    middle = float(np.mean([p[0] for p in points.values()]))
    return "right" if middle < plan.sheet.width_mm / 2 else "left"
