"""Workers that share the tests share the leaflets too."""

from __future__ import annotations

import os

import pytest
from shipped import FINDINGS

from handouts.diagnostics import has_errors

from . import making


@pytest.fixture(scope="session", autouse=True)
def sound_content() -> None:
    """What is written wrongly would be missed in a hundred places: say it once."""
    assert not has_errors(FINDINGS), [fault for fault in FINDINGS if fault.is_error]


@pytest.fixture(scope="session", autouse=True)
def shared_leaflets(tmp_path_factory: pytest.TempPathFactory) -> None:
    """With several workers, the first that needs a leaflet prints it for all."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        making.SHELF_OF_WORKERS.append(tmp_path_factory.getbasetemp().parent / "leaflets")
