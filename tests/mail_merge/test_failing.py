"""Rows that fail, and the list of them that is run again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from handouts.batch.mail_merge import row_files
from handouts.diagnostics import Diagnostic
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed, printing

from .commands import FAILING, SECRETS, again, all_output, files, run


def test_rows_that_fail_are_kept_with_their_reason_and_the_others_are_printed(
    here: Path, printed: list[Leaflet]
) -> None:
    result = run(rows=FAILING)
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-2:] == [
        "6 rows: 3 printed, 3 failed",
        "mend the rows in out/failed.csv, then run that file: handouts mail-merge out/failed.csv -o out",
    ]
    for words in (
        "error[HND909]: row 4, `born`: there is no such day (row 5 of the spreadsheet)\n  list.csv:5:10",
        "error[HND001]: row 5, `conditions`: there is no such condition (row 6 of the spreadsheet)\n  list.csv:6:10",
        "error[HND403]: row 6, `set`: calf-stretch-wall.hold = 999 is outside its limits (row 7 of the spreadsheet)\n"
        "  list.csv:7:21",
        "help: did you mean `heel-spur`?",
    ):
        assert words in result.stderr
    failed = Path("out/failed.csv").read_text("utf-8-sig")
    assert failed.startswith("row,reason,id,name,born,conditions,side,set,notes\n")
    assert [line[:2] for line in failed.splitlines()[1:]] == ["4,", "5,", "6,"]


def mended(file: str, *changes: tuple[str, str]) -> None:
    """Corrects a file of failed rows as a person would."""
    text = Path(file).read_text("utf-8-sig")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    Path(file).write_text(text)


def rows_of(file: str) -> list[list[str]]:
    return list(csv.reader(Path(file).read_text("utf-8-sig").splitlines()))


def test_mended_rows_are_run_into_the_same_folder(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    mended("out/failed.csv", ("-13-", "-12-"), ("spurr", "spur"))
    as_mended = rows_of("out/failed.csv")
    result = again(name="out/failed.csv")
    assert result.exit_code == 3
    assert files()[-3:] == ["0004-heel-spur.pdf", "0005-heel-spur.pdf", "failed.csv"], "no try leaves another file"
    assert "mend the rows in out/failed.csv, then run that file" in result.stderr
    kept = rows_of("out/failed.csv")
    assert [cells[2:] for cells in kept] == [cells[2:] for cells in as_mended], "no correction is lost"
    assert [(number, bool(reason)) for number, reason, *_ in kept[1:]] == [("4", False), ("5", False), ("6", True)]
    mended("out/failed.csv", ("999s", "20s"))
    result = again(name="out/failed.csv")
    assert result.exit_code == 0
    assert result.stderr.endswith(
        "out/failed.csv: all its rows are printed; correct your own list too, then delete this file\n"
    )
    assert files()[-2:] == ["0006-heel-spur.pdf", "failed.csv"]


def test_corrections_are_kept_when_the_whole_list_is_run_again(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    mended("out/failed.csv", ("-13-", "-12-"))
    as_mended = Path("out/failed.csv").read_bytes()
    for _ in range(2):
        result = again()
        assert result.exit_code == 3
        assert Path("out/failed.csv").read_bytes() == as_mended
        assert "warning[HND921]: somebody changed `out/failed.csv`, and this run did not read it" in result.stderr
        assert result.stderr.count("HND921") == 1 and files()[-2:] == ["failed-2.csv", "failed.csv"]
    whole = FAILING.replace("-13-", "-12-").replace("spurr", "spur").replace("999s", "20s")
    result = run(rows=whole)
    assert result.exit_code == 0 and "HND921" in result.stderr
    assert files()[-2:] == ["0006-heel-spur.pdf", "failed.csv"], "what nobody changed goes"


def test_failed_rows_that_nobody_changed_are_replaced_by_their_own_run(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    first = Path("out/failed.csv").read_bytes()
    assert again(name="out/failed.csv").exit_code == 1
    assert (files()[-1], Path("out/failed.csv").read_bytes()) == ("failed.csv", first)


def test_when_no_row_fails_an_old_file_of_failed_rows_goes(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    whole = FAILING.replace("-13-", "-12-").replace("spurr", "spur").replace("999s", "20s")
    assert run(rows=whole).exit_code == 0
    assert "failed.csv" not in files()


def test_strict_prints_nothing_when_a_row_is_wrong(here: Path, printed: list[Leaflet]) -> None:
    result = run("--strict", rows=FAILING)
    assert result.exit_code == 1
    assert not printed and not Path("out").exists()


def test_a_dry_run_writes_nothing(here: Path, printed: list[Leaflet]) -> None:
    assert run("--dry-run").exit_code == 0
    result = run("--dry-run", rows=FAILING)
    assert result.exit_code == 1
    assert "6 rows: 3 to print, 3 failed" in result.stderr
    assert not printed and not Path("out").exists()


def test_all_rows_wrong_is_exit_code_1_and_they_are_kept(
    here: Path, printed: list[Leaflet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row_files, "_outcomes", lambda *_, **__: pytest.fail("nothing is there to do"))
    result = run("--jobs", "2", "--on", "dask://nowhere:1", rows="conditions\nheel-spurr\n")
    assert result.exit_code == 1
    assert "mend the rows in out/failed.csv" in result.stderr and "HND951" not in result.stderr
    assert files() == ["failed.csv"]


def test_what_the_press_finds_fails_the_row_without_a_word_of_the_patient(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Diagnostic("HND503", "“Zebulon Qu…” runs 3.0 mm out of its place", "shorten it"),)
    monkeypatch.setattr(printing, "print_leaflet", lambda *_: Printed(b"%PDF", 4, found))
    result = run(rows="conditions,name\nheel-spur,Zebulon Quill\n")
    assert result.exit_code == 1
    assert files() == ["failed.csv"]
    assert "row 1: “(personal words)” runs 3.0 mm out of its place" in result.stderr
    assert not [secret for secret in SECRETS if secret in all_output(result)]


def test_a_language_that_nobody_wrote_is_refused(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,language\nheel-spur,en\nheel-spur,en-GB\nheel-spur,pl\n"
    result = run(rows=rows)
    assert result.exit_code == 3
    assert "row 3, `language`: there is no leaflet in this language" in result.stderr


def test_letters_without_a_font_fail_the_row(here: Path, printed: list[Leaflet]) -> None:
    result = run(rows="conditions,name\nheel-spur,Ann 😀\nheel-spur,Łukasz Żółć\n")
    assert result.exit_code == 3
    assert "row 1, `name`: it has a character that no bundled font has: GRINNING FACE" in result.stderr
    assert files() == ["0002-heel-spur.pdf", "failed.csv"]


def test_one_bad_row_in_ten_thousand_is_found_before_anything_is_printed(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions,name,calf-stretch-wall.hold\n" + "heel-spur,Ann Example,20s\n" * 9_999 + "heel-spur,Bo,200s\n"
    result = run("--strict", rows=rows)
    assert result.exit_code == 1
    assert "row 10000" in result.stderr
    assert not printed


def test_failed_rows_that_a_run_did_not_have_stay(here: Path, printed: list[Leaflet]) -> None:
    run(rows=FAILING)
    header, first, *others = Path("out/failed.csv").read_text("utf-8-sig").splitlines()
    result = run(rows="\n".join([header, first.replace("-13-", "-12-"), ""]), name="some.csv")
    assert result.exit_code == 0
    assert "out/failed.csv keeps 2 rows that this run did not have" in result.stderr
    assert Path("out/failed.csv").read_text("utf-8-sig").splitlines() == [header, *others]
    assert run(rows="row,conditions\n9,no-such\n", name="other.csv").exit_code == 1
    assert "mend the rows in out/failed-2.csv" in again(name="other.csv").stderr
    assert Path("out/failed.csv").read_text("utf-8-sig").splitlines() == [header, *others]
    assert run(rows="\n".join([header, first, ""]), name="some.csv").exit_code == 1
    assert [line[:2] for line in Path("out/failed.csv").read_text("utf-8-sig").splitlines()[1:]] == ["5,", "6,", "4,"]


def test_failed_objects_that_a_run_did_not_have_stay(here: Path, printed: list[Leaflet]) -> None:
    run(rows='{"conditions": "no-such"}\n{"conditions": "nor-this"}\n', name="list.jsonl")
    kept = Path("out/failed.jsonl").read_text().splitlines()[1]
    assert run(rows='{"row": 1, "conditions": "heel-spur"}\n', name="some.jsonl").exit_code == 0
    assert Path("out/failed.jsonl").read_text().splitlines() == [kept]


def test_command_for_failed_rows_is_whole(here: Path, printed: list[Leaflet]) -> None:
    Path("my map.yaml").write_text("columns: {conditions: Diagnosis}\n")
    words = (
        "--columns",
        "my map.yaml",
        "--clinician",
        "B. Secretive",
        "--date",
        "2026-11-22",
        "--edition",
        "large-print",
    )
    result = run(*words, rows="Diagnosis\nheel-spurr\n")
    assert result.stderr.splitlines()[-1].endswith(
        ": handouts mail-merge out/failed.csv -o out --columns 'my map.yaml' --edition large-print --date 2026-11-22"
        " --clinician NAME"
    )
    assert "Secretive" not in result.stderr


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("born,conditions", "1990-02-31,heel-spurr", ["HND909 1", "HND001 12"]),
        ("born,conditions,calf-stretch-wall.hold", "1.2.1980,heel-spur,300s", ["HND909 1", "HND403 20"]),
        ("conditions,set", "heel-spurr,ice.minutes=10; calf-stretch-wall.hold=300s", ["HND001 1", "HND403 28"]),
        ("name,conditions,calf-stretch-wall.hold", "Ann,heel-spur,5kg", ["HND002 15"]),
        ("name,conditions,set", "Ann,heel-spur,ice.minutes=10; bridge.hold=5s", ["HND002 31"]),
        ("conditions,set,calf-stretch-wall.hold", "heel-spur,calf-stretch-wall.hold=20s,25s", ["HND002 11"]),
        ("name,conditions,set", "Ann,heel-spur,calf-stretch-wall.hols=20s", ["HND002 15"]),
    ],
)
def test_all_faults_of_a_row_are_reported_at_their_cells(
    here: Path, printed: list[Leaflet], header: str, row: str, found: list[str]
) -> None:
    findings = json.loads(run("--report", "json", rows=f"{header}\n{row}\n").stdout)["findings"]
    assert [f"{one['code']} {one['span']['column']}" for one in findings if one["severity"] == "error"] == found


@pytest.mark.parametrize(
    "cell", ["Heel spur", "heel spur", "neck-pain; Heel  Spur", "Heel-Spur", "Heel Spurs", "Calcaneal spur"]
)
def test_condition_in_words_is_suggested_by_its_id(here: Path, printed: list[Leaflet], cell: str) -> None:
    result = run(rows=f"conditions\n{cell}\n")
    assert result.exit_code == 1
    assert result.stderr.count("error[") == 1 and "help: did you mean `heel-spur`?" in result.stderr


@pytest.mark.parametrize(
    ("cell", "column", "help_"),
    [
        ("heel-spur left", 15, "the side has a column of its own: `side`"),
        ("heel-spur and neck-pain", 15, "write `;` between two conditions"),
        ("heel-spur heel-spurr", 15, "did you mean `heel-spur`?"),
        ("nothing", 5, "`handouts list` shows them"),
    ],
)
def test_word_that_is_no_condition_is_reported_at_its_place(
    here: Path, printed: list[Leaflet], cell: str, column: int, help_: str
) -> None:
    findings = json.loads(run("--report", "json", rows=f"name,conditions\nAnn,{cell}\n").stdout)["findings"]
    assert [(one["code"], one["span"]["column"], one["help"]) for one in findings] == [("HND001", column, help_)]


@pytest.mark.parametrize(
    ("column", "cell", "meant"), [("exercises", "foot-rol", "foot-roll"), ("plan", "heel-first", "")]
)
def test_exercise_and_plan_of_a_row_are_suggested(
    here: Path, printed: list[Leaflet], column: str, cell: str, meant: str
) -> None:
    [found] = json.loads(run("--report", "json", rows=f"conditions,{column}\nheel-spur,{cell}\n").stdout)["findings"]
    assert found["help"] == f"did you mean `{meant or 'heel-first-weeks'}`?"
