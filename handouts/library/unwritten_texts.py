"""Texts that `handouts new` wrote and nobody replaced. Reports HND310."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from handouts import model
from handouts.library import source
from handouts.library.source import Path
from handouts.library.store import RecordStore

#: The beginning of a text that a skeleton has only to be replaced.
TO_WRITE = re.compile(r"(?:Do (?:not )?)?[Ww]rite\b")
#: The beginning of a line that a skeleton has for a danger sign; the words of the sign follow.
LINE_TO_WRITE = "Write a line with the words"
#: The text of a row of `get_help` for which the region requires nothing, by row.
EMPTY_ROWS = {
    "emergency": "Write a sign for which to call at once.",
    "same_day": "Write a sign that needs help today.",
    "soon": "Write a sign that needs a visit soon.",
}
SHOWN = 3  # fields that a finding names


def check_unwritten(store: RecordStore) -> None:
    """One finding for each file that still holds texts of its skeleton, at the first of them."""
    for (kind, _), location in store.written.items():
        value: Any = location.source.value
        for step in location.at:
            value = value[step]
        paths = [path for path, text in _to_write(value) if text.startswith(_texts_of_skeleton(kind))]
        if paths:
            named = ", ".join(model.dotted(path) for path in paths[:SHOWN])
            many = "1 text is" if len(paths) == 1 else f"{len(paths)} texts are"
            more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
            message = f"{many} still what `handouts new` wrote: {named}{more}"
            advice = "write your own there, or take out what is optional"
            store.report("HND310", message, advice, location.place(*paths[0]))


def _to_write(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts of a file, as it was read, that begin as those of a skeleton do."""
    if isinstance(value, str) and TO_WRITE.match(value):
        yield path, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _to_write(inner, (*path, step))


@cache
def _texts_of_skeleton(kind: str) -> tuple[str, ...]:
    """How the texts of a skeleton begin, up to the first that depends on its region."""
    skeleton = files("handouts.library") / "skeletons" / f"{kind}.yaml"
    if not skeleton.is_file():
        return ()
    text = re.sub("@[A-Z]+@", "@", skeleton.read_text("utf-8").replace("@ID@", "id"))
    texts = (text.partition("@")[0] for _, text in _to_write(source.read(text, skeleton.name).value))
    return (LINE_TO_WRITE, *EMPTY_ROWS.values(), *texts)
