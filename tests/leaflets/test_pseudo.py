"""Nothing is hard-wired, and the design holds: with accents and long words, and in a language that runs to the left."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache

import pytest
from babel import Locale
from sampling import one_of_each
from shipped import SHIPPED

from handouts.layout import templates
from handouts.layout.templates import TemplateSet
from handouts.model.leaflet import Leaflet
from handouts.pdf import fonts, rendering
from handouts.pdf.rendering import LaidOut
from handouts.pdf.walk import Piece

from .making import FIRST, PICTURES, PRESS, REQUESTS, composed
from .pseudo import ACCENTED, PLAIN, Pseudo, pseudo
from .reading import by_class, tree

FOREIGN = TemplateSet(PRESS.templates, PRESS.styles, Pseudo())
A4 = SHIPPED.editions["a4"]

#: Words of one script: letters, with no digit and no underscore.
WORD = re.compile(r"[^\W\d_]+")

#: Letters that have no accent, so that `X-ray` looks as if nobody had translated its first part.
UNCHANGED = set(PLAIN) & set(ACCENTED)

#: Attributes that are read out.
READ_OUT = ("alt", "title", "aria-label", "content", "data-label")

ALL_CONDITIONS = tuple(SHIPPED.conditions)


@cache
def foreign(*conditions: str, rtl: bool = False) -> Leaflet:
    """A leaflet in the language that nobody speaks; right to left, it has the names of its months from here."""
    request = replace(REQUESTS[FIRST], conditions=conditions)
    leaflet = composed(request, catalogue=Pseudo(), language="he" if rtl else "en-GB")
    if not rtl:
        return leaflet
    imprint = replace(leaflet.imprint, issued=pseudo("November") + " 2026", review_by=pseudo("November") + " 2028")
    return replace(leaflet, imprint=imprint)


@cache
def laid(rtl: bool = False) -> tuple[str, LaidOut]:
    """The foreign leaflet laid out once, with its page of HTML."""
    html = templates.html(foreign(FIRST, rtl=rtl), A4, FOREIGN)
    return html, rendering.layout(html, PICTURES)


# ---------------------------------------------------------------- nothing is hard-wired


def hard_wired(html: str, known: set[str]) -> list[str]:
    """Words of plain letters that no catalogue has gone over."""
    found = []
    for text in read_or_heard(tree(html)):
        for word in WORD.findall(text):
            if word.isascii() and word not in known and not set(word) <= UNCHANGED:
                found.append(f"{word} in “{' '.join(text.split())[:60]}”")
    return found


def read_or_heard(element: ET.Element, parent: str = "") -> Iterator[str]:
    """Every text of a page that eye or ear meets, descriptions included."""
    tag = str(element.tag).split("}")[-1]
    if tag in ("style", "script"):
        return
    if tag != "meta" or element.get("name") == "description":
        yield from (element.get(name, "") for name in READ_OUT)
    yield element.text or ""
    for child in element:
        yield from read_or_heard(child)
        yield child.tail or ""


def data_words(leaflet: Leaflet) -> set[str]:
    """What is nobody's to translate: the clinic's own words, references, ids, months (the locale has them)."""
    texts = [getattr(leaflet.masthead, field.name) for field in fields(leaflet.masthead)]
    texts += [*leaflet.sources, leaflet.imprint.document, leaflet.imprint.version, leaflet.imprint.authors]
    texts += Locale("en", "GB").months["format"]["wide"].values()
    return {word for text in texts if isinstance(text, str) for word in WORD.findall(text)}


@pytest.mark.parametrize(
    "conditions",
    one_of_each([((name,),) for name in ALL_CONDITIONS] + [(ALL_CONDITIONS[:3],)], lambda one: len(one[0])),
)
def test_every_word_of_the_page_comes_through_the_catalogue(conditions: tuple[str, ...]) -> None:
    leaflet = foreign(*conditions)
    for html in (templates.html(leaflet, A4, FOREIGN), templates.page(leaflet, FOREIGN)):
        texts = list(read_or_heard(tree(html)))
        assert sum(len(WORD.findall(text)) for text in texts) > 700
        assert hard_wired(html, data_words(leaflet)) == []


def test_a_hard_wired_word_is_seen() -> None:
    html = templates.page(foreign(FIRST), FOREIGN)
    assert hard_wired(html.replace("</h1>", " Stop</h1>"), data_words(foreign(FIRST)))[0].startswith("Stop in ")
    assert hard_wired(html.replace('role="img"', 'role="img" aria-label="Picture"'), set())


def test_the_pseudo_language_is_longer_and_keeps_what_is_not_words() -> None:
    message = 'See **{who}** in [a page](https://example.org) <a href="#help">on page %(page)s</a> soon'
    foreign_words = pseudo(message)
    for kept in ("{who}", "(https://example.org)", '<a href="#help">', "%(page)s", "</a>", "**"):
        assert kept in foreign_words
    sources = [text for c in SHIPPED.conditions.values() for text in (*c.what_it_is, *c.do, *c.do_not)]
    grown = [len(pseudo(text)) / len(text) for text in sources if "{" not in text]
    assert len(grown) > 40 and min(grown) > 1.3 and 1.38 < sum(grown) / len(grown) < 1.45
    assert fonts.missing_glyphs(ACCENTED) == {}
    assert len(ACCENTED) == len(PLAIN)


# ---------------------------------------------------------------- the design holds


@pytest.mark.parametrize("rtl", one_of_each([False, True], lambda rtl: "any"), ids=["left to right", "right to left"])
def test_long_words_stay_in_their_places_and_cards_stay_whole(rtl: bool) -> None:
    _html, done = laid(rtl)
    assert done.pages >= 4
    assert sum(piece.kind == "text" for page in done.pieces for piece in page) > 300
    assert [f"{d.code}: {d.message}" for d in done.diagnostics if d.code != "HND507"] == []
    assert [page.split for page in done.facts if page.split] == []


@pytest.mark.slow  # a leaflet is printed for this test alone
def test_the_page_runs_from_right_to_left() -> None:
    html, done = laid(rtl=True)
    root = tree(html)
    assert (root.get("dir"), root.get("lang")) == ("rtl", "he")
    assert tree(laid()[0]).get("dir") == "ltr"
    first = done.pieces[0]
    paper = 210 / 25.4 * 96
    heads = [piece for piece in first if piece.kind == "text" and piece.position.heading]
    assert len(heads) >= 4
    assert all(piece.rect.right > paper - 16.5 / 25.4 * 96 - 60 for piece in heads[:1])
    logo = next(piece for piece in first if piece.kind == "picture")
    assert logo.rect.right > paper - 17 / 25.4 * 96


def test_numbers_of_steps_and_marks_of_lists_stand_before_their_text() -> None:
    for rtl in (False, True):
        numbers, marks = 0, 0
        for page in laid(rtl)[1].pieces:
            for at, piece in enumerate(page):
                if piece.kind == "text" and re.fullmatch(r"\d\.", piece.text):
                    after = next(p for p in page[at + 1 :] if p.kind == "text")
                    assert _before(piece, after, rtl), (piece.text, after.text)
                    numbers += 1
                if piece.kind == "box" and piece.rect.right - piece.rect.left < 10 and at + 1 < len(page):
                    after = page[at + 1]
                    if after.kind == "text" and abs(piece.rect.top - after.rect.top) < 12:
                        assert _before(piece, after, rtl), after.text
                        marks += 1
        assert numbers > 12 and marks > 8, (numbers, marks)


def _before(mark: Piece, words: Piece, rtl: bool) -> bool:
    return mark.rect.left >= words.rect.right - 1 if rtl else mark.rect.right <= words.rect.left + 1


def test_the_boxes_of_the_diary_stand_under_their_days() -> None:
    wide = 8.7 / 25.4 * 96  # a cell is 8.7 mm wide
    for rtl in (False, True):
        diary = laid(rtl)[1].pieces[-1]
        days = [_middle(p) for p in diary if p.kind == "text" and p.text.isdigit() and ("diary" in _wholes(p))]
        boxes = [p for p in diary if p.kind == "box" and abs(p.rect.right - p.rect.left - wide) < 1]
        assert len(days) >= 14 and len(boxes) >= 56
        assert max(min(abs(_middle(box) - day) for day in days) for box in boxes) < 4


def _middle(piece: Piece) -> float:
    return (piece.rect.left + piece.rect.right) / 2


def _wholes(piece: Piece) -> list[str]:
    return [name for _, name in piece.position.wholes]


def test_the_name_of_a_frame_is_over_its_drawing() -> None:
    """Both begin at the left edge of the figure, which is right of its labels, in either direction of writing."""
    names = [pseudo(name) for name in ("Start", "Finish", "Close up")]
    places = []
    for rtl in (False, True):
        pieces = [p for page in laid(rtl)[1].pieces for p in page]
        captions = [p for p in pieces if p.kind == "text" and p.text in names]
        pictures = [p for p in pieces if p.kind == "picture" and any("card" in name for name in _wholes(p))]
        assert len(captions) == len(pictures) >= 2
        places.append([round(c.rect.left - p.rect.left) for c, p in zip(captions, pictures, strict=True)])
    assert places[0] == places[1]


def test_drawings_and_the_words_beside_them_are_not_mirrored() -> None:
    there, here = (laid(rtl) for rtl in (False, True))
    drawn = [[ET.tostring(svg) for pic in by_class(tree(html), "pic") for svg in pic[:1]] for html, _ in (there, here)]
    assert drawn[0] == drawn[1] and len(drawn[0]) >= 2
    places = [_labels(done) for _, done in (there, here)]
    assert len(places[0]) >= 2
    assert places[0] == places[1]


def _labels(done: LaidOut) -> list[tuple[str, int, int]]:
    """The place of each label, from the corner of its drawing, in pixels."""
    found: list[tuple[str, int, int]] = []
    for page in done.pieces:
        picture = None
        for piece in page:
            if piece.kind == "picture":
                picture = piece.rect
            elif piece.kind == "text" and piece.position.place == "label" and picture:
                found.append((piece.text, round(piece.rect.left - picture.left), round(piece.rect.top - picture.top)))
    return found
