"""How a voice says what is written short: the abbreviations of a country, and numbers to dial, digit by digit."""

from __future__ import annotations

import re

from handouts.compose.context import ComposeContext
from handouts.model.prose import Spoken

#: At least three digits, with blanks between groups.
DIALLED = re.compile(r"\+?\d(?: ?\d){2,}")


def spoken(context: ComposeContext) -> Spoken:
    """Each short form that the leaflet may print, and its words: `A&E` as `A and E`, `999` as `9 9 9`."""
    country, clinic = context.country, context.clinic
    say = context.wording.text
    words = {
        one.short: say(f"countries/{country.id}.yaml:spoken[{index}].said", one.said)
        for index, one in enumerate(country.spoken)
    }
    places = (country.now_who, country.today_who, country.soon_who, country.ask_who or "", clinic.out_of_hours or "")
    for text in (context.house_words["emergency_number"], clinic.phone, *places):
        words |= {number: " ".join(number.replace(" ", "")) for number in DIALLED.findall(text)}
    return tuple(words.items())
