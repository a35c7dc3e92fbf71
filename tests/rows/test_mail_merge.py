"""`handouts mail-merge`: what is printed, what is told, and how it ends."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from handouts import binding, printing, proof, saving, stamping, typeset
from handouts.batch import lock
from handouts.cli import terminal
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.exporting import inputs, planning
from handouts.formats import FORMATS, Printed
from handouts.formats.readback import ReadBack
from handouts.leaflet import Leaflet
from handouts.merging import tasks
from handouts.merging.tasks import Laying
from handouts.model import Edition
from handouts.printing import Paper
from handouts.proof import Proof
from handouts.stamping import Base, Page, Refusal
from handouts.stamping.comparing import difference

LIST = """id,name,born,conditions,side,set,notes
QX-1,Zebulon Quill,1957-03-04,heel-spur,left,calf-stretch-wall.hold=20s,Mind the vexed toe
QX-2,Yolanda Thrush,1962-03-04,heel-spur; plantar-fasciitis,,,
,,,heel-spur,,,
"""
SECRETS = ("Zebulon", "Quill", "Yolanda", "Thrush", "QX-", "1957-", "March", "vexed")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "HANDOUTS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Leaflet]:
    """A leaflet is set as HTML in place of a PDF, a second less for each; the list tells which were."""
    leaflets = []

    def only_set(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
        leaflets.append(leaflet)
        return FORMATS["html"](typeset.page(leaflet, paper.press), paper.pictures)

    monkeypatch.setattr(printing, "write", only_set)
    monkeypatch.setattr(proof, "read", lambda *_: Proof((), {}))
    return leaflets


def run(*words: str, rows: str | bytes = LIST, name: str = "list.csv") -> Result:
    Path(name).write_bytes(rows.encode() if isinstance(rows, str) else rows)
    return again(*words, name=name)


def again(*words: str, name: str = "list.csv") -> Result:
    return CliRunner().invoke(program, ["mail-merge", name, "-o", "out", "--jobs", "0", *words])


def files() -> list[str]:
    """Leaflets and failed rows."""
    names = (path.name for path in Path("out").iterdir())
    return sorted(name for name in names if not name.startswith((".", "manifest.")))


def kept() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path("out").rglob("*")) if path.is_file()}


def all_told(told: Result) -> str:
    """Everything but what stands in the leaflets and in the file of failed rows."""
    told_of = (*Path("out/.handouts").rglob("*"), *Path("out").glob("manifest*.json"))
    room = "".join(path.read_text("utf-8") for path in told_of if path.is_file())
    room = re.sub(r"[0-9a-f]{32,}", "", room)  # a hash may hold the figures of a year by chance
    return told.stdout + told.stderr + "".join(files()) + room


def test_every_row_gets_its_leaflet(here: Path, printed: list[Leaflet]) -> None:
    told = run()
    assert told.exit_code == 0, told.stderr
    assert files() == ["0001-heel-spur.pdf", "0002-heel-spur+plantar-fasciitis.pdf", "0003-heel-spur.pdf"]
    assert told.stderr.splitlines()[-1] == "3 rows: 3 printed"
    page = Path("out/0001-heel-spur.pdf").read_text("utf-8")
    for words in ("Zebulon Quill", "QX-1", "4 March 1957", "Mind the vexed toe", "left foot", "20 seconds"):
        assert words in page
    assert "Zebulon" not in Path("out/0002-heel-spur+plantar-fasciitis.pdf").read_text("utf-8")


def test_no_word_of_a_patient_is_told(here: Path, printed: list[Leaflet]) -> None:
    for words in ([], ["--format", "json"], ["--format", "github"], ["--format", "junit"], ["--dry-run"]):
        told = run(*words, rows=LIST + "QX-4,Zebulon Quill,1957-13-04,quill,front,vexed,Zebulon\u202e\nQX-5,Quill\n")
        assert told.exit_code in (1, 3)
        assert not [secret for secret in SECRETS if secret in all_told(told)]


def test_the_same_command_prints_nothing_anew(here: Path, printed: list[Leaflet]) -> None:
    run()
    before = kept()
    del printed[:]
    told = again()
    assert (told.exit_code, told.stderr.splitlines()[-1]) == (0, "3 rows: 3 there already")
    assert not printed and kept() == before


def test_a_lost_or_cut_file_and_a_changed_note_are_printed_anew(here: Path, printed: list[Leaflet]) -> None:
    run()
    whole = kept()
    Path("out/0002-heel-spur+plantar-fasciitis.pdf").unlink()
    Path("out/0003-heel-spur.pdf").write_bytes(b"%PDF")
    assert again().stderr.splitlines()[-1] == "3 rows: 2 printed, 1 there already"
    assert kept() == whole
    assert run(rows=LIST.replace("vexed", "cross")).stderr.splitlines()[-1] == "3 rows: 1 printed, 2 there already"
    assert "cross toe" in Path("out/0001-heel-spur.pdf").read_text("utf-8")


@pytest.mark.parametrize("package", ["uharfbuzz", "pikepdf", "weasyprint"])
def test_another_version_of_what_writes_the_files_prints_anew(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    run()
    monkeypatch.setattr(planning, "version", lambda name: "0" if name == package else version(name))
    assert again().stderr.splitlines()[-1] == "3 rows: 3 printed"


def test_other_code_that_fills_in_prints_anew(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    shutil.copytree(inputs.PACKAGE, "package", ignore=shutil.ignore_patterns("figures", "__pycache__"))
    monkeypatch.setattr(inputs, "PACKAGE", Path("package").resolve())
    assert again().stderr.splitlines()[-1] == "3 rows: 3 there already"
    with Path("package/stamping/fitting.py").open("a") as code:
        code.write("\nEDGE_PX = 0.06\n")
    assert again().stderr.splitlines()[-1] == "3 rows: 3 printed"


def test_a_cut_journal_costs_the_files_that_it_does_not_know(here: Path, printed: list[Leaflet]) -> None:
    run()
    whole = kept()
    journal = Path("out/.handouts/journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-20])
    told = again()
    assert told.exit_code == 2, "a file that nobody knows is not overwritten unasked"
    assert "HND003" in told.stderr
    assert again("--replace").stderr.splitlines()[-1] == "3 rows: 1 printed, 2 there already"
    assert kept() == whole


SHARED = LIST + "".join(f",,,{'no-such' if row in (5, 9, 12) else 'heel-bursitis'},,,\n" for row in range(4, 16))


def test_shares_together_are_the_whole_run_in_one_folder(here: Path, printed: list[Leaflet]) -> None:
    assert run(rows=SHARED).exit_code == 3
    whole = {name: Path("out", name).read_bytes() for name in files()}
    failed, manifest = Path("out/failed.csv").read_text().splitlines(), Path("out/manifest.json").read_bytes()
    shutil.rmtree("out")
    for share in ("1/3", "2/3", "3/3"):
        assert again("--shard", share).exit_code in (0, 3)
    made = {name: Path("out", name).read_bytes() for name in files()}
    reasons = [line for name in made if name.startswith("failed.") for line in made[name].decode().splitlines()[1:]]
    assert sorted(reasons) == sorted(failed[1:])
    assert {name: data for name, data in made.items() if name.endswith(".pdf")} == {
        name: data for name, data in whole.items() if name.endswith(".pdf")
    }
    assert sorted(path.name for path in Path("out").glob("manifest*")) == [f"manifest.{n}-of-3.json" for n in (1, 2, 3)]
    assert again().stderr.splitlines()[-2] == "15 rows: 12 there already, 3 failed", "who is whole knows all shares"
    assert [path.read_bytes() for path in Path("out").glob("manifest*")] == [manifest]


def test_a_share_tells_its_own_rows(here: Path, printed: list[Leaflet]) -> None:
    counts = []
    for share in ("1/2", "2/2"):
        told = json.loads(run("--shard", share, "--format", "json", rows=SHARED).stdout)
        counts.append((told["counts"]["printed"], told["failed_rows"]))
        assert told["rows"] == 15 and told["counts"]["printed"] == len(told["leaflets"])
    assert sum(made for made, _ in counts) == 12
    assert sorted(row for _, rows in counts for row in rows) == [5, 9, 12]
    junit = [ElementTree.fromstring(again("--shard", share, "--format", "junit").stdout) for share in ("1/2", "2/2")]
    assert sum(len(one.findall("testsuite/testcase")) for one in junit) == 15


def test_what_a_killed_run_left_beside_the_print_file_goes(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binding, "bound", lambda leaflets, told: [data for _, data in leaflets])
    half = Path(f"{saving._unfinished(Path('print.pdf'))}00.tmp")
    half.write_bytes(b"%PDF")
    Path(".handouts-of-another-00.tmp").write_bytes(b"%PDF")
    run(rows="conditions\nheel-spur\n")
    assert half.exists()
    assert again("--combined", "print.pdf").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == [
        ".handouts-of-another-00.tmp", "list.csv", "out", "print.pdf",
    ]  # fmt: skip


def test_what_a_killed_run_left_of_failed_rows_manifest_and_journal_goes(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    whole = kept()
    for path in map(Path, ("out/failed.csv", "out/manifest.json", "out/.handouts/journal.jsonl")):
        path.with_name(f"{saving._unfinished(path)}00.tmp").write_bytes(b"half")
    Path("out/manifest.json").unlink()
    again()
    assert kept() == whole


def test_a_share_binds_no_print_file(here: Path, printed: list[Leaflet]) -> None:
    told = run("--shard", "1/2", "--combined", "print.pdf")
    assert told.exit_code == 2 and "a share has not all leaflets of a print file" in told.stderr
    assert not printed and not Path("out").exists()


def test_strict_stops_every_share_when_a_row_of_any_is_wrong(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions\nheel-spur\nheel-spurr\n"
    for share in ("1/2", "2/2"):
        told = run("--strict", "--shard", share, rows=rows)
        assert told.exit_code == 1 and "row 2, `conditions`" in told.stderr
    assert not printed and not Path("out").exists()


def test_leaflets_of_other_patients_are_not_overwritten_unasked(here: Path, printed: list[Leaflet]) -> None:
    run()
    before = kept()
    other = LIST.replace("QX-1,Zebulon Quill", "QX-9,Walter Nimble")
    told = run(rows=other)
    assert told.exit_code == 2
    assert "row 1: its file is there already, of another patient" in told.stderr
    assert kept() == before
    assert run("--replace", rows=other).exit_code == 0
    assert "Walter" in Path("out/0001-heel-spur.pdf").read_text("utf-8")


def test_rows_that_ask_for_the_same_are_printed_once(here: Path, printed: list[Leaflet]) -> None:
    assert run(rows="conditions\nheel-spur\nheel-spur\nheel-spur\n").exit_code == 0
    assert len(printed) == 1 and len(files()) == 3


# ---------------------------------------------------------------- rows that fail

FAILING = (
    LIST
    + "QX-4,Ann,1961-13-04,heel-spur,,,\nQX-5,Bo,,heel-spurr,,,\nQX-6,Cy,,heel-spur,,calf-stretch-wall.hold=999s,\n"
)


def test_rows_that_fail_are_kept_with_their_reason_and_the_others_are_printed(
    here: Path, printed: list[Leaflet]
) -> None:
    told = run(rows=FAILING)
    assert told.exit_code == 3
    assert told.stderr.splitlines()[-2:] == [
        "6 rows: 3 printed, 3 failed",
        "mend the rows in out/failed.csv, then run that file",
    ]
    for words in (
        "error[HND909]: row 4, `born`: there is no such day\n  list.csv:5:10",
        "error[HND001]: row 5, `conditions`: there is no such condition\n  list.csv:6:10",
        "error[HND403]: row 6: calf-stretch-wall.hold = 999 is outside its limits\n  list.csv:7:21",
        "help: did you mean `heel-spur`?",
    ):
        assert words in told.stderr
    failed = Path("out/failed.csv").read_text("utf-8-sig")
    assert failed.startswith("row,reason,id,name,born,conditions,side,set,notes\n")
    assert [line[:2] for line in failed.splitlines()[1:]] == ["4,", "5,", "6,"]


def test_mended_rows_are_run_into_the_same_folder(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    mended = Path("out/failed.csv").read_text("utf-8-sig").replace("-13-", "-12-").replace("spurr", "spur")
    told = run(rows=mended, name="out/failed.csv")
    assert told.exit_code == 3
    assert files()[-3:] == ["0004-heel-spur.pdf", "0005-heel-spur.pdf", "failed.csv"]
    mended = Path("out/failed.csv").read_text("utf-8-sig").replace("999s", "20s")
    assert run(rows=mended, name="out/failed.csv").exit_code == 0
    assert len(files()) == 7 and Path("out/failed.csv").exists(), "a list of somebody's is not deleted"


def test_when_no_row_fails_an_old_file_of_failed_rows_goes(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    whole = FAILING.replace("-13-", "-12-").replace("spurr", "spur").replace("999s", "20s")
    assert run(rows=whole).exit_code == 0
    assert "failed.csv" not in files()


def test_strict_prints_nothing_when_a_row_is_wrong(here: Path, printed: list[Leaflet]) -> None:
    told = run("--strict", rows=FAILING)
    assert told.exit_code == 1
    assert not printed and not Path("out").exists()


def test_a_dry_run_writes_nothing(here: Path, printed: list[Leaflet]) -> None:
    assert run("--dry-run").exit_code == 0
    told = run("--dry-run", rows=FAILING)
    assert told.exit_code == 1
    assert "6 rows: 3 to print, 3 failed" in told.stderr
    assert not printed and not Path("out").exists()


def test_all_rows_wrong_is_exit_code_1(here: Path, printed: list[Leaflet]) -> None:
    assert run(rows="conditions\nheel-spurr\n").exit_code == 1
    assert not Path("out").exists(), "the list itself is what failed"


def test_what_the_press_finds_fails_the_row_without_a_word_of_the_patient(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Diagnostic("HND503", "“Zebulon Qu…” runs 3.0 mm out of its place", "shorten it"),)
    monkeypatch.setattr(printing, "write", lambda *_: Printed(b"%PDF", 4, found))
    told = run(rows="conditions,name\nheel-spur,Zebulon Quill\n")
    assert told.exit_code == 1
    assert files() == ["failed.csv"]
    assert "row 1: “(personal words)” runs 3.0 mm out of its place" in told.stderr
    assert not [secret for secret in SECRETS if secret in all_told(told)]


def test_a_language_that_nobody_wrote_is_refused(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,language\nheel-spur,en\nheel-spur,en-GB\nheel-spur,pl\n"
    told = run(rows=rows)
    assert told.exit_code == 3
    assert "row 3, `language`: there is no leaflet in this language" in told.stderr


def test_letters_without_a_font_fail_the_row(here: Path, printed: list[Leaflet]) -> None:
    told = run(rows="conditions,name\nheel-spur,張偉\nheel-spur,Łukasz Żółć\n")
    assert told.exit_code == 3
    assert "row 1, `name`: it holds letters that no bundled font has" in told.stderr
    assert files() == ["0002-heel-spur.pdf", "failed.csv"]


# ---------------------------------------------------------------- how it is told and how it ends


def test_programs_are_told_everything(here: Path, printed: list[Leaflet]) -> None:
    told = json.loads(run("--format", "json", rows=FAILING).stdout)
    assert told["counts"] == {"printed": 3, "there_already": 0, "not_printed": 0, "failed": 3}
    assert told["leaflets"][0] == {
        "row": 1,
        "file": "0001-heel-spur.pdf",
        "state": "printed",
        "pages": 0,
        "in_full": "fewer than 4 are alike",
    }
    assert told["failed_rows"] == [4, 5, 6]
    assert {one["code"] for one in told["findings"]} >= {"HND909", "HND001", "HND403"}
    suite = ElementTree.fromstring(again("--format", "junit").stdout)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("6", "3")
    assert "::error file=list.csv,line=5,col=10," in again("--format", "github").stdout


def test_a_list_of_json_lines(here: Path, printed: list[Leaflet]) -> None:
    rows = '{"conditions": ["heel-spur"], "name": "Ann"}\n{"conditions": "heel-spurr"}\n'
    assert run(rows=rows, name="list.jsonl").exit_code == 3
    assert files() == ["0001-heel-spur.pdf", "failed.jsonl"]


def test_a_list_from_standard_input(here: Path, printed: list[Leaflet]) -> None:
    told = CliRunner().invoke(program, ["mail-merge", "-", "-o", "out", "--jobs", "0"], input=LIST)
    assert told.exit_code == 0


def test_columns_of_ones_own(here: Path, printed: list[Leaflet]) -> None:
    Path("map.yaml").write_text("columns: {name: Full name, conditions: Diagnosis}\nignore: [Phone]\n")
    rows = "Full name,Diagnosis,Phone\nAnn,heel-spur,01632\n"
    assert run("--columns", "map.yaml", rows=rows).exit_code == 0
    Path("map.yaml").write_text("columns: {nmae: Full name}\n")
    told = run("--columns", "map.yaml", rows=rows)
    assert told.exit_code == 1
    assert "error[HND907]: there is no field `nmae`\n  map.yaml:1:11\n  1 | columns: {nmae: Full name}" in told.stderr


def test_names_with_words_of_the_patient_only_when_asked_for(here: Path, printed: list[Leaflet]) -> None:
    assert run("--name", "{id}_{name}").exit_code == 0
    assert files() == ["QX-1_Zebulon-Quill.pdf", "QX-2_Yolanda-Thrush.pdf", "_.pdf"]


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
    told = run(*words)
    assert told.exit_code == 2
    assert said in told.stderr
    assert not Path("out").exists()


def test_a_list_that_is_not_there(here: Path) -> None:
    told = again(name="nowhere.csv")
    assert (told.exit_code, "error[HND701]: `nowhere.csv` cannot be read" in told.stderr) == (74, True)


def test_a_list_that_cannot_be_read(here: Path) -> None:
    told = run(rows=b"PK\x03\x04")
    assert (told.exit_code, "error[HND901]" in told.stderr) == (1, True)


def test_a_full_disk_ends_the_run_once(here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch) -> None:
    lost = [Diagnostic("HND702", "the disk is full", "make room")]
    monkeypatch.setattr(saving, "save_many", lambda *_: lost)
    told = run()
    assert told.exit_code == terminal.IO
    assert told.stderr.count("HND702") == 1
    assert "3 rows: 3 not printed" in told.stderr
    assert files() == []


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EISDIR, errno.ENAMETOOLONG])
def test_a_disk_that_fails_at_a_leaflet_does_not_tell_whose_it_is(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def failing(temporary: Path, path: Path) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(saving, "_put_in_place", failing)
    told = run("--name", "{name}_{id}")
    assert told.exit_code == terminal.IO
    assert "error[HND702]: the leaflet of row 1 cannot be written" in told.stderr
    assert not [secret for secret in SECRETS if secret in told.stdout + told.stderr]


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
        told = run(rows=whole)
    assert told.exit_code == terminal.IO
    assert "error[HND702]: `out/failed.csv` cannot be deleted: you may not write there" in told.stderr


def test_a_disk_without_locks_ends_the_run(here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> bool:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_taken", refused)
    told = run()
    assert told.exit_code == terminal.IO
    assert told.stderr.count("error[") == 1 and "this disk keeps no locks" in told.stderr
    assert not printed


def test_rows_that_a_run_did_not_come_to_are_not_told_as_passed(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = printing.write

    def interrupted(*given: Any) -> Printed:
        os.kill(os.getpid(), signal.SIGINT)
        return write(*given)

    monkeypatch.setattr(printing, "write", interrupted)
    told = run("--format", "junit")
    assert told.exit_code == terminal.INTERRUPTED
    (suite,) = ElementTree.fromstring(told.stdout)
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "0", "2")
    assert [case.get("name") for case in suite.findall("testcase[skipped]")] == ["row 2", "row 3"]


@pytest.mark.skipif(sys.platform == "win32", reason="locks are told otherwise there")
def test_two_runs_into_one_folder(here: Path, printed: list[Leaflet]) -> None:
    from handouts.batch import folder

    with folder.opened(Path("out"), "mail-merge"):
        told = run()
    assert told.exit_code == terminal.BUSY
    assert "error[HND950]" in told.stderr
    assert not printed


def test_a_clinics_words_come_where_a_row_has_none(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,clinician,date,edition\nheel-spur,,,\nheel-spur,B. Physio,2026-01-02,large-print\n"
    assert run("--clinician", "C. Nurse", "--date", "2026-11-22", rows=rows).exit_code == 0
    assert [(one.personal.clinician, one.personal.date) for one in printed] == [
        ("C. Nurse", "22 November 2026"),
        ("B. Physio", "2 January 2026"),
    ]


def test_one_bad_row_in_ten_thousand_is_found_before_anything_is_printed(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,name,calf-stretch-wall.hold\n" + "heel-spur,Ann Example,20s\n" * 9_999 + "heel-spur,Bo,200s\n"
    told = run("--strict", rows=rows)
    assert told.exit_code == 1
    assert "row 10000" in told.stderr
    assert not printed


@pytest.mark.slow
def test_the_real_press_in_workers_prints_the_same_as_make(here: Path) -> None:
    rows = "conditions,name,side,set\nheel-spur,Ann Example,left,calf-stretch-wall.hold=20s\nheel-spur,Bo,,\n"
    Path("list.csv").write_text(rows)
    told = CliRunner().invoke(program, ["mail-merge", "list.csv", "-o", "out", "--jobs", "2"])
    assert told.exit_code == 0, told.stderr
    words = ["make", "heel-spur", "--for", "Ann Example", "--side", "left", "--set", "calf-stretch-wall.hold=20s"]
    assert CliRunner().invoke(program, [*words, "-o", "one.pdf"]).exit_code == 0
    assert Path("out/0001-heel-spur.pdf").read_bytes() == Path("one.pdf").read_bytes()
    assert re.fullmatch(r"2 rows: 2 printed", told.stderr.splitlines()[-1])
    shutil.rmtree("out")


# ---------------------------------------------------------------- filled into one layout

ALIKE = "conditions,name,set\n" + "".join(
    f"plantar-fasciitis,{name},calf-stretch-wall.hold={hold}s\n"
    for name, hold in (
        ("Ann Example", 20), ("Łukasz Żółć", 30), ("<b>{{ 7*7 }}</b> & =1+1", 20), ("Бо Quill", 20),
        ("Siobhán O’Neill", 40), ("Di", 20),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Six leaflets that are alike, of which one has letters of two scripts."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "list.csv").write_text(ALIKE, "utf-8")
    words = [str(folder / "list.csv"), "-o", str(folder / "out"), "--jobs", "0", "--why", "--verify", "6"]
    return folder, CliRunner().invoke(program, ["mail-merge", *words])


@pytest.mark.slow
def test_leaflets_that_are_alike_are_laid_out_once(filled_in: tuple[Path, Result]) -> None:
    _, told = filled_in
    assert told.exit_code == 0, told.stderr
    lines = told.stderr.splitlines()
    assert [line.split(":")[0] for line in lines if "in full" in line] == ["row 4 is printed in full"]
    assert lines[-1] == "6 rows: 6 printed"
    assert "HND914" not in told.stderr


@pytest.mark.slow
def test_a_filled_in_leaflet_is_what_make_prints_and_no_other_patient_is_in_it(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    one = folder / "one.pdf"
    words = ["make", "plantar-fasciitis", "--for", "Ann Example", "--set", "calf-stretch-wall.hold=20s", "-o", str(one)]
    assert CliRunner().invoke(program, words).exit_code == 0
    filled = (folder / "out/0001-plantar-fasciitis.pdf").read_bytes()
    assert difference(filled, one.read_bytes()) == ""
    with ReadBack((folder / "out/0003-plantar-fasciitis.pdf").read_bytes()) as back:
        text = back.text()
    assert "<b>{{ 7*7 }}</b> & =1+1" in text
    assert not [name for name in ("Ann Example", "Łukasz", "Quill", "Siobhán", "nnnn") if name in text]


@pytest.mark.slow
def test_shares_are_filled_in_as_the_whole_run_is(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    whole = {path.name: path.read_bytes() for path in (folder / "out").glob("*.pdf")}
    for share in ("1/2", "2/2"):
        words = [str(folder / "list.csv"), "-o", str(folder / "shares"), "--jobs", "0", "--verify", "0"]
        assert CliRunner().invoke(program, ["mail-merge", *words, "--shard", share]).exit_code == 0
    assert {path.name: path.read_bytes() for path in (folder / "shares").glob("*.pdf")} == whole


@pytest.mark.slow
def test_a_run_that_goes_on_ends_with_the_same_bytes(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    out = folder / "out"
    whole = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    (out / "0002-plantar-fasciitis.pdf").unlink()
    (out / "0006-plantar-fasciitis.pdf").unlink()
    words = [str(folder / "list.csv"), "-o", str(out), "--jobs", "0", "--verify", "0"]
    told = CliRunner().invoke(program, ["mail-merge", *words])
    assert told.stderr.splitlines()[-1] == "6 rows: 2 printed, 4 there already"
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == whole


@pytest.mark.slow
def test_all_are_bound_into_one_print_file_without_the_rows_that_failed(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    some = folder / "some.csv"
    some.write_text(ALIKE + "nothing-known,Nobody\n", "utf-8")
    print_file = folder / "print.pdf"
    words = ["mail-merge", str(some), "-o", str(folder / "out"), "--jobs", "0", "--combined", str(print_file)]
    told = CliRunner().invoke(program, words)
    assert told.exit_code == 3, told.stderr
    with ReadBack(print_file.read_bytes()) as back:
        count, text = len(back.page_sizes_mm()), back.text()
    assert f"print.pdf: 6 leaflets, {count} pages, without 1 row" in told.stderr
    assert text.index("Ann Example") < text.index("Łukasz") < text.index("Siobhán")
    before = print_file.read_bytes()
    told = CliRunner().invoke(program, [*words, "--format", "json"])
    assert print_file.read_bytes() == before
    assert json.loads(told.stdout)["combined"] == {"leaflets": 6, "pages": count, "blank": 0}


@pytest.mark.slow
def test_what_shares_printed_is_bound_by_a_run_without_a_share(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    words = ["mail-merge", str(folder / "list.csv"), "-o", str(folder / "bound"), "--jobs", "0", "--verify", "0"]
    for share in ("1/2", "2/2"):
        assert CliRunner().invoke(program, [*words, "--shard", share]).exit_code == 0
    told = CliRunner().invoke(program, [*words, "--combined", str(folder / "shares.pdf")])
    assert "6 rows: 6 there already" in told.stderr and "shares.pdf: 6 leaflets" in told.stderr, told.stderr


@pytest.mark.slow
def test_a_leaflet_that_somebody_changed_is_not_bound(filled_in: tuple[Path, Result]) -> None:
    folder, _ = filled_in
    leaflet = folder / "out/0002-plantar-fasciitis.pdf"
    whole = leaflet.read_bytes()
    words = ["mail-merge", str(folder / "list.csv"), "-o", str(folder / "out"), "--jobs", "0"]
    leaflet.write_bytes(whole[:-7] + b"%%eof\n\n")
    told = CliRunner().invoke(program, [*words, "--combined", str(folder / "changed.pdf")])
    leaflet.write_bytes(whole)
    assert told.exit_code == 1
    assert "HND915" in told.stderr and "row 2: its leaflet was changed or removed" in told.stderr
    assert not (folder / "changed.pdf").exists()


def test_the_place_of_the_print_file_is_looked_at_before_anything_is_printed(
    here: Path, printed: list[Leaflet]
) -> None:
    for path, said in (
        ("out/print.pdf", "beside the folder"), ("list.csv", "the list itself"), ("no/print.pdf", "no folder `no`"),
    ):  # fmt: skip
        told = run("--combined", path)
        assert told.exit_code == 2 and said in told.stderr, told.stderr
    told = run("--combined", "x" * 300)
    assert told.exit_code == terminal.IO and "HND702" in told.stderr and "its name is too long" in told.stderr
    assert not printed and not Path("out").exists() and Path("list.csv").read_text("utf-8") == LIST


def test_a_layout_is_read_back_as_a_full_print_is_before_it_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    warning, error = Diagnostic("HND505", "long", "shorten it"), Diagnostic("HND874", "lost", "look")
    laid = Base("", typeset.ROOMY, Page("", (), (), frozenset(), True), b"%PDF", 2, (warning,), (), (), (), ())
    monkeypatch.setattr(stamping, "base_of", lambda *_: laid)
    asked: Any = (object(), object(), SimpleNamespace(paper=None), None, {})
    read: list[object] = []

    def found(*what: object) -> Proof:
        read.append(what)
        return Proof((Diagnostic("HND872", "small", "look"),) if len(read) == 1 else (error,), {})

    monkeypatch.setattr(proof, "read", found)
    base = Laying(*asked).work()
    assert isinstance(base, Base) and [one.code for one in base.diagnostics] == ["HND505", "HND872"]
    assert Laying(*asked).work() == Refusal("what would be filled in does not pass the proof")
    assert read == [(b"%PDF", *asked[:2])] * 2


@pytest.mark.slow
def test_where_one_differs_all_of_its_kind_are_printed_in_full(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "difference", lambda filled, full: "what the pages show")
    told = run("--why", "--verify", "1", rows="".join(ALIKE.splitlines(keepends=True)[:4]) + "plantar-fasciitis,Di,\n")
    assert told.exit_code == 0, told.stderr
    assert "warning[HND914]: 4 leaflets: filled in, one of its kind differs from its full print" in told.stderr
    assert told.stderr.count("is printed in full: one that was looked at differs") == 4
