"""Signs that word processors put in place of YAML's own: no-break spaces, list marks, curly quotes.

Each is reported and repaired in memory, so that the rest of the file is read as it was meant. Inside a text these signs
are good typography and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.diagnostics import Diagnostic, Span

_SPACES = "\u00a0\u2007\u202f"
#: A no-break space where YAML needs a plain one: in the indentation, after a list mark, after the colon of a key.
_STRUCTURAL = re.compile(rf"^[ {_SPACES}]*(?:[-–—•·▪◦●■‣⁃−][ {_SPACES}]+)*(?:[\w-]+:(?=[{_SPACES}])[ {_SPACES}]+)?")
_ITEM = re.compile(r"^( *)([–—•·▪◦●■‣⁃−])( *)(?=\S)")
_BLOCK_TEXT = re.compile(r"(?:^|[:\-]\s+)[|>][+-]?\s*$")
#: A whole text between curly quotes, also as other languages set them.
_CURLY = re.compile(r"(?:[“„”][^“„”]*[“”]|[‘‚’][^‘‚’]*[‘’]|«[^«»]*»)")


def without_curly_quotes(text: str) -> str | None:
    """The words of a text in curly quotes, written as if they were YAML's; None for any other text."""
    return text[1:-1].strip() if len(text) > 2 and _CURLY.fullmatch(text) else None


def repaired(lines: list[str], file: str, found: list[Diagnostic], written: list[str]) -> set[int]:
    """Mends the signs of structure in place, and gives the rows. Reports HND101 once for each kind of sign."""
    spaces, marks = list[tuple[int, int]](), list[tuple[int, int]]()
    for row in _structural(lines):
        head = _STRUCTURAL.match(lines[row])
        if head and (odd := re.search(rf"[{_SPACES}]", head[0])):
            spaces.append((row, odd.start()))
            lines[row] = re.sub(rf"[{_SPACES}]", " ", head[0]) + lines[row][head.end() :]
        item = _ITEM.match(lines[row])
        if item and _begins_a_list(lines, row, len(item[1])):
            marks.append((row, item.start(2)))
            lines[row] = f"{item[1]}-{item[3] or ' '}{lines[row][item.end() :]}"
    if spaces:
        message = f"a no-break space in the place of a plain one{_in_all(spaces)}"
        found.append(Diagnostic("HND101", message, "type a plain space there", _span(file, *spaces[0], written)))
    if marks:
        row, column = marks[0]
        message = f"`{written[row][column]}` is no list mark{_in_all(marks)}"
        advice = "begin each item with a hyphen and a space: `- `"
        found.append(Diagnostic("HND101", message, advice, _span(file, row, column, written)))
    return {row for row, _ in (*spaces, *marks)}


def _in_all(places: list[tuple[int, int]]) -> str:
    return f", in {len(places)} lines" if len(places) > 1 else ""


def _span(file: str, row: int, column: int, written: list[str]) -> Span:
    return Span(file, row + 1, column + 1, text=written[row])


def _structural(lines: list[str]) -> Iterator[int]:
    """The rows outside of texts that `|` or `>` begins."""
    inside: int | None = None
    for row, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if inside is not None and (not line.strip() or indent > inside):
            continue
        inside = indent if _BLOCK_TEXT.search(line) else None
        yield row


def _begins_a_list(lines: list[str], row: int, indent: int) -> bool:
    """Whether an item is possible here: below a key without a value, or below an item with the same indentation."""
    for at in range(row - 1, -1, -1):
        line = lines[at]
        before = len(line) - len(line.lstrip())
        if line.strip()[:1] not in ("", "#") and before <= indent:
            return line.rstrip().endswith(":") or (before == indent and line.lstrip().startswith("- "))
    return False
