"""Pictures beside texts: read strictly, looked for where they are kept, worded, and labelled without a clash."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from composing import made
from shapely.geometry import LineString, box
from shipped import SHIPPED

from handouts import library
from handouts.compose import compose
from handouts.diagnostics import Diagnostic, Span
from handouts.layout import card_growth, card_sizes, labels, placed_drawing, plates, templates
from handouts.layout.templates import TemplateSet
from handouts.library import schema, source
from handouts.model import Condition, Library, PainMap
from handouts.model.leaflet import Leaflet, Plate
from handouts.model.request import Request

ROOT = library.data_root()
CONDITIONS = sorted(SHIPPED.conditions)
GOOD = (
    "alt: The inner side of a {side} foot with its heel bone, and a sore place under it.\n"
    "view: inner side of the foot\nstructures: [heel bone]\nsore: [inner heel]\nlabels: {heel bone: Heel bone}\n"
)


def findings_of(text: str) -> list[Diagnostic]:
    read = source.read(text, "a.yaml")
    return [*read.diagnostics, *schema.check(PainMap, read.value, read)[1]]


# ---------------------------------------------------------------- words


def test_a_picture_is_read() -> None:
    assert findings_of(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "span"),
    [
        ("view: inner side of the foot", "view: inner side of the fot", "HND203", Span("a.yaml", 2, 7, 21)),
        ("[heel bone]", "[heel bone, spurr]", "HND203", Span("a.yaml", 3, 25, 5)),
        ("[inner heel]", "[inner hell]", "HND203", Span("a.yaml", 4, 8, 10)),
        ("heel bone: Heel bone", "nerve: Nerve", "HND203", Span("a.yaml", 5, 9, 14)),
        ("heel bone: Heel bone", "heel bone: Here is your own heel bone", "HND209", Span("a.yaml", 5, 21, 26)),
        ("sore:", "soar:", "HND202", Span("a.yaml", 4, 1, 4)),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_place(old: str, new: str, code: str, span: Span) -> None:
    found = findings_of(GOOD.replace(old, new))
    assert code in [one.code for one in found]
    assert span in [one.span for one in found]


# ---------------------------------------------------------------- kept drawings


def shipped_with(tmp_path: Path, name: str, text: str) -> list[tuple[str, str]]:
    """What is said of the shipped content with one file laid over it."""
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    _, found = library.load([tmp_path, ROOT / "content"], ROOT / "styles")
    return [(one.code, one.message) for one in found if one.code in ("HND302", "HND303", "HND304", "HND305")]


def test_a_picture_of_another_place_is_stale(tmp_path: Path) -> None:
    text = (ROOT / "content" / "conditions" / "heel-spur.yaml").read_text("utf-8")
    changed = text.replace("sore: [start of the band]", "sore: [inner heel]")
    assert changed != text
    found = shipped_with(tmp_path, "conditions/heel-spur.yaml", changed)
    assert ("HND304", "the drawing of `heel-spur` is not of this picture") in found


def test_a_picture_without_drawing_is_reported(tmp_path: Path) -> None:
    text = (
        (ROOT / "content" / "conditions" / "heel-spur.yaml")
        .read_text("utf-8")
        .replace("reference: HS", "reference: XX")
    )
    assert ("HND303", "`spur-two` has no drawing") in shipped_with(tmp_path, "conditions/spur-two.yaml", text)


def test_a_drawing_of_nothing_is_reported(tmp_path: Path) -> None:
    found = shipped_with(tmp_path, "figures/heel-spurr.json", json.dumps({"frames": [], "drawing_key": ""}))
    assert ("HND302", "a drawing of `heel-spurr`, which is no exercise") in found


# ---------------------------------------------------------------- in the leaflet


def with_all_labels(id_: str) -> Library:
    """The library with a picture that keeps the labels of all causes beside other conditions."""
    condition = SHIPPED.conditions[id_]
    causes = tuple(cause.model_copy(update={"label": None}) for cause in condition.causes)
    return replace(SHIPPED, conditions={**SHIPPED.conditions, id_: condition.model_copy(update={"causes": causes})})


def composed(*ids: str, of: Library = SHIPPED, **asked: str) -> Leaflet:
    return made(Request(ids, **asked), of)  # type: ignore[arg-type]


def plates_of(leaflet: Leaflet) -> list[Plate]:
    parts = [part for section in leaflet.sections for part in section.parts]
    return [part.plate for part in parts if part.plate]


@pytest.mark.parametrize("id_", CONDITIONS)
def test_every_condition_shows_where_it_hurts(id_: str) -> None:
    [plate] = plates_of(composed(id_))
    picture = SHIPPED.conditions[id_].picture
    assert picture is not None
    assert {anchor for anchor, _ in plate.picture.labels} == set(picture.labels)
    assert ("right" in plate.picture.alt) == ("{side}" in picture.alt) and len(plate.picture.alt) >= 40
    assert not plate.mirrored


def test_a_left_foot_is_drawn_and_named_as_left() -> None:
    [plate] = plates_of(composed("tarsal-tunnel", side="left"))
    assert plate.mirrored
    assert "left" in plate.picture.alt and "right" not in plate.picture.alt


def test_beside_others_every_condition_keeps_its_own_picture() -> None:
    leaflet = composed("plantar-fasciitis", "heel-bursitis")
    assert [section.key for section in leaflet.sections if any(part.plate for part in section.parts)] == ["what_it_is"]
    assert len(plates_of(leaflet)) == 2


def test_without_its_drawing_a_leaflet_is_words_alone() -> None:
    from dataclasses import replace

    bare, _ = compose(replace(SHIPPED, figures={}), Request(("heel-spur",)))
    assert bare is not None
    assert plates_of(bare) == []


@pytest.mark.parametrize("edition", ["a4", "letter", "large-print"])
def test_the_page_shows_the_picture_with_its_words(edition: str) -> None:
    press = TemplateSet([ROOT / "templates"], ROOT / "styles")
    leaflet = composed("plantar-fasciitis")
    page = templates.html(leaflet, SHIPPED.editions[edition], press)
    at = page.index('<div class="plate pic"')
    part = page[at : page.index("</section>", at)]
    [plate] = plates_of(leaflet)
    assert part.startswith(f'<div class="plate pic" role="img" aria-label="{plate.picture.alt}"')
    words = " ".join(" ".join(one.replace("<br>", " ").split(">")) for one in part.split('data-place="label"')[1:])
    assert all(word in words for _, label in plate.picture.labels for word in label.split())


# ---------------------------------------------------------------- labels round a picture

LEADERS_APART_MM = 1.0  # two lines nearer than that run together in a photocopy
SIZES = ((1.0, 12.0), (0.85, 12.0), (0.9, 12.0), (0.765, 12.0), (1.78, 17.0))


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(("scale", "label_pt"), SIZES)
@pytest.mark.parametrize("id_", CONDITIONS)
def test_labels_keep_clear_of_each_other_and_of_leaders(
    id_: str, scale: float, label_pt: float, mirrored: bool
) -> None:
    [plate] = plates_of(composed(id_))
    placed = labels.place_round(plate.picture, mirrored, scale, label_pt)
    line_mm = label_pt * labels.PT_MM * labels.LINE
    boxes = [box(one.left_mm, one.top_mm, one.left_mm + one.width_mm, one.top_mm + len(one.lines) * line_mm)
             for one in placed.labels]  # fmt: skip
    leaders = [LineString([(x / 100, y / 100) for x, y in ends]) for ends in placed.leaders]
    assert len(boxes) == len(leaders) == len(plate.picture.labels)
    page = box(-0.01, -0.01, placed.width_mm + 0.01, placed.height_mm + 0.01)
    assert all(page.contains(one) for one in boxes)
    assert all(one.intersection(other).area < 0.01 for one, other in combinations(boxes, 2))
    assert all(one.distance(other) > LEADERS_APART_MM * scale for one, other in combinations(leaders, 2))
    lift = (
        labels.ROW_GAP_MM + line_mm if any(one.align == "center" and not one.top_mm for one in placed.labels) else 0.0
    )
    figure = box(placed.figure_left_mm, lift, placed.figure_left_mm + plate.picture.frame.width_mm * scale,
                 lift + plate.picture.frame.height_mm * scale)  # fmt: skip
    assert all(one.intersection(figure).area < 0.01 for one in boxes)


def test_the_cold_pack_has_its_words_on_paper_at_every_size() -> None:
    leaflet = composed("plantar-fasciitis")
    for small in (False, True):
        [plate] = plates.beside_tips(leaflet, 1.0, 12.0, small).values()
        words = [" ".join(one["lines"]) for one in plate["labels"]]
        assert sorted(words) == ["Cold pack", "Damp cloth"]


def test_the_picture_and_its_column_change_sides_together() -> None:
    [plate] = plates_of(composed("heel-bursitis"))
    plain, turned = (labels.place_round(plate.picture, mirrored, 1.0, 12.0) for mirrored in (False, True))
    assert plain.figure_left_mm == 0 < turned.figure_left_mm
    assert {one.align for one in plain.labels} == {"left"}
    assert {one.align for one in turned.labels} == {"right"}
    for one, other in zip(plain.leaders, turned.leaders, strict=True):
        assert one[1][0] + other[1][0] == pytest.approx(100 * plain.width_mm, abs=1)
        assert one[1][1] == other[1][1]


def test_a_label_below_is_under_the_picture_and_the_others_are_in_order() -> None:
    [plate] = plates_of(composed("plantar-fasciitis"))
    placed = labels.place_round(plate.picture, False, 1.0, 12.0)
    below = [one for one in placed.labels if one.top_mm > plate.picture.frame.height_mm]
    assert [" ".join(one.lines) for one in below] == ["Plantar fascia"]
    tops = sorted(one.top_mm for one in placed.labels if one not in below)
    assert all(one < other for one, other in pairwise(tops))


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("side", ["beside", "above", "below", "before"])
def test_a_label_is_on_the_side_that_the_picture_names(side: str, mirrored: bool) -> None:
    [plate] = plates_of(composed("heel-bursitis"))
    (name, words), *others = plate.picture.labels
    frame = replace(plate.picture.frame, sides={**dict.fromkeys((other for other, _ in others), "beside"), name: side})
    placed = labels.place_round(replace(plate.picture, frame=frame), mirrored, 1.0, 12.0)
    [label] = [one for one in placed.labels if " ".join(one.lines) == words]
    left, right = placed.figure_left_mm, placed.figure_left_mm + frame.width_mm
    top = placed.placed.top_mm if placed.placed else 0.0
    is_there = {
        "above": label.top_mm < top,
        "below": label.top_mm > top + frame.height_mm,
        "beside": label.left_mm + label.width_mm < left if mirrored else label.left_mm > right,
        "before": label.left_mm > right if mirrored else label.left_mm + label.width_mm < left,
    }
    assert [one for one, here in is_there.items() if here] == [side]
    assert len(placed.labels) == 1 + len(others)


def test_a_label_above_a_small_picture_has_the_width_of_the_labels() -> None:
    """It may be wider than the drawing, and stays on the page."""
    [plate] = plates_of(composed("shoulder-pain"))
    placed = labels.place_round(plate.picture, False, 0.3, 12.0)
    [above] = [one for one in placed.labels if one.top_mm == 0.0]
    assert above.width_mm > plate.picture.frame.width_mm * 0.3
    assert above.left_mm >= 0 and above.left_mm + above.width_mm <= placed.width_mm + 0.01


def test_pictures_in_a_row_grow_into_the_height_of_the_longest_column_of_labels() -> None:
    text_pt = 17.0  # so large that the labels need more height than the picture
    row_mm, low_mm, own_mm = 178.0, 10.5, 178.0 / 2 - plates.PLATES_APART_MM
    leaflet = composed("heel-and-back", "plantar-fasciitis", of=with_all_labels("heel-and-back"))
    map_, heel = plates_of(leaflet)
    least = [plates._scale(plate, own_mm * plates.PICTURE_SHARE, low_mm) for plate in (map_, heel)]
    low = [plates._placed_round(plate, scale, text_pt) for plate, scale in zip((map_, heel), least, strict=True)]
    drawn = list(plates.beside_texts(leaflet, (60.0, 21.0), (row_mm, low_mm), text_pt).values())
    assert low[0].height_mm > 2 * low_mm  # the labels of the map
    for one, before in zip(drawn, low, strict=True):
        assert 0.6 * low[0].height_mm < float(one["height_mm"]) <= round(low[0].height_mm, 2)
        assert before.width_mm < float(one["width_mm"]) <= own_mm


def test_pictures_of_a_card_grow_with_the_words_beside_them_and_never_make_it_higher() -> None:
    grown = 0
    for card in (card for id_ in CONDITIONS for card in composed(id_).cards):
        for words in (card_sizes.WordsBeside(171.0, 12.5), card_sizes.WordsBeside(171.0, 16.0)):
            least = card_sizes.placed_frames(card, 0.64, 12.0)
            many = card_sizes.frames_a_row(card, least, 12.0, words)
            form = card_growth.best(card_growth.forms(card, 0.64, 12.0, words, False), 0.0)
            frames = card_sizes.placed_frames(card, form.scale, 12.0)
            heights = [
                card_sizes.body_mm(card, some, 12.0, words, row) for some, row in ((least, many), (frames, form.many))
            ]
            assert frames[0].height_mm >= least[0].height_mm
            assert heights[1] <= heights[0]
            grown += frames[0].height_mm > least[0].height_mm
    assert grown


def test_a_condition_may_be_without_a_picture() -> None:
    assert Condition.model_fields["picture"].default is None


@pytest.mark.parametrize("scale", [0.58, 0.74, 1.0, 1.32])
def test_no_line_of_a_small_figure_is_too_fine_for_a_copier(scale: float) -> None:
    picture = composed("plantar-fasciitis").cards[0].pictures[0]
    lines = re.findall(r'fill="none" stroke="#\w+" stroke-width="(\d+)"', picture.frame.svg)
    shown = re.findall(
        r'fill="none" stroke="#\w+" stroke-width="(\d+)"', labels.place(picture, False, scale, 12).drawing
    )
    assert len(shown) == len(lines) > 2
    assert min(int(width) * scale for width in shown) >= placed_drawing.THINNEST - 0.5
    assert scale < 1 or shown == lines, "a large figure has its lines as they were drawn"


def test_a_picture_whose_labels_are_wider_than_its_row_is_drawn_all_the_same() -> None:
    leaflet = composed("heel-spur", "neck-pain")
    section = next(one for one in leaflet.sections if any(part.plate for part in one.parts))
    first, *others = section.parts
    assert first.plate is not None
    wide = replace(first.plate.picture, labels=tuple((name, "W" * 80) for name, _ in first.plate.picture.labels))
    parts = (replace(first, plate=replace(first.plate, picture=wide)), *others)
    sections = tuple(replace(one, parts=parts) if one is section else one for one in leaflet.sections)
    wider = replace(leaflet, sections=sections)
    assert len(plates.beside_texts(wider, (92.0, 44.0), (178.0, 55.0), 12.0)) == 2


def test_both_pictures_of_a_pair_have_the_width_that_they_need() -> None:
    """A narrow picture has its least column only where the other one leaves it."""
    row_mm, narrow = 178.0, 0
    for conditions in [*combinations(CONDITIONS, 2)][::5]:
        leaflet = made(Request(conditions))
        if not plates.has_pair(leaflet):
            continue
        first, second = plates.beside_texts(leaflet, (90.0, 62.0), (row_mm, 34.0), 12.0, 40.0, pairs=True).values()
        widths = float(first["width_mm"]), float(second["width_mm"]) + plates.PAIR_APART_MM
        shares = first["column"] / 100, second["column"] / 100
        assert all(wide <= share * row_mm + 0.1 for wide, share in zip(widths, shares, strict=True)), conditions
        narrow += min(shares) < plates.LEAST_COLUMN
    assert narrow
