"""PEMAT-P and the CDC Clear Communication Index: their items, and the results of a composed leaflet.

PEMAT-P (AHRQ) has 24 items that apply to print, in two scores: what is understood (1 to 12, 15 to 19) and what can be
acted on (20 to 26); a score is the share of items that are met among those that apply. The CDC Index has 20. Three
kinds: *automatic* items are measured and pass or fail; a *heuristic* one can fail by a rule, and without a fault it is
not judged; *human* ones have no rule. A person judges the last two and signs (`handouts approve --attest`). Many items
have a code of their own elsewhere in these checks.

`checklist_tests` has what fails an item. Reports HND860 and HND861 for items that no other code covers, and HND862.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from handouts.checks import approval_hash, reading_level
from handouts.checks import checklist_tests as tests
from handouts.checks.checklist_tests import Subject
from handouts.checks.context import CheckContext, Finding
from handouts.compose import compose
from handouts.model import Attestation, Condition
from handouts.model.request import Request

__all__ = [
    "CDC", "HUMAN", "PEMAT", "SIGNABLE", "Item", "ItemResult", "Subject", "checklists", "item_results", "share",
    "subject_of",
]  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result of an item: met, not met with the reason, not judged until a person has, or not applicable."""

    item: Item
    state: Literal["met", "not met", "not judged", "not applicable"]
    why: str = ""
    by: Attestation | None = None


def item_results(subject: Subject, items: tuple[Item, ...]) -> list[ItemResult]:
    """Every item of a list for one leaflet."""
    valid = approval_hash.hash_of(subject.library, subject.condition.id)
    signed = {a.item: a for a in subject.condition.governance.attestations if a.hash == valid}
    return [_result(subject, item, signed.get(item.id)) for item in items]


def _result(subject: Subject, item: Item, by: Attestation | None) -> ItemResult:
    if not item.applies(subject):
        return ItemResult(item, "not applicable")
    if item.test and (why := item.test(subject)):
        return ItemResult(item, "not met", why)
    if item.kind == "automatic":
        return ItemResult(item, "met")
    return ItemResult(item, "met", by=by) if by else ItemResult(item, "not judged", "only a person can judge it")


def share(results: list[ItemResult]) -> tuple[int, int]:
    """How many items are met, of how many that apply; those that nobody judged apply and are not met."""
    applying = [one.state for one in results if one.state != "not applicable"]
    return applying.count("met"), len(applying)


def subject_of(context: CheckContext, condition: Condition) -> Subject | None:
    """The leaflet as the clinic of the context prints it, or None where it cannot be composed."""
    if context.clinic is None or context.clinic not in context.library.clinics:
        return None
    leaflet, _ = compose(
        context.library, Request((condition.id,), context.clinic), today=context.today, kept=context.of_library
    )
    return Subject(context.library, condition, leaflet, reading_level.lines_of(context, condition)) if leaflet else None


def checklists(context: CheckContext) -> Iterator[Finding]:
    """HND860 and HND861 for items that no other code covers; HND862 for an approval without a person's judgement."""
    yield from context.once_for_all_choices("checklists", lambda: [*_checklists(context)])


def _checklists(context: CheckContext) -> Iterator[Finding]:
    for condition in context.conditions:
        at = ("condition", condition.id)
        if subject := subject_of(context, condition):
            for code, items in (("HND860", PEMAT), ("HND861", CDC)):
                own = tuple(item for item in items if item.codes[0] == code)
                for why, ids in _by_reason(item_results(subject, own)).items():
                    yield context.found(code, f"{', '.join(ids)}: {why}", "see docs/standards.md for the item", *at)
        if condition.governance.status == "approved":
            given = {a.item for a in condition.governance.attestations}
            if missing := [item for item in HUMAN if item not in given]:
                message = f"nobody judged {', '.join(missing)}"
                advice = "have a person judge them: `handouts approve --attest`"
                yield context.found("HND862", message, advice, *at, ("governance", "status"))


def _by_reason(results: list[ItemResult]) -> dict[str, list[str]]:
    """The ids of the items that are not met, by reason: several items may fail for one reason."""
    reasons: dict[str, list[str]] = {}
    for one in results:
        if one.state == "not met":
            reasons.setdefault(one.why, []).append(one.item.id)
    return reasons
