"""The package as others get it: the wheel holds its data, works alone, and the lock files fit the project."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pikepdf
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from handouts import __version__

ROOT = Path(__file__).parent.parent


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run it, and fail with all it said."""
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(kind: str, source: Path, into: Path) -> Path:
    """Build the `wheel` or the `sdist` of a source folder, without a network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into, cwd=source)
    return next(into.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an empty environment into which pip put the wheel.

    The packages that it needs are not downloaded again: a .pth line names where they lie for the tests. Such a line
    reads no further .pth files, so that this checkout itself stays out of sight.
    """
    place = tmp_path_factory.mktemp("empty environment") / "venv"
    venv.create(place, symlinks=True)
    python = place / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=place)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip())
    paths = sysconfig.get_paths()
    (site / "needed.pth").write_text(f"{paths['purelib']}\n{paths['platlib']}\n")
    return place / "bin"


def clean_environment(home: Path) -> dict[str, str]:
    """No PYTHONPATH and no home of the user."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HANDOUTS"))}
    return {**kept, "HOME": str(home)}


def names(archive: Path) -> dict[str, bytes]:
    """What a wheel holds, without the record of its own checksums."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/RECORD")}


def data_files() -> set[str]:
    """What `handouts/_data` must hold: the data of the checkout."""
    folders = [path for name in ("content", "templates", "styles") for path in (ROOT / name).rglob("*")]
    return {str(path.relative_to(ROOT)) for path in [*folders, ROOT / "docs/diagnostics.md"] if path.is_file()}


def test_the_wheel_holds_content_templates_styles_and_diagnostics(wheel: Path) -> None:
    held = {name.removeprefix("handouts/_data/") for name in names(wheel) if name.startswith("handouts/_data/")}
    assert held == data_files()
    assert {"content/conditions/plantar-fasciitis.yaml", "docs/diagnostics.md"} <= held
    assert any(re.fullmatch(r"content/figures/.+\.svg", name) for name in held)


def test_the_wheel_holds_only_the_program_and_its_licences(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names(wheel)}
    assert tops == {"handouts", f"handouts-{__version__}.dist-info"}
    metadata = names(wheel)[f"handouts-{__version__}.dist-info/METADATA"].decode()
    assert "License-Expression: MIT AND CC-BY-4.0 AND Apache-2.0\n" in metadata
    assert "License-File: LICENSE\n" in metadata
    assert "License-File: content/LICENSE\n" in metadata
    assert "License-File: handouts/figures/person/bones/LICENSE-APACHE-2.0.txt\n" in metadata


@pytest.mark.parametrize("data", ["body", "bones"])
def test_the_wheel_holds_the_data_of_drawings_with_licence_and_provenance(wheel: Path, data: str) -> None:
    """The Apache licence asks that its text and the notice of changes go along."""
    folder = f"handouts/figures/person/{data}/"
    held = {name.removeprefix(folder) for name in names(wheel) if name.startswith(folder)}
    assert {f"{data}.npz", "PROVENANCE.md"} <= held
    assert any(name.startswith("LICENSE") for name in held)


@pytest.mark.slow
def test_the_sdist_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", ROOT, tmp_path)) as opened:
        if hasattr(tarfile, "data_filter"):  # since 3.11.4, and from 3.12 not to choose is a warning
            opened.extraction_filter = tarfile.data_filter
        opened.extractall(tmp_path / "source")
    again = build("wheel", next((tmp_path / "source").iterdir()), tmp_path / "again")
    assert names(again) == names(wheel)


@pytest.mark.slow
def test_a_leaflet_from_the_installed_wheel_in_another_folder(installed: Path, tmp_path: Path) -> None:
    env = clean_environment(tmp_path)
    where = run(installed / "python", "-c", "import handouts; print(handouts.__file__)", cwd=tmp_path, env=env)
    assert Path(where.strip()).is_relative_to(installed.parent)
    assert __version__ in run(installed / "handouts", "--version", cwd=tmp_path, env=env)
    run(installed / "handouts", "make", "plantar-fasciitis", "-o", "leaflet.pdf", cwd=tmp_path, env=env)
    with pikepdf.open(tmp_path / "leaflet.pdf") as pdf:
        assert len(pdf.pages) >= 2


# Lock files


def locked(name: str) -> dict[str, list[tuple[str, Requirement]]]:
    """Package → its pins (one for each range of Pythons), each with its full text."""
    found: dict[str, list[tuple[str, Requirement]]] = {}
    for text in re.findall(r"^\S.*(?:\n .*--hash.*)+", (ROOT / name).read_text(), flags=re.MULTILINE):
        pin = Requirement(text.split(" \\\n")[0])
        found.setdefault(canonicalize_name(pin.name), []).append((text, pin))
    return found


def project() -> dict[str, list[Requirement]]:
    """What pyproject.toml asks for, by lock file."""
    text = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = text["project"]["dependencies"]
    more = text["project"]["optional-dependencies"]["figures"] + text["dependency-groups"]["dev"]
    return {
        "requirements.lock": [Requirement(line) for line in runtime],
        "requirements-dev.lock": [Requirement(line) for line in runtime + more],
    }


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_fits_the_project(name: str) -> None:
    pins = locked(name)
    for needed in project()[name]:
        for _, pin in pins[canonicalize_name(needed.name)]:
            (exact,) = pin.specifier
            assert needed.specifier.contains(exact.version), f"{pin} does not fit {needed}: make the lock files anew"


def test_the_dev_lock_is_the_runtime_lock_and_more() -> None:
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: pins for name, pins in dev.items() if name in runtime} == runtime


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_names_versions_and_hashes_and_no_place(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"://|^-|/home|/opt|/tmp|find-links|index-url", text, flags=re.MULTILINE)
    loose = [line for line in text.splitlines() if line and not re.match(r"#|    #|    --hash=sha256:|\S+==\S+ ", line)]
    assert loose == []
