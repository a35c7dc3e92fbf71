"""When to get help: the signs of danger of all conditions, each once, related ones in one line, and none left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from handouts.compose.context import ComposeContext, same, speaker
from handouts.compose.merging import Line, are_the_same, each_once
from handouts.compose.settings import SECONDS
from handouts.compose.sore_parts import capitalized, regions
from handouts.model import GetHelp, Together, prose
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import HelpRow, Item
from handouts.model.prose import Prose
from handouts.model.regions import PEOPLE

SECONDS_A_UNIT = SECONDS | {unit: 86_400 * days for unit, days in SPAN_DAYS.items()}
_WHO = {"emergency": "now_who", "same_day": "today_who", "soon": "soon_who", "self_refer": "ask_who"}


def help_rows(context: ComposeContext) -> tuple[HelpRow, ...]:
    """The signs of danger of all conditions in rows, most urgent row first.

    A sign that two conditions rank differently is printed in the more urgent row alone. Signs that `danger-signs.yaml`
    says together are one line, in the most urgent of their rows.
    """
    rows, seen = dict[str, list[Line]](), set[str]()
    # `GetHelp` declares its fields from the most to the least urgent. A sign that an earlier row has is dropped from
    # later ones, so nobody reads "see us soon" for what another line calls an emergency.
    for key in GetHelp.model_fields:
        rows[key] = [line for line in _signs(context, key) if same(line.item.text) not in seen]
        seen |= {same(line.item.text) for line in rows[key]}
    say_together(context, rows)
    return tuple(
        HelpRow(key, _who(context, _WHO[key]), _in_order(context, key, lines))  # type: ignore[arg-type]
        for key, lines in rows.items()
    )


def _in_order(context: ComposeContext, key: str, lines: Sequence[Line]) -> tuple[Item, ...]:
    """The signs of a row; of several conditions by their kind, in the order of `danger-signs.yaml`.

    Where the leaflet is about several parts of the body, the part that a sign names is set strong.
    """
    if len(context.conditions) == 1:
        return tuple(line.item for line in lines)
    parts = regions(context.conditions)
    return tuple(
        replace(line.item, text=_with_strong(line.item.text, word))
        if len(parts) > 1 and (word := _named(context, parts, line.item))
        else line.item
        for line in sorted(lines, key=lambda line: _place(context, key, line))
    )


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


def _named(context: ComposeContext, parts: Sequence[str], item: Item) -> str | None:
    """The word by which a sign names one of the parts of the body, the first part first."""
    words = re.findall(r"[^\W\d_]+", prose.plain_text(item.text))
    found = (word for id_ in parts for word in words if word.casefold() in context.library.regions[id_].called)
    return next(found, None)


def _with_strong(text: Prose, word: str) -> Prose:
    """Words in which the first use of one is set strong."""
    for place, run in enumerate(text):
        if found := re.search(rf"\b{re.escape(word)}\b", run.text):
            before, after = run.text[: found.start()], run.text[found.end() :]
            split = (replace(run, text=before), replace(run, text=word, strong=True), replace(run, text=after))
            return (*text[:place], *(one for one in split if one.text), *text[place + 1 :])
    return text


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
    for key, line in found.values():
        rows[key].remove(line)
    said = [
        found[text][1]
        if text in found
        else Line(text, _item(context, f"{path}.say[{index}]", text, owners), place, owners)
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
