"""A language: words of its catalogue, and numbers, sides, lists and dates as it writes them.

Every message passes through a gettext catalogue; English is the source. Digits come from the data alone, so that no
translation can change a number.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.support import NullTranslations

from handouts.model import BLANK, WEIGHTS, Limited, Number
from handouts.model.choices import Side

#: Up to how many minutes an estimate is printed to the minute.
EXACT_MIN = 10
#: What is printed where a number is filled in by hand, and the number whose plural it takes.
BLANK_LINE, MANY = "____", 2
NOUNS: Mapping[str, tuple[str, str]] = {
    "seconds": ("{n} second", "{n} seconds"),
    "minutes": ("{n} minute", "{n} minutes"),
    "hours": ("{n} hour", "{n} hours"),
    "days": ("{n} day", "{n} days"),
    "weeks": ("{n} week", "{n} weeks"),
    "months": ("{n} month", "{n} months"),
    "years": ("{n} year", "{n} years"),
    "times": ("{n} time", "{n} times"),
    **{unit: (f"{{n}} {unit}", f"{{n}} {unit}") for unit in WEIGHTS},
}

#: The words of a language: a gettext catalogue.
Catalogue = NullTranslations


class _English(Catalogue):
    """The source language: every message is given back. There is one, in workers too, since pages are kept by it."""

    def __reduce__(self) -> str:
        return "ENGLISH"


ENGLISH: Catalogue = _English()


def about_minutes(seconds: float) -> int:
    """An estimated length of time: at least a minute, whole minutes up to ten, above them the nearest five."""
    minutes = max(1, round(seconds / 60))
    return minutes if minutes <= EXACT_MIN else 5 * round(seconds / 300)


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its catalogue for words, and its locale for dates and lists."""

    catalogue: Catalogue
    locale: Locale

    @classmethod
    def of(cls, catalogue: Catalogue, tag: str) -> Self:
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
    def names(self) -> tuple[str, ...]:
        """What people write for the language: its tag, the first part of it, its name in English and in itself."""
        locale = self.locale
        return (self.tag, locale.language, str(locale.get_language_name("en")), str(locale.language_name))

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

    def listed(self, words: Sequence[str], commas: bool = True) -> str:
        """`one and another`; three or more with commas alone, or with a last "and"."""
        return str(format_list(words, "unit" if commas and len(words) > 2 else "standard", self.locale))

    def either(self, words: Sequence[str]) -> str:
        """`one or another`; three or more with commas before."""
        return str(format_list(words, "or", self.locale))

    def day(self, date: datetime.date) -> str:
        """`31 January 1961`, or `January 31, 1961` where the month comes first."""
        return str(format_date(date, "long", locale=self.locale))

    def month(self, date: datetime.date) -> str:
        return str(format_date(date, "MMMM y", locale=self.locale))

    def number(self, number: Number) -> str:
        """A number that prose names, with its unit: `10 to 15 minutes`, `1 in 10`."""
        if number.unit == "one in":
            return self.say("1 in {n}", n=self.bare(number))
        return self.bare(number) if number.unit == "plain" else self.amount(NOUNS[number.unit], number)

    def time_head(self, number: Number) -> str:
        """The head of a step in time: `About 2 weeks`, `6 to 12 weeks`."""
        amount = self.number(number)
        return amount if number.up_to is not None else self.say("About {amount}", amount=amount)

    def time_within(self, number: Number) -> str:
        """The same in the middle of a line: `about 2 weeks`."""
        amount = self.number(number)
        return amount if number.up_to is not None else self.say("about {amount}", amount=amount)

    def you_need(self, things: Sequence[str]) -> str:
        """`You need: a firm chair, a wall and a towel.`, with its first words in bold."""
        return self.say("**You need:** {things}.", things=format_list(things, locale=self.locale))

    def minutes(self, seconds: float) -> str:
        """An estimated length of time in words: `10 minutes`."""
        return self.count(*NOUNS["minutes"], about_minutes(seconds))

    def weeks(self, number: int) -> str:
        """`6 weeks`."""
        return self.count(*NOUNS["weeks"], number)

    def amount(self, nouns: tuple[str, str], amount: Limited) -> str:
        """`30 seconds`, `8 to 12 times`, `____ times`: a number of a dose with its noun."""
        one, many = nouns
        if amount.value == BLANK:
            return str(self.catalogue.ngettext(one, many, MANY)).format(n=BLANK_LINE)
        if amount.up_to is None:
            return self.count(one, many, amount.value)
        return self.say("{low} to {high}", low=str(amount.value), high=self.count(one, many, amount.up_to))

    def bare(self, amount: Limited) -> str:
        """A number or a span without a noun."""
        return self.amount(("{n}", "{n}"), amount)

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
