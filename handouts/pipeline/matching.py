"""How a search compares the words of a language. `templates/site/search.js` does the same, with the same data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from handouts.model import Language

LEAST_STEM = 3  # letters of a word that may begin a longer one: `calf` finds `calfs`, `st` finds nothing
BEGINNING = 0.5  # of the points of a word, for its beginning alone
MOST_STEMS = 20_000  # that are remembered


_WORD = re.compile(r"[\w.]*\w")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


class Matching:
    """The words of one language: which of them count, and which are the same."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._uncounted = frozenset((language.uncounted or "").casefold().split())
        self.stem = lru_cache(MOST_STEMS)(self._stem)

    def is_counted(self, word: str) -> bool:
        return word not in self._uncounted

    def counted(self, texts: Sequence[str]) -> list[str]:
        """The words that count; all of them where none does: somebody types `in` of `inner`."""
        found = list(dict.fromkeys(word for text in texts for word in words_of(text)))
        return [word for word in found if self.is_counted(word)] or found

    def fit(self, word: str, known: str, least: int = LEAST_STEM) -> float:
        """1 for the same word, apart from its ending; less for the beginning of a longer one; else 0.

        Args: `least` is the number of letters from which a word may begin a longer one.
        """
        if self.stem(word) == self.stem(known):
            return 1
        return BEGINNING if len(word) >= least and known.startswith(word) else 0

    def for_page(self) -> dict[str, Any]:
        """What the search of a page needs to compare words in this way."""
        rules = self._language.model_dump(include={"endings", "no_endings", "doubled"})
        return {"uncounted": sorted(self._uncounted), **rules, "least_stem": LEAST_STEM, "beginning": BEGINNING}

    def _stem(self, word: str) -> str:
        """A word without its endings: in English `steps` and `step`, `tingling` and `tingle` are the same."""
        short = word
        for ending in self._language.endings:
            stays = any(short.endswith(end) and end.endswith(ending) for end in self._language.no_endings)
            if short.endswith(ending) and len(short) - len(ending) >= LEAST_STEM and not stays:
                short = short[: -len(ending)]
        is_cut = short != word and len(short) > LEAST_STEM and short[-1] == short[-2]
        return short[:-1] if is_cut and short[-1] not in self._language.doubled else short
