"""An exercise band between both hands, from a hand to the knob of a door, or to the foot that stands on it."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.language.touching import Touch
from handouts.figures.props.in_hand import grip
from handouts.figures.props.prop import Grip, Placement
from handouts.figures.props.solids import TOP, WOOD, Solid, box, ribbon, sphere, tube

WIDE_MM, FIST_MM, THICK_MM = 36.0, 22.0, 5.0  # how wide it is, in a fist too, and how thick
TAIL_MM = 70.0  # what hangs out of a fist
AROUND, NEAR_SKIN_MM = 9, 40.0  # points of a band that lies round the chest, and the skin that each is before
LONG_MM = 380.0  # between two hands; when they are nearer to one another it hangs
#: Where it may be fixed, from the hips of the first frame: (aside, ahead); the right side is that of negative x.
FIXED_MM = {
    "band fixed ahead": (0.0, 880.0),
    "band fixed behind": (0.0, -760.0),
    "band fixed on the right": (-640.0, 230.0),  # so far ahead that the band passes before the body
    "band fixed on the left": (540.0, 230.0),
    "band fixed overhead": (0.0, 620.0),
}
OVER_HIPS_MM, OVERHEAD_MM = 125.0, 1900.0  # the usual height, also of one who sits, and over a door
DOOR_MM = (42.0, 420.0, 1712.0)  # how thick, wide and high it is
NEAR_EDGE_MM = 40.0  # from the band to its near edge: so it stands on the floor line of the feet
NECK_MM, ROD_MM, KNOB_MM = 50.0, 12.0, 27.0  # of its knob: how long its neck is, half as thick as that and as the knob
#: The foot that stands on it; empty for the foot of the same side as the hand.
UNDER = {"band under right foot": "R", "band under left foot": "L", "band under both feet": ""}
HELD = {word: Grip() for word in ("band", *FIXED_MM, *UNDER)}


def held(placement: Placement) -> list[Solid]:
    """The band in the hands, with the door that it is fixed to; nothing while no hand holds it."""
    between = placement.touching("band")
    found = [_between(placement)] if len(between) > 1 else []
    for touch in placement.touching(*FIXED_MM, *UNDER):
        fist, end = grip(placement.posed, touch.side), _end(placement, touch)
        line = np.array([_tail(fist, end, placement.k), fist, (fist + end) / 2, end])
        found.append(_strip(f"band {touch.side}", placement.k, line, (FIST_MM, FIST_MM, WIDE_MM, WIDE_MM)))
    doors = {touch.on: touch for touch in placement.touching(*FIXED_MM)}
    return [*found, *(solid for touch in doors.values() for solid in _door(placement, touch))]


def _between(placement: Placement) -> Solid:
    """From fist to fist: straight when it is stretched, else hanging."""
    k, (right, left) = placement.k, (grip(placement.posed, side) for side in "RL")
    far = float(np.linalg.norm(left - right))
    sag = 0.5 * float(np.sqrt(max((LONG_MM * k) ** 2 - far**2, 0.0)))
    hanging = [right + (left - right) * t - vector(0, sag * 4 * t * (1 - t), 0) for t in (0.25, 0.5, 0.75)]
    hanging = _before_trunk(placement, hanging)
    line = np.array([_tail(right, left, k), right, *hanging, left, _tail(left, right, k)])
    return _strip("band", k, line, (FIST_MM, FIST_MM, *(WIDE_MM for _ in hanging), FIST_MM, FIST_MM))


def _before_trunk(placement: Placement, line: list[Floats]) -> list[Floats]:
    """The middle of a band that would go through the trunk lies on the front of it instead."""
    posed, k = placement.posed, placement.k
    skin = posed.skin[posed.body.vertices_of("spine*", "clavicle*", "shoulder01*")]
    first, *_, last = line
    found = []
    for at in [first + (last - first) * t for t in np.linspace(0.0, 1.0, AROUND)]:
        near = skin[(abs(skin[:, 0] - at[0]) < NEAR_SKIN_MM * k) & (abs(skin[:, 1] - at[1]) < NEAR_SKIN_MM * k)]
        ahead = float(near[:, 2].max()) + THICK_MM * 2 * k if len(near) else -np.inf
        found.append(vector(float(at[0]), float(at[1]), max(float(at[2]), ahead)))
    goes_through = any(one[2] > at[2] for one, at in zip(found, np.linspace(first, last, AROUND), strict=True))
    return found if goes_through else line


def _strip(name: str, k: float, line: Floats, wide: tuple[float, ...]) -> Solid:
    way = unit(line[-1] - line[0])
    up = vector(0, 1, 0) if abs(way[1]) < 0.8 else vector(0.7, 0, 0.7)  # seen from the side as from ahead
    return ribbon(name, "band", line, np.array(wide) * k, THICK_MM * k, up)


def _tail(fist: Floats, other: Floats, k: float) -> Floats:
    """The end of the band, out of the far side of a fist."""
    found: Floats = fist + unit(fist - other) * TAIL_MM * k * 0.4 - vector(0, TAIL_MM * k, 0)
    return found


def _end(placement: Placement, touch: Touch) -> Floats:
    """The other end: on the knob of the door, or under the middle of a sole."""
    if touch.on in FIXED_MM:
        return _fixed(placement, touch)
    side = UNDER[touch.on] or touch.side
    foot = placement.posed.joint(f"foot.{side}") * 0.5 + placement.posed.joint(f"toe3-1.{side}") * 0.5
    return vector(float(foot[0]), 4.0 * placement.k, float(foot[2]))


def _fixed(placement: Placement, touch: Touch) -> Floats:
    k, hips = placement.k, (placement.all_posed or (placement.posed,))[0].joint("root")
    aside, ahead = FIXED_MM[touch.on]
    usual = OVERHEAD_MM * k if touch.on.endswith("overhead") else float(hips[1]) + OVER_HIPS_MM * k
    height = touch.height_mm * k if touch.height_mm else usual
    return vector(float(hips[0]) + aside * k, height, float(hips[2]) + ahead * k)


def _door(placement: Placement, touch: Touch) -> list[Solid]:
    """A closed door across the band; it goes on over the picture, but under a band that is fixed over it."""
    k, at, fixed = placement.k, _fixed(placement, touch), FIXED_MM[touch.on]
    over = touch.on.endswith("overhead")
    axis = 0 if abs(fixed[0]) > abs(fixed[1]) else 2  # of the band
    away = vector(*(np.sign(fixed[axis // 2]) * (i == axis) for i in range(3))) * k
    near = at + away * (0.0 if over else NECK_MM)
    far = near + away * DOOR_MM[0]
    # Who looks from the right or from ahead sees the near edge: that of small x, or of large z.
    first, last = (-NEAR_EDGE_MM, DOOR_MM[1]) if axis == 2 else (-DOOR_MM[1], NEAR_EDGE_MM)
    edges = [(float(at[i]) + first * k, float(at[i]) + last * k) for i in (0, 2)]
    edges[axis // 2] = (float(min(near[axis], far[axis])), float(max(near[axis], far[axis])))
    high = float(at[1]) if over else DOOR_MM[2] * k
    leaf = box("band door", edges[0], (0, high), edges[1], "wood", WOOD, () if over else (TOP,))
    return [leaf] if over else [leaf, *_knob("band", near, -away, k), *_knob("band behind", far, away, k)]


def _knob(name: str, root: Floats, way: Floats, k: float) -> list[Solid]:
    """A round knob on a neck that juts out of a door."""
    line = root + way * np.array([[0.0], [NECK_MM / 2], [NECK_MM]])
    neck = tube(f"{name} neck", "wood", line, (ROD_MM * k, ROD_MM * k), vector(0, 1, 0))
    return [neck, sphere(f"{name} knob", "wood", line[-1], KNOB_MM * k)]
