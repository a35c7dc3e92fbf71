"""Locators: the whole body, small, with the part that the picture beside it shows in black, and a ring round it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from handouts.figures import style
from handouts.figures.geometry.rotation import vector
from handouts.figures.person.rig import Body, Posed
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue
from handouts.figures.render import body_map, marks, svg
from handouts.figures.render.areas import Axis, Region
from handouts.figures.render.camera import Camera
from handouts.figures.render.panels import Bare, Panel, sheet_of

BODY_MM = 26.0  # of paper, its height
AIR_MM = (2.4, 0.35, 1.8)  # of paper, beside it, over it and below it: room for the ring round a hand or a foot
RING_MM, RING_AIR_MM = 2.7, 0.8  # least radius of the ring, and white between it and the part
LARGE_MM = 6.0  # a part whose ring would be larger is seen without one
EYE_MM, HAIR_MM = 0.22, 0.4  # half of an eye; how far hair reaches under the eyes
PITCH_DEG = 2.0
GROWN_MM = 0.3  # of paper, that the black part is larger than its region: thin parts are lost in print

#: Part → what is black: as much as a reader sees at this size, so more than the sore place.
PARTS: dict[str, Region] = {
    **{name: body_map.REGIONS[name] for name in ("shoulder", "elbow", "hip", "knee", "low back")},
    "neck": Region(("neck", "trunk"), ("neck02",), (Axis("up", 0, 90), Axis("across", 0, 84))),
    "hand": Region(("fore", "hand", *body_map.FINGERS), ("wrist",), (Axis("up", -90, 130), Axis("out", 0, 260))),
    "foot": Region(("shank", "foot", *body_map.TOES), ("foot",), limits={"height": (-np.inf, 150)}),
    "back and leg": Region(
        ("trunk", "thigh", "shank"), ("upperleg01",), (Axis("up", -250, 420, power=8), Axis("out", 0, 130, power=8))
    ),
}


@lru_cache(maxsize=8)
def standing(body: Body) -> Posed:
    """The body on both feet, the arms a little away from its sides."""
    pose = {"feet": "flat on floor", "shoulders": "aside 16"}
    parsed, _ = catalogue.read({"props": [], "finish": pose}, lambda path: None)
    assert parsed is not None
    return solve(body, parsed.frames[0]).posed


def locator(of: Panel, part: str, behind: bool) -> Panel:
    """The body from the front, or from behind, beside the panel that shows a part of it."""
    posed, camera = standing(of.body), Camera(180 if behind else 0, PITCH_DEG)
    seen = camera.see(posed.skin)[:, :2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = BODY_MM / float(high[1] - low[1])
    beside, over, below = (mm / scale for mm in AIR_MM)
    corners = np.array([low - np.array([beside, below]), high + np.array([beside, over])])
    sheet = sheet_of(corners, round(float(np.ptp(corners[:, 0])) * scale, 1))
    return Panel(Bare(posed, (), camera), sheet, shows=of, part=part)


def located(panel: Panel) -> list[str]:
    """The outline of the body, the part in black, and the marks of front and back."""
    whole = panel.skin.intersection(panel.frame.buffer(-style.INNER_MM / 2))
    part = (
        marks.outline(marks.area_pixels(panel.rendering, PARTS[panel.part], "R")).buffer(GROWN_MM).intersection(whole)
    )
    return [
        svg.shape(_rings(whole), fill=style.WHITE, stroke=style.INK, stroke_width=style.INNER_MM),
        *_front_or_back(panel),
        svg.shape(_rings(part), fill=style.INK),
        svg.shape(_rings(ring(part)), fill="none", stroke=style.INK, stroke_width=style.OUTLINE_MM),
    ]


def ring(part: BaseGeometry) -> Polygon:
    """The ring round a part, for a black foot is two millimetres of paper; none round a large part."""
    left, top, right, low = part.bounds
    radius = max(RING_MM, float(np.hypot(right - left, low - top)) / 2 + RING_AIR_MM)
    return Point((left + right) / 2, (top + low) / 2).buffer(radius, 16) if radius <= LARGE_MM else Polygon()


def _rings(shape: object) -> svg.Path:
    path = svg.Path()
    pieces: Iterable[object] = getattr(shape, "geoms", [shape])
    for piece in pieces:
        if isinstance(piece, Polygon) and not piece.is_empty:
            path.ring(np.array(piece.simplify(0.02).exterior.coords)[:-1])
    return path


def _front_or_back(panel: Panel) -> list[str]:
    """A face on a body that is seen from the front; hair and the groove of the spine on one from behind."""
    posed, camera = panel.scene.posed, panel.scene.camera
    head = panel.on_sheet(np.stack([posed.carry("head", posed.body.marks[f"eye.{side}"]) for side in "RL"]))
    if float(camera.see(vector(0, 0, 1))[2]) > 0:
        return [svg.ellipse(eye, EYE_MM, EYE_MM, style.INK) for eye in head]
    top, low = panel.on_sheet(np.stack([posed.joint("neck01"), posed.joint("root")]))
    spine = svg.Path().move(top).line(low)
    skull = panel.skin.intersection(box(head[:, 0].min() - 9, 0, head[:, 0].max() + 9, head[:, 1].mean() + HAIR_MM))
    return [
        # Hair is a line: filled, it would read as a second sore part beside the black one.
        svg.shape(_rings(skull), fill="none", stroke=style.INK, stroke_width=style.THINNEST_MM),
        svg.shape(spine, fill="none", stroke=style.INK, stroke_width=style.THINNEST_MM),
    ]
