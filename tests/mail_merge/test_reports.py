"""What `mail-merge` reads and reports, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from handouts.batch import lock
from handouts.batch.mail_merge import row_faults
from handouts.batch.mail_merge.row_faults import MOST_MEANT
from handouts.cli.exit_codes import ExitCode
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.files import writing
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, printing

from .commands import FAILING, LIST, SECRETS, again, files, run


def test_programs_get_everything(here: Path, printed: list[Leaflet]) -> None:
    result = json.loads(run("--report", "json", rows=FAILING).stdout)
    assert result["counts"] == {"printed": 3, "there_already": 0, "not_printed": 0, "failed": 3}
    assert result["leaflets"][0] == {
        "row": 1,
        "file": "0001-heel-spur.pdf",
        "state": "printed",
        "pages": 0,
        "in_full": "fewer than 4 are alike",
    }
    assert result["failed_rows"] == [4, 5, 6]
    assert {one["code"] for one in result["findings"]} >= {"HND909", "HND001", "HND403"}
    suite = ElementTree.fromstring(again("--report", "junit").stdout)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("6", "3")
    assert "::error file=list.csv,line=5,col=10," in again("--report", "github").stdout


def test_a_list_of_json_lines(here: Path, printed: list[Leaflet]) -> None:
    rows = '{"conditions": ["heel-spur"], "name": "Ann"}\n{"conditions": "heel-spurr"}\n'
    assert run(rows=rows, name="list.jsonl").exit_code == 3
    assert files() == ["0001-heel-spur.pdf", "failed.jsonl"]


def test_a_list_from_standard_input(here: Path, printed: list[Leaflet]) -> None:
    result = CliRunner().invoke(program, ["mail-merge", "-", "-o", "out", "--jobs", "0"], input=LIST)
    assert result.exit_code == 0


def test_columns_of_ones_own(here: Path, printed: list[Leaflet]) -> None:
    Path("map.yaml").write_text("columns: {name: Full name, conditions: Diagnosis}\nignore: [Phone]\n")
    rows = "Full name,Diagnosis,Phone\nAnn,heel-spur,01632\n"
    assert run("--columns", "map.yaml", rows=rows).exit_code == 0
    Path("map.yaml").write_text("columns: {nmae: Full name}\n")
    result = run("--columns", "map.yaml", rows=rows)
    assert result.exit_code == 1
    assert "error[HND907]: there is no field `nmae`\n  map.yaml:1:11\n  1 | columns: {nmae: Full name}" in result.stderr


def test_names_with_words_of_the_patient_only_on_request(here: Path, printed: list[Leaflet]) -> None:
    assert run("--name", "{id}_{name}").exit_code == 0
    assert files() == ["QX-1_Zebulon-Quill.pdf", "QX-2_Yolanda-Thrush.pdf", "_Wanda-Vogel.pdf"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--name", "{nmae}"], "there is no `{nmae}` in a name: did you mean `name`?"),
        (["--clinic", "exampel"], "there is no clinic `exampel`: did you mean `example`?"),
        (["--edition", "a44"], "there is no edition `a44`"),
        (["--columns", "nowhere.yaml"], "does not exist"),
        (["--date", "soon"], "is not a date"),
    ],
)
def test_wrong_words_of_the_command(here: Path, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not Path("out").exists()


def test_a_list_that_is_not_there(here: Path) -> None:
    result = again(name="nowhere.csv")
    assert (result.exit_code, "error[HND701]: `nowhere.csv` cannot be read" in result.stderr) == (74, True)


def test_a_list_that_cannot_be_read(here: Path) -> None:
    result = run(rows=b"PK\x03\x04")
    assert (result.exit_code, "error[HND901]" in result.stderr) == (1, True)


def test_a_full_disk_ends_the_run_once(here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch) -> None:
    lost = [Diagnostic("HND702", "the disk is full", "make room")]
    monkeypatch.setattr(writing, "save_many", lambda *_: lost)
    result = run()
    assert result.exit_code == ExitCode.IO
    assert result.stderr.count("HND702") == 1
    assert "3 rows: 3 not printed" in result.stderr
    assert files() == []


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EISDIR, errno.ENAMETOOLONG])
def test_a_disk_that_fails_at_a_leaflet_does_not_show_whose_it_is(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def failing(temporary: Path, path: Path) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(writing, "_put_in_place", failing)
    result = run("--name", "{name}_{id}")
    assert result.exit_code == ExitCode.IO
    assert "error[HND702]: the leaflet of row 1 cannot be written" in result.stderr
    assert not [secret for secret in SECRETS if secret in result.stdout + result.stderr]


def test_a_file_of_failed_rows_that_cannot_be_deleted(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(rows=FAILING)
    whole = FAILING.replace("-13-", "-12-").replace("spurr", "spur").replace("999s", "20s")
    with monkeypatch.context() as patched:
        unlink = Path.unlink

        def refused(self: Path, missing_ok: bool = False) -> None:
            if self.name == "failed.csv":
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            unlink(self, missing_ok)

        patched.setattr(Path, "unlink", refused)
        result = run(rows=whole)
    assert result.exit_code == ExitCode.IO
    assert "error[HND702]: `out/failed.csv` cannot be deleted: you may not write there" in result.stderr


def test_a_disk_without_locks_ends_the_run(here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_taken", refused)
    result = run()
    assert result.exit_code == ExitCode.IO
    assert result.stderr.count("error[") == 1 and "this disk keeps no locks" in result.stderr
    assert not printed


def test_rows_that_a_run_did_not_come_to_are_not_reported_as_passed(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = printing.print_leaflet

    def interrupted(*given: Any) -> Printed:
        os.kill(os.getpid(), signal.SIGINT)
        return write(*given)

    monkeypatch.setattr(printing, "print_leaflet", interrupted)
    result = run("--report", "junit")
    assert result.exit_code == ExitCode.INTERRUPTED
    (suite,) = ElementTree.fromstring(result.stdout)
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "0", "2")
    assert [case.get("name") for case in suite.findall("testcase[skipped]")] == ["row 2", "row 3"]


@pytest.mark.skipif(sys.platform == "win32", reason="locks are found otherwise there")
def test_two_runs_into_one_folder(here: Path, printed: list[Leaflet]) -> None:
    from handouts.batch import folder

    with folder.opened(Path("out"), "mail-merge"):
        result = run()
    assert result.exit_code == ExitCode.BUSY
    assert "error[HND950]" in result.stderr
    assert not printed


def test_one_cause_in_many_rows_is_reported_once_and_every_row_kept(here: Path, printed: list[Leaflet]) -> None:
    rows = "id,name,conditions,born\n" + "".join(f"{n},Ann,heel-spur,31/02/1961\n" for n in range(200))
    result = run("--dry-run", "--report", "json", rows=rows)
    said = json.loads(result.stdout)
    [found] = said["findings"]
    assert found["message"].startswith("200 rows, `born`:") and found["message"].endswith(
        "rows 1, 2, 3 and 197 more (rows 2, 3 and 4 of the spreadsheet)"
    )
    assert (found["span"]["line"], len(said["failed_rows"])) == (2, 200)
    suite = ElementTree.fromstring(run("--report", "junit", rows=rows).stdout)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("200", "200")
    assert Path("out/failed.csv").read_text("utf-8-sig").count("HND909 row") == 200


@pytest.mark.parametrize(("wrong", "searches"), [("heal-spur", 1), ("x{row}-spur", MOST_MEANT)], ids=["one", "many"])
def test_nearest_id_is_not_searched_for_every_row(
    here: Path, wrong: str, searches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search takes as long as all else that is done for ten rows."""
    searched = []
    monkeypatch.setattr(row_faults, "slip_of", lambda word, known: searched.append(word))
    rows = "id,conditions\n" + "".join(f"{n},{wrong.format(row=n)}\n" for n in range(300))
    assert run("--dry-run", rows=rows).exit_code == 1
    assert len(searched) == searches


def test_what_merging_finds_names_its_rows(here: Path, printed: list[Leaflet]) -> None:
    pair = "achilles-tendinopathy; heel-spur"
    result = run("--dry-run", rows=f"conditions,name\n{pair},Ann\nheel-spur,Bo\n{pair},Cy\n")
    assert 'warning[HND407]: rows 1 and 3: "Do build up walking and sport slowly." is left out' in result.stderr
    assert result.stderr.count("HND407") == 1
