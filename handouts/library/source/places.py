"""The values of a file, with the span of each value, key and phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from handouts.diagnostics import Diagnostic, Span

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """The values of a file and their spans. `holes` are values that the parser rejected: no check follows."""

    value: object
    places: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    holes: frozenset[Path] = frozenset()
    file: str = ""
    _text: str = field(default="", compare=False)
    _extents: Mapping[Path, tuple[int, int]] = field(default_factory=dict, compare=False)
    _written: Sequence[str] = field(default=(), compare=False, repr=False)

    def place(self, path: Path) -> Span:
        """The span of a value, or of the nearest value around it."""
        found = (self.places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.places)
        return next(found, Span(self.file))

    def key(self, path: Path) -> Span:
        """The span of a value's key; of the value where it has none (an item of a list, the file)."""
        return self.keys.get(path) or self.place(path)

    def find(self, path: Path, words: str) -> Span:
        """The span of some words inside a value, however it is quoted or folded; else the whole value."""
        if not words.strip() or path not in self._extents:
            return self.place(path)
        start, end = self._extents[path]
        pattern = r"\s+".join(spelt(word) for word in words.split())
        whole = (r"(?<!\w)" if is_letter(words[0]) else "") + pattern + (r"(?!\w)" if is_letter(words[-1]) else "")
        for attempt in (whole, pattern):
            if match := re.compile(attempt).search(self._text, start, end):
                return span_of(self.file, self._text, match.start(), match.end(), self._written)
        return self.place(path)

    def rename_key(self, former: str, current: str) -> Source:
        """The same file with a top-level key under its current name; spans stay those of the text.

        A file that has neither key, or both, is returned as it is: the schema check reports what is wrong.
        """
        if not isinstance(self.value, dict) or (former,) not in self.keys or (current,) in self.keys:
            return self

        def renamed(path: Path) -> Path:
            return (current, *path[1:]) if path[:1] == (former,) else path

        return replace(
            self,
            value={current if key == former else key: value for key, value in self.value.items()},
            places={renamed(path): span for path, span in self.places.items()},
            keys={renamed(path): span for path, span in self.keys.items()},
            holes=frozenset(map(renamed, self.holes)),
            _extents={renamed(path): extent for path, extent in self._extents.items()},
        )


def span_of(file: str, text: str, start: int, end: int, written: Sequence[str]) -> Span:
    """The span of a stretch of text; words that run over a line's end are underlined up to it.

    `text` may be repaired; `written` are its lines as the file has them.
    """
    row, line_start = text.count("\n", 0, start), text.rfind("\n", 0, start) + 1
    length = len(text[start:end].split("\n")[0].rstrip())
    return Span(file, row + 1, start - line_start + 1, max(length, 1), written[row])


def is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def spelt(word: str) -> str:
    """A word as a regular expression that also finds it in quotes, where a quote mark is doubled or escaped."""
    return "".join({"'": "''?", '"': r'\\?"', "\\": r"\\\\?"}.get(c, re.escape(c)) for c in word)
