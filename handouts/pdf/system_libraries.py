"""The system libraries under the engine, asked without starting it."""

from __future__ import annotations

import ctypes


def loaded(stem: str) -> ctypes.CDLL | None:
    """A library by the names under which systems keep it."""
    for name in (f"{stem}.so.0", f"{stem}.dylib", f"{stem}.0.dylib", f"{stem}-0.dll"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def versions() -> dict[str, str]:
    """What sets, shapes and cuts letters: Pango and HarfBuzz, by their versions."""
    return {
        "pango": _told("libpango-1.0", "pango_version_string"),
        "harfbuzz": _told("libharfbuzz", "hb_version_string"),
        "harfbuzz-subset": "there" if loaded("libharfbuzz-subset") else "not there",
    }


def _told(stem: str, function: str) -> str:
    library = loaded(stem)
    if library is None:
        return "not there"
    ask = getattr(library, function)
    ask.restype = ctypes.c_char_p
    return bytes(ask()).decode("ascii", "replace")
