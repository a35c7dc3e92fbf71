"""The text of a YAML file: its values, the place of every value, and all in it that reads otherwise than it looks.

Strict: one document, YAML 1.2 core scalars only (`true`, `false`, `null`, `~`, decimal numbers). `no`, `on`, `012`,
`1:30`, `0x1F`, `1_000`, `.5`, `+5`, `1e3` and dates stay text. PyYAML's C parser gives the events; where it is
missing, its Python parser gives the same ones, twelve times slower.

What a text loses without a word, and what is said about it:
- words after ` #` (HND106): a comment on the line of an unquoted text, unless two spaces stand before the `#`. One
  space is enough when the `#` is followed by a space and the value is a single word or number: `is: 30 # seconds` is
  no alarm, `Dose #2 today` and `Rest a day # not two` are;
- spaces at the ends of a quoted text (HND107);
- line breaks inside a text, and `key:value` without a space, which is one text (HND108).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span

Where = tuple[str | int, ...]

# The engine stalls on text far beyond these: one word of 50,000 letters or a paragraph of a megabyte takes minutes.
MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_TEXT = 2_000
MAX_WORD = 80
MAX_ITEMS = 200
MAX_KEYS = 1_000
MAX_MARKS = 4
MAX_ALIKE = 20  # findings of one kind in one file: more would not be read

_INT = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_ADDRESS = re.compile(r"https?://[^\s)]{1,400}")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_GLUED = re.compile(r"(?!(?:tel|mailto|https?):)([a-z][a-z0-9_-]*):(\S.*)", re.DOTALL)
_KEY = re.compile(r"[\w.-]+|[a-z0-9_.-]+( [a-z0-9_.-]+){1,2}")
_LONE_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_COMMENT = re.compile(r" #(.*)")
# What stands before a value on its line: `- `, `key: `, `"key": `, also several of them.
_LEAD = re.compile(r"""\s*(?:-\s+)*(?:[^\s'"\[{#:][^:#]*:\s+|-\s+)*""")


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, and where. `holes` are the values that could not be read: nothing more is said about them."""

    value: object
    places: Mapping[Where, Span] = field(default_factory=dict)
    keys: Mapping[Where, Span] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    holes: frozenset[Where] = frozenset()
    file: str = ""
    _text: str = ""
    _extents: Mapping[Where, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Where) -> Span:
        """The span of a value, or of the nearest value around it."""
        found = (self.places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.places)
        return next(found, Span(self.file))

    def key(self, path: Where) -> Span:
        """The span of a value's key; of the value where it has none (an item of a list, the file)."""
        return self.keys.get(path) or self.place(path)

    def find(self, path: Where, words: str) -> Span:
        """The span of some words inside a value, however it is quoted or folded; else the whole value."""
        if not words.strip() or path not in self._extents:
            return self.place(path)
        start, end = self._extents[path]
        pattern = r"\s+".join(_spelt(word) for word in words.split())
        whole = (r"(?<!\w)" if _is_letter(words[0]) else "") + pattern + (r"(?!\w)" if _is_letter(words[-1]) else "")
        for attempt in (whole, pattern):
            if match := re.compile(attempt).search(self._text, start, end):
                return _span_of(self.file, self._text, match.start(), match.end())
        return self.place(path)


def _span_of(file: str, text: str, start: int, end: int) -> Span:
    """The span of a stretch of text; words that run over a line's end are underlined up to it."""
    line_start = text.rfind("\n", 0, start) + 1
    length = len(text[start:end].split("\n")[0].rstrip())
    return Span(file, text.count("\n", 0, start) + 1, start - line_start + 1, max(length, 1))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _spelt(word: str) -> str:
    """A word as a regular expression that also finds it in quotes, where a quote mark is doubled or escaped."""
    return "".join({"'": "''?", '"': r'\\?"', "\\": r"\\\\?"}.get(c, re.escape(c)) for c in word)


def read(text: str | bytes, file: str) -> Source:
    """The values of a YAML text. Reports HND101 to HND108, all that can be found in one reading.

    After a fault of syntax whose meaning is plain, such as a colon in an unquoted text, the line is mended in memory
    and the rest is read too, so that the next fault need not wait for the next run.
    """
    if isinstance(text, bytes):
        try:
            return read(text.decode("utf-8"), file)
        except UnicodeDecodeError as error:
            return Source(None, diagnostics=(_not_utf8(text, error.start, file),), file=file)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if (size := len(text.encode("utf-8", "replace"))) > MAX_BYTES:
        message = f"{size // 1024} kB in one file, at most {MAX_BYTES // 1024} are read"
        fault = Diagnostic("HND104", message, "split it, or take out what does not belong", Span(file))
        return Source(None, diagnostics=(fault,), file=file)
    text, found = _cleaned(text, file)
    lines, mended, dirty = text.split("\n"), set[int](), bool(found)
    _drop_directives(lines, file, found)
    while True:
        reading, stopped = _parsed(file, lines, dirty)
        if stopped is None:
            return reading.source(found)
        fault, mend = _explained(stopped, file, lines)
        again = mend is not None and mend.row in mended
        if not again:
            found.append(fault)
        if mend is None or again or len(mended) >= MAX_ALIKE:
            reading.value = None
            return reading.source(found)
        mended.add(mend.row)
        lines[mend.row] = mend.line


def _parsed(file: str, lines: list[str], dirty: bool) -> tuple[_Reading, yaml.YAMLError | None]:
    """One reading of the lines, and the fault at which YAML gave up.

    After a fault the Python parser reads again: it says more, and so all that is found is the same wherever it is read.
    """
    for loader in dict.fromkeys((_FAST, yaml.SafeLoader)):
        reading = _Reading(file, lines, dirty)
        stopped = reading.run(loader)
        if stopped is None:
            break
    return reading, stopped


def _drop_directives(lines: list[str], file: str, found: list[Diagnostic]) -> None:
    """Lines that begin with % before the content."""
    told = False
    for row, line in enumerate(lines):
        if line.strip() and line[0] not in "%#":
            return
        if line.startswith("%"):
            span = Span(file, row + 1, 1, len(line.rstrip()))
            if not told:
                found.append(Diagnostic("HND103", "a directive (`%…`) is not used here", "delete this line", span))
            told, lines[row] = True, ""


def _not_utf8(data: bytes, at: int, file: str) -> Diagnostic:
    before = data[:at].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    message = f"the byte 0x{data[at]:02X} is not UTF-8 text"
    return Diagnostic(
        "HND101", message, "save the file as UTF-8 (in the editor: Save with encoding)", Span(file, line, column)
    )


# ---------------------------------------------------------------- characters

# Needed by joined scripts, by right-to-left text and by hyphenation, and harmless.
_INVISIBLE_BUT_FINE = frozenset("\u00ad\u061c\u200c\u200d\u200e\u200f\u2060")
_NAMES = {"Cc": "CONTROL CHARACTER", "Co": "PRIVATE USE CHARACTER", "Cs": "HALF OF A CHARACTER"}
_SUSPECT = re.compile(r"[^\t\n -~]")
_NO_BASE = frozenset(" \t\n\"'[]{}():,-#&*!|>%@")


@lru_cache(4096)
def _verdict(character: str) -> str:
    """`bad`, `mark` (a combining character) or nothing to say."""
    category = unicodedata.category(character)
    if category in ("Mn", "Me"):
        return "mark"
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    hidden = category in ("Cc", "Cs", "Co", "Zl", "Zp") or (category == "Cf" and character not in _INVISIBLE_BUT_FINE)
    return "bad" if hidden or noncharacter or character == "\ufffd" else ""


def _unprintable(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Each character that must not be printed: where, code, message, help."""
    run, last = 0, -2
    for match in _SUSPECT.finditer(text):
        at, character = match.start(), match[0]
        verdict = _verdict(character)
        follows = verdict == "mark" and at == last + 1
        run, last = (run + 1 if follows else 1, at) if verdict == "mark" else (0, last)
        if verdict == "bad":
            message = f"the character {_named(character)} must not be printed"
            yield at, "HND105", message, "delete it, or type the words again"
        elif run == 1 and (at == 0 or text[at - 1] in _NO_BASE):
            message = f"the combining character {_named(character)} has no letter before it"
            yield at, "HND105", message, "delete it, or put its letter before it"
        elif run == MAX_MARKS + 1:
            message = f"more than {MAX_MARKS} combining characters on one letter"
            yield at, "HND104", message, "keep those that the word needs"


def _named(character: str) -> str:
    name = unicodedata.name(character, _NAMES.get(unicodedata.category(character), "NO CHARACTER"))
    return f"U+{ord(character):04X} {name}"


def _cleaned(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """The text with every unprintable character made a space, so that places stay true and YAML can be read."""
    faults = list(_unprintable(text))
    if not faults:
        return text, []
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found = []
    for at, code, message, advice in faults[:MAX_ALIKE]:
        line = bisect_right(starts, at)
        found.append(Diagnostic(code, message, advice, Span(file, line, at - starts[line - 1] + 1)))
    letters = list(text)
    for at, code, _, _ in faults:
        if code == "HND105":
            letters[at] = " "
    return "".join(letters), found


# ---------------------------------------------------------------- values


@dataclass(slots=True)
class _Holder:
    """A mapping or list that is being read. `key` is the key whose value comes next."""

    value: dict[str, object] | list[object]
    path: Where
    start: Any
    key: str | None = None
    dropped: bool = False
    count: int = 0


class _StopError(Exception):
    """Nothing sensible can be read after this."""


class _Reading:
    """One pass over the events of a text."""

    def __init__(self, file: str, lines: list[str], dirty: bool) -> None:
        self.file, self.dirty = file, dirty
        # A tab inside a line is a space to one parser and not to the other; in a text it is a fault.
        self.lines = [_without_tabs(line) for line in lines] if any("\t" in line for line in lines) else list(lines)
        self.text, self.raw = "\n".join(self.lines), "\n".join(lines)
        self.value: object = None
        self.places: dict[Where, Span] = {}
        self.keys: dict[Where, Span] = {}
        self.extents: dict[Where, tuple[int, int]] = {}
        self.holes: set[Where] = set()
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
            self.value, self.places, self.keys, tuple(kept), frozenset(self.holes), self.file, self.text, self.extents
        )

    def run(self, loader: Any) -> yaml.YAMLError | None:
        """Reads everything; gives back the fault of syntax at which YAML gave up."""
        try:
            for event in yaml.parse(self.text, Loader=loader):
                self._take(event)
        except _StopError:
            self.value = None
        except yaml.YAMLError as error:
            return error
        if self.value is None and not self.found and not self.dirty:
            self._report("HND101", "the file is empty", "fill it, or delete it", Span(self.file))
        return None

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

    def _properties(self, event: Any, path: Where) -> None:
        """Tags and anchors. What stands behind a tag is not what it says, so it is left out."""
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
        return Span(self.file, row + 1, at + 1, max(1, len(re.split(r"[\s,\]}]", line[at:])[0])))

    # -- keys

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None

    def _path(self, event: Any) -> Where:
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
        self._put(self._scalar(event, path), path)

    def _take_key(self, event: Any) -> None:
        holder, key, span = self.stack[-1], event.value, self._between(event)
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
        elif not event.style and not _KEY.fullmatch(key):
            self._report_odd_key(key, span)
            holder.dropped = True
        if key in holder.value and not holder.dropped:
            first = self.keys[(*holder.path, key)].line
            self._report("HND102", f"the key `{key}` stands twice, first in line {first}", "keep one of the two", span)
            holder.dropped = True
        # What is dropped is read on under a name of its own, so that its inner faults are found as well.
        holder.key = f"{key} ({len(self.keys)})" if holder.dropped else key
        holder.count += 1
        if holder.count == MAX_KEYS + 1:
            self._report("HND104", f"more than {MAX_KEYS} keys", "split the file", span)
        self.keys[(*holder.path, holder.key)] = span

    def _report_odd_key(self, key: str, span: Span) -> None:
        if len(key) > MAX_WORD or len(key.split()) > 1:
            shown = key if len(key) <= 40 else key[:39] + "…"
            advice = f'quote the text: "{shown}: …"'
            self._report("HND103", "a text with a colon and a space is read as a key", advice, span)
            self.holes.update({self.stack[-1].path} - {()})
        else:
            self._report("HND103", f"the key `{key[:40]}` is not a plain word", "use letters, digits, - and _", span)

    def _put(self, value: object, path: Where) -> None:
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

    def _scalar(self, event: Any, path: Where) -> object:
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
        return self._words(value, event, self.places[path])

    def _swallowed_item(self, event: Any) -> None:
        """`- ` one step too far to the right goes on with the text above."""
        for row in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            if item := re.match(r"\s*(- .*)", self.lines[row]):
                span = Span(self.file, row + 1, item.start(1) + 1, len(item[1].rstrip()))
                self._report(
                    "HND108", "this item is read as a part of the text above", "indent the items of a list alike", span
                )

    def _lost_to_comment(self, event: Any) -> None:
        end = event.end_mark
        raw = self.raw.find("\n", end.index)
        comment = _COMMENT.match(self.raw, end.index, raw if raw >= 0 else len(self.raw))
        if comment and event.value and (not comment[1].startswith(" ") or " " in event.value):
            span = Span(self.file, end.line + 1, end.column + 2, len(comment[0].rstrip()) - 1)
            advice = "quote the whole text, or set a comment off by two spaces"
            self._report("HND106", f"`{comment[0].strip()[:40]}` is read as a comment", advice, span)

    def _words(self, value: str, event: Any, span: Span) -> str:
        """A text as the leaflet carries it: in one line, without spaces at its ends, all of it printable."""
        style = event.style or ""
        if style == '"' and "\\" in self.text:
            for _, code, message, advice in [*_unprintable(value)][:1]:
                self._report(code, message, advice, span)
            value = "".join(c for c in value if _verdict(c) != "bad" or c in "\t\n")
        start, end = event.start_mark.index, event.end_mark.index
        at = self.raw.find("\t", start, end)
        if "\t" in value or at >= 0:
            place = span if at < 0 else _span_of(self.file, self.raw, at, at + 1)
            self._report("HND105", "a tab stands in a text", "write a space", place)
        if style and style in "'\"" and value != value.strip(" ") and not self.dirty:
            self._report("HND107", "spaces at the ends of a text are dropped", "delete them", span)
        value = value.strip()
        if "\n" in value:
            advice = "write `>` instead of `|`, leave out empty lines, or make a list"
            self._report("HND108", "line breaks inside a text are not kept", advice, span)
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
        """The span of some words as they stand in a scalar, or of all of it."""
        at = self.text.find(words, event.start_mark.index, event.end_mark.index)
        return whole if at < 0 else _span_of(self.file, self.text, at, at + len(words))

    # -- places

    def _between(self, event: Any) -> Span:
        if isinstance(event, yaml.ScalarEvent) and event.style and event.style in "|>":
            return self._first_line(event)
        return self._marked(event.start_mark, event.end_mark)

    def _first_line(self, event: Any) -> Span:
        """A block of text begins in the line after its `>`."""
        for row in range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines))):
            if line := self.lines[row].strip():
                return Span(self.file, row + 1, self.lines[row].index(line) + 1, len(line))
        return self._marked(event.start_mark, event.start_mark)

    def _marked(self, start: Any, end: Any) -> Span:
        """What stands between two marks, or the first line of it."""
        stop = end.column
        if end.line != start.line:
            line = self.lines[start.line] if start.line < len(self.lines) else ""
            stop = len(re.split(r"\s+#", line[start.column :])[0].rstrip()) + start.column
        return Span(self.file, start.line + 1, start.column + 1, max(stop - start.column, 1))


def _without_tabs(line: str) -> str:
    indent = len(line) - len(line.lstrip(" \t"))
    return line[:indent] + line[indent:].replace("\t", " ")


_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# ---------------------------------------------------------------- faults of syntax, in people's words


@dataclass(frozen=True, slots=True)
class _Mend:
    """What a line most likely meant, for reading on."""

    row: int
    line: str


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where YAML gave up, with the lines around."""

    file: str
    lines: list[str]
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
        match = _LEAD.match(self.line)
        return match.end() if match else 0

    def said(self, message: str, advice: str, row: int, start: int, end: int) -> Diagnostic:
        return Diagnostic("HND101", message, advice, Span(self.file, row + 1, start + 1, max(1, end - start)))

    def unquoted(self, message: str, strip: bool = False, start: int | None = None) -> tuple[Diagnostic, _Mend]:
        """A value that needs quotes, and the line with them."""
        start = self.lead if start is None else start
        value = self.line[start:].rstrip()
        words = value[1:-1] if strip and value[0] == value[-1] else value
        fits = len(words) <= 60 and not ('"' in words and "'" in words)
        advice = f"quote the text: {_quoted(words)}" if fits else "put the whole text in quotes"
        mended = self.line[:start] + "'" + words.replace("'", "''") + "'"
        return self.said(message, advice, self.row, start, start + len(value)), _Mend(self.row, mended)


def _quoted(words: str) -> str:
    return f"'{words}'" if '"' in words or "\\" in words else f'"{words}"'


def _explained(error: yaml.YAMLError, file: str, lines: list[str]) -> tuple[Diagnostic, _Mend | None]:
    """A fault of syntax in people's words, and the line as it was most likely meant."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened: Any = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Diagnostic("HND101", "this is not readable as YAML", "write it anew from a skeleton", Span(file)), None
    fault = _Fault(
        file, lines, min(mark.line, len(lines) - 1), mark.column, min(opened.line, len(lines) - 1), opened.column,
        getattr(error, "context", None) or "", getattr(error, "problem", None) or "",
    )  # fmt: skip
    for matches, explain in _EXPLANATIONS:
        if re.match(matches, f"{fault.context}|{fault.problem}") and (told := explain(fault)):
            return told
    return fault.said("YAML cannot be read from here", _ADVICE, fault.row, fault.column, len(fault.line.rstrip())), None


_ADVICE = (
    "compare with the lines above: the same indentation, a space after each colon, quotes around a text with : or #"
)
_Told = tuple[Diagnostic, _Mend | None] | None


def _colon(fault: _Fault) -> _Told:
    """A colon and a space where a text is being read."""
    above = next((n for n in range(fault.row - 1, -1, -1) if fault.lines[n].strip()), None)
    if above is not None and (told := _no_space(fault, above)):
        return told
    own_key = re.match(r"\s*(?:- )?([\w-]+):", fault.line)
    if own_key and own_key.end() == fault.column + 1:
        message = f"`{own_key[1]}:` is indented as if it belonged to the text above"
        mended = fault.line[: fault.column] + ";" + fault.line[fault.column + 1 :]
        advice = "indent it like its neighbours, or quote the whole text"
        return fault.said(message, advice, fault.row, own_key.start(1), own_key.end()), _Mend(fault.row, mended)
    first = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?", fault.line)
    return fault.unquoted("a colon inside an unquoted text", start=first.end() if first else 0)


def _no_space(fault: _Fault, row: int) -> _Told:
    glued = re.match(r"\s*(?:- )?([a-z][\w-]*):(?!//)(?=\S)", fault.lines[row])
    if not glued:
        return None
    line = fault.lines[row]
    end = len(line.rstrip())
    advice = f"write `{glued[1]}: {line[glued.end() : end][:40]}`"
    return fault.said("no space after the colon", advice, row, glued.start(1), end), _Mend(
        row, line[: glued.end()] + " " + line[glued.end() :]
    )


def _no_colon(fault: _Fault) -> _Told:
    if told := _no_space(fault, fault.open_row):
        return told
    line = fault.lines[fault.open_row]
    start = len(line) - len(line.lstrip())
    message = "neither `key: value` nor an item of a list"
    advice = "add a colon and a space after the key; indent a text that goes on from the line above"
    return fault.said(message, advice, fault.open_row, start, len(line.rstrip())), _Mend(fault.open_row, "")


def _wrong_start(fault: _Fault) -> _Told:
    sign = fault.line[fault.column : fault.column + 1]
    if sign == "\t":
        mended = fault.line.replace("\t", "  ")
        return fault.said(
            "a tab stands where spaces are expected", "indent with spaces", fault.row, fault.column, fault.column + 1
        ), _Mend(fault.row, mended)
    return fault.unquoted(f"an unquoted text cannot begin with `{sign}`")


def _sign_at_start(fault: _Fault) -> _Told:
    sign = fault.lines[fault.open_row][fault.open_column : fault.open_column + 1]
    return fault.unquoted(f"an unquoted text cannot begin with `{sign}`") if fault.open_row == fault.row else None


def _unclosed_quote(fault: _Fault) -> _Told:
    line = fault.lines[fault.open_row]
    advice = "close it with the same quote mark; inside '…' write an apostrophe as ’ or twice"
    return fault.said(
        "a quote is opened here and never closed", advice, fault.open_row, fault.open_column, len(line.rstrip())
    ), None


def _block_text(fault: _Fault) -> _Told:
    sign = fault.lines[fault.open_row][fault.open_column : fault.open_column + 1]
    if fault.open_row != fault.row:
        return None
    return fault.unquoted(f"after `{sign}` the text begins in the next line")


def _escape(fault: _Fault) -> _Told:
    at = max(fault.column - 1, 0)
    mended = fault.line[:at] + "/" + fault.line[at + 1 :]
    words = fault.line[at : at + 2]
    return fault.said(
        f'`{words}` means nothing inside "…"', "write \\\\ for a backslash, or use '…'", fault.row, at, at + 2
    ), _Mend(fault.row, mended)


def _flow(fault: _Fault) -> _Told:
    sign = fault.lines[fault.open_row][fault.open_column : fault.open_column + 1]
    if fault.open_row != fault.row and sign in "[{":
        message = f"`{sign}` is opened here and not closed"
        end = len(fault.lines[fault.open_row].rstrip())
        return fault.said(
            message, f"close it with `{']' if sign == '[' else '}'}`", fault.open_row, fault.open_column, end
        ), None
    message = f"a comma or the closing `{']' if sign == '[' else '}'}` is missing before this"
    return fault.said(
        message,
        "put commas between items; quote a text with , : [ ] { }",
        fault.row,
        fault.column,
        len(fault.line.rstrip()),
    ), None


def _after_value(fault: _Fault) -> _Told:
    """Something stands where the next line should begin: after a value, or at a wrong indentation."""
    sign = fault.line[fault.lead : fault.lead + 1]
    here = fault.line[fault.column : fault.column + 1]
    if here in "]}" and here:
        return fault.said(f"a `{here}` too many", "delete it", fault.row, fault.column, fault.column + 1), None
    if fault.lead < fault.column and sign in "[{*&!":
        return fault.unquoted(f"an unquoted text cannot begin with `{sign}`")
    if fault.lead < fault.column and sign in "'\"" and sign:
        return fault.unquoted("words after the closing quote mark", strip=True)
    return _indented(fault)


def _indented(fault: _Fault) -> _Told:
    above = next((n for n in range(fault.row - 1, -1, -1) if fault.lines[n].strip()), 0)
    if cut := re.search(r" #(?=\S)", fault.lines[above]):
        mended = fault.lines[above].replace(" #", " ;")
        message = "the text ends at this ` #` and cannot go on in the next line"
        return fault.said(
            message, "quote the whole text", above, cut.start() + 1, len(fault.lines[above].rstrip())
        ), _Mend(above, mended)
    before = (n for n in range(fault.row - 1, -1, -1) if fault.lines[n].strip()[:1] not in ("", "#"))
    if told := _no_space(fault, next(before, 0)):
        return told
    indent = len(fault.line) - len(fault.line.lstrip())
    levels = _levels(fault.lines[: fault.row])
    wanted = min(levels, key=lambda level: (abs(level - indent), -level))
    if indent in levels:
        item = fault.line.lstrip().startswith("-")
        message = "an item of a list where a key is expected" if item else "this does not belong to the list above"
    else:
        shown = " or ".join(str(level) for level in sorted(levels))
        message = f"indented by {indent}, but the lines above by {shown}"
    advice = "indent the lines of one list or one group alike"
    mended = " " * wanted + fault.line.lstrip()
    return fault.said(message, advice, fault.row, indent, len(fault.line.rstrip())), _Mend(fault.row, mended)


def _levels(lines: list[str]) -> set[int]:
    """The indentations that are open after these lines."""
    levels: set[int] = set()
    for line in reversed(lines):
        indent = len(line) - len(line.lstrip())
        if line.strip() and not line.lstrip().startswith("#") and indent < min(levels, default=1000):
            levels.add(indent)
    return levels or {0}


#: By what the parser was doing and what it met, `context|problem`: the first that has something to say.
_EXPLANATIONS = (
    (r".*\|mapping values are not allowed", _colon),
    (r"while scanning a simple key\|", _no_colon),
    (r".*\|found character .* that cannot start any token", _wrong_start),
    (r"while scanning an? (alias|anchor|tag)|while parsing a tag", _sign_at_start),
    (r"while scanning a quoted scalar\|", _unclosed_quote),
    (r"while scanning a double-quoted scalar\|", _escape),
    (r"while scanning a block scalar\|", _block_text),
    (r"while parsing a flow", _flow),
    (r".*\|expected <block end>", _after_value),
)
