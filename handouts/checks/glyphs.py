"""Letters that no bundled font has, told where they were written, before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.context import CheckContext, Finding, texts
from handouts.pdf.fonts import NO_GLYPH_HELP, listed, missing_glyphs


def missing_glyphs_in_content(context: CheckContext) -> Iterator[Finding]:
    """HND501 once for each text, with all letters that cannot be printed. The screen has fonts of its own."""
    for kind, id_, path, text in texts(context):
        if missing := missing_glyphs(text):
            message = f"no bundled font has {listed(list(missing.values()))}"
            yield context.found("HND501", message, NO_GLYPH_HELP, kind, id_, path, words=next(iter(missing)))
