"""The shipped library, read once."""

from __future__ import annotations

import pytest

from handouts import library
from handouts.model import Library


@pytest.fixture(autouse=True)
def content_is_read_once(read_once: None) -> None:
    """What a test changes lies in a folder of its own, over the shipped content."""


@pytest.fixture(scope="session")
def shipped() -> Library:
    read, _ = library.load(library.content_folders(None), library.data_root() / "styles")
    return read
