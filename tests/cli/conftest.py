"""Words of the command line over the shipped content, which is read once."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def content_is_read_once(read_once: None) -> None:
    """What a test changes lies in a folder of its own, over the shipped content."""
