"""A frame solved: the one way from a typed pose to a body that does it."""

from __future__ import annotations

from handouts.figures.language import grammar
from handouts.figures.person.rig import Body
from handouts.figures.postures.solved import Solved
from handouts.figures.postures.whole_body import WholeBody


def solve(body: Body, frame: grammar.FramePose, before: Solved | None = None) -> Solved:
    """Solve a frame on this body; what the pose asks of no other than the first frame, `before`, stays as there."""
    return WholeBody(body, frame, before).solve()
