"""The signs of danger that a leaflet prints, for tests."""

from __future__ import annotations

from itertools import combinations

from shipped import SHIPPED

from handouts.compose import compose
from handouts.model import Library, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

PAIRS = list(combinations(sorted(SHIPPED.conditions), 2))


def made(*conditions: str, library: Library = SHIPPED) -> Leaflet:
    leaflet, findings = compose(library, Request(conditions))
    assert leaflet is not None, findings
    return leaflet


def rows(leaflet: Leaflet) -> dict[str, list[str]]:
    return {row.key: [prose.plain_text(sign.text) for sign in row.signs] for row in leaflet.help}


def signs(leaflet: Leaflet) -> list[str]:
    return [sign for row in rows(leaflet).values() for sign in row]


def called(leaflet: Leaflet) -> list[str]:
    """The signs for which the emergency number is called."""
    call = leaflet.help[0].call
    return [prose.plain_text(sign.text) for sign in call.signs] if call else []
