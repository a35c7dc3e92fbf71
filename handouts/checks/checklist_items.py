"""The items of PEMAT-P and of the CDC Clear Communication Index, each with its test on a composed leaflet.

PEMAT-P (AHRQ) has 24 items that apply to print, in two scores: what is understood (1 to 12, 15 to 19) and what can be
acted on (20 to 26); a score is the share of items that are met among those that apply. The CDC Index has 20. Three
kinds: *automatic* items are measured and pass or fail; a *heuristic* one can fail by a rule, and without a fault it is
not judged; *human* ones have no rule. A person judges the last two and signs (`handouts approve --attest`). Many items
have a code of their own elsewhere in these checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from handouts.checks import checklist_tests as tests
from handouts.checks.checklist_tests import Subject

Kind = Literal["automatic", "heuristic", "human"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    `asks` is its question, `kind` how it is judged, `codes` the findings that cover it. `test` returns what is wrong,
    or None; an item of kind `human` has no test. `applies` says whether the leaflet has what the item is about.
    """

    id: str
    asks: str
    kind: Kind
    codes: tuple[str, ...]
    test: Callable[[Subject], str | None] | None = None
    applies: Callable[[Subject], bool] = lambda _: True


_AUTO: Kind = "automatic"
_GUESS: Kind = "heuristic"
_HUMAN: Kind = "human"

PEMAT: tuple[Item, ...] = (
    Item("pemat-1", "makes its purpose completely evident", _GUESS, ("HND860",), tests.purpose),
    Item("pemat-2", "does not include what distracts from its purpose", _HUMAN, ("HND862",)),
    Item("pemat-3", "uses common, everyday language", _GUESS, ("HND824",), tests.everyday),
    Item("pemat-4", "defines the medical terms that it uses", _GUESS, ("HND825", "HND826"), tests.terms),
    Item("pemat-5", "uses the active voice", _AUTO, ("HND823",), tests.active),
    Item("pemat-6", "numbers are clear and easy to understand", _GUESS, ("HND828", "HND207"), tests.clear_numbers),
    Item("pemat-7", "does not expect the reader to calculate", _AUTO, ("HND828",), tests.sums),
    Item("pemat-8", "breaks information into short sections", _AUTO, ("HND860",), tests.chunks),
    Item("pemat-9", "sections have informative headers", _GUESS, ("HND860",), tests.headings),
    Item("pemat-10", "presents information in a logical sequence", _GUESS, ("HND860",), tests.order),
    Item("pemat-11", "provides a summary", _AUTO, ("HND860", "HND204"), tests.summary),
    Item("pemat-12", "uses visual cues to draw attention to key points", _AUTO, ("HND860",), tests.cues),
    Item("pemat-15", "uses visual aids where they help", _AUTO, ("HND303",), tests.drawn),
    Item("pemat-16", "visual aids reinforce the content", _HUMAN, ("HND862", "HND304")),
    Item("pemat-17", "visual aids have clear titles or captions", _AUTO, ("HND511", "HND877"), tests.captions),
    Item("pemat-18", "illustrations are clear and uncluttered", _HUMAN, ("HND862", "HND606")),
    Item("pemat-19", "tables are simple, with short and clear headings", _AUTO, ("HND860", "HND878"), tests.tables),
    Item("pemat-20", "identifies at least one action", _AUTO, ("HND860",), tests.action),
    Item("pemat-21", "addresses the reader directly", _AUTO, ("HND860", "HND827"), tests.reader),
    Item("pemat-22", "breaks actions into explicit steps", _GUESS, ("HND860", "HND204"), tests.steps),
    Item("pemat-23", "provides a tangible tool", _AUTO, ("HND860",), tests.diary),
    Item("pemat-24", "gives examples of calculations", _AUTO, ("HND828",), tests.sums, applies=tests.asks_sums),
    Item("pemat-25", "explains how to use charts and diaries", _GUESS, ("HND860", "HND874"), tests.diary),
    Item("pemat-26", "uses visual aids where they make it easier to act", _AUTO, ("HND303",), tests.drawn),
)  # fmt: skip

CDC: tuple[Item, ...] = (
    Item("cdc-1", "contains one main message", _AUTO, ("HND861",), tests.main_message),
    Item("cdc-2", "the main message is at the top", _AUTO, ("HND861",), tests.summary),
    Item("cdc-3", "the main message is emphasised", _AUTO, ("HND861",), tests.summary),
    Item("cdc-4", "a visual supports the main message", _AUTO, ("HND303",), tests.drawn),
    Item("cdc-5", "includes a call to action", _AUTO, ("HND861",), tests.action),
    Item("cdc-6", "main message and call to action are in the active voice", _AUTO, ("HND861",), tests.main_active),
    Item("cdc-7", "uses words that the audience uses", _GUESS, ("HND824", "HND826"), tests.everyday),
    Item("cdc-8", "uses lists of at most seven items", _AUTO, ("HND861",), tests.lists),
    Item("cdc-9", "is organised in chunks with headings", _AUTO, ("HND860",), tests.chunks),
    Item("cdc-10", "the most important information comes first", _GUESS, ("HND861",), tests.summary),
    Item("cdc-11", "says what experts know and do not know", _GUESS, ("HND861", "HND201"), tests.known_and_not),
    Item("cdc-12", "recommends what to do", _AUTO, ("HND861",), tests.action),
    Item("cdc-13", "says why it matters", _AUTO, ("HND861",), tests.why_and_how),
    Item("cdc-14", "gives directions how to do it", _GUESS, ("HND861",), tests.why_and_how),
    Item("cdc-15", "uses numbers that the audience uses", _GUESS, ("HND828",), tests.numbers),
    Item("cdc-16", "explains what its numbers mean", _GUESS, ("HND828", "HND207"), tests.numbers),
    Item("cdc-17", "does not ask for maths", _AUTO, ("HND828",), tests.sums),
    Item("cdc-18", "explains the nature of the risk", _HUMAN, ("HND862",)),
    Item("cdc-19", "covers risks and benefits of what it recommends", _HUMAN, ("HND862",)),
    Item("cdc-20", "explains a numeric probability in words", _HUMAN, ("HND862",), applies=tests.has_probability),
)  # fmt: skip

#: What only a person can judge.
HUMAN = tuple(item.id for item in (*PEMAT, *CDC) if item.kind == "human")

#: What a person may judge and sign: all that no rule can pass.
SIGNABLE = tuple(item.id for item in (*PEMAT, *CDC) if item.kind != "automatic")
