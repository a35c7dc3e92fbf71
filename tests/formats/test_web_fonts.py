"""The font inside the HTML page: the leaflet's own, with the glyphs of the page and no others."""

from __future__ import annotations

import re
from base64 import b64decode
from importlib import import_module
from io import BytesIO
from typing import Any

from handouts.formats import web_fonts

PAGE = "<html><head><style>p { margin: 0 }</style></head><body><p>Zo&euml; walks 10&#8211;15 minutes.</p></body></html>"


def faces(html: str) -> list[tuple[int, Any]]:
    """Weight and font of each rule; the fonts are read by fontTools."""
    read = import_module("fontTools.ttLib").TTFont
    rules = re.findall(r'font-weight:(\d+);src:url\("data:font/woff2;base64,([^"]+)"\)', html)
    return [(int(weight), read(BytesIO(b64decode(data)))) for weight, data in rules]


def test_a_page_has_the_glyphs_of_its_own_characters_in_two_weights() -> None:
    found = faces(web_fonts.with_fonts(PAGE))
    assert [weight for weight, _ in found] == [500, 700]
    for _, font in found:
        letters = set(font.getBestCmap())
        assert set(map(ord, "Zoë walks 10–15 minutes.")) <= letters
        assert not set(map(ord, "QÑЖ")) & letters
        assert font.flavor == "woff2"
    assert len(web_fonts.with_fonts(PAGE)) < 30_000


def test_the_page_stays_as_it_is_but_for_the_rules_and_has_the_same_bytes_each_time() -> None:
    once = web_fonts.with_fonts(PAGE)
    web_fonts._rules.cache_clear()
    assert web_fonts.with_fonts(PAGE) == once
    assert re.sub(r"@font-face\{[^}]*\}", "", once) == PAGE


def test_a_letter_with_a_mark_of_its_own_has_the_composed_glyph() -> None:
    [(_, font), _] = faces(web_fonts.with_fonts(PAGE.replace("&euml;", "e\u0308")))
    assert ord("ë") in font.getBestCmap()


def test_a_page_without_a_style_stays_as_it_is() -> None:
    assert web_fonts.with_fonts("<p>Words</p>") == "<p>Words</p>"
