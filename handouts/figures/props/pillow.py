"""A pillow under a part of a body that lies or kneels, and between the knees of one who lies on one side."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.arrays import Floats
from handouts.figures.language.grammar import FramePose
from handouts.figures.person import skin_parts
from handouts.figures.props import under_body
from handouts.figures.props.prop import Placement, Prop, Surface
from handouts.figures.props.solids import Solid, rounded

THICK_MM, UNDER_BELLY_MM = 85.0, 50.0  # pressed down by a limb, by the trunk
KNEE_MM = 112.0  # a knee that lies on its side under another pillow
HALF_MM = (215.0, 150.0)  # across the body, along it
PRESSED_MM = 10.0  # what lies on it sinks in


def surface(frame: FramePose) -> Surface:
    """On the floor, or on the lower knee."""
    belly = any(touch.on == "pillow" and touch.part == "belly" for touch in frame.touches)
    height = (UNDER_BELLY_MM if belly else THICK_MM) + (KNEE_MM if frame.posture == "side" else 0.0)
    return Surface((0.0, height, 0.0), (0.0, 1.0, 0.0))


def build(placement: Placement) -> list[Solid]:
    """One pillow for all that lies near one another on it."""
    k, middle = placement.k, under_body.middle(placement, "pillow")
    if middle is None:
        return []
    low = _lower_knee(placement) if placement.frame.posture == "side" else 0.0
    half = np.array([HALF_MM[0] * k, (float(middle[1]) - low) / 2 + PRESSED_MM * k, HALF_MM[1] * k])
    at = np.array([middle[0] if low else 0.0, low + half[1] - (PRESSED_MM * k if low else 0.0), middle[2]])
    return [rounded("support pillow", "towel", at, half)]


def _lower_knee(placement: Placement) -> float:
    """The height of the top of the knee that lies on the floor."""
    posed: Floats = placement.posed.skin[skin_parts.vertices(placement.posed.body, "knee", placement.frame.under)]
    return float(posed[:, 1].max())


PROP = Prop("pillow", build, close_up=True, solids={"pillow": ("support pillow",)}, surfaces={"pillow": surface})
