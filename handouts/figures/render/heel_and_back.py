"""A body from behind and its heel: both sore places on the body, the nerve between them, and the heel large."""

from __future__ import annotations

import numpy as np

from handouts.figures import style
from handouts.figures.geometry import curves
from handouts.figures.render import body_map, ghost, marks, panels, svg
from handouts.figures.render.panels import Panel

NERVE_MM = 0.6  # of paper, of the way of a nerve on a body
HEEL_FRAME_MM = 0.7  # of paper, between a heel and the frame that is enlarged beside it


def joined(whole: Panel, heel: Panel) -> list[Panel]:
    """The whole body with its sore heel filled and framed, and the frame of the large heel, joined by lines."""
    sore_heel = marks.hatched(marks.outline(marks.area_pixels(whole.rendering, body_map.HEEL_BEHIND, "R")))
    skin = whole.on_sheet(whole.scene.posed.skin[whole.body.vertices_of("foot.R", "toe*.R")])
    low, high = skin.min(axis=0) - HEEL_FRAME_MM, skin.max(axis=0) + HEEL_FRAME_MM
    high[1] = min(high[1], whole.sheet.height_mm - style.OUTLINE_MM / 2)
    edge, bottom = whole.sheet.width_mm + panels.GUTTER_MM, whole.sheet.height_mm
    ways = svg.Path().move((high[0], low[1])).line((edge, bottom - heel.sheet.height_mm))
    ways.move((high[0], high[1])).line((edge, bottom))
    lines = svg.shape(ways, fill="none", stroke=style.FAINT_INK, stroke_width=style.FAINT_MM)
    return [
        panels.with_over(
            whole, [_spine(whole), _nerve_to_heel(whole), *sore_heel.parts, lines, marks.frame(low, high)]
        ),
        heel,
    ]


def _spine(whole: Panel) -> str:
    """The groove of the spine on a body from behind, as on the locators."""
    neck, low = (whole.scene.posed.joint(name) for name in ("neck01", "spine04"))
    top, end = whole.on_sheet(np.stack([neck, low]))
    return svg.shape(svg.Path().move(top).line(end), fill="none", stroke=style.INK, stroke_width=style.THINNEST_MM)


def _nerve_to_heel(whole: Panel) -> str:
    """The way of the nerve from the low back down the leg to the right heel, dashed on the body."""
    posed = whole.scene.posed
    back, hip, knee, ankle = (posed.joint(name) for name in ("spine04", "upperleg01.R", "lowerleg01.R", "foot.R"))
    beside = np.array([(hip - back)[0] / 3, 0.0, 0.0])  # the nerve leaves the spine to its side
    at = whole.on_sheet(np.stack([back + beside, hip, knee, ankle]))
    share = np.linspace(0, 1, 20)
    way = np.vstack([curves.at(cubic, share) for cubic in curves.through(at)])
    return ghost.dashed([way], style.HIGHLIGHT_INK, NERVE_MM)
