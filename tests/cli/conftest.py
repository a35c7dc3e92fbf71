"""The shipped library, read once."""

from __future__ import annotations

import pytest

from handouts import library
from handouts.model import Library


@pytest.fixture(scope="session")
def shipped() -> Library:
    read, _ = library.load(library.content_folders(None), library.data_root() / "styles")
    return read
