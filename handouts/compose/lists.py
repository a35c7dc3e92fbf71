"""The lists of sheet one: in short, Do and Do not, signs of danger. Several conditions keep the room of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handouts.compose.context import ComposeContext, lines_of, same, speaker
from handouts.compose.heading import delays_its_own, each_region_first, most_careful_first, owned
from handouts.compose.mentions import asks_for_unprinted
from handouts.compose.merging import Line, are_the_same, condensed, lines_of_each, shared_first, within
from handouts.compose.sore_parts import capitalized, regions
from handouts.diagnostics import Diagnostic
from handouts.model import Condition, GetHelp, prose
from handouts.model.leaflet import HelpRow, InShort, Item
from handouts.model.prose import Prose

MOST_LINES = 2  # of what it is and of what to do, at the top
MOST_ITEMS = 5  # of Do and of Do not
_WHO = {"emergency": "now_who", "same_day": "today_who", "soon": "soon_who", "self_refer": "ask_who"}


def in_short(context: ComposeContext, chosen: Sequence[Condition], printed: Collection[str]) -> InShort:
    """The points at the top. What to do and what it is keep two lines; no warning gives way. Reports HND412."""
    what = shared_first(lines_of_each(context, each_region_first(chosen), "in_short.what"))
    act = shared_first(_about_printed(context, lines_of_each(context, chosen, "in_short.act"), printed))
    warn = shared_first(lines_of_each(context, chosen, "in_short.warn"), are_the_same)
    return InShort(
        within(context, "in_short", what, MOST_LINES),
        within(context, "in_short", act, MOST_LINES),
        tuple(line.item for line in warn),
    )


def _about_printed(
    context: ComposeContext, lists: Sequence[Sequence[Line]], printed: Collection[str]
) -> list[list[Line]]:
    """The lines that ask for no exercise that the leaflet does not print."""
    return [[line for line in lines if not _asks_too_much(context, line, printed)] for lines in lists]


def _asks_too_much(context: ComposeContext, line: Line, printed: Collection[str]) -> bool:
    asked = asks_for_unprinted(context.library, line.source, printed)
    if asked is not None:
        report_asked(context, prose.plain_text(line.item.text), asked, line.item.field)
    return asked is not None


def report_asked(context: ComposeContext, words: str, asked: str, field: str) -> None:
    """HND412: words are left out because they ask for an exercise, or those of a region, that are not printed."""
    message = f'"{words}" is left out: it asks for `{asked}`, which this leaflet does not print'
    context.report.decide("words", message)
    instead = "choose it too" if context.request.choice.selects else "print the conditions apart"
    help_ = f"look at {field}: word it so that it needs no such exercise, or {instead}"
    finding = Diagnostic("HND412", message, help_)
    if finding not in context.report.findings:
        context.report.findings.append(finding)


def do_and_do_not(
    context: ComposeContext, chosen: Sequence[Condition], printed: Collection[str]
) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """The Do and the Do not of all. A Do that another condition warns of is left out. Reports HND407, HND412."""
    do = shared_first(_about_printed(context, lines_of_each(context, chosen, "do"), printed))
    do_not = shared_first(lines_of_each(context, most_careful_first(context.library, chosen), "do_not"), are_the_same)
    careful = {one.id for one in chosen if one.forbids or delays_its_own(context.library, one)}
    # What protects a part that exercises may harm keeps its place before what is merely unwise.
    do_not.sort(key=lambda line: not line.said_by & careful)
    warned = {same(line.item.text).removeprefix("do not ") for line in do_not}
    # Following a wrong warning costs little, following wrong advice may harm: the warning wins.
    clash = [line for line in do if same(line.item.text).removeprefix("do ") in warned]
    for line in clash:
        words = prose.plain_text(line.item.text)
        context.report.decide("do", f'left out: "{words}" stands against a "Do not" of another condition')
        help_ = f"look at {line.item.field}"
        context.report.findings.append(
            Diagnostic("HND407", f'"{words}" is left out: another condition says the opposite', help_)
        )
    fitting = [line for line in do if line not in clash]
    return within(context, "do", fitting, MOST_ITEMS), within(context, "do_not", do_not, MOST_ITEMS)


def help_rows(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[HelpRow, ...]:
    """The signs of danger of all conditions in rows, most urgent row first.

    A sign that two conditions rank differently is printed in the more urgent row alone. No sign is left out: where a
    row has more than one leaflet has room for, short signs share a line.
    """
    rows, seen = [], set[str]()
    # `GetHelp` declares its fields from the most to the least urgent. A sign that an earlier row has is dropped from
    # later ones, so nobody reads "see us soon" for what another line calls an emergency.
    for key, declared in GetHelp.model_fields.items():
        signs = [sign for sign in _signs(context, chosen, key) if same(sign.text) not in seen]
        seen |= {same(sign.text) for sign in signs}
        room = min(limit.max_length for limit in declared.metadata if hasattr(limit, "max_length"))
        rows.append(HelpRow(key, _who(context, chosen, _WHO[key]), condensed(signs, room)))  # type: ignore[arg-type]
    return tuple(rows)


def _who(context: ComposeContext, chosen: Sequence[Condition], field: str) -> Prose:
    """Who helps: as the country says it, else the people whom the regions of the body name: `Physio or podiatrist`."""
    words: str | None = getattr(context.country, field)
    if words is not None:
        return context.words("countries", context.country.id)(field, words)
    people = dict.fromkeys(who for region in regions(chosen) for who in context.library.regions[region].ask_who)
    names = context.house_words
    return prose.runs(capitalized(context.wording.either([names[who] for who in people])))


def _signs(context: ComposeContext, chosen: Iterable[Condition], key: str) -> list[Item]:
    """The signs of one urgency, the shared ones first. Of one sign with different waits, the shorter is printed."""
    signs: dict[tuple[str, ...], tuple[list[int], Line]] = {}
    for condition in chosen:
        say = speaker(context, condition)
        for index, text in enumerate(getattr(condition.get_help, key)):
            numbers = [
                context.amount(f"{condition.id}.{name}", condition.numbers[name])
                for name in prose.placeholders(text)
                if name in condition.numbers
            ]
            # Signs are compared as they are written, with their placeholders: `pain for {wait}` is one sign whatever
            # each condition's `wait` is. Amounts compare only in the same units.
            alike = (text, *(number.unit for number in numbers))
            item = Item(f"conditions/{condition.id}.yaml: get_help.{key}", say(f"get_help.{key}[{index}]", text))
            amounts = [number.value for number in numbers]
            known = signs.setdefault(alike, (amounts, Line(text, item, index)))
            known[1].said_by.add(condition.id)
            if amounts < known[0]:
                known[1].item = item
                signs[alike] = (amounts, known[1])
    lines = shared_first([[line for _, line in signs.values()]], are_the_same)
    return [line.item for line in lines if not any(_is_part(line, other) for other in lines)]


def _is_part(sign: Line, other: Line) -> bool:
    """Whether another sign says all of this one and more: `You have diabetes.` of `You have diabetes, or …`."""
    return same(other.item.text).startswith(same(sign.item.text).rstrip(".") + ",")


def before_exercises(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Item, ...]:
    """What delays or limits the exercises; where there are several conditions, the name of each before its cautions."""
    lines = [(one, list(lines_of(context, [one], "before_exercises"))) for one in chosen]
    return tuple(
        Item(item.field, item.text if index else owned(context, [one], item.text))
        for one, items in lines
        for index, item in enumerate(items)
    )


def not_known(context: ComposeContext, chosen: Sequence[Condition]) -> tuple[Item, ...]:
    """What experts do not know; of several conditions one line that two of them have, since a row of them dismays."""
    lines = shared_first(lines_of_each(context, chosen, "not_known"))
    is_shared = bool(lines) and len(lines[0].said_by) > 1
    return within(context, "not_known", lines, len(lines) if len(chosen) == 1 else int(is_shared))
