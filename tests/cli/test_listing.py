"""`handouts list` and `show`."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest

from handouts import library
from handouts.cli.tables import table
from handouts.model import Library

from .commands import run, spoilt

CONDITION = "sore-heel"


@pytest.fixture(autouse=True)
def small(request: pytest.FixtureRequest) -> None:
    """The small library in place of the shipped content, but for tests that are about the shipped."""
    if "shipped" not in request.function.__name__:
        request.getfixturevalue("small_shipped")


@pytest.fixture
def mine(here: Path, small_data: Path) -> Path:
    """A folder of one's own with one exercise that has an error."""
    name = "exercises/calf-stretch-wall.yaml"
    (here / "mine" / "exercises").mkdir(parents=True)
    (here / "mine" / name).write_text(spoilt((small_data / "content" / name).read_text("utf-8")), "utf-8")
    return here / "mine"


@pytest.mark.parametrize(
    "kind", ["conditions", "exercises", "advice", "clinics", "countries", "regions", "editions", "sets", "plans"]
)
def test_everything_shipped_can_be_listed_as_a_table_and_as_json(kind: str) -> None:
    table, rows = run("list", kind).stdout.splitlines(), json.loads(run("list", kind, "--report", "json").stdout)
    assert table[0].split()[0] == "ID"
    assert [line.split()[0] for line in table[1:]] == [row["id"] for row in rows]
    assert rows


def test_list_mentions_errors_and_check_shows_them(mine: Path) -> None:
    result = run("list", "--content", str(mine))
    assert result.exit_code == 0
    assert result.stderr.startswith("1 error in content")
    checked = run("list", "--check", "--content", str(mine))
    assert checked.exit_code == 1
    assert "error[HND204]" in checked.stderr
    found = json.loads(run("list", "--check", "--report", "json", "--content", str(mine)).stdout)
    assert "HND204" in {one["code"] for one in found}


def test_the_shipped_content_has_no_errors() -> None:
    result = run("list", "--check")
    assert result.exit_code == 0, result.stderr


def test_an_exercise_is_shown_with_what_paper_does_not_carry() -> None:
    result = run("show", "calf-stretch-wall").stdout
    for part in ("feel ", "easier ", "harder ", "hold: 30 seconds (from 10 to 60; --set calf-stretch-wall.hold=30)"):
        assert part in result
    assert "1. Step your sore leg back" in result
    assert re.search(r"^sources +\S+: .*\[", result, re.MULTILINE)


def test_a_shipped_condition_is_shown_whole(shipped: Library) -> None:
    result = " ".join(run("show", "plantar-fasciitis").stdout.split())
    condition = shipped.conditions["plantar-fasciitis"]
    for text in (*condition.do, *condition.get_help.emergency, *condition.not_known):
        if "{" not in text:
            assert text in result
    assert "draft" in result


@pytest.mark.parametrize("id_", ["ice", "example", CONDITION, "foot-roll"])
def test_everything_can_be_shown_as_text_and_as_json(id_: str) -> None:
    assert run("show", id_).stdout.startswith(f"{id_} (")
    (record,) = json.loads(run("show", id_, "--report", "json").stdout).values()
    assert record["id"] == id_


def test_no_placeholder_is_left_where_it_has_a_value() -> None:
    for id_ in (CONDITION, "calf-stretch-wall", "foot-roll", "ice"):
        assert "{" not in run("show", id_).stdout


def test_show_suggests_the_nearest_name_and_reports_the_faults_of_a_broken_one(mine: Path) -> None:
    assert "did you mean `foot-roll`?" in run("show", "foot-rol").stderr
    result = run("show", "calf-stretch-wall", "--content", str(mine))
    assert result.exit_code == 1
    assert "error[HND204]" in result.stderr


def test_status_lists_the_papers_to_call_back() -> None:
    [row] = json.loads(run("status", "--report", "json").stdout)
    late = str(datetime.date.fromisoformat(row["review_by"]) + datetime.timedelta(days=1))
    assert json.loads(run("status", "--expired", "--today", row["review_by"], "--report", "json").stdout) == []
    [expired] = json.loads(run("status", "--expired", "--today", late, "--report", "json").stdout)
    assert (expired["id"], expired["days_left"]) == (CONDITION, -1)


def test_status_lists_what_no_source_supports_in_shipped_content() -> None:
    claims = json.loads(run("status", "--unverified", "--report", "json").stdout)
    listed = {(one["kind"], one["id"]): one["fields"] for one in claims}
    text = (library.data_root() / "content" / "exercises" / "one-leg-balance.yaml").read_text("utf-8")
    [fields] = re.findall(r"id: unverified, supports: \[(.+)\]", text)
    assert listed["exercise", "one-leg-balance"] == fields.split(", ")
    assert {kind for kind, _ in listed} == {"condition", "exercise", "advice", "plan"}
    assert run("status", "--unverified", "--report", "html").exit_code == 2


def test_words_of_a_table_go_on_below_in_their_column() -> None:
    rows = [{"id": "heel-spur", "title": "Pain below the heel", "by": "Ann"}, {"id": "b", "title": "B", "by": "Bo"}]
    assert table(rows, 24).splitlines() == [
        "ID         TITLE     BY",
        "heel-spur  Pain      Ann",
        "           below",
        "           the heel",
        "b          B         Bo",
    ]
    assert table(rows, 15).splitlines()[1] == "heel-spur  Pai…", "no word is broken: the line is cut"
    assert table(rows, 80).splitlines()[1] == "heel-spur  Pain below the heel  Ann"
