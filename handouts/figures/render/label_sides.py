"""On which side of a picture of where it hurts each label is: where its line crosses least, apart from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product

from shapely import affinity, make_valid
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.figures.render.panels import DrawnPanel

#: What a line costs in millimetres of its length: on the side of the column of labels nothing more; a row over or
#: under the picture makes it higher, words beside the locator make it wider.
BEFORE = "before"
SIDES = {"beside": 0.0, "below": 6.0, "above": 6.0, BEFORE: 30.0}
CROSSED, BONE = 3.0, 0.5  # more for a millimetre over another structure or sore place, over a bone beside them
CROSSED_MM = 6.0  # of other structures and sore places, that the line of a label runs over at most
NEVER = 1000.0  # over the head, over another panel, or over more than that
TOUCH_MM = 0.1
APART_MM, NEAR = 1.2, 100.0  # lines that are nearer run together in a photocopy; what each two of them cost

At = tuple[float, float]


def chosen(panels: Sequence[DrawnPanel], anchors: Mapping[str, At], size_mm: At, sore: Sequence[str]) -> dict[str, str]:
    """The side of each label: `beside` the picture, `above`, `below`, or `before` it, where the locator is.

    Args:
        panels: of the picture, from left to right.
        anchors: where the labels point, in millimetres of the picture.
        size_mm: of the picture.
        sore: the sore places; the label `sore` points at the first.
    """
    lines = {(name, side): leader(side, at, size_mm) for name, at in anchors.items() for side in SIDES}
    costs = {(name, side): _cost_mm(panels, name, line, sore) + SIDES[side] for (name, side), line in lines.items()}
    near = {
        frozenset(pair)
        for pair in combinations(lines, 2)
        if pair[0][0] != pair[1][0] and lines[pair[0]].distance(lines[pair[1]]) < APART_MM
    }

    def cost_mm(sides: Iterable[str]) -> float:
        choice = [*zip(anchors, sides, strict=True)]
        together = sum(frozenset(pair) in near for pair in combinations(choice, 2))
        return sum(costs[one] for one in choice) + NEAR * together

    return dict(zip(anchors, min(product(SIDES, repeat=len(anchors)), key=cost_mm), strict=True))


def leader(side: str, at: At, size_mm: At) -> LineString:
    """The straight line from a place to the side of the picture where its label is."""
    (x, y), (width, height) = at, size_mm
    ends = {"beside": (width, y), "below": (x, height), "above": (x, 0.0), "before": (0.0, y)}
    return LineString([at, ends[side]])


def _cost_mm(panels: Sequence[DrawnPanel], name: str, line: LineString, sore: Sequence[str]) -> float:
    """The length of a line from its place, where what it runs over counts more."""
    own = _panel(panels, line)
    weight = BONE if own.panel.bones else CROSSED
    crossed = crossed_mm(panels, name, line, sore)
    over = CROSSED * crossed + weight * line.intersection(_beside(own, name)).length
    return float(line.length + over + NEVER * bool(crossed > CROSSED_MM or forbidden(panels, line)))


def crossed_mm(panels: Sequence[DrawnPanel], name: str, line: LineString, sore: Sequence[str]) -> float:
    """How much of the line of a label runs over structures and sore places that it does not name."""
    return float(line.intersection(_others(_panel(panels, line), name, tuple(sore))).length)


def forbidden(panels: Sequence[DrawnPanel], line: LineString) -> str:
    """What the line of a label crosses that no line may: the head, or another part of the picture."""
    own = _panel(panels, line)
    head = moved(own.head, own)
    if line.intersects(head) and not head.contains(Point(line.coords[0])):
        return "the head"
    others = (moved(_figure(one), one) for one in panels if one is not own)
    return "another part of the picture" if any(line.intersection(one).length > TOUCH_MM for one in others) else ""


def _panel(panels: Sequence[DrawnPanel], line: LineString) -> DrawnPanel:
    """The panel in which a line begins."""
    at = Point(line.coords[0])
    return min(panels, key=lambda one: moved(one.panel.frame, one).distance(at))


@lru_cache(maxsize=8)  # asked for each side of a label
def _beside(one: DrawnPanel, name: str) -> BaseGeometry:
    """The bones of a panel that the label does not name; of a whole body its outline."""
    return moved(one.bones.difference(one.shapes.get(name, Polygon())) if one.panel.bones else one.panel.skin, one)


@lru_cache(maxsize=8)
def _others(one: DrawnPanel, name: str, sore: tuple[str, ...]) -> BaseGeometry:
    """What a panel shows that the label does not name; a sore place that covers what it names is no other."""
    named = sore[0] if name == "sore" and sore else name
    own = unary_union(
        [one.shapes.get(name, Polygon()), *(mark.shape for key, mark in one.sore.items() if key == named)]
    )
    others = [shape for key, shape in one.shapes.items() if key != name]
    others += [mark.shape for mark in one.sore.values() if mark.shape.intersection(own).area <= own.area / 2]
    return moved(unary_union(others).difference(own), one)


def _figure(one: DrawnPanel) -> Polygon | MultiPolygon:
    """What another panel takes up: of a body its outline."""
    return one.panel.frame if one.panel.bones else one.panel.skin


def moved(shape: BaseGeometry, one: DrawnPanel) -> BaseGeometry:
    """A shape of a panel, in millimetres of the picture; made valid: rounding may let its edges cross."""
    found: BaseGeometry = make_valid(affinity.translate(shape, *one.corner_mm))
    return found
