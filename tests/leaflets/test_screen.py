"""The page for a screen: one file that asks for nothing, with the words of the paper, built so that all can use it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from handouts.model import contrast
from handouts.model.prose import plain_text

from .making import CONDITIONS, FIRST, MERGED, REQUESTS, ROOT, back, composed, screen
from .reading import account, bare, by_class, heard_footer, page_text, said, template_words, tree, words_of

NAMES = (*CONDITIONS, MERGED)


def page(name: str) -> ET.Element:
    """The page for a screen as elements."""
    return tree(screen(name).data.decode())


def tag_of(element: ET.Element) -> str:
    return str(element.tag).split("}")[-1]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_asks_for_nothing_and_runs_nothing(name: str) -> None:
    html = screen(name).data.decode()
    assert screen(name).diagnostics == ()
    loaded = 0
    for element in page(name).iter():
        assert tag_of(element) not in ("script", "link", "iframe", "object", "embed", "form", "base", "audio", "video")
        for key, value in element.attrib.items():
            assert not key.startswith("on"), (tag_of(element), key)
            if key == "src":
                assert value.startswith("data:image/"), value[:60]
                loaded += 1
            if key == "href":
                assert value.startswith("#") or urlsplit(value).scheme in ("https", "tel", "mailto"), value
    assert loaded == 1  # the logo
    assert re.findall(r"url\(\s*+['\"]?+(?!data:)[^)]*\)|@import", html) == []
    assert str(ROOT) not in html and "file:" not in html


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_on_the_screen_as_often_as_the_leaflet_says_it(name: str) -> None:
    """The diary is set in two tables of a week, as in large print."""
    leaflet = composed(REQUESTS[name])
    if leaflet.before_exercises:  # in place of the minutes a day
        leaflet = replace(leaflet, daily="")
    expected = said(leaflet, weeks=2)
    assert expected.total() > 100
    assert account(page_text(screen(name).data.decode()), expected, template_words()) == []


def test_the_screen_has_every_word_of_large_print_in_its_order() -> None:
    heard = heard_footer(back(FIRST, "large-print"), composed(REQUESTS[FIRST])).text
    read = re.sub(r",page\d+", "", bare(back(FIRST, "large-print").text())).replace(bare(heard), "")
    shown = bare(page_text(screen(FIRST).data.decode()))
    for card in composed(REQUESTS[FIRST]).cards:  # large print leaves out what each exercise should feel like
        shown = shown.replace(f"Youfeel:{bare(plain_text(card.feel or ()))}", "", 1)
    assert shown == read


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_built_so_that_all_can_use_it(name: str) -> None:
    root, leaflet = page(name), composed(REQUESTS[name])
    assert root.get("lang") == "en-GB" and root.get("dir") == "ltr"
    titles = [words_of(element) for element in root.iter() if tag_of(element) == "title"]
    assert titles[0] == leaflet.title
    viewport = [e.get("content", "") for e in root.iter() if e.get("name") == "viewport"]
    assert viewport == ["width=device-width, initial-scale=1"]  # nobody is kept from zooming
    levels = [int(tag_of(e)[1]) for e in root.iter() if re.fullmatch(r"h[1-6]", tag_of(e))]
    assert levels[0] == 1 and levels.count(1) == 1 and len(levels) > 12
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [tag_of(e) for e in root.iter() if tag_of(e) in ("main", "header", "footer")] == ["footer", "header", "main"]


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_described_and_tables_have_heads(name: str) -> None:
    root = page(name)
    drawings = [e for e in root.iter() if tag_of(e) == "svg"]
    assert len(drawings) >= 1
    for drawing in drawings:
        assert drawing.get("role") == "img"
        assert tag_of(drawing[0]) == "title" and len(drawing[0].text or "") > 12
    [logo] = [e for e in root.iter() if tag_of(e) == "img"]
    assert logo.get("alt", "").startswith("Logo of ")
    heads = [e for e in root.iter() if tag_of(e) == "th"]
    assert {e.get("scope") for e in heads} == {"row", "col"} and len(heads) >= 16
    assert all(words_of(e).strip() for e in heads)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_given_once_and_links_inside_the_page_lead_somewhere(name: str) -> None:
    root = page(name)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) >= 2
    inside = [e.get("href", "")[1:] for e in root.iter() if e.get("href", "").startswith("#")]
    assert set(inside) == {"help", "exercises"} <= set(ids)
    visible = [e for e in root.iter() if tag_of(e) == "a" and "page-ref" in (e.get("class") or "")]
    assert all(words_of(link).strip() for link in visible) and visible


def test_colours_keep_their_contrast() -> None:
    html = screen(FIRST).data.decode()
    colours = dict(re.findall(r"--(ink|accent|tint|mid): (#[0-9A-Fa-f]{6})", html))
    assert set(colours) == {"ink", "accent", "tint", "mid"}
    assert contrast(colours["accent"], "#FFFFFF") >= 7 and contrast(colours["ink"], colours["mid"]) >= 7
    assert contrast(colours["accent"], colours["tint"]) >= 7
    assert contrast("#777777", "#FFFFFF") < 7  # the measure can fail
    style = (ROOT / "styles" / "screen.css").read_text("utf-8")
    assert "outline: none" not in style and ":focus-visible" in style


def test_the_style_has_no_type_smaller_than_what_can_be_read() -> None:
    style = re.sub(r"/\*.*?\*/", "", (ROOT / "styles" / "screen.css").read_text("utf-8"), flags=re.DOTALL)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", style)]
    assert len(sizes) > 10 and min(sizes) >= 0.8  # of 18 px
    fixed = [float(size) for size in re.findall(r"font-size: ([\d.]+)p[tx]", style)]
    assert fixed and min(fixed) >= 10
    assert [len(by_class(page(FIRST), part)) > 0 for part in ("card", "urgency", "zone")] == [True] * 3
