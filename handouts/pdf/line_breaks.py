"""Where a line may end, as the engine knows it."""

from __future__ import annotations


def line_ends(words: str, language: str) -> list[int]:
    """How many letters may stand on a line at most, at each place where the engine may break it."""
    from handouts.pdf.engine import get_log_attrs

    attributes = get_log_attrs(words, language or None)
    return [at for at in range(1, len(words)) if attributes[at].is_line_break]
