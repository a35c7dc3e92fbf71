"""Hair and the head covering: sheets over the skin of head, neck and shoulders, shaped on the resting body.

A cut is an outline seen from the side, round the eye, and a volume: how far the sheet keeps from the middle line of
head and neck. Like clothes it is painted on the resting body, so it follows any pose and any view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from handouts.figures.geometry.arrays import Bools, Floats
from handouts.figures.person import people
from handouts.figures.person.clothing import Garment, belongs, evened, made_garment, signed_depth
from handouts.figures.person.rig import Body

Ring = tuple[tuple[float, float], ...]

#: Outlines seen from the side, round the eye: forward and up in millimetres of a 1700 mm body. Found by eye at print
#: size. Where an outline crosses the face it is the hairline, or the edge of the head covering.
SHORT: Ring = (
    (60, 78), (30, 64), (-6, 55), (-30, 47), (-38, 22), (-42, -2), (-50, -8), (-58, 4), (-68, 13), (-92, 17),
    (-112, 10), (-121, -10), (-121, -40), (-126, -68), (-200, -68), (-240, 60), (-150, 220), (60, 220),
)  # fmt: skip
BOB: Ring = (
    (60, 74), (30, 60), (4, 50), (-18, 36), (-30, 12), (-36, -20), (-38, -60), (-44, -96), (-62, -112), (-100, -118),
    (-200, -116), (-240, 60), (-150, 220), (60, 220),
)  # fmt: skip
LONG: Ring = (
    (60, 74), (30, 60), (4, 50), (-18, 36), (-32, 10), (-40, -20), (-48, -60), (-64, -110), (-80, -160), (-100, -215),
    (-115, -280), (-150, -320), (-330, -320), (-330, 60), (-150, 220), (60, 220),
)  # fmt: skip
CURLY: Ring = (
    (60, 70), (30, 58), (-6, 50), (-26, 38), (-36, 12), (-40, -12), (-48, -34), (-62, -56), (-100, -78), (-126, -92),
    (-240, -92), (-260, 60), (-150, 240), (60, 240),
)  # fmt: skip
SCARF: Ring = (
    (60, 66), (24, 58), (-2, 46), (-20, 24), (-27, -8), (-26, -44), (-16, -74), (4, -93), (34, -99), (120, -104),
    (140, -252), (20, -268), (-80, -262), (-190, -268), (-330, -268), (-330, 60), (-150, 220), (60, 220),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut: its outline, what it is made of, and how it is shaped from places round the eye (in millimetres)."""

    ring: Ring
    reach: Callable[[Floats, Floats], Floats]
    material: str = "hair"
    limbs: tuple[str, ...] = ("head", "neck")
    off_mm: float = 14.0
    end_mm: tuple[float, float, float] = (300.0, -300.0, 300.0)  # half width; from where below the eye it ends round
    loose_mm: tuple[float, float] = (-300.0, -200.0)  # above the second it follows the head, below the first the skin
    curl_mm: float = 0.0
    rounds: int = 0


def _flat(at: Floats, ahead: Floats) -> Floats:
    """No volume of its own: the sheet lies on the head."""
    return np.zeros(len(at))


def _bobbed(at: Floats, ahead: Floats) -> Floats:
    """Falls straight from the widest place of the head to the jaw."""
    return np.interp(at[:, 1], [-125, -100, -40, 30], [80, 88, 97, 0])


def _falling(at: Floats, ahead: Floats) -> Floats:
    """Falls behind the shoulders, closer to the neck than a bob."""
    return np.interp(at[:, 1], [-260, -150, -60, 30], [0, 78, 100, 0])


def _curled(at: Floats, ahead: Floats) -> Floats:
    """A round crown, wide on all sides."""
    return np.interp(at[:, 1], [-92, -50, 20, 120], [104, 126, 138, 138]) - 22 * np.clip(ahead, 0, 1)


def _draped(at: Floats, ahead: Floats) -> Floats:
    """Cloth that hangs from chin and crown to chest and shoulders."""
    front = np.interp(at[:, 1], [-240, -190, -110, -92], [0, 96, 106, 60])
    back = np.interp(at[:, 1], [-240, -180, -90, 30], [0, 84, 100, 0])
    return back + np.clip(ahead, 0, 1) * (front - back)


CUTS: dict[str, Cut] = {
    "short": Cut(SHORT, _flat),
    "bob": Cut(BOB, _bobbed, off_mm=18.0),
    "long": Cut(
        LONG, _falling, limbs=("head", "neck", "trunk"), off_mm=18.0, end_mm=(92.0, -190.0, 125.0), loose_mm=(-210, -70)
    ),
    "curly": Cut(CURLY, _curled, off_mm=26.0, curl_mm=10.0),
    "scarf": Cut(
        SCARF,
        _draped,
        "scarf",
        ("head", "neck", "trunk", "upper"),
        16.0,
        (132.0, -150.0, 112.0),
        (-190, -90),
        rounds=12,
    ),
}

AXIS_BEHIND_EYE_MM = 85.0  # the middle line of the head
CENTRE_ABOVE_EYE_MM = 12.0  # above it the head is round, below it upright
CURLS_MM = 15.0  # a curl's width, over pi


def hair(body: Body) -> Garment:
    """The hair or head covering of this person."""
    cut = CUTS[people.PEOPLE[body.name].cut]
    k, p = body.scale, body.skin
    eye = body.marks["eye.R"]
    middle = np.array([(eye[0] + body.marks["eye.L"][0]) / 2, eye[1], eye[2]])
    at = (p - middle) / k
    depth = signed_depth(at[:, [2, 1]], np.array(cut.ring, dtype=np.float64))
    depth = np.minimum(depth, _before_the_end(at, cut)) * k
    depth = np.where((belongs(body, *cut.limbs) > 0.5) & ~_in_the_mouth(at), depth, -100.0)
    if cut.reach is _flat:
        off = np.clip((at[:, 1] + 90) / 110, 0.2, 1) * cut.off_mm * k * np.clip(depth / (14 * k) + 0.25, 0, 1)
        return made_garment(body, cut.material, (depth, off), cut.rounds)
    off = cut.off_mm * k * np.clip(depth / (14 * k) + 0.25, 0.1, 1)
    made = made_garment(body, cut.material, (depth, off), cut.rounds)
    return _full(body, made, cut, at, depth)


def _before_the_end(at: Floats, cut: Cut) -> Floats:
    """How far inside the rounded lower end, in millimetres."""
    half_width, low, length = cut.end_mm
    down = np.clip(low - at[:, 1], 0, None)
    found: Floats = (1 - np.hypot(at[:, 0] / half_width, down / length)) * half_width
    return found


def _in_the_mouth(at: Floats) -> Bools:
    """The mesh has an inside of the mouth, which no hair covers."""
    found: Bools = (np.hypot(at[:, 0], at[:, 2] + AXIS_BEHIND_EYE_MM) < 42) & (np.abs(at[:, 1] + 62) < 43)
    return found


def _full(body: Body, made: Garment, cut: Cut, at: Floats, depth: Floats) -> Garment:
    """The sheet moved outwards to the cut's volume, and evened so that it hangs without dents."""
    k = body.scale
    low = np.minimum(at[:, 1], CENTRE_ABOVE_EYE_MM)
    core = np.stack([np.zeros(len(at)), low, np.full(len(at), -AXIS_BEHIND_EYE_MM)], axis=1)
    middle = body.skin - at * k
    way = made.points - (middle + core * k)
    reach_mm = np.linalg.norm(way, axis=1) / k
    out = way / np.maximum(reach_mm * k, 1e-9)[:, None]
    goal_mm = cut.reach(at, out[:, 2]) * np.clip(depth / (12 * k), 0, 1)
    worn = (depth > -20 * k)[:, None].astype(np.float64)
    points = made.points + out * np.maximum(goal_mm - reach_mm, 0)[:, None] * k
    points = evened(points, worn * np.clip(depth / (20 * k), 0, 1)[:, None], 10)
    stiff = np.clip((at[:, 1] - cut.loose_mm[0]) / (cut.loose_mm[1] - cut.loose_mm[0]), 0, 1)
    bumps = None
    if cut.curl_mm:
        fine = body.fine.points(out)
        fine /= np.maximum(np.linalg.norm(fine, axis=1, keepdims=True), 1e-9)
        room = body.fine.values(np.clip(depth / (10 * k), 0, 1))
        bumps = fine * (_curls(body.fine.points(at)) * cut.curl_mm * k * room)[:, None]
    return replace(made, points=points, with_head=stiff, bumps=bumps)


def _curls(at: Floats) -> Floats:
    """Bumps of about one curl's width in every direction, from -1 to 1."""
    waves = np.sin(at / CURLS_MM * np.array([1.0, 1.07, 0.93]) + np.array([0.0, 0.8, 1.9]))
    found: Floats = np.clip(np.abs(waves).sum(axis=1) - 1.9, -1, 1)
    return found
