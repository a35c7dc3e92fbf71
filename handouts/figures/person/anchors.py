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
    "fingers": ("finger3-3", (0, 0, 0)),
    "shoulder": ("upperarm01", (0, 0, 0)),
    "shoulder blade": ("shoulder01", (-46, -95, -60)),
    "elbow": ("lowerarm01", (0, 0, 0)),
}


#: Places that have no side.
MIDDLES: dict[str, tuple[str, tuple[float, float, float]]] = {
    "low back": ("spine04", (0, 20, -28)),
    "chest": ("spine01", (0, 0, 60)),
    "head": ("head", (0, 60, 0)),
    "chin": ("head", (0, -55, 75)),
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


#: The mover of an arrow that is no single place → the place whose two sides it lies between, or the bone it is.
PAIRS = {
    "hips": "hip", "knees": "knee", "heels": "heel", "hands": "hand", "shoulders": "shoulder", "elbows": "elbow",
    "toes": "toes",
}  # fmt: skip
BONES = {"chest": "spine01", "back": "spine03"}


def middle(posed: Posed, part: str) -> Floats:
    """Where the mover of an arrow is: `hips`, `chest`, `back`, `heels`, `hands`."""
    if part in BONES:
        return posed.joint(BONES[part])
    found: Floats = (place(posed, "R", PAIRS[part]) + place(posed, "L", PAIRS[part])) / 2
    return found


def found(posed: Posed, part: str) -> Floats:
    """Where a part that an arrow names is in the room: a place, or the middle of two."""
    return middle(posed, part) if part in BONES or part in PAIRS else named(posed, part)


def carrier(part: str) -> str:
    """The bone that a part moves with; of a pair that of its right side, and of hips the pelvis."""
    if part == "hips":
        return "root"
    if part in BONES:
        return BONES[part]
    if part in MIDDLES:
        return MIDDLES[part][0]
    side, _, place = f"right {PAIRS[part]}".partition(" ") if part in PAIRS else part.partition(" ")
    return f"{PLACES[place][0]}.{side[0].upper()}"
