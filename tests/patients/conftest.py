"""Lists of patients over the shipped content."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def content_is_read_once(read_once: None) -> None:
    """No test here changes content."""
