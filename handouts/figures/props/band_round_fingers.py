"""A rubber band round the right fingers and thumb, which the fingers spread against."""

from __future__ import annotations

import numpy as np

from handouts.figures.geometry.rotation import cross, unit
from handouts.figures.props.prop import Placement, Prop
from handouts.figures.props.round_legs import outline
from handouts.figures.props.solids import Solid
from handouts.figures.style import Fill

WIDE_MM, OFF_MM, NEAR_MM = 9.0, 2.0, 7.0  # how wide it is, how far off the skin, and the skin that its plane cuts
JOINT = 2  # of each finger, where it lies: over the middle bone


def build(placement: Placement) -> list[Solid]:
    """A flat loop across the fingers, over the middle of each."""
    posed, k = placement.posed, placement.k
    ends = [(posed.joint(f"finger{n}-{JOINT}.R"), posed.joint(f"finger{n}-{JOINT + 1}.R")) for n in range(1, 6)]
    spots = [(first + second) / 2 for first, second in ends]
    along = unit(np.mean([unit(second - first) for first, second in ends[1:]], axis=0))
    across = unit(spots[1] - spots[4])
    across = unit(across - along * float(across @ along))
    axes, middle, cut = np.stack([across, cross(along, across)]), np.mean(spots, axis=0), []
    for n, spot in enumerate(spots, start=1):
        skin = posed.skin[posed.body.vertices_of(f"finger{n}*.R")]
        way = unit(ends[n - 1][1] - ends[n - 1][0])
        cut.append(skin[np.abs((skin - spot) @ way) < NEAR_MM * k])
    points = np.vstack(cut)
    heights = (points - middle) @ along
    ring = outline((points - middle) @ axes.T, OFF_MM * k)
    # The loop follows the fingers along: each point of it lies where the nearest skin is.
    near = np.linalg.norm(ring[:, None] - ((points - middle) @ axes.T)[None], axis=2).argmin(axis=1)
    height = heights[near]
    for _ in range(8):
        height = (np.roll(height, 1) + height + np.roll(height, -1)) / 3
    edges = [middle + ring @ axes + (height + sign * WIDE_MM / 2 * k)[:, None] * along for sign in (1.0, -1.0)]
    loop = np.stack(edges, axis=1).reshape(-1, 3)
    a = 2 * np.arange(len(ring))
    b = (a + 2) % len(loop)
    mesh = np.concatenate([np.stack([a, b, a + 1], axis=1), np.stack([b, b + 1, a + 1], axis=1)])
    return [Solid("band round fingers", "band", loop, mesh=mesh)]


PROP = Prop("band round fingers", build, fills={"band": Fill("#7FB58C", "#7FB58C")}, on_hand=True)
