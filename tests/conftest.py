"""What many tests lay their hands on: the small library of `mini/`, a folder to work in, a press that only sets."""

import shutil
import signal
import threading
from pathlib import Path

import pytest

from handouts import library, printing, proof, typeset
from handouts.batch.watchdog import Watchdog
from handouts.formats import FORMATS, Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition, Library
from handouts.printing import Paper
from handouts.proof import Proof

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


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the shipped one, with the small library of the checks, in which nothing is found, as its content."""
    tests, root = Path(__file__).parent, tmp_path_factory.mktemp("data")
    shutil.copytree(tests / "checks" / "mini" / "content", root / "content")
    for name in ("styles", "templates"):
        shutil.copytree(tests.parent / name, root / name)
    return root


@pytest.fixture
def small_shipped(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The verbs read the small library in place of the shipped one: a tenth of the time."""
    monkeypatch.setattr(library, "data_root", lambda: small_data)
    return small_data


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no wishes of the shell around it."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "HANDOUTS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def without_watchdog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that would be done in a child is done in this process, where a test can look at it."""
    monkeypatch.setattr(Watchdog, "run", lambda _, work, payload, timeout_s: (work(payload), None))


@pytest.fixture
def only_set(without_watchdog: None, monkeypatch: pytest.MonkeyPatch) -> list[Leaflet]:
    """A leaflet is set as HTML in place of a PDF, a second less for each; the list tells which were."""
    leaflets = []

    def write(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
        leaflets.append(leaflet)
        return FORMATS["html"](typeset.page(leaflet, paper.press), paper.pictures)

    monkeypatch.setattr(printing, "write", write)
    monkeypatch.setattr(proof, "read", lambda *_: Proof((), {}))
    return leaflets


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-gold", action="store_true", help="renew the golden pictures; then look at every one")
