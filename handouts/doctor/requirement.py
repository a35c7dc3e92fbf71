"""The check of one requirement, and the commands that meet it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

State = Literal["ok", "weak", "fault"]

#: What installs a missing library, by the package manager that is there.
MANAGERS = {"apt-get": "sudo apt-get install", "dnf": "sudo dnf install", "apk": "sudo apk add", "brew": "brew install"}
PACKAGES = {
    "pango": {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "apk": "pango fontconfig", "brew": "pango"},
    "subset": {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "apk": "harfbuzz-subset", "brew": "harfbuzz"},
    "python": {"apt-get": "python3 python3-venv", "dnf": "python3", "apk": "python3", "brew": "python"},
}


@dataclass(frozen=True, slots=True)
class Check:
    """The check of one requirement: what was found, and in `mend` how to meet it."""

    name: str
    state: State
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
