"""The head of a leaflet of several conditions: title, deck, main message, and for whom it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from handouts.compose.context import ComposeContext, distinct, factor_common_prefix, lines_of, plain_words, speaker
from handouts.compose.mentions import Printed, unprinted_mention
from handouts.compose.similarity import meaning
from handouts.compose.sore_parts import capitalized, regions, sore_parts
from handouts.model import Condition, Library, prose
from handouts.model.prose import Prose

#: The most letters of a title in its type size. A longer one becomes the deck, below a plain name.
TITLE_LETTERS = 45
#: The most letters of a title at the foot of a page of A5, beside the draft mark.
SHORT_LETTERS = 32
#: Lines about numb skin or driving hold for every part of the body.
_FOR_ALL = re.compile(r"\b(?:numb|drive)\b")


def title_and_deck(context: ComposeContext) -> tuple[str, Prose]:
    """The names of all conditions as the title; where they are too long, a plain name, with the names as the deck."""
    conditions = context.conditions
    if len(conditions) == 1:
        (condition,) = conditions
        deck = speaker(context, condition)("plain_name", condition.plain_name)
        return plain_words(context, condition, "title", condition.title), deck
    names = joined_names(context)
    plain = plain_title(context)
    if len(plain) < len(names) > TITLE_LETTERS:
        return plain, prose.runs(names)
    parts = context.wording.listed(sore_parts(context, conditions, "part"), commas=False)
    return names, prose.runs(context.wording.say("One plan for {parts}", parts=parts))


def plain_title(context: ComposeContext) -> str:
    """What hurts, for the title of several conditions: `Heel pain and back pain`."""
    return capitalized(context.wording.listed(sore_parts(context, context.conditions, "pain")))


def short_title(context: ComposeContext) -> str:
    """The title where a line is short: that of the page where it fits, else the plain name of several conditions."""
    title, _ = title_and_deck(context)
    if len(context.conditions) == 1 or len(title) <= SHORT_LETTERS:
        return title
    plain = plain_title(context)
    return plain if len(plain) <= SHORT_LETTERS else context.wording.say("Pain in several places")


def joined_names(context: ComposeContext) -> str:
    """`Plantar fasciitis and heel spur`; three names are joined by commas.

    All are names within a title, since a title of its own may be joined by "and": `Heel pain and your back`.
    """
    first, *others = context.conditions
    names = [name_alone(context, first), *(name_within(context, one) for one in others)]
    return context.wording.listed(names)


def name_within(context: ComposeContext, condition: Condition) -> str:
    """The name of a condition in the middle of a line.

    One of several parts, beside another about its second part, has the name of its first: "Heel pain and back pain".
    """
    if condition.sore is not None and is_of_its_first_part(context, condition):
        return plain_words(context, condition, "sore.pain", condition.sore.pain)
    if condition.merged is not None:
        return plain_words(context, condition, "merged.name", condition.merged.name)
    title = plain_words(context, condition, "title", condition.title)
    return title[0].lower() + title[1:]


def is_of_its_first_part(context: ComposeContext, condition: Condition) -> bool:
    """Whether of several parts that a condition is about another one of the leaflet is about the second, none about the
    first."""
    others = {one.region for one in context.conditions if one is not condition}
    return bool(others & set(condition.other_regions)) and condition.region not in others


def medical_name(context: ComposeContext, condition: Condition) -> str:
    """The word of the glossary that the title of a condition has and its plain name lacks.

    "Osteoarthritis" of a sore knee; empty for "Low back pain" and for "Heel spur".
    """
    title, plain = (text.casefold() for text in (condition.title, _plain_name(condition)))
    for id_ in condition.glossary:
        term = context.library.glossary.get(id_)
        if term and term.word.casefold() in title and term.word.casefold() not in plain:
            return capitalized(context.wording.text(f"glossary.yaml:{id_}.word", term.word))
    return ""


def _plain_name(condition: Condition) -> str:
    return condition.merged.name if condition.merged else condition.title


def name_alone(context: ComposeContext, condition: Condition) -> str:
    """The name of a condition at the beginning of a line or of a column."""
    return capitalized(name_within(context, condition))


def what_is_sore(context: ComposeContext, condition: Condition) -> str:
    """What is sore in the middle of a line, such as `spur`; without `merged` the name of the condition."""
    if condition.merged is not None:
        return plain_words(context, condition, "merged.lead", condition.merged.lead)
    return name_within(context, condition)


def part_name(context: ComposeContext, owners: Sequence[Condition]) -> str:
    """The sore parts of conditions at the beginning of a line, each once: `Heel`, `Back and neck`."""
    return capitalized(part_within(context, owners))


def part_within(context: ComposeContext, owners: Sequence[Condition]) -> str:
    """The same in the middle of a line: `heel`."""
    names = (
        plain_words(context, one, "sore.name", one.sore.name)
        if one.sore is not None and one.sore.name is not None
        else what_is_sore(context, one)
        for one in owners
    )
    return context.wording.listed([*dict.fromkeys(names)])


def names_apart(context: ComposeContext, groups: Sequence[Sequence[Condition]]) -> list[str]:
    """How a leaflet names groups of its conditions: by the sore part, or what is sore where two have the same part.

    One of several parts beside another that is about its first has its own name: "Sore back" beside "Heel".
    """
    every = [sore_parts(context, owners, "part") for owners in groups]
    parts = [
        name_alone(context, owners[0])
        if len(owners) == 1 and len(own) > 1 and own[:1] in every
        else part_name(context, owners)
        for own, owners in zip(every, groups, strict=True)
    ]
    return [
        part
        if parts.count(part) == 1
        else capitalized(context.wording.listed([what_is_sore(context, one) for one in owners]))
        for part, owners in zip(parts, groups, strict=True)
    ]


def owned(context: ComposeContext, owners: Sequence[Condition], words: Prose) -> Prose:
    """Words that hold for some of several conditions, with the names of these before them."""
    if len(owners) == len(context.conditions):
        return words
    names = capitalized(context.wording.listed([name_within(context, one) for one in owners]))
    return (prose.Run(context.wording.say("{name}:", name=names), strong=True), *prose.joined([(), words]))


def of_its_part(context: ComposeContext, owners: Sequence[Condition], words: Prose, written: str) -> Prose:
    """Words about some of the sore parts of a leaflet alone, after the part; not those that hold for every part."""
    whole, of_these = (set(sore_parts(context, those, "part")) for those in (context.conditions, owners))
    if whole == of_these or _FOR_ALL.search(written):
        return words
    name = context.wording.say("{name}:", name=part_name(context, owners))
    return (prose.Run(name, strong=True), *prose.joined([(), words]))


def names_its_part(context: ComposeContext, owners: Sequence[Condition], written: str, apart: bool = False) -> bool:
    """Whether a text says itself which part of the body it concerns.

    Args: `apart` asks for more where another condition is about the same region: the name of the sore part.
    """
    said = set(re.findall(r"[^\W\d_]+", written.casefold()))
    shared = regions(one for one in context.conditions if apart and one not in owners)
    called = {word for id_ in regions(owners) if id_ not in shared for word in context.library.regions[id_].called}
    return bool(said & called) or set(part_name(context, owners).casefold().split()) <= said


def also_called(context: ComposeContext) -> tuple[Prose, ...]:
    """Other names of a single condition; those of several would be a row of names without an owner."""
    return (
        tuple(item.text for item in lines_of(context, context.conditions, "also_called"))
        if len(context.conditions) == 1
        else ()
    )


def most_careful_first(library: Library, conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions that delay exercises of their own, then those that forbid some, then the others."""
    return sorted(
        conditions, key=lambda one: (not (one.before_exercises or delays_its_own(library, one)), not one.forbids)
    )


def delays_its_own(library: Library, condition: Condition) -> bool:
    """Does a condition delay exercises that it lists itself?"""
    own = [library.exercises[prescription.id] for prescription in condition.exercises]
    return any(rule.applies_to(exercise) for rule in condition.delays for exercise in own)


def for_whom(context: ComposeContext) -> tuple[Prose, ...]:
    """For whom the leaflet is; a condition of more body regions speaks for those of fewer."""
    conditions = context.conditions
    concerned = {condition.id: set(condition.regions) for condition in conditions}
    widest = [one for one in conditions if not any(concerned[one.id] < concerned[other.id] for other in conditions)]
    texts = distinct(speaker(context, one)("for_whom", one.for_whom) for one in widest)
    # Behind one word alone, such as "adults", the rests differ in their grammar ("with …", "over …"): each says it.
    by_beginning = dict[tuple[str, ...], list[Prose]]()
    for text in texts:
        by_beginning.setdefault(tuple(prose.plain_text(text).split()[:2]), []).append(text)
    return tuple(_listed(context, those) for those in by_beginning.values())


def _listed(context: ComposeContext, texts: Sequence[Prose]) -> Prose:
    """Texts as one list, the words with which all begin once."""
    if len(texts) == 1:
        return texts[0]
    words = [prose.plain_text(text) for text in factor_common_prefix(texts)]
    return prose.runs(context.wording.listed(words, commas=False))


def main_message(context: ComposeContext, printed: Collection[str]) -> Prose:
    """The main message of a condition; of several that of a set with just these.

    Of others, one that is about all sore parts speaks for all. Else one sentence has the hope for all sore parts, since
    a row of hopes is no message, and the next how to begin: as that condition says which has to wait, else that whose
    main treatment is no exercise, if there is one.
    """
    conditions = context.conditions
    if len(conditions) == 1:
        return speaker(context, conditions[0])("main_message", conditions[0].main_message)
    ids = {condition.id for condition in conditions}
    for one_set in context.library.sets.values():
        for index, leaflet in enumerate(one_set.leaflets):
            if leaflet.main_message and set(leaflet.conditions) == ids:
                return context.words("sets", one_set.id)(f"leaflets[{index}].main_message", leaflet.main_message)
    waits = next((one for one in conditions if one.before_exercises), None)
    parts = sore_parts(context, conditions, "part")
    for one in conditions:
        speaks_for_all = len(one.regions) > 1 and sore_parts(context, [one], "part") == parts
        if speaks_for_all and not waits and not unprinted_mention(context.library, one.main_message, Printed(printed)):
            context.report.decide("main_message", f"that of {one.id}")
            return speaker(context, one)("main_message", one.main_message)
    named = capitalized(context.wording.listed(parts, commas=False))
    hope = prose.runs(context.wording.say("{parts} can feel better.", parts=named))
    begin = prose.runs(context.wording.say("Start with short exercises, and build up bit by bit."))
    leads = waits or next((one for one in conditions if one.main_treatment), None)
    if leads:
        begin = prose.sentences(speaker(context, leads)("main_message", leads.main_message))[-1]
    if waits:
        # Where all exercises are for the region that settles, all of them wait.
        begin = of_its_part(context, [waits], begin, "") if set(regions([waits])) != set(regions(conditions)) else begin
    return prose.joined([hope, begin])


def not_for(context: ComposeContext) -> tuple[Prose, ...]:
    """For whom the leaflet is not: each part that a condition says once, what most say first.

    Whom one condition excludes, the whole leaflet does. A part that another condition is about is left out: groin pain
    is no reason against a leaflet about a sore hip too.
    """
    conditions = context.conditions
    said = distinct(speaker(context, one)("not_for", one.not_for) for one in conditions)
    if len(said) == 1:
        return said
    owners = Counter[str]()
    for one in conditions:
        about = [meaning(other.for_whom) for other in conditions if other is not one]
        parts = _parts(context, plain_words(context, one, "not_for", one.not_for))
        owners.update(part for part in parts if not any(meaning(part) <= words for words in about))
    return tuple(prose.runs(part) for part, _ in owners.most_common())


def _parts(context: ComposeContext, words: str) -> list[str]:
    """The parts of a list in words: `children, a new injury, or a swollen knee` has three."""
    either = context.wording.either(["", ""]).lstrip()
    return [part.strip().removeprefix(either) for part in words.split(",")]
