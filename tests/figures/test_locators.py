"""The small body beside a picture of where it hurts: black on white, every part shows, front and back differ."""

from __future__ import annotations

import re

import pytest

from handouts.figures import style
from handouts.figures.person import rig
from handouts.figures.render import locators, marks, views

MARK_MM2 = 1.2  # of a locator: a dot of a pen


@pytest.mark.parametrize("view", ["knee from the front", "low back from behind", "outer side of the ankle"])
def test_a_locator_is_black_on_white(view: str) -> None:
    """A photocopy lost the pale grey of the first ones."""
    small = next(one for one in views.VIEWS[view].panels(rig.body("adult")) if one.shows is not None)
    colours = {colour for part in locators.located(small) for colour in re.findall(r"#[0-9A-F]{6}", part)}
    assert colours == {style.INK, style.WHITE}
    filled = [part for part in locators.located(small) if part.startswith("<path") and f'fill="{style.INK}"' in part]
    assert len(filled) == 1, "black hair reads as a second sore part"


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("part", locators.PARTS)
def test_every_part_of_a_locator_shows(part: str, behind: bool) -> None:
    [of] = [one for one in views.VIEWS["sole of the foot"].panels(rig.body("adult")) if not one.part]
    small = locators.locator(of, part, behind)
    assert marks.outline(marks.area_pixels(small.rendering, locators.PARTS[part], "R")).area > MARK_MM2


@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("part", locators.PARTS)
def test_a_ring_shows_a_small_part_of_a_locator(part: str, behind: bool) -> None:
    """A black foot is two millimetres of paper: readers passed it over."""
    [of] = [one for one in views.VIEWS["sole of the foot"].panels(rig.body("adult")) if not one.part]
    small = locators.locator(of, part, behind)
    black = marks.outline(marks.area_pixels(small.rendering, locators.PARTS[part], "R"))
    ring = locators.ring(black)
    assert ring.is_empty == (part == "back and leg")
    if not ring.is_empty:
        assert ring.contains(black)
        assert small.frame.contains(ring.buffer(style.OUTLINE_MM / 2))


def test_every_locator_is_at_the_left_and_of_one_size() -> None:
    shown = [one.panels(rig.body("adult")) for one in views.VIEWS.values()]
    first = [panels_[0] for panels_ in shown if any(one.part for one in panels_)]
    assert len(first) >= 20
    assert all(one.part for one in first)
    assert len({(one.sheet.width_mm, one.sheet.height_mm) for one in first}) <= 2, "from the front, and from behind"


def test_a_locator_tells_front_from_back() -> None:
    front, back = (
        "".join(locators.located(next(one for one in views.VIEWS[view].panels(rig.body("adult")) if one.shows)))
        for view in ("knee from the front", "low back from behind")
    )
    assert front.count("<ellipse") == 2
    assert "<ellipse" not in back and back.count("<path") == front.count("<path") + 2, "hair and spine"
