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
from handouts.figures.render.camera import Sheet
from handouts.figures.render.panels import Panel

DEEP_MM = 3.4  # of paper, over which the picture fades
STEPS = 14
LEAST = 0.02  # of the picture that is left at its edge
BEYOND_MM = 0.6  # of the edge, where lines end that reach it


def drawn(panel: Panel) -> list[str]:
    """White over each edge at which the panel cuts the body off; nothing where a frame ends it."""
    return [] if panel.framed or not panel.bones else faded(panel.sheet, panel.rendering.body_pixels)


def faded(sheet: Sheet, body: Bools) -> list[str]:
    """White over each edge of a sheet that cuts the body off."""
    path, shown = {step: svg.Path() for step in range(STEPS)}, [_shown(step) for step in range(STEPS)] + [1.0]
    edges = [*cut(body)]
    for name in edges:
        for step in range(STEPS):
            path[step].ring(_strip(sheet, name, DEEP_MM * (step + 1) / STEPS).exterior.coords[:-1])
    return [
        svg.shape(path[step], fill=style.WHITE, fill_opacity=f"{1 - shown[step] / shown[step + 1]:.2f}")
        for step in range(STEPS if edges else 0)
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


def _strip(sheet: Sheet, edge: str, deep_mm: float) -> Polygon:
    width, height = sheet.width_mm, sheet.height_mm
    strips = {
        "left": (-BEYOND_MM, -BEYOND_MM, deep_mm, height + BEYOND_MM),
        "top": (-BEYOND_MM, -BEYOND_MM, width + BEYOND_MM, deep_mm),
        "right": (width - deep_mm, -BEYOND_MM, width + BEYOND_MM, height + BEYOND_MM),
        "bottom": (-BEYOND_MM, height - deep_mm, width + BEYOND_MM, height + BEYOND_MM),
    }
    return box(*strips[edge])
