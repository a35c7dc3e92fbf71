"""The recipes of docs/how-to, carried out in a copy of the program."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / "docs" / "how-to" / name).read_text("utf-8")


def blocks(recipe: str, language: str) -> list[str]:
    """The fenced blocks of a language, in their order."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", recipe, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, block in found]


def run(root: Path, *words: str) -> str:
    """The standard output of the copied program, which must succeed."""
    command = [sys.executable, "-P", "-m", "handouts", *words]
    environment = {"PYTHONPATH": str(root), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def touched(root: Path) -> list[str]:
    """The files of the copy that are new or changed."""
    return sorted(
        path.relative_to(root).as_posix()
        for name in ("handouts", "content", "templates", "styles")
        for path in (root / name).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not ((kept := ROOT / path.relative_to(root)).is_file() and kept.read_bytes() == path.read_bytes())
    )
