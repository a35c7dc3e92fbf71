"""Which posture solves a frame."""

from __future__ import annotations

from handouts.figures import grammar
from handouts.figures.kneeling import HandsAndKnees
from handouts.figures.lying import OnBack, OnFront
from handouts.figures.rig import Body
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
}


def solve(body: Body, frame: grammar.FramePose) -> Solved:
    """The frame on this body."""
    return POSTURES[frame.posture](body, frame).solved()
