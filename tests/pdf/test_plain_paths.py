"""Plain paths of drawings are written as the engine writes them, byte by byte."""

from __future__ import annotations

import random
import re
from collections import deque
from types import SimpleNamespace

import pydyf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from weasyprint.svg import utils
from weasyprint.svg.path import path

from handouts import library
from handouts.pdf import plain_paths

DRAWINGS = sorted((library.data_root() / "content" / "figures").glob("*.svg"))


def of_engine(data: str) -> list[bytes]:
    """What the engine draws of a path."""
    node = SimpleNamespace(get={"d": data}.get, vertices=deque())
    svg = SimpleNamespace(
        stream=pydyf.Stream(), point=lambda x, y, size: (utils.size(x, size, 100.0), utils.size(y, size, 100.0))
    )
    path(svg, node, 16.0)
    return list(svg.stream.stream)


@pytest.mark.parametrize("file", DRAWINGS[::20], ids=lambda file: file.stem)
def test_paths_of_drawings_have_the_bytes_of_the_engine(file: object) -> None:
    paths = re.findall(r' d="([^"]*)"', file.read_text("utf-8"))  # type: ignore[attr-defined]
    assert paths
    for data in paths:
        assert plain_paths.operators(data) == of_engine(data)


def test_all_paths_of_the_shipped_drawings_are_plain() -> None:
    others = [
        data for file in DRAWINGS for data in re.findall(r' d="([^"]*)"', file.read_text("utf-8"))
        if plain_paths.operators(data) is None
    ]  # fmt: skip
    assert not others


@given(st.lists(st.sampled_from(["M1", "m1", "l1", "l3", "c3", "c6", "z0"]), max_size=8), st.integers(0, 2**32))
def test_any_plain_path_has_the_bytes_of_the_engine(commands: list[str], seed: int) -> None:
    number = random.Random(seed).randint
    pairs = [(one[0], 2 * int(one[1:])) for one in ("M1", *commands)]
    data = "".join(letter + " ".join(str(number(-99_999, 99_999)) for _ in range(many)) for letter, many in pairs)
    assert plain_paths.operators(data) == of_engine(data)


@pytest.mark.parametrize(
    "data", ["", "l1 2", "M1 2l3", "M1.5 2l3 4", "M1 2 3 4l5 6", "M1 2h3", "M1 2L3 4", "M1 2c1 2 3 4", "M1 - 2l3 4"]
)
def test_other_paths_are_left_to_the_engine(data: str) -> None:
    assert plain_paths.operators(data) is None
