"""Which arrow a frame carries, and where: outside the figure, clear of the labels' lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar, pointing
from handouts.figures.person import anchors
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.props.catalogue import PROPS
from handouts.figures.render import closeups, marks
from handouts.figures.render.camera import Camera, Sheet

if TYPE_CHECKING:
    from handouts.figures.postures.solver import Solved
    from handouts.figures.render.scene import Scene


#: Directions on paper of a figure that looks to the right.
WAYS = {
    "chest": (-1, 0),
    "aside": (1, 0),
    "wall": (1, 0),
    "forward": (1, 0),
    "to and fro": (1, 0),
    "back": (-1, 0),
    "up": (0, -1),
    "down": (0, 1),
    "floor": (0, 1),
    "round": (1, 0),
}
ALONG_THE_LOOK = ("wall", "forward", "back")  # they turn round with the figure
CLEAR_OF_LABEL_MM = 4.2  # an arrow keeps this far from the height of every label's place
OVER_INSTEP_MM = 12.0  # an arrow over the foot looks no higher for what is in its way
TOWARDS_TOES_MM = (0.0, 2.0, 4.0, 6.0, 8.0)  # an arrow over the foot keeps clear of the leg by so much
SOLE_TO_INSTEP_MM = 4.5  # the instep slopes: over the middle of the arch its arrow would stand beside the shin
SHIFTS_MM = (0.0, -4.4, -8.0, -12.0, 4.4, 8.0, -16.0)
LOW_POSTURES = ("floor", "back", "front", "side", "fours", "heels")


def planned(parsed: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> marks.ArrowMark | None:
    """The arrow of the movement; one frame of a drawing has it."""
    arrow = parsed.arrow
    if arrow is None or one.frame.name != parsed.arrow_in:
        return None
    outline = _on_sheet(scene, sheet)
    at = sheet.to_print_mm(scene.camera.see(_mover(arrow.part, one, scene)))
    way, side = _way(arrow, scene.camera), _side(arrow, one)
    if side == "round":
        return marks.arrow_round(outline, at)
    if side == "swung":
        pivot = sheet.to_print_mm(scene.camera.see(_pivot(arrow.part, one)))
        way = _to_the_knee(arrow.part, one, scene.camera) if one.frame.view and closeups.crossed(one) else way
        return marks.arrow_swung(outline, pivot, at, way)
    if abs(way[0]) > abs(way[1]):
        at = at + np.array([0.0, _clear_of_labels(at, list(label_points(parsed, one, scene, sheet).values()))])
    if side == "over the foot":
        toes = sheet.to_print_mm(scene.camera.see(anchors.named(one.posed, f"{arrow.part.split()[0]} toes")))
        ahead = float(np.sign(toes[0] - at[0]))
        if arrow.part.endswith("sole"):
            at = at + np.array([ahead * SOLE_TO_INSTEP_MM, 0.0])
        return _over_the_foot(outline, at, way, ahead)
    lowest = sheet.height_mm - style.MARGIN_MM - style.ARROW_GAP_MM
    return marks.arrow_outside(outline, at, way, side, lowest, both=arrow.to == "to and fro")


def _over_the_foot(outline: Floats, at: Floats, way: Floats, toes: float) -> marks.ArrowMark:
    """Above the instep, and no higher for the leg; further towards the toes where a thick leg is in the way."""
    instep = outline[outline[:, 1] > at[1] - OVER_INSTEP_MM]
    places = (at + np.array([toes * step, 0.0]) for step in TOWARDS_TOES_MM)
    tried = [marks.arrow_outside(instep, place, way, "ahead", 0.0) for place in places]
    return next((one for one in tried if one.clear_mm(outline) >= style.ARROW_CLEAR_MM), tried[0])


def _side(arrow: pointing.Arrow, one: Solved) -> str:
    """Where an arrow goes: behind the part, ahead of it, alongside or above; over lying figures it stands above."""
    across = arrow.to not in ("up", "down", "floor")
    if arrow.to == "round":
        return "round"
    if _swings(arrow, one):
        return "swung"
    if arrow.to in ("out", "aside", "to and fro"):
        return "ahead"
    if arrow.to == "up" and arrow.part.endswith(" foot"):
        return "alongside" if one.frame.posture == "stand" else "over the foot"
    if arrow.part == "low back" and arrow.to == "down":
        return "ahead"  # from above it would say that somebody presses the belly
    if arrow.part.endswith("sole") and arrow.to == "up":
        return "over the foot"  # an arrow from below would come out of the floor
    if one.frame.view:
        return "alongside" if not across else "ahead" if arrow.to == "forward" else "behind"
    if across:
        return "ahead" if arrow.to in ("forward", "back", "chest") else "behind"
    if one.frame.posture in LOW_POSTURES:
        return "ahead" if arrow.to == "up" else "behind"
    return "alongside"


def _swings(arrow: pointing.Arrow, one: Solved) -> bool:
    """Does the part go along a bend that the picture shows: toes about the ankle, chest and knees about the hips?

    The foot of a lying leg swings about its ankle, and so does one that turns out; toes of a foot on the floor bend at
    their base.
    """
    if arrow.part == "knees" and arrow.to == "aside":
        return True
    if arrow.part.endswith("toes") and arrow.to == "out":
        return True
    if arrow.part.endswith("toes"):
        return closeups.upright(one) or closeups.crossed(one) if one.frame.view else one.frame.posture == "floor"
    return arrow.part == "chest" and arrow.to == "back"


def _pivot(part: str, one: Solved) -> Floats:
    """The joint about which a part swings, in the room."""
    side, _, joint = part.partition(" ")
    return anchors.named(one.posed, f"{side} ankle") if joint == "toes" else anchors.middle(one.posed, "hips")


def _to_the_knee(part: str, one: Solved, camera: Camera) -> Floats:
    """Toes of a foot that lies on the other knee are pulled back along their own shin."""
    side = part.partition(" ")[0]
    shin = camera.see(anchors.named(one.posed, f"{side} knee") - anchors.named(one.posed, f"{side} ankle"))
    return np.array([float(np.sign(shin[0])), 0.0])


def _clear_of_labels(at: Floats, labels: list[Floats]) -> float:
    """How far an arrow across must be moved up or down so that no leader line meets it."""
    # The list is in order of preference; 0 when no shift is free, and the checks then report the arrow.
    free = (s for s in SHIFTS_MM if all(abs(at[1] + s - label[1]) >= CLEAR_OF_LABEL_MM for label in labels))
    return next(free, 0.0)


def _way(arrow: pointing.Arrow, camera: Camera) -> Floats:
    """Which way an arrow points on paper; outwards depends on the side and on who looks."""
    if arrow.to == "out":
        return np.array([np.sign(camera.rotation[0, 0]) * OUTWARD[grammar.SIDES[arrow.part.partition(" ")[0]]], 0.0])
    x, y = WAYS[arrow.to]
    # Words such as forward mean the look of the figure; up and down mean the paper and stay.
    mirrored = camera.faces == "left" and arrow.to in ALONG_THE_LOOK
    return np.array([-x if mirrored else x, y], dtype=np.float64)


def obstacles(scene: Scene) -> Floats:
    """What an arrow may not touch, in camera millimetres: all but the mat, on which it may lie."""
    drawn = len(scene.clouds) - len(scene.solids)
    solid = [
        cloud
        for cloud, solid in zip(scene.clouds[drawn:], scene.solids, strict=True)
        if not (solid.prop and PROPS[solid.prop].hides_floor)
    ]
    return np.vstack([*scene.clouds[:drawn], *solid])


def _on_sheet(scene: Scene, sheet: Sheet) -> Floats:
    """All points of the figure that lie on the sheet or close to it, in print millimetres."""
    points = sheet.to_print_mm(obstacles(scene))
    # 15 mm is more than the length of an arrow: points further off the sheet cannot be met by one.
    near = (points > -15).all(axis=1) & (points[:, 0] < sheet.width_mm + 15) & (points[:, 1] < sheet.height_mm + 15)
    found: Floats = points[near]
    return found


def _mover(part: str, one: Solved, scene: Scene) -> Floats:
    """What moves, in the room: a solid, a named place, or the middle of two."""
    if part in PROPS:
        found: Floats = next(solid.points.mean(axis=0) for solid in scene.solids if solid.name == part)
        return found
    return anchors.middle(one.posed, part) if part in pointing.MOVERS else anchors.named(one.posed, part)


def label_points(parsed: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in print millimetres."""
    found = {}
    for name in parsed.labels if one.frame.name == "finish" else ():
        at = scene.camera.see(anchors.named(one.posed, name))
        found[name] = sheet.to_print_mm(at)
    return found
