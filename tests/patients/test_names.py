"""Names of files: unlike each other wherever they lie, without a patient's word unless an option allows it."""

from __future__ import annotations

import datetime
import unicodedata

import pytest

from handouts.batch.patients import Patient, file_names


def named(*patients: str, pattern: str = "{name}") -> list[str]:
    rows = {place: Patient(place, ("heel-spur",), patient) for place, patient in enumerate(patients, 1)}
    return list(file_names.named(rows, pattern).values())


def test_the_usual_name_shows_nothing_of_the_patient() -> None:
    row = Patient(7, ("heel-spur", "plantar-fasciitis"), "Ann Example", "RX-7", datetime.date(1961, 3, 4), side="left")
    assert file_names.named({1: row}) == {1: "0007-heel-spur+plantar-fasciitis.pdf"}


def test_every_part_of_a_pattern() -> None:
    row = Patient(7, ("heel-spur",), "Ann Example", "RX-7", datetime.date(1961, 3, 4), side="left",
              clinician="B", date=datetime.date(2026, 1, 2), language="en", edition="a4")  # fmt: skip
    pattern = "_".join(f"{{{part}}}" for part in file_names.PARTS)
    assert file_names.named({1: row}, pattern) == {
        1: "0007_heel-spur_left_a4_en_2026-01-02_RX-7_Ann-Example_1961-03-04_B.pdf"
    }


@pytest.mark.parametrize("pattern", ["{nmae}", "leaflet", "", "{}", "{row", "../{row}", "{row}\\x", "{row}/{id}"])
def test_a_pattern_that_names_no_file_is_refused(pattern: str) -> None:
    assert [one.code for one in file_names.check(pattern)] == ["HND913"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("..", "0001.pdf"),
        ("/", "0001.pdf"),
        (".hidden", "hidden.pdf"),
        ("-rf", "rf.pdf"),
        ("C:\\Windows", "C-Windows.pdf"),
        ("a\0b", "ab.pdf"),
        ("Ann. ", "Ann.pdf"),
        ("con", "_con.pdf"),
        ("LPT1.x", "_LPT1.x.pdf"),
        ("com¹", "_com¹.pdf"),
        ("a\u202eb", "ab.pdf"),
        ("ﬁle?*", "ﬁle.pdf"),
        ("ż" * 200, "ż" * 60 + ".pdf"),
        ("", "0001.pdf"),
    ],
)
def test_what_a_file_system_would_read_otherwise_is_taken_out(words: str, name: str) -> None:
    assert named(words) == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", "Ann"),
        ("Ann", "ANN"),
        ("Zoë", unicodedata.normalize("NFD", "Zoë")),
        ("Ann", "Ann. "),
        ("Ann", "Ａnn"),
        ("Strasse", "Straße"),
        ("a/b", "a:b"),
        ("Ann", "An\u200bn"),
        ("x" * 130, "x" * 140),
    ],
)
def test_twins_both_get_the_number_of_their_row(one: str, other: str) -> None:
    first, second = named(one, other)
    assert first.endswith("-0001.pdf") and second.endswith("-0002.pdf")


def test_a_twin_of_a_numbered_twin() -> None:
    assert named("Ann", "Ann", "Ann-0001") == ["Ann-0001-0001.pdf", "Ann-0002.pdf", "Ann-0001-0003.pdf"]


def test_a_hundred_thousand_alike_end() -> None:
    assert len(set(named(*["Ann"] * 2_000))) == 2_000


def test_a_row_keeps_its_name_when_it_alone_is_run_again() -> None:
    assert file_names.named({1: Patient(812, ("heel-spur",))}) == {1: "0812-heel-spur.pdf"}
