"""FHIR R4B: a Bundle with a DocumentReference for each leaflet, and a PlanDefinition for each plan.

A file has no patient, so there is no CarePlan: a system makes one from the PlanDefinition when somebody is given it.
Days are those of the content; there is no clock.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handouts.batch.records.record import DRAFT, SYSTEMS, RecordLeaflet, as_json
from handouts.files.digest import short_digest
from handouts.model import Exercise, Library, Plan, prose
from handouts.model.cards import Card
from handouts.model.doses import Limited

FOLDER = "fhir"
#: LOINC: a note of education, which French systems label as an information sheet for the patient.
EDUCATION_NOTE = {"system": "http://loinc.org", "code": "34895-3", "display": "Education note"}
DOCUMENTS = "https://handouts.invalid/fhir/number"  # `.invalid` resolves nowhere (RFC 2606): a name, no address
PLANS = "https://handouts.invalid/fhir/plan"
STATUS = {True: ("current", "final"), False: ("current", "preliminary")}


def files(library: Library, leaflets: Sequence[RecordLeaflet]) -> Iterator[tuple[str, bytes]]:
    """`fhir/leaflets.json` and `fhir/plans/ID.json`."""
    resources = [_document_reference(one) for one in leaflets]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    yield f"{FOLDER}/leaflets.json", as_json(bundle)
    for one in leaflets:
        if (plan := one.leaflet.plan) and plan in library.plans:
            yield f"{FOLDER}/plans/{plan}.json", as_json(_plan_definition(library, library.plans[plan], one))


def _document_reference(one: RecordLeaflet) -> dict[str, Any]:
    status, doc_status = STATUS[one.is_approved]
    codings = [{"system": SYSTEMS[code.system], "code": code.code, "display": code.term} for code in one.codes]
    return {
        "resourceType": "DocumentReference",
        "id": short_digest(one.path, 16),
        "language": one.language,
        "masterIdentifier": {"system": DOCUMENTS, "value": f"{one.document('id')} {one.document('version')}"},
        "identifier": [{"system": DOCUMENTS, "value": one.document("id")}],
        "status": status,
        "docStatus": doc_status,
        "type": {"coding": [EDUCATION_NOTE], "text": "Patient leaflet"},
        "description": one.description,
        "content": [{"attachment": _attachment(one)}],
        **({"context": {"event": [{"coding": codings}]}} if codings else {}),
    }


def _attachment(one: RecordLeaflet) -> dict[str, Any]:
    return {
        "contentType": "application/pdf",
        "language": one.language,
        "url": f"../{one.path}",
        "size": one.size,
        "hash": b64encode(one.sha1).decode("ascii"),
        "title": one.title,
        "creation": one.document("issued"),
    }


def _plan_definition(library: Library, plan: Plan, one: RecordLeaflet) -> dict[str, Any]:
    governance = plan.governance
    return {
        "resourceType": "PlanDefinition",
        "id": plan.id,
        "url": f"{PLANS}/{plan.id}",
        "version": governance.version,
        "name": "".join(word.capitalize() for word in plan.id.split("-")),
        "title": plan.title,
        "status": "active" if governance.status == "approved" else "draft",
        "date": str(governance.issued),
        "description": plan.purpose if one.is_approved else f"{plan.purpose} ({DRAFT})",
        "action": [_action(library.exercises[card.id], card, plan.settings) for card in one.leaflet.leaflet.cards],
    }


def _action(exercise: Exercise, card: Card, settings: Mapping[str, int]) -> dict[str, Any]:
    steps = " ".join(f"{number}. {prose.plain_text(step)}" for number, step in enumerate(card.steps, 1))
    return {
        "id": exercise.id,
        "title": prose.plain_text(card.name),
        "description": f"{steps} {prose.plain_text(card.dose)}",
        "timingTiming": {"repeat": timing_repeat(exercise, settings)},
    }


def timing_repeat(exercise: Exercise, settings: Mapping[str, int]) -> dict[str, Any]:
    """How often and how long: so many times in a day or a week, or once in so many hours; minutes as the duration.

    `most days` and all that a Timing has no element for (hold, repetitions, sets) are left to the words.
    """
    dose = exercise.dose
    for _, field, scope, value in dose.settings(exercise.id, settings):
        dose = dose.set(field, scope, value)
    minutes = {**_span("duration", dose.minutes), "durationUnit": "min"} if dose.minutes else {}
    if dose.every_hours is not None:
        return {**minutes, "frequency": 1, **_span("period", dose.every_hours), "periodUnit": "h"}
    if dose.times_a_week is not None:
        return {**minutes, **_span("frequency", dose.times_a_week), "period": 1, "periodUnit": "wk"}
    assert dose.times_a_day is not None
    if dose.days == "three days a week":
        return {**minutes, **_span("frequency", dose.times_a_day, 3), "period": 1, "periodUnit": "wk"}
    days = 2 if dose.days == "every second day" else 1
    return {**minutes, **_span("frequency", dose.times_a_day), "period": days, "periodUnit": "d"}


def _span(element: str, amount: Limited, times: int = 1) -> dict[str, int]:
    """An element of Timing.repeat, and the one with the upper end of a span: `frequency` and `frequencyMax`."""
    most = {} if amount.up_to is None else {f"{element}Max": times * amount.up_to}
    return {element: times * amount.value, **most}
