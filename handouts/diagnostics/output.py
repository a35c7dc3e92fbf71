"""A finding as text with a caret, as JSON values, and as a GitHub annotation."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from handouts.diagnostics.finding import Diagnostic, Span


def cells(text: str) -> int:
    """The number of terminal columns of a text, which places the caret under the right letter."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def as_text(found: Diagnostic, paint: Callable[[str, str], str] = lambda role, text: text, room: int = 100) -> str:
    """One finding for people: head, the source line with the guilty words underlined, and the help.

    `paint(role, text)` colours a piece by its role (`error`, `warning`, `place`, `mark`, `help`). A source line is
    cut to `room` letters around the words.
    """
    severity = found.severity.value
    head = f"{paint(severity, f'{severity}[{found.code}]')}: {found.message}"
    rows = [head]
    if span := found.span:
        rows.append(f"  {paint('place', f'{span.file}:{span.line}:{span.column}')}")
        if span.text is not None:
            rows += _quoted(span.text.expandtabs(1), span, paint, severity, room)
    rows.append(f"  {paint('help', 'help')}: {found.help}")
    return "\n".join(rows)


def _quoted(line: str, span: Span, paint: Callable[[str, str], str], severity: str, room: int) -> list[str]:
    """The guilty line, cut to a readable window, with its caret row."""
    start, end = span.column - 1, span.column - 1 + max(span.length, 1)
    left = max(0, min(start - 20, end - room + 10)) if end > room - 10 else 0
    window = line[left : left + room]
    lead, tail = ("… " if left else ""), (" …" if left + room < len(line) else "")
    gap = " " * cells(lead + window[: start - left])
    mark = "^" * max(1, cells(window[start - left : end - left]))
    margin = " " * len(str(span.line))
    return [f"  {span.line} | {lead}{window}{tail}", f"  {margin} | {gap}{paint(severity, mark)}"]


def plain(found: Diagnostic) -> dict[str, object]:
    """One finding as JSON values, for other programs."""
    span = found.span
    place = {"file": span.file, "line": span.line, "column": span.column, "length": span.length} if span else None
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "help": found.help,
        "span": place,
    }


def as_github(found: Diagnostic) -> str:
    """One finding as a GitHub workflow command, shown beside the line in a pull request."""
    place = ""
    if span := found.span:
        place = f"file={_escaped(span.file)},line={span.line},col={span.column},endColumn={span.column + span.length},"
    return f"::{found.severity.value} {place}title={found.code}::{_escaped(f'{found.message}; {found.help}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(":", "%3A").replace(",", "%2C")
