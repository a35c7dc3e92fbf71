"""Checks of the parts of the machine, each with the command that corrects it: Python, system libraries, packages.

The system libraries are looked for by the names under which the engine loads them, and before it is started, because it
does not name what it misses.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Literal

from handouts import library as libraries
from handouts.files import writing
from handouts.pdf.system_libraries import loaded as _loaded

OLDEST_PYTHON = (3, 11)
OLDEST_PANGO = (1, 44)

LIBRARIES = {"pango": ("libpango-1.0", "libpangoft2-1.0"), "subset": ("libharfbuzz-subset",)}

#: What installs a missing library, by the package manager that is there.
MANAGERS = {"apt-get": "sudo apt-get install", "dnf": "sudo dnf install", "apk": "sudo apk add", "brew": "brew install"}
PACKAGES = {
    "pango": {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "apk": "pango fontconfig", "brew": "pango"},
    "subset": {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "apk": "harfbuzz-subset", "brew": "harfbuzz"},
    "python": {"apt-get": "python3 python3-venv", "dnf": "python3", "apk": "python3", "brew": "python"},
}

#: What the extra `figures` brings.
DRAWING_TOOLS = ("numpy", "scipy", "shapely", "contourpy", "PIL")


@dataclass(frozen=True, slots=True)
class Check:
    """The check of one requirement: what was found, and in `mend` how to meet it."""

    name: str
    state: Literal["ok", "weak", "fault"]
    found: str
    mend: str = ""


def missing(*modules: str) -> list[str]:
    """Those of these modules that cannot be imported."""
    lacking = []
    for name in modules:
        try:
            import_module(name)
        # A package may be there and still not start, for want of a system library.
        except ImportError:
            lacking.append(name)
    return lacking


def install(thing: str) -> str:
    """The command of this machine's package manager, or of every one that is known."""
    # Without a known manager all commands are shown: one of them is for this machine.
    there = [manager for manager in MANAGERS if shutil.which(manager)] or list(MANAGERS)
    return " | ".join(f"{MANAGERS[manager]} {PACKAGES[thing][manager]}" for manager in there)


def again(package: str) -> str:
    return f"{sys.executable} -m pip install --force-reinstall {package}"


def python() -> Check:
    version = platform.python_version()
    # Reached where the package was copied: pip refuses an older Python itself.
    if sys.version_info < OLDEST_PYTHON:
        return Check("Python", "fault", f"{version}, at least 3.11 is needed", install("python"))
    return Check("Python", "ok", version)


def pango() -> Check:
    """The library that sets lines of text."""
    if missing := [stem for stem in LIBRARIES["pango"] if _loaded(stem) is None]:
        return Check("Pango", "fault", f"{', '.join(missing)} not found", install("pango"))
    version = _pango_version()
    if version < OLDEST_PANGO:
        return Check(
            "Pango", "fault", f"{_dotted(version)}, at least {_dotted(OLDEST_PANGO)} is needed", install("pango")
        )
    return Check("Pango", "ok", _dotted(version))


def subset() -> Check:
    """The library that cuts fonts down to the letters that are used."""
    if _loaded(LIBRARIES["subset"][0]) is None:
        found = (
            "not found: fonts are cut down by another library, slower, and files differ from those of other machines"
        )
        return Check("harfbuzz-subset", "weak", found, install("subset"))
    return Check("harfbuzz-subset", "ok", "found")


def fast_yaml() -> Check:
    """PyYAML's parser in C, with the same answers as the one in Python."""
    if missing("yaml._yaml"):
        mend = f"{sys.executable} -m pip install --force-reinstall PyYAML"
        return Check("YAML in C", "weak", "not there: content is read some ten times slower", mend)
    return Check("YAML in C", "ok", "found")


def validator() -> Check:
    """The package that tries the rules of PDF/UA-1 on every finished file."""
    if missing("page"):
        return Check("PDF/UA validator", "fault", "not there: no leaflet passes preflight", again("page-validation"))
    return Check("PDF/UA validator", "ok", f"page-validation {version('page-validation')}")


def _pango_version() -> tuple[int, ...]:
    found = _loaded("libpango-1.0")
    number = int(found.pango_version()) if found else 0
    return number // 10000, number // 100 % 100, number % 100


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def writable(folder: Path) -> Check:
    """A file can be put into the folder where leaflets are made."""
    # With the number of the process: two examinations at the same time do not delete each other's file.
    probe = folder / f".handouts-doctor-{os.getpid()}.tmp"
    if fault := writing.save(probe, b"probe"):
        return Check("output folder", "fault", fault[0].message, "go to a folder of your own, or use `-o`")
    probe.unlink(missing_ok=True)
    return Check("output folder", "ok", "this folder can be written to")


def engine() -> Check:
    """WeasyPrint starts, and is the version that was tried."""
    try:
        with redirect_stdout(StringIO()):  # it prints its own complaint
            module = import_module("handouts.pdf.engine")
    except (OSError, ImportError) as fault:
        return Check("engine", "fault", f"WeasyPrint does not start ({type(fault).__name__})", install("pango"))
    if found := module.version_findings():
        return Check("engine", "weak", found[0].message, found[0].help)
    return Check("engine", "ok", f"WeasyPrint {module.TRIED}")


def drawing() -> Check:
    """The packages of `handouts draw`; leaflets are printed from kept drawings without them."""
    if lacking := missing(*DRAWING_TOOLS):
        words = f"no {', '.join(lacking)}: leaflets are printed from kept drawings, `handouts draw` does not work"
        return Check("drawing", "weak", words, installing_drawing().replace("`", "").removesuffix(" installs it"))
    return Check("drawing", "ok", ", ".join(f"{tool} {import_module(tool).__version__}" for tool in DRAWING_TOOLS))


def installing_drawing() -> str:
    """The command that installs what drawing needs: pip's would put a second copy of a checkout beside it."""
    return (
        "`./run draw` installs it" if (libraries.data_root() / "run").is_file() else '`pip install "handouts[figures]"`'
    )
