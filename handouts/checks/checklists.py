"""PEMAT-P and the CDC Clear Communication Index, item by item, on the composed leaflet. Reports HND860 to HND862.

PEMAT-P (AHRQ) has 24 items that apply to print, in two scores: what is understood (1 to 12, 15 to 19) and what can be
acted on (20 to 26); a score is the share of items that are met among those that apply. The CDC Index has 20. Three
kinds: *automatic* items pass or fail, *heuristic* ones are a guess for a person to confirm, *human* ones only a person
can judge and sign (`handouts approve --attest`). Many items have a code of their own elsewhere in these checks; the
rest report HND860 and HND861.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from handouts.checks import approval_hash, language, readability, reading_level
from handouts.checks.context import CheckContext, Finding
from handouts.checks.jargon import jargon_in
from handouts.checks.printed_text import Line
from handouts.compose import compose
from handouts.model import Attestation, Condition, Library
from handouts.model.leaflet import Leaflet, Request
from handouts.model.prose import plain_text

#: PEMAT-P item 8, short sections; the numbers are the project's reading of it.
MOST_SENTENCES = 5
MOST_WORDS = 150
MOST_ITEMS = 7  # CDC Index, item 8
STEPS = range(3, 8)
TO_THE_READER = 0.4  # the least share of sentences that speak to the reader, item 21

Kind = Literal["automatic", "heuristic", "human"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One leaflet as it is judged: what was written, what was composed, and its lines."""

    library: Library
    condition: Condition
    leaflet: Leaflet
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its id, what it asks, how it is judged, the codes that cover it, and the test: what is wrong, if so."""

    id: str
    asks: str
    kind: Kind
    codes: tuple[str, ...]
    test: Callable[[Subject], str | None] | None = None


# ---------------------------------------------------------------- tests of both lists


def _purpose(sheet: Subject) -> str | None:
    deck = plain_text(sheet.leaflet.deck)
    return (
        "the line under the title only repeats the title" if deck.casefold() == sheet.leaflet.title.casefold() else None
    )


def _everyday(sheet: Subject) -> str | None:
    names = re.compile("|".join(map(re.escape, reading_level.terms(sheet.library, sheet.condition))), re.IGNORECASE)
    found = dict.fromkeys(word for word, _ in jargon_in(names.sub("", sheet.text)))
    return f"words of the trade: {', '.join(found)}" if found else None


def _active(sheet: Subject) -> str | None:
    sentences = [s for line in sheet.lines for s in readability.sentences_of(line.text)]
    passive = sum(len(language.passives(line.text)) for line in sheet.lines)
    return f"{passive} of {len(sentences)} sentences are passive" if passive > 0.1 * len(sentences) else None


def _numbers(sheet: Subject) -> str | None:
    found = language.hard_numbers(sheet.text)
    return f"hard to read: {', '.join(found)}" if found else None


def _terms(sheet: Subject) -> str | None:
    found = language.unexplained(sheet.library, sheet.condition, sheet.lines)
    return f"not explained: {', '.join(term.word for _, term, _ in found)}" if found else None


def _chunks(sheet: Subject) -> str | None:
    for section in sheet.leaflet.sections:
        for part in section.parts:
            for paragraph in part.paragraphs:
                if (number := len(readability.sentences_of(plain_text(paragraph)))) > MOST_SENTENCES:
                    return (
                        f"a paragraph of {part.field.split(': ')[-1]} has {number} sentences, {MOST_SENTENCES} at most"
                    )
        whole = " ".join(plain_text(p) for part in section.parts for p in part.paragraphs)
        if len(sheet.leaflet.conditions) == 1 and (number := len(readability.words_of(whole))) > MOST_WORDS:
            return f"{number} words stand under one heading ({section.key}), {MOST_WORDS} at most"
    return None


_GENERIC = re.compile(r"(?:exercise|stretch|movement|activity|information|general|other)s?(?: (?:\d+|one|two))?", re.I)


def _headings(sheet: Subject) -> str | None:
    name = next(
        (plain_text(card.name) for card in sheet.leaflet.cards if _GENERIC.fullmatch(plain_text(card.name))), None
    )
    return f"the heading “{name}” says nothing" if name else None


def _order(sheet: Subject) -> str | None:
    rows = [row.key for row in sheet.leaflet.help]
    numbers = [card.number for card in sheet.leaflet.cards]
    wrong = rows != list(type(sheet.condition.get_help).model_fields) or numbers != list(range(1, len(numbers) + 1))
    return "signs or exercises are out of order" if wrong else None


def _summary(sheet: Subject) -> str | None:
    number = len(sheet.leaflet.in_short)
    return None if 3 <= number <= 5 else f"the summary has {number} points, 3 to 5 are asked for"


def _cues(sheet: Subject) -> str | None:
    missing = [name for name in ("do", "do_not", "help", "cards") if not getattr(sheet.leaflet, name)]
    return f"nothing stands under {', '.join(missing)}" if missing else None


def _drawn(sheet: Subject) -> str | None:
    missing = [card.id for card in sheet.leaflet.cards if not card.pictures]
    return f"no drawing of: {', '.join(missing)}" if missing else None


def _described(sheet: Subject) -> str | None:
    missing = [card.id for card in sheet.leaflet.cards if card.pictures and len(card.alt) < 40]
    return f"no description of: {', '.join(missing)}" if missing else None


def _tables(sheet: Subject) -> str | None:
    long_ = [plain_text(row.name) for row in sheet.leaflet.diary if len(plain_text(row.name)) > 40]
    return f"long names in the diary: {', '.join(long_)}" if long_ else None


def _action(sheet: Subject) -> str | None:
    return None if sheet.leaflet.do and sheet.leaflet.cards else "no action is named"


def _reader(sheet: Subject) -> str | None:
    share = language.commands(sheet.lines)
    return f"only {share:.0%} of the sentences speak to the reader" if share < TO_THE_READER else None


def _steps(sheet: Subject) -> str | None:
    for card in sheet.leaflet.cards:
        steps = card.steps[1:]
        if len(steps) not in STEPS:
            return f"{card.id} has {len(steps)} steps, 3 to 7 are asked for"
        if crowded := next((plain_text(s) for s in steps if len(readability.sentences_of(plain_text(s))) > 2), None):
            return f"a step of {card.id} holds more than two actions: “{crowded}”"
    return None


def _diary(sheet: Subject) -> str | None:
    missing = {card.number for card in sheet.leaflet.cards} - {row.number for row in sheet.leaflet.diary}
    return "an exercise is not in the diary" if missing else None


def _main_message(sheet: Subject) -> str | None:
    first = plain_text(sheet.leaflet.in_short[0].text)
    number = len(readability.sentences_of(first))
    return f"the main message has {number} sentences, 3 at most" if number > 3 else None


def _main_active(sheet: Subject) -> str | None:
    first = plain_text(sheet.leaflet.in_short[0].text)
    return f"the main message is passive: “{first}”" if language.passives(first) else None


def _lists(sheet: Subject) -> str | None:
    leaflet = sheet.leaflet
    lists: Mapping[str, int] = {
        "in_short": len(leaflet.in_short),
        "do": len(leaflet.do),
        "do_not": len(leaflet.do_not),
        "advice": len(leaflet.tips) + 1,
        **{f"get_help.{row.key}": len(row.signs) for row in leaflet.help},
        **{f"the steps of {card.id}": len(card.steps) + 1 for card in leaflet.cards},
    }
    long_ = next((name for name, number in lists.items() if number > MOST_ITEMS), None)
    return f"{long_} has {lists[long_]} items on paper, {MOST_ITEMS} at most" if long_ else None


def _known_and_not(sheet: Subject) -> str | None:
    return None if sheet.leaflet.not_known else "nothing says what experts do not know"


def _why_and_how(sheet: Subject) -> str | None:
    missing = [card.id for card in sheet.leaflet.cards if not card.why or not card.steps]
    return f"no reason or no steps for: {', '.join(missing)}" if missing else None


# ---------------------------------------------------------------- the items

_AUTO: Kind = "automatic"
_GUESS: Kind = "heuristic"
_HUMAN: Kind = "human"

PEMAT: tuple[Item, ...] = (
    Item("pemat-1", "makes its purpose completely evident", _GUESS, ("HND860",), _purpose),
    Item("pemat-2", "does not include what distracts from its purpose", _HUMAN, ("HND862",)),
    Item("pemat-3", "uses common, everyday language", _GUESS, ("HND824",), _everyday),
    Item("pemat-4", "defines the medical terms that it uses", _GUESS, ("HND825", "HND826"), _terms),
    Item("pemat-5", "uses the active voice", _GUESS, ("HND823",), _active),
    Item("pemat-6", "numbers are clear and easy to understand", _GUESS, ("HND828", "HND207"), _numbers),
    Item("pemat-7", "does not expect the reader to calculate", _GUESS, ("HND828",), _numbers),
    Item("pemat-8", "breaks information into short sections", _AUTO, ("HND860",), _chunks),
    Item("pemat-9", "sections have informative headers", _GUESS, ("HND860",), _headings),
    Item("pemat-10", "presents information in a logical sequence", _AUTO, ("HND860",), _order),
    Item("pemat-11", "provides a summary", _AUTO, ("HND860", "HND204"), _summary),
    Item("pemat-12", "uses visual cues to draw attention to key points", _AUTO, ("HND860",), _cues),
    Item("pemat-15", "uses visual aids where they help", _AUTO, ("HND303",), _drawn),
    Item("pemat-16", "visual aids reinforce the content", _HUMAN, ("HND862", "HND304")),
    Item("pemat-17", "visual aids have clear titles or captions", _AUTO, ("HND511", "HND877"), _described),
    Item("pemat-18", "illustrations are clear and uncluttered", _HUMAN, ("HND862", "HND606")),
    Item("pemat-19", "tables are simple, with short and clear headings", _AUTO, ("HND860", "HND878"), _tables),
    Item("pemat-20", "identifies at least one action", _AUTO, ("HND860",), _action),
    Item("pemat-21", "addresses the reader directly", _GUESS, ("HND860", "HND827"), _reader),
    Item("pemat-22", "breaks actions into explicit steps", _AUTO, ("HND860", "HND204"), _steps),
    Item("pemat-23", "provides a tangible tool", _AUTO, ("HND860",), _diary),
    Item("pemat-24", "gives examples of calculations", _GUESS, ("HND828",), _numbers),
    Item("pemat-25", "explains how to use charts and diaries", _AUTO, ("HND860", "HND874"), _diary),
    Item("pemat-26", "uses visual aids where they make it easier to act", _AUTO, ("HND303",), _drawn),
)  # fmt: skip

CDC: tuple[Item, ...] = (
    Item("cdc-1", "contains one main message", _AUTO, ("HND861",), _main_message),
    Item("cdc-2", "the main message is at the top", _AUTO, ("HND861",), _summary),
    Item("cdc-3", "the main message is emphasised", _AUTO, ("HND861",), _summary),
    Item("cdc-4", "a visual supports the main message", _AUTO, ("HND303",), _drawn),
    Item("cdc-5", "includes a call to action", _AUTO, ("HND861",), _action),
    Item("cdc-6", "main message and call to action are in the active voice", _GUESS, ("HND861",), _main_active),
    Item("cdc-7", "uses words that the audience uses", _GUESS, ("HND824", "HND826"), _everyday),
    Item("cdc-8", "uses lists of at most seven items", _AUTO, ("HND861",), _lists),
    Item("cdc-9", "is organised in chunks with headings", _AUTO, ("HND860",), _chunks),
    Item("cdc-10", "the most important information comes first", _AUTO, ("HND861",), _summary),
    Item("cdc-11", "says what experts know and do not know", _AUTO, ("HND861", "HND201"), _known_and_not),
    Item("cdc-12", "recommends what to do", _AUTO, ("HND861",), _action),
    Item("cdc-13", "says why it matters", _AUTO, ("HND861",), _why_and_how),
    Item("cdc-14", "gives directions how to do it", _AUTO, ("HND861",), _why_and_how),
    Item("cdc-15", "uses numbers that the audience uses", _GUESS, ("HND828",), _numbers),
    Item("cdc-16", "explains what its numbers mean", _GUESS, ("HND828", "HND207"), _numbers),
    Item("cdc-17", "does not ask for maths", _GUESS, ("HND828",), _numbers),
    Item("cdc-18", "explains the nature of the risk", _HUMAN, ("HND862",)),
    Item("cdc-19", "covers risks and benefits of what it recommends", _HUMAN, ("HND862",)),
    Item("cdc-20", "explains a numeric probability in words or pictures", _HUMAN, ("HND862",)),
)  # fmt: skip

#: What only a person can judge.
HUMAN = tuple(item.id for item in (*PEMAT, *CDC) if item.kind == "human")


@dataclass(frozen=True, slots=True)
class ItemResult:
    """An item as it stands: met, not met with the reason, or open until a person has judged it."""

    item: Item
    standing: Literal["met", "not met", "open"]
    why: str = ""
    by: Attestation | None = None


def item_results(sheet: Subject, items: tuple[Item, ...]) -> list[ItemResult]:
    """Every item of a list for one leaflet."""
    valid = approval_hash.hash_of(sheet.library, sheet.condition.id)
    signed = {a.item: a for a in sheet.condition.governance.attestations if a.hash == valid}
    found = []
    for item in items:
        if item.test is not None:
            why = item.test(sheet)
            found.append(ItemResult(item, "not met" if why else "met", why or ""))
        else:
            by = signed.get(item.id)
            found.append(ItemResult(item, "met" if by else "open", "" if by else "only a person can judge it", by))
    return found


def share(found: list[ItemResult]) -> tuple[int, int]:
    """How many items are met, of how many that apply; open ones apply and are not met."""
    return sum(one.standing == "met" for one in found), len(found)


def sheet_of(context: CheckContext, condition: Condition) -> Subject | None:
    """The leaflet as the clinic of the round prints it, or None where it cannot be composed."""
    if context.clinic is None or context.clinic not in context.library.clinics:
        return None
    leaflet, _ = compose(context.library, Request((condition.id,), context.clinic))
    return Subject(context.library, condition, leaflet, reading_level.lines_of(context, condition)) if leaflet else None


def checklists(context: CheckContext) -> Iterator[Finding]:
    """HND860 and HND861 for items that no other code covers; HND862 for an approval without a person's judgement."""
    for condition in context.conditions:
        at = ("condition", condition.id)
        if sheet := sheet_of(context, condition):
            for code, items in (("HND860", PEMAT), ("HND861", CDC)):
                own = tuple(item for item in items if item.codes[0] == code)
                for why, ids in _by_reason(item_results(sheet, own)).items():
                    yield context.found(code, f"{', '.join(ids)}: {why}", "see docs/standards.md for the item", *at)
        if condition.governance.status == "approved":
            given = {a.item for a in condition.governance.attestations}
            if missing := [item for item in HUMAN if item not in given]:
                message = f"nobody judged {', '.join(missing)}"
                advice = "have a person judge them: `handouts approve --attest`"
                yield context.found("HND862", message, advice, *at, ("governance", "status"))


def _by_reason(found: list[ItemResult]) -> dict[str, list[str]]:
    """One fault once, though several items fall with it."""
    reasons: dict[str, list[str]] = {}
    for one in found:
        if one.standing == "not met":
            reasons.setdefault(one.why, []).append(one.item.id)
    return reasons
