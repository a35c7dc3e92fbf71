"""Towels: held round a foot, spread on the floor and gathered by toes, rolled up under them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from handouts.figures.rig import Posed
from handouts.figures.things import Thing, ribbon, tube

Floats = npt.NDArray[np.float64]

STRAP_MM, FIST_STRAP_MM, STRAP_THICK_MM = 50.0, 34.0, 7.0  # how wide a folded towel is round a foot, and in a fist
AROUND = 16  # points round a strap
STRIPE_MM, STRIPE_PAIR_MM = 150.0, 24.0  # from one woven pair of stripes to the next, and between the two
TAIL_MM, TAIL_DROP_MM = 40.0, 130.0  # what hangs out of a fist


def round_foot(posed: Posed, side: str, slack_mm: float = 0.0) -> list[Thing]:
    """A folded towel from one fist round the ball of the foot to the other: broad, so that it is seen as a strap.

    A slack one hangs down by so much between fist and foot.
    """
    k = posed.body.scale
    turn, toe = posed.turn(f"foot.{side}"), posed.joint(f"toe3-1.{side}")
    fists = {s: posed.joint(f"finger3-2.{s}") for s in "RL"}
    out = -1.0 if side == "R" else 1.0

    def beside(x: float, y: float, z: float) -> Floats:
        found: Floats = toe + turn @ (np.array([x * out, y, z]) * k)
        return found

    under = ((56, 14, -40), (46, -26, -36), (0, -34, -34), (-46, -26, -36), (-56, 14, -40))
    loop = [beside(*at) for at in under]
    ends = ("R", "L") if side == "R" else ("L", "R")
    tails = [fists[s] + (fists[s] - toe) / float(np.linalg.norm(fists[s] - toe)) * TAIL_MM * k for s in ends]
    tails = [tail - np.array([0.0, TAIL_DROP_MM, 0.0]) * k for tail in tails]
    ways = [_hanging(fists[end], at, slack_mm * k) for end, at in zip(ends, (loop[0], loop[-1]), strict=True)]
    line = np.array([tails[0], fists[ends[0]], *ways[0], *loop, *ways[1][::-1], fists[ends[1]], tails[1]])
    between = (STRAP_MM,) * (len(loop) + sum(map(len, ways)))
    wide = np.array([STRAP_MM * 0.7, FIST_STRAP_MM, *between, FIST_STRAP_MM, STRAP_MM * 0.7]) * k
    strap = ribbon("towel", "towel", line, wide, STRAP_THICK_MM * k, turn[:, 2], AROUND)
    return [strap, _woven(strap, k)]


def _woven(strap: Thing, k: float) -> Thing:
    """Stripes across a towel: lines that say cloth, for a smooth strap beside a leg looks like another leg.

    They are counted from under the foot and stand on the half that leads to the hand of the same side: on both halves,
    which lie behind one another, they would look like a measuring tape.
    """
    rings = strap.points.reshape(-1, AROUND, 3)
    way = np.linalg.norm(np.diff(rings.mean(axis=1), axis=0), axis=1).cumsum()
    away = np.arange(STRIPE_MM * k, way[-1] / 2, STRIPE_MM * k)
    pairs = np.concatenate([away, away + STRIPE_PAIR_MM * k])
    rows = [int(np.abs(way - way[-1] / 2 + place).argmin()) for place in pairs]
    ends = rings[rows][:, [0, AROUND // 2]].reshape(-1, 3)
    return Thing("towel stripes", "towel", ends, faces=tuple((i, i + 1) for i in range(0, len(ends), 2)))


def _hanging(fist: Floats, foot: Floats, slack: float) -> list[Floats]:
    """Where a slack towel hangs between fist and foot; a tight one goes straight."""
    if not slack:
        return []
    return [fist + (foot - fist) * t - np.array([0.0, slack * 4 * t * (1 - t), 0.0]) for t in (0.2, 0.4, 0.6, 0.8)]


#: A towel that toes have gathered, as (ahead of the ankle, up): each fold is drawn for itself.
FOLDS = ((166, 4.0), (182, 30.0), (197, 6.0), (213, 38.0), (229, 7.0), (244, 28.0), (258, 4.0))
HALF_WIDE_MM, THICK_MM = 112.0, 3.0
ROLL_HALF_MM, TURNS = 85.0, 1.6  # half the length of a rolled towel, and how often it is wound


def on_floor(posed: Posed, side: str, curl_deg: float) -> list[Thing]:
    """A small towel under the foot; curled toes have gathered it into folds, each drawn for itself."""
    flat = [[(-110, 3.0), (0, 3.0), (80, 3.0), (166, 3.0)]]
    folds = [list(FOLDS[i : i + 3]) for i in range(0, len(FOLDS) - 2, 2)]
    far = [[(258, 3.0), (280, 3.0), (305, 3.0)]]
    whole = [[(-110, 3.0), (120, 3.0), (250, 3.0), (400, 3.0)]]
    parts = [*flat, *folds, *far] if curl_deg else whole
    k, ankle = posed.body.scale, posed.joint(f"foot.{side}")
    found = []
    for i, part in enumerate(parts):
        line = np.array([[ankle[0], y * k, ankle[2] + z * k] for z, y in part])
        found.append(tube(f"towel{i}", "towel", line, (HALF_WIDE_MM * k, THICK_MM * k), np.array([1.0, 0.0, 0.0]), 24))
    return found


def roll(posed: Posed, side: str) -> list[Thing]:
    """A rolled towel across the floor, under the tips of the toes, and the turns of the roll at both ends."""
    k = posed.body.scale
    tips = posed.skin[posed.body.vertices_of(f"toe*-3.{side}")]
    low, middle = float(tips[:, 1].min()), tips.mean(axis=0)
    radius = max(low, 16 * k) / 2 + 2 * k
    line = np.array([[middle[0] + x * k, radius, middle[2]] for x in (-ROLL_HALF_MM, 0.0, ROLL_HALF_MM)])
    cloth = tube("towel roll", "towel", line, (radius, radius), np.array([0.0, 1.0, 0.0]), 28)
    return [cloth, *(_turns(f"turns{i}", end, radius) for i, end in enumerate((line[0], line[-1])))]


def _turns(name: str, middle: Floats, radius: float) -> Thing:
    """The end of a roll: its rim, and the cloth that winds inwards from it; without them it looks like a plank."""
    rim, winding = np.linspace(0, 1, 29), np.linspace(0, 1, 45)
    turn = 2 * np.pi * np.concatenate([rim, 1 + winding * TURNS])
    far = radius * np.concatenate([0 * rim + 1, 1 - winding * 0.85])
    points = middle + np.stack([0 * turn, far * np.sin(turn), far * np.cos(turn)], axis=1)
    return Thing(name, "towel", points, faces=tuple((i, i + 1) for i in range(len(points) - 1)))
