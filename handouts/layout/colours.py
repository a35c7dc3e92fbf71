"""The colours of a leaflet as custom properties of CSS, from the clinic's accent: on paper, and on a dark screen."""

from __future__ import annotations

from handouts.layout.drawings import INK
from handouts.model import contrast, mix

PAPER, DARK_PAPER = "#FFFFFF", "#131B22"
DARK_INK = "#E9EEF0"
MID, DARK_MID = "#BCC8CC", "#394850"
ACCENT_CONTRAST = 7.0  # of the accent on the page: WCAG AAA for text; below it headings fade in a photocopy
TINT_SHARE = 0.08  # of the accent in the page, for the light boxes
TINT_CONTRAST = 12.0  # of ink on the tint
LIGHTER = 0.9  # of an accent that is too dark for a dark page, the rest white: again until it can be read


def on_paper(accent: str) -> str:
    """The clinic's accent where it is dark enough to read, else ink; the tint is a breath of it."""
    if contrast(accent, PAPER) < ACCENT_CONTRAST:
        accent = INK
    return _rule(INK, PAPER, accent, MID)


def on_dark_screen(accent: str) -> str:
    """The accent made lighter until it can be read; for screens whose reader prefers dark pages."""
    while contrast(accent, DARK_PAPER) < ACCENT_CONTRAST:
        accent = mix(accent, PAPER, LIGHTER)
    return f"@media screen and (prefers-color-scheme: dark) {{ {_rule(DARK_INK, DARK_PAPER, accent, DARK_MID)} }}"


def _rule(ink: str, paper: str, accent: str, mid: str) -> str:
    tint = mix(accent, paper, TINT_SHARE)
    if contrast(ink, tint) < TINT_CONTRAST:
        tint = paper
    return f":root {{ --ink: {ink}; --paper: {paper}; --accent: {accent}; --tint: {tint}; --mid: {mid}; }}"
