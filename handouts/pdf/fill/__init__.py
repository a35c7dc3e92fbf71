"""Variable data: leaflets that differ only in personal fields are laid out once and filled many times.

    page = split_page(leaflet, edition, templates)         # leaflets of one page.key may share a template
    template = template_of(leaflet, edition, assets)       # slow: two full prints, with made-up personal text
    filler = Filler(template)                              # in the process that fills
    data = filler.filled(template.page, leaflet.personal)  # fast: the bytes of a PDF, or a Refusal

A leaflet of the same key with other doses brings its own page, split at the tightness of the template:

    data = filler.filled(split_page(leaflet, edition, templates, template.tightness), leaflet.personal)

Each field has one line. Texts that take more (`filler.lines(personal)`) need a template of their own, made from the
first one:

    longer = template_of(leaflet, edition, assets, like=template, lines={"notes": 3})

Filled in are the personal fields (name, number, dates, clinician, notes) and doses whose digits are as wide as those of
the template. The full print (`printing.print_leaflet`) is the reference: a filled file has the same content streams,
the same tag tree and the same links.
"""

from __future__ import annotations

from handouts.pdf.fill.filler import Filler
from handouts.pdf.fill.fitting import Refusal
from handouts.pdf.fill.slots import Page, split_page
from handouts.pdf.fill.template import Lines, Template, template_of

__all__ = ["Filler", "Lines", "Page", "Refusal", "Template", "split_page", "template_of"]
