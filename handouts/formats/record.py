"""The record of a format: what the command line offers, and where the file is made."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.layout.assets import PrintAssets
    from handouts.model import Edition
    from handouts.model.leaflet import Leaflet
    from handouts.pdf.printed import Printed


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that a leaflet is written as.

    Attributes:
        name: the word of `--format`, and the module of this package that has its `render`.
        suffixes: the endings of its files, the usual one first.
        paged: whether its files have pages, so that an edition matters.
    """

    name: str
    suffixes: tuple[str, ...]
    paged: bool = False

    @property
    def suffix(self) -> str:
        """The ending of files that this program names."""
        return self.suffixes[0]

    def render(self, leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
        """Makes the file; what its module reports comes with the bytes."""
        printed: Printed = import_module(f"handouts.formats.{self.name}").render(leaflet, edition, assets)
        return printed
