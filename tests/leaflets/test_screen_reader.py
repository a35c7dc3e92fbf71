"""What a screen reader says, block by block: of the PDF by its tags, of the page for a screen by its elements."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import pytest
from sampling import one_of_each
from shipped import SHIPPED

from handouts.model.cards import Card
from handouts.model.prose import plain_text, spoken_pieces
from handouts.pdf import rendering
from handouts.pdf.preflight import read_alone
from handouts.pdf.reader import PdfReader, Tag

from .making import FIRST, PICTURES, REQUESTS, back, composed, made, screen
from .reading import by_class, tree

#: Roles and elements that a screen reader stops after.
BLOCKS = re.compile(r"H[1-6]|P|Lbl|LBody|TH")
ELEMENTS = re.compile(r"h[1-6]|p|li|th")
SPACES = re.compile(r"\s+")


def said_of(tags: Sequence[Tag]) -> list[str]:
    """What is said of a part of the tag tree. A picture is its alternative text, with nothing of what is in it."""
    said, inside = list[str](), None
    for tag in tags:
        if inside is not None and tag.depth > inside:
            continue
        is_block = tag.role == "Figure" or BLOCKS.fullmatch(tag.role)
        inside = tag.depth if is_block else None
        words = f"Image: {tag.alt}" if tag.role == "Figure" else SPACES.sub(" ", tag.text).strip()
        if is_block and words:
            said.append(words)
    return said


def said_on_screen(element: ET.Element) -> Iterator[str]:
    """What is said of an element of the page."""
    if element.get("aria-hidden") == "true":
        return
    if element.get("role") == "img":
        yield f"Image: {element.get('aria-label')}"
    elif ELEMENTS.fullmatch(str(element.tag)):
        yield SPACES.sub(" ", _words(element)).strip()
    else:
        for child in element:
            yield from said_on_screen(child)


def _words(element: ET.Element) -> str:
    if element.get("aria-hidden") == "true":
        return ""
    return (element.text or "") + "".join(_words(child) + (child.tail or "") for child in element)


def below(tags: Sequence[Tag], head: str, role: str) -> list[Tag]:
    """The innermost tag of a role that contains a heading, with everything in it."""
    at = next(place for place, tag in enumerate(tags) if tag.role[0] == "H" and head in SPACES.sub(" ", tag.text))
    begin = next(p for p in range(at, -1, -1) if tags[p].role == role and tags[p].depth < tags[at].depth)
    rest = tags[begin + 1 :]
    end = next((place for place, tag in enumerate(rest) if tag.depth <= tags[begin].depth), len(rest))
    return [tags[begin], *rest[:end]]


@cache
def page() -> ET.Element:
    return tree(screen(FIRST).data.decode())


def expected_of(card: Card, spoken: tuple[tuple[str, str], ...], numbered: bool) -> list[str]:
    """What a listener must hear of a card, from its name to its last step."""
    captions = {"start": "Start", "finish": "Finish", "close": "Close up"}
    dose = ", ".join(tile.said if tile.lead else f"How often {tile.said}" for tile in card.tiles)
    pictures = [words for one in card.pictures for words in (captions[one.frame.name], f"Image: {one.alt}")]
    steps = ["".join(said for _, said in spoken_pieces(plain_text(step), spoken)) for step in (*card.steps, card.dose)]
    numbers = [[f"{number}."] if numbered else [] for number in range(1, len(steps) + 1)]
    lines = [words for number, step in zip(numbers, steps, strict=True) for words in (*number, step)]
    return [f"{card.number} {plain_text(card.name)}", f"{dose}.", *pictures, *map(plain_text, card.why), *lines]


def test_a_card_is_said_in_order_and_each_frame_by_itself() -> None:
    leaflet, tags = made(FIRST, "a4").leaflet, back(FIRST, "a4").tags()
    for card, shown in zip(leaflet.cards, by_class(page(), "card"), strict=True):
        assert len({picture.alt for picture in card.pictures}) == len(card.pictures) > 1
        for said, numbered in (
            (said_of(below(tags, plain_text(card.name), "Art")), True),
            (said_on_screen(shown), False),
        ):
            expected = expected_of(card, leaflet.spoken, numbered)
            assert list(said)[: len(expected)] == expected


def test_a_drawing_ends_with_its_labels_and_they_are_said_once() -> None:
    said = said_of(back(FIRST, "a4").tags())
    assert any(words.endswith("Labels: Feel the pull, Toes back.") for words in said)
    assert any(words.endswith("Labels: Heel bone, Plantar fascia, Sore here.") for words in said)
    assert not {"Feel the pull", "Toes back", "Sore here", "Heel bone"} & set(said)


def test_the_dose_is_one_sentence() -> None:
    for said in (said_of(back(FIRST, "a4").tags()), list(said_on_screen(page()))):
        assert said.count("Hold 10 seconds, Repeat 10 times, How often 3 times a day.") == 1
        assert said.count("For 2 minutes, How often 2 times a day.") == 1


def test_the_pain_scale_is_said_in_sentences_without_its_numbers() -> None:
    expected = [
        "How should it feel? Give a number to your pain as you exercise, 0 (none) to 10 (worst).",
        "0 to 3: fine. Carry on.",
        "4 to 5: OK if it settles in a day.",
        "Over 5, or sharp pain: stop. That is all for today. Next time, do fewer.",
    ]
    for name in ("a4", "large-print"):
        assert said_of(below(back(FIRST, name).tags(), "How should it feel?", "Div"))[:4] == expected
    assert list(said_on_screen(by_class(page(), "pain")[0]))[:4] == expected


def test_numbers_to_dial_are_said_digit_by_digit_and_abbreviations_as_they_are_spoken() -> None:
    for said in (said_of(below(back(FIRST, "a4").tags(), "When to get help", "Sect")), list(said_on_screen(page()))):
        assert "Call 9 9 9 or go to A and E. Do not drive yourself." in said and "Call 1 1 1 or your G P" in said
        assert not [words for words in said if re.search(r"999|111|A&E|\bGP\b", words)]
    assert "Contact us: 0 1 6 3 2 9 6 0 1 2 3" in said_of(back(FIRST, "a4").tags())
    links = [(one.target, one.name) for one in back(FIRST, "a4").links() if one.target.startswith("tel:")]
    assert links == [("tel:01632960123", "0 1 6 3 2 9 6 0 1 2 3")] * 2  # with the contact, and after two weeks


def test_no_dot_between_words_is_said() -> None:
    said = [*said_of(back(FIRST, "a4").tags()), *said_on_screen(by_class(page(), "diary")[0])]
    assert "1 Sole stretch, 3 a day" in said and "Physiotherapy and podiatry , an invented example" in said
    exempt = ("@", "Version")  # an address, and the line of the footer that is heard with the contact
    assert [words for words in said if "·" in words and not any(mark in words for mark in exempt)] == []


def test_only_numbers_to_dial_are_spelled() -> None:
    clinic = SHIPPED.clinics["example"]
    line = "From 8.30 to 17 call 112, or 0800 111 222."
    changed = clinic.model_copy(update={"out_of_hours": line, "emergency_number": "01632 960 999"})
    spoken = composed(REQUESTS[FIRST], replace(SHIPPED, clinics={"example": changed})).spoken
    assert dict(spoken) == {
        **{"A&E": "A and E", "GP": "G P", "111": "1 1 1", "112": "1 1 2", "0800 111 222": "0 8 0 0 1 1 1 2 2 2"},
        **{"01632 960 999": "0 1 6 3 2 9 6 0 9 9 9", "01632 960 123": "0 1 6 3 2 9 6 0 1 2 3"},
    }


def test_a_short_form_is_a_word_of_its_own() -> None:
    spoken = composed(REQUESTS[FIRST]).spoken
    shown = "GPs and a GP: 999, 9990, A&E."
    assert "".join(said for _, said in spoken_pieces(shown, spoken)) == "GPs and a G P: 9 9 9, 9990, A and E."
    assert "".join(piece for piece, _ in spoken_pieces(shown, spoken)) == shown


#: What a template has right, a fault in place of it, and what is then heard.
HEARD_FAULTS = [
    ('<p class="numbers" aria-hidden="true">', '<p class="numbers">', "9"),
    (' role="img" aria-label=', " title=", "Toes back"),
    ('<span class="heard"> 9 9 9 </span>', "", "Callor go to A and E. Do not drive yourself."),
    (
        '"heard">10 seconds, </span>',
        '"heard">10 seconds</span>',
        "Hold 10 seconds Repeat 10 times, How often 3 times a day.",
    ),
]


def test_faults_of_a_template_are_heard() -> None:
    """All of them in one print: none covers another."""
    html = made(FIRST, "a4").html
    for right, wrong, _ in HEARD_FAULTS:
        assert right in html
        html = html.replace(right, wrong)
    with PdfReader(rendering.render(html, PICTURES).data) as opened:
        said = said_of([tag for tag in opened.tags() if tag.role != "TH"])
    said_before = said_of([tag for tag in back(FIRST, "a4").tags() if tag.role != "TH"])
    for _, _, heard in HEARD_FAULTS:
        assert heard in said and heard not in said_before


@pytest.mark.parametrize(
    ("said", "is_found"),
    one_of_each(
        [("A & E.", False), ("A and E. No", True), ("A and E.", False), ("home", True), ("A no B and E", True)],
        lambda case: case[1],
    ),
)
def test_replacement_text_says_the_words_and_no_others(said: str, is_found: bool) -> None:
    html = made(FIRST, "a4").html
    assert '"heard"> A and E.</span>' in html
    html = html.replace('"heard"> A and E.</span>', f'"heard">{said.replace("&", "&amp;")}</span>')
    found = {finding.code for finding in read_alone(rendering.render(html, PICTURES).data)}
    assert found == ({"HND889"} if is_found else set())
