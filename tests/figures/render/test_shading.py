"""The second tone of the body: beside a limb in front, and never so dark that lines are lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from posing import parsed
from scipy import ndimage

from handouts.figures import draw as wing
from handouts.figures import style
from handouts.figures.person import people, rig
from handouts.figures.render import layout, shading
from handouts.figures.render.scene import Rendering, render
from handouts.model import contrast


@pytest.fixture
def rendering(pose_of: Callable[[str], Any], coarse: None) -> Rendering:
    pose = pose_of("cross-body-stretch")
    alone = {key: value for key, value in pose.items() if key != "start"}  # the start of the pose sets no scale here
    read = parsed({**alone, "finish": {**pose["finish"], "left hand": "on right elbow"}})
    plan = layout.plans(read, wing._solved(rig.body(), read), rig.body())[-1]
    return render(plan.scene, plan.sheet)


def test_the_chest_has_the_tone_beside_an_arm_that_crosses_it(rendering: Rendering) -> None:
    behind = shading._behind(rendering)
    labels = rendering.labels[:: shading.COARSE, :: shading.COARSE]
    members = {rendering.patches[label].member for label in np.unique(labels[behind]).tolist()}
    assert "trunk" in members
    depth = rendering.picture.depth[:: shading.COARSE, :: shading.COARSE]
    arms = np.isin(labels, [n for n, patch in rendering.patches.items() if patch.member.startswith("arm")])
    trunk = np.isin(labels, [n for n, patch in rendering.patches.items() if patch.member == "trunk"])
    assert np.median(depth[arms]) > np.median(depth[behind & trunk])


def test_the_tone_lies_on_the_body_alone(rendering: Rendering) -> None:
    body = rendering.body_pixels[:: shading.COARSE, :: shading.COARSE]
    assert not (shading._behind(rendering) & ~body).any()
    tones = set(re.findall(r'fill="(#[0-9A-F]{6})"', "".join(shading.second_tone(rendering))))
    fills = [rendering.scene.fill(patch.material) for patch in rendering.patches.values()]
    assert tones and tones <= {shading.darker(tone) for fill in fills for tone in (fill.near, fill.far)}


@pytest.mark.parametrize("name", people.PEOPLE)
def test_lines_show_on_every_tone(name: str) -> None:
    for fill in people.PEOPLE[name].own.values():
        for colour in (fill.near, fill.far):
            tone = shading.darker(colour)
            assert contrast(style.INK, tone) >= shading.LEAST_CONTRAST
            assert contrast(tone, "#000000") <= contrast(colour, "#000000")


def test_skin_shirt_and_shorts_of_the_usual_person_have_a_tone() -> None:
    for part in ("skin", "shirt", "shorts"):
        colour = people.PEOPLE["adult"].own[part].near
        assert contrast(colour, shading.darker(colour)) > 1.15


def test_a_spot_in_the_middle_of_a_colour_has_no_tone() -> None:
    colour = np.zeros((500, 500), dtype=bool)
    colour[50:450, 50:450] = True
    for left, kept in ((200, False), (50, True)):  # 72 pixels are 3 mm of paper
        spot = np.zeros_like(colour)
        spot[200:272, left : left + 72] = True
        assert shading._patches(spot, colour).is_empty != kept


@pytest.mark.parametrize("exercise", ["arm-raise-thumb-up", "neck-turn"])
def test_forms_under_a_shirt_leave_no_spots_of_the_tone_on_it(exercise: str, pose_of: Callable[[str], Any]) -> None:
    read = parsed(pose_of(exercise))
    plan = layout.plans(read, wing._solved(rig.body(), read), rig.body())[0]
    picture = render(plan.scene, plan.sheet)
    shirt = np.isin(picture.labels, [n for n, patch in picture.patches.items() if patch.material == "shirt"])
    shirt = shirt[:: shading.COARSE, :: shading.COARSE]
    inner = ndimage.binary_erosion(shirt, iterations=4)
    spots, count = ndimage.label(shading._turned(picture) & shirt)
    assert all((spots[shirt & ~inner] == n).any() for n in range(1, count + 1)), "every patch meets an edge"
