"""Numbers, doses, sides and dates in the words of the reader's language.

Every message passes through a gettext catalogue; English is the source. Digits come from the data alone, so that no
translation can change a dose.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.support import NullTranslations

from handouts.model import Dose, Limited, Number
from handouts.model.leaflet import Side, Tile

#: The words of a language: a gettext catalogue.
Catalogue = NullTranslations


class _English(Catalogue):
    """The source language: every message is given back. There is one, in workers too, since pages are kept by it."""

    def __reduce__(self) -> str:
        return "ENGLISH"


ENGLISH: Catalogue = _English()


@dataclass(frozen=True, slots=True)
class Wording:
    """A language: its catalogue for words, and its locale for dates and lists."""

    catalogue: Catalogue
    locale: Locale

    @classmethod
    def of(cls, catalogue: Catalogue, tag: str) -> Wording:
        """The wording for a language tag, such as `en-GB` or `pl`."""
        return cls(catalogue, Locale.parse(tag, sep="-"))

    @staticmethod
    def knows(locale: str) -> bool:
        """Whether there are dates and plural rules for a locale, such as `en_GB`."""
        try:
            return bool(Locale.parse(locale))
        except (UnknownLocaleError, ValueError):
            return False

    @property
    def tag(self) -> str:
        """The language tag that the document carries."""
        return str(self.locale).replace("_", "-")

    @property
    def rtl(self) -> bool:
        return self.locale.character_order == "right-to-left"

    def text(self, context: str, source: str) -> str:
        """A text of the content; the context is its path, such as `advice/ice.yaml:how`."""
        return str(self.catalogue.pgettext(context, source))

    def say(self, message: str, **values: str) -> str:
        """A sentence of the program itself, with its values."""
        return str(self.catalogue.gettext(message)).format(**values)

    def count(self, one: str, many: str, number: int) -> str:
        """`3 times`, `1 time`: a number with its noun."""
        return str(self.catalogue.ngettext(one, many, number)).format(n=number)

    def day(self, date: datetime.date) -> str:
        return str(format_date(date, "d MMMM y", locale=self.locale))

    def month(self, date: datetime.date) -> str:
        return str(format_date(date, "MMMM y", locale=self.locale))

    def number(self, number: Number) -> str:
        """A number that prose names, with its unit: `10 to 15 minutes`, `1 in 10`."""
        low, high = number.value, number.up_to
        if number.unit == "one in":
            return self.say("1 in {n}", n=str(low))
        if number.unit == "plain":
            return str(low) if high is None else self.say("{low} to {high}", low=str(low), high=str(high))
        if high is None:
            return self.count(*_NOUNS[number.unit], low)
        return self.say("{low} to {high}", low=str(low), high=self.count(*_NOUNS[number.unit], high))

    def time_head(self, number: Number) -> str:
        """The head of a step in time: `About 2 weeks`, `6 to 12 weeks`."""
        amount = self.number(number)
        return amount if number.up_to is not None else self.say("About {amount}", amount=amount)

    def you_need(self, things: Sequence[str]) -> str:
        """`You need: a firm chair, a wall and a towel.`, with its first words in bold."""
        return self.say("**You need:** {things}.", things=format_list(things, locale=self.locale))

    def minutes(self, seconds: float) -> str:
        """A length of time to the nearest minute, at least one."""
        return self.count(*_NOUNS["minutes"], max(1, round(seconds / 60)))

    def dose_words(self, dose: Dose) -> dict[str, str]:
        """What the placeholders of an exercise print: `{hold}` → `30 seconds`."""
        words = {}
        for name, field in Dose.PLACEHOLDERS.items():
            amount: Limited | None = getattr(dose, field)
            if amount is not None:
                words[name] = (
                    self._times_a_day(dose) if name == "times_a_day" else self.count(*_DOSE[field], amount.value)
                )
        return words

    def side_words(self, side: Side | None) -> dict[str, str]:
        """Which leg the words mean; without a choice, the sore one."""
        here, there = {
            None: ("sore", "other"),
            "left": ("left", "right"),
            "right": ("right", "left"),
            "both": ("first", "other"),
        }[side]
        return {"side": self.text("side", here), "other_side": self.text("side", there)}

    def drawn_side_words(self, side: Side | None) -> dict[str, str]:
        """Which leg the drawing shows: drawings are made for the right side and mirrored for the left."""
        return self.side_words("left" if side == "left" else "right")

    def tiles(self, dose: Dose) -> tuple[Tile, ...]:
        """The big numbers of the card's head, in reading order: `30 seconds | 3 times | 2 times a day`."""
        tiles = []
        for field in ("hold_s", "minutes", "repetitions", "sets"):
            amount: Limited | None = getattr(dose, field)
            if amount is not None and not (field == "sets" and amount.value == 1):
                tiles.append(self._tile(*_DOSE[field], amount.value))
        return (*tiles, self._tile(*_PER_DAY[dose.days], dose.times_a_day.value))

    def _tile(self, one: str, many: str, number: int) -> Tile:
        unit = str(self.catalogue.ngettext(one, many, number)).replace("{n}", "").strip()
        return Tile(str(number), unit)

    def _times_a_day(self, dose: Dose) -> str:
        return self.count("{n} time a day", "{n} times a day", dose.times_a_day.value)

    def dose_sentence(self, dose: Dose, side: Side | None, in_steps: Collection[str] = ()) -> str:
        """The dose in words, as the last step of a card, from the record of its tiles.

        Args: `in_steps` are the placeholders of the steps, which this sentence does not repeat.
        """
        parts = [self._how_much(dose, in_steps)] if "repetitions" not in in_steps else []
        if dose.legs == "each side" or (dose.legs == "sore side" and side == "both"):
            parts.append(self.say("Then do the other side."))
        if dose.repetitions is None and len(parts) == 1 and "minutes" not in in_steps:
            return self.say("Do this for {minutes}, {often}.", minutes=self._minutes(dose), often=self._how_often(dose))
        return " ".join([*parts, self.say("Do this {often}.", often=self._how_often(dose))])

    def _minutes(self, dose: Dose) -> str:
        assert dose.minutes is not None  # a dose has minutes or repetitions
        return self.count(*_DOSE["minutes"], dose.minutes.value)

    def _how_much(self, dose: Dose, in_steps: Collection[str]) -> str:
        if dose.repetitions is None:
            return self.say("Do this for {minutes}.", minutes=self._minutes(dose))
        times = self.count(*_DOSE["repetitions"], dose.repetitions.value)
        much = (
            self.say(
                "Hold for {hold}. Do it {times}.", hold=self.count(*_DOSE["hold_s"], dose.hold_s.value), times=times
            )
            if dose.hold_s and "hold" not in in_steps
            else self.say("Do it {times}.", times=times)
        )
        if dose.sets and dose.sets.value == 2:
            return much + " " + self.say("Rest. Do {n} more.", n=str(dose.repetitions.value))
        if dose.sets and dose.sets.value > 2:
            return much + " " + self.say("Rest. Do {sets} in all.", sets=self.count(*_DOSE["sets"], dose.sets.value))
        return much

    def _how_often(self, dose: Dose) -> str:
        """`twice a day, most days`: with the days only where it is not every day."""
        times = dose.times_a_day.value
        often = self.say({1: "once a day", 2: "twice a day"}.get(times, "{times} times a day"), times=str(times))
        if dose.days == "every day":
            return often
        return self.say("{often}, {days}", often=often, days=self.say(dose.days))

    def rhythm(self, dose: Dose) -> str:
        """How often, in the few words that the diary has room for."""
        if dose.days in _SPARSE:
            return self.say(_SPARSE[dose.days])
        return self.count("{n} a day", "{n} a day", dose.times_a_day.value)


_SPARSE = {"every second day": "every second day", "three days a week": "three days a week"}

_NOUNS: Mapping[str, tuple[str, str]] = {
    "seconds": ("{n} second", "{n} seconds"),
    "minutes": ("{n} minute", "{n} minutes"),
    "hours": ("{n} hour", "{n} hours"),
    "days": ("{n} day", "{n} days"),
    "weeks": ("{n} week", "{n} weeks"),
    "months": ("{n} month", "{n} months"),
    "years": ("{n} year", "{n} years"),
    "times": ("{n} time", "{n} times"),
}
_DOSE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("hold_s", "up_s", "pause_s", "down_s"), _NOUNS["seconds"]),
    "minutes": _NOUNS["minutes"],
    "repetitions": _NOUNS["times"],
    "sets": ("{n} set", "{n} sets"),
}
_PER_DAY: Mapping[str, tuple[str, str]] = {
    "every day": ("{n} time a day", "{n} times a day"),
    "most days": ("{n} time a day", "{n} times a day"),
    "every second day": ("{n} time every second day", "{n} times every second day"),
    "three days a week": ("{n} time, three days a week", "{n} times, three days a week"),
}
