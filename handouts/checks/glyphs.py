"""Characters of the content that no bundled font has, reported at the text before a page is laid out."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.checks.context import CheckContext, Finding, texts
from handouts.pdf.fonts import missing_glyph_finding, missing_glyphs


def missing_glyphs_in_content(context: CheckContext) -> Iterator[Finding]:
    """HND501 once for each text, with all its characters that cannot be printed.

    It runs for print only: a screen falls back to fonts of its own.
    """
    for kind, id_, path, text in texts(context):
        if missing := missing_glyphs(text):
            found = missing_glyph_finding(missing)
            yield context.found(found.code, found.message, found.help, kind, id_, path, words=next(iter(missing)))
