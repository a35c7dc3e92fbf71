"""A pose becomes a drawing: parse, solve, render, trace, check.

    drawing, findings = draw("calf-stretch-wall", pose, span_of)

All frames of a drawing share their scale and their floor line. Start frames carry no arrow and no highlight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.checks import drawings, other_views, things
from handouts.figures.checks.frame import DrawnFrame
from handouts.figures.language import agreement, grammar, keys
from handouts.figures.person import people, rig
from handouts.figures.postures import adaptation, holding, without_effect
from handouts.figures.postures.solve import solve
from handouts.figures.postures.solved import Solved
from handouts.figures.props import catalogue, wheelchair
from handouts.figures.render import (
    arrows,
    closeups,
    face,
    feature_lines,
    ghost,
    inking,
    layout,
    leaders,
    marks,
    meaning,
    soft_ends,
    stays,
    svg,
)
from handouts.figures.render.camera import Sheet
from handouts.figures.render.scene import Rendering, render
from handouts.figures.render.shading import second_tone
from handouts.model.people import not_drawn
from handouts.model.poses import RIG, drawing_key

DEFAULT_BODY = "adult"
ROOM_ROUNDS = 3  # of moving the feet of all frames away from a table


@dataclass(frozen=True, eq=False)
class Frame:
    """One finished picture: SVG text, size, which way the figure looks, where labels point (millimetres).

    `sides` says where the labels of a picture of where it hurts are (`render/label_sides.py`).
    """

    name: str
    svg: str
    width_mm: float
    height_mm: float
    faces: str
    anchors: dict[str, tuple[float, float]]
    sides: dict[str, str] = field(default_factory=dict)


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
    exercise_id: str, pose: Mapping[str, Any], span_of: keys.SpanOf, body: str = DEFAULT_BODY
) -> tuple[Drawing | None, list[Diagnostic]]:
    """Draw an exercise and check the drawing.

    Args:
        exercise_id: names the drawing.
        pose: the `pose:` of the exercise, with inherited keys resolved.
        span_of: the place in the file of a path of keys, for findings.
        body: a name of `model.people.NAMES`.

    Returns:
        The drawing, or None when the pose cannot be read or the person is not drawn in its posture; and every
        finding. Reports HND601 to HND609.
    """
    parsed, found = catalogue.read(pose, span_of)
    if parsed is None:
        return None, found
    wrong = agreement.disagreements(parsed, pose, span_of, catalogue.VOCABULARY)
    wrong += without_effect.reported(parsed, pose, span_of)
    if wrong:
        return None, wrong
    # Before anything is solved: a person without drawings of this posture has no likely body in it.
    if posture := not_drawn(body, pose):
        message = f"`{body}` is not drawn {posture}: leaflets show the usual person here"
        help = "choose an exercise in another posture for this person, or leave it so"
        return None, [Diagnostic("HND608", message, help, span_of(()))]
    if people.PEOPLE[body].wheelchair:
        parsed = wheelchair.moved_to_wheelchair(parsed)
    parsed = adaptation.with_hands_on_crossed(adaptation.with_feet_from_wall(parsed))
    parsed = adaptation.with_room_to_kneel(parsed)
    person = rig.body(body)
    if person.soft_mm:
        parsed = adaptation.with_pillow(parsed)
    solved = _solved(person, parsed)
    sign = meaning.sign(parsed.stretch, solved) if parsed.stretch else ""
    plans = layout.plans(parsed, solved, person)
    renderings = {plan.solved.frame.name: render(plan.scene, plan.sheet) for plan in plans}
    changes = ghost.changes(renderings)
    pictures = [_picture(parsed, plan, rendering, sign, changes.get(name))
                for plan, (name, rendering) in zip(plans, renderings.items(), strict=True)]  # fmt: skip
    frames = tuple(frame for frame, _ in pictures)
    values, more = drawings.checked([drawn for _, drawn in pictures], span_of)
    more += things.unused(parsed, [drawn for _, drawn in pictures], span_of)
    more = other_views.named(more, parsed, solved, person)
    return Drawing(exercise_id, drawing_key(pose), body, RIG, frames, values), [*found, *more]


def _solved(person: rig.Body, parsed: grammar.Pose) -> list[Solved]:
    """Every frame solved; all again while one of them needs the feet of all in another place."""
    found = _each(person, parsed)
    for _ in range(ROOM_ROUNDS):
        roomy = holding.with_room(parsed, found)
        if roomy is parsed:
            break
        parsed, found = roomy, _each(person, roomy)
    return found


def _each(person: rig.Body, parsed: grammar.Pose) -> list[Solved]:
    """Every frame solved; a close-up of the finish is the same body, not solved again."""
    found: list[Solved] = []
    for frame in parsed.frames:
        # A frame that differs only in name and view shows the same body, and a solution costs as much as a picture.
        same = next(
            (
                one
                for one in found
                if replace(one.frame, name=frame.name, view=frame.view, seen_from=frame.seen_from) == frame
            ),
            None,
        )
        found.append(replace(same, frame=frame) if same else solve(person, frame, found[0] if found else None))
    return found


def _picture(
    parsed: grammar.Pose, plan: layout.FramePlan, rendering: Rendering, sign: str, change: ghost.Change | None
) -> tuple[Frame, DrawnFrame]:
    """One frame drawn."""
    ink = inking.inked(rendering)
    features = feature_lines.as_path(feature_lines.drawn(rendering, ink.traced))
    inner = svg.shape(features, fill="none", stroke=style.INK, stroke_width=style.INNER_MM)
    finish = plan.solved.frame.name == "finish"
    area = marks.highlight(rendering, parsed.stretch, sign) if parsed.stretch and finish else None
    points = arrows.label_points(parsed, plan.solved, plan.scene, plan.sheet)
    floor = "" if plan.floor is None else _floor(plan.sheet, plan.floor)
    fills = [floor, *ink.fills, *second_tone(rendering)]
    parts = [*fills, inner, *(area.parts if area else ()), *ink.lines, *face.eyes(rendering)]
    if closeups.fades(plan.solved):
        parts += soft_ends.faded(plan.sheet, rendering.body_pixels)
    if plan.stays and plan.floor is not None:
        parts.append(stays.drawn(plan.stays, plan.solved, plan.scene, plan.sheet, plan.floor))
    outline = ghost.drawn(change, plan.movement)
    parts.append(ghost.dashed(outline) if outline else "")
    parts += plan.arrow.parts if plan.arrow else ()
    width, height = round(plan.sheet.width_mm, 1), round(plan.sheet.height_mm, 1)
    text = svg.document(width, height, parts)
    lines = leaders.planned(rendering, points, plan.arrow, layout.faces(plan, points))
    rounded = {name: (round(float(p[0]), 2), round(float(p[1]), 2)) for name, p in lines.ends.items()}
    frame = Frame(plan.solved.frame.name, text, width, height, lines.faces, rounded)
    floor_mm = None if plan.floor is None else _floor_mm(plan.sheet, plan.floor)
    drawn = DrawnFrame(
        plan.solved, rendering, text, rounded, area, parsed.stretch, plan.arrow, change, plan.movement, floor_mm, lines
    )
    return frame, drawn


def _floor(sheet: Sheet, floor: float) -> str:
    """The floor: one line under everything, from edge to edge of the drawing."""
    y = _floor_mm(sheet, floor)
    path = svg.Path().move((style.MARGIN_MM / 2, y)).line((sheet.width_mm - style.MARGIN_MM / 2, y))
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.FLOOR_MM)


def _floor_mm(sheet: Sheet, floor: float) -> float:
    """The height of the floor line, from the top of the picture in print."""
    return (sheet.top - floor) * sheet.mm_per_body_mm
