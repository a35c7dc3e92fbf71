"""An exercise band: in a loop round both feet, or in the hands."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language.keys import HAND_CLOSE_UPS, UPPER_CLOSE_UP
from handouts.figures.language.phrases import hand_use
from handouts.figures.person.rig import Posed
from handouts.figures.props import held_band, towel
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.solids import Solid
from handouts.figures.props.support import HandSupport
from handouts.figures.style import Fill

WIDE_MM, OFF_MM = 32.0, 3.0  # how wide it is, and how far its middle lies off the skin
BEHIND_MM = 6.0  # its front edge, behind the base of the toes
ROUND_FOOT = 0.56  # as wide as this share of a folded towel, when both hands hold it
SLACK_MM = 26.0  # how far it hangs between the feet while no foot turns out against it
_POINTS = 120


def build(placement: Placement) -> list[Solid]:
    """In the hands when one of them holds it, else round the feet."""
    if placement.touching(*held_band.HELD):
        return held_band.held(placement)
    if placement.frame.view in (*HAND_CLOSE_UPS, UPPER_CLOSE_UP):
        return []
    if any(hand.on == "band" for hand in placement.frame.hands.values()):
        return [towel.loop(placement.posed, "R", 0.0, "band", ROUND_FOOT)]
    return round_feet(placement)


def round_feet(placement: Placement) -> list[Solid]:
    """A flat band just behind the toes: what lies on top, and what lies under the soles.

    What lies on top hangs down between the feet as long as nothing pulls: straight it looks like a board.
    """
    posed, k = placement.posed, placement.k
    pulled = any(foot.out_deg for foot in placement.frame.feet.values())
    slack_mm = 0.0 if pulled else SLACK_MM
    front, back = (_edge(posed, -(BEHIND_MM + off) * k, slack_mm * k) for off in (0.0, WIDE_MM))
    half = _POINTS // 2
    found = []
    for name, part in (("band", np.arange(half + 1)), ("band under", np.arange(half, _POINTS + 1) % _POINTS)):
        points = np.stack([front[part], back[part]], axis=1).reshape(-1, 3)
        a = 2 * np.arange(len(part) - 1)
        mesh = np.concatenate([np.stack([a, a + 2, a + 1], axis=1), np.stack([a + 1, a + 2, a + 3], axis=1)])
        found.append(Solid(name, "band", points, mesh=mesh))
    return found


def _edge(posed: Posed, ahead_mm: float, slack_mm: float) -> Floats:
    """One edge of a band that is stretched round both feet, so far ahead of the base of the toes.

    It begins at the outer side of the right foot and runs over the top to the left foot and back under the soles.
    """
    k, cuts = posed.body.scale, []
    for side in "RL":
        base, along = posed.joint(f"toe3-1.{side}"), posed.rotation(f"foot.{side}")[:, 2]
        skin = posed.skin[posed.body.vertices_of(f"foot.{side}", f"toe*.{side}")]
        off = (skin - base) @ along - ahead_mm
        near = np.abs(off) < 9 * k
        cuts.append(skin[near] - off[near, None] * along)
    points = np.vstack(cuts)
    hull = points[ConvexHull(points[:, :2]).vertices][::-1]  # clockwise as seen from the front of the body
    middle = (hull.min(axis=0) + hull.max(axis=0)) / 2
    outwards = (hull - middle) * np.array([1.0, 1.0, 0.0])
    hull = hull + outwards / np.linalg.norm(outwards, axis=1, keepdims=True) * OFF_MM * k
    hull[:, 1] = np.maximum(hull[:, 1], 0.5)
    ring = np.vstack([hull, hull[:1]])
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    at = [np.interp(np.linspace(0, length[-1], 721)[:-1], length, ring[:, i]) for i in range(3)]
    fine = np.stack(at, axis=1)
    first, last = int(fine[:, 0].argmin()), int(fine[:, 0].argmax())
    fine, turn = np.roll(fine, -first, axis=0), (last - first) % len(fine)
    half = _POINTS // 2
    picked = np.concatenate([np.linspace(0, turn, half, endpoint=False), np.linspace(turn, 720, half, endpoint=False)])
    found: Floats = fine[picked.astype(int) % len(fine)]
    inner = (float(cuts[0][:, 0].max()), float(cuts[1][:, 0].min()))
    share = np.clip((found[:half, 0] - inner[0]) / (inner[1] - inner[0]), 0.0, 1.0)
    found[:half, 1] -= slack_mm * 4 * share * (1 - share)
    return found


PROP = Prop(
    "band",
    build,
    fills={"band": Fill("#7FB58C", "#7FB58C")},
    close_up=True,
    movable=True,
    held=held_band.HELD,
    hands=(
        HandSupport(
            hand_use("band", "holding band round right foot", on="band", verb="a hand holds", round_foot=True),
            ("floor",),
            towel.fist_on_towel,
        ),
    ),
)
