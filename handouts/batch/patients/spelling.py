"""The name that one slip of the finger meant: two letters exchanged, one left out, one typed twice or added.

Nearness of spelling alone is no proof of meaning: `Surname` is not `name`, `Site` is not `side` and `knee-spur` is not
`heel-spur`. So a hint follows from one slip alone, and from none that puts one letter in the place of another.
"""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 4  # letters: in a shorter word two exchanged letters make another word
SHORTEST_CUT = 5  # the same for a letter left out or added


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The known name that differs from a word by one slip, or by signs between its letters; None where several do."""
    names = {name for name in known if _letters(name) == _letters(word)}
    if not names and len(word) >= SHORTEST:
        names = {name for name in known if len(name) >= SHORTEST and _is_slip(word, name)}
    return names.pop() if len(names) == 1 else None


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()


def _is_slip(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1:
        return False
    at = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    if at is None:
        at = min(len(word), len(name))
    if len(word) == len(name):
        exchanged = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
        return exchanged == name != word
    longer, shorter = sorted((word, name), key=len, reverse=True)
    return len(shorter) >= SHORTEST_CUT and longer[at].isalpha() and longer[:at] + longer[at + 1 :] == shorter
