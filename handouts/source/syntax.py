"""Faults of syntax in people's words, and what a guilty line most likely meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span

# What stands before a value on its line: `- `, `key: `, `"key": `, also several of them.
_LEAD = re.compile(r"""\s*(?:-\s+)*(?:[^\s'"\[{#:][^:#]*:\s+|-\s+)*""")


@dataclass(frozen=True, slots=True)
class Mend:
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

    def unquoted(self, message: str, strip: bool = False, start: int | None = None) -> tuple[Diagnostic, Mend]:
        """A value that needs quotes, and the line with them."""
        start = self.lead if start is None else start
        value = self.line[start:].rstrip()
        words = value[1:-1] if strip and value[0] == value[-1] else value
        fits = len(words) <= 60 and not ('"' in words and "'" in words)
        advice = f"quote the text: {quoted(words)}" if fits else "put the whole text in quotes"
        mended = self.line[:start] + "'" + words.replace("'", "''") + "'"
        return self.said(message, advice, self.row, start, start + len(value)), Mend(self.row, mended)


def quoted(words: str) -> str:
    return f"'{words}'" if '"' in words or "\\" in words else f'"{words}"'


def explained(error: yaml.YAMLError, file: str, lines: list[str]) -> tuple[Diagnostic, Mend | None]:
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
_Told = tuple[Diagnostic, Mend | None] | None


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
        return fault.said(message, advice, fault.row, own_key.start(1), own_key.end()), Mend(fault.row, mended)
    first = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?", fault.line)
    return fault.unquoted("a colon inside an unquoted text", start=first.end() if first else 0)


def _no_space(fault: _Fault, row: int) -> _Told:
    glued = re.match(r"\s*(?:- )?([a-z][\w-]*):(?!//)(?=\S)", fault.lines[row])
    if not glued:
        return None
    line = fault.lines[row]
    end = len(line.rstrip())
    advice = f"write `{glued[1]}: {line[glued.end() : end][:40]}`"
    return fault.said("no space after the colon", advice, row, glued.start(1), end), Mend(
        row, line[: glued.end()] + " " + line[glued.end() :]
    )


def _no_colon(fault: _Fault) -> _Told:
    if told := _no_space(fault, fault.open_row):
        return told
    line = fault.lines[fault.open_row]
    start = len(line) - len(line.lstrip())
    message = "neither `key: value` nor an item of a list"
    advice = "add a colon and a space after the key; indent a text that goes on from the line above"
    return fault.said(message, advice, fault.open_row, start, len(line.rstrip())), Mend(fault.open_row, "")


def _wrong_start(fault: _Fault) -> _Told:
    sign = fault.line[fault.column : fault.column + 1]
    if sign == "\t":
        mended = fault.line.replace("\t", "  ")
        return fault.said(
            "a tab stands where spaces are expected", "indent with spaces", fault.row, fault.column, fault.column + 1
        ), Mend(fault.row, mended)
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
    ), Mend(fault.row, mended)


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
        ), Mend(above, mended)
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
    return fault.said(message, advice, fault.row, indent, len(fault.line.rstrip())), Mend(fault.row, mended)


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
