"""Tables of plain text, as wide as the terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from handouts.cli import terminal
from handouts.diagnostics import cells

Row = dict[str, Any]

PIPE_WIDTH = 1000  # where there is no terminal, nothing is cut
GAP = "  "


def table(rows: Sequence[Row], width: int | None = None) -> str:
    """Rows under their headings. Words that are too much for a line go on below, in their column.

    Args:
        rows: values by heading; each row has the same headings in the same order.
        width: columns of a line; by default those of the terminal. A table whose longest words are wider is cut.
    """
    if not rows:
        return "there is nothing yet"
    paint = terminal.painter(sys.stdout)
    lines = [[str(heading).upper() for heading in rows[0]]]
    lines += [[terminal.visible(str(value)) for value in row.values()] for row in rows]
    width = width or _width()
    widths = _widths(lines, width)
    head, *rest = ["\n".join(_line(part, widths, width) for part in _wrapped(line, widths)) for line in lines]
    return "\n".join([paint("head", head), *rest])


def _width() -> int:
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((100, 24)).columns if is_terminal else PIPE_WIDTH


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """The widths of the columns: the widest give way, none below its longest word; all stay where that is no help."""
    columns = list(zip(*lines, strict=True))
    widths = [max(map(cells, column)) for column in columns]
    least = [max((cells(word) for text in column for word in text.split()), default=0) for column in columns]
    gaps = len(GAP) * (len(columns) - 1)
    # No width would help: the columns keep theirs, and lines are cut at the end.
    if sum(least) + gaps > room:
        return widths
    while sum(widths) + gaps > room:
        # One column at a time and the widest first, so that all become about as wide as one another.
        widths[max((at for at, most in enumerate(widths) if most > least[at]), key=widths.__getitem__)] -= 1
    return widths


def _wrapped(values: Sequence[str], widths: Sequence[int]) -> list[tuple[str, ...]]:
    """The lines of one row."""
    columns = [
        textwrap.wrap(value, most, break_long_words=False, break_on_hyphens=False) if cells(value) > most else [value]
        for value, most in zip(values, widths, strict=True)
    ]
    return list(zip_longest(*columns, fillvalue=""))


def _line(values: Sequence[str], widths: Sequence[int], width: int) -> str:
    padded = GAP.join(value + " " * (most - cells(value)) for value, most in zip(values, widths, strict=True)).rstrip()
    return padded if len(padded) <= width else f"{padded[: width - 1]}…"
