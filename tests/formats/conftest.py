"""One good leaflet, laid and pressed once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handouts.formats import FORMATS, Printed
from handouts.formats.readback import ReadBack

from . import sample


@pytest.fixture(scope="session")
def printed() -> Printed:
    """The sample leaflet as PDF."""
    return FORMATS["pdf"](sample.leaflet(), [])


@pytest.fixture(scope="session")
def back(printed: Printed) -> Iterator[ReadBack]:
    """The sample leaflet, read back from its PDF."""
    with ReadBack(printed.data) as opened:
        yield opened
