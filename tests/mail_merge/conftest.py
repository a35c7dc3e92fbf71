"""A printer that only lays out, and lists the leaflets."""

from __future__ import annotations

import pytest

from handouts.model.leaflet import Leaflet


@pytest.fixture(autouse=True)
def content_is_read_once(read_once: None) -> None:
    """No test here changes content."""


@pytest.fixture
def printed(only_set: list[Leaflet]) -> list[Leaflet]:
    """The leaflets that were printed."""
    return only_set
