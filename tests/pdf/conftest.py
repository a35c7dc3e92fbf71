"""One good leaflet, laid and pressed once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handouts.pdf import Printed, rendering
from handouts.pdf.reader import PdfReader

from . import sample


@pytest.fixture(scope="session")
def printed() -> Printed:
    """The sample leaflet as PDF."""
    return rendering.render(sample.leaflet(), [])


@pytest.fixture(scope="session")
def back(printed: Printed) -> Iterator[PdfReader]:
    """The sample leaflet, read back from its PDF."""
    with PdfReader(printed.data) as opened:
        yield opened
