"""What a spreadsheet, a database or a web page makes of a cell: error values, formulas, rounded numbers, lost letters.

Each kind is one finding with its remedy. A text that only looks damaged is printed when its column is listed under
`literal:` in a file for `--columns`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from handouts.batch.patients.column_names import TEXTS
from handouts.batch.patients.values import Fault

CODE = "HND918"


class _Kind(NamedTuple):
    """A pattern of damage; `fields` are those in which it is no proper text, and `whole` asks for all of the cell."""

    pattern: re.Pattern[str]
    message: str
    help: str
    fields: tuple[str, ...] = ()
    whole: bool = True


#: What Windows-1252 shows for the second byte of a letter in UTF-8.
_SECOND = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")) + "\x80-\x9f"
_TWICE_UTF8 = re.compile(
    rf"[ÂÃ][{_SECOND}]|[ÄÅ][{_SECOND}](?=\w|$)|(?:[Æ-ß][{_SECOND}]){{2}}|â€|ï¿½|ï»¿|(?:[à-ï][{_SECOND}]{{2}}){{2}}"
)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_AS_TEXT = "make the column a text column before the values are put in, and save the list again"

_KINDS = (
    _Kind(
        re.compile(
            r"#(?:N/A|NA|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|BUSY!)|Err:\d{3}", re.I
        ),
        "this is an error value of a spreadsheet",
        "correct the formula in the spreadsheet, or empty the cell, and save the list again",
    ),
    _Kind(
        re.compile(r"#{3,}"),
        "the spreadsheet wrote `###` for a value wider than its column",
        "make the column wider in the spreadsheet, and save the list again",
    ),
    _Kind(
        re.compile(r'="[^"]*"'),
        'this is a formula around a text, `="…"`',
        "write the text alone, without `=` and quote marks, in a text column",
    ),
    _Kind(
        re.compile(r"""(?:=[-+("'$@A-Z\d]|@[A-Z][A-Z.]*\().*""", re.DOTALL | re.IGNORECASE),
        "this is a formula, not its result",
        "paste the column as values in the spreadsheet, and save the list again",
    ),
    _Kind(
        re.compile(r"\(?(?:NULL|null|None|nan|NaN|N/A|n/a|undefined)\)?|\[object Object\]"),
        "this is the word of a program for an empty cell",
        "empty the cell",
    ),
    _Kind(
        re.compile(r"'.*", re.DOTALL),
        "it begins with the `'` by which a spreadsheet marks a text",
        "delete the `'`",
        ("id",),
    ),
    _Kind(
        re.compile(r"[+-]?\d+[.,]\d+E[+-]?\d+|[+-]?\d+E[+-]\d+", re.I),
        "the spreadsheet rounded this number, and its last digits are lost",
        f"take the number from its source: {_AS_TEXT}",
        ("id",),
    ),
    _Kind(
        re.compile(r"[1-9]\d{14}0+"),
        "only 15 digits of this number are left, the others became 0",
        f"take the number from its source: {_AS_TEXT}",
        ("id",),
    ),
    _Kind(
        re.compile(r"\d+[.,]0+"),
        "the spreadsheet wrote this number with decimals, and may have dropped zeros at its start",
        f"take the number from its source: {_AS_TEXT}",
        ("id",),
    ),
    _Kind(
        re.compile(
            rf"\d{{1,2}}-{_MONTH}(?:-\d{{2}})?|{_MONTH}-\d{{2}}|\d{{4}}-\d\d-\d\d 00:00:00",
            re.I,
        ),
        "the spreadsheet made a day of this number",
        f"take the number from its source: {_AS_TEXT}",
        ("id",),
    ),
    _Kind(
        re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});", re.I),
        "this is the HTML code of a character",
        "write the character itself, or export the list as plain text",
        TEXTS,
        whole=False,
    ),
    _Kind(
        _TWICE_UTF8,
        "these letters were encoded as UTF-8 twice",
        "export the list anew from its source, as “CSV UTF-8”; opened and saved again, it stays damaged",
        TEXTS,
        whole=False,
    ),
    _Kind(
        re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|\ufffd"),
        "a letter was lost and became a question mark",
        "export the list anew from its source, as “CSV UTF-8”",
        ("name", "clinician"),
        whole=False,
    ),
)


def damage(text: str, field: str) -> Fault | None:
    """The damage of a cell (HND918), or None. A field that is not printed as written is damaged only as a whole."""
    for kind in _KINDS:
        if kind.fields and field not in kind.fields:
            continue
        if match := kind.pattern.fullmatch(text) if kind.whole else kind.pattern.search(text):
            length = 0 if kind.whole else len(match[0])
            fault = Fault(CODE, kind.message, kind.help, match.start(), length)
            return replace(fault, help=f"{kind.help}; {_literal(field)}") if field in TEXTS else fault
    return None


def _literal(field: str) -> str:
    return f"if it is right as written, add `literal: [{field}]` to a file for `--columns`"
