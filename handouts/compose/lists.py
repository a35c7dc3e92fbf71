"""The lists of sheet one: in short, Do and Do not. Several conditions keep the room of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import ceil

from handouts.compose.context import ComposeContext, lines_of, same
from handouts.compose.heading import most_careful_first, names_its_part, of_its_part, owned
from handouts.compose.mentions import Printed, can_be_done, mentioned_movements, mentions_exercise
from handouts.compose.merging import (
    Line,
    are_the_same,
    in_turns,
    lines_of_each,
    of_each_first,
    say_the_same,
    shared_first,
    within,
)
from handouts.compose.prohibitions import more_careful
from handouts.compose.signs import say_together
from handouts.compose.sore_parts import regions, sore_parts
from handouts.compose.subjects import Said, opponent, report_opposed
from handouts.model import Condition, prose
from handouts.model.leaflet import InShort, Item
from handouts.model.prose import Prose

MOST_LINES = 2  # of what it is and of what to do, at the top; one for each of more conditions
#: So many Do of each condition of several; and so many Do not of each, its most dangerous ones, for sure.
OF_EACH = 2
ROW = 36  # letters of a row of their boxes, which stand side by side
#: How warnings say how soon help is needed, the worst first.
_SOON_TO_LATE = ({"emergency_number"}, {"now", "emergency_department"}, {"today"}, {"soon", "early"})
#: A line of Do for the time before all others.
_UNTIL_SETTLED = re.compile(r"\buntil\b.*\bsettles\b")
_SETTLES = re.compile(r"\bsettles? first\b")


def in_short(context: ComposeContext, printed: Printed) -> InShort:
    """The points at the top: of what it is and of what to do a line for each condition, and every warning.

    Reports HND412.
    """
    conditions = context.conditions
    what = shared_first(lines_of_each(context, conditions, "in_short.what"))
    acts = _about_printed(context, lines_of_each(context, conditions, "in_short.act"), printed)
    act = _safe(context, shared_first(_in_turn(context, conditions, acts)))
    warn = shared_first(lines_of_each(context, conditions, "in_short.warn"), are_the_same)
    say_together(context, {"warn": warn})
    warn.sort(key=lambda line: _urgency(line.source))
    room = max(MOST_LINES, len(conditions))
    return InShort(
        within(context, "in_short", _of_their_parts(context, of_each_first(what)), room),
        within(context, "in_short", _of_their_parts(context, of_each_first(act)), room),
        tuple(line.item for line in warn),
    )


def _urgency(warning: str) -> int:
    """How soon a warning, as it is written, asks for help: 0 for an ambulance."""
    words = set(re.findall(r"\w+", warning.casefold()))
    return next((place for place, words_of_one in enumerate(_SOON_TO_LATE) if words & words_of_one), len(_SOON_TO_LATE))


def _in_turn(
    context: ComposeContext, conditions: Sequence[Condition], lists: Sequence[Sequence[Line]]
) -> list[list[Line]]:
    """Without the lines that ask for exercises at once, where another condition has to settle before exercises."""
    waits = any(one.before_exercises for one in conditions)
    return [
        [
            line
            for line in lines
            if not waits or one.before_exercises or not mentions_exercise(context.library, line.source)
        ]
        for one, lines in zip(conditions, lists, strict=True)
    ]


def _about_printed(context: ComposeContext, lists: Sequence[Sequence[Line]], printed: Printed) -> list[list[Line]]:
    """The lines that ask for nothing that the leaflet does not print."""
    return [
        [line for line in lines if can_be_done(context, line.source, printed, line.item.text, line.item.field)]
        for lines in lists
    ]


def do_and_do_not(context: ComposeContext, printed: Printed) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The Do and the Do not of all. A Do that another condition warns of is left out. Reports HND407, HND412.

    What a Do not or the advice of one condition says needs no line of another.
    """
    careful = most_careful_first(context.library, context.conditions)
    do = shared_first(
        _in_turn(context, careful, _about_printed(context, lines_of_each(context, careful, "do"), printed))
    )
    do.sort(key=lambda line: not _UNTIL_SETTLED.search(line.source))
    do_not_of_each = _about_printed(context, lines_of_each(context, careful, "do_not"), printed)
    do_not = _unsaid(context, _safe(context, shared_first(do_not_of_each, say_the_same)), printed.says)
    # Each condition names the most dangerous first: the first of each precede the second of each.
    do_not.sort(key=lambda line: line.place)
    warned = {same(line.item.text).removeprefix("do not ") for line in do_not}
    # Following a wrong warning costs little, following wrong advice may harm: the warning wins.
    clash = [line for line in do if same(line.item.text).removeprefix("do ") in warned]
    for line in clash:
        _report_opposite(context, line, 'it contradicts a "Do not" of another condition')
    safe = _safe(context, [line for line in do if line not in clash])
    warnings = ((one, line.said_by) for line in do_not for one in line.says)
    fitting = in_turns(_unsaid(context, safe, [*printed.says, *warnings]))
    most = OF_EACH * len(context.conditions) if len(context.conditions) > 1 else max(len(fitting), len(do_not))
    room = max(most, sum(line.place < OF_EACH for line in do_not))
    kept, warned_of = (_of_their_parts(context, lines, apart=True) for lines in (fitting, do_not))
    if len(context.conditions) == 2 and _rows(warned_of[: room + 1]) <= _rows(kept[:most]):
        room += 1  # the box of Do beside it has the rows, so that one more takes no room of the page
    return within(context, "do", kept, most), within(context, "do_not", warned_of, room)


def _rows(lines: Iterable[Line]) -> int:
    """About how many rows lines take in their box."""
    return sum(ceil(len(prose.plain_text(line.item.text)) / ROW) for line in lines)


def _unsaid(context: ComposeContext, lines: Sequence[Line], elsewhere: Iterable[tuple[Said, set[str]]]) -> list[Line]:
    """The lines that say nothing which other conditions say elsewhere. Args: `elsewhere` has who says what."""
    # Its own condition may say a thing as a tip and as a Do: both were written to stand together.
    known = [*elsewhere]
    unsaid = [line for line in lines if not any(one in line.says and by - line.said_by for one, by in known)]
    for line in (line for line in lines if line not in unsaid):
        context.report.decide("do", f'left out, said elsewhere: "{prose.plain_text(line.item.text)}"')
    return unsaid


def _of_their_parts(context: ComposeContext, lines: Iterable[Line], apart: bool = False) -> list[Line]:
    """The lines, each after the part of the body that it concerns where it neither names it nor concerns all."""
    owners = ((line, [one for one in context.conditions if one.id in line.said_by]) for line in lines)
    return [
        line
        if names_its_part(context, those, line.source, apart)
        else replace(line, item=replace(line.item, text=of_its_part(context, those, line.item.text, _named(line))))
        for line, those in owners
    ]


def _named(line: Line) -> str:
    """The words of a line by which it may hold for every part; nothing where each part has its own, such as warmth."""
    return "" if any(one.part for one in line.says) else line.source


def _safe(context: ComposeContext, lines: Iterable[Line]) -> list[Line]:
    """The lines that ask for no movement, and for no way of a subject, with which another condition is more careful.

    Reports HND407.
    """
    safe = []
    for line in lines:
        owners = [one for one in context.conditions if one.id in line.said_by]
        mentioned = mentioned_movements(line.source)
        careful = next(filter(None, (more_careful(context.conditions, one, line.said_by) for one in mentioned)), None)
        if careful is not None:
            _report_opposite(context, line, f"{careful.id} forbids or delays what it asks for")
        elif other := opponent(context, line.source, owners):
            _report_opposite(context, line, f"{other.id} asks for more care")
        else:
            safe.append(line)
    return safe


def _report_opposite(context: ComposeContext, line: Line, why: str) -> None:
    report_opposed(context, line.item.text, why, line.item.field)


def before_exercises(context: ComposeContext) -> tuple[Item, ...]:
    """What delays or limits the exercises; where there are several conditions, the name of each before its cautions.

    Behind the name is that a part settles first, as the condition says in short: the cautions say what "settled" means.
    """
    lines = [(one, list(lines_of(context, [one], "before_exercises"))) for one in context.conditions]
    return tuple(
        Item(
            item.field,
            item.text if index else owned(context, [one], prose.joined([*_settles(context, one), item.text])),
        )
        for one, items in lines
        for index, item in enumerate(items)
    )


def _settles(context: ComposeContext, condition: Condition) -> list[Prose]:
    """What a condition asks in short to let settle; nothing where the leaflet is about it alone, and says so there."""
    if len(context.conditions) == 1:
        return []
    (lines,) = lines_of_each(context, [condition], "in_short.act")
    return [prose.sentences(line.item.text)[0] for line in lines if _SETTLES.search(line.source)][:1]


def parts_that_begin(context: ComposeContext) -> Prose:
    """Which parts begin with exercises today, and which not at once; nothing where that is one answer for all."""
    waiting = [one for one in context.conditions if one.before_exercises]
    late = regions(waiting)
    if not waiting or set(late) == set(regions(context.conditions)):
        return ()
    free = context.wording.listed(sore_parts(context, context.conditions, "part", late), commas=False)
    settling = context.wording.listed(sore_parts(context, waiting, "part"), commas=False)
    message = "For {parts}, start today. For {others}, not at once."
    return prose.runs(context.wording.say(message, parts=free, others=settling))


def not_known(context: ComposeContext) -> tuple[Item, ...]:
    """What experts do not know; of several conditions one line that two of them have, since a row of them dismays."""
    lines = shared_first(lines_of_each(context, context.conditions, "not_known"))
    is_shared = bool(lines) and len(lines[0].said_by) > 1
    return within(context, "not_known", lines, len(lines) if len(context.conditions) == 1 else int(is_shared))
