"""The paths of kept drawings as PDF operators: whole numbers after M, m, l, c and z, which the drawing program writes.

The engine reads every SVG path number by number, each with a search of its own. The drawings of a leaflet have ten
thousand numbers; this module writes the same bytes in a tenth of the time and leaves every other path to the engine.
"""

from __future__ import annotations

import re
from typing import Any

MAX_CACHED_PATHS = 4000  # a leaflet has some hundred, and a drawing is in many leaflets

_COMMAND = r"[Mmlc](?: ?+-?+\d++)++|z"
_PLAIN = re.compile(f"(?=M)(?:{_COMMAND})++")
_COMMANDS = re.compile(_COMMAND)
_NUMBER = re.compile(r"-?\d+")
_TAKEN = {"M": 2, "m": 2, "l": 2, "c": 6}  # numbers of one operator


def operators(data: str) -> list[bytes] | None:
    """The operators of a path as the engine writes them; None for a path that only the engine reads."""
    if not _PLAIN.fullmatch(data):
        return None
    written = [b"0 0 m"]  # so the engine begins
    x = y = 0
    begin: tuple[int, int] | None = None  # of what is drawn since the last move
    for command in _COMMANDS.findall(data):
        letter, numbers = command[0], [int(number) for number in _NUMBER.findall(command)]
        if letter == "z":
            if begin is not None:
                written.append(b"h")
                (x, y), begin = begin, None
            continue
        many = _TAKEN[letter]
        if len(numbers) % many or (letter in "Mm" and len(numbers) > many):
            return None
        if letter in "Mm":
            begin = None
        elif begin is None:
            begin = x, y
        for at in range(0, len(numbers), many):
            before = (0, 0) if letter == "M" else (x, y)
            goals = [number + before[index % 2] for index, number in enumerate(numbers[at : at + many])]
            x, y = goals[-2:]
            written.append(b"%s %s" % (" ".join(map(str, goals)).encode(), letter.lower().encode()))
    return written


def cached(path: Any) -> Any:
    """A replacement for the engine's function of a path: draws plain ones without it, and caches what it draws.

    Else paths take a third of the time of a print.

    The corners of a path, which plain ones leave out, are those of its markers. No drawing may have markers, but a
    template of a clinic can.
    """
    cache: dict[tuple[str, bool], tuple[list[Any], list[Any]]] = {}

    def write(svg: Any, node: Any, font_size: float) -> None:
        data, items = node.get("d", ""), svg.stream.stream
        key = data, any(name.startswith("marker") for name in node.attrib)
        if key not in cache:
            before = len(items)
            if not key[1] and (plain := operators(data)):
                items += plain
            else:
                path(svg, node, font_size)
            if len(cache) < MAX_CACHED_PATHS:
                cache[key] = items[before:], list(node.vertices)
            return
        written, vertices = cache[key]
        items += written
        node.vertices.extend(vertices)

    return write
