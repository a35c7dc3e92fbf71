"""The arch of a foot that stands on the floor: the rig's foot is one bone, so the skin itself is lifted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from handouts.figures.person.limbs import OUTWARD
from handouts.figures.person.rig import Body

HEEL_MM, BALL_MM = 2.0, 128.0  # where the arch begins and ends, ahead of the ankle (mm at 1700 mm)
OUTER_SHARE = 0.35  # the outer edge of the foot rises by so much of what the inner edge does
HALF_WIDTH_MM = 34.0
INSTEP_MM, ANKLE_MM = 62.0, 96.0  # heights over the floor: up to the one all rises, over the other nothing
SHORTENED = 0.5  # the ball comes back by so much for each millimetre that the arch rises


def raised_arch(body: Body, side: str, arch_mm: float) -> Body:
    """The same person with one arch drawn up: heel, ball and toes stay flat, the ball comes back a little."""
    k, ankle = body.scale, body.head(f"foot.{side}")
    foot = body.groups[f"foot.{side}"]
    toes = np.sum([body.groups[f"toe{n}.{side}"] for n in range(1, 6)], axis=0)
    ahead, height = (body.skin[:, 2] - ankle[2]) / k, body.skin[:, 1] / k
    inner = (body.skin[:, 0] - ankle[0]) / k * -OUTWARD[side]
    along = np.clip((ahead - HEEL_MM) / (BALL_MM - HEEL_MM), 0, 1)
    across = np.clip((inner / HALF_WIDTH_MM + 1) / 2, 0, 1)
    low = np.clip((ANKLE_MM - height) / (ANKLE_MM - INSTEP_MM), 0, 1)
    up = arch_mm * np.sin(np.pi * along) ** 1.5 * (OUTER_SHARE + (1 - OUTER_SHARE) * across) * low * foot
    back = arch_mm * SHORTENED * along * (foot + toes)
    return replace(body, skin=body.skin + np.stack([0 * up, up, -back], axis=1) * k)
