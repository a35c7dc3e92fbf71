"""The key to the marked areas of the drawings: once in a leaflet, for the marks that it prints, drawn as they are."""

from __future__ import annotations

import re

import pytest
from shipped import SHIPPED

from handouts.figures import style
from handouts.layout import templates
from handouts.model.cards import MARKS
from handouts.model.request import Request

from .making import PRESS, composed
from .reading import by_class, tree, words_of

WORDS = {"stretch": "whatstretches", "works": "whatworks"}
LEAFLETS = ("neck-pain", "frozen-shoulder", "low-back-pain", "hip-osteoarthritis")


@pytest.mark.parametrize("name", LEAFLETS)
@pytest.mark.parametrize("edition", ["a4", "large-print"])
def test_a_leaflet_has_a_key_to_the_marks_of_its_drawings_alone(name: str, edition: str) -> None:
    leaflet = composed(Request((name,)))
    root = tree(templates.html(leaflet, SHIPPED.editions[edition], PRESS))
    keys = [words_of(one) for one in by_class(root, "texture")]
    # The weight of the strokes in a kept drawing, in hundredths of a millimetre, tells its mark.
    weights = {"stretch": style.HATCH_MM, "works": style.DOT_MM}
    drawings = [picture.frame.svg for card in leaflet.cards for picture in card.pictures]
    printed = [
        mark for mark in MARKS if any(re.search(rf'stroke-width="{weights[mark] * 100:.0f}"', svg) for svg in drawings)
    ]
    assert [re.sub(r"\W", "", key) for key in keys] == [WORDS[mark] for mark in printed]


def test_the_key_is_drawn_as_the_drawings_are() -> None:
    leaflet = composed(Request(("low-back-pain",)))
    keys = re.findall(r'class="texture"><svg.*?</svg>', templates.html(leaflet, SHIPPED.editions["a4"], PRESS))
    assert len(keys) == len(MARKS)
    assert all(f'fill="{style.HIGHLIGHT}"' in key and f'stroke="{style.HIGHLIGHT_INK}"' in key for key in keys)
    assert [re.findall(r'stroke-width="(\d+)"', key) for key in keys] == [
        [f"{mm * 100:.0f}"] for mm in (style.HATCH_MM, style.DOT_MM)
    ]
