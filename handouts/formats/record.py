"""The record of a format: what the command line offers, and the function that makes the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.model import Edition
    from handouts.model.leaflet import Leaflet
    from handouts.pdf.printed import Printed
    from handouts.pdf.printing import PrintAssets


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a leaflet is written as.

    Attributes:
        name: the word of `--format`.
        suffixes: the endings of its files, the usual one first.
        paged: whether its files have pages, so that an edition matters.
        render: makes the file; what it reports comes with the bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    paged: bool
    render: Callable[[Leaflet, Edition, PrintAssets], Printed]

    @property
    def suffix(self) -> str:
        """The ending of files that this program names."""
        return self.suffixes[0]
