"""Checks of the drawing on paper: margins, lines, contrast, highlight, arrow, labels, size of the file."""

from __future__ import annotations

import re

import numpy as np
from shapely.geometry import Point

from handouts.diagnostics import Diagnostic
from handouts.figures import style
from handouts.figures.checks import visibility
from handouts.figures.checks.frame import CheckResult, DrawnFrame, rounded_mm
from handouts.figures.geometry.arrays import Bools
from handouts.figures.language import keys, values
from handouts.figures.render import arrows, marks
from handouts.figures.render.areas import AREAS
from handouts.model import contrast

MARGIN_MM = 1.0
#: In grey. 4.5 is what WCAG 2.2 (1.4.3) asks of text, 3 of what is needed to understand a graphic (1.4.11); 1.2 by eye.
LINE_CONTRAST, EDGE_CONTRAST, FAR_CONTRAST = 4.5, 3.0, 1.2
HIGHLIGHT_MM2, HIGHLIGHT_SHARE = 12.0, 0.35
#: A mark that nothing hides is as large as its part of the body: in a whole figure a few strokes of the hatch suffice.
WHOLE_MM2, WHOLE_SHARE = 5.0, 0.85
OUTSIDE_MM2 = 0.05  # rounding of a clipped shape
SIZE_BYTES = 60_000
LEADER_OVER_MM = 2.5  # of the figure beside its own limb, that the line of a label may run over


def framing(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is everything inside the picture with a margin?"""
    sheet = drawn.rendering.sheet
    boxes = []
    if not drawn.solved.frame.view:
        at = sheet.to_print_mm(drawn.rendering.scene.cloud)
        boxes.append((*at.min(axis=0), *at.max(axis=0)))
    if drawn.arrow:
        boxes.append(drawn.arrow.outline.bounds)
    sides = [min(b[0], b[1], sheet.width_mm - b[2], sheet.height_mm - b[3]) for b in boxes]
    margin = min(sides, default=MARGIN_MM)
    found = []
    if margin < MARGIN_MM - 0.05:
        message = f"{drawn.name}: only {margin:.1f} mm between the figure and the edge of its picture"
        found.append(Diagnostic("HND606", message, "choose another view or a smaller movement", drawn.span(span_of)))
    return {"margin_mm": rounded_mm(margin), "size_mm": [round(sheet.width_mm, 1), round(sheet.height_mm, 1)]}, found


def strokes(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Has every line one of the weights of `style.py`, the same in all figures, and is it thick enough for a copier?"""
    lines = re.findall(r'stroke="(#[0-9A-F]{6})" stroke-width="(\d+)"', drawn.svg)
    widths = {int(w) / style.UNITS_PER_MM for ink, w in lines if ink in (style.INK, style.HIGHLIGHT_INK)}
    thin, strange = min(widths, default=style.THINNEST_MM), sorted(widths - {*style.WEIGHTS_MM})
    found = []
    if thin < style.THINNEST_MM:
        message = f"{drawn.name}: a line of {thin:.2f} mm would vanish in a copier"
        found.append(Diagnostic("HND606", message, f"lines are at least {style.THINNEST_MM} mm", drawn.span(span_of)))
    elif strange:
        message = f"{drawn.name}: a line of {strange[0]:.2f} mm, a weight that no other figure has"
        weights = ", ".join(f"{weight:g}" for weight in style.WEIGHTS_MM)
        found.append(Diagnostic("HND606", message, f"draw lines of {weights} mm", drawn.span(span_of)))
    return {"thinnest_line_mm": thin}, found


def greyscale_contrast(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is everything distinct without colour?"""
    fill, worn = drawn.rendering.scene.fill, [p for p in drawn.rendering.patches.values() if p.is_body]
    line = {
        m: round(min(contrast(style.INK, c) for c in (fill(m).near, fill(m).far)), 1)
        for m in sorted({p.material for p in worn})
    }
    far_fills = sorted({p.material for p in worn if p.far})
    far = {m: round(contrast(fill(m).near, fill(m).far), 2) for m in far_fills}
    edge = round(contrast(style.HIGHLIGHT_INK, fill("skin").near), 1)
    found = []
    for name, value in line.items():
        if value < LINE_CONTRAST:
            found.append(_colour(drawn, span_of, f"lines on {name} have a contrast of {value}"))
    found += [
        _colour(drawn, span_of, f"far and near {n} differ by only {v}") for n, v in far.items() if v < FAR_CONTRAST
    ]
    if drawn.area and edge < EDGE_CONTRAST:
        found.append(_colour(drawn, span_of, f"the highlight's edge has a contrast of {edge}"))
    return {"contrast": {"line": line, "far": far, "highlight_edge": edge}}, found


def _colour(drawn: DrawnFrame, span_of: keys.SpanOf, message: str) -> Diagnostic:
    return Diagnostic(
        "HND606", f"{drawn.name}: {message} in grey", "change the colour in style.py", drawn.span(span_of)
    )


def highlight_visible(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is the marked part large enough, and does the camera see it?"""
    if drawn.area is None or drawn.stretch is None:
        return {}, []
    share = marked_share(drawn)
    outside = drawn.area.shape.difference(marks.inside(drawn.rendering)).area
    found = []
    area, least = drawn.area.area_mm2, least_mm2(drawn.solved.frame.view, share)
    place = span_of((drawn.stretch.key,))
    if share < HIGHLIGHT_SHARE:
        message = (
            f"{drawn.name}: {share:.0%} of the {_marked(drawn)} can be seen, at least {HIGHLIGHT_SHARE:.0%} must be"
        )
        found.append(Diagnostic("HND606", message, visibility.OTHER_VIEW, place))
    elif area < least:
        message = f"{drawn.name}: the {_marked(drawn)} has {area:.1f} mm2 in print, at least {least:.3g} are needed"
        found.append(Diagnostic("HND606", message, _larger(drawn), place))
    elif outside > OUTSIDE_MM2:
        message = f"{drawn.name}: {outside:.1f} mm2 of the marked part lie on or beyond the outline of the body"
        found.append(Diagnostic("HND606", message, "clip it in render/marks.py", span_of((drawn.stretch.key,))))
    return {"highlight_mm2": rounded_mm(drawn.area.area_mm2), "highlight_seen": round(share, 2)}, found


def marked_share(drawn: DrawnFrame) -> float:
    """How much of the marked part nothing hides; 1 where nothing is marked."""
    if drawn.stretch is None:
        return 1.0
    return visibility.visible_share(drawn.rendering, area_vertices(drawn)) or 0.0


def _marked(drawn: DrawnFrame) -> str:
    """The mark as the pose names it: `mark of `works``."""
    assert drawn.stretch is not None
    return f"mark of `{drawn.stretch.key}`"


def least_mm2(view: str, share: float) -> float:
    """The limit of the area of a mark in a figure or a half of it: the lower, the more of the part is seen."""
    if view not in ("", *keys.UPPER_CLOSE_UPS, keys.LEGS_CLOSE_UP):
        return HIGHLIGHT_MM2
    return float(np.interp(share, (HIGHLIGHT_SHARE, WHOLE_SHARE), (HIGHLIGHT_MM2, WHOLE_MM2)))


#: Areas of the body → the close-up that shows them larger.
_CLOSE_UPS = {
    keys.HEAD_CLOSE_UP: ("neck",),
    keys.UPPER_CLOSE_UP: ("shoulder", "upper arm", "back of upper arm", "chest", "upper back", "side"),
    "close-up {side} hand": ("forearm", "back of forearm", "palm"),
    "close-up {side} foot": ("sole", "shin"),
    "close-up inner {side} foot": ("arch",),
    keys.LOW_BACK_CLOSE_UP: ("low back",),
}


def _larger(drawn: DrawnFrame) -> str:
    """A close-up in which the mark is larger, where there is one."""
    assert drawn.stretch is not None
    side = values.SIDE_WORDS[drawn.stretch.side]
    near = next((view for view, parts in _CLOSE_UPS.items() if drawn.stretch.part in parts), None)
    if near is None or near.format(side=side) == drawn.solved.frame.view:
        return visibility.OTHER_VIEW
    return f"show it from nearer in each frame (`view: {near.format(side=side)}`), or choose another view"


def area_vertices(drawn: DrawnFrame) -> Bools:
    """Fine vertices of the marked part."""
    assert drawn.stretch is not None
    body, region = drawn.rendering.scene.body, AREAS[drawn.stretch.part]
    weight = body.fine.values(np.sum([body.groups[limb] for limb in region.limb_names(drawn.stretch.side)], axis=0))
    return (weight > 0.5) & region.contains(body, drawn.stretch.side, body.fine.values(body.skin))


def arrow_clearance(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does the arrow keep clear of the figure, of the labels' places and of the floor?"""
    if drawn.arrow is None:
        return {}, []
    at = drawn.rendering.sheet.to_print_mm(arrows.obstacles(drawn.rendering.scene))
    clear = drawn.arrow.clear_mm(at)
    labels = min((drawn.arrow.outline.distance(Point(p)) for p in drawn.anchors.values()), default=99.0)
    found = []
    touches = clear < style.ARROW_CLEAR_MM and not drawn.arrow.on_figure
    if touches or labels < style.ARROW_TO_LABEL_MM:
        message = f"{drawn.name}: the arrow touches the figure or a label's place"
        found.append(Diagnostic("HND606", message, "name another part to move, or drop the arrow", span_of(("arrow",))))
    elif drawn.floor_mm is not None and drawn.arrow.outline.bounds[3] > drawn.floor_mm:
        message = f"{drawn.name}: the arrow crosses the floor"
        found.append(Diagnostic("HND606", message, "name another part to move, or drop the arrow", span_of(("arrow",))))
    return {"arrow_clear_mm": rounded_mm(clear), "arrow_to_label_mm": rounded_mm(min(labels, 99.0))}, found


def label_places(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Does every label point at a part of the figure that shows, and does its line cross no other part?"""
    found = []
    for name, (x, y) in drawn.anchors.items():
        column, row = int(x * style.PIXELS_PER_MM), int(y * style.PIXELS_PER_MM)
        height, width = drawn.rendering.picture.shape
        if not (0 <= row < height and 0 <= column < width and drawn.rendering.body_pixels[row, column]):
            message = f"the label at {name} points beside the figure"
            found.append(
                Diagnostic("HND606", message, "name a place that shows in this view", span_of(("labels", name)))
            )
    crossed = drawn.leaders.crossed_mm if drawn.leaders else {}
    for name, over in crossed.items():
        if over > LEADER_OVER_MM and not found:
            message = f"the line of the label at {name} runs over {over:.1f} mm of the figure"
            help = "name a place at the edge of the figure, or choose another view"
            found.append(Diagnostic("HND606", message, help, span_of(("labels", name))))
    over_mm = {"leader_over_figure_mm": rounded_mm(max(crossed.values()))} if crossed else {}
    return {"labels": len(drawn.anchors), **over_mm}, found


def file_size(drawn: DrawnFrame, span_of: keys.SpanOf) -> CheckResult:
    """Is the file small, and free of what a printed page cannot carry?"""
    size = len(drawn.svg.encode("utf-8"))
    banned = re.findall(
        r"<(?:pattern|filter|linearGradient|text|title|style|image|use)|\b(?:id|class|style|href)=", drawn.svg
    )
    found = []
    if size > SIZE_BYTES or banned:
        message = f"{drawn.name}: the drawing has {size} bytes" + (f" and uses {banned[0]}" if banned else "")
        found.append(Diagnostic("HND606", message, f"at most {SIZE_BYTES} bytes of plain shapes", drawn.span(span_of)))
    return {"bytes": size}, found
