"""Advice under "What helps": the blocks of all conditions, each once, within the room of one leaflet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import zip_longest

from handouts.compose.context import ComposeContext
from handouts.compose.heading import names_its_part, of_its_part
from handouts.compose.mentions import can_be_done, is_warned_of
from handouts.compose.plates import plate
from handouts.compose.sore_parts import advice_words, regions
from handouts.model import Advice, Condition, prose
from handouts.model.leaflet import Tip
from handouts.model.prose import Prose

SHARED_TIPS = 3  # of several conditions, and one more for each of them
_CAUTIONS = "not_for", "stop_if"
_PRECAUTIONS = "how_long", *_CAUTIONS


def tips(context: ComposeContext, printed: Collection[str]) -> tuple[Tip, ...]:
    """Advice of all conditions, most important first. What most conditions advise keeps its place.

    Reports HND407 and HND412.
    """
    conditions = context.conditions
    turns = [id_ for row in zip_longest(*(c.advice for c in conditions)) for id_ in row if id_ is not None]
    blocks = [context.library.advice[id_] for id_ in dict.fromkeys(turns)]
    fitting = [block for block in blocks if _can_be_done(context, block, printed) and not _is_warned_of(context, block)]
    joined = _joined(fitting)
    # The sort is stable: among equals, the order of the turns.
    by_weight = sorted(joined, key=lambda one: -sum(block.id in c.advice for c in conditions for block in one))
    room = SHARED_TIPS + len(conditions) if len(conditions) > 1 else len(joined)
    kept = _with_cautions(joined, by_weight[:room])
    for one in (one for one in by_weight if one not in kept):
        context.report.decide("advice", f"left out, no room: {', '.join(block.id for block in one)}")
    _report_opposites(context, [block for one in kept for block in one])
    warned = [one[0].not_for for one in kept]
    made = [_tip(context, one, warned[:place]) for place, one in enumerate(kept)]
    return tuple(
        replace(tip, sentences=(*tip.sentences, *_either(context, one, kept[:place])))
        for place, (tip, one) in enumerate(zip(made, kept, strict=True))
    )


def _with_cautions(joined: Sequence[tuple[Advice, ...]], kept: list[tuple[Advice, ...]]) -> list[tuple[Advice, ...]]:
    """The tips that are kept, in their order, with those that may not be left out beside one of them. Such a one takes
    the place of the last tip that needs none."""
    printed = {block.id for tip in kept for block in tip}
    needed = [tip for tip in joined if any(printed & set(block.kept_beside) for block in tip)]
    asked = {id_ for tip in needed for block in tip for id_ in block.kept_beside}
    for tip in (tip for tip in needed if tip not in kept):
        spare = [one for one in kept if one not in needed and not any(block.id in asked for block in one)]
        kept = [*(one for one in kept if one is not spare[-1]), tip] if spare else [*kept, tip]
    return [tip for tip in joined if tip in kept]


def _either(context: ComposeContext, tip: Sequence[Advice], earlier: Sequence[Sequence[Advice]]) -> list[Prose]:
    """That the reader chooses between a tip and an earlier one that is its opposite, for the same part of the body."""
    lines = []
    for block, other in ((one, other) for one in tip for those in earlier for other in those):
        is_opposite = other.id in block.opposite_of or block.id in other.opposite_of
        if is_opposite and _parts(context.conditions, block) & _parts(context.conditions, other):
            leads = [prose.plain_text(_speaker(context, one)("lead", one.lead)) for one in (other, block)]
            first, second = (lead.rstrip(".") for lead in leads)
            say = context.wording.say("{first} or {second}: use whichever eases.", first=first, second=second.lower())
            lines.append(prose.runs(say))
    return lines


def _parts(conditions: Sequence[Condition], block: Advice) -> set[str]:
    """The regions of the body for which a block is asked and printed."""
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
    return can_be_done(context, text, printed, prose.runs(text), f"advice/{block.id}.yaml")


def _is_warned_of(context: ComposeContext, block: Advice) -> bool:
    """Whether a Do not of a condition that does not ask for a block warns of what it advises. Reports HND407."""
    others = [one for one in context.conditions if block.id not in one.advice]
    is_warned = is_warned_of(block.how, [line for one in others for line in one.do_not])
    if is_warned:
        message = f'`{block.id}` is left out: it contradicts a "Do not" of another condition'
        context.report.decide("advice", message)
        context.report.add_finding("HND407", message, f"look at advice/{block.id}.yaml: how")
    return is_warned


def _joined(blocks: Sequence[Advice]) -> list[tuple[Advice, ...]]:
    """Blocks by tip: one whose precautions an earlier block has all says what to do there, under the same lead."""
    tips_: list[tuple[Advice, ...]] = []
    for block in blocks:
        own = {text for name in _PRECAUTIONS if (text := getattr(block, name))}
        home = next((place for place, tip in enumerate(tips_) if own and own <= _texts(tip[0])), None)
        if home is None:
            tips_.append((block,))
        else:
            tips_[home] += (block,)
    return tips_


def _texts(block: Advice) -> set[str | None]:
    return {getattr(block, name) for name in _PRECAUTIONS}


def _tip(context: ComposeContext, blocks: Sequence[Advice], earlier: Collection[str | None]) -> Tip:
    """A tip. A warning of certain people that an `earlier` tip has is not repeated; when to stop always is."""
    first, *others = blocks
    say = _speaker(context, first)
    hows = [_speaker(context, one)("how", one.how) for one in others]
    how_long = [say("how_long", first.how_long)] if first.how_long is not None else []
    rest = [(name, getattr(first, name)) for name in _CAUTIONS if name != "not_for" or first.not_for not in earlier]
    return Tip(
        f"advice/{first.id}.yaml",
        _lead(context, blocks, say("lead", first.lead)),
        (say("how", first.how), *hows, *how_long),
        tuple(say(name, text) for name, text in rest if text is not None),
        plate(context, "advice", first) if _shows_its_picture(context, first) else None,
        first.before_exercise,
    )


def _lead(context: ComposeContext, blocks: Sequence[Advice], lead: Prose) -> Prose:
    """The lead of a tip, after the part of the body where it concerns one part alone and names none."""
    first = blocks[0]
    asking = [one for one in context.conditions if first.id in one.advice]
    written = " ".join([first.lead, *(one.how for one in blocks)])
    if first.region not in regions(asking) or names_its_part(context, asking, written):
        return lead
    return of_its_part(context, asking, lead, written)


def _speaker(context: ComposeContext, block: Advice) -> Callable[[str, str], Prose]:
    numbers = context.numbers(block.id, block.numbers)
    return context.words("advice", block.id, numbers | advice_words(context, block))


def _shows_its_picture(context: ComposeContext, block: Advice) -> bool:
    """Whether the picture shows a part of the body that is sore: a heel on a cold pack is none for an elbow."""
    asking = regions(condition for condition in context.conditions if block.id in condition.advice)
    return block.picture is not None and any(block.picture.view in context.library.regions[id_].views for id_ in asking)
