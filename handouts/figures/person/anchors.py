"""Named places on the body, for labels and arrows: where they are in the room and on paper."""

from __future__ import annotations

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import vector
from handouts.figures.person.rig import Posed

#: Place → the bone it moves with, and its offset from that bone's head at rest (outwards, up, forward, in mm of 1700).
PLACES: dict[str, tuple[str, tuple[float, float, float]]] = {
    "hip": ("upperleg01", (0, 15, -62)),
    "knee": ("lowerleg01", (0, 5, -12)),
    "shin": ("lowerleg01", (0, -150, 20)),
    "calf": ("lowerleg01", (0, -130, -45)),
    "ankle": ("foot", (0, 0, 0)),
    "heel": ("foot", (0, -42, -28)),
    "foot": ("foot", (0, -35, 70)),
    "sole": ("foot", (0, -50, 45)),
    "toes": ("toe3-1", (0, 6, 12)),
    "hand": ("finger3-1", (0, 0, 0)),
    "shoulder": ("upperarm01", (0, 0, 0)),
    "elbow": ("lowerarm01", (0, 0, 0)),
}


#: Places that have no side.
MIDDLES: dict[str, tuple[str, tuple[float, float, float]]] = {
    "low back": ("spine04", (0, 20, -28)),
    "chest": ("spine01", (0, 0, 60)),
    "head": ("head", (0, 60, 0)),
}


def named(posed: Posed, name: str) -> Floats:
    """Where `right heel` or `low back` is in the room."""
    if name in MIDDLES:
        bone, offset = MIDDLES[name]
        return posed.carry(bone, posed.body.head(bone) + vector(*offset) * posed.body.scale)
    side, _, part = name.partition(" ")
    return place(posed, {"right": "R", "left": "L"}[side], part)


def place(posed: Posed, side: str, part: str) -> Floats:
    """Where a named place is in the room."""
    bone, (out, up, ahead) = PLACES[part]
    outward = -1.0 if side == "R" else 1.0
    name = f"{bone}.{side}"
    at = posed.body.head(name) + vector(out * outward, up, ahead) * posed.body.scale
    return posed.carry(name, at)


def middle(posed: Posed, part: str) -> Floats:
    """Where the mover of an arrow is: `hips`, `chest`, `back`, `heels`, `hands`."""
    if part == "chest":
        return posed.joint("spine01")
    if part == "back":
        return posed.joint("spine03")
    single = {"hips": "hip", "knees": "knee", "heels": "heel", "hands": "hand"}[part]
    found: Floats = (place(posed, "R", single) + place(posed, "L", single)) / 2
    return found
