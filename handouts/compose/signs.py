"""When to get help: the signs of danger of all conditions, each once, related ones in one line, and none left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.merging import Line, are_the_same, each_once
from handouts.compose.settings import SECONDS
from handouts.compose.sore_parts import capitalized, regions
from handouts.model import Condition, GetHelp, Library, Together, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import HelpRow, Item, LedSigns
from handouts.model.prose import Prose
from handouts.model.regions import PEOPLE

SECONDS_A_UNIT = SECONDS | {unit: 86_400 * days for unit, days in SPAN_DAYS.items()}
BY_PART = ("emergency", "same_day", "soon")  # what to ask for has no part
_WHO = {"emergency": "now_who", "same_day": "today_who", "soon": "soon_who", "self_refer": "ask_who"}


def help_rows(context: ComposeContext) -> tuple[HelpRow, ...]:
    """The signs of danger of all conditions in rows, most urgent row first.

    A sign that two conditions rank differently is printed in the more urgent row alone. Signs that `danger-signs.yaml`
    says together are one line, in the most urgent of their rows. Signs for which an ambulance is called are apart from
    the others. Where the leaflet is about several parts of the body, the signs of each stand together.
    """
    rows, seen = dict[str, list[Line]](), set[str]()
    # `GetHelp` declares its fields from the most to the least urgent. A sign that an earlier row has is dropped from
    # later ones, so nobody reads "see us soon" for what another line calls an emergency.
    for key in GetHelp.model_fields:
        rows[key] = [line for line in _signs(context, key) if same(line.item.text) not in seen]
        seen |= {same(line.item.text) for line in rows[key]}
    say_together(context, rows)
    _leave_to_their_part(context, rows)
    return tuple(_row(context, key, sorted(lines, key=lambda line: line.place)) for key, lines in rows.items())


def _row(context: ComposeContext, key: str, lines: Sequence[Line]) -> HelpRow:
    """A row of signs, each condition's most likely ones first."""
    called = _called(context, lines) if key == "emergency" else []
    words = context.wording.say("Call {number}", number=context.house_words["emergency_number"])
    call = LedSigns(words, tuple(line.item for line in called)) if called else None
    others = [line for line in lines if line not in called]
    return HelpRow(key, _who(context, _WHO[key]), _by_part(context, key, others), call)  # type: ignore[arg-type]


def _called(context: ComposeContext, lines: Sequence[Line]) -> list[Line]:
    """The signs for which the emergency number is called, and nobody travels, in the order of `danger-signs.yaml`."""
    kinds = [kind for kind in context.library.danger_signs.values() if kind.call]
    named = [line for kind in kinds for line in lines if any(one.is_in(line.source) for one in kind.patterns)]
    return each_once(named, are_the_same)


def _leave_to_their_part(context: ComposeContext, rows: Mapping[str, list[Line]]) -> None:
    """Takes out the signs that come from another part of the body than that of their condition, where the leaflet is
    about that part too: the condition of that part tells more of them."""
    parts = regions(context.conditions)
    for id_, kind in context.library.danger_signs.items():
        if kind.comes_from in parts:
            asking = {one.id for one in context.conditions if asks_from_elsewhere(context.library, one, id_)}
            for lines in rows.values():
                lines[:] = [
                    line
                    for line in lines
                    if not (line.said_by <= asking and any(one.is_in(line.source) for one in kind.patterns))
                ]


def asks_from_elsewhere(library: Library, condition: Condition, kind: str) -> bool:
    """Whether a condition asks for a kind of sign that comes from a part of the body which it is not about."""
    comes_from = library.danger_signs[kind].comes_from
    return comes_from not in (None, *condition.regions) and kind in (sign.id for sign in condition.danger_signs)


def _by_part(context: ComposeContext, key: str, lines: Sequence[Line]) -> tuple[LedSigns, ...]:
    """The signs of a row; of several parts of the body those that hold for any first, then those of each part."""
    parts = regions(context.conditions) if key in BY_PART else ()
    of_parts = [(_part(context, key, line) if len(parts) > 1 else None, line.item) for line in lines]
    groups = (
        LedSigns(_head(context, part) if part else "", tuple(item for own, item in of_parts if own == part))
        for part in (None, *parts)
    )
    return tuple(group for group in groups if group.signs)


def _part(context: ComposeContext, key: str, line: Line) -> str | None:
    """The part of the body that a sign is about, of those whose conditions have it: the part that asks for the kind of
    sign, else the one that the sign names. None for a sign of any part. Where most parts ask for the kind, its name
    alone counts."""
    if line.is_of_all:
        return None
    own = regions(one for one in context.conditions if one.id in line.said_by)
    named, asking = _named(context, own, line.source), _asking(context, key, line)
    if 2 * len(asking) > len(context.library.regions):
        return _only(named)
    return _only([part for part in own if part in asking]) or _only(named) or _only(own)


def _only(parts: Sequence[str]) -> str | None:
    return parts[0] if len(parts) == 1 else None


def _asking(context: ComposeContext, key: str, line: Line) -> set[str]:
    """The regions that ask, by themselves or by a condition of the leaflet, for the kinds of a sign of a row."""
    kinds = {
        id_
        for id_, kind in context.library.danger_signs.items()
        if kind.urgency == key and any(one.is_in(line.source) for one in kind.patterns)
    }
    asking = {id_: {one.id for one in region.danger_signs} for id_, region in context.library.regions.items()}
    for condition in context.conditions:
        asking.setdefault(condition.region, set()).update(one.id for one in condition.danger_signs)
    return {id_ for id_, asked in asking.items() if kinds & asked}


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
    """Puts what an entry says in the place of its signs: where a leaflet of several conditions or parts of the body
    has two of them or more, or one that another condition of the leaflet explains."""
    # A later entry may name what an earlier one says, so each entry is looked up among the lines of all before it.
    found = {line.source: (key, line) for key, lines in rows.items() for line in lines if line.source in together.of}
    owners = set[str]().union(*(line.said_by for _, line in found.values()))
    conditions = set(context.request.conditions)
    is_explained = bool(found) and bool(set(together.beside) & conditions - owners)
    is_of_one = len(conditions) < 2 and len(regions(context.conditions)) < 2
    if not is_explained and (together.beside or len(found) < 2 or is_of_one):
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
        else Line(text, _item(context, f"{path}.say[{index}]", text, owners), first.place, owners, is_of_all=is_of_all)
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
