"""Unknown names: the name that was most likely meant, or the list of known ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from handouts.diagnostics.finding import Diagnostic

#: Kinds of records that `handouts list` shows, and its word for them.
LISTED = {"condition": "conditions", "exercise": "exercises", "plan": "plans", "clinic": "clinics"}


ALIKE, SURELY_ALIKE = 0.6, 0.75  # shares of the letters of two words that they have in common


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that a typing error most likely meant, or the only one that has this word, or None."""
    import difflib  # only for who mistyped

    names = sorted(known)
    written = re.sub(r"\.[a-z]{2,4}$", "", re.split(r"[/\\\\]", word)[-1])  # of a path, the name of its file
    word = next((one for one in (word, written, written.lower()) if one in names), written)
    for close in difflib.get_close_matches(word, names, n=1, cutoff=ALIKE):
        # Scattered letters alone prove nothing: `nosuch` is not `rnoh`.
        alike = difflib.SequenceMatcher(None, word, close)
        in_a_row = alike.find_longest_match().size
        if alike.ratio() >= SURELY_ALIKE or 2 * in_a_row > min(len(word), len(close)):
            return close
    having = [name for name in names if written.lower() in name.split("-")]
    return having[0] if len(having) == 1 else None


def did_you_mean(word: str, known: Iterable[str], kind: str) -> str:
    """Help for an unknown name: the nearest one, or the list of what there is."""
    names = sorted(known)
    if close := nearest(word, names):
        return f"did you mean `{close}`?"
    if not names:
        return f"there is no {kind} at all yet"
    shown = ", ".join(f"`{n}`" for n in names[:12])
    return f"known {kind} names: {shown}{' and others' if len(names) > 12 else ''}"


def unknown_name(kind: str, name: str, known: Collection[str]) -> Diagnostic:
    """HND001 for a name that no record of its kind has, with the nearest name, or the known ones."""
    if not name.strip():
        return Diagnostic("HND001", f"the name of a {kind} is empty", did_you_mean(name, known, kind))
    help_ = did_you_mean(name, known, kind)
    if help_.endswith("others") and kind in LISTED:
        help_ = f"{help_}; `handouts list {LISTED[kind]}` shows all"
    return Diagnostic("HND001", f"there is no {kind} `{name}`", help_)
