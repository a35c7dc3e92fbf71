"""Lines of text as the press wrote them: the words, the place of their bytes, and the room that they have.

This is what stamping works on. A *text* is what stands between two tags of the page; texts are counted in the order
of the document, blank ones left out, so that the number of a text is the same in the HTML and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from handouts.pdf.fonts import Face


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one text. Lengths in CSS pixels; `item` counts the items of the page's content stream."""

    text: int
    words: str
    page: int  # from 0
    item: int
    face: Face
    size_px: float
    features: tuple[tuple[str, int], ...]
    language: str
    room_px: float  # from its start to the end of its block
    block_px: float  # the width of its block: the room of a line that begins there
    is_last: bool  # nothing follows it on its line
    from_start: bool  # set from the start of the line, not centred


@dataclass(frozen=True, slots=True)
class RecordedText:
    """The content streams of a file, item by item, and its lines of text that can be told apart."""

    streams: tuple[tuple[bytes, ...], ...]
    texts: tuple[str, ...]
    lines: tuple[Line, ...]
