"""The pose of a new exercise: the one in the skeleton is the one that the page explains, and it can be read."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import yaml

from handouts import model
from handouts.cli import new
from handouts.figures.props import catalogue
from handouts.model.pictures import FrameAlternatives

PAGE = Path(__file__).parents[3] / "docs" / "figures.md"


def test_the_commented_pose_of_the_skeleton_is_that_of_the_page() -> None:
    text = new.skeleton("exercise", "sample", datetime.date(2026, 1, 1))
    commented = text[text.index("# pose:") :]
    pose = yaml.safe_load(re.sub(r"^# ", "", commented, flags=re.MULTILINE))["pose"]
    (block,) = re.findall(r"```yaml exercise\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert pose == yaml.safe_load(block)["pose"]
    assert catalogue.read(pose, lambda path: None)[1] == []
    assert all(len(words) >= model.LEAST_LETTERS for words in pose["alt"].values())
    assert f"at least {model.LEAST_LETTERS} letters" in text


def test_a_short_alternative_text_keeps_no_pose_from_being_read() -> None:
    assert FrameAlternatives.model_validate({"finish": "Too short."}).finish == "Too short."
