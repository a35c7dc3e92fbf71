"""Pictures of where it hurts: every one right and up to date, the same words in model and wing."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from sampling import one_of_each
from shapely.geometry import Point
from shipped import SHIPPED

from handouts.diagnostics import Diagnostic, Span
from handouts.figures import kept, pain_map
from handouts.figures.draw import Drawing
from handouts.figures.language import keys
from handouts.figures.person import feet, rig
from handouts.figures.person.structures import SORES, STRUCTURES
from handouts.figures.render import laid, panels, preview, soft_ends, splint, svg, under_skin, views
from handouts.model import PainMap
from handouts.model.people import AT

from .test_drawings import PICTURE_DIFFERENCE, _difference

CONTENT = Path(__file__).parents[2] / "content"
FIGURES = CONTENT / "figures"
CONDITIONS = sorted(path.stem for path in (CONTENT / "conditions").glob("*.yaml"))
KEPT = sorted(
    path.stem
    for path in FIGURES.glob("*.json")
    if not (CONTENT / "exercises" / f"{path.stem.partition(AT)[0]}.yaml").exists()
)
OTHER_BODIES = ("heavier-man", "older-woman", "child")


def span_of(path: keys.Path) -> Span:
    return Span("picture/" + "/".join(map(str, path)))


def picture_of(id_: str) -> dict[str, Any]:
    picture = (SHIPPED.conditions.get(id_) or SHIPPED.advice[id_]).picture
    assert picture is not None
    return picture.model_dump(exclude_unset=True, by_alias=True)


@cache
def drawn(id_: str, body: str = "adult") -> tuple[Drawing | None, list[Diagnostic]]:
    return pain_map.draw_pain_map(id_, picture_of(id_), span_of, body)


def large_panel(id_: str) -> panels.DrawnPanel:
    """The large panel of a shipped picture."""
    asked, _ = pain_map.read(picture_of(id_), span_of)
    assert asked is not None
    return max(pain_map.drawn_panels(asked, "adult"), key=lambda one: one.panel.sheet.mm_per_body_mm)


# ---------------------------------------------------------------- what is kept


def test_every_picture_is_kept() -> None:
    assert {*CONDITIONS, "ice", "night-splint"} <= {*KEPT}


@pytest.mark.parametrize("kept_name", one_of_each(KEPT, lambda name: AT in name))
def test_it_is_right_and_what_is_kept(kept_name: str) -> None:
    id_, _, body = kept_name.partition(AT)
    drawing, found = drawn(id_, body or "adult")
    assert drawing is not None
    assert found == []
    fresh = kept.as_files(drawing)
    card, new = (
        json.loads(text) for text in ((FIGURES / f"{kept_name}.json").read_text("utf-8"), fresh[f"{kept_name}.json"])
    )
    assert (card["drawing_key"], len(card["frames"])) == (new["drawing_key"], 1)
    old_frame, new_frame = card["frames"][0], new["frames"][0]
    assert old_frame["name"] == "where"
    assert old_frame["anchors"].keys() == new_frame["anchors"].keys() == picture_of(id_)["labels"].keys()
    for name, at in old_frame["anchors"].items():
        assert at == pytest.approx(new_frame["anchors"][name], abs=0.1)
    name = f"{kept_name}-where.svg"
    assert _difference((FIGURES / name).read_text(encoding="utf-8"), fresh[name]) <= PICTURE_DIFFERENCE


@pytest.mark.slow  # a picture is drawn anew
def test_the_same_bytes_twice() -> None:
    again, _ = pain_map.draw_pain_map("heel-bursitis", picture_of("heel-bursitis"), span_of)
    first, _ = drawn("heel-bursitis")
    assert again is not None
    assert first is not None
    assert kept.as_files(again) == kept.as_files(first)


@pytest.mark.slow  # three pictures anew for each of three bodies, two seconds each
@pytest.mark.parametrize("body", OTHER_BODIES)
def test_shapes_sit_right_in_other_feet(body: str) -> None:
    for id_ in ("heel-bursitis", "overuse-heel", "tarsal-tunnel"):
        assert drawn(id_, body)[1] == [], (id_, body)


# ---------------------------------------------------------------- the same words


def _choices(name: str) -> set[str]:
    annotation = PainMap.model_fields[name].annotation
    while get_args(annotation) and not all(isinstance(one, str) for one in get_args(annotation)):
        annotation = get_args(annotation)[0]
    return set(get_args(annotation))


def test_model_and_wing_know_the_same_words() -> None:
    assert _choices("view") == set(views.VIEWS)
    assert _choices("structures") == set(STRUCTURES)
    assert _choices("sore") == {*SORES, *views.SKIN_PLACES}
    assert {view: one.items for view, one in views.VIEWS.items() if one.items} == PainMap.THINGS


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"view": "inner side of the fot"}, "picture/view"),
        ({"structures": ["heel bone", "spurr"]}, "picture/structures/1"),
        ({"sore": ["hell"]}, "picture/sore/0"),
        ({"labels": {"nerve": "Nerve"}}, "picture/labels/nerve/[key]"),
        ({"lables": {}}, "picture/lables/[key]"),
    ],
)
def test_words_that_cannot_be_read(change: dict[str, Any], place: str) -> None:
    drawing, found = pain_map.draw_pain_map("x", {**picture_of("plantar-fasciitis"), **change}, span_of)
    assert drawing is None
    assert "HND601" in {one.code for one in found}
    assert Span(place) in [one.span for one in found]


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_sore_place_that_the_view_does_not_show() -> None:
    asked = {**picture_of("plantar-fasciitis"), "sore": ["low back"], "labels": {"sore": "Here"}}
    _, found = pain_map.draw_pain_map("x", asked, span_of)
    assert [(one.code, one.span) for one in found] == [("HND606", Span("picture/labels/sore"))]


def test_a_splint_holds_the_wrist_straight_and_leaves_the_thumb_free() -> None:
    panel = views.splint_panel(rig.body("adult"))
    worn = splint.Splint(panel)
    thumb, fist = (panel.on_sheet(panel.scene.posed.joint(f"finger{n}.R")) for n in ("1-3", "3-2"))
    assert worn.sleeve.contains(Point(*worn.wrist))
    assert not any(worn.sleeve.contains(Point(*at)) for at in (thumb, fist))
    fore, palm = worn.wrist - worn.elbow, worn.knuckle - worn.wrist
    bend = np.degrees(np.arctan2(fore[0] * palm[1] - fore[1] * palm[0], fore @ palm))
    assert abs(bend) < 8


# ---------------------------------------------------------------- soft ends


@pytest.mark.slow  # a figure is drawn for this test alone
def test_a_picture_fades_where_it_cuts_the_body_off_and_nowhere_else() -> None:
    """A straight cut through skin read as the edge of a thing."""
    large = large_panel("heel-spur")
    sheet = large.panel.sheet
    assert [*soft_ends.cut(large.panel.rendering.body_pixels)] == ["left", "top"]
    alone = svg.document(sheet.width_mm, sheet.height_mm, laid.drawn(large.panel, ("heel bone",), (), (0, 0)).parts)
    shown = np.asarray(preview.picture(alone, 8.0).convert("L"), dtype=np.float64)
    middle = shown.shape[0] // 2
    assert shown[:, 0].min() > 245, "a line reaches the edge"
    course = [float(shown[middle - 20 : middle + 20, int(mm * 8)].mean()) for mm in (0.2, 1.5, soft_ends.DEEP_MM + 0.2)]
    assert course == sorted(course, reverse=True)
    assert shown[-int(0.3 * 8) :].min() > 254, "paper under the sole"
    assert shown[-int(soft_ends.DEEP_MM * 8) :].min() < 60, "the sole is a full line"


def test_a_framed_picture_does_not_fade() -> None:
    [whole, heel] = views.VIEWS["back and heel"].panels(rig.body("adult"))
    assert soft_ends.drawn(whole) == soft_ends.drawn(heel) == []
    assert soft_ends.drawn(replace(heel, framed=False)) != []


# ---------------------------------------------------------------- shade, floor and the measures of a foot


def test_shade_has_no_small_pieces_and_no_small_holes() -> None:
    """Light spots on the bones of the foot read as holes in them."""
    within = np.ones((120, 120), dtype=bool)
    shade = np.zeros_like(within)
    shade[60:, :] = True  # a large one stays
    shade[80:100, 40:60] = False  # a hole of 400
    shade[10:30, 40:60] = True  # a piece of 400
    tidy = under_skin._without_islands(shade, within)
    assert tidy[60:, :].all() and not tidy[:60, :].any()


LOADED = "weight on the heel"


@pytest.mark.parametrize("view", [view for view, one in views.VIEWS.items() if not one.items and view != LOADED])
def test_what_lies_under_the_skin_is_shown_without_a_floor_line(view: str) -> None:
    """Leaders from a row of labels below would cross it."""
    assert all(panel.floor_y is None for panel in views.VIEWS[view].panels(rig.body("adult")))


def test_weight_presses_the_heel_on_a_floor() -> None:
    """An arrow alone read as one to push on the shin."""
    assert all(panel.floor_y is not None for panel in views.VIEWS[LOADED].panels(rig.body("adult")) if panel.bones)


def test_a_foot_is_measured() -> None:
    on = feet.foot("adult")
    assert 230 < on.length_mm < 250
    assert on.heel[1] == pytest.approx(rig.body("adult").skin[:, 1].min(), abs=3)
    assert feet.foot("child").length_mm < 0.85 * on.length_mm
