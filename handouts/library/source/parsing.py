"""The events of a parser into values with their places, and what is refused or lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source.characters import MAX_ALIKE
from handouts.library.source.places import Path, Source, span_of
from handouts.library.source.syntax_fault import quoted
from handouts.library.source.texts import GLUED, MAX_WORD, Texts

MAX_DEPTH = 12
MAX_ITEMS = 200
MAX_KEYS = 1_000

_KEY = re.compile(r"[\w.-]+|[a-z0-9_.-]+( [a-z0-9_.-]+){1,2}")
_LONE_PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]*\}")
_QUESTION = re.compile(r"(?<=\S)\?|\?(?=\S)|(?<=[^\s\[{,:-] )\?")
_MASK = "\ue000"  # private, so that no text holds it
_IN_BRACES = re.compile(r"(?:(?!,\s*[\w-]+:\s)(?:\{\w+\}|[^}\n]))*")
#: A sentence in brackets that a comma cuts: `[Rest, then stretch.]` is a list of two texts.
_CUT_SENTENCE = re.compile(r"\[\s*[A-Z][^\"\[\]{},]*[^.?!,\s]\s*,\s+[a-z].*[.?!]\s*\]", re.DOTALL)
_NO_COLON = re.compile(r"\s*[,{}]")


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


class Parser(Texts):
    """One pass over the events of a text."""

    def __init__(self, file: str, lines: list[str], written: list[str], dirty: bool) -> None:
        super().__init__(file, lines, written, dirty)
        self.value: object = None
        self.keys: dict[Path, Span] = {}
        self.extents: dict[Path, tuple[int, int]] = {}
        self.holes: set[Path] = set()
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

    def abandoned(self, before: list[Diagnostic], fault: Diagnostic, repaired: set[int]) -> Source:
        """The text before a fault of syntax that nobody can repair; later findings may only follow from it."""
        line = fault.span.line if fault.span else 1
        found = [(finding.span.line if finding.span else 1, finding) for finding in self.found]
        here = [finding for at, finding in found if at == line and finding.code in ("HND101", "HND103")]
        follows = bool(here) or any(0 <= line - 1 - row <= 2 for row in repaired)
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

    # -- events

    def _take(self, event: Any) -> None:
        if (take := _TAKEN_BY.get(type(event))) is not None:
            take(self, event)

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
        elif _CUT_SENTENCE.fullmatch(words):
            advice = f"quote the text: {quoted(words[1:-1].strip())}"
            self._report("HND101", "a comma ends a text inside [ ]", advice, self.places[holder.path])

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
        elif glued := GLUED.fullmatch(key):
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


#: What takes each event: a table, since a library has 35,000 of them.
_TAKEN_BY: dict[type, Callable[[Parser, Any], None]] = {
    yaml.ScalarEvent: Parser._take_scalar,
    **dict.fromkeys((yaml.MappingStartEvent, yaml.SequenceStartEvent), Parser._open),
    **dict.fromkeys((yaml.MappingEndEvent, yaml.SequenceEndEvent), Parser._close),
    yaml.AliasEvent: Parser._take_alias,
    yaml.DocumentStartEvent: Parser._start_document,
}
