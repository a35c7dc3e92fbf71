"""A dose in few words, part by part: what a row of the page and a line of the record say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handouts.compose.wording import BLANK_LINE, MANY, Wording
from handouts.model import BANDS, BLANK, SIDES, Dose, Limited
from handouts.model.doses import LaterDose

#: One and many of each number, by the word of its setting; those of a day also by `Dose.days`, as the paper has them.
WORDS: Mapping[str, tuple[str, str]] = {
    "hold": ("{n} s", "{n} s"),
    "minutes": ("{n} min", "{n} min"),
    "repetitions": ("{n} time", "{n} times"),
    "sets": ("{n} set", "{n} sets"),
    "rest": ("rest {n} s", "rest {n} s"),
    "weight": ("weight {n}", "weight {n}"),
    "band": ("{n} band", "{n} band"),
    "times_a_day": ("once a day", "{n} a day"),
    "times_a_week": ("once a week", "{n} a week"),
    "every_hours": ("every {n} hour", "every {n} hours"),
}
ON_DAYS: Mapping[str, tuple[str, str]] = {
    "every day": WORDS["times_a_day"],
    "most days": ("most days", "{n} a day, most days"),
    "every second day": ("every other day", "{n} times every other day"),
    "three days a week": ("three days a week", "{n} times, three days a week"),
}


def parts(dose: Dose, usual: Dose, wording: Wording) -> list[tuple[str, str]]:
    """Each part of a dose, and the same part of the usual dose; one set in both is not worth a word.

    What changes from a week on comes last; the usual part is empty where nothing changes from that week.
    """
    words = [(_part(dose, word, wording), _part(usual, word, wording)) for word in Dose.ADJUSTABLE]
    one_set = wording.count(*WORDS["sets"], 1)
    known = {one.from_week: _from_week(usual, one, wording) for one in usual.later}
    later = [(_from_week(dose, one, wording), known.get(one.from_week, "")) for one in dose.later]
    return [(now, before) for now, before in (*words, *later) if now and (now, before) != (one_set, one_set)]


def line(parts: Sequence[tuple[str, str]], wording: Wording) -> str:
    """`20 s (usual: 30 s), 3 times, every other day`."""
    return ", ".join(
        now if usual in (now, "") else wording.say("{dose} (usual: {usual})", dose=now, usual=usual)
        for now, usual in parts
    )


def _part(dose: Dose, word: str, wording: Wording) -> str:
    """One number of a dose in words, of both sides where they differ; nothing where the dose does not have it."""
    each = list(_by_side(dose, word, wording))
    if len(set(each)) < 2:
        return each[0] if each else ""
    return ", ".join(f"{wording.text('side', side)} {words}" for side, words in zip(SIDES, each, strict=True))


def _from_week(dose: Dose, later: LaterDose, wording: Wording) -> str:
    """`from week 3: 12 times, 3 sets`."""
    changed = dose.changed(later.values)
    words = [_part(changed, word, wording) for word, field in Dose.ADJUSTABLE.items() if field in later.values]
    return wording.say("from week {week}: {parts}", week=str(later.from_week), parts=", ".join(words))


def _by_side(dose: Dose, word: str, wording: Wording) -> Iterator[str]:
    for one in dose.by_side():
        amount: Limited | None = getattr(one, Dose.ADJUSTABLE[word])
        if amount is not None:
            one_word, many = ON_DAYS[dose.days] if word == "times_a_day" else WORDS[word]
            plural = MANY if amount.value == BLANK else amount.most
            yield wording.catalogue.ngettext(one_word, many, plural).format(n=_number(one, word, amount, wording))


def _number(dose: Dose, word: str, amount: Limited, wording: Wording) -> str:
    if amount.value == BLANK:
        return BLANK_LINE
    if word == "band":
        return wording.say(BANDS[amount.value - 1])
    number = str(amount.value)
    if amount.up_to is not None:
        number = wording.say("{low}–{high}", low=number, high=str(amount.up_to))
    return f"{number} {dose.weight.unit}" if word == "weight" and dose.weight else number
