"""The key to the marked areas of the drawings: once in a leaflet, for the marks that it prints, drawn as they are."""

from __future__ import annotations

import re

import pytest
from shipped import SHIPPED

from handouts.figures import style
from handouts.layout import drawings, placed_drawing, templates
from handouts.model.choices import Choice
from handouts.model.request import Request

from .making import PRESS, composed
from .reading import by_class, tree, words_of

STRETCHES, WORKS = "= stretch", "= work"

#: Exercises, and the key of their sheet. The pose of the pumps says where a mark is; the drawing, that the calf works.
KEYS = {
    ("calf-stretch-wall",): [STRETCHES],
    ("ankle-pumps",): [WORKS],
    ("bridge", "calf-stretch-wall", "bird-dog"): [STRETCHES, WORKS],
    ("neck-turn",): [],
}


@pytest.mark.parametrize("edition", ["a4", "large-print"])
@pytest.mark.parametrize("exercises", KEYS)
def test_a_leaflet_has_a_key_to_the_marks_of_its_drawings_alone(exercises: tuple[str, ...], edition: str) -> None:
    root = tree(templates.html(composed(Request((), choice=Choice(only=exercises))), SHIPPED.editions[edition], PRESS))
    assert [words_of(one).strip(" .,") for one in by_class(root, "texture")] == KEYS[exercises]


def test_the_key_is_drawn_as_the_drawings_are() -> None:
    assert {"stretch": round(100 * style.HATCH_MM), "works": round(100 * style.DOT_MM)} == drawings.MARKS
    assert placed_drawing.MARKED == style.HIGHLIGHT
    leaflet = composed(Request(("low-back-pain",)))
    keys = re.findall(r'class="texture"><svg.*?</svg>', templates.html(leaflet, SHIPPED.editions["a4"], PRESS))
    assert all(
        f'fill="{placed_drawing.PRINTED_MARK}"' in key and f'stroke="{style.HIGHLIGHT_INK}"' in key for key in keys
    )
    assert [re.findall(r'stroke-width="(\d+)"', key) for key in keys] == [[str(mm)] for mm in drawings.MARKS.values()]
