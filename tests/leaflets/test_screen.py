"""The page for a screen: one file that asks for nothing, with the words of the paper, built so that all can use it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from handouts.layout import colours
from handouts.model import contrast
from handouts.model.prose import plain_text

from .making import CONDITIONS, FIRST, MERGED, REQUESTS, ROOT, back, composed, sampled, screen
from .reading import account, bare, by_class, heard_footer, page_text, said, template_words, tree, words_of

NAMES = (*CONDITIONS, MERGED)


def page(name: str) -> ET.Element:
    """The page for a screen as elements."""
    return tree(screen(name).data.decode())


def tag_of(element: ET.Element) -> str:
    return str(element.tag).split("}")[-1]


@pytest.mark.parametrize("name", sampled(NAMES))
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


@pytest.mark.parametrize("name", sampled(NAMES))
def test_every_sentence_is_on_the_screen_as_often_as_the_leaflet_says_it(name: str) -> None:
    """The diary is set in two tables of a week, as in large print; no table has the texts of several conditions."""
    leaflet = composed(REQUESTS[name])
    leaflet = replace(leaflet, regions=leaflet.regions[:1])
    if leaflet.before_exercises:  # in place of the minutes a day
        leaflet = replace(leaflet, daily="")
    expected = said(leaflet, weeks=2)
    assert expected.total() > 100
    assert account(page_text(screen(name).data.decode()), expected, template_words()) == []


def test_the_screen_has_every_word_of_large_print_in_its_order() -> None:
    """But for the diary, which large print has in its cards."""
    heard = heard_footer(back(FIRST, "large-print"), composed(REQUESTS[FIRST])).text
    # On paper the page is named, on a screen the part that the link leads to.
    read = re.sub(r",page\d+", "", bare(back(FIRST, "large-print").text())).replace(bare(heard), "")
    read = re.sub(r"Seepage\d+", "SeeWhentogethelp", read, count=1)
    shown = bare(page_text(screen(FIRST).data.decode()))
    for card in composed(REQUESTS[FIRST]).cards:  # large print leaves out what each exercise should feel like
        shown = shown.replace(f"Youfeel:{bare(plain_text(card.feel or ()))}", "", 1)
    shown, one = re.subn(r"Yourdiaryfortwoweeks.*(?=Aftertwoweeks:)", "", shown)
    read, other = re.subn(r"Yourdiaryfortwoweeks.*Worstpain,0to10(?=1)", "", read)
    days, rows = "".join(map(str, range(1, 15))), composed(REQUESTS[FIRST]).diary
    for row in rows:
        line = f"Day{days}{bare(row.rhythm)}"
        assert line in read, row.rhythm
        read = read.replace(line, "", 1)
    assert (one, other) == (1, 1) and f"Day{days}" not in read and rows
    shown = shown.replace("Yourexercises", "YourexercisesName", 1)  # the sheet works alone, the page does not part
    assert shown == read


@pytest.mark.parametrize("name", sampled(NAMES))
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
    assert [tag_of(e) for e in root.iter() if tag_of(e) in ("main", "header", "footer")] == ["header", "main", "footer"]


@pytest.mark.parametrize("name", sampled(NAMES))
def test_pictures_are_described_and_tables_have_heads(name: str) -> None:
    root, leaflet = page(name), composed(REQUESTS[name])
    shown = [part.plate for section in leaflet.sections for part in section.parts if part.plate]
    shown += [tip.plate for tip in leaflet.tips if tip.plate]
    expected = len(shown) + sum(len(card.pictures) for card in leaflet.cards)
    [code] = [e for e in root.iter() if tag_of(e) == "svg" and e.get("aria-hidden") != "true"]
    assert code.get("role") == "img" and (code[0].text or "").startswith("QR code: ")
    drawings = [e for e in root.iter() if tag_of(e) == "div" and e.get("role") == "img"]
    assert len(drawings) == expected > len(leaflet.cards) and all(len(e.get("aria-label", "")) >= 40 for e in drawings)
    keys = by_class(root, "texture")
    assert sum(tag_of(e) == "svg" for e in root.iter()) == len(drawings) + len(keys) + 1
    for drawing in drawings:
        assert tag_of(drawing[0]) == "svg"
        assert all(words_of(label) in drawing.get("aria-label", "") for label in by_class(drawing, "label"))
    [logo] = [e for e in root.iter() if tag_of(e) == "img"]
    assert logo.get("alt", "").startswith("Logo of ")
    heads = [e for e in root.iter() if tag_of(e) == "th"]
    assert {e.get("scope") for e in heads} == {"row", "col"} and len(heads) >= 16
    assert all(words_of(e).strip() for e in heads)


@pytest.mark.parametrize("name", sampled(NAMES))
def test_names_are_given_once_and_links_inside_the_page_lead_somewhere(name: str) -> None:
    root = page(name)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) >= 2
    inside = [e.get("href", "")[1:] for e in root.iter() if e.get("href", "").startswith("#")]
    assert {"help", "exercises", "contents"} < set(inside) <= set(ids)
    visible = [e for e in root.iter() if tag_of(e) == "a" and "page-ref" in (e.get("class") or "")]
    assert all(words_of(link).strip() for link in visible) and visible


@pytest.mark.parametrize("name", sampled(NAMES))
def test_every_box_of_the_diary_can_be_filled_in_and_has_a_name(name: str) -> None:
    fields = [element for element in page(name).iter() if tag_of(element) == "input"]
    ticks = [e.get("aria-label") for e in fields if e.get("type") == "checkbox"]
    pains = [e.get("aria-label") for e in fields if e.get("type") == "text"]
    rows = [plain_text(row.name) for row in composed(REQUESTS[name]).diary]
    assert rows
    assert sorted(map(str, ticks)) == sorted(f"Day {day}, {row}" for row in rows for day in range(1, 15))
    measures = composed(REQUESTS[name]).measures
    days = (range(1, 8), range(8, 15))
    assert pains == [f"Day {day}, {one.name}" for week in days for one in measures for day in week]
    assert len(fields) == len(ticks) + len(pains)


@pytest.mark.parametrize("name", sampled(NAMES))
def test_the_first_link_leads_to_a_list_of_all_further_headings(name: str) -> None:
    root = page(name)
    [contents] = by_class(root, "contents")
    links = [element for element in root.iter() if tag_of(element) == "a"]
    assert links[0].get("href") == "#contents" == f"#{contents.get('id')}"
    headings = [element for element in root.iter() if tag_of(element) == "h2"]
    further = headings[headings.index(contents[0]) + 1 :]
    listed = [element for element in contents.iter() if tag_of(element) == "a"]
    assert [(link.get("href"), words_of(link)) for link in listed] == [
        (f"#{heading.get('id')}", words_of(heading)) for heading in further
    ]
    assert len(listed) >= 9


@pytest.mark.parametrize("name", sampled(NAMES))
def test_version_and_draft_mark_are_on_the_page_once_and_the_version_last(name: str) -> None:
    text = words_of(page(name))
    for words in ("Version 0.1.0", "Draft, not clinically approved"):
        assert text.count(words) == 1
    assert text.index("Version 0.1.0") > text.index("After two weeks:")


@pytest.mark.parametrize("accent", ["#0B4F5C", "#000000", "#FFE600", "#FF0000", "#1F3FBF"])
@pytest.mark.parametrize("scheme", [colours.on_paper, colours.on_dark_screen])
def test_colours_keep_their_contrast(scheme: Callable[[str], str], accent: str) -> None:
    colour = dict(re.findall(r"--(\w+): (#[0-9A-F]{6})", scheme(accent)))
    pairs = [(text, on) for text in ("ink", "accent") for on in ("paper", "tint")] + [("ink", "mid")]
    assert [pair for pair in pairs if _ratio(colour, *pair) < 4.5] == []
    assert _ratio(colour, "accent", "paper") >= 7 and _ratio(colour, "ink", "mid") >= 7
    assert _ratio({"ink": "#777777", "paper": "#FFFFFF"}, "ink", "paper") < 4.5  # the measure can fail


def _ratio(colour: dict[str, str], text: str, on: str) -> float:
    return contrast(colour[text], colour[on])


def test_the_page_has_both_schemes_and_its_parts_no_colours_of_their_own() -> None:
    html = screen(FIRST).data.decode()
    schemes = re.findall(r"--ink: (#\w+); --paper: (#\w+)", html)
    assert len(schemes) == 2 and schemes[0][0] < schemes[0][1] and schemes[1][0] > schemes[1][1]
    assert "prefers-color-scheme: dark" in html and "color-scheme: light dark" in html
    parts = (ROOT / "styles" / "parts.css").read_text("utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{3,6}\b", re.sub(r'url\("data:[^"]*"\)', "", parts)) == []
    style = (ROOT / "styles" / "screen.css").read_text("utf-8")
    assert "outline: none" not in style and ":focus-visible" in style


def test_the_style_has_no_type_smaller_than_what_can_be_read() -> None:
    style = re.sub(r"/\*.*?\*/", "", (ROOT / "styles" / "screen.css").read_text("utf-8"), flags=re.DOTALL)
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", style)]
    assert len(sizes) > 10 and min(sizes) >= 0.8  # of 18 px
    assert re.findall(r"font-size: [\d.]+p[tx]", style) == []  # the reader's own size of type rules
    assert [len(by_class(page(FIRST), part)) > 0 for part in ("card", "urgency", "zone")] == [True] * 3
