"""PEMAT-P and the CDC Clear Communication Index on the composed leaflet. Reports HND860 to HND862.

`checklist_items` has the items, `checklist_tests` what fails them; those without a code report HND860 and HND861.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handouts.checks import approval_hash, reading_level
from handouts.checks.checklist_items import CDC, HUMAN, PEMAT, SIGNABLE, Item
from handouts.checks.checklist_tests import Subject
from handouts.checks.context import CheckContext, Finding
from handouts.compose import compose
from handouts.model import Attestation, Condition
from handouts.model.request import Request

__all__ = [
    "CDC", "HUMAN", "PEMAT", "SIGNABLE", "Item", "ItemResult", "Subject", "checklists", "item_results", "share",
    "subject_of",
]  # fmt: skip


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
