"""Lines of text as the engine wrote them: the characters, where their bytes are, and the space they have.

Variable data (`fill/`) works on these. A *text* is the content between two tags of the page. Texts are counted in
document order, blank ones left out, so that a text has the same number in the HTML and in the PDF.
Importing this module does not start the engine, which `recorder` does: workers that fill templates need it only for
letters of other scripts.
"""

from __future__ import annotations

from dataclasses import dataclass

from handouts.pdf.font_files import Face


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one text. Lengths in CSS pixels."""

    number: int  # of the text
    text: str
    page: int  # from 0
    item: int  # of the page's content stream, from 0
    face: Face
    size_px: float
    features: tuple[tuple[str, int], ...]  # OpenType features, by their tags
    language: str
    room_px: float  # from its start to the end of its block
    block_px: float  # width of its block: the room of a line that begins at its start
    is_last: bool  # nothing follows it on its line
    from_start: bool  # aligned to the start of the line, not centred


@dataclass(frozen=True, slots=True)
class RecordedText:
    """The content streams of a file, item by item, its texts, and the lines that can be attributed to a text."""

    streams: tuple[tuple[bytes, ...], ...]
    texts: tuple[str, ...]
    lines: tuple[Line, ...]
