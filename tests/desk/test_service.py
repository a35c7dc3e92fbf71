"""The unit and the recipe of `docs/service.md`: systemd reads the one, the program takes the command lines of both."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.cli import desk
from handouts.pipeline.machine import PACKAGES

PAGE = (Path(__file__).parents[2] / "docs" / "service.md").read_text("utf-8")
UNIT, RECIPE = (re.findall(rf"(?s)```{kind}\n(.*?)```", PAGE)[0] for kind in ("ini", "dockerfile"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_reads_the_unit_without_complaint(tmp_path: Path) -> None:
    unit = tmp_path / "handouts.service"
    # systemd looks for the program, which is not installed there; root is not needed to look.
    unit.write_text(UNIT.replace("/opt/handouts/bin/handouts", sys.executable), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    unit.write_text(UNIT.replace("NoNewPrivileges", "NoNewPrivilege"), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert "NoNewPrivilege" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        shlex.split(re.findall("(?m)^ExecStart=(.+)$", UNIT)[0]),
        json.loads(re.findall("(?m)^ENTRYPOINT (.+)$", RECIPE)[0]),
        shlex.split(re.findall(r"(?m)^HANDOUTS_DESK_TOKEN=\S+ (.+)$", PAGE)[0]),
    ],
    ids=["unit", "recipe", "first command"],
)
def test_the_program_takes_the_options_of_the_document(words: list[str]) -> None:
    options = [word for word in words[2:] if word.startswith("--")]
    assert words[1] == "desk" and options
    known = {name for option in desk.command.params for name in option.opts}
    assert set(options) <= known


def test_the_recipe_installs_the_packages_that_the_doctor_asks_for() -> None:
    asked = {name for kind in ("pango", "subset") for name in PACKAGES[kind]["apt-get"].split()}
    assert asked and all(name in RECIPE.split() for name in asked)
