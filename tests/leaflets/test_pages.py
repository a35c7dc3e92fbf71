"""Two sheets, nothing split, alone or empty; the same words in every edition, in type that can be read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import pytest
from sampling import one_of_each
from shipped import SHIPPED

from handouts.layout import templates
from handouts.layout.tightness import Tightness
from handouts.model.leaflet import Leaflet, TimelineCell
from handouts.model.prose import plain_text
from handouts.model.request import Request
from handouts.pdf import printing, rendering
from handouts.pdf.preflight import overprint
from handouts.pdf.rules import rules
from handouts.pdf.walk import Piece

from .making import (
    FIRST,
    LAID,
    MERGED,
    PICTURES,
    PRESS,
    READ,
    TWO_SHEETS,
    back,
    composed,
    made,
    sampled,
)
from .reading import bare, by_class, heard_footer, tree, words_of

#: The page for notes, which only a sheet one of an odd number of pages has.
NOTES = r"Notesandquestions"
MOST_FREE_MM = 12.0  # of a page for reading, where gaps have grown as far as they may
#: Smallest sizes in points: of text to be read, and of anything; and the classes that may lie between them.
SIZES = {
    "a4": (12.0, 10.0, ("sources", "draft-box", "number")),
    "letter": (12.0, 10.0, ("sources", "draft-box", "number")),
    "large-print": (18.0, 12.0, ("sources", "draft-box", "number", "label", "caption")),
}


@pytest.mark.parametrize(("name", "edition"), sampled(TWO_SHEETS))
def test_one_condition_fits_two_sheets_of_paper(name: str, edition: str) -> None:
    done = made(name, edition)
    assert done.printed.pages <= 4, [(facts.number, f"{facts.fill:.0%}") for facts in done.facts]


@pytest.mark.parametrize(("name", "edition"), sampled(LAID))
def test_the_press_has_nothing_to_say(name: str, edition: str) -> None:
    """Several conditions may take more than two sheets, and Letter may leave out the key facts: both say so."""
    may = ({"HND505"} if name == MERGED else set()) | ({"HND512"} if edition == "letter" else set())
    found = made(name, edition).printed.diagnostics
    assert [f"{d.code}: {d.message}" for d in found if d.code not in may] == []


@pytest.mark.parametrize(("name", "edition"), sampled(LAID))
def test_no_part_is_split_no_heading_alone_and_no_page_emptier_than_a_third(name: str, edition: str) -> None:
    facts = made(name, edition).facts
    assert len(facts) >= 4
    assert [(page.number, page.split) for page in facts if page.split] == []
    assert [(page.number, page.lonely) for page in facts if page.lonely] == []
    assert [(page.number, f"{page.fill:.0%}") for page in facts if page.fill < 1 / 3] == []
    assert all(page.fill <= 1.001 for page in facts)


@pytest.mark.parametrize(("name", "edition"), sampled(TWO_SHEETS))
def test_parts_of_sheet_one_grow_into_what_its_pages_leave_free(name: str, edition: str) -> None:
    free_mm = [round(page.height_mm - page.lowest_mm, 1) for page in made(name, edition).facts[:2]]
    assert max(free_mm) <= MOST_FREE_MM, free_mm


@pytest.mark.parametrize(("name", "edition"), sampled(TWO_SHEETS))
def test_what_helps_is_never_torn_from_its_heading(name: str, edition: str) -> None:
    """It begins a page, or the page that it goes over to repeats its name outside the reading order."""
    reader = back(name, edition)
    heading = next(tag for tag in reader.tags() if tag.role == "H2" and tag.text == "What helps")
    continued = [run.page for run in reader.runs if "continued" in run.text]
    assert continued == ([2] if heading.pages[0] == 1 else [])
    assert not any("continued" in tag.text for tag in reader.tags())


@pytest.mark.parametrize(("name", "edition"), sampled(TWO_SHEETS))
def test_the_letters_of_the_heading_of_help_are_free_of_the_frame_under_them(name: str, edition: str) -> None:
    reader = back(name, edition)
    [heading] = [run for run in reader.runs if run.text.strip() == "When to get help" and run.size_pt > 14]
    lowest = heading.y_pt - overprint.DESCENDER * heading.size_pt
    frame = max(rule.top for rule in rules(reader.painted(heading.page)) if rule.top < heading.y_pt)
    assert lowest - frame > 0.2 * overprint.PT_PER_MM


def test_the_head_of_tips_that_go_over_is_the_first_line_of_the_text_of_its_page() -> None:
    leaflet = composed(Request(("plantar-fasciitis", "low-back-pain")))
    laid, tightness = printing.laid_out(leaflet, SHIPPED.editions["a4"], printing.assets(None))
    assert tightness.spare.tips_stay
    second = [piece for piece in laid.pieces[1] if piece.kind == "text"]
    [head] = [piece for piece in second if "continued" in piece.text]
    assert not head.position.margin and head.rect.top == min(piece.rect.top for piece in second)


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_a_card_lies_on_one_page_and_a_heading_on_the_page_of_its_text(name: str, edition: str) -> None:
    """Measured a second time, on the paper."""
    tags = back(name, edition).tags()
    cards = [tag for tag in tags if tag.role == "Art"]
    assert len(cards) == len(made(name, edition).leaflet.cards) > 0
    assert [tag.text[:20] for tag in cards if len(tag.pages) != 1] == []
    headings = [at for at, tag in enumerate(tags) if re.fullmatch(r"H\d", tag.role)]
    alone = []
    for at in headings:
        after = next((tag for tag in tags[at + 1 :] if tag.depth <= tags[at].depth and tag.text), None)
        if after and tags[at].pages[-1] != after.pages[0]:
            alone.append(tags[at].text)
    assert alone == []


def test_a_head_at_the_foot_of_a_page_goes_over_whole_and_once() -> None:
    """The engine tears a float there, and prints its end on the next page too."""
    html = templates.html(composed(Request((FIRST, "heel-spur"))), SHIPPED.editions["a4"], PRESS)
    laid = rendering.layout(html, PICTURES)
    printed = [piece.text for page in laid.pieces for piece in page if piece.kind == "text" and piece.position.heading]
    written = [
        words_of(element) for element in tree(html).iter() if re.fullmatch(r".*\}h[1-3]|h[1-3]", str(element.tag))
    ]
    assert bare(" ".join(printed)) == bare(" ".join(written))
    assert len(written) > 20


@pytest.mark.parametrize(
    ("other", "step"),
    one_of_each(product(["heel-and-back", "heel-bursitis", "overuse-heel"], [4, 5]), lambda case: case[1]),
)
def test_the_head_of_what_helps_keeps_two_tips_on_its_page(other: str, step: int) -> None:
    """The first is on exercise. Each of these pairs once had the head and that one line at the foot of a page."""
    leaflet = composed(Request((other, "tarsal-tunnel")))
    html = templates.html(leaflet, SHIPPED.editions["a4"], PRESS, Tightness(reading=step, doing=3))
    fields = {tip.field for tip in leaflet.tips}
    pages = [page for page in rendering.layout(html, PICTURES).pieces if "What helps" in words_on(page)]
    assert len(pages) == 1 and fields & {piece.position.field for piece in pages[0] if piece.kind == "text"}


def words_on(page: Sequence[Piece]) -> set[str]:
    return {piece.text for piece in page if piece.kind == "text"}


def test_no_line_of_a_diary_begins_with_a_separator() -> None:
    laid = rendering.layout(made(FIRST, "a4").html, PICTURES)
    rows = [p for page in laid.pieces for p in page if p.kind == "text" and p.position.place == "name in the diary"]
    lines: dict[float, list[Piece]] = {}
    for piece in rows:
        lines.setdefault(round(piece.rect.bottom), []).append(piece)
    begin = [min(pieces, key=lambda piece: piece.rect.left).text for pieces in lines.values()]
    assert len(begin) > len(made(FIRST, "a4").leaflet.diary)  # a row has two lines
    assert [text for text in begin if text.lstrip()[:1] in "·,"] == []


@pytest.mark.parametrize("edition", one_of_each(["a4", "letter", "large-print"], lambda edition: "any"))
def test_a_date_of_birth_is_on_one_line(edition: str) -> None:
    person = Request((FIRST,), patient="Ann Example", born=datetime.date(1960, 9, 23), reference="RX1234567")
    laid = rendering.layout(templates.html(composed(person), SHIPPED.editions[edition], PRESS), PICTURES)
    [date] = [p for p in laid.pieces[0] if p.kind == "text" and p.position.place == "Date of birth"]
    assert date.text.strip() == "23 September 1960"


@pytest.mark.parametrize(
    ("name", "one", "other"),
    one_of_each(
        [(FIRST, "a4", "large-print"), (FIRST, "a4", "letter"), (MERGED, "letter", "large-print")], lambda case: "any"
    ),
)
def test_the_editions_have_the_same_words(name: str, one: str, other: str) -> None:
    assert _prose(name, one) == _prose(name, other)
    assert _diary(name, one) == _diary(name, other)


def _prose(name: str, edition: str) -> str:
    """All words before and after the diary, without the numbers of pages, the footer and what may give way."""
    opened = back(name, edition)
    text = re.sub(NOTES, "", bare(opened.text()))
    text = text.replace(bare(heard_footer(opened, made(name, edition).leaflet).text), "", 1)
    tables = {bare(tag.text) for tag in opened.tags() if tag.role == "Table" and "262728" not in bare(tag.text)}
    assert tables and len(text) > 4000
    text, heads = re.subn(r"Yourdiaryfortwoweeks.*?Startarowwhenyouaddit\.", "", text)
    assert heads == 1
    for table in tables:
        assert table in text
        text = text.replace(table, "")
    for tip in made(name, edition).leaflet.tips:  # a full sheet one leaves their pictures out
        for _, words in tip.plate.picture.labels if tip.plate else ():
            assert bare(words) in text or edition != "large-print"
            text = text.replace(bare(words), "", 1)
    for block in _time_blocks(made(name, edition).leaflet):  # before the labels, one of which may be the name of a row
        text = text.replace(block, "", 1)
    for section in made(name, edition).leaflet.sections:  # one text or two are before the labels of a picture
        for _, words in (label for part in section.parts if part.plate for label in part.plate.picture.labels):
            text = text.replace(bare(words), "")  # everywhere: a row of a table has the labels of its picture
    for card in made(name, edition).leaflet.cards:  # what a full sheet two leaves out
        *first, last = (bare(plain_text(words)) for words in card.watch_for)
        watch = f"Watchfor{'or'.join(filter(None, (','.join(first), last)))}."
        feel = f"Youfeel:{bare(plain_text(card.feel or ()))}"
        text = text.replace(watch, "", 1).replace(feel, "", 1)
    text, moved = re.subn(r"Writtenby:.*?yourownclinician\.", "", text)  # they may end sheet two
    assert moved == 1
    [contact] = re.findall(r"Contactus:.*?Readthisonline:example\.org/care", text)  # it may end sheet two too
    text = text.replace(contact, "") + contact
    deck = bare(plain_text(made(name, edition).leaflet.deck))  # it may begin the line on whom the leaflet is for
    assert text.count(deck) == 1
    text = text.replace(f"{deck}.", deck)
    text, pages = re.subn(r"(,page|Seepage)\d+", r"\1", text)
    assert pages == 2
    return text


def _time_blocks(leaflet: Leaflet) -> Iterator[str]:
    """The letters of the timeline of a page in one column: each time with its parts, or each part with its times."""
    if leaflet.timeline[0].head:
        for step in leaflet.timeline:
            yield bare(step.head) + "".join(_time_cell(cell, f"{cell.of}:" if cell.of else "") for cell in step.cells)
        return
    for row in zip(*(step.cells for step in leaflet.timeline), strict=True):
        yield bare(row[0].of) + "".join(_time_cell(cell, f"{cell.when}:") for cell in row)


def _time_cell(cell: TimelineCell, lead: str) -> str:
    return bare(" ".join([lead, *map(plain_text, cell.lines)]))


def _diary(name: str, edition: str) -> tuple[list[str], int]:
    """How often to do each exercise, as the heads of their rows end; and how many boxes there are to fill."""
    tags = back(name, edition).tags()
    heads = [tag for tag in tags if tag.role == "TH"]
    rows = [" ".join(tag.text.split()).rsplit(", ")[-1] for tag in heads if tag.scope == "Row"]
    timeline = made(name, edition).leaflet.timeline
    owners = [cell.of for cell in timeline[0].cells if cell.of in rows]  # of a table of what to expect
    named = {part.of for section in made(name, edition).leaflet.sections for part in section.parts}
    rows = [row for row in rows if row not in owners and row not in named]  # nor of the conditions with their pictures
    days = [tag.text for tag in heads if tag.scope == "Column" and tag.text.isdigit()]
    tables = len(rows) if made(name, edition).edition.diary_in_cards else 1
    assert days == [str(day) for day in range(1, 15)] * tables
    corner = bool(owners and timeline[0].head)  # empty, above the owners
    others = len(owners) * len(timeline) + corner
    if by_class(tree(made(name, edition).html), "condition-rows"):
        others += made(name, edition).leaflet.columns  # a row has words and a picture, a column words alone
    return sorted(rows), sum(tag.cells[1] for tag in tags if tag.role == "TD") - others


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_type_is_as_large_as_its_edition_promises(name: str, edition: str) -> None:
    body, least, small = SIZES[edition]
    opened, root = back(name, edition), tree(made(name, edition).html)
    allowed = [bare(words_of(element)) for part in small for element in by_class(root, part)]
    allowed.append(bare(heard_footer(opened, made(name, edition).leaflet).text))
    seen = [run for run in opened.runs if run.text.strip()]
    assert len(seen) > 200
    assert opened.smallest_pt() >= least
    too_small = [
        (run.text, run.size_pt)
        for run in seen
        if run.mark is not None and run.size_pt < body - 0.01 and not _is_part(run.text, allowed)
    ]
    assert too_small == []
    assert [run.size_pt for run in seen if run.mark is not None].count(made(name, edition).edition.body_pt) > 100


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_the_heading_of_when_to_get_help_is_larger_than_its_neighbours(name: str, edition: str) -> None:
    sizes = {run.text.strip(): run.size_pt for run in back(name, edition).runs}
    assert sizes["When to get help"] > 1.1 * max(sizes[head] for head in ("What helps", "Do not", "What hurts"))


def _is_part(text: str, allowed: Iterable[str]) -> bool:
    return any(bare(text) in words for words in allowed)


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_pages_have_the_size_of_their_paper(name: str, edition: str) -> None:
    size = made(name, edition).edition.side_mm
    assert set(back(name, edition).page_sizes_mm()) == {size}


@pytest.mark.parametrize(("name", "edition"), sampled(READ))
def test_nothing_is_printed_where_a_printer_cannot_print(name: str, edition: str) -> None:
    """Office printers leave up to 6 mm white at each edge. Letters reach a quarter of their size below their line."""
    opened = back(name, edition)
    edge = 6 / 25.4 * 72
    lowest = min(run.y_pt - run.size_pt / 4 for run in opened.runs)
    assert lowest > edge, f"{lowest / 72 * 25.4:.1f} mm from the lower edge"
    assert min(run.x_pt for run in opened.runs) > edge
