"""The lines of labels as they are printed: each runs from its words to what it names, and over nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sampling import one_of_each
from shapely.geometry import LineString, Point
from shapely.ops import unary_union

from handouts.figures import pain_map
from handouts.figures.checks.pain_maps import INSIDE_MM
from handouts.figures.render import label_sides
from handouts.figures.render.panels import DrawnPanel
from handouts.layout import labels
from handouts.model.cards import Picture
from handouts.model.pictures import Frame

from .test_pain_map import CONDITIONS, drawn, picture_of, span_of

SIZES = (
    (1.0, 12.0),
    (0.7, 12.0),
    (1.3, 12.0),
    (1.78, 17.0),
)  # scale and size of the words: A4, small, grown, large print
Panels = tuple[DrawnPanel, ...]


def _picture(id_: str) -> tuple[Picture, Panels, tuple[str, ...]]:
    """A shipped picture as it is drawn now, its panels, and its sore places."""
    asked, _ = pain_map.read(picture_of(id_), span_of)
    drawing, _ = drawn(id_)
    assert asked is not None and drawing is not None
    one = drawing.frames[0]
    frame = Frame(one.name, one.svg, one.width_mm, one.height_mm, one.faces, one.anchors, sides=one.sides)
    words = tuple((name, words) for name, words in picture_of(id_)["labels"].items())
    picture = Picture(frame=frame, alt="", labels=words)
    return picture, tuple(pain_map.drawn_panels(asked, "adult")), asked.sore


def _lines(picture: Picture, mirrored: bool, scale: float, label_pt: float) -> dict[str, LineString]:
    """The printed leader of each label, in millimetres of the drawing, from the place to the words."""
    placed = labels.place_round(picture, mirrored, scale, label_pt)
    assert placed.placed is not None
    found = {}
    for start, end in placed.leaders:
        points = []
        for x, y in (end, start):
            on = (x / 100 - placed.figure_left_mm) / scale
            points.append((picture.frame.width_mm - on if mirrored else on, (y / 100 - placed.placed.top_mm) / scale))
        at = Point(points[0])
        name = min(picture.frame.anchors, key=lambda name: Point(picture.frame.anchors[name]).distance(at))
        found[name] = LineString(points)
    return found


def _wrong(
    picture: Picture, panels: Panels, sore: tuple[str, ...], mirrored: bool, size: tuple[float, float]
) -> list[str]:
    """What is wrong with the printed leaders of a picture."""
    found = []
    for name, line in _lines(picture, mirrored, *size).items():
        if over := label_sides.forbidden(panels, line):
            found.append(f"{name} crosses {over}")
        if label_sides.crossed_mm(panels, name, line, sore) > label_sides.CROSSED_MM:
            found.append(f"{name} crosses what it does not name")
        own = [label_sides.moved(one.shapes[name], one) for one in panels if name in one.shapes]
        own += [label_sides.moved(mark.shape, one) for one in panels for key, mark in one.sore.items()
                if key == (sore[0] if name == "sore" else name)]  # fmt: skip
        if not unary_union(own).buffer(-INSIDE_MM / 2).contains(Point(line.coords[0])):
            found.append(f"{name} ends outside")
    return found


@pytest.mark.parametrize("id_", one_of_each(CONDITIONS, lambda id_: "condition"))
def test_leaders_run_to_what_they_name_and_over_nothing_else(id_: str) -> None:
    picture, panels, sore = _picture(id_)
    for mirrored in (False, True):
        for size in SIZES:
            assert _wrong(picture, panels, sore, mirrored, size) == [], (mirrored, size)


@pytest.mark.slow  # figures are drawn for this test alone
def test_a_leader_that_ends_elsewhere_or_runs_over_the_head_is_found() -> None:
    picture, panels, sore = _picture("heel-and-back")
    frame = picture.frame
    x, y = frame.anchors["bursa"]
    moved = replace(picture, frame=replace(frame, anchors={**frame.anchors, "bursa": (x, y - 6)}))
    assert "bursa ends outside" in _wrong(moved, panels, sore, False, SIZES[0])
    over = replace(picture, frame=replace(frame, sides={**frame.sides, "low back": "above"}))
    assert "low back crosses the head" in _wrong(over, panels, sore, False, SIZES[0])
