"""Pictures of pages: those that look as before are not drawn again, and those of a person are not remembered."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.desk import child, drawing
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.drawing import PictureTask
from handouts.desk.lines import job_of
from handouts.model import Library
from handouts.pdf import page_pictures
from handouts.pdf.page_digest import digests

from .making import DAY, NAME, desk_of

WIDTH_PX = 300


@pytest.fixture(scope="module")
def files(small: Library) -> dict[str, bytes]:
    """A leaflet as it is usual, with another dose, and with a name."""
    desk, heel = desk_of(small), (Picked("sore-heel", None),)
    choices = {
        "usual": DeskChoice(heel),
        "dose": DeskChoice(heel, doses={"calf-stretch-wall.hold": 45}),
        "name": DeskChoice(heel, name=NAME),
    }

    def file(choice: DeskChoice) -> bytes:
        composed = desk.composer.composed(choice, DAY)
        assert composed.result.leaflet is not None
        return drawing.sketch(job_of(desk, composed, composed.result.leaflet)).printed.data

    return {name: file(choice) for name, choice in choices.items()}


def pictures(data: bytes, **fields: Any) -> list[bytes]:
    return drawing.pictures(PictureTask(data, tuple(range(1, len(digests(data)) + 1)), WIDTH_PX, **fields))


def test_pages_have_the_same_digest_where_they_look_the_same(files: dict[str, bytes]) -> None:
    looks, shown = {}, {}
    for name, data in files.items():
        child._PICTURES.clear()
        looks[name], shown[name] = digests(data), pictures(data)
    for name in ("dose", "name"):
        same = [one == other for one, other in zip(looks["usual"], looks[name], strict=True)]
        assert same == [one == other for one, other in zip(shown["usual"], shown[name], strict=True)]
        assert True in same and False in same


def test_a_page_that_looks_as_before_is_not_drawn_again(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[object] = []
    png = page_pictures.png

    def counted(page: object, width_px: int) -> bytes:
        drawn.append(page)
        return png(page, width_px)

    monkeypatch.setattr(page_pictures, "png", counted)
    child._PICTURES.clear()
    first = pictures(files["usual"])
    assert len(drawn) == len(first)
    pictures(files["name"], has_person=True)
    changed = sum(one != other for one, other in zip(digests(files["usual"]), digests(files["name"]), strict=True))
    assert len(drawn) == len(first) + changed and len(child._PICTURES) == len(first)  # none with the name is kept
    assert pictures(files["usual"]) == first and len(drawn) == len(first) + changed
