"""Leaflets composed of the shipped library, and what they say."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

from shipped import SHIPPED

from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.model import DoseChange, Library, Prescription, Text, prose
from handouts.model.leaflet import Leaflet, Part, Tip
from handouts.model.request import Request

ALL = tuple(SHIPPED.conditions)


def made(request: Request, library: Library = SHIPPED) -> Leaflet:
    leaflet, findings = _of_shipped(request) if library is SHIPPED else compose(library, request)
    assert leaflet is not None, findings
    return leaflet


@cache
def _of_shipped(request: Request) -> tuple[Leaflet | None, list[Diagnostic]]:
    """A leaflet of the shipped library, composed once for all tests of a process: nothing can change it."""
    return compose(SHIPPED, request)


def refused(request: Request, library: Library = SHIPPED) -> list[Diagnostic]:
    leaflet, findings = compose(library, request)
    assert leaflet is None
    return findings


def words(text: prose.Prose) -> str:
    return "".join(run.text for run in text)


def said(leaflet: Leaflet) -> str:
    """All that a leaflet says, without its drawings."""
    parts: list[Part | Tip] = [*(part for section in leaflet.sections for part in section.parts), *leaflet.tips]
    words = [(part.plate.picture.alt, part.plate.picture.labels) for part in parts if part.plate]
    bare = tuple(
        replace(section, parts=tuple(replace(p, plate=None) for p in section.parts)) for section in leaflet.sections
    )
    cards = tuple(replace(card, pictures=()) for card in leaflet.cards)
    tips = tuple(replace(tip, plate=None) for tip in leaflet.tips)
    bare_leaflet = replace(leaflet, cards=cards, sections=bare, tips=tips)
    return repr(([getattr(bare_leaflet, one.name) for one in fields(leaflet) if one.name != "request"], words))


def with_condition(id_: str, library: Library = SHIPPED, **changes: object) -> Library:
    """The library with one condition changed."""
    condition = library.conditions[id_].model_copy(update=changes)
    return replace(library, conditions={**library.conditions, id_: condition})


def with_exercise(id_: str, **changes: object) -> Library:
    """The shipped library with one exercise changed."""
    exercise = SHIPPED.exercises[id_].model_copy(update=changes)
    return replace(SHIPPED, exercises={**SHIPPED.exercises, id_: exercise})


def prescribed(id_: str, **dose: int) -> Prescription:
    return Prescription(id=id_, why=Text("It helps."), dose=DoseChange(**dose))
