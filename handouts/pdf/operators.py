"""Reads the operators of a content stream (ISO 32000-2, 7.8.2) with their operands.

Most operators of a leaflet have numbers alone: its drawings have some ten thousand, and a drawing is in many leaflets.
They are read here, in a twentieth of the time that pikepdf takes for them, and once in a process. pikepdf reads all
others, and whole streams with what could hide operators: strings in brackets, inline images, operands on lines of
their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pikepdf

Instruction = tuple[str, Any]  #: an operator and its operands

MAX_CACHED_RUNS = 6000  # a leaflet has some hundred

#: Lines that have an operator with numbers, or with nothing, one below the other.
_RUN = re.compile(rb"(?:^[-.\d ]*(?:[mlchnFSswJjMgGkK]|re|[WfBb]\*?|[qQ]|rg|RG|BT|ET|EMC|Tr|Tm)\n)+", re.MULTILINE)
_IN_PLACE = b"handouts_run"  # an operator that no stream has represents a run
_HIDING = b"(", b"BI", _IN_PLACE


def instructions(page: pikepdf.Page) -> Iterator[Instruction]:
    """The operators of a page in order, and whole operands: numbers, or objects of pikepdf."""
    source = content(page)
    if any(sign in source for sign in _HIDING):
        yield from _read(page)
        return
    runs: list[bytes] = []

    def shortened(run: re.Match[bytes]) -> bytes:
        runs.append(run[0])
        return _IN_PLACE + b"\n"

    rest = _RUN.sub(shortened, source)
    with pikepdf.new() as file:
        read = list(_read(pikepdf.Stream(file, rest)))
    try:
        numbers = [_of_numbers(run) for run in runs]
    except ValueError:  # of a number that is none
        numbers = []
    # A run may begin behind operands of its first operator, or be part of a string or an array.
    in_place = [operands for operator, operands in read if operator == _IN_PLACE.decode()]
    if len(in_place) != len(numbers) or len(numbers) != len(runs) or any(map(len, in_place)):
        yield from _read(page)
        return
    left = iter(numbers)
    for operator, operands in read:
        if operator == _IN_PLACE.decode():
            yield from next(left)
        else:
            yield operator, operands


def content(page: pikepdf.Page) -> bytes:
    """The bytes of the content stream of a page; an array of streams is joined (7.8.2)."""
    contents = page.obj.get("/Contents", pikepdf.Array())
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)


def _read(stream: pikepdf.Page | pikepdf.Stream) -> Iterator[Instruction]:
    for instruction in pikepdf.parse_content_stream(stream):
        yield str(instruction.operator), instruction.operands


@lru_cache(maxsize=MAX_CACHED_RUNS)
def _of_numbers(run: bytes) -> tuple[Instruction, ...]:
    lines = (line.split() for line in run.decode("ascii").splitlines())
    return tuple((line[-1], tuple(map(float, line[:-1]))) for line in lines)
