"""The panels of a picture of where it hurts: a part of the body from one side, and what may be laid into it.

A close view shows the body at rest without clothes; its bones lie in it as they lie in the body. Which views there are
is in `views.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from shapely import affinity
from shapely.geometry import MultiPoint, MultiPolygon, Polygon, box

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import feet, rig, soft
from handouts.figures.person.rig import Body, Posed
from handouts.figures.person.skeleton import Skeleton, skeleton
from handouts.figures.person.structures import Spot
from handouts.figures.render import feature_lines, inking, marks, svg
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.raster import Surface
from handouts.figures.render.scene import Rendering, Scene, render
from handouts.figures.render.under_skin import Thing

PAD_PX = 60  # how far a body that the picture cuts is thought to go on
GUTTER_MM, LOCATOR_GAP_MM = 5.0, 0.6  # white between two panels, and beside a locator
SOFT_MM = 0.30  # of paper, that soft tissue keeps from the outline of the skin


#: A sore place on the skin, from the picture of the panel.
Hatch = Callable[[Rendering], marks.Highlight]


class Bare(Scene):
    """A body without clothes and hair: what lies under the skin is shown in it."""

    @cached_property
    def surfaces(self) -> list[Surface]:
        """The skin as the camera sees it."""
        return [Surface("skin", self.camera.see(self.posed.skin), self._shown(self.body.fine.triangles))]


@dataclass(frozen=True, eq=False)
class Panel:
    """One part of the body on its sheet, and what may be laid into it.

    Attributes:
        bones: the bones of the skeleton that are shown.
        areas: sore places on the skin of this panel, by name.
        spots: places of the room that labels may point at, by name.
        over: drawn over all else.
        shows: the panel of which this one is the locator.
        part: what is black in a locator.
        least_sore_mm2: how large a sore place must be, so that a photocopy keeps it.
        framed: with a line round it, as an enlargement.
    """

    scene: Scene
    sheet: Sheet
    bones: tuple[str, ...] = ()
    areas: Mapping[str, Hatch] = field(default_factory=dict)
    spots: Mapping[str, Floats] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    floor_y: float | None = None
    shows: Panel | None = None
    part: str = ""
    framed: bool = False
    sides: tuple[str, ...] = (".R",)
    least_sore_mm2: float = 12.0

    @property
    def body(self) -> Body:
        return self.scene.body

    @property
    def skeleton(self) -> Skeleton:
        return skeleton(self.body.name)

    @cached_property
    def rendering(self) -> Rendering:
        return render(self.scene, self.sheet)

    @property
    def frame(self) -> Polygon:
        """The edge of the panel."""
        return box(0, 0, self.sheet.width_mm, self.sheet.height_mm)

    @cached_property
    def skin(self) -> Polygon | MultiPolygon:
        """The outline of the body in print millimetres; where the picture cuts the body off it goes on."""
        mask = np.pad(np.pad(self.rendering.body_pixels, PAD_PX, mode="edge"), PAD_PX)
        beyond = 2 * PAD_PX / style.PIXELS_PER_MM
        found: Polygon | MultiPolygon = affinity.translate(marks.outline(mask), -beyond, -beyond)
        return found

    def on_sheet(self, places: Floats) -> Floats:
        """Places of the room in print millimetres of this panel."""
        return self.sheet.to_print_mm(self.scene.camera.see(places))

    def spot(self, one: Spot) -> Floats:
        """A spot of the skeleton, where the posed body has it, in print millimetres."""
        found: Floats = self.on_sheet(soft.place(self.skeleton, one, self.scene.posed))
        return found

    def soft(self, shape: Polygon) -> Polygon | MultiPolygon:
        """A soft thing or a sore place fills its room as far as the skin, and no further."""
        found: Polygon | MultiPolygon = shape.intersection(self.skin.buffer(-SOFT_MM))
        return found

    def floor(self) -> str:
        """The floor line, from edge to edge."""
        if self.floor_y is None:
            return ""
        y = (self.sheet.top - self.floor_y) * self.sheet.mm_per_body_mm
        path = svg.Path().move((style.FLOOR_MM, y)).line((self.sheet.width_mm - style.FLOOR_MM, y))
        return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.FLOOR_MM)


@dataclass(frozen=True, eq=False)
class DrawnPanel:
    """One panel with everything that was laid into it, in print millimetres of the whole picture."""

    panel: Panel
    corner_mm: tuple[float, float]
    parts: tuple[str, ...]
    shapes: dict[str, Polygon | MultiPolygon]
    sore: dict[str, marks.Highlight]
    things: tuple[Thing, ...] = ()
    bones: Polygon | MultiPolygon = field(default_factory=Polygon)

    @property
    def head(self) -> Polygon | MultiPolygon:
        """The head of a whole body; nothing in a close view."""
        posed = self.panel.scene.posed
        if self.panel.bones or not posed.body.vertices_of("head").size or self.panel.floor_y is not None:
            return Polygon()
        points = self.panel.on_sheet(posed.skin[posed.body.vertices_of("head")])
        return MultiPoint(points).convex_hull.intersection(self.panel.frame)

    def at(self, x_mm: float, y_mm: float) -> tuple[float, float]:
        """A place of the panel, in the picture."""
        return round(float(x_mm) + self.corner_mm[0], 2), round(float(y_mm) + self.corner_mm[1], 2)


@dataclass(frozen=True, slots=True)
class View:
    """A view by the author's word: its panels from left to right, a locator first, and things that labels may name."""

    panels: Callable[[Body], list[Panel]]
    items: tuple[str, ...] = ()


def with_over(panel: Panel, parts: Iterable[str]) -> Panel:
    """The same panel with more that is drawn over all else."""
    return replace(panel, over=(*panel.over, *parts))


def feature_marks(panel: Panel) -> str:
    """Toe nails, knuckles and creases of the skin of a panel, as on the figures of the exercises."""
    path = feature_lines.as_path(feature_lines.drawn(panel.rendering, inking.inked(panel.rendering).traced))
    return svg.shape(path, fill="none", stroke=style.INK, stroke_width=style.INNER_MM)


def at_rest(body: Body) -> Posed:
    """Standing at ease, both feet flat on the floor."""
    return rig.pose(body, {}, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)


def sheet_of(corners: Floats, width_mm: float) -> Sheet:
    """The sheet that two corners of the camera's plane span, at a width on paper."""
    (left, bottom), (right, top) = corners[:, :2].min(axis=0), corners[:, :2].max(axis=0)
    scale = width_mm / float(right - left)
    height = round(float(top - bottom) * scale, 1) / scale
    return Sheet(float(left), float(bottom), float(right), float(bottom) + height, scale, style.PIXELS_PER_MM)


def foot_sheet(body: Body, camera: Camera, cut: tuple[float, float, float, float], width_mm: float) -> Sheet:
    """The sheet of a cut through the foot: millimetres behind its heel, ahead, under the floor and over it."""
    behind, ahead, low, high = cut
    corners = feet.foot(body.name).place(np.array([[behind, low], [ahead, high]]))
    return sheet_of(camera.see(corners), width_mm)
