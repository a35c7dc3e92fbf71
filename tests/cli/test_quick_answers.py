"""Help, version and completion answer at once."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys

import pytest

from handouts.cli import options
from handouts.cli.program import VERBS
from handouts.model import choices

from .commands import ROOT, run

HEAVY = {"weasyprint", "pydantic", "babel", "yaml", "jinja2", "fontTools", "pikepdf"}


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--help"], {}),
        (["--version"], {}),
        (["make", "--help"], {}),
        (["export", "--help"], {}),
        (["verify", "--help"], {}),
        ([], {"_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make heel-sp", "COMP_CWORD": "2"}),
    ],
    ids=["help", "version", "help of a verb", "help of export", "help of verify", "completion"],
)
def test_a_quick_answer_imports_nothing_heavy(words: list[str], variables: dict[str, str]) -> None:
    code = (
        "import sys\nfrom handouts.cli import main\n"
        f"sys.argv = ['handouts', *{words!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **variables},
    )
    loaded = set(result.stderr.split())
    assert "handouts" in loaded and "click" in loaded
    assert not loaded & HEAVY
    assert result.stdout


def test_completion_knows_the_conditions() -> None:
    variables = {"_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make heel-sp", "COMP_CWORD": "2"}
    result = subprocess.run(
        [sys.executable, "-m", "handouts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        check=False,
    )
    assert result.stdout == "plain,heel-spur\n"


def cpu_s(*words: str) -> float:
    """The least processor time of three runs."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_help_takes_less_than_three_times_as_long_as_its_library_for_commands() -> None:
    """It takes twice as long; with the model or the engine imported, five times and more."""
    assert cpu_s("-m", "handouts", "--help") < 3 * cpu_s("-c", "import click")


def test_the_overview_names_every_verb() -> None:
    result = run("--help").stdout
    assert all(re.search(rf"^  {verb} ", result, re.MULTILINE) for verb in VERBS)
    assert run("--version").stdout == "handouts 0.1.0\n"


def test_what_is_written_twice_to_import_nothing_is_the_same() -> None:
    assert options.MOST_EXERCISES == choices.MOST_EXERCISES
