"""The small library in which nothing is found, as the content of a desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts import library
from handouts.model import Library


@pytest.fixture(scope="session")
def small(small_data: Path) -> Library:
    read, found = library.load([small_data / "content"], small_data / "styles")
    assert found == []
    return read
