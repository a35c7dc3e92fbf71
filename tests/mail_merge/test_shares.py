"""`--shard`: shares of a list, which together are the whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from handouts.model.leaflet import Leaflet

from .commands import LIST, again, files, run

SHARED = "conditions\nheel-spur\nheel-spur; plantar-fasciitis\nheel-spur\n" + "".join(
    f"{'no-such' if row in (5, 9, 12) else 'heel-bursitis'}\n" for row in range(4, 16)
)


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


@pytest.mark.parametrize(("first", "then"), [(["--shard", "1/1"], []), ([], ["--shard", "1/1"])])
def test_a_leaflet_of_another_patient_that_another_run_put_there_is_in_the_way(
    here: Path, printed: list[Leaflet], first: list[str], then: list[str]
) -> None:
    ann, bob = ("name,conditions\n" + f"{name},heel-spur\n" for name in ("Ann", "Bob"))
    assert run(*first, rows=ann).exit_code == 0
    assert run(*then, "--replace", rows=bob, name="other.csv").exit_code == 0
    result = again(*first)
    assert result.exit_code == 2 and "HND003" in result.stderr and "of another patient" in result.stderr
    assert b"Bob" in Path("out/0001-heel-spur.pdf").read_bytes()


@pytest.mark.parametrize(("first", "then"), [(["--shard", "1/1"], []), ([], ["--shard", "1/1"])])
def test_a_changed_note_is_printed_once_by_any_run(
    here: Path, printed: list[Leaflet], first: list[str], then: list[str]
) -> None:
    run(*first)
    changed = LIST.replace("vexed", "sore")
    assert ": 1 printed, 2 there already" in run(*then, rows=changed).stderr
    for words in (then, first):
        assert ": 3 there already" in again(*words).stderr


def test_a_share_reports_its_own_rows(here: Path, printed: list[Leaflet]) -> None:
    counts = []
    for share in ("1/2", "2/2"):
        result = json.loads(run("--shard", share, "--report", "json", rows=SHARED).stdout)
        counts.append((result["counts"]["printed"], result["failed_rows"]))
        assert result["rows"] == 15 and result["counts"]["printed"] == len(result["leaflets"])
    assert sum(made for made, _ in counts) == 12
    assert sorted(row for _, rows in counts for row in rows) == [5, 9, 12]
    junit = [ElementTree.fromstring(again("--shard", share, "--report", "junit").stdout) for share in ("1/2", "2/2")]
    assert sum(len(one.findall("testsuite/testcase")) for one in junit) == 15


def test_a_share_binds_no_print_file(here: Path, printed: list[Leaflet]) -> None:
    result = run("--shard", "1/2", "--combined", "print.pdf")
    assert result.exit_code == 2 and "a share has not all leaflets of a print file" in result.stderr
    assert not printed and not Path("out").exists()


def test_strict_stops_every_share_when_a_row_of_any_is_wrong(here: Path, printed: list[Leaflet]) -> None:
    rows = "conditions\nheel-spur\nheel-spurr\n"
    for share in ("1/2", "2/2"):
        result = run("--strict", "--shard", share, rows=rows)
        assert result.exit_code == 1 and "row 2, `conditions`" in result.stderr
        assert result.stderr.endswith("2 rows: 1 not printed, 1 failed\n"), "of the list, and of no share"
    assert not printed and not Path("out").exists()


def test_a_share_whose_rows_are_all_wrong_keeps_them_too(here: Path, printed: list[Leaflet]) -> None:
    codes = [run("--shard", share, rows="conditions\nheel-spur\nheel-spurr\n").exit_code for share in ("1/9", "2/9")]
    whole = [again("--shard", f"{share}/9").exit_code for share in range(1, 10)]
    assert codes == whole[:2] and sorted(whole) == [0] * 8 + [1]
    assert [name for name in files() if name.startswith("failed.")] == [f"failed.{whole.index(1) + 1}-of-9.csv"]


def test_a_share_without_a_row_says_so(here: Path, printed: list[Leaflet]) -> None:
    result = [run("--shard", f"{share}/2", rows="conditions\nheel-spur\n") for share in (1, 2)]
    assert [one.exit_code for one in result] == [0, 0] and len(printed) == 1
    assert sum("1 row, 0 of them in share" in one.stderr and "nothing to do" in one.stderr for one in result) == 1


def test_a_whole_run_takes_away_the_rows_that_shares_failed_but_not_when_it_runs_some_of_them(
    here: Path, printed: list[Leaflet]
) -> None:
    def failed() -> list[str]:
        return [name for name in files() if name.startswith("failed.")]

    run(rows=SHARED)
    for share in ("1/2", "2/2"):
        again("--shard", share)
    assert failed() == ["failed.1-of-2.csv", "failed.2-of-2.csv", "failed.csv"]
    Path("out/failed.csv").unlink()
    Path("out/failed.1-of-2.csv.bak").write_text("a person's")
    again(name="out/failed.1-of-2.csv")
    assert failed() == ["failed.1-of-2.csv", "failed.1-of-2.csv.bak", "failed.2-of-2.csv", "failed.csv"]
    again()
    assert failed() == ["failed.1-of-2.csv.bak", "failed.csv"]


@pytest.mark.parametrize("share", ["3/2", "0/2", "\u0663/\u0664", "1", "1/2/3"])
def test_what_is_no_share_is_refused(here: Path, printed: list[Leaflet], share: str) -> None:
    result = run("--shard", share)
    assert result.exit_code == 2 and "is not a share. Write 2/5 for the second of five." in result.stderr
