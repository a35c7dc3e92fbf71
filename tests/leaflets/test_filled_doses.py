"""Rows of any dose are filled in as they are printed in full: no dose and no name decides how a page is set."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import cache

import pytest
from sampling import one_of_each
from shipped import SHIPPED

from handouts.compose import compose
from handouts.layout.templates import html, request_entry
from handouts.layout.variables import as_prescribed, marked, of_no_person
from handouts.model import Dose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf import printing
from handouts.pdf.fill import Filler, Refusal, Template, template_of
from handouts.pdf.fill.comparison import first_difference

from .making import PICTURES
from .making import PRESS as TEMPLATES

EDITION = SHIPPED.editions["a4"]
ASSETS = printing.PrintAssets(TEMPLATES, PICTURES)
LISTS = (
    ("plantar-fasciitis",),
    ("knee-osteoarthritis",),
    ("sciatica",),
    ("shoulder-pain",),
    ("plantar-fasciitis", "low-back-pain"),
)
ENDS = ("lowest", "highest")
TWO_LINES = (
    "Start with the wall stretch. Take it easy on bad days, and call the front desk if the pain gets worse again."
)


def composed(conditions: tuple[str, ...], **changes: object) -> Leaflet:
    request = Request(conditions, patient="Ann Example", date=datetime.date(2026, 11, 22), notes="Ask about insoles.")
    leaflet, _ = compose(SHIPPED, replace(request, **changes))  # type: ignore[arg-type]
    assert leaflet is not None
    return leaflet


def page(leaflet: Leaflet) -> str:
    return html(marked(leaflet, EDITION)[0], EDITION, TEMPLATES)


@cache
def farthest(conditions: tuple[str, ...], end: str) -> Leaflet:
    """With each dose at one end of its limits, where that needs no other page."""
    usual, settings = composed(conditions), dict[str, int]()
    for card in usual.cards:
        dose = SHIPPED.exercises[card.id].dose
        for word, field in Dose.ADJUSTABLE.items():
            if (limited := getattr(dose, field)) is None:
                continue
            more = {**settings, f"{card.id}.{word}": getattr(limited, end)}
            if page(composed(conditions, settings=more)) == page(usual):
                settings = more
    assert settings
    return composed(conditions, settings=settings, **({"notes": TWO_LINES} if end == "highest" else {}))


@cache
def template(conditions: tuple[str, ...]) -> Template:
    made = template_of(composed(conditions), EDITION, ASSETS)
    assert isinstance(made, Template), made
    return made


def of_lines(leaflet: Leaflet, base: Template) -> Template:
    """The template of a row, as a list gets it: one of its own where its words take other lines."""
    lines = Filler(base).lines(marked(leaflet, EDITION)[1])
    assert not isinstance(lines, Refusal), lines
    if lines == base.lines:
        return base
    made = template_of(leaflet, EDITION, ASSETS, like=base, lines=lines)
    assert isinstance(made, Template), made
    return made


CASES = [(conditions, end) for conditions in LISTS for end in ENDS]


@pytest.mark.slow  # a leaflet is printed for this test alone
@pytest.mark.parametrize(
    ("conditions", "end"),
    one_of_each(sorted(CASES, key=lambda case: case != (("plantar-fasciitis",), "lowest")), lambda case: "any"),
)
def test_doses_at_the_ends_of_their_limits_are_filled_in_as_printed(conditions: tuple[str, ...], end: str) -> None:
    leaflet = farthest(conditions, end)
    base = of_lines(leaflet, template(conditions))
    # The lowest doses are shorter, so that at most one sentence of a step ends a line earlier; the highest are longer.
    others = sum(one != other for one, other in zip(base.lines, template(conditions).lines, strict=True))
    assert others <= 1 if end == "lowest" else others >= 1
    assert (base.tightness.reading, base.tightness.doing) == (
        template(conditions).tightness.reading, template(conditions).tightness.doing,
    )  # fmt: skip
    data = Filler(base).filled(marked(leaflet, EDITION)[1], request_entry(leaflet.request, EDITION.key))
    assert isinstance(data, bytes), data
    assert first_difference(data, printing.print_leaflet(leaflet, EDITION, ASSETS).data) == ""


@pytest.mark.parametrize("conditions", one_of_each(((one,) for one in LISTS), lambda one: "any"), ids="+".join)
def test_what_pages_are_measured_on_does_not_depend_on_doses_and_names(conditions: tuple[str, ...]) -> None:
    other = farthest(conditions, "highest")
    other = replace(other, personal=replace(other.personal, patient="Bo Clinician-Long", notes="Two. " * 20))
    pages = [
        html(of_no_person(as_prescribed(one, EDITION)), EDITION, TEMPLATES, sheet=sheet)
        for one in (composed(conditions), other)
        for sheet in ("reading", "doing")
    ]
    assert pages[:2] == pages[2:]
