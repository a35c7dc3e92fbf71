"""What a leaflet says, what its page of HTML says, and how the two are compared with the paper.

Text is compared without white space: where a line ends is the printer's business.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import jinja2
import tinyhtml5

from handouts.model.cards import Tile
from handouts.model.leaflet import Leaflet, TimelineStep
from handouts.model.prose import Run, spoken_pieces
from handouts.pdf.reader import PdfReader, Tag

from .making import ROOT

#: Fields that are no words for the reader: ids, places for messages, choices that the template words.
SILENT = frozenset(
    {
        ("Card", "side"),
        ("Card", "usual"),
        ("DiaryRow", "room"),
        ("DiaryMeasure", "name"),
        *(("Leaflet", name) for name in ("conditions", "regions", "language", "spoken", "decisions", "request")),
        *((part, "field") for part in ("Item", "Part", "Tip", "Card", "TimelineStep", "Cause")),
        *((part, "key") for part in ("Section", "HelpRow", "PainZone")),
        *(("Masthead", name) for name in ("logo", "accent")),
        ("Card", "id"),
        ("Tip", "blocks"),
        *(("Picture", name) for name in ("frame", "alt")),  # alternative texts are compared with the tags
        ("Imprint", "status"),  # worded by the template: the draft mark
        ("Imprint", "overdue"),
    }
)

#: Fields of the running footer. Those of the imprint are in the order of reading once, on paper: with the contact.
FOOTER = frozenset(
    {("Leaflet", "short_title"), *(("Imprint", name) for name in ("document", "version", "issued", "review_by"))}
)

#: Fields that stand in more than one place.
TWICE: dict[tuple[str, str], int] = {}

VOID = re.compile(r"\s+")


def bare(text: str) -> str:
    """Text without its white space."""
    return VOID.sub("", text)


@lru_cache(64)
def tree(html: str) -> ET.Element:
    """A page of HTML as elements without namespace: parsed once for all tests, which only look at it."""
    root: ET.Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def by_class(root: ET.Element, name: str) -> list[ET.Element]:
    """All elements of a class."""
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def words_of(element: ET.Element) -> str:
    """The words of an element that are shown, without those of its drawings."""
    if str(element.tag).endswith("}svg") or element.get("class") == "heard":
        return ""
    return (element.text or "") + "".join(words_of(child) + (child.tail or "") for child in element)


# ---------------------------------------------------------------- the page


def page_text(html: str, page_of: Callable[[str], str] | None = None) -> str:
    """The words of a page in document order, as a screen reader says them.

    Left out are the running footer and what the style of the page hides from all, or the page from screen readers.
    Written in is what the style writes: the numbers of steps, and on paper the page that a reference leads to, and the
    line of the footer that a part has.
    """
    root = tree(html)
    body = root.find("body")
    assert body is not None
    shown = shown_by(root)
    heard = {part: line for line in root.iter() if page_of and (part := line.get("data-heard-in"))}

    def words(element: ET.Element, around: tuple[frozenset[str], ...]) -> str:
        classes = frozenset((element.get("class") or "").split())
        silent = classes & {"running", "imprint", "skip", "contents"} or element.get("aria-hidden") == "true"
        if str(element.tag).endswith("}svg") or silent:
            return ""
        rules = [is_shown for selector, is_shown in shown if _matches(selector, (*around, classes))]
        if "heard" not in classes and rules and not rules[-1]:
            return ""
        inside = element.text or ""
        if "counter-target" in classes:
            assert page_of is not None
            inside += page_of(element.get("data-target", ""))
        for number, child in enumerate(element, 1):
            step = f"{number}." if "steps" in classes else ""
            inside += step + words(child, (*around, classes)) + (child.tail or "")
        if (line := heard.get(element.get("id", ""))) is not None:
            inside += words(line, (frozenset((body.get("class") or "").split()),))
        return inside

    return words(body, ())


Selector = tuple[frozenset[str], ...]  #: classes of an element, after those of elements around it


def shown_by(root: ET.Element) -> list[tuple[Selector, bool]]:
    """What the style of a page hides or shows by classes alone, in the order of its rules: the last one counts."""
    [style] = [element.text or "" for element in root.iter() if element.tag == "style"]
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    found = []
    for selectors, display in re.findall(r"([^{}]+)\{[^{}]*display: (\w+)[^{}]*\}", style):
        for selector in selectors.split(","):
            if re.fullmatch(r"(\s*(\.[\w-]+)+)+\s*", selector):
                found.append((tuple(frozenset(part.split(".")[1:]) for part in selector.split()), display != "none"))
    assert found
    return found


def _matches(selector: Selector, path: Selector) -> bool:
    """Whether the last element of a path is meant by a selector."""
    if not selector[-1] <= path[-1]:
        return False
    places = iter(path[:-1])
    return all(any(part <= place for place in places) for part in selector[:-1])


def printed_page_of(html: str, back: PdfReader) -> Callable[[str], str]:
    """On which page the part that a reference leads to begins, by the tag of its heading in the PDF."""
    root = tree(html)

    def page_of(target: str) -> str:
        [part] = [element for element in root.iter() if element.get("id") == target.removeprefix("#")]
        heading = next(element for element in part.iter() if str(element.tag) == "h2")
        [tag] = [tag for tag in back.tags() if tag.role == "H2" and bare(tag.text) == bare(words_of(heading))]
        return str(tag.pages[0])

    return page_of


def heard_footer(back: PdfReader, leaflet: Leaflet) -> Tag:
    """The line of the footer that is heard: once, with the contact."""
    [tag] = [tag for tag in back.tags() if tag.role == "P" and leaflet.imprint.version in tag.text]
    return tag


# ---------------------------------------------------------------- the leaflet


def said(
    leaflet: Leaflet,
    weeks: int = 1,
    foot: Literal["", "wide", "narrow"] = "",
    diary_in_cards: bool = False,
) -> Counter[str]:
    """Everything that a leaflet says in its order of reading, as a voice says it, and how often.

    The diary has its rows in every table. A row in its card does not repeat number and name. Of the `foot` of a page,
    one line is heard: a narrow one has the phone in it; neither it nor that of several conditions has a date of issue.
    """
    unused = ("Part", "lead" if leaflet.columns else "of")  # a table has heads, and paragraphs have leads
    skipped = {("Leaflet", "short_title")} if foot else FOOTER
    if foot == "narrow" or (foot and len(leaflet.conditions) > 1):
        skipped = {*skipped, ("Imprint", "issued")}
    if diary_in_cards:
        skipped = {*skipped, ("DiaryRow", "number"), ("DiaryRow", "name")}
    times = {
        **TWICE,
        ("Leaflet", "diary"): weeks,
        ("Leaflet", "measures"): weeks,
        ("Masthead", "phone"): 3 if foot == "narrow" else 2,  # with the contact, and after two weeks
    }
    times["Personal", "patient"] = 2 if foot else 1  # on paper, the exercise sheet has the name too
    leaflet = replace(leaflet, timeline=tuple(_steps_as_set(leaflet, is_table=foot != "narrow")))
    written = _walk(leaflet, frozenset({*skipped, unused}), times)
    return Counter("".join(piece for _, piece in spoken_pieces(words, leaflet.spoken)) for words in written)


def _steps_as_set(leaflet: Leaflet, is_table: bool) -> Iterator[TimelineStep]:
    """The steps in time: a table, or steps without heads in one column, name what is sore once; others before words."""
    for number, step in enumerate(leaflet.timeline):
        once = is_table or not step.head
        yield replace(step, cells=tuple(one if number == 0 or not once else replace(one, of="") for one in step.cells))


def said_at_foot(leaflet: Leaflet) -> list[str]:
    """The words in the footer of every page."""
    lines = [getattr(leaflet.imprint, name) for part, name in sorted(FOOTER) if part == "Imprint"]
    return [leaflet.masthead.clinic, leaflet.masthead.phone, *lines]


def _walk(value: Any, skip: frozenset[tuple[str, str]], times: dict[tuple[str, str], int]) -> Iterator[str]:
    if isinstance(value, Tile):
        yield f"{value.number} {value.unit}"
    elif is_dataclass(value):
        for field in fields(value):
            key = (type(value).__name__, field.name)
            if key in SILENT or key in skip:
                continue
            inner = getattr(value, field.name)
            if key == ("Masthead", "web") and inner:
                inner = inner.split("//")[-1].rstrip("/")
            if key == ("Picture", "labels"):
                inner = tuple(words for _, words in inner)
            yield from list(_walk(inner, skip, times)) * times.get(key, 1)
    elif isinstance(value, tuple) and value and all(isinstance(run, Run) for run in value):
        yield "".join(run.text for run in value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _walk(part, skip, times)
    elif isinstance(value, str) and value:
        yield value
    else:
        assert value is None or value == "" or isinstance(value, (bool, int)), f"{value!r} is no word and no number"


# ---------------------------------------------------------------- the account


def account(text: str, expected: Counter[str], own: Iterable[str]) -> list[str]:
    """What does not come out even between a printed text and what it should say; `own` are the words of the templates.

    The longest is taken out first, so that a name inside a sentence is not counted. What remains must be words of the
    templates, numbers and points.
    """
    rest, wrong = bare(text), []
    counts: Counter[str] = Counter()
    for words, times in expected.items():
        counts[bare(words)] += times
    for words, times in sorted(counts.items(), key=lambda item: (-len(item[0]), item[0])):
        found = rest.count(words)
        if found != times:
            wrong.append(f"“{words}” stands {found} times, should be {times}")
        rest = rest.replace(words, "\0")
    for words in sorted({bare(words) for words in own}, key=lambda words: (-len(words), words)):
        rest = rest.replace(words, "\0")
    left = [piece for piece in re.split(r"[\0\d.,;:·]+", rest) if piece]
    return wrong + [f"“{piece}” is nobody's" for piece in left]


def template_words() -> set[str]:
    """The words that templates put on the page by themselves, piece by piece between placeholders and markup."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    found: set[str] = set()
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for _, _, messages in environment.extract_translations(path.read_text("utf-8")):  # type: ignore[attr-defined]
            for message in (messages,) if isinstance(messages, str) else messages:
                found |= set(re.split(r"%\(\w+\)s|<[^>]*>", message or ""))
    found.add("Each side")  # the lead of a tile; those of other tiles are words of templates too
    assert len(found) > 40
    return {words for words in found if bare(words).strip(".,;:·")}
