"""What `docs/scaling.md` tells schedulers to run is run, with the variables set as a scheduler sets them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "scaling.md").read_text("utf-8")


def block(containing: str) -> str:
    """The block of code of the page with these words."""
    found = [text for text in re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if containing in text]
    assert len(found) == 1, containing
    return str(found[0])


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a script where `handouts` is this program."""
    program = folder / "bin" / "handouts"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m handouts "$@" --dry-run\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", script], cwd=folder, env=os.environ | {"PATH": path} | variables,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A list of five patients, split as the page says, but after two."""
    rows = [{"id": str(number), "conditions": "heel-spur"} for number in range(5)]
    (tmp_path / "patients.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert shell(block("split --lines").replace("40000", "2"), tmp_path).returncode == 0
    assert sorted(path.name for path in tmp_path.glob("part-*")) == [f"part-00{n}.jsonl" for n in range(3)]
    return tmp_path


@pytest.mark.parametrize(("index", "rows"), [("0", "2"), ("2", "1")])
def test_the_task_of_the_indexed_job_takes_its_part(parts: Path, index: str, rows: str) -> None:
    job = yaml.safe_load(block("kind: Job"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"]
    told = shell(container["args"][0], parts, JOB_COMPLETION_INDEX=index)
    assert told.returncode == 0, told.stderr
    assert re.search(rf"\b{rows} rows?\b", told.stdout + told.stderr), told


def test_the_task_of_the_job_array_takes_its_part(parts: Path) -> None:
    script = block("#SBATCH")
    told = shell(script, parts, SLURM_ARRAY_TASK_ID="2", SLURM_CPUS_PER_TASK="1")
    assert told.returncode == 0, told.stderr
    assert "1 row" in told.stdout + told.stderr, told


def test_a_task_that_has_no_part_fails(parts: Path) -> None:
    assert shell(block("#SBATCH"), parts, SLURM_ARRAY_TASK_ID="7", SLURM_CPUS_PER_TASK="1").returncode not in (0, 1)
