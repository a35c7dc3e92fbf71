"""Which solver a frame has: the whole body at once, or that of its posture."""

from __future__ import annotations

from handouts.figures.language import grammar
from handouts.figures.person.limb_depths import limb_depths
from handouts.figures.person.rig import Body
from handouts.figures.postures import repertoire
from handouts.figures.postures.kneeling import HalfKneel, HandsAndKnees
from handouts.figures.postures.side_lying import OnSide
from handouts.figures.postures.sitting import OnChair, OnFloor
from handouts.figures.postures.solver import Posture, Solved
from handouts.figures.postures.whole_body import WholeBody

#: Postures whose own phrases still have a solver of their own; standing, lying on back and front have none.
POSTURES: dict[str, type[Posture]] = {
    "chair": OnChair,
    "floor": OnFloor,
    "fours": HandsAndKnees,
    "heels": HandsAndKnees,
    "half": HalfKneel,
    "side": OnSide,
}


ROUNDS = 8  # of moving limbs apart


def solve(body: Body, frame: grammar.FramePose, before: Solved | None = None) -> Solved:
    """Solve a frame on this body; limbs that lie in one another are moved apart.

    What the pose asks of no other than the first frame, `before`, stays where it is there.


    A step that separates two limbs changes what the others touch, so the frame is solved anew after each, at most
    `ROUNDS` times; what still overlaps then is for the checks to report (HND605).
    """
    if frame.posture not in POSTURES or repertoire.needs_whole_body(frame):
        return WholeBody(body, frame, before).solve()
    # One object for all rounds: it keeps its shifts, so that each round begins where the last one ended.
    posture = POSTURES[frame.posture](body, frame)
    done = posture.solve()
    for _ in range(ROUNDS):
        if not posture.separate_limbs(done.posed, limb_depths(done.posed)):
            break
        done = posture.solve()
    return done
