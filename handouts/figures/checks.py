"""Is the drawing right? Measured on the posed body and on the paper, each value beside its limit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely.geometry import Point, Polygon

from handouts.diagnostics import Diagnostic, Span
from handouts.figures import arrows, grammar, joint_checks, marks, pointing, sight, style
from handouts.figures.limb_checks import limbs_apart
from handouts.figures.raster import Bools, Ints
from handouts.figures.scene import Shot
from handouts.figures.solver import Solved

Floats = npt.NDArray[np.float64]

CONTACT_MM = 3.0
BALANCE_MM = 30.0  # how far the middle of the body may be outside the feet: the ankles hold so much
REACH_MM = 0.5  # below this a limb counts as reaching: a quarter of a print pixel
THROUGH_MM, PRESSED_MM = 5.0, 15.0  # bare skin; flesh pressed flat by lying, sitting or kneeling
MARGIN_MM = 1.0
#: In grey. 4.5 is what WCAG 2.2 (1.4.3) asks of text, 3 of what is needed to understand a graphic (1.4.11); 1.2 by eye.
LINE_CONTRAST, EDGE_CONTRAST, FAR_CONTRAST = 4.5, 3.0, 1.2
HIGHLIGHT_MM2, HIGHLIGHT_SHARE = 12.0, 0.60
SIZE_BYTES = 60_000
ARROW_TO_LABEL_MM = 1.5  # half the height of a label's dot and a white gap that a copier keeps


@dataclass(frozen=True, eq=False)
class Seen:
    """Everything about one finished frame that a check looks at."""

    solved: Solved
    shot: Shot
    svg: str
    anchors: dict[str, tuple[float, float]]
    area: marks.Highlight | None
    stretch: pointing.Area | None
    arrow: marks.ArrowMark | None
    widths_mm: frozenset[float]

    @property
    def name(self) -> str:
        return self.solved.frame.name

    def span(self, span_of: grammar.SpanOf, *keys: str) -> Span | None:
        """The place in the pose of the first of these keys that the author wrote, else of the frame."""
        for key in keys:
            for path in ((self.name, key), (key,)):
                if (span := span_of(path)) is not None:
                    return span
        return span_of((self.name,)) or span_of(())


Found = tuple[dict[str, Any], list[Diagnostic]]
Check = Callable[[Seen, grammar.SpanOf], Found]


def checked(frames: list[Seen], span_of: grammar.SpanOf) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Every check of every frame: the values, and a finding for each that is out of its limits."""
    values: dict[str, Any] = {}
    found: list[Diagnostic] = []
    for seen in frames:
        own: dict[str, Any] = {}
        for check in CHECKS:
            value, wrong = check(seen, span_of)
            own |= value
            found += wrong
        values[seen.name] = own
    return values, _first_causes(found)


def _first_causes(found: list[Diagnostic]) -> list[Diagnostic]:
    """A limb that cannot reach makes its other findings worthless: say the first cause only."""
    unreached = {d.span for d in found if d.code == "HND602"}
    hidden = ("HND603", "HND604", "HND605", "HND606")
    return [d for d in found if not (d.code in hidden and unreached)]


def _mm(value: float) -> float:
    return round(float(value), 2) + 0.0


# the body


def reach(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Can every limb get where it should?"""
    found = []
    for end, short in seen.solved.short_mm.items():
        if short > REACH_MM:
            joint, _, side = end.partition(".")
            part = "foot" if joint == "ankle" else "hand"
            message = f"{seen.name}: the {grammar.SIDE_WORDS[side]} {part} is out of reach by {short:.0f} mm"
            found.append(
                Diagnostic(
                    "HND602",
                    message,
                    _reach_help(seen, part),
                    seen.span(span_of, f"{grammar.SIDE_WORDS[side]} {part}", f"{part}s"),
                )
            )
    short_by = max(seen.solved.short_mm.values(), default=0.0)
    return {"reach_mm": _mm(short_by)}, found[:1]


def _reach_help(seen: Seen, part: str) -> str:
    """What brings a hand or a foot there, in this posture."""
    if part == "hand" and any(hand.how == "hold foot" for hand in seen.solved.frame.hands.values()):
        return "bend the knee of the foot that is held more (130 to 140), or let it point back at the hip"
    if seen.solved.frame.posture == "stand":
        return "bring the feet closer to the wall or what is held, bend the knee or lean the trunk more"
    if part == "hand":
        return "bring what it should reach closer: bend that hip or knee more, or lean the trunk towards it"
    return "bring the foot closer to the hips, or bend the knee more"


def contacts(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Does the skin touch what the pose says it touches?"""
    gaps = {c.name: _mm(c.gap_mm(seen.solved.posed)) for c in seen.solved.contacts}
    found = []
    for name, gap in gaps.items():
        if abs(gap) > CONTACT_MM and not any(v > REACH_MM for v in seen.solved.short_mm.values()):
            message = f"{seen.name}: {name} misses by {abs(gap):.0f} mm"
            part = " ".join(name.split()[:2]).replace("forearm", "hand")
            found.append(
                Diagnostic(
                    "HND602",
                    message,
                    "change the distance or the angles of this limb",
                    seen.span(span_of, part, f"{part.split()[1]}s"),
                )
            )
    return {"contact_mm": gaps}, found


def through(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Does the body pass through the floor or the wall?"""
    skin = seen.solved.posed.skin
    depths = {"floor": max(0.0, -float(skin[:, 1].min()))}
    if any(thing.name == "wall" for thing in seen.shot.scene.things):
        depths["wall"] = max(0.0, float(skin[:, 2].max()))
    if any(thing.name == "worktop" for thing in seen.shot.scene.things):
        k = seen.solved.posed.body.scale
        beside = (skin[:, 1] > 150 * k) & (skin[:, 1] < grammar.SURFACES_MM["counter"] * k - 5)
        depths["worktop"] = max(0.0, float(skin[beside, 2].max()))
    found = []
    for name, depth in depths.items():
        if depth > (THROUGH_MM if seen.solved.frame.posture == "stand" else PRESSED_MM):
            message = f"{seen.name}: the body goes {depth:.0f} mm through the {name}"
            found.append(Diagnostic("HND605", message, "move the part that touches it", seen.span(span_of)))
    return {"through_mm": {name: _mm(d) for name, d in depths.items()}}, found


def balance(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Standing freely: is the middle of the body over the feet?"""
    if not seen.solved.free or seen.solved.frame.posture != "stand":
        return {"balance_mm": None}, []
    posed = seen.solved.posed
    feet = posed.skin[np.concatenate([c.vertices for c in seen.solved.contacts if "foot" in c.name])]
    low = feet[feet[:, 1] < feet[:, 1].min() + 15]
    base = Polygon(low[:, [0, 2]]).convex_hull if len(low) > 2 else Polygon()
    middle = centre_of_mass(posed.skin, posed.body.fine.triangles)
    outside = float(base.distance(Point(middle[0], middle[2])))
    found = []
    if outside > BALANCE_MM:
        message = f"{seen.name}: the body would fall: its middle is {outside:.0f} mm outside the feet"
        found.append(
            Diagnostic(
                "HND605", message, "lean the other way or give it something to hold", seen.span(span_of, "trunk")
            )
        )
    return {"balance_mm": _mm(outside)}, found


def centre_of_mass(points: Floats, triangles: Ints) -> Floats:
    """Of the volume inside a skin, as if it were of one stuff."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    volume = np.einsum("ti,ti->t", a, np.cross(b, c)) / 6
    found: Floats = (volume[:, None] * (a + b + c) / 4).sum(axis=0) / volume.sum()
    return found


# the paper


def framing(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Is everything inside the picture with a margin?"""
    sheet = seen.shot.sheet
    boxes = []
    if not seen.solved.frame.view:
        at = sheet.to_print_mm(seen.shot.scene.cloud)
        boxes.append((*at.min(axis=0), *at.max(axis=0)))
    if seen.arrow:
        boxes.append(seen.arrow.outline.bounds)
    sides = [min(b[0], b[1], sheet.width_mm - b[2], sheet.height_mm - b[3]) for b in boxes]
    margin = min(sides, default=MARGIN_MM)
    found = []
    if margin < MARGIN_MM - 0.05:
        message = f"{seen.name}: only {margin:.1f} mm between the figure and the edge of its picture"
        found.append(Diagnostic("HND606", message, "choose another view or a smaller movement", seen.span(span_of)))
    return {"margin_mm": _mm(margin), "size_mm": [round(sheet.width_mm, 1), round(sheet.height_mm, 1)]}, found


def strokes(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Is every line thick enough for a copier?"""
    widths = [
        int(w) / style.UNITS_PER_MM
        for w in re.findall(r'stroke="#(?!FFFFFF)[0-9A-F]{6}" stroke-width="(\d+)"', seen.svg)
    ]
    thin = min((w for w in widths if w != style.SEAM_MM), default=style.THINNEST_MM)
    found = []
    if thin < style.THINNEST_MM:
        message = f"{seen.name}: a line of {thin:.2f} mm would vanish in a copier"
        found.append(Diagnostic("HND606", message, f"lines are at least {style.THINNEST_MM} mm", seen.span(span_of)))
    return {"thinnest_line_mm": thin}, found


def grey(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Can everything still be told apart without colour?"""
    fill, worn = seen.shot.scene.fill, [p for p in seen.shot.patches.values() if p.is_body]
    line = {
        m: round(min(style.contrast(style.INK, c) for c in (fill(m).near, fill(m).far)), 1)
        for m in sorted({p.material for p in worn})
    }
    far_fills = sorted({p.material for p in worn if p.far})
    far = {m: round(style.contrast(fill(m).near, fill(m).far), 2) for m in far_fills}
    edge = round(style.contrast(style.HIGHLIGHT_INK, fill("skin").near), 1)
    found = []
    for name, value in line.items():
        if value < LINE_CONTRAST:
            found.append(_colour(seen, span_of, f"lines on {name} have a contrast of {value}"))
    found += [
        _colour(seen, span_of, f"far and near {n} differ by only {v}") for n, v in far.items() if v < FAR_CONTRAST
    ]
    if seen.area and edge < EDGE_CONTRAST:
        found.append(_colour(seen, span_of, f"the highlight's edge has a contrast of {edge}"))
    return {"contrast": {"line": line, "far": far, "highlight_edge": edge}}, found


def _colour(seen: Seen, span_of: grammar.SpanOf, message: str) -> Diagnostic:
    return Diagnostic("HND606", f"{seen.name}: {message} in grey", "change the colour in style.py", seen.span(span_of))


def highlighted(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Is the stretched part large enough, and does the camera see it?"""
    if seen.area is None or seen.stretch is None:
        return {}, []
    share = sight.seen_share(seen.shot, area_vertices(seen)) or 0.0
    found = []
    if seen.area.area_mm2 < HIGHLIGHT_MM2 or share < HIGHLIGHT_SHARE:
        message = f"{seen.name}: the stretched part shows {seen.area.area_mm2:.0f} mm2 and {share:.0%} of itself"
        found.append(Diagnostic("HND606", message, "choose a view from which it can be seen", span_of(("stretch",))))
    return {"highlight_mm2": _mm(seen.area.area_mm2), "highlight_seen": round(share, 2)}, found


def area_vertices(seen: Seen) -> Bools:
    """Fine vertices of the stretched part."""
    assert seen.stretch is not None
    body, rule = seen.shot.scene.body, marks.AREAS[seen.stretch.part]
    weight = body.fine.values(np.sum([body.groups[limb] for limb in rule.names(seen.stretch.side)], axis=0))
    return (weight > 0.5) & rule.holds(body, seen.stretch.side, body.fine.values(body.skin))


def arrow_free(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Does the arrow keep clear of the figure and of the labels' places?"""
    if seen.arrow is None:
        return {}, []
    at = seen.shot.sheet.to_print_mm(arrows.obstacles(seen.shot.scene))
    clear = seen.arrow.clear_mm(at)
    labels = min((seen.arrow.outline.distance(Point(p)) for p in seen.anchors.values()), default=99.0)
    found = []
    if clear < style.ARROW_CLEAR_MM or labels < ARROW_TO_LABEL_MM:
        message = f"{seen.name}: the arrow touches the figure or a label's place"
        found.append(Diagnostic("HND606", message, "name another part to move, or drop the arrow", span_of(("arrow",))))
    return {"arrow_clear_mm": _mm(clear), "arrow_to_label_mm": _mm(min(labels, 99.0))}, found


def label_places(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Does every label point at a part of the figure that shows?"""
    found = []
    for name, (x, y) in seen.anchors.items():
        column, row = int(x * style.PIXELS_PER_MM), int(y * style.PIXELS_PER_MM)
        height, width = seen.shot.picture.shape
        if not (0 <= row < height and 0 <= column < width and seen.shot.body_pixels[row, column]):
            message = f"the label at {name} points beside the figure"
            found.append(
                Diagnostic("HND606", message, "name a place that shows in this view", span_of(("labels", name)))
            )
    return {"labels": len(seen.anchors)}, found


def file_size(seen: Seen, span_of: grammar.SpanOf) -> Found:
    """Is the file small, and free of what a printed page cannot carry?"""
    size = len(seen.svg.encode("utf-8"))
    banned = re.findall(
        r"<(?:pattern|filter|linearGradient|text|title|style|image|use)|\b(?:id|class|style|href)=", seen.svg
    )
    found = []
    if size > SIZE_BYTES or banned:
        message = f"{seen.name}: the drawing has {size} bytes" + (f" and uses {banned[0]}" if banned else "")
        found.append(Diagnostic("HND606", message, f"at most {SIZE_BYTES} bytes of plain shapes", seen.span(span_of)))
    return {"bytes": size}, found


CHECKS: tuple[Check, ...] = (
    reach,
    contacts,
    joint_checks.joint_limits,
    joint_checks.asked_and_got,
    through,
    limbs_apart,
    balance,
    framing,
    strokes,
    grey,
    highlighted,
    sight.touching,
    arrow_free,
    label_places,
    file_size,
)
