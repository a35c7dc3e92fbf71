"""The bytes of a file of rows → its text, or why it cannot be read."""

from __future__ import annotations

import codecs
import re

from handouts.diagnostics import Diagnostic, Span

MAX_BYTES = 64 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAVE_AS_UTF8 = "save it as “CSV UTF-8” (in the spreadsheet: Save as)"

#: How files begin that are no text, whatever their name says.
NO_TEXT = {
    b"PK\x03\x04": "this is a workbook and no text",
    b"\xd0\xcf\x11\xe0": "this is a workbook and no text",
    b"%PDF": "this is a PDF and no text",
}

# Letters of two or three bytes as UTF-8 writes them: text of Windows-1252 hardly ever holds such a row of bytes.
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


def decoded(data: bytes, file: str) -> tuple[str | None, list[Diagnostic]]:
    """The text. UTF-8 and UTF-16 say what they are; other bytes are read as Windows-1252 with a finding.

    Reports HND901 (no text that can be read) and HND912 (read as Windows-1252).
    """
    if said := next((said for start, said in NO_TEXT.items() if data.startswith(start)), None):
        return None, [Diagnostic("HND901", said, SAVE_AS_UTF8, Span(file))]
    if len(data) > MAX_BYTES:
        message = f"larger than {MAX_BYTES >> 20} MB"
        return None, [Diagnostic("HND901", message, "split it into several files", Span(file))]
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, file)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as fault:
        return _windows(data, fault, file)


def _strictly(data: bytes, encoding: str, file: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as fault:
        return None, [_unreadable(data, fault, encoding, file)]


def _windows(data: bytes, fault: UnicodeDecodeError, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Text of an older Windows program, unless some of it is UTF-8: then one of the two would come out wrong."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None, [_unreadable(data, fault, "utf-8", file)]
    if _UTF8_LETTER.search(data):
        return None, [_unreadable(data, fault, "utf-8", file)]
    message = "the file is not UTF-8 and was read as Windows-1252 (Western Europe)"
    return text, [
        Diagnostic("HND912", message, f"look at the letters with accents; better, {SAVE_AS_UTF8}", Span(file))
    ]


def _unreadable(data: bytes, fault: UnicodeDecodeError, encoding: str, file: str) -> Diagnostic:
    before = data[: fault.start].decode(encoding, "replace")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    message = f"the byte 0x{data[fault.start]:02X} is not {encoding.upper()} text"
    return Diagnostic("HND901", message, SAVE_AS_UTF8, Span(file, line, column))
