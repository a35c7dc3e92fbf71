"""Faults of syntax in people's words, and what a guilty line most likely meant."""

from __future__ import annotations

import re
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source.syntax_fault import LEAD, Repair, SyntaxFault


def explained(
    error: yaml.YAMLError, file: str, lines: list[str], written: list[str]
) -> tuple[Diagnostic, Repair | None]:
    """A fault of syntax in people's words, and the line as it was meant, where that is plain."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    opened: Any = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Diagnostic("HND101", "this is not readable as YAML", "write it anew from a skeleton", Span(file)), None
    fault = SyntaxFault(
        file, lines, written, min(mark.line, len(lines) - 1), mark.column,
        min(opened.line, len(lines) - 1), opened.column,
        getattr(error, "context", None) or "", getattr(error, "problem", None) or "",
    )  # fmt: skip
    if findings := _opened_above(fault):
        return findings
    for matches, explain in _EXPLANATIONS:
        if re.match(matches, f"{fault.context}|{fault.problem}") and (findings := explain(fault)):
            return findings
    return fault.said("YAML cannot be read from here", _ADVICE, fault.row, fault.column, len(fault.line.rstrip())), None


_ADVICE = (
    "compare with the lines above: the same indentation, a space after each colon, quotes around a text with : or #"
)
_CLOSE = "close it with the same quote mark; inside '…' write an apostrophe as ’ or twice"
_Told = tuple[Diagnostic, Repair | None] | None


def _colon(fault: SyntaxFault) -> _Told:
    """A colon and a space where a text is being read: the text needs quotes, or a key above lacks its colon."""
    above = fault.above(fault.row)
    if findings := _no_space(fault, fault.row) or _no_space(fault, above):
        return findings
    if bare := re.match(r"\s*(?:- )?([a-z][\w-]*)(?= [\[{])", fault.line):
        repaired = fault.line[: bare.end()] + ":" + fault.line[bare.end() :]
        message, advice = f"no colon after `{bare[1]}`", f"write `{bare[1]}: …`"
        return fault.said(message, advice, fault.row, bare.start(1), bare.end()), Repair(fault.row, repaired)
    own_key = re.match(r"\s*(?:- )?([\w-]+):", fault.line)
    begins = own_key is not None and own_key.end() == fault.column + 1
    if (begins or fault.line.lstrip().startswith("- ")) and _is_lonely(fault, above):
        return _lonely(fault, above)
    if own_key and begins:
        message = f"`{own_key[1]}:` is indented as if it belonged to the text above"
        advice = "indent it like its neighbours, or quote the whole text"
        return fault.said(message, advice, fault.row, own_key.start(1), own_key.end()), None
    first = re.match(r"\s*(?:- +)*(?:[\w-]+: +)?", fault.line)
    return fault.unquoted("a colon inside an unquoted text", start=first.end() if first else 0)


def _no_space(fault: SyntaxFault, row: int) -> _Told:
    line = fault.lines[row]
    glued = re.match(r"\s*(?:- )?([a-z][\w-]*):(?!//)(?=\S)", line)
    if not glued:
        return None
    end = len(line.rstrip())
    advice = f"write `{glued[1]}: {line[glued.end() : end][:40]}`"
    repaired = line[: glued.end()] + " " + line[glued.end() :]
    return fault.said("no space after the colon", advice, row, glued.start(1), end), Repair(row, repaired)


def _is_lonely(fault: SyntaxFault, row: int) -> bool:
    """Whether a line without a key is in the place of a key, and does not continue the text above it."""
    line = fault.lines[row]
    before = fault.lines[fault.above(row)] if fault.above(row) != row else ""
    if not line.strip() or line.lstrip().startswith("-") or re.search(r":(\s|$)", line):
        return False
    return not before.strip() or before.rstrip().endswith(":") or _indent(before) >= _indent(line)


def _lonely(fault: SyntaxFault, row: int) -> _Told:
    line = fault.lines[row]
    message = "neither `key: value` nor an item of a list"
    advice = "add a colon and a space after the key; indent a text that goes on from the line above"
    return fault.said(message, advice, row, _indent(line), len(line.rstrip())), None


def _no_colon(fault: SyntaxFault) -> _Told:
    return _no_space(fault, fault.open_row) or _lonely(fault, fault.open_row)


def _wrong_start(fault: SyntaxFault) -> _Told:
    sign = fault.line[fault.column : fault.column + 1]
    return fault.unquoted(f"an unquoted text cannot begin with `{sign}`")


def _sign_at_start(fault: SyntaxFault) -> _Told:
    sign = fault.lines[fault.open_row][fault.open_column : fault.open_column + 1]
    return fault.unquoted(f"an unquoted text cannot begin with `{sign}`") if fault.open_row == fault.row else None


def _opened_above(fault: SyntaxFault) -> _Told:
    """A quote that is opened in a line above and closed only by the one that opens here, however far that is."""
    for row in range(fault.row - 1, -1, -1):
        if (column := _open_quote(fault.lines[row])) is None:
            continue
        line = fault.lines[row]
        if any(line[column] in between for between in fault.lines[row + 1 : fault.row]):
            return None
        if line[column] not in fault.line[: fault.column]:
            return None
        message = "a quote is opened here and not closed before the next one"
        if fault.row - row > 1:
            message += f", in line {fault.row + 1}"
        return fault.said(message, _CLOSE, row, column, len(line.rstrip())), None
    return None


def _open_quote(line: str) -> int | None:
    """Where a value begins with a quote mark that this line does not close."""
    lead = LEAD.match(line)
    start = lead.end() if lead else 0
    places = [start]
    if line[start : start + 1] in ("[", "{"):
        places = [match.start(1) for match in re.finditer(r"""[\[{,:]\s*(["'])""", line)]
    for at in places:
        sign, rest = line[at : at + 1], line[at + 1 :]
        if sign == "'" and "'" not in rest.replace("''", ""):
            return at
        if sign == '"' and '"' not in re.sub(r"\\.", "", rest):
            return at
    return None


def _unclosed_quote(fault: SyntaxFault) -> _Told:
    line = fault.lines[fault.open_row]
    end = len(line.rstrip())
    message = "a quote is opened here and never closed"
    if curly := re.search(r"[“”„‘’]", line[fault.open_column :]):
        message += f": `{curly[0]}` is a curly quote"
    return fault.said(message, _CLOSE, fault.open_row, fault.open_column, end), None


def _block_text(fault: SyntaxFault) -> _Told:
    sign = fault.lines[fault.open_row][fault.open_column : fault.open_column + 1]
    if fault.open_row != fault.row:
        return None
    return fault.unquoted(f"after `{sign}` the text begins in the next line")


def _escape(fault: SyntaxFault) -> _Told:
    at = max(fault.column - 1, 0)
    message = f'`{fault.line[at : at + 2]}` means nothing inside "…"'
    findings = fault.said(message, "write \\\\ for a backslash, or use '…'", fault.row, at, at + 2)
    return findings, Repair(fault.row, fault.line[:at] + "/" + fault.line[at + 1 :])


def _flow(fault: SyntaxFault) -> _Told:
    line = fault.lines[fault.open_row]
    sign = line[fault.open_column : fault.open_column + 1]
    closing = "]" if sign == "[" else "}"
    if fault.open_row != fault.row:
        message, advice = f"`{sign}` is opened here and not closed", f"close it with `{closing}`"
        return fault.said(message, advice, fault.open_row, fault.open_column, len(line.rstrip())), None
    message = f"a comma or the closing `{closing}` is missing before this"
    advice = "put commas between items; quote a text with , : [ ] { }"
    return fault.said(message, advice, fault.row, fault.column, len(fault.line.rstrip())), None


def _after_value(fault: SyntaxFault) -> _Told:
    """A text in the place of a line's end: after a value, or at a wrong indentation."""
    sign = fault.line[fault.lead : fault.lead + 1]
    here = fault.line[fault.column : fault.column + 1]
    if here and here in "]}":
        return fault.said(f"a `{here}` too many", "delete it", fault.row, fault.column, fault.column + 1), None
    if sign and sign in "'\"" and fault.lead < fault.column:
        return fault.unquoted("words after the closing quote mark", strip=True)
    if sign and sign in "[{*&!" and fault.lead < fault.column:
        return fault.unquoted(f"an unquoted text cannot begin with `{sign}`")
    return _indented(fault)


def _indented(fault: SyntaxFault) -> _Told:
    above = fault.above(fault.row)
    if findings := _cut_off(fault, fault.row - 1) or _cut_off(fault, above) or _no_space(fault, above):
        return findings
    indent, levels = _indent(fault.line), _levels(fault.lines[: fault.row])
    if indent in levels:
        item = fault.line.lstrip().startswith("-")
        message = "an item of a list where a key is expected" if item else "this does not belong to the list above"
    else:
        shown = " or ".join(str(level) for level in sorted(levels))
        message = f"indented by {indent}, but the lines above by {shown}"
    advice = "indent the lines of one list or one group alike"
    return fault.said(message, advice, fault.row, indent, len(fault.line.rstrip())), None


def _cut_off(fault: SyntaxFault, row: int) -> _Told:
    """A text that a ` #` ends, so that its next line has no place."""
    line = fault.lines[max(row, 0)]
    cut = re.search(r" #(?=\S)", line)
    if not cut:
        return None
    message = "the text ends at this ` #` and cannot go on in the next line"
    findings = fault.said(message, "quote the whole text", row, cut.start() + 1, len(line.rstrip()))
    return findings, Repair(row, line.replace(" #", " ;"))


def _outside(fault: SyntaxFault) -> _Told:
    """Less indented than where the file began."""
    first = next((line for line in fault.lines if line.strip()[:1] not in ("", "#")), "")
    indent = _indent(fault.line)
    if indent >= _indent(first):
        return None
    message = f"indented by {indent}, but the first key by {_indent(first)}"
    advice = "indent the keys of a file alike, best not at all"
    return fault.said(message, advice, fault.row, indent, len(fault.line.rstrip())), None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _levels(lines: list[str]) -> set[int]:
    """The indentations that are open after these lines."""
    levels: set[int] = set()
    for line in reversed(lines):
        if line.strip()[:1] not in ("", "#") and _indent(line) < min(levels, default=1000):
            levels.add(_indent(line))
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
    (r".*\|expected '<document start>'", _outside),
)
