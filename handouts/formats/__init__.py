"""Output formats: a leaflet in, the bytes of a file and the findings out; one file and one line here for each format.

The command line reads this table whenever it starts, so the file of a format is imported by its first leaflet.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handouts.layout.assets import PrintAssets
    from handouts.model import Edition
    from handouts.model.leaflet import Leaflet
    from handouts.pdf.printed import Printed

__all__ = ["FORMATS", "SUFFIXES", "Format", "of_file"]


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


#: Every format by its name; the first is the usual one.
FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("pdf", (".pdf",), paged=True),
        Format("html", (".html", ".htm")),
        Format("text", (".txt",)),
    )
}

#: All endings of files that leaflets are written to.
SUFFIXES = tuple(suffix for format_ in FORMATS.values() for suffix in format_.suffixes)


def of_file(name: str) -> Format | None:
    """The format whose files end as this name does, in any case; None where no format has the ending."""
    return next((format_ for format_ in FORMATS.values() if name.lower().endswith(format_.suffixes)), None)
