"""One number for two patients, in one list and in what the folder printed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.model.leaflet import Leaflet

from .commands import again, all_output, files, run

HEAD = "id,name,born,conditions\n"
OTHERS = HEAD + "q41,Zebulon Quill,01/01/1900,heel-spur\nq41,Yolanda Thrush,1962-03-04,neck-pain\n"
SECRETS = ("Zebulon", "Yolanda", "Thrush", "Quill", "q41")


def test_neither_of_two_patients_is_printed_when_one_row_has_another_fault(here: Path, printed: list[Leaflet]) -> None:
    result = run(rows=OTHERS)
    assert (result.exit_code, printed, files()) == (1, [], ["failed.csv"])
    assert "error[HND919]: 2 rows, `id`: one number for two patients" in result.stderr
    assert not [secret for secret in SECRETS if secret in all_output(result)]


def test_number_that_the_folder_has_for_another_patient_is_refused(here: Path, printed: list[Leaflet]) -> None:
    run(rows=HEAD + "q41,Yolanda Thrush,1962-03-04,neck-pain\n")
    del printed[:]
    rows = HEAD.replace("id", "row,id") + "2,q41,Zebulon Quill,,heel-spur\n3,q42,Ann,,heel-spur\n"
    result = run(rows=rows)
    assert result.exit_code == 3
    assert [leaflet.personal.patient for leaflet in printed] == ["Ann"]
    assert "error[HND919]: row 2, `id`: the folder has a leaflet with this number for another name" in result.stderr
    assert "list.csv:2:3" in result.stderr and "--replace" in result.stderr
    assert not [secret for secret in SECRETS if secret in all_output(result)]
    assert again("--strict").exit_code == 1
    assert again("--replace").exit_code == 0
    assert printed[-1].personal.patient == "Zebulon Quill"


@pytest.mark.parametrize("name", ["Yolanda Thrush", "THRUSH, Yolanda"])
def test_number_of_one_patient_may_be_printed_in_two_runs(here: Path, printed: list[Leaflet], name: str) -> None:
    run(rows=HEAD + "q41,Yolanda Thrush,1962-03-04,neck-pain\n")
    rows = HEAD.replace("id", "row,id") + f'2,Q41,"{name}",1962-03-04,heel-spur\n'
    assert run(rows=rows).exit_code == 0
    assert len(printed) == 2


def test_rows_that_share_a_number_are_still_one_patient_in_a_second_run(here: Path, printed: list[Leaflet]) -> None:
    rows = HEAD + "q41,Yolanda Thrush,1962-03-04,neck-pain\nq41,Yolanda M Thrush,,heel-spur\n"
    assert run(rows=rows).exit_code == 0
    assert again().stderr.splitlines()[-1] == "2 rows: 2 there already"


def test_number_of_a_deleted_leaflet_is_free(here: Path, printed: list[Leaflet]) -> None:
    run(rows=HEAD + "q41,Yolanda Thrush,1962-03-04,neck-pain\n")
    Path("out/0001-neck-pain.pdf").unlink()
    assert run(rows=HEAD + "q41,Zebulon Quill,,heel-spur\n").exit_code == 0
