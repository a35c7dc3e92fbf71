"""Syllables of English words, counted by rule: no dictionary is downloaded, and none with another licence is shipped.

English spelling needs exceptions. The list includes medical words of this field, since hyphenation gets them wrong
("plantar" as one syllable, "fasciitis" as three).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

#: Telephone numbers for emergencies and advice, which are spoken digit by digit.
_DIGIT_BY_DIGIT = frozenset({"000", "101", "111", "112", "119", "911", "988", "995", "999"})

#: Words that the rules below would count wrong, counted by hand, by the number of their syllables.
_BY_HAND: Mapping[int, str] = {
    1: """
        ache aches ached toe toes shoe shoes does goes once one ones whole eye eyes hour hours our your yours used
        clothes months don't can't you're it's you've we're won't pals breathe
    """,
    2: """
        fluid muscle syndrome asthma shoelace people being doing going quiet diet science trial trials something
        sometimes someone somewhere every evening business little couple forearm forearms therefore fewer lower
        lowers slower shower power towel towels bowel bowels worktop sideways useful household barefoot lifelong
        safety create creates react really ruin poem via alone client giant lion biceps triceps cycle naked needed
        wicked crooked rhythm spasm isn't doesn't didn't hasn't x-ray x-rays gp er flip-flops re-read
    """,
    3: """
        achilles fascia bursitis arthritis erection oedema physio familiar medicine medicines exercise exercised
        area idea ideas usual gradual manual everyone everything everyday different several moreover museum anyone
        heavier easier earlier healthier period serious various previous obvious radio audio video ratio studio a&e
        nhs mri
    """,
    4: """
        fasciitis calcaneal calcaneus diabetes diabetic psoriasis neuropathy podiatrist podiatry exercises usually
        gradually comfortable reality experience material variety society anxiety cooperate coordinate variable
    """,
    5: """
        fasciopathy enthesopathy
    """,
    6: """
        physiotherapy physiotherapist retrocalcaneal
    """,
}
_ENGLISH = {word: number for number, words in _BY_HAND.items() for word in words.split()}

_SILENT_E = re.compile(r"(?<=[aeiouy])([^aeiouy]+)e(?=(?:ly|ful|less|ment|ments|ness|some|work|foot|hold|time|times)$)")
_HIATUS = re.compile(r"ii|ia(?!l$)|io(?!n|us)|iu|eo(?!u)|ua(?!l|r)|uou|[aeiou]ing$|iest$|ier$|ying$|uel$")
#: A last e, ed or es that is not spoken: "make", "bend" + "ed" is, "walk" + "ed" is not.
_SILENT_ENDING = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[rl]le$|(?<![td])(?<![aeiouy])ed$|(?<![szxcglaeiouy])(?<!ch)(?<!sh)es$|[aeiouyrl]les$"
)
_NO_HIATUS = re.compile(r"[tscg]ia|[cgst]io|gua|qua|geo|ould|[gq]uo")


@lru_cache(maxsize=8192)
def english(word: str) -> int:
    """Syllables of an English word, a number as it is spoken, a hyphenated word part by part."""
    word = word.lower().strip("'’.,;:!?()\"“”").replace("’", "'")
    if word in _ENGLISH:
        return _ENGLISH[word]
    if word in _DIGIT_BY_DIGIT:
        return sum(english(_ONES[int(digit)]) for digit in word)
    if word.isdigit():
        return sum(english(part) for part in spoken(int(word)))
    if "-" in word:
        return sum(english(part) for part in word.split("-") if part)
    stem = re.sub(r"'s$|s'$", "", word)
    return _ENGLISH.get(stem) or _english_by_rule(re.sub(r"[^a-z]", "", stem))


def _english_by_rule(word: str) -> int:
    word = _SILENT_E.sub(r"\1", word)
    count = len(re.findall(r"[aeiouy]+", re.sub(r"^y|(?<=[aeiou])y(?=[aeiou])", "j", word)))
    count -= bool(_SILENT_ENDING.search(word)) and not word.endswith(("the", "he", "be", "me", "we"))
    count += sum(not _NO_HIATUS.search(word[max(0, m.start() - 1) : m.end() + 1]) for m in _HIATUS.finditer(word))
    return max(1, count)


def spoken(number: int) -> list[str]:
    """A whole number below a million as English words: 112 → one, hundred, and, twelve."""
    if number < 20:
        return [_ONES[number]]
    if number < 100:
        return [_TENS[number // 10 - 2], *([_ONES[number % 10]] if number % 10 else [])]
    if number < 1000:
        rest = ["and", *spoken(number % 100)] if number % 100 else []
        return [_ONES[number // 100], "hundred", *rest]
    rest = spoken(number % 1000) if number % 1000 else []
    return [*spoken(number // 1000 % 1000), "thousand", *rest]
