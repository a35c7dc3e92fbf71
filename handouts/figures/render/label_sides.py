"""On which side of a picture of where it hurts the label of each place is: where its line crosses least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shapely import affinity
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.figures.render.panels import DrawnPanel

#: What a line costs in millimetres of its length: on the side of the column of labels nothing more; a row over or
#: under the picture makes it higher, words beside the locator make it wider.
SIDES = {"beside": 0.0, "below": 6.0, "above": 6.0, "before": 30.0}
CROSSED, BONE = 3.0, 0.5  # more for a millimetre over another structure or sore place, over a bone beside them
NEVER = 1000.0  # over the head, or over another panel

At = tuple[float, float]


def chosen(panels: Sequence[DrawnPanel], anchors: Mapping[str, At], size_mm: At, sore: Sequence[str]) -> dict[str, str]:
    """The side of each label: `beside` the picture, `above`, `below`, or `before` it, where the locator is.

    Args:
        panels: of the picture, from left to right.
        anchors: where the labels point, in millimetres of the picture.
        size_mm: of the picture.
        sore: the sore places; the label `sore` points at the first.
    """
    found = {}
    for name, at in anchors.items():
        costs = {
            side: extra + cost_mm(panels, name, LineString([at, end]), sore)
            for (side, extra), end in zip(SIDES.items(), _ends(at, size_mm), strict=True)
        }
        found[name] = min(costs, key=lambda side: costs[side])
    return found


def _ends(at: At, size_mm: At) -> tuple[At, ...]:
    """Where straight lines to the sides leave the picture, in the order of `SIDES`."""
    (x, y), (width, height) = at, size_mm
    return (width, y), (x, height), (x, 0.0), (0.0, y)


def cost_mm(panels: Sequence[DrawnPanel], name: str, line: LineString, sore: Sequence[str]) -> float:
    """The length of a line from its place, where parts of the picture that it must not or should not cross count more.

    A line that crosses what no line may cross costs `NEVER` or more.
    """
    at = Point(line.coords[0])
    own_panel = next(one for one in panels if moved(one.panel.frame.buffer(0.05), one).contains(at))
    total = line.length
    for one in panels:
        if one is own_panel:
            total += CROSSED * line.intersection(moved(_others(one, name, sore), one)).length
            total += BONE * line.intersection(moved(one.bones.difference(one.shapes.get(name, Polygon())), one)).length
            total += NEVER * line.intersects(moved(one.head, one))
        elif line.intersection(moved(_figure(one), one)).length > 0.1:
            total += NEVER
    return float(total)


def _others(one: DrawnPanel, name: str, sore: Sequence[str]) -> BaseGeometry:
    """What a panel shows that the label does not name; of a whole body all of it."""
    own_sore = sore[0] if name == "sore" and sore else name
    own = [shape for key, shape in one.shapes.items() if key == name]
    own += [mark.shape for key, mark in one.sore.items() if key == own_sore]
    others = [shape for key, shape in one.shapes.items() if key != name]
    others += [mark.shape for key, mark in one.sore.items() if key != own_sore]
    body = [] if one.panel.bones else [one.panel.skin]
    return unary_union([*others, *body]).difference(unary_union(own))


def _figure(one: DrawnPanel) -> Polygon | MultiPolygon:
    """What another panel takes up: of a body its outline."""
    return one.panel.frame if one.panel.bones else one.panel.skin


def moved(shape: BaseGeometry, one: DrawnPanel) -> BaseGeometry:
    """A shape of a panel, in millimetres of the picture."""
    return affinity.translate(shape, *one.corner_mm)
