"""Words of the command that are wrong, and settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.compose import settings
from handouts.model import Library

from .commands import names_in, run


@pytest.mark.parametrize(
    ("words", "said"), [(["-o", "x.docx"], "`.pdf`"), (["--format", "html", "-o", "x.pdf"], "`.html`")]
)
def test_a_file_whose_ending_says_another_format_is_refused(here: Path, words: list[str], said: str) -> None:
    result = run("make", "heel-spur", *words)
    assert result.exit_code == 2
    assert f"let its name end in {said}" in result.stderr
    assert names_in(here) == []


def test_an_unknown_condition_exits_2_and_suggests_the_nearest(here: Path) -> None:
    result = run("make", "plantar-fasciits")
    assert result.exit_code == 2
    assert result.stderr == (
        "error[HND001]: there is no condition `plantar-fasciits`\n  help: did you mean `plantar-fasciitis`?\n"
    )
    assert names_in(here) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["heel-spur", "--clinic", "exampel"], "did you mean `example`?"),
        (["heel-spur", "--edition", "large"], "did you mean `large-print`?"),
        (["heel-spur", "plantar-fasciits", "heel-bursits"], "did you mean `heel-bursitis`?"),
        (["heel-spur", "--set", "calf-stretch-wal.hold=20"], "did you mean `calf-stretch-wall`?"),
        (["heel-spur", "--set", "calf-stretch-wall.holt=20"], "did you mean `hold`?"),
        (["heel-spur", "--set", "calf-stretch-wall.hold=99"], "choose from 10 to 60; 30 is usual"),
        (["heel-spur", "--set", "hold=20"], "write it as `calf-stretch-wall.hold=20s`"),
        (["heel-spur", "--set", "bird-dog.repetitions=8"], "this leaflet does not print `bird-dog`"),
        (["heel-spur", "--set", "stay-active.x=8"], "this leaflet does not print `stay-active`"),
        (["heel-spur", "--date", "1.12.2026"], "Write year-month-day"),
        (["heel-spur", "--date", "2026-02-30"], "is not a date. February has 28 or 29 days. Write year-month-day"),
        (["heel-spur", "--born", "31/02/1960"], "this is not a date. February has 28 or 29 days. Write year-month-day"),
        (["heel-spur", "--side", "up"], "'up' is not one of 'left', 'right', 'both'"),
        (["heel-spur", "--exercises", "0"], "not in the range"),
        (["heel-spur", "--content", "nowhere"], "does not exist"),
        (["heel-spur", "--format", "html", "--edition", "a4"], "no edition"),
        (["heel-spur", "-o", "-", "--report", "json"], "leave out --report"),
        ([], "name at least one condition; `handouts list` shows them"),
    ],
)
def test_words_that_are_wrong_exit_2_and_say_what_is_right(here: Path, words: list[str], said: str) -> None:
    result = run("make", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert names_in(here) == []


def test_an_unknown_verb_suggests_the_nearest() -> None:
    result = run("mkae")
    assert result.exit_code == 2
    assert "there is no verb `mkae`. Did you mean `make`?" in result.stderr


def test_control_characters_in_a_word_do_not_reach_the_terminal(here: Path) -> None:
    result = run("make", "heel\x1b[31m-spur")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr and "\ufffd[31m" in result.stderr


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("calf-stretch-wall.hold=20", 20),
        ("calf-stretch-wall.hold=20s", 20),
        ("calf-stretch-wall.hold=20 seconds", 20),
        ("calf-stretch-wall.hold=1min", 60),
        ("calf-stretch-wall.repetitions=4x", 4),
        ("calf-stretch-wall.times-a-day=2", 2),
        ("foot-roll.minutes=2min", 2),
        ("foot-roll.minutes=120s", 2),
        ("ice.gap=2h", 2),
        ("ice.minutes=15", 15),
    ],
)
def test_a_setting_is_read_with_or_without_its_unit(shipped: Library, setting: str, value: int) -> None:
    read, found = settings.read([setting], shipped)
    assert found == []
    assert list(read.values()) == [value]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("calf-stretch-wall.hold=20x", "is counted in seconds, not in times"),
        ("calf-stretch-wall.repetitions=3s", "is counted in times, not in seconds"),
        ("foot-roll.minutes=90s", "90 seconds in `foot-roll.minutes` are no whole number of minutes"),
        ("calf-stretch-wall.hold=20parsec", "`parsec` in `calf-stretch-wall.hold` is no unit"),
        ("calf-stretch-wall.hold=2.5", "is not a whole number"),
        ("calf-stretch-wall.hold=-5", "is not a whole number"),
        ("calf-stretch-wall.hold=", "is no setting"),
        ("calf-stretch-wall=20", "is no setting"),
    ],
)
def test_a_setting_that_is_not_clear_is_refused(shipped: Library, setting: str, said: str) -> None:
    read, found = settings.read([setting], shipped)
    assert read == {}
    assert [one.code for one in found] == ["HND002"]
    assert said in found[0].message


def test_a_setting_given_twice_is_refused(shipped: Library) -> None:
    _, found = settings.read(["calf-stretch-wall.hold=20", "calf-stretch-wall.hold=30"], shipped)
    assert [one.message for one in found] == ["`calf-stretch-wall.hold` is set twice"]


def test_a_setting_reaches_the_paper(here: Path, only_set: object) -> None:
    assert run("make", "plantar-fasciitis", "--set", "calf-stretch-wall.hold=25s").exit_code == 0
    assert "25 seconds" in (here / "plantar-fasciitis.pdf").read_text("utf-8")
