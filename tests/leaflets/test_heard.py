"""What a listener hears: headings over their own text, the version once, links by where they lead."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pypdfium2
import pytest
from sampling import one_of_each
from shipped import SHIPPED

from handouts.layout import templates
from handouts.model import Library
from handouts.model.leaflet import Leaflet, Masthead
from handouts.model.prose import plain_text
from handouts.model.request import Request
from handouts.pdf import rendering
from handouts.pdf.content_stream import TextRun
from handouts.pdf.reader import PdfReader

from .making import (
    CONDITIONS,
    FIRST,
    MERGED,
    PAIRS,
    PICTURES,
    PRESS,
    READ,
    REQUESTS,
    TRIPLES,
    back,
    composed,
    made,
    sampled,
    screen,
)
from .reading import bare, by_class, heard_footer, tree, words_of

HEADING = "What is not known:"
DOUBT = "Nobody knows how many rests help."

#: Pairs of a body; `both` of three conditions would be wrong.
BOTH = re.compile(
    r"\bboth\b(?! (?:turn weak|sides|hands|knees|legs|feet|shoulders)\b|, lower)(?<!do both)(?<!Rise on both)"
)


def kind(conditions: tuple[str, ...]) -> tuple[int, int]:
    """Leaflets of one kind are of as many conditions of as many body regions."""
    return len(conditions), len({SHIPPED.conditions[id_].region for id_ in conditions})


#: A test takes several conditions as one value.
SINGLE = one_of_each((((one,),) for one in CONDITIONS), lambda one: kind(one[0]))
MERGES = [(merge,) for merge in (*PAIRS, *TRIPLES)]
OF_REGIONS = {(len(one), frozenset(SHIPPED.conditions[id_].region for id_ in one)): (one,) for (one,) in MERGES[::-1]}
SAMPLE = one_of_each(MERGES, lambda one: kind(one[0]), every=9, kept=OF_REGIONS.values())


def page_of(leaflet: Leaflet) -> ET.Element:
    """The page for a screen, without the drawings of the cards: they take most of the time."""
    return tree(templates.page(replace(leaflet, cards=(), diary=()), PRESS))


def headed(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    """Each element that has its text from a field, with the last heading before it."""
    heading = ""
    for element in root.iter():
        if re.fullmatch(r"h[1-6]", str(element.tag)):
            heading = words_of(element).strip()
        if element.get("data-field"):
            yield heading, element


@cache
def doubtful() -> Library:
    """The shipped content, where all conditions do not know the same besides their own."""
    changed = {
        id_: one.model_copy(update={"not_known": (DOUBT, *one.not_known)}) for id_, one in SHIPPED.conditions.items()
    }
    return replace(SHIPPED, conditions=changed)


@pytest.mark.parametrize("conditions", [*SINGLE, *SAMPLE], ids="+".join)
def test_what_is_not_known_has_a_heading_of_its_own(conditions: tuple[str, ...]) -> None:
    leaflet = composed(Request(conditions), doubtful())
    places = list(headed(page_of(leaflet)))
    lines = {plain_text(item.text) for item in leaflet.not_known}
    assert DOUBT in lines
    assert {words_of(element).strip() for heading, element in places if heading == HEADING} == lines
    assert all("not_known" in (element.get("data-field") or "") for heading, element in places if heading == HEADING)


@pytest.mark.parametrize("conditions", SAMPLE, ids="+".join)
def test_beside_the_name_of_a_condition_stand_its_own_words(conditions: tuple[str, ...]) -> None:
    leaflet = composed(Request(conditions))
    root, parts = page_of(leaflet), [part for section in leaflet.sections for part in section.parts]
    own = {part.of: part.field for part in parts if part.of} | {part.lead: part.field for part in parts if part.lead}
    for table in by_class(root, "conditions"):
        heads = [words_of(head) for head in table.iter("th")]
        assert [own[head] for head in heads] == [cell.get("data-field") for cell in table.iter("td")]
    for paragraph in by_class(root, "own"):
        [lead] = by_class(paragraph, "own-lead")
        assert own[words_of(lead)] == paragraph.get("data-field")
    names = {words for words in own if words}
    assert names or len(leaflet.in_short.what) >= len(conditions)  # its own words stand in short
    assert not names & {heading for heading, _ in headed(root)}


def test_words_under_another_heading_are_seen() -> None:
    moved = ET.fromstring(f"<main><h3>{HEADING}</h3><p data-field='x: outlook'>It heals.</p></main>")
    assert [(heading, element.get("data-field")) for heading, element in headed(moved)] == [(HEADING, "x: outlook")]


@pytest.mark.parametrize(
    "conditions", one_of_each(((triple,) for triple in TRIPLES), lambda one: kind(one[0])), ids="+".join
)
def test_three_conditions_are_not_called_both(conditions: tuple[str, ...]) -> None:
    assert BOTH.search("You can treat both at the same time.")
    assert BOTH.search(" ".join(words_of(next(page_of(composed(Request(conditions))).iter("body"))).split())) is None


# ---------------------------------------------------------------- the finished file


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_the_tag_before_what_is_not_known_is_its_heading(name: str, edition: str) -> None:
    leaflet, tags = made(name, edition).leaflet, back(name, edition).tags()
    lines = " ".join(plain_text(item.text) for item in leaflet.not_known)
    found = [one for one, after in pairwise(tags) if after.role == "P" and bare(after.text) == bare(lines)]
    assert [(tag.role, tag.text) for tag in found] == ([("H3", HEADING)] if lines else [])


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_version_and_review_are_heard_once_with_the_contact(name: str, edition: str) -> None:
    leaflet, opened = made(name, edition).leaflet, back(name, edition)
    heard = heard_footer(opened, leaflet)
    no_room = made(name, edition).edition.stacked or len(leaflet.conditions) > 1
    issued = "" if no_room else leaflet.imprint.issued
    for words in (leaflet.imprint.document, leaflet.imprint.version, issued, f"Review by {leaflet.imprint.review_by}"):
        assert words in heard.text
    assert opened.text().count(leaflet.imprint.version) == 1
    tags = opened.tags()
    [code] = [tag for tag in tags if tag.alt.startswith("QR code")]
    assert tags.index(heard) == tags.index(code) + 1  # the last of the part "Contact us"
    footers = [run for run in opened.runs if leaflet.imprint.document in run.text and run.mark is None]
    assert len(footers) == len(opened.pdf.pages) - 1


def test_a_footer_that_is_heard_in_no_part_is_decoration() -> None:
    leaflet = made(FIRST, "a4").leaflet
    html = made(FIRST, "a4").html.replace('data-heard-in="contact"', 'data-heard-in="nowhere"')
    assert leaflet.imprint.version not in PdfReader(rendering.render(html, PICTURES).data).text()


@pytest.mark.parametrize("name", sampled((*CONDITIONS, MERGED)))
def test_version_and_review_stand_once_on_the_screen(name: str) -> None:
    imprint = composed(REQUESTS[name]).imprint
    [body] = tree(screen(name).data.decode()).iter("body")
    words = " ".join(words_of(body).split())
    assert words.count(f"Version {imprint.version}") == words.count(f"Review by {imprint.review_by}") == 1


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_no_link_is_called_by_the_name_of_an_anchor(name: str, edition: str) -> None:
    opened = back(name, edition)
    said = bare(opened.text())
    for link in opened.links():
        assert bare(link.name) in said, link
        assert link.name not in ("help", "exercises")
    led = [link.target for link in opened.links() if link.target.startswith("#")]
    assert set(led) == {"#help", "#exercises"}
    links = [tag for tag in opened.tags() if tag.role == "Link"]
    assert len([tag for tag in links if bare(tag.text) in ("Seepage", "yourexercises")]) == len(links) - 4
    assert "When to get help" in {link.name for link in opened.links()}


# ---------------------------------------------------------------- addresses


def with_addresses(masthead: Masthead) -> Masthead:
    return replace(
        masthead,
        hours="Monday, see www.example.org/hours.",
        formats="Ask (https://example.org/formats) for Easy Read.",
        language_line="Write to help@example.org, or call.",
    )


ADDRESSES = {
    "mailto:hello@example.org": "hello@example.org",
    "https://example.org/care": "example.org/care",
    "https://www.example.org/hours": "www.example.org/hours",
    "https://example.org/formats": "https://example.org/formats",
    "mailto:help@example.org": "help@example.org",
}


def test_every_printed_address_is_a_link_with_a_tag_that_shows_it() -> None:
    leaflet = composed(Request((FIRST,)))
    leaflet = replace(leaflet, masthead=with_addresses(leaflet.masthead))
    html = templates.html(leaflet, SHIPPED.editions["a4"], PRESS)
    with PdfReader(rendering.render(html, PICTURES).data) as opened:
        links = {link.target: link.name for link in opened.links() if not link.target.startswith(("#", "tel:"))}
        tagged = [tag.text for tag in opened.tags() if tag.role == "Link"]
    assert links == ADDRESSES
    assert set(tagged) >= set(ADDRESSES.values())
    anchors = {a.get("href"): words_of(a) for a in page_of(leaflet).iter("a")}
    assert anchors.items() >= ADDRESSES.items()


def test_an_address_without_encryption_is_no_link() -> None:
    leaflet = composed(Request((FIRST,)))
    plain = replace(leaflet, masthead=replace(leaflet.masthead, web="http://example.org/care"))
    root = page_of(plain)
    assert "example.org/care" in words_of(root)
    assert not [a for a in root.iter("a") if "example.org/care" in (a.get("href") or "")]


# ---------------------------------------------------------------- words at line ends


def line_ends(opened: PdfReader) -> list[tuple[str, str]]:
    """The last and the first word of two lines of one tag, without a space between them in the file."""
    runs: dict[tuple[int, int | None], list[TextRun]] = {}
    for run in opened.runs:
        runs.setdefault((run.page, run.mark), []).append(run)
    lines = [[run for mark in tag.marks for run in runs.get(mark, ())] for tag in opened.tags()]
    pairs = [pair for of_tag in lines for pair in pairwise(of_tag) if _is_broken(*pair)]
    return [(one.text.split()[-1], other.text.split()[0]) for one, other in pairs]


def _is_broken(one: TextRun, other: TextRun) -> bool:
    """Whether a text goes on in the next line without a space in the file, and with nothing in between."""
    follows = one.page == other.page and one.mark is not None and other.mark == one.mark + 1
    return follows and one.y_pt - other.y_pt > 3 and bool(one.text[-1:].strip() and other.text[:1].strip())


@pytest.mark.slow  # a leaflet is printed for this test alone
@pytest.mark.parametrize("name", ("heel-spur", MERGED))
def test_readers_keep_words_apart_at_line_ends(name: str) -> None:
    """The file has no space there: readers take the line for a word break. pdfium represents those that do."""
    edition = "a4" if name != MERGED else "letter"
    ends = line_ends(back(name, edition))
    assert len(ends) > 30
    pages = pypdfium2.PdfDocument(made(name, edition).printed.data)
    text = "\n".join(one.get_textpage().get_text_range() for one in pages)
    glued = [pair for pair in ends if not re.search(r"\s+".join(map(re.escape, pair)), text)]
    assert glued == []
