"""Changes of a pose before it is solved: a pillow for a thick back, and the distance of feet from a wall."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.language import grammar

FROM_WALL_MM = 420.0  # ankles ahead of a wall that the back leans on, unless the knees bend further
HIPS_FROM_WALL_MM, THIGH_MM = 78.0, 417.0  # of one who leans on it, for a person of 1700 mm


def with_pillow(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise for a heavy body: its thick back holds the head off the mat, so a cushion comes under it."""
    if not any(frame.posture == "back" for frame in parsed.frames):
        return parsed
    on_back = (replace(f, head_on="cushion") if f.posture == "back" else f for f in parsed.frames)
    return replace(parsed, frames=tuple(on_back), props=tuple(dict.fromkeys((*parsed.props, "cushion"))))


def with_feet_from_wall(parsed: grammar.Pose) -> grammar.Pose:
    """The same exercise with feet so far from a wall behind it that the shins are upright in its deepest frame."""
    leaning = [frame for frame in parsed.frames if any(t.on == "wall" and not t.side for t in frame.touches)]
    bends = [deg for frame in leaning for side, deg in frame.knees_deg.items() if side not in frame.hips_deg]
    from_wall = HIPS_FROM_WALL_MM + THIGH_MM * float(np.sin(np.radians(min(max(bends, default=0.0), 90.0))))
    if from_wall <= FROM_WALL_MM:
        return parsed
    frames = (replace(f, from_wall_mm=from_wall) if f in leaning else f for f in parsed.frames)
    return replace(parsed, frames=tuple(frames))
