"""Faults planted in pictures of where it hurts: each is reported, and a good picture has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from shapely import affinity
from shapely.geometry import Point, Polygon, box

from handouts.figures import pain_map, style
from handouts.figures.checks import pain_maps
from handouts.figures.language import keys
from handouts.figures.render import (
    label_sides,
    laid,
    marks,
)

from .likeness import MOST_ALIKE, likeness
from .test_pain_map import CONDITIONS, FIGURES, drawn, picture_of, span_of


@pytest.fixture(scope="module")
def good() -> pain_maps.DrawnPainMap:
    picture = picture_of("plantar-fasciitis")
    asked, _ = pain_map.read(picture, span_of)
    assert asked is not None
    drawing, _ = drawn("plantar-fasciitis")
    assert drawing is not None
    frame = drawing.frames[0]
    shown = tuple(pain_map.drawn_panels(asked, "adult"))
    return pain_maps.DrawnPainMap(asked.labels, shown, frame.svg, frame.anchors, frame.sides, asked.sore)


Check = Callable[[pain_maps.DrawnPainMap, keys.SpanOf], pain_maps.CheckResult]


def reported(check: Check, seen: pain_maps.DrawnPainMap) -> list[str]:
    return [f"{one.code} {one.message}" for one in check(seen, span_of)[1]]


def moved(seen: pain_maps.DrawnPainMap, name: str, x_mm: float, y_mm: float) -> pain_maps.DrawnPainMap:
    """The same picture with one shape elsewhere on the paper, and its surface with it in the room."""
    small, panel = seen.panels
    shapes = {**panel.shapes, name: affinity.translate(panel.shapes[name], x_mm, y_mm)}
    off = np.array([0.0, -y_mm, -x_mm]) / panel.panel.sheet.mm_per_body_mm
    things = tuple(
        replace(thing, points=thing.points + off) if name in (thing.name, thing.bone) else thing
        for thing in panel.things
    )
    return replace(seen, panels=(small, replace(panel, shapes=shapes, things=things)))


def test_a_shape_whose_edges_cross_is_measured_right(good: pain_maps.DrawnPainMap) -> None:
    """The line of a label was said to cross 12 mm where it crossed none."""
    crossing = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    moved_ = label_sides.moved(crossing, good.panels[0])
    assert not crossing.is_valid and moved_.is_valid
    assert moved_.area == pytest.approx(50)


def test_nothing_is_found_in_a_good_picture(good: pain_maps.DrawnPainMap) -> None:
    assert pain_maps.checked(good, span_of)[1] == []


def test_a_bone_outside_the_skin(good: pain_maps.DrawnPainMap) -> None:
    [message] = reported(pain_maps.inside, moved(good, "heel bone", 12, 0))
    assert message.startswith("HND606 where it hurts: heel bone lies -")


def test_a_band_that_does_not_reach_its_bone(good: pain_maps.DrawnPainMap) -> None:
    [message] = reported(pain_maps.joined, moved(good, "plantar fascia", -12, 0))
    assert "between plantar fascia and heel bone" in message


def test_bones_that_do_not_meet(good: pain_maps.DrawnPainMap) -> None:
    small, panel = good.panels
    apart = tuple(
        replace(thing, points=thing.points + np.array([0, 0, 9.0])) if thing.bone == "toe1-2" else thing
        for thing in panel.things
    )
    [message] = reported(pain_maps.joints, replace(good, panels=(small, replace(panel, things=apart))))
    assert "between the bones toe1-1 and toe1-2, at most 2.5" in message


def test_a_structure_too_small_to_see(good: pain_maps.DrawnPainMap) -> None:
    small, panel = good.panels
    shapes = {**panel.shapes, "plantar fascia": box(5, 5, 6, 6)}
    [message] = reported(pain_maps.visible, replace(good, panels=(small, replace(panel, shapes=shapes))))
    assert "plantar fascia has 1.0 mm2" in message


#: Two pictures of one view have the same bones: what is drawn on them, and the sore place, make the difference.
MOST_ALIKE_IN_ONE_VIEW = 0.7


def test_no_two_shipped_pictures_look_alike() -> None:
    pictures = {id_: (FIGURES / f"{id_}-where.svg").read_text("utf-8") for id_ in (*CONDITIONS, "ice")}
    alike = {(a, b): round(likeness(pictures[a], pictures[b]), 2) for a, b in combinations(sorted(pictures), 2)}
    views = {id_: picture_of(id_)["view"] for id_ in (*CONDITIONS, "ice")}
    for (one, other), share in alike.items():
        assert share <= (MOST_ALIKE_IN_ONE_VIEW if views[one] == views[other] else MOST_ALIKE), (one, other)


@pytest.mark.slow  # a picture is drawn anew
def test_a_picture_with_another_sore_place_looks_alike() -> None:
    """Three of the first pictures differed only in this, and readers took them for one."""
    asked = {**picture_of("heel-fat-pad"), "structures": ["heel bone", "heel pad", "plantar fascia"]}
    other, _ = pain_map.draw_pain_map("x", {**asked, "sore": ["whole heel"]}, span_of)
    first, _ = drawn("heel-fat-pad")
    assert other is not None and first is not None
    assert likeness(first.frames[0].svg, other.frames[0].svg) > MOST_ALIKE


def test_a_sore_place_too_small_to_see(good: pain_maps.DrawnPainMap) -> None:
    small, panel = good.panels
    mark = marks.hatched(Polygon(((0, 0), (2, 0), (2, 2))))
    tiny = replace(good, panels=(small, replace(panel, sore={"start of the band": mark})))
    assert "2 mm2" in reported(pain_maps.sore, tiny)[0]


def test_a_label_that_points_beside_its_thing(good: pain_maps.DrawnPainMap) -> None:
    [message] = reported(pain_maps.label_places, replace(good, anchors={**good.anchors, "heel bone": (2.0, 2.0)}))
    assert "`heel bone` points at nothing" in message


def test_a_leader_ends_inside_what_it_names(good: pain_maps.DrawnPainMap) -> None:
    edge = good.panels[1].shapes["heel bone"].exterior.coords[0]
    at = good.panels[1].at(*edge)
    [message] = reported(pain_maps.label_places, replace(good, anchors={**good.anchors, "heel bone": at}))
    assert "`heel bone` points at nothing" in message


def test_a_leader_over_what_it_must_not_cross(good: pain_maps.DrawnPainMap) -> None:
    before = replace(good, sides={**good.sides, "sore": "before"})
    [message] = reported(pain_maps.leaders, before)
    assert message.endswith("the line of the label `sore` crosses another part of the picture")
    [message] = reported(pain_maps.leaders, replace(before, panels=good.panels[1:]))
    assert "mm of what it does not name, at most 6" in message


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_leader_through_the_head() -> None:
    """The label of the low back was over the head of the small body."""
    asked, _ = pain_map.read(picture_of("heel-and-back"), span_of)
    drawing, _ = drawn("heel-and-back")
    assert asked is not None and drawing is not None
    frame, shown = drawing.frames[0], tuple(pain_map.drawn_panels(asked, "adult"))
    sides = {**frame.sides, "low back": "above"}
    good = pain_maps.DrawnPainMap(asked.labels, shown, frame.svg, frame.anchors, frame.sides, asked.sore)
    assert reported(pain_maps.leaders, good) == []
    [message] = reported(pain_maps.leaders, replace(good, sides=sides))
    assert message.endswith("the line of the label `low back` crosses the head")


@pytest.mark.parametrize(
    ("svg", "says"),
    [
        ('<svg viewBox="0 0 7000 2000">', "70 × 20 mm"),
        ('<svg viewBox="0 0 6000 2000">' + "x" * 61_000, "61"),
        ('<svg viewBox="0 0 6000 2000"><path stroke="#14202B" stroke-width="20"/>', "0.20 mm would vanish"),
    ],
)
def test_a_drawing_that_does_not_fit(good: pain_maps.DrawnPainMap, svg: str, says: str) -> None:
    line = '<path stroke="#14202B" stroke-width="36"/>'
    assert says in reported(pain_maps.room, replace(good, svg=svg + line))[0]


def test_colours_that_fade(good: pain_maps.DrawnPainMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(style.FILLS, "sinew", style.Fill("#4A5A63", "#4A5A63"))
    assert reported(pain_maps.contrasts, good) == ["HND606 where it hurts: lines fade on sinew"]


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_label_of_sore_skin_points_at_its_strokes() -> None:
    words = {"view": "neck from behind", "structures": ["neck bones"], "sore": ["neck"], "labels": {"sore": "Sore"}}
    parsed, _ = pain_map.read(words, span_of)
    assert parsed is not None
    [one] = [one for one in pain_map.drawn_panels(parsed, "adult") if one.sore]
    place = laid.anchor(one, "sore", parsed.sore)
    assert place is not None
    assert one.sore["neck"].shape.contains(Point(*place))
    assert not one.shapes["neck bones"].contains(Point(*place))
