"""The recipe of docs/how-to/prop.md, followed step by step."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
RECIPE = (ROOT / "docs" / "how-to" / "prop.md").read_text(encoding="utf-8")

#: Draw the pose of standard input with the props of one more folder.
DRAW = """
import json, sys
from handouts.figures import props
props.__path__.append(sys.argv[1])
from handouts.figures.draw import draw

import pytest
drawing, found = draw("new", json.load(sys.stdin), lambda path: None)
print(json.dumps([[str(one) for one in found], drawing and drawing.checks, drawing and drawing.frames[-1].svg]))
"""


def block(language: str) -> str:
    """A fenced block of the recipe."""
    found = re.search(rf"^( *)```{language}\n(.*?)^ *```", RECIPE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found[2])


def test_a_prop_touches_two_files() -> None:
    steps = re.findall(r"^\d\. .*", RECIPE, re.MULTILINE)
    files = [path for step in steps for path in re.findall(r"`((?:handouts|docs)/[^`]+)`", step)]
    assert files == ["handouts/figures/props/block.py", "docs/figures.md"]


@pytest.mark.slow  # a figure is drawn and checked
def test_a_prop_of_one_file_is_read_placed_and_checked(tmp_path: Path) -> None:
    pose = yaml.safe_load(block("yaml"))
    command = [sys.executable, "-c", DRAW, str(tmp_path)]

    def draw() -> list[object]:
        run = subprocess.run(command, input=json.dumps(pose), capture_output=True, text=True, cwd=ROOT, check=True)
        found: list[object] = json.loads(run.stdout)
        return found

    without, _, _ = draw()
    assert "cannot read" in str(without), "nothing but the file makes the block known"
    (tmp_path / "block.py").write_text(block("python"), encoding="utf-8")
    found, checks, svg = draw()
    assert found == []
    assert isinstance(checks, dict) and isinstance(svg, str)
    assert abs(checks["finish"]["contact_mm"]["right foot on block"]) < 1
    assert checks["finish"]["touching_seen"]["block"] > 0.4
    assert "#C9B8DC" in svg
