"""Words of the command line, given to the program; and a folder of content with one file changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from handouts.cli.program import program

ROOT = Path(__file__).parent.parent.parent
SHIPPED = ROOT / "content"


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def spawn(*words: str, **more: object) -> subprocess.Popen[str]:
    """The real program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("FORCE_COLOR", None)
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-P", "-m", "handouts", *words],
        env=environment, stdin=subprocess.DEVNULL, text=True, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def overlay(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A folder of one's own with one shipped file, changed."""
    path = folder / "mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(change((SHIPPED / name).read_text("utf-8")), "utf-8")
    return folder / "mine"


def spoilt(text: str) -> str:
    """An exercise with a hold out of its limits."""
    return re.sub(r"hold_s: \{is: \d+", "hold_s: {is: 300", text)
