"""Adds to a template what texts need that the engine set: their fonts, and the words of lines from right to left.

ISO 32000-2: structure elements 14.7.2, parent tree 14.7.5.4, replacement text 14.9.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from handouts.pdf.fill.font_subsets import Glyphs, glyphs_in
from handouts.pdf.readable_text import has_rtl

_MCID = re.compile(rb"/MCID (\d+)")


@dataclass(frozen=True, slots=True)
class Foreign:
    """Lines that the engine set, each with page and item of its place, words and operators; the file of their fonts."""

    lines: tuple[tuple[tuple[int, int], str, bytes], ...] = ()
    data: bytes = b""


def add_fonts(pdf: Any, source: Any) -> Mapping[str, Glyphs]:
    """Copies the fonts that an open file lacks from another one, which must stay open until the first is written.

    Returns:
        The glyphs of the fonts that both have, by their resource names.
    """
    own = {name for page in pdf.pages for name in page.Resources.Font.keys()}  # noqa: SIM118  # a dictionary of the file
    shared: dict[str, Glyphs] = {}
    for name, font in source.pages[0].Resources.Font.items():
        if name in own:
            shared[name[1:]] = glyphs_in(font)
            continue
        copied = pdf.copy_foreign(font)
        for page in pdf.pages:
            page.Resources.Font[name] = copied
    return shared


def add_words(pdf: Any, streams: Sequence[Sequence[bytes]], foreign: Foreign) -> None:
    """Gives each line from right to left a tag with its words, as `tag_tree` does in a full print."""
    for (page, item), text, _ in foreign.lines:
        if has_rtl(text):
            mark = next(found for at in range(item, -1, -1) if (found := _MCID.search(streams[page][at])))
            _wrap(pdf, page, int(mark[1]), text)


def _wrap(pdf: Any, page: int, mcid: int, text: str) -> None:
    row = _row(pdf, int(pdf.pages[page].StructParents))
    owner = row[mcid]
    tag = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem, S=Name.Span, P=owner, Pg=pdf.pages[page].obj, K=Array([mcid]), ActualText=String(text)
        )
    )
    at = next(at for at, kid in enumerate(owner.K) if isinstance(kid, int) and kid == mcid)
    owner.K[at] = row[mcid] = tag


def _row(pdf: Any, key: int) -> Any:
    """The elements of the marked content of a page."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return next(numbers[at + 1] for at in range(0, len(numbers), 2) if int(numbers[at]) == key)
