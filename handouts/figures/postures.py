"""Which posture solves a frame."""

from __future__ import annotations

from handouts.figures import grammar
from handouts.figures.kneeling import HalfKneel, HandsAndKnees
from handouts.figures.limb_checks import limb_depths
from handouts.figures.lying import OnBack, OnFront
from handouts.figures.rig import Body
from handouts.figures.sidelying import OnSide
from handouts.figures.sitting import OnChair, OnFloor
from handouts.figures.solver import Posture, Solved
from handouts.figures.standing import Standing

POSTURES: dict[str, type[Posture]] = {
    "stand": Standing,
    "chair": OnChair,
    "floor": OnFloor,
    "back": OnBack,
    "front": OnFront,
    "fours": HandsAndKnees,
    "heels": HandsAndKnees,
    "half": HalfKneel,
    "side": OnSide,
}


ROUNDS = 8  # of moving limbs apart


def solve(body: Body, frame: grammar.FramePose) -> Solved:
    """The frame on this body; limbs that come to lie in one another make room, as far as they can."""
    posture = POSTURES[frame.posture](body, frame)
    done = posture.solved()
    for _ in range(ROUNDS):
        if not posture.make_room(done.posed, limb_depths(done.posed)):
            break
        done = posture.solved()
    return done
