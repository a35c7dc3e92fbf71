"""A card with steps: its pictures in one row or in rows of two, each under its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from shipped import SHIPPED

from handouts import library
from handouts.compose import compose
from handouts.layout import card_sizes, exercise_cards
from handouts.model.cards import Card
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf.reader import PdfReader

from .making import REQUESTS, composed, printed
from .test_screen_reader import below, said_of

STEPS = ("start", "second", "third", "finish")
FIRST = "heel-spur"  # its cards leave room for a taller one


def stepped(card: Card, width_mm: float) -> Card:
    """The card with four pictures of one width; the second has words of its own over it."""
    picture = card.pictures[-1]
    pictures = tuple(
        replace(
            picture,
            frame=replace(picture.frame, name=name, width_mm=width_mm),
            alt=f"The {name} picture shows the body at this step of the movement.",
            caption="Half way" if name == "second" else "",
            labels=(),
        )
        for name in STEPS
    )
    return replace(card, pictures=pictures)


def leaflet() -> Leaflet:
    whole = composed(REQUESTS[FIRST])
    return replace(whole, cards=(stepped(whole.cards[0], 40.0), *whole.cards[1:]))


@pytest.mark.parametrize(("width_mm", "many"), [(20.0, 4), (40.0, 2)])
def test_wide_steps_make_rows_of_two(width_mm: float, many: int) -> None:
    card = stepped(composed(REQUESTS[FIRST]).cards[0], width_mm)
    drawn = exercise_cards.exercise_card(card, 1.0, 12)
    assert float(drawn["drawn_mm"]) == pytest.approx(many * width_mm + (many - 1) * card_sizes.FRAMES_APART_MM)
    assert ("frames-rows" in drawn["classes"]) == (many == 2)


def test_two_frames_and_a_close_up_stay_in_one_row() -> None:
    card = stepped(composed(REQUESTS[FIRST]).cards[0], 60.0)
    names = ("start", "finish", "close")
    pictures = [
        replace(one, frame=replace(one.frame, name=name)) for one, name in zip(card.pictures, names, strict=False)
    ]
    assert card_sizes.a_row(replace(card, pictures=tuple(pictures))) == 3


def test_words_over_a_frame_follow_the_side_and_keep_the_drawing(tmp_path: Path, mini_folder: Path) -> None:
    text = (mini_folder / "content/exercises/calf-stretch-wall.yaml").read_text("utf-8")
    (tmp_path / "exercises").mkdir()
    captions = 'pose:\n  captions: {finish: "Lean to the {other_side}"}\n'
    (tmp_path / "exercises/calf-stretch-wall.yaml").write_text(text.replace("pose:\n", captions), "utf-8")
    read, found = library.load([tmp_path, mini_folder / "content"], mini_folder / "styles")
    assert found == []
    sides: tuple[tuple[Literal["left", "right"], str], ...] = (
        ("right", "Lean to the left"),
        ("left", "Lean to the right"),
    )
    for side, words in sides:
        made, _ = compose(read, Request(("sore-heel",), next(iter(read.clinics)), side=side))
        assert made is not None
        card = next(card for card in made.cards if card.id == "calf-stretch-wall")
        assert {picture.frame.name: picture.caption for picture in card.pictures}["finish"] == words


@pytest.mark.slow  # a whole leaflet in each edition
@pytest.mark.parametrize("edition", ["a4", "large-print", "a5-booklet"])
def test_a_card_with_steps_is_printed_whole_and_said_in_order(edition: str) -> None:
    done = printed(leaflet(), edition)
    assert [one for one in done.printed.diagnostics if one.is_error] == []
    name = done.leaflet.cards[0].name
    said = said_of(below(PdfReader(done.printed.data).tags(), "".join(run.text for run in name), "Art"))
    captions = ["Start", "Half way", "Then", "Finish"]
    begin = said.index("Start")
    assert said[begin : begin + 2 * len(STEPS)] == [
        words
        for caption, step in zip(captions, STEPS, strict=True)
        for words in (caption, f"Image: The {step} picture shows the body at this step of the movement.")
    ]
    assert SHIPPED.editions[edition] is done.edition
