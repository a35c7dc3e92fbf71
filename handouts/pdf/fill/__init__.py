"""Variable data: leaflets that differ only in personal fields are laid out once and filled many times.

    marked, texts = variables.marked(leaflet, edition)  # leaflets whose marked ones have one page share a template
    template = template_of(leaflet, edition, assets)    # slow: two full prints, with made-up personal text
    filler = Filler(template)                           # in the process that fills
    data = filler.filled(texts, request)                # fast: the bytes of a PDF, or a Refusal

`request` is `templates.request_entry(leaflet.request, edition.key)`. Each personal field has one line. Texts that take
more (`filler.lines(texts)`) need a template of their own, made from the first one:

    longer = template_of(leaflet, edition, assets, like=template, lines=filler.lines(texts))

Filled in are the personal fields (name, number, dates, clinician, notes) and doses. The full print
(`printing.print_leaflet`) is the reference: a filled file has the same content streams, the same tag tree and the same
links.
"""

from __future__ import annotations

from handouts.pdf.fill.filler import Filler
from handouts.pdf.fill.fitting import Refusal
from handouts.pdf.fill.slots import Page
from handouts.pdf.fill.template import Lines, Template, template_of, template_of_print

__all__ = ["Filler", "Lines", "Page", "Refusal", "Template", "template_of", "template_of_print"]
