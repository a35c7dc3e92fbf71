"""Frames on their sheets: scale, size and floor line of every frame of a drawing, with room for its arrow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar, keys
from handouts.figures.person import rig
from handouts.figures.postures.solved import Solved
from handouts.figures.props.catalogue import PROPS, place_props
from handouts.figures.props.prop import Placement
from handouts.figures.render import arrow_places, arrows, closeup_box, closeups, stays
from handouts.figures.render.arrow_shapes import ArrowMark
from handouts.figures.render.camera import VIEWS, Camera, Sheet
from handouts.figures.render.free_room import FreeRoom
from handouts.figures.render.scene import Scene

Box = closeup_box.Box
LYING_SHAPE = style.LYING_HIGHEST_MM / style.LYING_WIDEST_MM

NARROWER = 0.8  # of the width that all close-ups of a drawing share: one that needs less has sides of its own

#: Scale of standing figures: the body's height and a little head room fill the standing picture.
HEAD_ROOM = 1.012


@dataclass(frozen=True, eq=False)
class FramePlan:
    """A solved frame with its scene, its sheet, and the arrow that belongs to it."""

    solved: Solved
    scene: Scene
    sheet: Sheet
    floor: float | None
    arrow: ArrowMark | None
    stays: str = ""  # the side whose heel must stay on the floor
    movement: arrows.Seen | None = None


def plans(pose: grammar.Pose, solved: list[Solved], person: rig.Body) -> list[FramePlan]:
    """A plan for every frame: whole figures share scale and floor, and so do close-ups of a limb, and of the body."""
    whole = [s for s in solved if not s.frame.view]
    cut = [s for s in solved if s.frame.view in keys.BODY_CLOSE_UPS]
    limb = [s for s in solved if s.frame.view and s.frame.view not in keys.BODY_CLOSE_UPS]
    plans = [
        *_whole(pose, solved, whole, person),
        *(p for one in (cut, limb) for p in _close(pose, solved, one, person)),
    ]
    by_name = {plan.solved.frame.name: plan for plan in plans}
    return [by_name[s.frame.name] for s in solved]


def _whole(pose: grammar.Pose, solved: list[Solved], shown: list[Solved], person: rig.Body) -> list[FramePlan]:
    """Scenes at one scale on one floor, each on a sheet that also holds its arrow."""
    if not shown:
        return []
    scenes = [_whole_scene(pose, solved, one) for one in shown]
    figures = [scene.bounds() for scene in scenes]
    scale = _scale(person, figures, _widest_mm(pose, solved, figures))
    records = [PROPS[name] for name in pose.props]
    with_solids = any(prop.sets_floor for prop in records)
    lowest = min(scene.bounds(with_solids)[1] for scene in scenes)
    floor = None if any(prop.hides_floor for prop in records) else lowest

    def arranged(scale: float) -> tuple[list[tuple[arrows.Seen | None, ArrowMark | None]], list[Box]]:
        marked = [
            _arrow(pose, solved, s, scene, (box, scale, floor))
            for s, scene, box in zip(shown, scenes, figures, strict=True)
        ]
        return marked, [_with_arrow(arrow, box, scale) for (_, arrow), box in zip(marked, figures, strict=True)]

    marked, boxes = arranged(scale)
    if len(shown) == len(solved) > 2 and (less := _row_scale(scale, figures, boxes)) < scale:
        scale = less
        marked, boxes = arranged(scale)
    margin = style.MARGIN_MM / scale
    low, top = min(b[1] for b in boxes), max(b[3] for b in boxes)
    heels = [stays.heel(pose, one) if floor is not None else "" for one in shown]
    under = style.STAY_MM / scale if any(heels) else 0.0
    plans = []
    for one, scene, (left, _, right, _), heel, (seen, arrow) in zip(shown, scenes, boxes, heels, marked, strict=True):
        sheet = _sheet(left - margin, low - margin - under, right + margin, top + margin, scale)
        plans.append(FramePlan(one, scene, sheet, floor, _on(sheet, arrow), heel, seen))
    return plans


def _close(pose: grammar.Pose, solved: list[Solved], shown: list[Solved], person: rig.Body) -> list[FramePlan]:
    """Close-ups: one foot and a piece of its leg, large; the leg runs out of the picture.

    All close-ups of one kind share one box, the union of the boxes of their frames, so that they share scale and
    floor and only the movement differs between them. A side of the box that an arrow comes near gets a white margin;
    the other sides cut the body on purpose, and a margin there would show as a white stripe across the leg.
    """
    if not shown:
        return []
    scenes = [_close_scene(pose, solved, one) for one in shown]
    grounds = [closeups.ground(one, scene) for one, scene in zip(shown, scenes, strict=True)]
    figures = [closeup_box.box(one, scene, y) for one, scene, y in zip(shown, scenes, grounds, strict=True)]
    box = tuple(pick(box[i] for box in figures) for i, pick in enumerate((min, min, max, max)))
    # Where one frame shows a longer piece of the forearm than another has, all are cut there.
    box = (box[0], max([box[1], *map(closeups.end_of_forearm, shown, scenes)]), box[2], box[3])
    standing = (style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / (person.height_mm * HEAD_ROOM)
    furnished = any(not PROPS[name].held for name in pose.props)
    owns = [_own_sides(one, figure, box, furnished) for one, figure in zip(shown, figures, strict=True)]
    widest = _widest_close_mm(pose, solved, shown, owns)
    fits = (style.STANDING_HEIGHT_MM - 2) / (box[3] - box[1]), widest / (box[2] - box[0])
    # The tightest of the limits: height of the row, width of the column, and no larger than a foot can be read.
    scale = min(*fits, closeups.largest(shown[0]) * standing)
    margin = style.MARGIN_MM / scale
    marked = [
        _arrow(pose, solved, one, scene, (own, scale, closeups.lowest(one, scene, y)))
        for one, scene, y, own in zip(shown, scenes, grounds, owns, strict=True)
    ]
    whole = [_with_arrow(arrow, own, scale, margin) for own, (_, arrow) in zip(owns, marked, strict=True)]
    heels = ["" if y is None else stays.heel(pose, one) for one, y in zip(shown, grounds, strict=True)]
    under = style.STAY_MM / scale + margin if any(heels) else 0.0
    low, top = min(w[1] for w in whole) - under, max(w[3] for w in whole)
    plans = []
    for one, scene, wider, ground, heel, (seen, arrow) in zip(
        shown, scenes, whole, grounds, heels, marked, strict=True
    ):
        # Up and down are shared by all close-ups, so that floors meet; left and right follow the own arrow of each.
        sheet = _sheet(wider[0], low, wider[2], top, scale)
        plans.append(FramePlan(one, scene, sheet, ground, _on(sheet, arrow), heel, seen))
    return plans


def _widest_close_mm(pose: grammar.Pose, solved: list[Solved], shown: list[Solved], owns: list[Box]) -> float:
    """How wide the widest close-up may be: together they fit the row, so it has the room that narrow ones leave."""
    view = shown[0].frame.view
    if shown[0].frame.name == "close":
        return style.INSET_WIDEST_MM
    if not pose.labels and closeups.lies(shown[0]):  # low, so that two stand one over the other
        return style.LYING_WIDEST_MM
    if not pose.labels and view in keys.UPPER_CLOSE_UPS and len(shown) == len(solved) == 2:
        return style.WIDEST_MM
    beside_hands = view in keys.BODY_CLOSE_UPS and len(shown) < len(solved)
    if len(solved) == 2 or (len(shown) == 1 and not beside_hands):
        return style.CLOSE_WIDEST_MM
    widths = [right - left for left, _, right, _ in owns]
    return min(style.TWO_INSETS_WIDEST_MM * len(owns) * max(widths) / sum(widths), style.CLOSE_WIDEST_MM)


def _own_sides(one: Solved, figure: Box, box: Box, furnished: bool) -> Box:
    """The box of all close-ups, with the sides of this one where an arm that is not stretched out leaves much white.

    Furniture keeps its place in all frames: a table that one of them cuts and another shows whole seems to be two.
    """
    much = figure[2] - figure[0] < NARROWER * (box[2] - box[0])
    if one.frame.view in keys.UPPER_CLOSE_UPS and much and not furnished:
        return figure[0], box[1], figure[2], box[3]
    return box


def _whole_scene(pose: grammar.Pose, solved: list[Solved], one: Solved) -> Scene:
    """A whole figure, seen as the drawing is or as its frame says."""
    camera = VIEWS[one.frame.seen_from or pose.view]
    side = _far_side(camera)
    solids = place_props(pose.props, Placement(one.posed, one.frame, tuple(s.posed for s in solved), side))
    return Scene(one.posed, solids, camera, (f".{side}",) if side else ())


def _close_scene(pose: grammar.Pose, solved: list[Solved], one: Solved) -> Scene:
    """Only the leg, what its foot touches, and the hands that hold it."""
    near = closeups.shown_props(one, pose.props)
    if closeups.of_arms(one):
        return _arms_scene(pose, solved, one, near)
    camera = closeups.camera(one, pose.view)
    side = _far_side(camera) if closeups.of_legs(one) or closeups.of_back(one) else ""
    solids = place_props(near, Placement(one.posed, one.frame, tuple(s.posed for s in solved), side))
    return Scene(one.posed, solids, camera, (f".{side}",) if side else (), closeups.limbs(one))


def _arms_scene(pose: grammar.Pose, solved: list[Solved], one: Solved, props: Sequence[str]) -> Scene:
    """A hand from its thumb, or the upper body as the whole figure is seen."""
    upper = one.frame.view in keys.UPPER_CLOSE_UPS
    camera = VIEWS[pose.view] if upper or closeups.of_forearm(one) else closeups.hand_camera(one)
    side = _far_side(camera) if upper else closeups.helping(one)
    helping = closeups.helping_arm([s for s in solved if s.frame.view == one.frame.view]) if upper else ()
    solids = place_props(props, Placement(one.posed, one.frame, tuple(s.posed for s in solved), side))
    return Scene(one.posed, solids, camera, (f".{side}",) if side else helping, closeups.limbs(one))


def _arrow(
    pose: grammar.Pose, solved: list[Solved], one: Solved, scene: Scene, place: tuple[Box, float, float | None]
) -> tuple[arrows.Seen | None, ArrowMark | None]:
    """The movement that a frame shows and its arrow, on paper from the camera's origin.

    Args:
        place: the bounds of the figure, millimetres on paper for one of the body, and the height of the floor.
    """
    box, scale, floor = place
    seen = arrows.seen(pose, solved, one, scene, scale)
    if seen is None or seen.unseen:
        return seen, None
    left, low, right, top = (edge * scale for edge in box)
    lowest = -low if floor is None else -floor * scale - style.ARROW_TO_FLOOR_MM
    points = arrows.labelled(pose, one, scene)
    way = _labels_way(one, scene)
    lines = [(at[:2] * (scale, -scale), way) for at in points.values()]
    return seen, arrow_places.planned(seen, FreeRoom(scene, scale, (left, -top, right, -low), lowest, lines))


def _labels_way(one: Solved, scene: Scene) -> int:
    """Which way the labels' lines go: away from the look of an upright figure; 0 where they go to either side."""
    if one.frame.posture not in ("stand", "chair"):
        return 0
    return {"right": -1, "left": 1}.get(scene.camera.faces, 0)


def _on(sheet: Sheet, arrow: ArrowMark | None) -> ArrowMark | None:
    """An arrow that was placed from the camera's origin, on its sheet."""
    return arrow and arrow.moved(sheet.to_print_mm(np.zeros(2)))


def _with_arrow(arrow: ArrowMark | None, box: Box, scale: float, margin: float = 0.0) -> Box:
    """The bounds of a figure, and of its arrow with a margin, in camera millimetres."""
    if arrow is None:
        return box
    left, low, right, top = box
    x0, y0, x1, y1 = (edge / scale for edge in arrow.outline.bounds)
    return min(left, x0 - margin), min(low, -y1 - margin), max(right, x1 + margin), max(top, -y0 + margin)


def _widest_mm(pose: grammar.Pose, solved: list[Solved], bounds: list[Box]) -> float:
    """How wide a whole figure may be: more where it lies, as two low frames stand one over the other."""
    shape = max(b[3] for b in bounds) - min(b[1] for b in bounds), max(b[2] - b[0] for b in bounds)
    if len(solved) <= 2 and len(bounds) == len(solved) and shape[0] / shape[1] < LYING_SHAPE:
        return style.LYING_WIDEST_MM
    return style.WIDEST_LABELLED_MM if pose.labels and len(bounds) > 1 else style.WIDEST_MM


def _scale(person: rig.Body, bounds: list[Box], widest_mm: float) -> float:
    """Print millimetres per body millimetre: standing size, or larger when the posture is small, up to a limit.

    Labels are in a column of 24 mm beside the finish, which leaves less width (`style.WIDEST_LABELLED_MM`) when two
    frames share the row.
    """
    standing = (style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / (person.height_mm * HEAD_ROOM)
    tall = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    wide = max(b[2] - b[0] for b in bounds)
    # A low posture grows until it fills the row, but not beyond `LARGEST`: exercises of one page should look alike.
    fits = min((style.STANDING_HEIGHT_MM - 2 * style.MARGIN_MM) / tall, (widest_mm - 2 * style.MARGIN_MM) / wide)
    return max(min(fits, standing * style.LARGEST), min(standing, fits))


def _row_scale(scale: float, figures: list[Box], boxes: list[Box]) -> float:
    """The scale at which three or more whole figures and their arrows, which do not shrink, fit a row."""
    body, whole = (scale * sum(box[2] - box[0] for box in one) for one in (figures, boxes))
    beside = whole - body + len(boxes) * 2 * style.MARGIN_MM + (len(boxes) - 1) * style.FRAMES_APART_MM
    return scale * (style.ROW_MM - beside) / body


def _sheet(left: float, bottom: float, right: float, top: float, scale: float) -> Sheet:
    """A sheet whose sides are whole tenths of a millimetre."""
    width, height = (math.ceil(round((b - a) * scale * 10, 6)) / 10 for a, b in ((left, right), (bottom, top)))
    return Sheet(left, bottom, left + width / scale, bottom + height / scale, scale, style.PIXELS_PER_MM)


def _far_side(camera: Camera) -> str:
    """Which side of the body is greyed: the one turned away, when the view is from the side."""
    faces = camera.faces
    # From the front no side is far: grey would look like shade, so the cosine must say profile (over 0.8).
    return {"right": "L", "left": "R"}.get(faces, "") if abs(camera.rotation[0, 2]) > 0.8 else ""


def faces(plan: FramePlan, points: dict[str, Floats]) -> str:
    """Which way the figure looks; labels are on the other side.

    A low figure's labels, and those of one that looks at the reader, are nearest their places.
    """
    faces = plan.scene.camera.faces
    # An upright figure in profile has its face and its arrow in front: labels behind it meet neither.
    if (plan.solved.frame.posture in ("stand", "chair") and faces != "toward") or not points:
        return faces
    middle = float(np.mean([p[0] for p in points.values()]))
    return "right" if middle < plan.sheet.width_mm / 2 else "left"
