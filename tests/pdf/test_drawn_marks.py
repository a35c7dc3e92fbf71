"""The place and size of a drawing, from the operators of its marked content."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.pdf.drawn_marks import Box, drawings
from handouts.pdf.graphics import Graphics, Painted

Path = list[tuple[str, tuple[Any, ...]]]
ROUND: Path = [
    ("m", (90, 50)), ("c", (90, 72, 72, 90, 50, 90)), ("c", (28, 90, 10, 72, 10, 50)),
    ("c", (10, 28, 28, 10, 50, 10)), ("c", (72, 10, 90, 28, 90, 50)), ("h", ()), ("f", ()),
]  # fmt: skip
CORNERED: Path = [("m", (10, 10)), ("l", (90, 10)), ("l", (50, 90)), ("h", ()), ("f", ())]
CLIPPED: Path = [("m", (0, 0)), ("l", (500, 500)), ("W", ()), ("n", ()), *CORNERED]


def painted(instructions: Path) -> list[Painted]:
    graphics = Graphics()
    graphics.read(instructions)
    return graphics.painted


@pytest.mark.parametrize("path", [ROUND, CORNERED, CLIPPED], ids=["round", "cornered", "clipped"])
def test_a_drawing_of_one_path_is_as_large_as_its_path(path: Path) -> None:
    found = drawings(painted([("BDC", ("/Figure", {"/MCID": 3})), *path, ("EMC", ())]), {3}, ())
    assert found[3].painted == 1 and found[3].box == (10, 10, 90, 90)


def test_lines_outside_the_mark_are_none_of_its_drawing() -> None:
    box: Box = (10, 10, 90, 90)
    marked = [("BDC", ("/Figure", {"/MCID": 3})), *CORNERED, ("EMC", ())]
    lines = [("m", (-500, 0)), ("l", (500, 0)), ("S", ()), *marked, ("l", (999, 999)), ("S", ())]
    found = drawings(painted(lines), {3}, ())
    assert found[3].box == box
