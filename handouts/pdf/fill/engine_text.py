"""Has the engine set texts that only it can set: other scripts, several scripts, marks. An import starts no engine.

The texts of one person are laid out on a page of their own, each in a block as wide as its place. Their operators there
are those of a full print, since lines depend on nothing but the text, its style and the width of the block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib import import_module
from typing import Any

from handouts.diagnostics import has_errors
from handouts.pdf.fill.shaping import TextStyle

MAX_CACHED = 2000  # texts

_PAGE_STYLE = "@page { size: 4000px 20000px; margin: 0 } body { margin: 0 } p { margin: 0; line-height: 2 }"


@dataclass(frozen=True, slots=True)
class Block:
    """A text alone in its place. Lengths in CSS pixels."""

    text: str
    style: TextStyle
    room_px: float  # for the first line
    block_px: float  # for each further line


@dataclass(frozen=True, slots=True)
class EngineTexts:
    """Blocks as the engine set them, and the file with their fonts."""

    lines: tuple[tuple[tuple[str, bytes], ...], ...]  # of each block: the text of each line and its operators
    data: bytes


@lru_cache(maxsize=MAX_CACHED)
def broken(block: Block) -> tuple[str, ...]:
    """The lines of a block; none where a line is wider than its place, or the engine reports a fault."""
    pieces = _pieces(_laid([block]))
    widths = [piece.rect.right - piece.rect.left for piece in pieces]
    rooms = [block.room_px, *(block.block_px,) * (len(pieces) - 1)]
    if any(width > room for width, room in zip(widths, rooms, strict=False)):
        return ()
    lines = tuple(piece.text for piece in pieces)
    return lines if "".join("".join(lines).split()) == "".join(block.text.split()) else ()


def set_blocks(blocks: Sequence[Block]) -> EngineTexts | None:
    """Sets the blocks of one person. None where the engine reports a fault."""
    laid = _laid(blocks)
    recorder = import_module("handouts.pdf.recorder").Recorder()
    printed = import_module("handouts.pdf.rendering").write(laid, recorder)
    streams = recorder.written(laid.document, laid.tree).streams
    operators = [text for items in streams for text in _operators(items)]
    pieces = _pieces(laid)
    if has_errors(printed.diagnostics) or len(operators) != len(pieces):
        return None
    lines: list[list[tuple[str, bytes]]] = [[] for _ in blocks]
    for piece, text in zip(pieces, operators, strict=True):
        lines[int(piece.position.field)].append((piece.text, text))
    return EngineTexts(tuple(map(tuple, lines)), printed.data)


def _laid(blocks: Sequence[Block]) -> Any:
    rows = "".join(map(_row, range(len(blocks)), blocks))
    page = f'<html lang="en"><head><title>.</title><style>{_PAGE_STYLE}</style></head><body>{rows}</body></html>'
    return import_module("handouts.pdf.rendering").layout(f"<!DOCTYPE html>{page}", [])  # starts the engine


def _row(number: int, block: Block) -> str:
    style = block.style
    features = ", ".join(f"'{tag}' {value}" for tag, value in style.features) or "normal"
    css = (
        f"font-family: '{style.face.family}'; font-weight: {style.face.weight}; font-size: {style.size_px!r}px; "
        f"font-feature-settings: {features}; width: {block.block_px!r}px; "
        f"text-indent: {block.block_px - block.room_px!r}px"
    )
    return f'<p data-field="{number}" lang="{style.language}" style="{css}"><bdi>{escape(block.text)}</bdi></p>'


def _pieces(laid: Any) -> list[Any]:
    if has_errors(laid.diagnostics):
        return []
    return [piece for page in laid.pieces for piece in page if piece.kind == "text"]


def _operators(items: Sequence[bytes]) -> Iterator[bytes]:
    """The operators of each text object (9.4.1) of a page behind its text matrix (Tm), which follows BT."""
    begins = [at for at, item in enumerate(items) if item == b"BT"]
    ends = [at for at, item in enumerate(items) if item == b"ET"]
    return (b"\n".join(items[begin + 2 : end]) for begin, end in zip(begins, ends, strict=True))
