"""Fixtures of many tests: the small library of `mini/`, a folder to work in, a printer that only lays out."""

import gc
import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import browser
import compiled  # noqa: F401  before the package is imported
import once
import page
import pdf_validator
import pytest
from playwright.sync_api import Browser, sync_playwright
from shipped import SHIPPED, copy_heel

import handouts.figures  # noqa: F401  its setting of threads must come before numpy
from handouts import checks, library
from handouts.batch.workers.watchdog import Watchdog
from handouts.formats.html import write as write_html
from handouts.layout import templates
from handouts.model import Edition, Library
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, imposition, preflight, printing
from handouts.pdf.preflight import Preflight
from handouts.pdf.printing import PrintAssets

pytest_plugins = "slow"

# The layout engine makes so many objects that the usual thresholds cost a tenth of all time; memory doubles at most.
gc.set_threshold(10_000, 20, 10)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # A suite that runs in the background is deaf to Ctrl-C, and so would be the programs that it interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _validator_apart() -> None:
    """See pdf_validator.py."""
    page.validate_pdf_bytes = pdf_validator.apart(page.validate_pdf_bytes)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, started once for the tests of a file."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser.BINARY, args=["--no-sandbox"])
        yield opened
        opened.close()


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
    once.never_changes(root)
    return root


@pytest.fixture
def small_shipped(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The verbs read the small library in place of the shipped one: a tenth of the time."""
    monkeypatch.setattr(library, "data_root", lambda: small_data)
    return small_data


@pytest.fixture(scope="session")
def heel_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the shipped one, with the conditions of the heel alone."""
    root = tmp_path_factory.mktemp("data")
    copy_heel(root)
    once.never_changes(root)
    return root


@pytest.fixture
def heel_shipped(heel_data: Path, read_once: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The verbs read the conditions of the heel in place of all: a third of the time."""
    monkeypatch.setattr(library, "data_root", lambda: heel_data)
    return heel_data


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests whose subject is neither reading nor checking: half of their time goes there otherwise."""
    monkeypatch.setattr(library, "read", once.read)
    monkeypatch.setattr(checks, "run", once.check)


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The shipped library."""
    return SHIPPED


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
    monkeypatch.setattr(Watchdog, "begin", lambda _: None)
    monkeypatch.setattr(Watchdog, "run", lambda _, work, payload, timeout_s: (work(payload), None))


@pytest.fixture
def only_set(without_watchdog: None, monkeypatch: pytest.MonkeyPatch) -> list[Leaflet]:
    """A leaflet is set as HTML in place of a PDF, a second less for each; the list has those that were."""
    leaflets = []

    def write(leaflet: Leaflet, edition: Edition, paper: PrintAssets) -> Printed:
        leaflets.append(leaflet)
        return write_html(templates.page(leaflet, paper.templates), paper.pictures)

    monkeypatch.setattr(printing, "print_leaflet", write)
    monkeypatch.setattr(preflight, "check_file", lambda *_: Preflight((), {}))
    monkeypatch.setattr(preflight, "check_imposed", lambda *_: ())
    monkeypatch.setattr(imposition, "impose", lambda data, sides: data)
    return leaflets
