"""A towel: held round a foot with both hands, or spread on the floor and gathered by the toes."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.geometry.rotation import unit, vector
from handouts.figures.language.phrases import Foot, foot_use, hand_use
from handouts.figures.person.rig import Posed
from handouts.figures.person.stances import Arm
from handouts.figures.props.prop import Placement, Prop, under_feet
from handouts.figures.props.solids import Solid, ribbon, tube
from handouts.figures.props.support import FootSupport, HandSupport, Reach

FLAT_MM = 6.0  # thickness of a towel on the floor
SLACK_MM = 35.0  # how far a towel hangs that is not pulled yet
AHEAD_MM, FISTS_IN_MM = 330.0, 55.0  # fists that hold a towel: ahead of the shoulders, and nearer to the middle
STRAP_MM, FIST_STRAP_MM, STRAP_THICK_MM = 62.0, 38.0, 7.0  # how wide a folded towel is round a foot, and in a fist
AROUND = 16  # points round a strap
TAIL_MM, TAIL_DROP_MM = 40.0, 130.0  # what hangs out of a fist


def loop(posed: Posed, side: str, slack_mm: float = 0.0, name: str = "towel", narrow: float = 1.0) -> Solid:
    """What both hands pull round the ball of a foot, with its ends hanging out of the fists; broad, so that it is seen.

    It has no stripes: across it they read as the joints of a stick, and along it they make it black.

    Args:
        side: that of the foot.
        slack_mm: how far it hangs between fist and foot.
        name: of the solid and its material.
        narrow: its width, as a share of that of a folded towel.
    """
    k = posed.body.scale
    turn, toe = posed.rotation(f"foot.{side}"), posed.joint(f"toe3-1.{side}")
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
    return ribbon(name, name, line, wide * narrow, STRAP_THICK_MM * k, turn[:, 2], AROUND)


def _hanging(fist: Floats, foot: Floats, slack: float) -> list[Floats]:
    """Where a slack towel hangs between fist and foot; a tight one goes straight."""
    if not slack:
        return []
    return [fist + (foot - fist) * t - np.array([0.0, slack * 4 * t * (1 - t), 0.0]) for t in (0.2, 0.4, 0.6, 0.8)]


#: A towel that toes have gathered, as (ahead of the ankle, up): each fold is drawn for itself.
FOLDS = ((174, 4.0), (189, 17.0), (201, 5.0), (214, 27.0), (227, 5.0), (239, 22.0), (251, 4.0))
HALF_WIDE_MM, THICK_MM = 78.0, 3.0
BACK_MM, END_MM, GATHERED_MM = -95.0, 325.0, 280.0  # its ends behind and ahead of the ankle, spread and gathered
HEM_MM = (9.0, 20.0)  # two woven stripes beside an end


def on_floor(posed: Posed, side: str, foot: Foot) -> list[Solid]:
    """A small towel under the foot; curled toes have gathered it into folds, each drawn for itself."""
    end = GATHERED_MM if foot.curl_deg else END_MM
    flat: list[tuple[float, float]] = [
        (BACK_MM, 3.0),
        (0, 3.0),
        (80, 3.0),
        (FOLDS[0][0] if foot.curl_deg else end, 3.0),
    ]
    folds: list[list[tuple[float, float]]] = [list(FOLDS[i : i + 3]) for i in range(0, len(FOLDS) - 2, 2)]
    parts = [flat, *folds, [(FOLDS[-1][0], 3.0), (260, 3.0), (end, 3.0)]] if foot.curl_deg else [flat]
    k, ankle = posed.body.scale, posed.joint(f"foot.{side}")
    found = []
    for i, part in enumerate(parts):
        line = np.array([[ankle[0], y * k, ankle[2] + z * k] for z, y in part])
        found.append(tube(f"towel{i}", "towel", line, (HALF_WIDE_MM * k, THICK_MM * k), np.array([1.0, 0.0, 0.0]), 24))
    top, sides = 2 * THICK_MM * k + 1.0, (-HALF_WIDE_MM, HALF_WIDE_MM)
    hem = [[ankle[0] + wide * k, top, ankle[2] + (end - away) * k] for away in HEM_MM for wide in sides]
    return [*found, Solid("towel stripes", "towel", np.array(hem), faces=((0, 1), (2, 3)))]


def build(placement: Placement) -> list[Solid]:
    """On the floor under feet, and round the right foot when hands hold a towel.

    A held towel hangs as long as the foot in it points away: it is pulled tight to bring the foot up.
    """
    under = under_feet("towel", on_floor)(placement)
    if not any(hand.on == "towel" for hand in placement.frame.hands.values()):
        return under
    foot = placement.frame.feet.get("R")
    return [*under, loop(placement.posed, "R", SLACK_MM if foot and foot.toes_deg < 0 else 0.0)]


def fist_on_towel(reach: Reach, base: Posed) -> Arm:
    """A fist at the end of a towel that goes round the right foot."""
    out, k = reach.out, reach.k
    shoulder, toe = base.joint(f"upperarm01.{reach.side}"), base.joint("toe3-1.R")
    ahead = unit(toe - shoulder)
    at = shoulder + ahead * AHEAD_MM * k + vector(-out * FISTS_IN_MM * k, -40 * k, 0)
    fingers = unit(ahead + vector(0, 0.1, 0))
    return Arm(at, vector(out * 0.6, -0.7, -0.9), fingers, vector(-out, -0.15, 0), "grip")


PROP = Prop(
    "towel",
    build,
    hides_close_floor=True,
    lies_flat=True,
    close_up=True,
    feet=(
        FootSupport(
            foot_use("flat towel", "flat on towel[, toes {curl_deg:40} curled]", on="towel", height_mm=FLAT_MM),
        ),
    ),
    hands=(
        HandSupport(
            hand_use("towel", "holding towel", on="towel", verb="a hand holds", round_foot=True),
            ("floor",),
            fist_on_towel,
        ),
    ),
)
