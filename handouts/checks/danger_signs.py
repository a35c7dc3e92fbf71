"""Danger signs: a leaflet has those that its regions require, each at the same urgency as in all leaflets.

Reports HND831, HND832, HND836, HND847 and HND853. Each kind of sign has its urgency in `danger-signs.yaml`; a region or
a condition that differs says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import get_args

from handouts.checks.context import CheckContext, Finding
from handouts.model import Condition, Library, Pattern, RequiredSign, Urgency, prose
from handouts.model.poses import KEY

#: The danger sign whose lack is an error: a sore foot of a person with diabetes is never harmless.
DIABETES = "diabetes"
#: Every place of a sign, the most urgent first.
PLACES = get_args(Urgency)


def signs(context: CheckContext) -> Iterator[Finding]:
    """HND831 for a required danger sign that is missing, HND832 for one that is not urgent enough, HND847 for one that
    is more urgent than its kind, HND836 for one about diabetes, HND853 for one of another part of the body."""
    for condition in context.conditions:
        lines = dict(_lines(condition))
        for id_, urgency in required(context.library, condition).items():
            for pattern in context.library.danger_signs[id_].patterns:
                yield from _missing(context, condition, (id_, urgency), pattern, lines)
        yield from _named_above(context, condition, lines)
        yield from _of_another_part(context, condition, lines)


def _of_another_part(
    context: CheckContext, condition: Condition, lines: Mapping[tuple[str | int, ...], str]
) -> Iterator[Finding]:
    """HND853 for a sign of `get_help` that comes from a part of the body which the leaflet is not about: where the
    condition does not require it, or the line does not name that part, so that a reader does not know why it asks."""
    library, known = context.library, required(context.library, condition)
    kinds = {id_: one for id_, one in library.danger_signs.items() if one.comes_from not in (None, *condition.regions)}
    own = [pattern for id_ in known if id_ not in kinds for pattern in library.danger_signs[id_].patterns]
    signs = {path: text for path, text in lines.items() if path[0] == "get_help" and not _has_one(own, text)}
    for id_, kind in kinds.items():
        part = library.regions.get(kind.comes_from or "")
        for path, text in signs.items():
            if not part or not _has_one(kind.patterns, text) or (id_ in known and part.is_named_in(text.casefold())):
                continue
            message = f"a sign of {kind.name} in a leaflet that is not about the {part.name.lower()}"
            advice = (
                f"leave it out; or, where a source asks for it, require it (`danger_signs: [{{id: {id_}}}]`) and begin "
                f"with the reason, such as “If {part.sore.part} hurts too: …”"
            )
            yield context.found("HND853", message, advice, "condition", condition.id, path)


def _has_one(patterns: Iterable[Pattern], text: str) -> bool:
    return any(one.is_in(text) for one in patterns)


def _named_above(
    context: CheckContext, condition: Condition, lines: Mapping[tuple[str | int, ...], str]
) -> Iterator[Finding]:
    """HND831 for an emergency under `in_short.warn` that `get_help` does not have, though nothing requires it.

    A warning that has a required sign is about that one: its lack has its own finding.
    """
    # A reader in a hurry reads the top alone, and then looks for the same danger below.
    kinds = {id_: kind for id_, kind in context.library.danger_signs.items() if kind.urgency == "emergency"}
    known = required(context.library, condition)
    for index, text in enumerate(condition.in_short.warn):
        if any(one.is_in(text) for id_ in known for one in context.library.danger_signs[id_].patterns):
            continue
        named = [(id_, one) for id_, kind in kinds.items() for one in kind.patterns if one.is_in(text)]
        for id_, pattern in named:
            if not any(map(pattern.is_in, lines.values())):
                message = f"`in_short` warns of {pattern.name}, and no line of `get_help` has it"
                advice = (
                    f"write it under `get_help.emergency`, and require the whole sign: `danger_signs: "
                    f"[{{id: {id_}}}]` (`handouts show {id_}`)"
                )
                yield context.found("HND831", message, advice, "condition", condition.id, ("in_short", "warn", index))


def required(library: Library, condition: Condition) -> Mapping[str, str]:
    """The urgency of each kind of sign that the regions of a condition and the condition itself require.

    Of two regions, and of a condition that names no urgency, the more urgent holds; an urgency that the condition names
    holds before all.
    """
    found = dict[str, str]()
    for region in (library.regions[id_] for id_ in condition.regions if id_ in library.regions):
        for sign in region.danger_signs:
            found[sign.id] = _more_urgent(found, library, sign)
    for sign in condition.danger_signs:
        found[sign.id] = sign.urgency or _more_urgent(found, library, sign)
    return {id_: urgency for id_, urgency in found.items() if id_ in library.danger_signs and urgency in PLACES}


def _more_urgent(found: Mapping[str, str], library: Library, sign: RequiredSign) -> str:
    return min(found.get(sign.id, "none"), _urgency(library, sign), key=(*PLACES, "none").index)


def _urgency(library: Library, sign: RequiredSign) -> str:
    kind = library.danger_signs.get(sign.id)
    return sign.urgency or (kind.urgency if kind else "soon")


def _lines(condition: Condition) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each line that can have a sign, by its path, the most urgent first."""
    yield ("not_for",), f"{condition.for_whom} {condition.not_for}"
    for row in PLACES[1:]:
        yield from ((("get_help", row, i), text) for i, text in enumerate(getattr(condition.get_help, row)))


def _missing(
    context: CheckContext,
    condition: Condition,
    sign: tuple[str, str],
    pattern: Pattern,
    lines: Mapping[tuple[str | int, ...], str],
) -> Iterator[Finding]:
    """A finding unless the required place has it. `not_for` counts only where it is the required place."""
    id_, place = sign
    # A sign counts where it is, in whatever words, so that authors keep their own.
    named = [path for path, text in lines.items() if pattern.is_in(text)]
    paths = {row: path for path in named if (row := _place(path)) == place or row != PLACES[0]}
    at = "condition", condition.id
    to = place if place == "not_for" else f"get_help.{place}"
    if not paths:
        code, message = "HND836" if id_ == DIABETES else "HND831", f"no sign names {pattern.name}"
        line = _example(context.library, condition, place, pattern)
        advice = (
            f"write a line under `{to}`{line} (`handouts show {id_}` has words for it), or say under `danger_signs` "
            f"why not: {{id: {id_}, urgency: none, why: …, source: …}}"
        )
        field: tuple[str | int, ...] = (place,) if place == "not_for" else ("get_help", place)
        yield replace(context.found(code, message, advice, *at, (*field, KEY)), path=field)
    elif place not in paths:
        found, path = next(iter(paths.items()))
        if PLACES.index(found) > PLACES.index(place):
            message = f"{pattern.name} is under `{found}`, which is not urgent enough"
            yield context.found("HND832", message, f"move it to `{to}`, or name the sign there too", *at, path)
        else:
            message = f"{pattern.name} is under `{found}`, other leaflets have it under `{place}`"
            advice = f"move it to `{to}`, or say under `danger_signs` why `{id_}` is more urgent here"
            yield context.found("HND847", message, advice, *at, path)


def _example(library: Library, condition: Condition, place: str, pattern: Pattern) -> str:
    """A line by which another leaflet of the region names the sign, else the words by which it is found."""
    for other in library.conditions.values() if place != "not_for" else ():
        if {*other.regions} & {*condition.regions}:
            lines = getattr(other.get_help, place)
            if line := next((line for line in lines if pattern.is_in(line) and not prose.placeholders(line)), None):
                return f", such as “{line}”"
    return f" with the words “{pattern.words[0].replace('*', '…')}”"


def _place(path: tuple[str | int, ...]) -> str:
    return str(path[1] if len(path) > 1 else path[0])
