"""Soft ends of a picture that cuts the body off: there skin, bones and lines fade into the paper.

A straight cut through skin reads as the edge of a thing. The fade is white laid over the edge in steps of opacity;
the steps overlap, so that no hairline shows between two of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from shapely.geometry import Polygon, box

from handouts.figures import style
from handouts.figures.geometry.arrays import Bools
from handouts.figures.render import svg
from handouts.figures.render.panels import Panel

DEEP_MM = 3.4  # of paper, over which the picture fades
STEPS = 14
LEAST = 0.02  # of the picture that is left at its edge
BEYOND_MM = 0.6  # of the edge, where lines end that reach it


def drawn(panel: Panel) -> list[str]:
    """White over each edge at which the panel cuts the body off; nothing where a frame ends it."""
    if panel.framed or not panel.bones:
        return []
    path, shown = {step: svg.Path() for step in range(STEPS)}, [_shown(step) for step in range(STEPS)] + [1.0]
    for name in cut(panel.rendering.body_pixels):
        for step in range(STEPS):
            path[step].ring(_strip(panel, name, DEEP_MM * (step + 1) / STEPS).exterior.coords[:-1])
    return [
        svg.shape(path[step], fill=style.WHITE, fill_opacity=f"{1 - shown[step] / shown[step + 1]:.2f}")
        for step in range(STEPS)
    ]


def cut(body: Bools) -> Iterator[str]:
    """The edges at which a picture cuts the body off."""
    for name, line in (("left", body[:, 0]), ("top", body[0]), ("right", body[:, -1]), ("bottom", body[-1])):
        if line.any():
            yield name


def _shown(step: int) -> float:
    """How much of the picture is left in one step from its edge: a smooth course from almost none to all."""
    share = (step + 0.5) / STEPS
    return max(LEAST, share * share * (3 - 2 * share))


def _strip(panel: Panel, edge: str, deep_mm: float) -> Polygon:
    width, height = panel.sheet.width_mm, panel.sheet.height_mm
    strips = {
        "left": (-BEYOND_MM, -BEYOND_MM, deep_mm, height + BEYOND_MM),
        "top": (-BEYOND_MM, -BEYOND_MM, width + BEYOND_MM, deep_mm),
        "right": (width - deep_mm, -BEYOND_MM, width + BEYOND_MM, height + BEYOND_MM),
        "bottom": (-BEYOND_MM, height - deep_mm, width + BEYOND_MM, height + BEYOND_MM),
    }
    return box(*strips[edge])
