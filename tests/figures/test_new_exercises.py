"""Exercises that the content does not have, written from `docs/figures.md` alone: they are drawn without a finding."""

from __future__ import annotations

import pytest
import yaml

from handouts.figures.draw import draw

HAMSTRING = """
  alt: Sitting on the front of a chair with one leg straight ahead; the trunk leans forward from the hips.
  view: side
  props: [chair]
  sit: on chair
  left foot: flat on floor
  right knee: straight
  right foot: heel on floor, toes 10 up
  hands: on thighs
  start: {trunk: {lean: 4}}
  finish: {trunk: {lean: 30}}
  stretch: right hamstring
  arrow: chest forward
  labels: {right knee: Knee straight, low back: Back straight}
"""

THIGH = """
  alt: Standing at a worktop; one knee bends until the heel comes towards the bottom.
  view: side
  props: [counter]
  left foot: flat on floor, 12 cm from counter
  left knee: 4
  left hand: fingertips on counter
  right foot: lifted
  start: {right hip: 5, right knee: 60}
  finish: {right hip: 0, right knee: 120}
  stretch: right thigh
  arrow: right foot up
  labels: {right knee: Knee points down}
"""


@pytest.mark.parametrize("text", [HAMSTRING, THIGH], ids=["seated hamstring stretch", "standing thigh stretch"])
def test_it_is_drawn_as_described(text: str) -> None:
    drawing, found = draw("new", yaml.safe_load(text), lambda path: None)
    assert drawing is not None
    assert [one.message for one in found] == []
    assert drawing.checks["finish"]["highlight_seen"] > 0.6
