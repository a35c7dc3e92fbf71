"""Merges of two conditions are printed and pass the preflight: one of each pair of body regions, or of one region."""

from __future__ import annotations

from itertools import combinations

import pytest
from shipped import SHIPPED

from handouts.compose import compose
from handouts.diagnostics import Severity
from handouts.model.request import Request
from handouts.pdf import printing
from handouts.pdf.printing import PrintAssets

from .making import PICTURES, PRESS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_once")]


def _of_each_pair_of_regions() -> list[tuple[str, str]]:
    pairs = combinations(sorted(SHIPPED.conditions), 2)
    kinds: dict[frozenset[str], tuple[str, str]] = {}
    for one, other in pairs:
        kinds.setdefault(frozenset((SHIPPED.conditions[one].region, SHIPPED.conditions[other].region)), (one, other))
    return list(kinds.values())


@pytest.mark.parametrize("conditions", _of_each_pair_of_regions(), ids=" ".join)
def test_two_conditions_are_printed_without_an_error(conditions: tuple[str, str]) -> None:
    leaflet, _ = compose(SHIPPED, Request(conditions))
    assert leaflet is not None
    made = printing.print_leaflet(leaflet, SHIPPED.editions["a4"], PrintAssets(PRESS, PICTURES))
    assert [one for one in made.diagnostics if one.severity is Severity.ERROR] == []
    assert made.data.startswith(b"%PDF")
