"""The commands for schedulers in `docs/scaling.md` run, with the variables set as a scheduler sets them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from handouts.cli.program import program

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "scaling.md").read_text("utf-8")


def block(containing: str) -> str:
    """The block of code of the page with these words."""
    found = [text for text in re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if containing in text]
    assert len(found) == 1, containing
    return str(found[0])


def shell(script: str, folder: Path, **variables: str) -> Result:
    """Runs a script in a shell where `handouts` notes its words, then this program with them."""
    noting = folder / "bin" / "handouts"
    noting.parent.mkdir(exist_ok=True)
    noting.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    noting.chmod(0o755)
    path = f"{noting.parent}{os.pathsep}{os.environ['PATH']}"
    noted = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=os.environ | {"PATH": path} | variables,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return CliRunner().invoke(program, [*noted.stdout.splitlines(), "--dry-run"])


@pytest.fixture
def folder(tmp_path: Path, read_once: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of forty patients."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "patients.csv").write_text("id,conditions\n" + "".join(f"{row},heel-spur\n" for row in range(40)))
    return tmp_path


def rows(result: Result) -> int:
    assert result.exit_code == 0, result.stderr
    found = re.search(r"40 rows, (\d+) of them in share \d+ of 10: ", result.stderr)
    assert found, result.stderr
    return int(found[1])


@pytest.mark.slow  # every task is a run of its own
def test_the_tasks_of_the_indexed_job_take_all_shares(folder: Path) -> None:
    job = yaml.safe_load(block("kind: Job"))
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["sh", "-c"]
    tasks = [
        shell(container["args"][0], folder, JOB_COMPLETION_INDEX=str(index))
        for index in range(job["spec"]["completions"])
    ]
    assert sum(map(rows, tasks)) == 40


@pytest.mark.slow  # every task is a run of its own
def test_the_tasks_of_the_job_array_take_all_shares(folder: Path) -> None:
    script = block("#SBATCH")
    array = re.search(r"--array=(\d+)-(\d+)", script)
    assert array
    numbers = range(int(array[1]), int(array[2]) + 1)
    tasks = [shell(script, folder, SLURM_ARRAY_TASK_ID=str(number), SLURM_CPUS_PER_TASK="1") for number in numbers]
    assert sum(map(rows, tasks)) == 40


def test_a_task_that_has_no_share_fails(folder: Path) -> None:
    assert shell(block("#SBATCH"), folder, SLURM_ARRAY_TASK_ID="11", SLURM_CPUS_PER_TASK="1").exit_code == 2
