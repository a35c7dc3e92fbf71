"""The events of a parser into values with their places, and what is refused or lost on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source.characters import MAX_ALIKE, unprintable, verdict
from handouts.library.source.places import Path, Source, span_of
from handouts.library.source.syntax import quoted
from handouts.library.source.word_processors import without_curly_quotes

# WeasyPrint stalls on text far beyond these: a word of 50,000 letters or a paragraph of a megabyte takes minutes.
MAX_DEPTH = 12
MAX_TEXT = 2_000
MAX_WORD = 80
MAX_ITEMS = 200
MAX_KEYS = 1_000

_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_ADDRESS = re.compile(r"https?://[^\s)]{1,400}")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_GLUED = re.compile(r"(?!(?:tel|mailto|https?):)([a-z][a-z0-9_-]*):(\S.*)", re.DOTALL)
_KEY = re.compile(r"[\w.-]+|[a-z0-9_.-]+( [a-z0-9_.-]+){1,2}")
_LONE_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_QUESTION = re.compile(r"(?<=\S)\?|\?(?=\S)|(?<=[^\s\[{,:-] )\?")
_MASK = "\ue000"  # private, so that no text holds it
_TRAILING_COMMENT = re.compile(r"""\s+#[^"'\]}]*$""")
_COMMENT = re.compile(r" #(.*)")
_IN_BRACES = re.compile(r"(?:(?!,\s*[\w-]+:\s)[^}\n])*")
_NO_COLON = re.compile(r"\s*[,}]")
_CUTS = re.compile(r"[^ ]| \d")  # how the words behind a # begin that belong to a text of one word


@dataclass(slots=True)
class _Holder:
    """A mapping or list that is being read. `key` is the key whose value comes next."""

    value: dict[str, object] | list[object]
    path: Path
    start: Any
    key: str | None = None
    dropped: bool = False
    count: int = 0
    text: Path | None = None  #: the last value of a mapping that is written as a text


class _StopError(Exception):
    """Nothing sensible can be read after this."""


class Parser:
    """One pass over the events of a text."""

    def __init__(self, file: str, lines: list[str], written: list[str], dirty: bool) -> None:
        self.file, self.written, self.dirty = file, written, dirty
        # A tab inside a line is a space to one parser and not to the other; in a text it is a fault.
        self.lines = [_without_tabs(line) for line in lines] if any("\t" in line for line in lines) else list(lines)
        self.text, self.raw = "\n".join(self.lines), "\n".join(lines)
        self.value: object = None
        self.places: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.extents: dict[Path, tuple[int, int]] = {}
        self.holes: set[Path] = set()
        self.found: list[Diagnostic] = []
        self.stack: list[_Holder] = []
        self.documents = 0

    def source(self, before: list[Diagnostic]) -> Source:
        kept: list[Diagnostic] = []
        counts: dict[str, int] = {}
        for finding in [*before, *self.found]:
            counts[finding.code] = counts.get(finding.code, 0) + 1
            if counts[finding.code] <= MAX_ALIKE:
                kept.append(finding)
        return Source(
            self.value, self.places, self.keys, tuple(kept), frozenset(self.holes), self.file, self.text, self.extents,
            self.written,
        )  # fmt: skip

    def abandoned(self, before: list[Diagnostic], fault: Diagnostic, mended: set[int]) -> Source:
        """The text before a fault of syntax that nobody can mend; later findings may only follow from it."""
        line = fault.span.line if fault.span else 1
        found = [(finding.span.line if finding.span else 1, finding) for finding in self.found]
        here = [finding for at, finding in found if at == line and finding.code in ("HND101", "HND103")]
        follows = bool(here) or any(0 <= line - 1 - row <= 2 for row in mended)
        self.found = [finding for at, finding in found if at < line] + here + ([] if follows else [fault])
        self.value = None
        return self.source(before)

    def run(self, loader: Any) -> yaml.YAMLError | None:
        """Reads everything; gives back the fault of syntax at which YAML gave up."""
        # The Python parser stumbles over a question mark in `[sore?, stiff?]`, so it does not get to see it.
        text = self.text if loader is not yaml.SafeLoader else _QUESTION.sub(_MASK, self.text)
        try:
            for event in yaml.parse(text, Loader=loader):
                if text is not self.text and isinstance(event, yaml.ScalarEvent):
                    event.value = event.value.replace(_MASK, "?")
                self._take(event)
        except _StopError:
            self.value = None
        except yaml.YAMLError as error:
            return error
        if self.value is None and not self.found and not self.dirty:
            self._report("HND101", "the file is empty", "fill it, or delete it", Span(self.file))
        return None

    def _span(self, row: int, column: int, length: int = 1) -> Span:
        """A place in the file; row and column from 0."""
        return Span(self.file, row + 1, column + 1, length, self.written[row])

    def _report(self, code: str, message: str, advice: str, span: Span) -> None:
        self.found.append(Diagnostic(code, message, advice, span))

    # -- events

    def _take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._take_scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(event)
            case yaml.AliasEvent():
                self._take_alias(event)
            case yaml.DocumentStartEvent():
                self._start_document(event)

    def _start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._report(
                "HND103", "a second document begins here", "keep one per file: make a file of it", self._between(event)
            )
            raise _StopError

    def _open(self, event: Any) -> None:
        path = self._path(event)
        self._properties(event, path)
        if len(self.stack) >= MAX_DEPTH:
            self._report("HND104", f"nested more than {MAX_DEPTH} deep", "write it flatter", self._between(event))
            raise _StopError
        empty: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._put(empty, path)
        self.stack.append(_Holder(empty, path, event.start_mark))

    def _close(self, event: Any) -> None:
        holder = self.stack.pop()
        start, end = holder.start, event.end_mark
        if holder.path not in self.places:
            self.places[holder.path] = self._marked(start, end)
            self.extents[holder.path] = (start.index, end.index)
        words = self.text[start.index : end.index]
        if _LONE_PLACEHOLDER.fullmatch(words):
            self._report(
                "HND103", f"`{words}` without quotes is a mapping", f'write "{words}"', self.places[holder.path]
            )
            self.holes.add(holder.path)

    def _take_alias(self, event: Any) -> None:
        if self._wants_key():
            self._complex_key(event)
            return
        path = self._path(event)
        words = f"*{event.anchor}"
        self._report(
            "HND103",
            f"`{words}` is an alias",
            "write the value out; quote a text that begins with *",
            self._between(event),
        )
        self.places[path] = self._between(event)
        self.holes.add(path)
        self._put(None, path)

    def _properties(self, event: Any, path: Path) -> None:
        """Tags and anchors. The value behind a tag is left out, since the tag changes its meaning."""
        if event.anchor is not None:
            self._report(
                "HND103",
                f"`&{event.anchor}` is an anchor",
                "delete it; quote a text that begins with &",
                self._mark(event, "&"),
            )
        if event.tag is not None:
            self._report(
                "HND103",
                "a tag (`!…`) is not used here",
                "delete it; quote a text that begins with !",
                self._mark(event, "!"),
            )
            self.holes.add(path)

    def _mark(self, event: Any, sign: str) -> Span:
        """The word that begins with the sign, at the start of a value."""
        row, column = event.start_mark.line, event.start_mark.column
        line = self.lines[row]
        at = max(line.find(sign, column), column)
        return self._span(row, at, max(1, len(re.split(r"[\s,\]}]", line[at:])[0])))

    # -- keys

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _path(self, event: Any) -> Path:
        """Where the next value belongs."""
        if not self.stack:
            return ()
        holder = self.stack[-1]
        if isinstance(holder.value, list):
            return (*holder.path, holder.count)
        if holder.key is None:
            self._complex_key(event)
        return (*holder.path, holder.key or "")

    def _complex_key(self, event: Any) -> None:
        advice = "a text that begins with { or [ needs quotes; a key is one plain word"
        self._report("HND103", "a key that is not a plain word", advice, self._between(event))
        raise _StopError

    def _take_scalar(self, event: Any) -> None:
        if self._wants_key():
            self._take_key(event)
            return
        path = self._path(event)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, path)
        if path not in self.places:
            self.places[path] = self._between(event)
            self.extents[path] = (event.start_mark.index, event.end_mark.index)
        if event.value and self.stack and path in self.extents:
            self.stack[-1].text = path
        self._put(self._scalar(event, path), path)

    def _take_key(self, event: Any) -> None:
        holder, span = self.stack[-1], self._between(event)
        key = self._printable(event.value, event, span)
        assert isinstance(holder.value, dict)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, (*holder.path, key))
        holder.dropped = False
        if self.lines[span.line - 1][: span.column - 1].rstrip().endswith("?"):
            self._report("HND103", "`? ` begins a complex key", "write `key: value`", span)
        elif key == "<<":
            self._report("HND103", "`<<` merges another mapping", "write its fields out", span)
            holder.dropped = True
        elif glued := _GLUED.fullmatch(key):
            self._report("HND101", f"`{key}` has no space after the colon", f"write `{glued[1]}: {glued[2]}`", span)
            key = glued[1]
            self.holes.add((*holder.path, key))
        elif self._cut_by_comma(event, holder):
            holder.dropped = True
        elif not event.style and not _KEY.fullmatch(key):
            self._report_odd_key(key, span)
            holder.dropped = True
        if key in holder.value and not holder.dropped:
            first = self.keys[(*holder.path, key)].line
            self._report("HND102", f"the key `{key}` occurs twice, first in line {first}", "keep one of the two", span)
            holder.dropped = True
        # What is dropped is read on under a name of its own, so that its inner faults are found as well.
        holder.key = f"{key} ({len(self.keys)})" if holder.dropped else key
        holder.count += 1
        if holder.count == MAX_KEYS + 1:
            self._report("HND104", f"more than {MAX_KEYS} keys", "split the file", span)
        self.keys[(*holder.path, holder.key)] = span

    def _cut_by_comma(self, event: Any, holder: _Holder) -> bool:
        """`{text: One, two}`: a comma ends a text in braces, and the rest is read as a key without a value."""
        if event.style or holder.text is None or not _NO_COLON.match(self.text, event.end_mark.index):
            return False
        at, (start, _) = holder.text, self.extents[holder.text]
        if at not in self.holes and self.text[start] not in "\"'[{":
            words = _IN_BRACES.match(self.text, start)[0].rstrip()  # type: ignore[index]  # it matches anything
            span = span_of(self.file, self.text, start, start + len(words), self.written)
            self._report("HND101", "a comma ends a text inside { }", f"quote the text: {quoted(words)}", span)
            self.holes.add(at)
        return True

    def _report_odd_key(self, key: str, span: Span) -> None:
        if len(key) > MAX_WORD or len(key.split()) > 1:
            shown = key if len(key) <= 40 else key[:39] + "…"
            advice = f'quote the text: "{shown}: …"'
            self._report("HND103", "a text with a colon and a space is read as a key", advice, span)
            self.holes.update({self.stack[-1].path} - {()})
        else:
            self._report("HND103", f"the key `{key[:40]}` is not a plain word", "use letters, digits, - and _", span)

    def _put(self, value: object, path: Path) -> None:
        if not self.stack:
            self.value = value
            return
        holder = self.stack[-1]
        if isinstance(holder.value, list):
            holder.count += 1
            if holder.count <= MAX_ITEMS:
                holder.value.append(value)
            elif holder.count == MAX_ITEMS + 1:
                self.holes.add(holder.path)
                self._report(
                    "HND104",
                    f"more than {MAX_ITEMS} items in a list",
                    "split the list",
                    self.places.get(path, Span(self.file)),
                )
        else:
            if not holder.dropped and holder.key is not None and holder.count <= MAX_KEYS:
                holder.value[holder.key] = value
            holder.key, holder.dropped = None, False

    # -- scalars

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
            if glued := _GLUED.fullmatch(value):
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

    # -- places

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
