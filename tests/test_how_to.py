"""The recipes of docs/how-to/, followed step by step in a temporary copy.

The recipe of a prop has its test in figures/props/.
"""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest
import yaml
from checks import planting
from click.testing import CliRunner

from handouts import checks, library
from handouts.checks import language
from handouts.cli import explain
from handouts.cli.program import program
from handouts.diagnostics import CODES, Rule, Severity

ROOT = Path(__file__).parent.parent
HOW_TO = ROOT / "docs" / "how-to"
INDEX = HOW_TO / "README.md"


def steps(recipe: str) -> list[str]:
    """The numbered steps of a recipe."""
    return re.split(r"^\d+\. ", (HOW_TO / f"{recipe}.md").read_text("utf-8"), flags=re.MULTILINE)[1:]


def block(step: str, language: str) -> str:
    """The fenced block of a step."""
    found = re.search(rf"^ *```{language}\n(.*?)^ *```", step, re.DOTALL | re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found[1])


def run(command: str) -> str:
    """Output and messages of a command that must succeed."""
    result = CliRunner().invoke(program, shlex.split(command)[1:])
    assert result.exit_code == 0, result.stderr
    return result.stdout + result.stderr


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def touched(folder: Path, before: dict[str, bytes]) -> list[str]:
    """The names of new and changed files."""
    return sorted(name for name, data in snapshot(folder).items() if before.get(name) != data)


def files_in_index(recipe: str) -> int:
    """How many files an author writes by hand, as the index says."""
    found = re.search(rf"^\| .* \| \[{recipe}\.md\]\(.*\) \| (\d+) \|$", INDEX.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return int(found[1])


@pytest.fixture
def copy(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped folders, which the verbs read in place of the originals."""
    for name in ("content", "styles", "templates"):
        shutil.copytree(ROOT / name, here / name)
    monkeypatch.setattr(library, "data_root", lambda: here)
    return here


def rewritten(path: Path, model: Path, **changes: str) -> None:
    """Write a record as an author would: the fields of another record, some of them changed."""
    text = model.read_text("utf-8")
    for field, value in changes.items():
        text, count = re.subn(rf"^{field}:.*\n(?:[ -].*\n)*", f"{field}: {value}\n", text, flags=re.MULTILINE)
        assert count == 1, field
    path.write_text(text, "utf-8")


def test_a_condition_touches_one_file(copy: Path) -> None:
    before = snapshot(copy)
    new, write, check, make = steps("condition")
    run(block(new, "sh"))
    path = copy / "content" / "conditions" / "hip-bursitis.yaml"
    assert f"`{path.relative_to(copy)}`" in write
    model = path.with_name("heel-bursitis.yaml")
    rewritten(path, model, reference="HIP", title="Hip bursitis", plain_name="Soreness at the side of your hip")
    run(block(check, "sh"))
    assert touched(copy, before) == ["content/conditions/hip-bursitis.yaml"]
    assert files_in_index("condition") == 1
    run(block(make, "sh"))
    assert "Hip bursitis" in (copy / "hip-bursitis.html").read_text("utf-8")
    assert "hip-bursitis " in run("handouts list")


def test_a_condition_of_the_skeleton_is_printed_with_its_open_texts_counted(copy: Path) -> None:
    new, _, _, make = steps("condition")
    run(block(new, "sh"))
    assert "warning[HND310]" in run(block(make, "sh"))


@pytest.mark.slow  # draws an exercise, which takes seconds
def test_an_exercise_touches_one_file_beside_its_drawing(copy: Path) -> None:
    before = snapshot(copy)
    new, write, describe, draw, show = steps("exercise")
    run(block(new, "sh"))
    path = copy / "content" / "exercises" / "wall-lean.yaml"
    assert f"`{path.relative_to(copy)}`" in write
    rewritten(path, path.with_name("calf-stretch-wall.yaml"), name="Wall lean", pose="{}")
    path.write_text(path.read_text("utf-8").replace("pose: {}\n", block(describe, "yaml")), "utf-8")
    assert touched(copy, before) == ["content/exercises/wall-lean.yaml"]
    assert files_in_index("exercise") == 1
    run(block(draw, "sh"))
    drawing = sorted(set(touched(copy, before)) - {"content/exercises/wall-lean.yaml"})
    assert drawing == [f"content/figures/wall-lean{end}" for end in ("-finish.svg", "-start.svg", ".json")]
    assert all(Path(name).name.removeprefix("wall-lean") in draw for name in drawing)
    assert "Wall lean" in run(block(show, "sh"))
    assert not [one for one in library.load([copy / "content"], copy / "styles")[1] if "wall-lean" in str(one)]


def test_a_check_touches_five_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check, listed, code, section, case, update = steps("check")
    by_hand = [
        re.findall(r"`((?:handouts|docs|tests)/[^`]+\.\w+)`", step)[0] for step in (check, listed, code, section, case)
    ]
    assert len(set(by_hand)) == files_in_index("check") == 5
    assert "docs/standards.md" in update and block(update, "sh") == "python tests/test_docs.py --update\n"

    added = dict(vars(language))
    exec(block(check, "python"), added)
    path = tmp_path / Path(by_hand[-1]).name
    path.write_text(block(case, "yaml"), "utf-8")
    planted = planting.planted(planting.Case.read(path), tmp_path / "library")
    assert planting.found_in(planted) == []

    assert "`language.exclamations`" in listed
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, added["exclamations"]))
    line = eval("{" + block(code, "text") + "}", {"Rule": Rule, "_WARN": Severity.WARNING})
    assert not set(line) & set(CODES)
    [new_code] = line
    for name, rule in line.items():
        monkeypatch.setitem(CODES, name, rule)

    [expected] = yaml.safe_load(block(case, "yaml"))["finds"]
    [found] = planting.found_in(planted)
    assert (found.code, found.message, planting.words_at(found)) == (new_code, expected["message"], expected["words"])
    assert planting.found_in(planting.MINI) == []
    parts = explain.sections(block(section, "markdown"))[new_code]
    assert CODES[new_code].title in block(section, "markdown").splitlines()[0]
    assert [
        part in parts for part in ("**What it means.**", "**Why it matters.**", "**Example.**", "**Instead.**")
    ] == [True] * 4


def test_the_index_lists_every_recipe() -> None:
    listed = set(re.findall(r"\]\((\w+\.md)\)", INDEX.read_text("utf-8")))
    assert listed >= {path.name for path in HOW_TO.glob("*.md")} - {"README.md"}
