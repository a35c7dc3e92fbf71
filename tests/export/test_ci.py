"""The example for continuous integration: its own steps, run in a shell."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from handouts.pipeline.machine import PACKAGES

from .conftest import ROOT

WORKFLOW = ROOT / "docs/ci/export.yml"

STEPS = [step for step in yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["export"]["steps"] if "run" in step]


def stand_in(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a runner: `handouts` is this one, and installing is only noted."""
    tools = tmp_path / "tools"
    tools.mkdir()
    stand_in(tools, "handouts", f'exec "{sys.executable}" -P -m handouts "$@"')
    for name in ("sudo", "python"):
        stand_in(tools, name, f'echo {name} "$@" >> {tmp_path}/installed')
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tools}:{os.environ['PATH']}", "WHAT": "heel-spur"}


@pytest.mark.slow
def test_the_steps_of_the_workflow_work_as_they_stand(tmp_path: Path, machine: dict[str, str]) -> None:
    work = tmp_path / "work"
    work.mkdir()
    said = {}
    for _ in range(2):
        for step in STEPS:
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", step["run"]], cwd=work, env=machine, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"{step['name']}\n{done.stdout}\n{done.stderr}"
            said[step["name"]] = done.stdout
    assert "::notice::1 leaflet: 1 fresh" in said["Print what changed"]  # the second time
    [suite] = ElementTree.parse(work / "leaflets.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [one["state"] for one in json.loads((work / "verified.json").read_text())] == ["current"]
    assert (work / "leaflets/example/heel-spur_a4.pdf").read_bytes().startswith(b"%PDF")
    installed = (tmp_path / "installed").read_text()
    assert set(PACKAGES["pango"]["apt-get"].split()) <= set(installed.split())
    assert PACKAGES["subset"]["apt-get"] in installed


def test_the_workflow_keeps_what_the_next_run_needs() -> None:
    text = WORKFLOW.read_text("utf-8")
    assert re.search(r"actions/cache@v\d+\n +with:\n +path: leaflets\n", text)
    assert [step["name"] for step in STEPS][:1] == ["Install"] and len(STEPS) == 5
