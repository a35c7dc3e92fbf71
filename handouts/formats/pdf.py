"""PDF for paper: printed, checked and, where the edition says so, imposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handouts.diagnostics import has_errors

if TYPE_CHECKING:
    from handouts.layout.assets import PrintAssets
    from handouts.model import Edition
    from handouts.model.leaflet import Leaflet
    from handouts.pdf.printed import Printed


def render(leaflet: Leaflet, edition: Edition, assets: PrintAssets) -> Printed:
    """The one printer: a leaflet printed, and the finished file read back.

    Returns:
        The file with all findings and the measures of the preflight. `pages` counts the pages before imposition. A
        leaflet that does not print without errors is neither read back nor imposed.
    """
    from handouts.pdf import printing

    return finished(printing.print_leaflet(leaflet, edition, assets), leaflet, edition)


def finished(printed: Printed, leaflet: Leaflet, edition: Edition) -> Printed:
    """A printed leaflet, read back and, where the edition says so, imposed; see `render`."""
    from handouts.pdf import preflight

    if not printed.data or has_errors(printed.diagnostics):
        return printed
    checked = preflight.check_file(printed.data, leaflet, edition.before_imposition())
    printed = replace(printed, diagnostics=(*printed.diagnostics, *checked.found), facts=checked.facts)
    if edition.imposition is None or has_errors(printed.diagnostics):
        return printed
    data = imposed(printed, leaflet, edition)
    found = preflight.check_imposed(data, printed.data, leaflet, edition)
    return replace(printed, data=data, diagnostics=(*printed.diagnostics, *found))


def imposed(printed: Printed, leaflet: Leaflet, edition: Edition) -> bytes:
    """The bytes of the finished file: the pages as printed, or placed on sheets where the edition says so."""
    from handouts.pdf import imposition

    if edition.imposition is None:
        return printed.data
    return imposition.impose(printed.data, imposition.booklet_sides(printed.pages, leaflet.rtl))
