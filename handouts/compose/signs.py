"""When to get help: the signs of danger of all conditions, each once, related ones in one line, and none left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.merging import Line, are_the_same, each_once
from handouts.compose.settings import SECONDS
from handouts.compose.similarity import PARTS, meaning
from handouts.compose.sore_parts import capitalized, regions
from handouts.model import GetHelp, Together, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import HelpRow, Item, LedSigns
from handouts.model.prose import Prose
from handouts.model.regions import PEOPLE

SECONDS_A_UNIT = SECONDS | {unit: 86_400 * days for unit, days in SPAN_DAYS.items()}
BY_PART = ("same_day", "soon")  # an emergency is one wherever it is, and what to ask for has no part
_WHO = {"emergency": "now_who", "same_day": "today_who", "soon": "soon_who", "self_refer": "ask_who"}


def help_rows(context: ComposeContext) -> tuple[HelpRow, ...]:
    """The signs of danger of all conditions in rows, most urgent row first.

    A sign that two conditions rank differently is printed in the more urgent row alone. Signs that `danger-signs.yaml`
    says together are one line, in the most urgent of their rows. Where the leaflet is about several parts of the body,
    a sign that does not name its part is led by it.
    """
    rows, seen = dict[str, list[Line]](), set[str]()
    # `GetHelp` declares its fields from the most to the least urgent. A sign that an earlier row has is dropped from
    # later ones, so nobody reads "see us soon" for what another line calls an emergency.
    for key in GetHelp.model_fields:
        rows[key] = [line for line in _signs(context, key) if same(line.item.text) not in seen]
        seen |= {same(line.item.text) for line in rows[key]}
    say_together(context, rows)
    return tuple(
        HelpRow(key, _who(context, _WHO[key]), _by_part(context, key, _in_order(context, key, lines)))  # type: ignore[arg-type]
        for key, lines in rows.items()
    )


def _in_order(context: ComposeContext, key: str, lines: Sequence[Line]) -> list[Line]:
    """The signs of a row; of several conditions by their kind, in the order of `danger-signs.yaml`."""
    if len(context.conditions) == 1:
        return [*lines]
    return sorted(lines, key=lambda line: _place(context, key, line))


def _place(context: ComposeContext, key: str, line: Line) -> int:
    """The place of the kind of a sign; of one without a kind, that of the sign above it in its condition."""
    every = [*context.library.danger_signs.values()]
    rows = (getattr(one.get_help, key) for one in context.conditions)
    above = next((signs[: signs.index(line.source)] for signs in rows if line.source in signs), ())
    for sign in (line.source, *reversed(above)):
        kinds = [place for place, kind in enumerate(every) if any(one.is_in(sign) for one in kind.patterns)]
        if kinds:
            return min(kinds, key=lambda place: (every[place].urgency != key, place))
    return len(every)


def _by_part(context: ComposeContext, key: str, lines: Sequence[Line]) -> tuple[LedSigns, ...]:
    """The signs of a row; of several parts of the body those of each part together, the others last.

    A part leads its signs that do not name it. Of emergencies, those for which an ambulance is called are first.
    """
    parts = regions(context.conditions)
    if key == "emergency":
        return _called_first(context, lines)
    if len(parts) == 1 or key not in BY_PART:
        return (LedSigns("", tuple(line.item for line in lines)),)
    runs = list[LedSigns]()
    for part in (*parts, None):
        own = [(_lead(context, part, line), line.item) for line in lines if _part(context, key, line) == part]
        runs += (LedSigns(lead, tuple(sign for _, sign in run)) for lead, run in groupby(own, key=lambda one: one[0]))
    return tuple(runs)


def _called_first(context: ComposeContext, lines: Sequence[Line]) -> tuple[LedSigns, ...]:
    """Emergencies: first those for which the emergency number is called, and nobody travels; it leads each of them."""
    kinds = [kind for kind in context.library.danger_signs.values() if kind.call]
    called = [any(one.is_in(line.source) for kind in kinds for one in kind.patterns) for line in lines]
    lead = context.wording.say("Call {number}", number=context.house_words["emergency_number"])
    first, others = (
        tuple(line.item for line, is_called in zip(lines, called, strict=True) if is_called is w) for w in (True, False)
    )
    return tuple(LedSigns(words, those) for words, those in ((lead, first), ("", others)) if those)


def _lead(context: ComposeContext, part: str | None, line: Line) -> str:
    """The name of the part of the body that a sign is about, unless it holds for any part, names its own, or is felt
    where the leaflet has no other part: "Hip: One calf is hot" would send the eye to the wrong place."""
    if part is None or _named(context, [part], line.source):
        return ""
    others = [one for one in regions(context.conditions) if one != part]
    is_felt_elsewhere = meaning(line.source) & PARTS and not _named(context, others, line.source)
    return "" if is_felt_elsewhere else _head(context, part)


def _part(context: ComposeContext, key: str, line: Line) -> str | None:
    """The part of the body that a sign is about: the one that it names, or that the name of its kind does.

    Without a name it is about the part of the conditions that have it, unless it is an emergency or most parts have it.
    None for a sign that holds for any part, and for one about several.
    """
    if line.is_of_all:
        return None
    own = regions(one for one in context.conditions if one.id in line.said_by)
    kinds = {
        id_: kind
        for id_, kind in context.library.danger_signs.items()
        if kind.urgency == key and any(one.is_in(line.source) for one in kind.patterns)
    }
    of_kinds = [_named(context, context.library.regions, kind.name) for kind in kinds.values()]
    by_kinds = [part for part in own if any(part in named for named in of_kinds)] if all(of_kinds) else []
    for named in (_named(context, own, line.source), by_kinds):
        if named:
            return named[0] if len(named) == 1 else None
    is_of_all = key == "emergency" or any(_is_usual(context, id_) for id_ in kinds)
    return own[0] if len(own) == 1 and not is_of_all else None


def _is_usual(context: ComposeContext, kind: str) -> bool:
    """Whether most parts of the body have a kind of sign."""
    having = [kind in (sign.id for sign in region.danger_signs) for region in context.library.regions.values()]
    return sum(having) > len(having) / 2


def _named(context: ComposeContext, parts: Iterable[str], words: str) -> list[str]:
    """The parts of the body that words name."""
    said = words.casefold()
    return [id_ for id_ in parts if context.library.regions[id_].is_named_in(said)]


def _head(context: ComposeContext, part: str) -> str:
    """The name of a part of the body."""
    region, say = context.library.regions[part], context.words("regions", part)
    return capitalized(
        prose.plain_text(say("sore.name", region.sore.name) if region.sore.name else say("name", region.name))
    )


def say_together(context: ComposeContext, rows: dict[str, list[Line]]) -> None:
    """Puts what `danger-signs.yaml` says together in the place of its signs, entry by entry."""
    for id_, kind in context.library.danger_signs.items():
        for place, together in enumerate(kind.together):
            _say_together(context, rows, together, f"{id_}.together[{place}]")


def _say_together(context: ComposeContext, rows: dict[str, list[Line]], together: Together, path: str) -> None:
    """Puts what an entry says in the place of its signs: where a leaflet of several conditions has two of them or more,
    or one that another condition of the leaflet explains."""
    # A later entry may name what an earlier one says, so each entry is looked up among the lines of all before it.
    found = {line.source: (key, line) for key, lines in rows.items() for line in lines if line.source in together.of}
    owners = set[str]().union(*(line.said_by for _, line in found.values()))
    conditions = set(context.request.conditions)
    is_explained = bool(found) and bool(set(together.beside) & conditions - owners)
    if not is_explained and (together.beside or len(found) < 2 or len(conditions) < 2):
        return
    home, first = next(iter(found.values()))
    place = rows[home].index(first)
    # Who reads under "Foot" what was said of the knee too looks for it in vain.
    is_of_all = len(together.say) == 1 and len({_part(context, key, line) for key, line in found.values()}) > 1
    for key, line in found.values():
        rows[key].remove(line)
    said = [
        found[text][1]
        if text in found
        else Line(text, _item(context, f"{path}.say[{index}]", text, owners), place, owners, is_of_all=is_of_all)
        for index, text in enumerate(together.say)
    ]
    rows[home][place:place] = [line for line in said if not any(are_the_same(line, other) for other in rows[home])]


def _item(context: ComposeContext, path: str, text: str, owners: Collection[str]) -> Item:
    """What is said together, with the numbers of those whose signs it replaces: of two, the smaller."""
    least = dict[str, tuple[float, str]]()
    for one in (context.library.conditions[id_] for id_ in owners):
        for name in prose.placeholders(text):
            if number := one.numbers.get(name):
                amount = context.amount(f"{one.id}.{name}", number)
                said = amount.value * SECONDS_A_UNIT.get(amount.unit, 1), context.wording.number(amount)
                least[name] = min(said, least.get(name, said))
    values = context.house_words | {name: words for name, (_, words) in least.items()}
    words = context.wording.text(f"danger-signs.yaml:{path}", text)
    return Item(f"danger-signs.yaml: {path}", prose.runs(prose.fill(words, values)))


def _who(context: ComposeContext, field: str) -> Prose:
    """Who helps: as the country says it, else the people whom the regions of the body name: `Physio or podiatrist`."""
    words: str | None = getattr(context.country, field)
    if words is not None:
        return context.words("countries", context.country.id)(field, words)
    people: dict[str, str] = {}
    for region in regions(context.conditions):
        for index, who in enumerate(context.library.regions[region].ask_who):
            own = context.wording.text(f"regions/{region}.yaml:ask_who[{index}]", who)
            people.setdefault(who, context.house_words[who] if who in PEOPLE else own)
    return prose.runs(capitalized(context.wording.either([*people.values()])))


def _signs(context: ComposeContext, key: str) -> list[Line]:
    """The signs of one urgency: the shared ones, then those of each condition. Of one sign with different waits, the
    shorter is printed."""
    signs: dict[tuple[str, ...], tuple[list[int], Line]] = {}
    for condition in context.conditions:
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
    lines = each_once((line for _, line in signs.values()), are_the_same)
    return sorted(lines, key=lambda line: -len(line.said_by))
