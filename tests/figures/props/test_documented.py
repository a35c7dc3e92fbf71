"""Every word of every prop is in docs/figures.md, where authors find it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handouts.figures.props.catalogue import PROPS

PAGE = " ".join((Path(__file__).parents[3] / "docs" / "figures.md").read_text("utf-8").split())
WORDS = sorted({word for prop in PROPS.values() for word in (prop.name, *prop.surfaces, *prop.held)})


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_a_prop_is_documented(word: str) -> None:
    first, _, where = word.partition(" fixed ") if " fixed " in word else word.partition(" under ")
    shared = f"`{first} {'fixed' if ' fixed ' in word else 'under'} " in PAGE and f"`{where}`" in PAGE
    assert f"`{word}`" in PAGE or shared or re.search(rf"`{re.escape(word)}[ ,(]", PAGE), word


USES = [use for prop in PROPS.values() for use in (*(s.use for s in prop.hands), *(s.use for s in prop.feet))]


@pytest.mark.parametrize("name", sorted({use.name for use in USES}))
def test_a_phrase_of_a_prop_is_documented(name: str) -> None:
    uses = [use for use in USES if use.name == name]
    numbers = re.compile(r"\d+|shoulder|arch|right|left")
    page = numbers.sub("#", PAGE)
    assert any(numbers.sub("#", example) in page for use in uses for example in use.examples)
