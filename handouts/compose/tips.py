"""Advice under "What helps": the blocks of all conditions, each once, within the room of one leaflet."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from handouts.compose.context import ComposeContext
from handouts.compose.heading import names_its_part, of_its_part
from handouts.compose.mentions import Printed, can_be_done
from handouts.compose.plates import plate
from handouts.compose.similarity import are_alike, meaning
from handouts.compose.sore_parts import advice_words, regions
from handouts.compose.subjects import Said, owners_of, said, unopposed
from handouts.model import Advice, Condition, prose
from handouts.model.leaflet import Item, Tip
from handouts.model.prose import Prose

SHARED_TIPS = 2  # of several conditions, and one more for each of them
MOST_MORE = 3  # that a leaflet of several has for pages with room
#: A question and what to do are one statement: "Diabetes? Ask us first."
_STATEMENT_END = re.compile(r"(?<=[.!]) +")
_PRECAUTIONS = "how_long", "not_for", "stop_if"


Blocks = tuple[Advice, ...]  #: of one tip


def chosen_advice(context: ComposeContext, printed: Collection[str]) -> tuple[list[Blocks], list[Blocks]]:
    """The blocks of each tip: the main treatments first, then in the order of the conditions, most important first.

    What most conditions advise keeps its place. Reports HND407 and HND412.
    Returns: the tips for which there is room, then the others by their weight.
    """
    conditions = context.conditions
    turns = [id_ for row in zip_longest(*(c.advice for c in conditions)) for id_ in row if id_ is not None]
    leading = [one.main_treatment for one in conditions if one.main_treatment]
    blocks = [context.library.advice[id_] for id_ in dict.fromkeys((*leading, *turns))]
    joined = _joined([block for block in blocks if _can_be_done(context, block, printed) and _how(context, block)])
    # The sort is stable: among equals, the order of the turns.
    by_weight = sorted(joined, key=lambda one: (one[0].id not in leading, -_askers(context, one), _place(context, one)))
    room = SHARED_TIPS + len(conditions) if len(conditions) > 1 else len(joined)
    kept = _with_cautions(joined, by_weight, room)
    _report_opposites(context, [block for one in kept for block in one])
    return kept, [one for one in by_weight if one not in kept]


def _askers(context: ComposeContext, blocks: Blocks) -> int:
    return sum(block.id in one.advice for one in context.conditions for block in blocks)


def _place(context: ComposeContext, blocks: Blocks) -> tuple[int, bool]:
    """The best place of a tip in the advice of a condition; of equal places, what relieves pain goes first."""
    lists = [list(one.advice) for one in context.conditions]
    best = min(advice.index(block.id) for block in blocks for advice in lists if block.id in advice)
    return best, not any(block.relieves for block in blocks)


def said_in(context: ComposeContext, blocks: Sequence[Advice]) -> list[tuple[Said, set[str]]]:
    """What advice says of the subjects on which a leaflet must not contradict itself, and for which conditions."""
    return [
        (one, {owner.id for owner in owners})
        for block in blocks
        for owners in [owners_of(context, block)]
        for one in said(context.library, block.whole, owners)
    ]


def tips(context: ComposeContext, advice: Sequence[Blocks]) -> tuple[Tip, ...]:
    """The tips of chosen advice."""
    made = [_tip(context, one, advice[:place], advice[place + 1 :]) for place, one in enumerate(advice)]
    return tuple(
        replace(tip, sentences=(*tip.sentences, *_either(context, one, advice[:place])))
        for place, (tip, one) in enumerate(zip(made, advice, strict=True))
    )


def more_tips(
    context: ComposeContext, advice: Sequence[Blocks], others: Sequence[Blocks], lists: Iterable[Item]
) -> tuple[Tip, ...]:
    """Tips for pages that have room for them: none that says what the lists say, is the opposite of a tip, or needs
    another one beside it. They have no pictures.

    Args: `lists` are the lines of Do and of Do not.
    """
    lines = [prose.plain_text(item.text) for item in lists]
    says = {one for line in lines for one in said(context.library, line, context.conditions)}
    more = list[Blocks]()
    for one in others:
        printed = [block for tip in (*advice, *more) for block in tip]
        needed = (block for tip in others for block in tip if {*block.kept_beside} & {own.id for own in one})
        pairs = ((block, other) for block in one for other in printed if _are_opposite(block, other))
        fits = not any(_parts(context.conditions, block) & _parts(context.conditions, other) for block, other in pairs)
        fits = fits and all(block in (*printed, *one) for block in needed)
        own = [(block, said(context.library, block.whole, owners_of(context, block))) for block in one]
        if not fits or any(says & its or any(are_alike(block.how, line) for line in lines) for block, its in own):
            context.report.decide("advice", f"left out: {', '.join(block.id for block in one)}")
        elif len(more) < MOST_MORE:
            context.report.decide("advice", f"printed where a page has room: {', '.join(block.id for block in one)}")
            more.append(one)
    made = [_tip(context, one, [*advice, *more[:place]], []) for place, one in enumerate(more)]
    return tuple(replace(tip, plate=None) for tip in made)


def _with_cautions(joined: Sequence[Blocks], by_weight: Sequence[Blocks], room: int) -> list[Blocks]:
    """The tips for which there is room, in their order. One beside which another may not be left out needs the room of
    both: without room for the warning to numb fingers there is no warm pack."""
    kept = list[Blocks]()
    for tip in (tip for tip in by_weight if tip not in kept):
        ids = {block.id for block in tip}
        both = [tip, *(one for one in joined if one not in (*kept, tip) and any(ids & {*b.kept_beside} for b in one))]
        if len(kept) + len(both) <= room:
            kept += both
    return [tip for tip in joined if tip in kept]


def _either(context: ComposeContext, tip: Blocks, earlier: Sequence[Blocks]) -> list[Prose]:
    """That the reader chooses between a tip and an earlier one that is its opposite, for the same part of the body."""
    pairs = [(block, other) for block in tip for those in earlier for other in those if _are_opposite(block, other)]
    say = context.wording.say
    return [
        prose.runs(say("{either}: use whichever eases.", either=_either_of(context, other, block)))
        for block, other in pairs
        if _parts(context.conditions, block) & _parts(context.conditions, other)
    ]


def _are_opposite(block: Advice, other: Advice) -> bool:
    return other.id in block.opposite_of or block.id in other.opposite_of


def _either_of(context: ComposeContext, block: Advice, other: Advice) -> str:
    """`Cold or warmth`, by the leads of two blocks."""
    first, second = (prose.plain_text(_speaker(context, one)("lead", one.lead)).rstrip(".") for one in (block, other))
    return context.wording.either([first, second.lower()])


def _parts(conditions: Sequence[Condition], block: Advice) -> set[str]:
    """The regions of the body for which a block is named and printed."""
    return {id_ for id_ in regions(one for one in conditions if block.id in one.advice) if id_ not in block.not_on}


def _report_opposites(context: ComposeContext, kept: Sequence[Advice]) -> None:
    """HND407 for two blocks that advise the opposite for one region, each by another condition."""
    printed = {block.id for block in kept}
    for block in kept:
        for other in (one for one in block.opposite_of if one in printed):
            ours, theirs = ([one for one in context.conditions if id_ in one.advice] for id_ in (block.id, other))
            pairs = [(a, b) for a in ours for b in theirs if set(a.regions) & set(b.regions)]
            if pairs and not any(block.id in one.advice and other in one.advice for one in context.conditions):
                first, second = pairs[0]
                message = f"{first.id} advises `{block.id}`, and {second.id} `{other}` for the same part of the body"
                advice = "say which one holds for this patient, or print two leaflets"
                context.report.add_finding("HND407", message, advice)


def _can_be_done(context: ComposeContext, block: Advice, printed: Collection[str]) -> bool:
    text = f"{block.lead} {block.how}"
    return can_be_done(context, text, Printed(printed), prose.runs(text), f"advice/{block.id}.yaml")


def _how(context: ComposeContext, block: Advice) -> Prose:
    """What to do, without the sentences that ask for less care than another condition does. Reports HND407."""
    words, owners = _speaker(context, block)("how", block.how), owners_of(context, block)
    return unopposed(context, block.how, words, owners, f"advice/{block.id}.yaml: how")


def _joined(blocks: Sequence[Advice]) -> list[Blocks]:
    """Blocks by tip: one whose precautions an earlier block has all says what to do there, under the same lead; one
    without precautions does so where it has that lead itself."""
    tips_: list[Blocks] = []
    for block in blocks:
        own = {text for name in _PRECAUTIONS if (text := getattr(block, name))}
        fits = ((place, tip[0]) for place, tip in enumerate(tips_))
        home = next((place for place, one in fits if own <= _texts(one) and (own or one.lead == block.lead)), None)
        if home is None:
            tips_.append((block,))
        else:
            tips_[home] += (block,)
    return tips_


def _texts(block: Advice) -> set[str | None]:
    return {getattr(block, name) for name in _PRECAUTIONS}


def _tip(context: ComposeContext, blocks: Blocks, earlier: Sequence[Blocks], later: Sequence[Blocks]) -> Tip:
    """A tip. When to stop is said in every tip that has it."""
    first, say = blocks[0], _speaker(context, blocks[0])
    hows, lead = [_how(context, one) for one in blocks], say("lead", first.lead)
    # Of two blocks about sleep the part precedes what each says; a lead of one block has it itself.
    if len({one.lead for one in blocks}) < len(blocks):  # each for its own part
        hows = [_of_its_part(context, [one], how, shares=True) for one, how in zip(blocks, hows, strict=True)]
    else:
        lead = _of_its_part(context, blocks, lead)
    how_long = [say("how_long", first.how_long)] if first.how_long is not None else []
    stop_if = [say("stop_if", first.stop_if)] if first.stop_if is not None else []
    return Tip(
        f"advice/{first.id}.yaml",
        lead,
        (*hows, *how_long),
        (*_exclusions(context, first, earlier, later), *stop_if),
        plate(context, "advice", first) if _shows_its_picture(context, first) else None,
        tuple(one.id for one in blocks),
        leads=any(one.main_treatment == first.id for one in context.conditions),
    )


def _exclusions(
    context: ComposeContext, block: Advice, earlier: Sequence[Blocks], later: Sequence[Blocks]
) -> list[Prose]:
    """Who must not do it, or must ask first, without what an earlier tip for the same part says of these or of more.

    Before those that hold for a later opposite too are the names of both: `Cold or warmth: Never on numb skin.`
    """
    if block.not_for is None:
        return []
    words, written = _speaker(context, block)("not_for", block.not_for), _excluding(block)
    printed = [(prose.Run(text),) for text in _STATEMENT_END.split(prose.plain_text(words))]
    # A reader with a sore wrist and a sore heel looks for the warning at each.
    known = [statement for tip in earlier if tip[0].region == block.region for statement in _excluding(tip[0])]
    if len(written) != len(printed):  # a translation
        return [words]
    kept = [one for text, one in zip(written, printed, strict=True) if not any(_covers(other, text) for other in known)]
    for other in (tip[0] for tip in later if kept and _are_opposite(block, tip[0])):
        if any(_covers(text, theirs) for text in written for theirs in _excluding(other)):
            name = context.wording.say("{name}:", name=_either_of(context, block, other))
            kept = [(prose.Run(name),), *kept]
    return [prose.joined(kept)] if kept else []


def _excluding(block: Advice) -> list[str]:
    return _STATEMENT_END.split(block.not_for) if block.not_for else []


def _covers(statement: str, other: str) -> bool:
    """Whether a statement names everyone that another one does, and asks the same of them."""
    return meaning(other) <= meaning(statement)


def _of_its_part(context: ComposeContext, blocks: Sequence[Advice], words: Prose, shares: bool = False) -> Prose:
    """Words of blocks, after the part of the body where they concern one part alone and name none.

    Args: `shares` says whether other blocks speak under the same lead: then those that suit several parts name one too.
    """
    first, asking = blocks[0], owners_of(context, blocks[0])
    written = " ".join([first.lead, *(one.how for one in blocks)])
    if not (shares or first.region in regions(asking)) or names_its_part(context, asking, written):
        return words
    return of_its_part(context, asking, words, written)


def _speaker(context: ComposeContext, block: Advice) -> Callable[[str, str], Prose]:
    numbers = context.numbers(block.id, block.numbers)
    return context.words("advice", block.id, numbers | advice_words(context, block))


def _shows_its_picture(context: ComposeContext, block: Advice) -> bool:
    """Whether the picture shows a part of the body that is sore: a heel on a cold pack is none for an elbow, and for a
    tendon above the heel neither."""
    asking = regions(condition for condition in context.conditions if block.id in condition.advice)
    if block.picture is None or not any(block.picture.view in context.library.regions[id_].views for id_ in asking):
        return False
    sore = advice_words(context, block)["any_sore_part"]
    return not block.picture_of or any(part in sore for part in block.picture_of)
