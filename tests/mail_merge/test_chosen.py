"""Lists in which a row chooses the exercises of its patient, by their ids, by a plan, or without some of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.model.leaflet import Leaflet

from .commands import all_output, run

HEAD = "name,conditions,exercises,without,plan\n"


def ids(leaflet: Leaflet) -> list[str]:
    return [card.id for card in leaflet.cards]


def test_each_row_has_the_exercises_that_it_chooses(here: Path, printed: list[Leaflet]) -> None:
    rows = (
        "Ann,heel-spur,foot-roll; bridge,,\n"
        "Bea,heel-spur,2,plantar-fascia-stretch,\n"
        "Cy,heel-spur,,towel-calf-stretch,heel-first-weeks\n"
        "Dee,heel-spur,2,,\n"
    )
    result = run(rows=HEAD + rows)
    assert result.exit_code == 0, result.stderr
    assert [ids(leaflet) for leaflet in printed] == [
        ["foot-roll", "bridge"],
        ["calf-stretch-wall", "heel-raise-two-feet"],
        ["plantar-fascia-stretch", "calf-stretch-wall", "foot-roll"],
        ["plantar-fascia-stretch", "calf-stretch-wall"],
    ]
    assert printed[2].cards[1].tiles[1].number == "2"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ("vexed-toe; bridge,,", "exercises", "HND001"),
        (",vexed-toe,", "without", "HND001"),
        (",,vexed-toe", "plan", "HND001"),
        ("Vexed Toe,,", "exercises", "HND909"),
        (",,Vexed Toe", "plan", "HND909"),
        ("foot-roll,,heel-first-weeks", "plan", "HND413"),
        ("foot-roll,calf-stretch-wall,", "without", "HND413"),
    ],
)
def test_a_wrong_choice_is_a_fault_of_its_cell_without_its_words(
    here: Path, printed: list[Leaflet], cells: str, column: str, code: str
) -> None:
    result = run(rows=f"{HEAD}Zebulon,heel-spur,{cells}\n")
    assert result.exit_code == 1 and not printed
    assert f"error[{code}]: row 1, `{column}`" in result.stderr
    assert "exed" not in all_output(result) and "Zebulon" not in all_output(result)


def test_rows_add_exercises_order_them_and_know_their_weeks(here: Path, printed: list[Leaflet]) -> None:
    rows = (
        "Ann,heel-spur,2,bridge; foot-roll,,\n"
        "Bea,heel-spur,,bridge,position,0\n"
        "Cy,heel-spur,foot-roll,bridge,,\n"
        "Dee,heel-spur,,bridg,,\n"
        "Eve,heel-spur,,,upside,\n"
        "Flo,heel-spur,,,,soon\n"
    )
    result = run(rows="name,conditions,exercises,add,order,weeks\n" + rows)
    assert ids(printed[0]) == ["plantar-fascia-stretch", "calf-stretch-wall", "bridge", "foot-roll"]
    assert ids(printed[1])[-1] == "bridge" and printed[1].request.choice.weeks == 0
    assert len(printed) == 2 and result.exit_code == 3
    for row, column, code in (
        (3, "add", "HND413"),
        (4, "add", "HND001"),
        (5, "order", "HND909"),
        (6, "weeks", "HND909"),
    ):
        assert f"error[{code}]: row {row}, `{column}`: " in result.stderr
    assert "upside" not in all_output(result) and "soon" not in all_output(result)


def test_each_condition_of_a_row_has_its_side(here: Path, printed: list[Leaflet]) -> None:
    head, conditions = "name,conditions,side\n", "plantar-fasciitis; tarsal-tunnel"
    rows = (
        f"Ann,{conditions},plantar-fasciitis=right; tarsal-tunnel=left\n"
        f"Bea,{conditions},left\n"
        f"Cy,{conditions},tarsal-tunel=left\n"
    )
    result = run(rows=head + rows)
    assert [{card.side for card in leaflet.cards} for leaflet in printed] == [{"right", "left", "both"}, {"left"}]
    assert "plantar-fascia-stretch" in ids(printed[0]) and "plantar-fascia-stretch" not in ids(printed[1])
    assert result.exit_code == 3 and "error[HND001]: row 3, `side`: " in result.stderr
    assert "tunel" not in all_output(result)


def test_what_a_condition_forbids_fails_the_row(here: Path, printed: list[Leaflet]) -> None:
    result = run(rows=HEAD + "Ann,heel-bursitis,,,heel-first-weeks\nBea,heel-spur,,,heel-first-weeks\n")
    assert result.exit_code == 3 and len(printed) == 1
    assert (
        "error[HND413]: row 1: `calf-stretch-wall` cannot be chosen: heel-bursitis forbids `ankle-up-loaded`"
        in result.stderr
    )
