"""docs/mail-merge.md says what is true: its examples are read, its commands are run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from handouts.batch.patients import column_names, file_names
from handouts.cli.program import program
from handouts.pdf import combine
from handouts.pdf.combine import PrintFile

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "mail-merge.md").read_text("utf-8")


def blocks(info: str) -> list[str]:
    return re.findall(rf"^```{info}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_examples_are_the_files_that_they_name() -> None:
    assert blocks("csv") == [(DOCS / "examples/patients.csv").read_text("utf-8")]
    assert blocks("yaml") == [(DOCS / "examples/columns.yaml").read_text("utf-8")]


def test_the_table_of_columns_is_that_of_the_program() -> None:
    rows = re.findall(r"^\| `([a-z.-]+)` \|([^|]*)\|", TEXT, re.MULTILINE)
    named = {name: tuple(re.findall("`([^`]+)`", others)) for name, others in rows}
    setting = named.pop("calf-stretch-wall.hold")
    assert setting == () and column_names.SETTING.fullmatch("calf-stretch-wall.hold")
    assert {name: set(others) for name, others in named.items()} == {
        name: set(others) for name, others in column_names.FIELDS.items()
    }
    assert all(f"`{form}`" in TEXT for form in column_names.DAYS)
    assert all(f"{{{part}}}" in TEXT for part in file_names.PARTS)


def test_the_example_of_columns_has_no_fault() -> None:
    own, found = column_names.read((DOCS / "examples/columns.yaml").read_bytes(), "columns.yaml")
    assert found == []
    assert own.field_of("hospital no.") == "id" and own.days == "day/month/year"


def test_the_commands_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only_set: object) -> None:
    monkeypatch.setattr(combine, "combine_leaflets", lambda leaflets: PrintFile(data for _, data in leaflets))
    monkeypatch.chdir(tmp_path)
    shutil.copy(DOCS / "examples/patients.csv", tmp_path)
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 7
    for command in commands:
        if "failed.csv" in command:
            (tmp_path / "leaflets/failed.csv").write_text("row,reason,conditions\n9,HND909 …,heel-spur\n")
        words = re.findall(r'"[^"]*"|\S+', command)[1:]
        here = ["--jobs", "0"] if words[0] == "mail-merge" else []
        result = CliRunner().invoke(program, [*(word.strip('"') for word in words), *here])
        assert result.exit_code == 0, f"{command}\n{result.stderr}"
    assert "X-1004-plantar-fasciitis.pdf" in {path.name for path in (tmp_path / "by-number").iterdir()}
    assert "0009-heel-spur.pdf" in {path.name for path in (tmp_path / "leaflets").iterdir()}
