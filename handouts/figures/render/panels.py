"""The views of a picture of where it hurts: which part of the body, from which side, how large."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from shapely import affinity
from shapely.geometry import MultiPolygon, Polygon

from handouts.figures import style
from handouts.figures.geometry.arrays import Floats
from handouts.figures.person import anatomy, rig
from handouts.figures.person.rig import Body, Posed
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue
from handouts.figures.render import cold_pack, marks, svg
from handouts.figures.render.areas import AREAS, LOW_BACK_BEHIND
from handouts.figures.render.camera import Camera, Sheet
from handouts.figures.render.scene import Rendering, Scene, render

PAD_PX = 60  # how far a body that the picture cuts is thought to go on
SOFT_MM = 0.30  # of paper, that soft tissue keep from the outline of the skin
GUTTER_MM = 5.0  # white between two panels
LEG = ("shank", "foot", *(f"toe{n}" for n in range(1, 6)))

#: What the camera sees of a foot, in millimetres of the written foot: behind the heel, ahead of it, under the floor,
#: over the floor. Found by eye at print size.
WHOLE_FOOT = (-7.0, 247.0, -4.0, 95.0)
HIND_FOOT = (-9.0, 146.0, -4.0, 104.0)
UNDER_HEEL = (-9.0, 146.0, -4.0, 82.0)
NEAR_HEEL = (-7.0, 103.0, -4.0, 70.0)
UNDER_HIPS_MM, BESIDE_MM, OVER_HEAD_MM = 60.0, 310.0, 20.0  # what is seen of a back, of a 1700 mm body
BACK_HEIGHT_MM = 22.0  # of the panel in print


@dataclass(frozen=True, eq=False)
class Panel:
    """One part of the body on its sheet, and what may be laid into it."""

    scene: Scene
    sheet: Sheet
    foot: anatomy.Foot | None = None
    areas: Mapping[str, Callable[[Rendering], marks.Highlight]] = field(default_factory=dict)
    spots: Mapping[str, Floats] = field(default_factory=dict)
    over: tuple[str, ...] = ()
    floor_y: float | None = None

    @cached_property
    def rendering(self) -> Rendering:
        return render(self.scene, self.sheet)

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

    def flat(self, on: anatomy.Foot, shape: Polygon) -> Polygon:
        """A shape of the foot, in print millimetres of this panel."""
        found: Polygon = Polygon(self.on_sheet(on.place(np.array(shape.exterior.coords)))).buffer(0)
        return found

    def soft(self, shape: Polygon) -> Polygon:
        """A soft solid or a sore place fills its room as far as the skin, and no further."""
        room = shape.intersection(self.skin.buffer(-SOFT_MM))
        found: Polygon = max(getattr(room, "geoms", [room]), key=lambda piece: piece.area)
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
    shapes: dict[str, Polygon]
    sore: dict[str, marks.Highlight]

    def at(self, place: Floats) -> tuple[float, float]:
        """A place of the room, in the picture."""
        x, y = self.panel.on_sheet(place)
        return round(float(x) + self.corner_mm[0], 2), round(float(y) + self.corner_mm[1], 2)


@dataclass(frozen=True, slots=True)
class View:
    """A view by the author's word: its panels, and which way the drawn figure looks; labels stand on the other side."""

    faces: str
    panels: Callable[[Body], list[Panel]]
    items: tuple[str, ...] = ()


def at_rest(body: Body) -> Posed:
    """Standing at ease, both feet flat on the floor."""
    return rig.pose(body, {}, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)


def foot_panel(body: Body, yaw_deg: float, cut: tuple[float, float, float, float], width_mm: float) -> Panel:
    """The right foot as it stands, seen from one side; the leg runs out of the picture.

    It shows what is under the skin, so it has no floor line: leaders from below would cross it.
    """
    on = anatomy.foot(body.name)
    camera = Camera(yaw_deg, FOOT_PITCH_DEG)
    scene = Scene(at_rest(body), (), camera, (), tuple(f"{limb}.R" for limb in LEG))
    behind, ahead, low, high = cut
    corners = camera.see(on.place(np.array([[behind, low], [ahead, high]])))[:, :2]
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    scale = width_mm / float(right - left)
    height = round((top - bottom) * scale, 1) / scale
    sheet = Sheet(float(left), float(bottom), float(right), float(bottom + height), scale, style.PIXELS_PER_MM)
    return Panel(scene, sheet, on)


FOOT_PITCH_DEG = 2.0  # a glimpse from above keeps the toes apart, yet the sole stays on the floor line


def back_panel(body: Body) -> Panel:
    """The upper body from behind, thighs to head, so that nobody takes it for a front."""
    parsed, _ = catalogue.read({"props": [], "finish": {"feet": "flat on floor"}}, lambda path: None)
    assert parsed is not None
    posed = solve(body, parsed.frames[0]).posed
    camera = Camera(180, 2)
    hips = (posed.joint("upperleg01.R") + posed.joint("upperleg01.L")) / 2
    x, y = (float(v) for v in camera.see(hips)[:2])
    top = float(camera.see(posed.skin)[:, 1].max()) + OVER_HEAD_MM * body.scale
    low, aside = y - UNDER_HIPS_MM * body.scale, BESIDE_MM * body.scale
    scale = BACK_HEIGHT_MM / (top - low)
    width = round(2 * aside * scale, 1) / scale
    sheet = Sheet(x - width / 2, low, x + width / 2, top, scale, style.PIXELS_PER_MM)
    return Panel(Scene(posed, (), camera), sheet, areas={"low back": low_back_behind})


def low_back_behind(rendering: Rendering) -> marks.Highlight:
    """The low back on both sides of the spine, seen from behind."""
    return marks.hatched(marks.outline(marks.area_pixels(rendering, LOW_BACK_BEHIND, "R")))


def ice_panel(body: Body) -> Panel:
    """The heel on a cold pack in a cloth."""
    ice = cold_pack.ColdPackPicture(body, tuple(f"{limb}.R" for limb in LEG), -90, FOOT_PITCH_DEG)
    return Panel(ice.scene, ice.sheet, spots=ice.spots(), over=ice.parts(), floor_y=ice.floor_y)


VIEWS: dict[str, View] = {
    "inner side of the foot": View("left", lambda body: [foot_panel(body, -90, WHOLE_FOOT, 58.0)]),
    "inner side of the heel": View("left", lambda body: [foot_panel(body, -90, HIND_FOOT, 48.0)]),
    "outer side of the heel": View("right", lambda body: [foot_panel(body, 90, HIND_FOOT, 48.0)]),
    "under the heel": View("left", lambda body: [foot_panel(body, -90, UNDER_HEEL, 50.0)]),
    "heel from near": View("left", lambda body: [foot_panel(body, -90, NEAR_HEEL, 54.0)]),
    "heel on a cold pack": View("left", lambda body: [ice_panel(body)], ("cold pack", "cloth")),
    "back and heel": View("left", lambda body: [back_panel(body), foot_panel(body, -90, HIND_FOOT, 41.0)]),
}

SORE_PLACES = (*anatomy.SORES, *AREAS)
