"""A wrist in a night splint: the picture of the splint advice.

The splint is a sleeve from the middle of the forearm to the palm, with a stiff bar under the wrist and three straps.
Fingers and thumb are free, and the wrist is straight.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from shapely.geometry import LineString, MultiPolygon, Polygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.render import marks, svg
from handouts.figures.render.panels import Panel

CLOTH_MM = 0.5  # of paper, that the sleeve is thicker than the arm
FROM = (-0.62, -0.62)  # the other edge: a share of the forearm behind the wrist, on top and below
STRAPS = ((-0.52, -0.52), (-0.20, -0.20), (0.50, 0.40))  # middles of the straps, in the same shares
STRAP_MM = 2.3  # breadth of a strap
HALF_ARM_MM = 5.0  # of paper, from the line of the arm to where the shares on top and below are measured
THUMB_MM = 0.3  # of paper, round the thumb, which the sleeve leaves free
BAR_MM = 1.3  # of paper, from the line of the arm to the bar

Pair = tuple[float, float]
PALM = (0.74, 0.62)  # the edge at the palm, on top and below


class Splint:
    """The splint on the arm of a panel, in its print millimetres."""

    def __init__(self, panel: Panel) -> None:
        posed = panel.scene.posed
        elbow, wrist, knuckle = (posed.joint(f"{name}.R") for name in ("lowerarm01", "wrist", "finger3-1"))
        self.panel = panel
        self.elbow, self.wrist, self.knuckle = panel.on_sheet(np.stack([elbow, wrist, knuckle]))
        way = self.knuckle - self.elbow
        self.way: Floats = way / np.linalg.norm(way)
        self.up: Floats = np.array([self.way[1], -self.way[0]])
        self.up = -self.up if self.up[1] > 0 else self.up
        thumb = marks.outline(panel.rendering.patch_pixels("finger1.R"))
        self.free = panel.skin.difference(thumb.buffer(THUMB_MM)).buffer(-CLOTH_MM).buffer(CLOTH_MM)
        self.sleeve = self._between(FROM, PALM).buffer(CLOTH_MM)

    def at(self, share: float) -> Floats:
        """A place on the line of the arm: a share of the forearm before the wrist, or of the palm after it."""
        found: Floats = self.wrist + share * ((self.knuckle - self.wrist) if share > 0 else (self.wrist - self.elbow))
        return found

    def _between(self, first: Pair, last: Pair, grown_mm: float = 0.0) -> Polygon | MultiPolygon:
        """The arm between two lines across it, each through two shares on top and below."""
        far, more = HALF_ARM_MM * self.up, grown_mm * self.way
        ring = [
            self.at(first[0]) + far - more, self.at(last[0]) + far + more, self.at(last[1]) - far + more,
            self.at(first[1]) - far - more,
        ]  # fmt: skip
        return self.free.intersection(Polygon(ring))

    def parts(self) -> tuple[str, ...]:
        """The sleeve with the seam of its bar, and its straps."""
        found = [*_shape(self.sleeve, "splint"), self._bar()]
        for share in STRAPS:
            strap = self._between(share, share, STRAP_MM / 2).buffer(CLOTH_MM)
            found += _shape(strap, "splint strap")
        return tuple(found)

    def _bar(self) -> str:
        """The pocket of the stiff bar along the palm side."""
        low = LineString([self.at(-0.58) - BAR_MM * self.up, self.at(0.1) - BAR_MM * self.up])
        pocket = low.buffer(0.8, cap_style="round")
        return svg.shape(marks.smooth(pocket), fill="none", stroke=style.INK, stroke_width=style.THINNEST_MM)

    def spots(self) -> dict[str, Floats]:
        """Where labels point, in millimetres of the room."""
        posed = self.panel.scene.posed
        elbow, wrist = (posed.joint(f"{name}.R") for name in ("lowerarm01", "wrist"))
        return {"strap": wrist + STRAPS[1][0] * (wrist - elbow), "wrist": wrist}


def worn(panel: Panel) -> Panel:
    """The panel of an arm with the splint on it, and its places for labels."""
    found = Splint(panel)
    return replace(panel, over=found.parts(), spots=found.spots())


def _shape(area: Polygon | MultiPolygon, material: str) -> tuple[str, str]:
    path = marks.smooth(area)
    return (
        svg.shape(path, fill=style.FILLS[material].near),
        svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM),
    )
