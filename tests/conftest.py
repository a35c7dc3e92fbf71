"""What many tests lay their hands on: the small library of `mini/`, read once."""

import signal
import threading
from pathlib import Path

import pytest

from handouts import library
from handouts.model import Library

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # A suite that runs in the background is deaf to Ctrl-C, and so would be the programs that it interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def mini_folder() -> Path:
    """The folder with `content/` and `styles/` of the small library."""
    return Path(__file__).parent / "mini"


@pytest.fixture(scope="session")
def mini(mini_folder: Path) -> Library:
    """One condition, two exercises, one advice block, one clinic, one region: all without faults."""
    read, found = library.load([mini_folder / "content"], mini_folder / "styles")
    assert found == []
    return read


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="renew the golden pictures; then look at every one")
