"""Checks of the machine: Python, the system libraries of the engine, packages in C, the output folder."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from handouts.doctor.requirement import Check, again, install, missing
from handouts.files import writing
from handouts.pdf.system_libraries import loaded as _loaded

OLDEST_PYTHON = (3, 11)
OLDEST_PANGO = (1, 44)

LIBRARIES = {"pango": ("libpango-1.0", "libpangoft2-1.0"), "subset": ("libharfbuzz-subset",)}


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
