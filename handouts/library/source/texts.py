"""The scalars of a file: plain values, texts as a leaflet carries them, what of them is lost, and their places."""

from __future__ import annotations

import re
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source.characters import unprintable, verdict
from handouts.library.source.places import Path, span_of
from handouts.library.source.syntax_fault import quoted
from handouts.library.source.word_processors import without_curly_quotes

# WeasyPrint stalls on text far beyond these: a word of 50,000 letters or a paragraph of a megabyte takes minutes.
MAX_TEXT = 2_000
MAX_WORD = 80

GLUED = re.compile(r"(?!(?:tel|mailto|https?):)([a-z][a-z0-9_-]*):(\S.*)", re.DOTALL)
_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_ADDRESS = re.compile(r"https?://[^\s)]{1,400}")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_TRAILING_COMMENT = re.compile(r"""\s+#[^"'\]}]*$""")
_COMMENT = re.compile(r" #(.*)")
_CUTS = re.compile(r"[^ ]| \d")  # how the words behind a # begin that belong to a text of one word


class Texts:
    """Reads the scalars of one text; `found` has the findings, `places` the place of each value."""

    def __init__(self, file: str, lines: list[str], written: list[str], dirty: bool) -> None:
        self.file, self.written, self.dirty = file, written, dirty
        # A tab inside a line is a space to one parser and not to the other; in a text it is a fault.
        self.lines = [_without_tabs(line) for line in lines] if any("\t" in line for line in lines) else list(lines)
        self.text, self.raw = "\n".join(self.lines), "\n".join(lines)
        self.places: dict[Path, Span] = {}
        self.found: list[Diagnostic] = []

    def _span(self, row: int, column: int, length: int = 1) -> Span:
        """A place in the file; row and column from 0."""
        return Span(self.file, row + 1, column + 1, length, self.written[row])

    def _report(self, code: str, message: str, advice: str, span: Span) -> None:
        self.found.append(Diagnostic(code, message, advice, span))

    def _scalar(self, event: Any, path: Path) -> object:
        value: str = event.value
        if not event.style:
            self._lost_to_comment(event)
            if value in _WORDS:
                return _WORDS[value]
            if _INT.fullmatch(value):
                return int(value)
            if _FLOAT.fullmatch(value):
                return float(value)
            if glued := GLUED.fullmatch(value):
                message = f"`{glued[1]}:` without a space is part of a text"
                self._report("HND108", message, f"write `{glued[1]}: …`, or quote the text", self.places[path])
            self._swallowed_item(event)
            if plain := without_curly_quotes(value):
                message, advice = "curly quotes do not quote in YAML", f"use straight ones: {quoted(plain)}"
                self._report("HND101", message, advice, self.places[path])
                value = plain
        return self._words(value, event, self.places[path])

    def _swallowed_item(self, event: Any) -> None:
        """`- ` one step too far to the right goes on with the text above."""
        for row in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            if item := re.match(r"\s*(- .*)", self.lines[row]):
                span = self._span(row, item.start(1), len(item[1].rstrip()))
                message = "this item is read as a part of the text above"
                self._report("HND108", message, "indent the items of a list alike", span)
                return

    def _lost_to_comment(self, event: Any) -> None:
        end = event.end_mark
        raw = self.raw.find("\n", end.index)
        comment = _COMMENT.match(self.raw, end.index, raw if raw >= 0 else len(self.raw))
        if comment and event.value and (" " in event.value or (_CUTS.match(comment[1]) and not event.value.isdigit())):
            span = self._span(end.line, end.column + 1, len(comment[0].rstrip()) - 1)
            advice = "quote the whole text, or set a comment off by two spaces"
            self._report("HND106", f"`{comment[0].strip()[:40]}` is read as a comment", advice, span)

    def _printable(self, value: str, event: Any, span: Span) -> str:
        """A key or a text without the unprintable characters that an escape wrote, such as `"\\uD800"`."""
        if event.style == '"' and "\\" in self.text:
            for _, code, message, advice in [*unprintable(value)][:1]:
                self._report(code, message, advice, span)
            value = "".join(c for c in value if verdict(c) != "bad" or c in "\t\n")
        return value

    def _words(self, value: str, event: Any, span: Span) -> str:
        """A text as the leaflet carries it: in one line, without spaces at its ends, all of it printable."""
        style = event.style or ""
        value = self._printable(value, event, span)
        start, end = event.start_mark.index, event.end_mark.index
        at = self.raw.find("\t", start, end)
        if "\t" in value or at >= 0:
            place = span if at < 0 else span_of(self.file, self.raw, at, at + 1, self.written)
            self._report("HND105", "the text contains a tab", "write a space", place)
        if style and style in "'\"" and value != value.strip(" ") and not self.dirty:
            self._report("HND107", "spaces at the ends of a text are dropped", "delete them", span)
        value = value.strip()
        if "\n" in value:
            advice = "write `>` instead of `|`, leave out empty lines, or make a list"
            self._report("HND108", "line breaks inside a text are not kept", advice, span)
        if "\n" in value or "\t" in value:
            value = re.sub(r"\s*[\t\n]\s*", " ", value)
        if len(value) > MAX_TEXT:
            self._report("HND104", f"a text of {len(value)} letters, at most {MAX_TEXT} are read", "split it", span)
            value = value[:MAX_TEXT]
        if len(value) > MAX_WORD and (long := _LONG_WORD.search(_ADDRESS.sub("", value))):
            message = f"a word of {len(long[0])} letters, at most {MAX_WORD} have room"
            advice = "put a space or a hyphen and a space into it"
            self._report("HND104", message, advice, self._inside(event, long[0], span))
        return value

    def _inside(self, event: Any, words: str, whole: Span) -> Span:
        """The span of some words as a scalar writes them, or of all of it."""
        at = self.text.find(words, event.start_mark.index, event.end_mark.index)
        return whole if at < 0 else span_of(self.file, self.text, at, at + len(words), self.written)

    def _between(self, event: Any) -> Span:
        if isinstance(event, yaml.ScalarEvent) and event.style and event.style in "|>":
            return self._first_line(event)
        if isinstance(event, yaml.ScalarEvent) and not event.style and not event.value and event.tag is None:
            return self._behind(event.start_mark)
        return self._marked(event.start_mark, event.end_mark)

    def _behind(self, mark: Any) -> Span:
        """The place of a missing value: right behind the colon, though one parser is already at the next sign."""
        row = min(mark.line, len(self.lines) - 1)
        before = self.lines[row][: mark.column] if row == mark.line else self.lines[row]
        return self._span(row, len(before.rstrip()))

    def _first_line(self, event: Any) -> Span:
        """A block of text begins in the line after its `>`."""
        for row in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            if line := self.lines[row].strip():
                return self._span(row, self.lines[row].index(line), len(line))
        return self._marked(event.start_mark, event.start_mark)

    def _marked(self, start: Any, end: Any) -> Span:
        """The text between two marks, or the first line of it."""
        if start.line >= len(self.lines):  # the end of a file whose last line is not ended
            return self._span(len(self.lines) - 1, len(self.lines[-1]))
        line = self.lines[start.line]
        words = line[start.column : end.column if end.line == start.line else None]
        if "#" in words:  # a search in each of ten thousand values takes longer
            words = _TRAILING_COMMENT.sub("", words) if end.line == start.line else re.split(r"\s+#", words)[0]
        return self._span(start.line, start.column, max(len(words.rstrip()), 1))


def _without_tabs(line: str) -> str:
    indent = len(line) - len(line.lstrip(" \t")) if line.strip() else 0
    return line[:indent] + line[indent:].replace("\t", " ")
