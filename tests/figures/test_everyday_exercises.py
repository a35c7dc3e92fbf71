"""The table of exercises in `docs/figures.md`: each line is a pose that is read, and drawn without a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from posing import parsed, span_of

from handouts.figures.draw import draw
from handouts.figures.language import agreement
from handouts.figures.postures import without_effect
from handouts.figures.props import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "figures.md"
ALT = "A person does an exercise; the text of the picture is not the subject of this test."
NONE = "—"


def exercises() -> dict[str, dict[str, Any]]:
    """The poses of the table by their names: the keys of all frames, those of the start and those of the finish."""
    (table,) = (block for block in PAGE.read_text("utf-8").split("\n\n") if block.startswith("| exercise | for all"))
    found = {}
    for line in table.splitlines()[2:]:
        name, common, start, finish = line.strip("|").split(" | ")
        found[name.strip()] = {**read(common), "start": read(start), "finish": read(finish)}
    return found


def read(cell: str) -> dict[str, Any]:
    text = cell.strip("` |")
    found = {} if text == NONE else yaml.safe_load("{" + text + "}")
    assert isinstance(found, dict), cell
    return found


EXERCISES = exercises()


def test_the_table_has_the_exercises_of_a_day() -> None:
    assert len(EXERCISES) >= 50
    used = {str(pose.get(key)) for pose in EXERCISES.values() for key in ("stand", "sit", "lie", "kneel")}
    assert {"on front", "on back", "on left side", "on chair", "on hands and knees"} <= used


@pytest.mark.parametrize("name", EXERCISES)
def test_a_line_of_the_table_can_be_read(name: str) -> None:
    pose = EXERCISES[name]
    read_pose = parsed(pose)
    assert agreement.disagreements(read_pose, pose, span_of, catalogue.VOCABULARY) == []
    assert without_effect.reported(read_pose, pose, span_of) == []


@pytest.mark.slow  # fifty drawings of this test alone, two to eight seconds each
@pytest.mark.parametrize("name", EXERCISES)
def test_a_line_of_the_table_is_drawn_without_a_finding(name: str) -> None:
    drawing, found = draw("tried", {"alt": ALT, **EXERCISES[name]}, lambda path: None)
    assert drawing is not None and found == []
