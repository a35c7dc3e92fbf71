"""The sections of sheet one. Several conditions read as one leaflet: what they share, then a line for what differs."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.compose.context import ComposeContext, lines_of, plain_words, speaker
from handouts.compose.heading import medical_name, name_alone, what_is_sore
from handouts.compose.merging import sentences_once
from handouts.compose.plates import plate
from handouts.compose.sore_parts import regions
from handouts.model import Condition, prose
from handouts.model.leaflet import Part, Plate, Section
from handouts.model.prose import Prose

_FIELDS = {
    "what_it_is": ("what_it_is",),
    "why_it_hurts": ("how_it_feels", "why_it_happens"),
    "spreads": ("spreads.text",),
    "outlook": ("outlook",),
}
#: The sections of a leaflet of several conditions, and how many of them must say a sentence: of a structure two, since
#: what one alone says would need its owner's name. What to expect is in the timeline.
_LEAST_SAID = {"what_it_is": 2, "why_it_hurts": 2, "spreads": 1}
_MOST_SENTENCES = {"spreads": 2}


def sections(context: ComposeContext) -> tuple[Section, ...]:
    """The sections in their fixed order, without those that have nothing to say."""
    make = _alone if len(context.conditions) == 1 else _together
    films = {"what_it_is": tuple(dict.fromkeys(one.film for one in context.conditions if one.film))}
    made = (
        Section(key, make(context, those, key, names), title, films.get(key, ()))  # type: ignore[arg-type]
        for key, names in _FIELDS.items()
        for title, those in _by_title(context, key).items()
    )
    return tuple(section for section in made if section.parts)


def _by_title(context: ComposeContext, key: str) -> dict[str, list[Condition]]:
    """The conditions that speak in a section, by its heading: empty where the template has it."""
    if key != "spreads":
        return {"": list(context.conditions)}
    by_title: dict[str, list[Condition]] = {}
    for condition in context.conditions:
        if condition.spreads is not None:
            title = plain_words(context, condition, "spreads.title", condition.spreads.title)
            by_title.setdefault(title, []).append(condition)
    return by_title


def _alone(
    context: ComposeContext, conditions: Sequence[Condition], key: str, names: Sequence[str]
) -> tuple[Part, ...]:
    (condition,) = conditions
    items = [item for name in names for item in lines_of(context, conditions, name)]
    drawn = plate(context, "conditions", condition) if key == "what_it_is" else None
    return (Part(items[0].field, None, tuple(item.text for item in items), drawn),) if items else ()


def _together(
    context: ComposeContext, conditions: Sequence[Condition], key: str, names: Sequence[str]
) -> tuple[Part, ...]:
    """First what several conditions say; then, for what they are, the own words of each other one."""
    said = [(one.id, item) for one in conditions for name in names for item in lines_of(context, [one], name)]
    # A table says what each is. A cause that an elbow shares with a knee says nothing, and a limp that may reach the
    # back says little beside a neck.
    is_shared = key in _LEAST_SAID and len(regions(context.conditions)) == 1
    shared = sentences_once([(owner, item.text) for owner, item in said], _LEAST_SAID[key]) if is_shared else []
    shared = shared[: _MOST_SENTENCES.get(key)]
    printed = {prose.plain_text(sentence) for sentence in shared}
    for sentence in sentences_once([(owner, item.text) for owner, item in said]):
        if (words := prose.plain_text(sentence)) not in printed:
            context.report.decide(key, f'left out beside other conditions: "{words}"')
    parts = [Part(said[0][1].field, None, (prose.joined(shared),))] if shared else []
    return (*parts, *(_own_parts(context, printed) if key == "what_it_is" else ()))


def _own_parts(context: ComposeContext, printed: set[str]) -> list[Part]:
    """For each condition its picture, and its own words unless the shared ones say most of what it says."""
    pictures = plates_needed(context)
    parts = []
    for condition in context.conditions:
        said = [s for item in lines_of(context, [condition], "what_it_is") for s in prose.sentences(item.text)]
        is_said = 2 * sum(prose.plain_text(sentence) in printed for sentence in said) > len(said)
        drawn = pictures.get(condition.id)
        field = f"conditions/{condition.id}.yaml: {'merged' if condition.merged else 'what_it_is'}"
        if not is_said:
            own = (prose.joined([*_medical(context, condition), own_words(context, condition)]),)
            parts.append(Part(field, name_alone(context, condition), own, drawn, lead(context, condition)))
        elif drawn:
            parts.append(Part(field, None, (), drawn))
    return parts


def lead(context: ComposeContext, condition: Condition) -> str:
    """`Your spur:`, the words that begin what is said for one condition alone."""
    return context.wording.say("Your {name}:", name=what_is_sore(context, condition))


def _medical(context: ComposeContext, condition: Condition) -> list[Prose]:
    """The medical name as a sentence of its own: the head of a narrow column has no room for it."""
    name = medical_name(context, condition)
    # Of two joints with osteoarthritis each has its whole title.
    if [medical_name(context, one) for one in context.conditions].count(name) > 1 and name:
        name = plain_words(context, condition, "title", condition.title)
    return [prose.runs(context.wording.say("{name}.", name=name))] if name else []


def own_words(context: ComposeContext, condition: Condition) -> Prose:
    """What is said for one condition alone: its `merged.words`, else the first sentence of what it is."""
    say = speaker(context, condition)
    if condition.merged is not None:
        return say("merged.words", condition.merged.words)
    return prose.sentences(say("what_it_is[0]", condition.what_it_is[0]))[0]


def plates_needed(context: ComposeContext) -> dict[str, Plate]:
    """The picture of each condition, without those whose structures and sore places another one shows as well.

    Above a table of conditions there is room for one picture of each body region: the one that shows most.
    """
    conditions: Sequence[Condition] = context.conditions
    if len(regions(conditions)) > 1:
        by_region: dict[tuple[str, ...], Condition] = {}
        for condition in sorted(conditions, key=lambda one: -len(one.picture.structures if one.picture else ())):
            by_region.setdefault(condition.regions, condition)
        conditions = [one for one in conditions if one in by_region.values()]
    needed = {}
    for place, condition in enumerate(conditions):
        shown = _shown(condition)
        others = [_shown(other) for other in conditions[:place]], [_shown(other) for other in conditions[place + 1 :]]
        # Of two that show the same, the first stays.
        is_covered = any(shown <= other for other in others[0]) or any(shown < other for other in others[1])
        drawn = None if is_covered else plate(context, "conditions", condition, _labels_of_others(context, condition))
        if drawn is not None:
            needed[condition.id] = drawn
    return needed


def _labels_of_others(context: ComposeContext, condition: Condition) -> set[str]:
    """The labels of a picture that name causes of which this leaflet is not."""
    conditions = context.request.conditions
    return {cause.label for cause in condition.causes if cause.label is not None and cause.id not in conditions}


def _shown(condition: Condition) -> frozenset[str]:
    picture = condition.picture
    return frozenset((*picture.structures, *picture.sore)) if picture else frozenset()
