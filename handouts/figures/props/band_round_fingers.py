"""A rubber band round the four right fingers, which they spread against."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import cross, unit
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import outline
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM, OFF_MM, NEAR_MM = 9.0, 2.0, 7.0  # how wide it is, how far off the skin, and the skin that its plane cuts
FINGERS, JOINT = range(2, 6), 2  # the bone of each finger that it lies over begins at this joint


def build(placement: Placement) -> list[Solid]:
    """A flat loop across the fingers, over the middle bone of each."""
    posed, k = placement.posed, placement.k
    ends = [(posed.joint(f"finger{n}-{JOINT}.R"), posed.joint(f"finger{n}-{JOINT + 1}.R")) for n in FINGERS]
    spots = np.array([(first + second) / 2 for first, second in ends])
    middle, across = spots.mean(axis=0), unit(spots[0] - spots[-1])
    along = unit(np.mean([unit(second - first) for first, second in ends], axis=0))
    along = unit(along - across * float(along @ across))
    axes = np.stack([across, cross(along, across)])
    skins = [posed.skin[posed.body.vertices_of(f"finger{n}*.R")] - middle for n in FINGERS]
    cut = np.vstack([skin[np.abs(skin @ along) < NEAR_MM * k] for skin in skins])
    ring = outline(cut @ axes.T, OFF_MM * k) @ axes
    loop = np.stack([middle + ring + along * sign * WIDE_MM / 2 * k for sign in (1.0, -1.0)], axis=1).reshape(-1, 3)
    a = 2 * np.arange(len(ring))
    b = (a + 2) % len(loop)
    mesh = np.concatenate([np.stack([a, b, a + 1], axis=1), np.stack([b, b + 1, a + 1], axis=1)])
    return [Solid("band round fingers", "band", loop, mesh=mesh)]


PROP = Prop("band round fingers", build, fills={"band": Fill("#7FB58C", "#7FB58C")}, on_hand=True)
