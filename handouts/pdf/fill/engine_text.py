"""Has the engine set texts that only it can set: other scripts, several scripts, marks. Importing this starts no engine.

The texts of one person are laid out together, each alone on a line of a page of its own. Its operators there are those
of a full print, since a line depends on nothing but its text and its style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib import import_module

from handouts.diagnostics import has_errors
from handouts.pdf.fill.shaping import TextStyle

MAX_CACHED = 2000  # widths
WIDEST_PX = 4000  # of a line: no place is as wide


@dataclass(frozen=True, slots=True)
class EngineTexts:
    """Texts as the engine set them: their operators from the first font on, widths, and the file with their fonts."""

    items: tuple[bytes, ...]
    widths_px: tuple[float, ...]
    data: bytes


@lru_cache(maxsize=MAX_CACHED)
def width_px(text: str, style: TextStyle) -> float:
    """The width of a text on one line in CSS pixels; infinite where the engine cannot set it without a finding."""
    found = set_alone([(text, style)], False)
    return found.widths_px[0] if found else float("inf")


def set_alone(texts: Sequence[tuple[str, TextStyle]], with_file: bool = True) -> EngineTexts | None:
    """Lays texts out, each on one line. None where one of them is not set as one piece without a finding.

    Args:
        texts: each text with its style.
        with_file: whether operators and fonts are needed, not the widths alone.
    """
    rendering = import_module("handouts.pdf.rendering")  # starts the engine
    laid = rendering.layout(_page(texts), [])
    pieces = [piece for page in laid.pieces for piece in page if piece.kind == "text"]
    if has_errors(laid.diagnostics) or [piece.text for piece in pieces] != [text for text, _ in texts]:
        return None
    widths = tuple(piece.rect.right - piece.rect.left for piece in pieces)
    if not with_file:
        return EngineTexts((), widths, b"")
    recorder = rendering.Recorder()
    printed = rendering.write(laid, recorder)
    items = [_operators(streams) for streams in recorder.written(laid.document, laid.tree).streams]
    found = tuple(item for some in items for item in some)
    if has_errors(printed.diagnostics) or len(found) != len(texts):
        return None
    return EngineTexts(found, widths, printed.data)


def _page(texts: Sequence[tuple[str, TextStyle]]) -> str:
    rows = "".join(
        f'<p lang="{style.language}" style="{_css(style)}"><bdi>{escape(text)}</bdi></p>' for text, style in texts
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><title>.</title><style>'
        f"@page {{ size: {WIDEST_PX}px 1000px; margin: 0 }} p {{ margin: 0; line-height: 2 }}"
        f"</style></head><body>{rows}</body></html>"
    )


def _css(style: TextStyle) -> str:
    features = ", ".join(f"'{tag}' {value}" for tag, value in style.features) or "normal"
    return (
        f"font-family: '{style.face.family}'; font-weight: {style.face.weight}; font-size: {style.size_px!r}px; "
        f"font-feature-settings: {features}"
    )


def _operators(items: Sequence[bytes]) -> list[bytes]:
    """The operators of each text object (9.4.1) of a page behind its text matrix."""
    begins = [at for at, item in enumerate(items) if item == b"BT"]
    ends = [at for at, item in enumerate(items) if item == b"ET"]
    # Behind BT stands the text matrix (Tm).
    return [b"\n".join(items[begin + 2 : end]) for begin, end in zip(begins, ends, strict=True)]
