"""Where YAML gave up, with the lines around, and the line as it was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source.word_processors import without_curly_quotes

# The text before a value on its line: `- `, `key: `, `"key": `, also several of them.
LEAD = re.compile(r"""\s*(?:-\s+)*(?:[^\s'"\[{#:][^:#]*:\s+|-\s+)*""")


@dataclass(frozen=True, slots=True)
class Repair:
    """What a line surely meant, for reading on."""

    row: int
    line: str


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Where YAML gave up, with the lines around."""

    file: str
    lines: list[str]
    written: list[str]  # the lines as the file has them
    row: int
    column: int
    open_row: int
    open_column: int
    context: str
    problem: str

    @property
    def line(self) -> str:
        return self.lines[self.row]

    @property
    def lead(self) -> int:
        """Where the value begins in the line."""
        match = LEAD.match(self.line)
        return match.end() if match else 0

    def above(self, row: int) -> int:
        """The line above that says something, or the line itself where there is none."""
        return next((n for n in range(row - 1, -1, -1) if self.lines[n].strip()[:1] not in ("", "#")), row)

    def said(self, message: str, advice: str, row: int, start: int, end: int) -> Diagnostic:
        span = Span(self.file, row + 1, start + 1, max(1, end - start), self.written[row])
        return Diagnostic("HND101", message, advice, span)

    def unquoted(self, message: str, strip: bool = False, start: int | None = None) -> tuple[Diagnostic, Repair]:
        """A value that needs quotes, and the line with them."""
        start = self.lead if start is None else start
        value = self.line[start:].rstrip()
        before = self.line[start : self.column]
        if sum(map(before.count, "{[")) > sum(map(before.count, "}]")):
            return self._unquoted_inside(message)
        if plain := without_curly_quotes(value):
            message, value_length = "curly quotes do not quote in YAML", len(value)
            repaired = self.line[:start] + "'" + plain.replace("'", "''") + "'"
            said = self.said(message, f"use straight ones: {quoted(plain)}", self.row, start, start + value_length)
            return said, Repair(self.row, repaired)
        words = value[1:-1] if strip and value[0] == value[-1] else value
        fits = len(words) <= 60 and not ('"' in words and "'" in words)
        advice = f"quote the text: {quoted(words)}" if fits else "put the whole text in quotes"
        repaired = self.line[:start] + "'" + words.replace("'", "''") + "'"
        return self.said(message, advice, self.row, start, start + len(value)), Repair(self.row, repaired)

    def _unquoted_inside(self, message: str) -> tuple[Diagnostic, Repair]:
        """A value inside `{…}` or `[…]` that needs quotes: it ends at the next comma or bracket, as YAML reads it."""
        begun = re.search(r"[^\s,:{\[][^,:{\[]*$", self.line[: self.column])
        start = begun.start() if begun else self.column
        words = re.split(r"[,\]}]", self.line[start:], maxsplit=1)[0].rstrip()
        repaired = f"{self.line[:start]}{quoted(words)}{self.line[start + len(words) :]}"
        advice = f"quote the text: {quoted(words)}"
        return self.said(message, advice, self.row, start, start + len(words)), Repair(self.row, repaired)


def quoted(words: str) -> str:
    return f"'{words}'" if '"' in words or "\\" in words else f'"{words}"'
