"""Tables of plain text, as wide as the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

from handouts.cli import terminal
from handouts.diagnostics import cells

Row = dict[str, Any]

PIPE_WIDTH = 1000  # where there is no terminal, nothing is cut


def table(rows: Sequence[Row], width: int | None = None) -> str:
    """Rows under their headings.

    Args:
        rows: values by heading; each row has the same headings in the same order.
        width: columns after which a line is cut; by default those of the terminal.
    """
    if not rows:
        return "there is nothing yet"
    paint = terminal.painter(sys.stdout)
    lines = [[str(heading).upper() for heading in rows[0]]]
    lines += [[terminal.visible(str(value)) for value in row.values()] for row in rows]
    widths = [max(cells(line[column]) for line in lines) for column in range(len(lines[0]))]
    head, *rest = [_line(line, widths, width or _width()) for line in lines]
    return "\n".join([paint("head", head), *rest])


def _width() -> int:
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((100, 24)).columns if is_terminal else PIPE_WIDTH


def _line(values: Sequence[str], widths: Sequence[int], width: int) -> str:
    padded = "  ".join(value + " " * (most - cells(value)) for value, most in zip(values, widths, strict=True)).rstrip()
    return padded if len(padded) <= width else f"{padded[: width - 1]}…"
