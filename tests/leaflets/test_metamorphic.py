"""What must follow when one thing is changed: nothing, or just that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps
from sampling import one_of_each
from shipped import SHIPPED

from handouts import library
from handouts.layout import drawings, labels, templates
from handouts.layout.environment import kept_together
from handouts.model.cards import Card
from handouts.model.leaflet import Item, Leaflet
from handouts.model.prose import Run
from handouts.pdf import rendering
from handouts.pdf.rendering import LaidOut

from .making import CONDITIONS, FIRST, MERGED, PICTURES, PRESS, REQUESTS, ROOT, composed, made
from .pictures import darkest
from .reading import tree, words_of

A4 = SHIPPED.editions["a4"]


# ---------------------------------------------------------------- content


def reordered(text: str) -> str:
    """A content file with its keys in the reverse order, each with the lines that belong to it."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines(keepends=True):
        if re.match(r"[\w-]+:", line):
            blocks.append([])
        blocks[-1].append(line)
    head, *keys = ["".join(block) for block in blocks]
    return head + "".join(reversed(keys))


def test_keys_in_another_order_give_the_same_leaflet_and_bytes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    changed = 0
    for folder in ("conditions", "exercises", "advice", "clinics", "countries", "regions"):
        for path in (tmp_path / "content" / folder).glob("*.yaml"):
            text = reordered(path.read_text("utf-8"))
            changed += text != path.read_text("utf-8")
            path.write_text(text, "utf-8")
    assert changed > 30
    shelf, _ = library.load([tmp_path / "content"], ROOT / "styles")
    assert set(shelf.conditions) == set(CONDITIONS)
    for request in REQUESTS.values():
        assert composed(request, shelf) == composed(request)
    page = templates.page(composed(REQUESTS[FIRST], shelf), PRESS)
    assert page == templates.page(composed(REQUESTS[FIRST]), PRESS)


# ---------------------------------------------------------------- length


def laid(leaflet: Leaflet) -> LaidOut:
    """A leaflet laid out as roomily as its style allows."""
    return rendering.layout(templates.html(leaflet, A4, PRESS), PICTURES)


@pytest.mark.slow  # a leaflet is laid out for each line more
def test_a_line_more_never_lowers_the_number_of_pages() -> None:
    plain = composed(REQUESTS[FIRST])
    line = Item("conditions/x.yaml: do", (Run("Do walk on soft ground when you can."),))
    pages = []
    for more in (0, 1, 30):
        done = laid(replace(plain, do=(*plain.do, *[line] * more)))
        pages.append(done.pages)
    assert pages == sorted(pages)
    assert pages[0] < pages[-1]


#: Fields of the clinic, how they look when they are as long as anyone would write them, and where they stand.
LONG = (
    ("clinic", "The Royal Northern Foot and Back Clinic", ""),  # 39 letters: the sheet allows 40
    ("clinic", "Fussgelenksbeschwerdensprechstunde" * 3, "clinic name"),
    ("line", "Physiotherapy, podiatry, orthotics, gait laboratory and community rehabilitation", ""),
    ("address", "Second floor, Old Infirmary Building, 12 Upper Mill Lane, Anytown-under-Edge AN1 2BC", ""),
)


@pytest.mark.parametrize(("name", "words", "place"), one_of_each(LONG, lambda case: bool(case[2])))
def test_a_long_word_of_the_clinic_fits_or_is_named_with_its_place(name: str, words: str, place: str) -> None:
    plain = composed(REQUESTS[FIRST])
    changed: dict[str, Any] = {name: words}
    leaflet = replace(plain, masthead=replace(plain.masthead, **changed))
    found = [d for d in laid(leaflet).diagnostics if d.code != "HND507"]
    assert {d.code for d in found} <= {"HND503"}
    assert bool(found) == bool(place)
    for d in found:
        assert re.search(r"runs \d+\.\d mm out of .* on page \d", d.message), d.message
    if place:
        assert any(place in d.message and "on page 1" in d.message for d in found)


# ---------------------------------------------------------------- side


OTHER = {"left": "right", "right": "left"}


def test_the_side_changes_the_words_for_the_side_and_no_other() -> None:
    said = {}
    for side in ("left", "right"):
        leaflet = composed(replace(REQUESTS[FIRST], side=side))
        said[side] = words_of(tree(templates.page(leaflet, PRESS))).split()
    changes = [pair for pair in zip(said["left"], said["right"], strict=True) if pair[0] != pair[1]]
    assert len(changes) >= 4
    for here, there in changes:
        word = here.strip(".,;:")
        assert there == here.replace(word, OTHER[word])
    both_offered = kept_together("If both sides hurt, do both.")  # while no side is known
    usual = words_of(tree(templates.page(composed(REQUESTS[FIRST]), PRESS))).replace(both_offered, "").split()
    at = usual.index("Left")
    assert usual[at : at + 3] == ["Left", "Right", "Both"]
    del usual[at : at + 3]  # the boxes of the clinician for the side
    both = [(a, b) for a, b in zip(usual, said["left"], strict=True) if a != b]
    assert {a.strip(".,;:") for a, _ in both} <= {"sore", "other"}
    assert {b.strip(".,;:") for _, b in both} <= {"left", "right"}


def drawn(card: Card) -> Iterator[Image.Image]:
    """The frames of a card without words, each alone on a page, as pictures."""
    for picture in card.pictures:
        placed = labels.place(replace(picture, labels=()), card.mirrored, 1.0, 12.0)
        size = f'width="{placed.width_mm}mm" height="{placed.height_mm}mm"'
        box = f'viewBox="0 0 {round(placed.width_mm * 100)} {round(placed.height_mm * 100)}"'
        style = f"@page {{ size: {placed.width_mm}mm {placed.height_mm}mm; margin: 0 }}"
        style += "body { margin: 0 } svg { display: block }"
        html = (
            f'<!doctype html><html lang="en"><head><title>T</title><style>{style}</style></head>'
            f'<body><svg xmlns="http://www.w3.org/2000/svg" {size} {box}><title>T</title>{placed.drawing}</svg></body>'
        )
        done = rendering.render(html, [])
        yield pypdfium2.PdfDocument(BytesIO(done.data))[0].render(scale=2).to_pil().convert("L")


def test_the_left_side_flips_the_drawing() -> None:
    cards = {
        side: [card for card in composed(replace(REQUESTS[FIRST], side=side)).cards if card.pictures]
        for side in ("left", "right")
    }
    assert cards["right"] and [card.mirrored for card in cards["left"]] == [True] * len(cards["right"])
    for left, right in zip(cards["left"], cards["right"], strict=True):
        for flipped, plain in zip(drawn(left), drawn(right), strict=True):
            assert darkest(flipped) < 60  # there is ink
            assert different(flipped, plain) > 0.05
            assert different(ImageOps.mirror(flipped), plain) < 0.01
        for one, other in zip(left.pictures, right.pictures, strict=True):
            assert [OTHER.get(word, word) for word in one.alt.split()] == other.alt.split()
    assert any("left" in picture.alt.split() for card in cards["left"] for picture in card.pictures)


def different(one: Image.Image, other: Image.Image) -> float:
    """The share of dots that are clearly not alike."""
    assert abs(one.width - other.width) <= 1 and one.height == other.height
    size = (min(one.width, other.width), one.height)
    off = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size)))
    return sum(off.histogram()[96:]) / (size[0] * size[1])


# ---------------------------------------------------------------- colour


@pytest.mark.parametrize(
    ("accent", "printed"), [("#0B4F5C", "#0B4F5C"), ("#FF9EC7", drawings.INK), ("#777777", drawings.INK)]
)
def test_an_accent_that_is_too_light_becomes_ink(accent: str, printed: str) -> None:
    plain = composed(REQUESTS[FIRST])
    html = templates.html(replace(plain, masthead=replace(plain.masthead, accent=accent)), A4, PRESS)
    assert f"--accent: {printed};" in html
    assert (accent in html) == (accent == printed)


def test_merging_prints_each_exercise_once() -> None:
    leaflet = made(MERGED, "letter").leaflet
    ids = [card.id for card in leaflet.cards]
    assert len(ids) == len(set(ids)) > 0
    assert (
        [row.number for row in leaflet.diary] == [card.number for card in leaflet.cards] == list(range(1, len(ids) + 1))
    )
