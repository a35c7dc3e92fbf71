"""Which arrow a frame carries, and where: measured from the movement, beside the part that moves, clear of all else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import grammar, pointing
from handouts.figures.person import anchors
from handouts.figures.person.limbs import OUTWARD
from handouts.figures.props.catalogue import PROPS, place_props
from handouts.figures.props.prop import Placement
from handouts.figures.render import arrow_shapes, closeups, movement
from handouts.figures.render.arrow_shapes import ArrowMark
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.free_room import FreeRoom

if TYPE_CHECKING:
    from handouts.figures.postures.solver import Solved
    from handouts.figures.render.scene import Scene


#: Directions on paper of a figure that looks to the right.
WAYS = {
    "wall": (1, 0),
    "forward": (1, 0),
    "back": (-1, 0),
    "up": (0, -1),
    "down": (0, 1),
    "floor": (0, 1),
    "aside": (1, 0),
    "to and fro": (1, 0),
}
ALONG_THE_LOOK = ("wall", "forward", "back")  # they turn round with the figure
ANY_WAY = ("", "round", "to and fro", "aside")  # they say no direction that a movement could go against
TURNING = ("head", "chest", "back", "hand", "foot")  # parts that may turn about an axis through themselves
PRESSED = ("down", "floor")  # without movement: the arrow comes to the part; other arrows leave it
SEEN_MM = 1.0  # a path shorter than this on paper is no movement that the reader sees
BENT_DEG, BENT_MM = 25.0, 3.0  # a path that turns less, or is shorter on paper, is drawn straight
RADII_MM = (5.0, 60.0)  # of a bend on paper
AGAINST = -0.1  # cosine between the written direction and the movement
FAR_MM, STEP_MM = 22.0, 1.0  # how far from its ideal place an arrow is tried, and in which steps
PAST = 4.0  # an arrow that lies where the part has not been counts as so many mm further off


@dataclass(frozen=True, eq=False)
class Seen:
    """A movement as the picture shows it, in millimetres on paper.

    Attributes:
        arrow: the part and the written direction.
        path: where the part is, shape (n, 2); its last point is where this frame shows it.
        axis: of a turn in place, in the directions of the camera.
        way: the written direction, or None when none is written.
        sense: of a turn that goes round, 1 clockwise.
    """

    arrow: pointing.Arrow
    path: Floats
    axis: Floats | None
    way: Floats | None
    sense: float = 1.0

    @property
    def at(self) -> Floats:
        found: Floats = self.path[-1]
        return found

    @property
    def moves(self) -> bool:
        """Does the reader see the part move along a path?"""
        return float(np.hypot(*np.diff(self.path, axis=0).T).sum()) >= SEEN_MM

    @property
    def unseen(self) -> bool:
        """Nothing says where the arrow should point."""
        return not self.moves and self.axis is None and self.way is None and self.arrow.to in ANY_WAY[:1]

    @property
    def against(self) -> bool:
        """Does the written direction go against the movement?"""
        if self.way is None or self.axis is not None or not self.moves or self.arrow.to in ANY_WAY:
            return False
        chord = self.path[-1] - self.path[0]
        return float(chord @ self.way) < AGAINST * float(np.hypot(*chord) * np.hypot(*self.way))


def seen(parsed: grammar.Pose, solved: list[Solved], one: Solved, scene: Scene, scale: float) -> Seen | None:
    """The movement that the arrow of this frame shows, from the frame before; None where the frame has no arrow."""
    arrow = parsed.arrow
    if arrow is None or one.frame.name != parsed.arrow_in:
        return None
    earlier = [other for other in solved if other.frame.name not in ("finish", "close")]
    before = earlier[-1] if earlier else one
    measured = _measured(arrow.part, parsed, (before, one), solved, scene)
    path = scene.camera.see(measured.path)[:, :2] * (scale, -scale)
    turn = scene.camera.see(measured.turn)
    turns = measured.turns_in_place and arrow.part.split()[-1] in TURNING and not arrow.to
    axis = turn if turns else None
    way = _written(arrow, one, scene.camera, measured.path[0])
    return Seen(arrow, path, axis, way, _sense(turn, path))


def _measured(
    part: str, parsed: grammar.Pose, frames: tuple[Solved, Solved], solved: list[Solved], scene: Scene
) -> movement.Movement:
    """How a part of the body or a prop goes from one frame to the next."""
    before, after = frames
    if part not in PROPS:
        found = movement.of_part(part, before.posed, after.posed)
        return found.straightened if _on_the_same(part, before, after) else found
    placed = place_props(parsed.props, Placement(before.posed, before.frame, tuple(s.posed for s in solved)))
    ends = [
        next(solid.points.mean(axis=0) for solid in solids if solid.name == part) for solids in (placed, scene.solids)
    ]
    if PROPS[part].held:
        path = movement.of_part("hands", before.posed, after.posed).path
        return movement.Movement(path + (ends[1] - path[-1]), np.zeros(3))
    return movement.Movement(np.linspace(ends[0], ends[1], movement.STEPS + 1), np.zeros(3))


def _on_the_same(part: str, before: Solved, after: Solved) -> bool:
    """Does the part slide: does it touch one thing in both frames?"""
    both = {c.name for c in before.contacts} & {c.name for c in after.contacts}
    touching = part if part.startswith(("right ", "left ")) else f"right {part.removesuffix('s')}"
    return any(name.replace("fingertips", "hand").startswith(f"{touching} on ") for name in both)


def _written(arrow: pointing.Arrow, one: Solved, camera: Camera, start: Floats) -> Floats | None:
    """Which way the pose says that the part goes, on paper."""
    if arrow.to == "chest":
        return camera.see(anchors.middle(one.posed, "chest") - start)[:2] * (1, -1)
    if arrow.to == "out":
        outward = camera.see(np.array([OUTWARD[grammar.SIDES[arrow.part.partition(" ")[0]]], 0.0, 0.0]))
        return outward[:2] * (1, -1)
    if arrow.to == "back" and arrow.part.endswith("toes") and one.frame.view and closeups.crossed(one):
        shin = anchors.named(one.posed, arrow.part.replace("toes", "knee")) - start
        return camera.see(shin)[:2] * (1, -1)  # toes of a foot that lies on the other knee are pulled along their shin
    if arrow.to not in WAYS:
        return None
    x, y = WAYS[arrow.to]
    # Words such as forward mean the look of the figure; up and down mean the paper and stay.
    mirrored = camera.faces == "left" and arrow.to in ALONG_THE_LOOK
    return np.array([-x if mirrored else x, y], dtype=np.float64)


def _sense(turn: Floats, path: Floats) -> float:
    """1 for a turn that goes clockwise on paper: that of the part, else that of its path."""
    if abs(turn[2]) > movement.TURNED_DEG / 2:
        return 1.0 if turn[2] < 0 else -1.0
    step = np.diff(path, axis=0)
    bent = float((step[:-1, 0] * step[1:, 1] - step[:-1, 1] * step[1:, 0]).sum())
    return -1.0 if bent < -1e-3 else 1.0


def planned(found: Seen, room: FreeRoom) -> ArrowMark:
    """The arrow of a movement in the best free place, in millimetres on paper."""
    if found.arrow.to == "round" and found.axis is None:
        outline = room.paper(obstacles(room.scene))
        near = np.abs(outline - found.at).max(axis=1) < style.ROUND_ARROW_MM[1] + style.ARROW_HEAD_WIDE_MM
        return arrow_shapes.arrow_round(outline[near], found.at, found.sense)
    best, least = None, math.inf
    for arrow, off in _tried(found):
        # What the place costs is dearer to find than how far it is off: most places are too far already.
        if off < least and (cost := off + room.cost(arrow.corners, found.at)) < least:
            best, least = arrow, cost
    if best is None:  # no room at all: the checks report what the clearest one touches
        best = max((arrow for arrow, _ in _tried(found)), key=lambda arrow: room.clear_mm(arrow.corners))
    return best


def _tried(found: Seen) -> Iterator[tuple[ArrowMark, float]]:
    """Arrows in all places that may do, each with how far it is from where one looks for it, nearest kind first."""
    if found.axis is not None:
        yield from _rings(found.axis, found.at)
    elif found.moves and (circle := _circle(found.path)) and found.arrow.to != "to and fro":
        yield from _bent(found.path, *circle)
    else:
        yield from _straight(found)


def _rings(axis: Floats, at: Floats) -> Iterator[tuple[ArrowMark, float]]:
    """Round the axis of a turn: nearest to the line of the axis, over the part rather than under it."""
    shape = arrow_shapes.along(arrow_shapes.ring(axis))
    flat = np.array([axis[0], -axis[1]]) / float(np.linalg.norm(axis))
    for by in _shifts():
        beside = abs(by[0] * flat[1] - by[1] * flat[0])
        arrow = shape.moved(at + by)
        yield arrow, float(np.hypot(*by)) + 2 * beside + (0.5 if by[1] > 0 else 0.0)


def _circle(path: Floats) -> tuple[Floats, float] | None:
    """Middle and radius of the circle through a path; None for a straight one."""
    a, b, c = path[0], path[len(path) // 2], path[-1]
    one, two = b - a, c - b
    turned = abs(math.degrees(math.atan2(one[0] * two[1] - one[1] * two[0], float(one @ two))))
    if 2 * turned < BENT_DEG or turned > 150 or np.hypot(*(c - a)) < BENT_MM:
        return None
    # The circle through three points: equally far from all of them.
    middle = np.linalg.solve(2 * np.array([one, two]), [b @ b - a @ a, c @ c - b @ b])
    radius = float(np.hypot(*(c - middle)))
    return (middle, radius) if radius <= RADII_MM[1] else None


def _bent(path: Floats, middle: Floats, radius: float) -> Iterator[tuple[ArrowMark, float]]:
    """Along circles round the middle of the movement, further out or in, before or beside the part."""
    at, back = path[-1] - middle, path[-2] - middle
    sense = 1.0 if back[0] * at[1] - back[1] * at[0] > 0 else -1.0
    end = math.degrees(math.atan2(at[1], at[0]))
    for far in np.arange(RADII_MM[0], radius + FAR_MM, STEP_MM):
        span = math.degrees(style.SWUNG_ARROW_MM / far)
        for later in np.arange(-1.5 * span, 1.75 * span, span / 8):
            line = arrow_shapes.arc(middle, float(far), end + sense * (later - span), end + sense * later)
            yield arrow_shapes.along(line), _off(line, path[-1], _trail(path)) + (PAST if later > span / 2 else 0.0)


def _straight(found: Seen) -> Iterator[tuple[ArrowMark, float]]:
    """Along a straight path in all places about the part."""
    both = found.arrow.to == "to and fro"
    chord = found.path[-1] - found.path[0]
    way = chord if found.moves or found.way is None else found.way
    ahead = way / float(np.hypot(*way))
    half = (style.ARROW_LENGTH_MM + (style.ARROW_HEAD_LONG_MM if both else 0.0)) / 2 * ahead
    wanted = found.at - half if found.moves or found.arrow.to in PRESSED else found.at + half
    line = np.array([-half, np.zeros(2), half])
    shape = arrow_shapes.along(line, both)
    for by in _shifts():
        past = PAST if found.moves and not both and by @ ahead > 0 else 0.0
        yield shape.moved(found.at + by), _off(line + found.at + by, found.at, wanted) + past


def _trail(path: Floats) -> Floats:
    """The middle of an arrow that lies on the path and ends at the part."""
    run = np.hypot(*(path - path[-1]).T)
    found: Floats = path[int(np.abs(run - style.ARROW_LENGTH_MM / 2).argmin())]
    return found


def _off(line: Floats, at: Floats, wanted: Floats) -> float:
    """How far an arrow is from the part that it belongs to, and from where it would lie had it all the room."""
    nearest = float(np.hypot(*(_finer(line) - at).T).min())
    return nearest + 0.35 * float(np.hypot(*(line[len(line) // 2] - wanted)))


def _finer(line: Floats) -> Floats:
    if len(line) > 3:
        return line
    found: Floats = line[0] + (line[-1] - line[0]) * np.linspace(0, 1, 9)[:, None]
    return found


def _shifts() -> list[Floats]:
    """Shifts on a grid, nearest first."""
    steps = np.arange(-FAR_MM, FAR_MM + STEP_MM / 2, STEP_MM)
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    far = np.hypot(*grid.T)
    return list(grid[np.argsort(far, kind="stable")][: int((far <= FAR_MM).sum())])


def obstacles(scene: Scene) -> Floats:
    """What an arrow may not touch, in camera millimetres: all but the mat, on which it may lie."""
    drawn = len(scene.clouds) - len(scene.solids)
    solid = [
        cloud
        for cloud, solid in zip(scene.clouds[drawn:], scene.solids, strict=True)
        if not (solid.prop and PROPS[solid.prop].hides_floor)
    ]
    return np.vstack([*scene.clouds[:drawn], *solid])


def label_points(parsed: grammar.Pose, one: Solved, scene: Scene, sheet: Sheet) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in print millimetres."""
    return {name: sheet.to_print_mm(at) for name, at in labelled(parsed, one, scene).items()}


def labelled(parsed: grammar.Pose, one: Solved, scene: Scene) -> dict[str, Floats]:
    """Where the labels of the finish frame point, in camera millimetres."""
    names = parsed.labels if one.frame.name == "finish" else ()
    return {name: scene.camera.see(anchors.named(one.posed, name)) for name in names}
