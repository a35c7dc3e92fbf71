"""Which danger signs regions, conditions and a clinic's own kinds of signs ask for. Reports HND321."""

from __future__ import annotations

from typing import get_args

from handouts.library.store import Location, RecordStore
from handouts.model import Advice, Condition, DangerSign, Exercise, Region, Urgency

NAME_SIGNS = (
    "name its signs under `danger_signs`, such as `danger_signs: [{id: joint-infection}]`; "
    "`handouts list danger-signs` has all, and a new one goes into your danger-signs.yaml"
)


def check_region(store: RecordStore, region: Region, location: Location) -> None:
    """HND321 for a region that asks for fewer danger signs than the shipped one of its name, or for none."""
    place = location.place("danger_signs") if region.danger_signs else location.key("name")
    named, hidden = {sign.id for sign in region.danger_signs}, store.hidden_regions.get(region.id)
    dropped = [sign.id for sign in hidden.danger_signs if sign.id not in named] if hidden else []
    for id_ in dropped:
        message = f"the region does not ask for `{id_}`, as the shipped one does"
        advice = f"name it, or say why not: {{id: {id_}, urgency: none, why: …, source: …}}"
        store.report("HND321", message, advice, place)
    # A region in use is judged with each of its conditions, which may name signs themselves (`check_condition`).
    if not dropped and not region.danger_signs and not _is_named(store, region.id):
        store.report("HND321", "the region asks for no danger sign", NAME_SIGNS, place)


def _is_named(store: RecordStore, region: str) -> bool:
    named = {id_ for one in store.of(Condition) for id_ in one.regions}
    return region in named | {one.region for one in store.of(Exercise)} | {one.region for one in store.of(Advice)}


def check_condition(store: RecordStore, condition: Condition, location: Location) -> None:
    """HND321 for a condition where neither it nor its regions ask for danger signs."""
    regions = [one for id_ in condition.regions if isinstance(one := store.records["region"].get(id_), Region)]
    # A region that could not be read has a finding of its own.
    if regions and not condition.danger_signs and not any(one.danger_signs for one in regions):
        message = f"neither the region `{condition.region}` nor this condition asks for a danger sign"
        advice = f"write the region that it is about (`handouts list regions`); if it is this one, {NAME_SIGNS}"
        store.report("HND321", message, advice, location.place("region"))


def check_kinds(store: RecordStore) -> None:
    """HND321 for each kind of danger sign of a clinic that asks for less than the shipped one of its name."""
    for id_, hidden in store.hidden_signs.items():
        _check_kind(store, id_, hidden)


def _check_kind(store: RecordStore, id_: str, hidden: DangerSign) -> None:
    """HND321 for a kind of danger sign that asks for less than the shipped one: a pattern is gone, or it may wait."""
    own, location = store.records["danger-sign"].get(id_), store.written["danger-sign", id_]
    if not isinstance(own, DangerSign):
        return
    # Words of the clinic's own are welcome beside the shipped ones; without these `check` would no longer look.
    for pattern in hidden.patterns:
        if not any(set(pattern.words) <= set(one.words) for one in own.patterns):
            message = f"`{id_}` does not look for {pattern.name}, as the shipped one does"
            advice = f"keep the pattern, with its words: {', '.join(pattern.words)}"
            store.report("HND321", message, advice, location.place("patterns"))
    rows = get_args(Urgency)
    if rows.index(own.urgency) > rows.index(hidden.urgency):
        message = f"`{id_}` is `{own.urgency}`, and the shipped one `{hidden.urgency}`"
        advice = f"keep it, or let a region say why: {{id: {id_}, urgency: {own.urgency}, why: …, source: …}}"
        store.report("HND321", message, advice, location.place("urgency"))
