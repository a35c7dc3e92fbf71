"""A language that nobody speaks: English with accents, 40 % longer. What stays plain was never translated."""

from __future__ import annotations

import re
import string
from typing import Any

from handouts.compose.wording import Catalogue

PLAIN = string.ascii_letters
#: Fira Sans has no accented Q, V and X; the small ones have look-alikes.
ACCENTED = "áḃćḋéḟǵħíĵķľḿńóṕɋŕśťúvẃxýźÁḂĆḊÉḞǴĤÍĴĶĽḾŃÓṔQŔŚŤÚVẂXÝŹ"
ACCENTS = str.maketrans(PLAIN, ACCENTED)

GROWTH = 0.42  # German and Finnish are a third longer than English; short words more
STRETCHED = frozenset("aeiouyAEIOUY")
MOST = 2  # times that one vowel is said again

#: What a translator leaves alone: placeholders of both kinds, tags, and the address of a link.
KEPT = re.compile(r"\{[^{}]*\}|%\(\w+\)s|<[^>]*>|\]\([^)]*\)")


def pseudo(message: str) -> str:
    """The message with accents and long vowels, its placeholders and markup as they were."""
    done, owed, at = "", 0.0, 0
    for kept in (*KEPT.finditer(message), None):
        end = kept.start() if kept else len(message)
        grown, owed = _grown(message[at:end], owed)
        done += grown.translate(ACCENTS)
        if kept:
            done, at = done + kept[0], kept.end()
    return done


def _grown(text: str, owed: float) -> tuple[str, float]:
    grown = ""
    for char in text:
        owed += GROWTH
        more = min(MOST, int(owed + 0.5)) if char in STRETCHED else 0
        grown += char + char.lower() * more
        owed -= more
    return grown, owed


class Pseudo(Catalogue):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> Any:
        return pseudo(message)

    def npgettext(self, context: str, singular: str, plural: str, num: int) -> Any:
        return pseudo(singular if num == 1 else plural)

    # The names that Jinja looks for first.
    ugettext = gettext
    ungettext = ngettext
    upgettext = pgettext
    unpgettext = npgettext
