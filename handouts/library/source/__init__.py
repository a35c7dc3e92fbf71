"""The text of a YAML file: its values, the place of every value, and all in it that reads otherwise than it looks.

Strict: one document, YAML 1.2 core scalars only (`true`, `false`, `null`, `~`, decimal numbers). `no`, `on`, `012`,
`1:30`, `0x1F`, `1_000`, `.5`, `+5`, `1e3` and dates stay text. PyYAML's C parser gives the events; where it is
missing, its Python parser gives the same ones, twelve times slower.

Losses that YAML does not report, and their findings:
- words after ` #` (HND106): a comment on the line of an unquoted text, unless two spaces precede the `#`. One
  space is enough when the `#` is followed by a space, no digit, and the value is a single word or number:
  `is: 30 # seconds` is no alarm, `Dose #2 today`, `Rest # 2 times` and `Rest a day # not two` are;
- spaces at the ends of a quoted text (HND107);
- line breaks inside a text, and `key:value` without a space, which is one text (HND108).
"""

from __future__ import annotations

import yaml

from handouts.diagnostics import Diagnostic, Span
from handouts.library.source import word_processors
from handouts.library.source.characters import MAX_ALIKE, cleaned
from handouts.library.source.parsing import Parser
from handouts.library.source.places import Path, Source
from handouts.library.source.syntax import explained

__all__ = ["MAX_BYTES", "Path", "Source", "read"]

MAX_BYTES = 256 * 1024

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str | bytes, file: str) -> Source:
    """The values of a YAML text. Reports HND101 to HND108, all that can be found in one reading.

    After a fault of syntax whose meaning is plain, such as a colon in an unquoted text, the line is repaired in memory
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
    written = text.split("\n")
    text, found = cleaned(text, file)
    lines, dirty = text.split("\n"), bool(found)
    _drop_directives(lines, file, found, written)
    repaired = word_processors.repaired(lines, file, found, written) | _indent_with_spaces(lines, file, found, written)
    # YAML stops at its first fault. A line is repaired once, so that the loop ends.
    while True:
        reading, stopped = _parsed(file, lines, written, dirty)
        if stopped is None:
            return reading.source(found)
        fault, repair = explained(stopped, file, lines, written)
        if repair is None or repair.row in repaired or len(repaired) >= MAX_ALIKE:
            return reading.abandoned(found, fault, repaired)
        found.append(fault)
        repaired.add(repair.row)
        lines[repair.row] = repair.line


def _parsed(file: str, lines: list[str], written: list[str], dirty: bool) -> tuple[Parser, yaml.YAMLError | None]:
    """One reading of the lines, and the fault at which YAML gave up.

    After a fault the Python parser reads again: it says more, and so all that is found is the same wherever it is read.
    """
    for loader in dict.fromkeys((_FAST, yaml.SafeLoader)):
        reading = Parser(file, lines, written, dirty)
        stopped = reading.run(loader)
        if stopped is None:
            break
    return reading, stopped


def _drop_directives(lines: list[str], file: str, found: list[Diagnostic], written: list[str]) -> None:
    """Lines that begin with % before the content."""
    reported = False
    for row, line in enumerate(lines):
        if line.strip() and line[0] not in "%#":
            return
        if line.startswith("%"):
            span = Span(file, row + 1, 1, len(line.rstrip()), written[row])
            if not reported:
                found.append(Diagnostic("HND103", "a directive (`%…`) is not used here", "delete this line", span))
            reported, lines[row] = True, ""


def _indent_with_spaces(lines: list[str], file: str, found: list[Diagnostic], written: list[str]) -> set[int]:
    """Replaces tabs in indentation. One finding for all lines, since one editor setting corrects them."""
    rows = [row for row, line in enumerate(lines) if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()]
    if not rows:
        return set()
    span = Span(file, rows[0] + 1, lines[rows[0]].index("\t") + 1, text=written[rows[0]])
    message = "a tab in the place of spaces"
    others = f", here and in {len(rows) - 1} more lines" if len(rows) > 1 else ""
    found.append(Diagnostic("HND101", message + others, "indent with spaces", span))
    for row in rows:
        words = lines[row].lstrip()
        indent = lines[row][: len(lines[row]) - len(words)]
        # A tab after spaces is probably an accident and is dropped; tabs alone count as two spaces each.
        lines[row] = indent.replace("\t", "" if " " in indent else "  ") + words
    return set(rows)


def _not_utf8(data: bytes, at: int, file: str) -> Diagnostic:
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\0" in data:
        what = "this is UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "this is no text"
        help_ = "save it as plain text in UTF-8; files of other kinds belong outside this folder"
        return Diagnostic("HND101", what, help_, Span(file))
    before = data[:at].decode("utf-8")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    message = f"the byte 0x{data[at]:02X} is not UTF-8 text"
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")[line - 1]
    span = Span(file, line, column, text=text)
    return Diagnostic("HND101", message, "save the file as UTF-8 (in the editor: Save with encoding)", span)
