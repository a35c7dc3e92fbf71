"""Checks between files: what the records of several files say goes together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from handouts import model
from handouts.diagnostics import Span, did_you_mean, nearest
from handouts.library import required_signs
from handouts.library.numbers import check_change, check_numbers, check_settings
from handouts.library.pictures import written_poses
from handouts.library.references import check_named
from handouts.library.store import Location, RecordStore
from handouts.model import Advice, Clinic, Condition, Exercise, LeafletSet, Plan, Region
from handouts.model.poses import InheritanceError, frames_of, inheritance_chain, resolved_pose

LEAST_CONTRAST = 7.0


def check_references(store: RecordStore) -> None:
    """Every record against all others.

    Reports HND201, HND203, HND204, HND301, HND306, HND308, HND309, HND313, HND315, HND320, HND321,
    HND601, HND930 and HND933.
    """
    check_named(store)
    written = written_poses(store)
    for exercise in store.of(Exercise):
        _check_exercise(store, exercise)
        _check_inheritance(store, exercise, written)
        _check_alternatives(store, exercise, written)
    for condition in store.of(Condition):
        _check_condition(store, condition)
    _check_leaflet_numbers(store)
    for advice in store.of(Advice):
        check_numbers(store, "advice", advice.id, advice.numbers, advice)
    for clinic in store.of(Clinic):
        _check_clinic(store, clinic)
    for leaflets in store.of(LeafletSet):
        _check_set(store, leaflets)
    for plan in store.of(Plan):
        _check_plan(store, plan)
    for region in store.of(Region):
        _check_region(store, region)
    required_signs.check_kinds(store)
    _check_own_names(store, "movement", model.MOVEMENTS)
    _check_own_names(store, "measure", model.MEASURES)


def _check_exercise(store: RecordStore, exercise: Exercise) -> None:
    location = store.written["exercise", exercise.id]
    for movement in exercise.loads:
        _check_movement(store, movement, location.key("loads", movement))
    for field in ("easier", "harder"):
        _check_levels(store, exercise, field, location)
    if (way_back := exercise.way_back) is not None:
        message = "no step places the hold: it is printed before this step"
        advice = "write `{hold}` into the step that is held, such as `Keep still for {hold}.`"
        store.report("HND313", message, advice, location.place("steps", way_back))


def _check_levels(store: RecordStore, exercise: Exercise, field: str, location: Location) -> None:
    """HND319 for easier, or harder, levels that come back to the exercise."""
    seen, level = [exercise.id], getattr(exercise, field)
    while level not in seen and isinstance(one := store.records["exercise"].get(level or ""), Exercise):
        seen.append(one.id)
        level = getattr(one, field)
    # A circle that leads past this exercise is reported at the ones that are in it.
    if level == exercise.id:
        message = f"the {field} levels come back to it: {' → '.join((*seen, exercise.id))}"
        store.report("HND319", message, "let the levels lead one way, from easier to harder", location.place(field))


def _check_inheritance(store: RecordStore, exercise: Exercise, written: Mapping[str, Mapping[str, object]]) -> None:
    """`like` names another exercise that has a pose, and does not come back. Reports HND301, HND601."""
    if exercise.pose is None or exercise.pose.like is None:
        return
    like, span = exercise.pose.like, store.written["exercise", exercise.id].place("pose", "like")
    store.refer("exercise", like, span)
    try:
        inheritance_chain(exercise.id, written)
    except InheritanceError as wrong:
        if wrong.missing == exercise.id:
            message = f"the pose is like itself: {wrong}"
            store.report("HND601", message, "write out one of these poses, without `like`", span)
        # A name that does not exist is HND301; what is missing further up is reported there.
        elif not wrong.is_circular and wrong.missing == like and like in store.records["exercise"]:
            advice = did_you_mean(like, {*written} - {exercise.id}, "pose")
            store.report("HND601", f"`{like}` has no pose to take from", advice, span)


def _check_alternatives(store: RecordStore, exercise: Exercise, written: Mapping[str, Mapping[str, Any]]) -> None:
    """HND201 for a frame without alternative text; HND203 for a text without its frame; HND204 for a short text."""
    if exercise.pose is None:
        return
    location = store.written["exercise", exercise.id]
    for name, text in exercise.pose.alt:
        if text is not None and len(text) < model.LEAST_LETTERS:
            message = f"{len(text)} letters, at least {model.LEAST_LETTERS} are needed"
            advice = "say what the frame shows to one who cannot see it; `handouts draw` draws it all the same"
            store.report("HND204", message, advice, location.place("pose", "alt", name))
    try:
        frames = frames_of(resolved_pose(exercise.id, written))
    except InheritanceError:
        return  # `_check_inheritance` reports it
    for name, text in exercise.pose.alt:
        if name in frames and text is None:
            message = f"the frame `{name}` has no alternative text"
            advice = f"write `{name}:` under `alt:`, with what that frame alone shows"
            store.report("HND201", message, advice, location.key("pose", "alt"))
        elif text is not None and name not in frames:
            message = f"the pose has no frame `{name}`"
            advice = f"take this alternative text out, or add the frame `{name}:` to the pose"
            store.report("HND203", message, advice, location.key("pose", "alt", name))


def _check_region(store: RecordStore, region: Region) -> None:
    location = store.written["region", region.id]
    _check_measures(store, location, region.measures)
    required_signs.check_region(store, region, location)


def _check_condition(store: RecordStore, condition: Condition) -> None:
    location = store.written["condition", condition.id]
    required_signs.check_condition(store, condition, location)
    for index, advice in enumerate(condition.advice):
        _check_suits(store, location.place("advice", index), condition, advice)
    _check_rules(store, location, condition)
    _check_measures(store, location, condition.measures)
    for index, prescription in enumerate(condition.exercises):
        exercise = store.records["exercise"].get(prescription.id)
        if isinstance(exercise, Exercise):
            check_change(store, location, index, prescription, exercise)
    check_numbers(store, "condition", condition.id, condition.numbers, condition)


def _check_movement(store: RecordStore, name: str, span: Span) -> None:
    _check_listed(store, "movement", name, model.MOVEMENTS, f"`{name}: {{moves: what moves and how}}`", span)


def _check_measures(store: RecordStore, location: Location, names: Iterable[str]) -> None:
    value = location.source.value
    written = value.get("measures") or [] if isinstance(value, dict) else []
    example = "`{}: {{head: Mouth opening in fingers, name: mouth opening in fingers}}`"
    for name in names:
        if name in written:  # pain is the first measure, whether or not it is written
            span = location.place("measures", written.index(name))
            _check_listed(store, "measure", name, model.MEASURES, example.format(name), span)


def _check_listed(store: RecordStore, kind: str, name: str, shipped: Collection[str], example: str, span: Span) -> None:
    """HND203 for a movement or a measure that is neither shipped nor in the file of the clinic."""
    known = [*shipped, *store.known(kind)]
    if name not in known and kind not in store.unread:
        close = nearest(name[:40], known)
        has = f"did you mean `{close}`? " if close else ""
        listed = "`handouts list movements` has the names" if kind == "movement" else f"there are {', '.join(known)}"
        advice = f"{has}{listed}; a new one goes into your {kind}s.yaml: {example}"
        store.report("HND203", f"`{name[:40]}` is no {kind}", advice, span)


def _check_own_names(store: RecordStore, kind: str, shipped: Collection[str]) -> None:
    """HND203 for a movement or a measure of a clinic with the name of one that the program has a meaning for."""
    for name in store.known(kind):
        if name in shipped:
            advice = f"give yours another name; conditions and exercises use `{name}` as it is"
            store.report("HND203", f"the program has a {kind} `{name}`", advice, store.written[kind, name].key())


def _check_leaflet_numbers(store: RecordStore) -> None:
    """HND320 for a condition whose reference another one has too, of two layers in the upper one."""
    # The store has the clinic's conditions before the shipped ones: from its end, the shipped one owns the reference.
    owners: dict[str, str] = {}
    for condition in reversed([*store.of(Condition)]):
        owner = owners.setdefault(condition.reference, condition.id)
        if owner != condition.id:
            place = store.written["condition", condition.id].place("reference")
            message = f"`{condition.reference}` is the reference of {owner} too"
            store.report("HND320", message, "choose other letters: the number on a paper must name one leaflet", place)


def _check_suits(store: RecordStore, span: Span, condition: Condition, advice: str) -> None:
    """HND315 for advice that suits no region of the condition."""
    block = store.records["advice"].get(advice)
    if isinstance(block, Advice) and set(condition.regions) <= set(block.not_on):
        message = f"`{advice}` does not suit the region `{condition.region}`"
        store.report("HND315", message, "take it out, or write a block of your own for this region", span)


def _check_rules(store: RecordStore, location: Location, condition: Condition) -> None:
    """What a condition forbids, delays or has done with care. Reports HND301, HND308."""
    records = store.records["exercise"]
    prescribed = [one for p in condition.exercises if isinstance(one := records.get(p.id), Exercise)]
    for field in ("forbids", "delays", "cares"):
        for index, rule in enumerate(getattr(condition, field)):
            span = location.place(field, index, "movement" if rule.movement else "id")
            if rule.movement:
                _check_movement(store, rule.movement, span)
            if field == "forbids" and (both := next((e for e in prescribed if rule.applies_to(e)), None)):
                message = f"`{both.id}` is prescribed and forbidden" + (
                    f" by {rule.restricted}" if rule.movement else ""
                )
                store.report("HND308", message, "take it out of `exercises` or out of `forbids`", span)


def _check_clinic(store: RecordStore, clinic: Clinic) -> None:
    location = store.written["clinic", clinic.id]
    check_settings(store, location, clinic.settings)
    contrast = model.contrast(clinic.accent, "#FFFFFF")
    if contrast < LEAST_CONTRAST:
        message = (
            f"the contrast of {clinic.accent} with white is {contrast:.1f}, at least {LEAST_CONTRAST:.0f} is needed"
        )
        advice = "choose a darker colour; until then dark ink is printed instead"
        store.report("HND306", message, advice, location.place("accent"))


def _check_set(store: RecordStore, leaflets: LeafletSet) -> None:
    """What a set names is there, and its own name means nothing else. Reports HND301, HND204, HND930."""
    location = store.written["set", leaflets.id]
    if leaflets.id in store.known("condition"):
        message = f"`{leaflets.id}` is a condition too, so `handouts export {leaflets.id}` could mean either"
        store.report("HND930", message, "rename this file", location.key("name"))
    for index, leaflet in enumerate(leaflets.leaflets):
        check_settings(store, location, leaflet.settings, ("leaflets", index))


def _check_plan(store: RecordStore, plan: Plan) -> None:
    """A plan names exercises that go together, and doses of them. Reports HND204, HND301, HND933."""
    location, records = store.written["plan", plan.id], store.records["exercise"]
    for kind in ("condition", "set"):
        if plan.id in store.known(kind):
            message = f"`{plan.id}` is a {kind} too, so `handouts export {plan.id}` could mean either"
            store.report("HND930", message, "rename this file", location.key("title"))
    for index, id_ in enumerate(plan.exercises):
        before = plan.exercises[:index]
        exercise = records.get(id_)
        if id_ in before:
            store.report("HND933", f"`{id_}` is in the plan twice", "name it once", location.place("exercises", index))
        for other in exercise.not_with if isinstance(exercise, Exercise) else ():
            if other in plan.exercises:
                message = f"`{id_}` must not be on one leaflet with `{other}`"
                store.report("HND933", message, "take one of them out of the plan", location.place("exercises", index))
    check_settings(store, location, plan.settings)
    for key in plan.settings:
        if (owner := key.partition(".")[0]) in store.known("exercise") and owner not in plan.exercises:
            message = f"the plan does not have `{owner}`"
            advice = "add it to `exercises`, or take the dose out"
            store.report("HND933", message, advice, location.key("settings", key))
