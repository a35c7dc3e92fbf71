"""Where an arrow lies: beside the part that moves, in the nearest place that is clear of all else."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.language import pointing
from handouts.figures.render import arrow_shapes
from handouts.figures.render.arrow_shapes import ArrowMark
from handouts.figures.render.arrows import Seen, obstacles
from handouts.figures.render.free_room import FreeRoom

PRESSED = ("down", "floor", "together")  # without movement: the arrow comes to the part; other arrows leave it
BENT_DEG, BENT_MM = 25.0, 3.0  # a path that turns less, or is shorter on paper, is drawn straight
RADII_MM = (5.0, 60.0)  # of a bend on paper
FAR_MM, STEP_MM = 22.0, 1.0  # how far from its ideal place an arrow is tried, and in which steps
PAIR_OFF_MM = 1.8  # between a part that goes together or apart with another, and its arrow
THICK_MM = 110.0  # of a body of 1700 mm: a hand is thinner, a head and a trunk are thicker
PAST = 4.0  # an arrow that lies where the part has not been counts as so many mm further off


def planned(found: Seen, room: FreeRoom) -> ArrowMark:
    """The arrow of a movement in the best free place, in millimetres on paper; of a pair both arrows."""
    if found.other is not None:
        return _planned(found, room).beside(_planned(found.other, room))
    return _planned(found, room)


def _planned(found: Seen, room: FreeRoom) -> ArrowMark:
    if found.arrow.meets:
        return _pressing(found, room.scale * room.scene.body.scale)
    if found.arrow.to in pointing.BOTH_WAYS:
        # Between the two of a pair is figure: each lies beside its part, whatever is behind it.
        shape, line = _shape(found)
        off = line[-1] / float(np.hypot(*line[-1])) * PAIR_OFF_MM + line[-1]
        return replace(shape.moved(found.at + (off if found.arrow.to == "apart" else -off)), on_figure=True)
    if found.arrow.to == "round" and found.axis is None:
        outline = room.paper(obstacles(room.scene))
        near = np.abs(outline - found.at).max(axis=1) < style.ROUND_ARROW_MM[1] + style.ARROW_HEAD_WIDE_MM
        return arrow_shapes.arrow_round(outline[near], found.at, found.sense)
    best, least = None, (math.inf, 0)
    # What a place costs is dearer to find than how far it is off: once a place is found, the further ones are too far.
    for off, number, arrow in sorted(
        ((off, n, one) for n, (one, off) in enumerate(_tried(found))), key=lambda a: a[:2]
    ):
        if off > least[0]:
            break
        cost = (off + room.cost(arrow.rings, found.at), number)
        if cost < least and cost[0] < math.inf:
            best, least = arrow, cost
    if best is None:  # no room at all: the checks report what the clearest one touches
        best = max((arrow for arrow, _ in _tried(found)), key=lambda arrow: room.clear_mm(arrow.rings))
    return best


def _pressing(found: Seen, scale: float) -> ArrowMark:
    """Force against force: two arrows point at the place where the two parts of the body meet.

    The arrow of a thin part comes from behind it. That of a thick part, as a head, lies on it: from behind, it would
    seem to come from something else that pushes the part. The arrow of the part that resists is hollow.
    """
    assert found.way is not None, "the language asks for the direction of a push"
    ahead = found.way / float(np.hypot(*found.way))
    off = found.pressed - found.at
    level = np.abs(off @ np.array([-ahead[1], ahead[0]])) < style.BAR_WIDE_MM / 2
    marks = []
    for way in (-ahead, ahead):
        thick = float((off[level] @ way).max(initial=0.0))
        far = thick + style.ARROW_CLEAR_MM if thick <= THICK_MM * scale else 0.0
        far += style.BAR_GAP_MM + style.BAR_MM
        line = found.at + (far + style.PUSH_MM * np.array([1.0, 0.5, 0.0]))[:, None] * way
        marks.append(arrow_shapes.barred(line))
    return replace(marks[0].beside(marks[1]), on_figure=True, hollow=0 if found.arrow.resists else len(marks[0].rings))


def _tried(found: Seen) -> Iterator[tuple[ArrowMark, float]]:
    """Arrows in all places that may do, each with how far it is from where one looks for it, nearest kind first."""
    if found.axis is not None:
        yield from _rings(found)
    elif found.moves and found.way is None and (circle := _circle(found.path)):
        yield from _bent(found.path, *circle)
    else:
        yield from _straight(found)


def _rings(found: Seen) -> Iterator[tuple[ArrowMark, float]]:
    """Round the axis of a turn: nearest to the line of the axis, over the part rather than under it.

    That of a foot is at the edge of the sole that comes up: over the foot it would seem to point the other way.
    """
    axis, at = found.axis, found.at
    assert axis is not None
    shape = arrow_shapes.along(arrow_shapes.ring(axis, at_rising_side=found.arrow.part.endswith("foot")))
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
    shape, line = _shape(found)
    half, ahead = line[-1], line[-1] / float(np.hypot(*line[-1]))
    turns = found.arrow.part.endswith("toes") and found.arrow.to in ("out", "aside")
    comes = (found.moves and not turns) or found.arrow.to in PRESSED  # behind toes that turn it would seem to push them
    target = found.at + (-1 if comes else 1) * half
    for by in _shifts():
        past = PAST if comes and not both and by @ ahead > 0 else 0.0
        yield shape.moved(found.at + by), _off(line + found.at + by, found.at, target) + past


def _shape(found: Seen) -> tuple[ArrowMark, Floats]:
    """A straight arrow about (0, 0), and the line that it lies along."""
    arrow, chord = found.arrow, found.path[-1] - found.path[0]
    both = arrow.to == "to and fro"
    way = chord if found.way is None or (both and found.moves) else found.way
    long = style.PUSH_MM if arrow.to in pointing.BOTH_WAYS else style.ARROW_LENGTH_MM
    half = way / float(np.hypot(*way)) * (long + (style.ARROW_HEAD_LONG_MM if both else 0.0)) / 2
    line = np.array([-half, np.zeros(2), half])
    return arrow_shapes.barred(line) if arrow.pushes else arrow_shapes.along(line, both), line


def _trail(path: Floats) -> Floats:
    """The middle of an arrow that lies on the path and ends at the part."""
    run = np.hypot(*(path - path[-1]).T)
    found: Floats = path[int(np.abs(run - style.ARROW_LENGTH_MM / 2).argmin())]
    return found


def _off(line: Floats, at: Floats, target: Floats) -> float:
    """How far an arrow is from the part that it belongs to, and from where it would lie had it all the room."""
    nearest = float(np.hypot(*(_finer(line) - at).T).min())
    return nearest + 0.35 * float(np.hypot(*(line[len(line) // 2] - target)))


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
