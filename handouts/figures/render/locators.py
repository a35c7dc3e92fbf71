"""Locators: the whole body, small, with the part that the picture beside it shows in black."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from shapely.geometry import Polygon, box

from handouts.figures import style
from handouts.figures.geometry.rotation import vector
from handouts.figures.person.rig import Body, Posed
from handouts.figures.postures.solve import solve
from handouts.figures.props import catalogue
from handouts.figures.render import body_map, marks, svg
from handouts.figures.render.areas import Axis, Region
from handouts.figures.render.camera import Camera
from handouts.figures.render.panels import Bare, Panel, sheet_of

HEIGHT_MM = 26.0
AIR_MM = 20.0  # of the body, round it
EYE_MM, HAIR_MM = 0.22, 0.4  # half of an eye; how far hair reaches under the eyes
PITCH_DEG = 2.0
GROWN_MM = 0.3  # of paper, that the black part is larger than its region: thin parts are lost in print

#: Part → what is black: as much as a reader sees at this size, so more than the sore place.
PARTS: dict[str, Region] = {
    **{name: body_map.REGIONS[name] for name in ("shoulder", "elbow", "hip", "knee", "low back")},
    "neck": Region(("neck", "trunk"), ("neck02",), (Axis("up", 0, 90), Axis("across", 0, 84))),
    "hand": Region(("fore", "hand", *body_map.FINGERS), ("wrist",), (Axis("up", -80, 150), Axis("out", 0, 260))),
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
    low, high = seen.min(axis=0) - AIR_MM, seen.max(axis=0) + AIR_MM
    wide, tall = (float(v) for v in high - low)
    sheet = sheet_of(np.array([low, high]), round(HEIGHT_MM * wide / tall, 1))
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
    ]


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
