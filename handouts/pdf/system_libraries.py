"""Versions of the system libraries that the engine uses, found without starting it (which takes most of a second)."""

from __future__ import annotations

import ctypes


def loaded(stem: str) -> ctypes.CDLL | None:
    """A shared library by its names on Linux, macOS and Windows, or None."""
    for name in (f"{stem}.so.0", f"{stem}.dylib", f"{stem}.0.dylib", f"{stem}-0.dll"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def versions() -> dict[str, str]:
    """The versions of the libraries for layout, shaping and subsetting of text: Pango and HarfBuzz."""
    return {
        "pango": _version("libpango-1.0", "pango_version_string"),
        "harfbuzz": _version("libharfbuzz", "hb_version_string"),
        "harfbuzz-subset": "there" if loaded("libharfbuzz-subset") else "not there",
    }


def _version(stem: str, function: str) -> str:
    library = loaded(stem)
    if library is None:
        return "not there"
    version = getattr(library, function)
    version.restype = ctypes.c_char_p
    return bytes(version()).decode("ascii", "replace")
