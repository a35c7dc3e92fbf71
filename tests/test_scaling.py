"""What `docs/scaling.md` tells schedulers to run is run, with the variables set as a scheduler sets them."""

from __future__ import annotations

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
def folder(tmp_path: Path) -> Path:
    """A list of forty patients."""
    (tmp_path / "patients.csv").write_text("id,conditions\n" + "".join(f"{row},heel-spur\n" for row in range(40)))
    return tmp_path


def rows(told: subprocess.CompletedProcess[str]) -> int:
    assert told.returncode == 0, told.stderr
    found = re.search(r"40 rows, (\d+) of them in share \d+ of 10: ", told.stderr)
    assert found, told.stderr
    return int(found[1])


@pytest.mark.slow
def test_the_tasks_of_the_indexed_job_take_all_shares(folder: Path) -> None:
    job = yaml.safe_load(block("kind: Job"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"]
    tasks = [
        shell(container["args"][0], folder, JOB_COMPLETION_INDEX=str(index))
        for index in range(job["spec"]["completions"])
    ]
    assert sum(map(rows, tasks)) == 40


@pytest.mark.slow
def test_the_tasks_of_the_job_array_take_all_shares(folder: Path) -> None:
    script = block("#SBATCH")
    array = re.search(r"--array=(\d+)-(\d+)", script)
    assert array
    numbers = range(int(array[1]), int(array[2]) + 1)
    tasks = [shell(script, folder, SLURM_ARRAY_TASK_ID=str(number), SLURM_CPUS_PER_TASK="1") for number in numbers]
    assert sum(map(rows, tasks)) == 40


def test_a_task_that_has_no_share_fails(folder: Path) -> None:
    assert shell(block("#SBATCH"), folder, SLURM_ARRAY_TASK_ID="11", SLURM_CPUS_PER_TASK="1").returncode == 2
