"""Lay out once, fill in many: leaflets that differ in the words for a person alone are set once and filled in after.

    page = taken_apart(leaflet, edition, press)   # leaflets whose pages have one key may share a base
    base = base_of(leaflet, edition, paper)       # dear: two full prints; none of its words are a patient's
    stamp = Stamp(base)                           # in the process that stamps
    data = stamp.filled(base.page, leaflet.personal)  # cheap: a whole file, or why this one is printed in full

A leaflet of the same key with other doses brings its own page, set as tight as the base:

    data = stamp.filled(taken_apart(leaflet, edition, press, base.tightness), leaflet.personal)

A place has one line. Words that take more (`stamp.lines(personal)`) need a base of their own, made like the first:

    longer = base_of(leaflet, edition, paper, like=base, lines={"notes": 3})

What is filled in are the personal words (name, number, dates, clinician, notes) and numbers of doses that are as wide
as those of the base. The full print (`printing.write`) is the measure: a filled-in file has the same content streams,
the same tag tree and the same links.
"""

from __future__ import annotations

from handouts.pdf.fill.filler import Filler
from handouts.pdf.fill.fitting import Refusal
from handouts.pdf.fill.slots import Page, split_page
from handouts.pdf.fill.template import Lines, Template, template_of

__all__ = ["Filler", "Lines", "Page", "Refusal", "Template", "split_page", "template_of"]
