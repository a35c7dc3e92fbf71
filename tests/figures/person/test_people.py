"""Named people: their bodies, colours that survive a photocopier, hair that stays on the head."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import yaml

from handouts.figures import style
from handouts.figures.checks import paper
from handouts.figures.draw import DEFAULT_BODY, draw
from handouts.figures.person import clothing, hair, people, rig, shapes
from handouts.figures.props import catalogue
from handouts.model import contrast
from handouts.model.people import AT, NAMES, USUAL, kept_name

from ..test_drawings import FIGURES, PICTURE_DIFFERENCE, _difference

KEPT = sorted(
    path.stem
    for path in FIGURES.glob(f"*{AT}*.json")
    if (FIGURES.parent / "exercises" / f"{path.stem.partition(AT)[0]}.yaml").exists()
)  # pictures of where it hurts, and of cold: see test_where.py
COVERED = [name for name in NAMES if people.PEOPLE[name].covered]


def test_every_person_has_a_body_and_every_body_a_look() -> None:
    assert tuple(shapes.SHAPES) == NAMES
    assert USUAL == DEFAULT_BODY


def test_the_usual_person_wears_the_colours_of_the_house() -> None:
    own = people.PEOPLE[USUAL].own
    assert {name: own[name] for name in ("skin", "shirt", "shorts", "hair")} == {
        name: style.FILLS[name] for name in ("skin", "shirt", "shorts", "hair")
    }


@pytest.mark.parametrize("name", NAMES)
def test_lines_show_in_a_photocopy(name: str) -> None:
    def line(material: str) -> float:
        fill = catalogue.fill(name, material)
        return min(contrast(style.INK, fill.near), contrast(style.INK, fill.far))

    assert min(map(line, ("skin", "shirt", "shorts", "hair", "scarf"))) >= paper.LINE_CONTRAST
    for material in ("skin", "shirt", "shorts"):
        fill = catalogue.fill(name, material)
        assert contrast(fill.near, fill.far) >= paper.FAR_CONTRAST, material
    ground = "shorts" if people.PEOPLE[name].covered else "skin"
    assert contrast(style.HIGHLIGHT_INK, catalogue.fill(name, ground).near) >= paper.EDGE_CONTRAST


@pytest.mark.parametrize("name", NAMES)
def test_hair_covers_the_crown_and_leaves_the_face_free(name: str) -> None:
    body = rig.body(name)
    worn = hair.hair(body)
    depth, skin = worn.depth_in, body.fine.values(body.skin)
    assert depth[int(skin[:, 1].argmax())] > 0
    for mark in ("eye.R", "eye.L"):
        ahead = np.linalg.norm(skin - body.marks[mark], axis=1) < 25 * body.scale
        assert ahead.any() and (depth[ahead] < 0).all()
    shown = skin[depth > 0]
    nose = skin[:, 2] > skin[:, 2].max() - 3 if people.PEOPLE[name].cut != "scarf" else skin[:, 1] < 0
    assert len(shown) and not (depth[nose] > 0).any()


@pytest.mark.parametrize("name", NAMES)
def test_hair_lies_outside_the_skin(name: str) -> None:
    body = rig.body(name)
    upright = rig.pose(body, {}, (body.head("upperleg01.R") + body.head("upperleg01.L")) / 2)
    for worn in (*clothing.dressed(body), hair.hair(body)):
        used = np.unique(worn.triangles[(worn.depth_in[worn.triangles] > 0).all(axis=1)])
        out = np.einsum("vi,vi->v", (worn.draped(upright) - upright.skin)[used], rig.normals_of(
            upright.skin, body.fine.triangles
        )[used])  # fmt: skip
        assert np.median(out) > 2 and np.percentile(out, 2) > -4, worn.name


@pytest.mark.parametrize("name", COVERED)
def test_long_sleeves_and_trousers_end_at_wrist_and_ankle(name: str) -> None:
    body = rig.body(name)
    trousers, shirt = clothing.dressed(body)
    for garment, bare, clothed in ((trousers, ("foot", "toe"), "shank.R"), (shirt, ("hand", "finger"), "fore.R")):
        depth = garment.depth_in[: len(body.skin)]
        skin = np.sum([weight for limb, weight in body.groups.items() if limb.startswith(bare)], axis=0)
        assert (depth[skin > 0.9] <= 0).all()
        assert (depth[body.groups[clothed] > 0.95] > 0).mean() > 0.6


@pytest.mark.slow  # whole drawings of other bodies, two to four seconds each
@pytest.mark.parametrize("name", KEPT)
def test_a_person_is_drawn_in_own_colours_as_kept(name: str, drawn: Callable[..., Any]) -> None:
    exercise, _, person = name.partition(AT)
    drawing, found = drawn(exercise, person)
    assert drawing is not None and not found
    assert drawing.body == person
    look = people.PEOPLE[person].own
    card = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
    assert (card["exercise"], card["body"], card["drawing_key"]) == (exercise, person, drawing.drawing_key)
    for frame, old in zip(drawing.frames, card["frames"], strict=True):
        assert style.FILLS["skin"].near not in frame.svg and look["skin"].near in frame.svg
        assert len(frame.svg) < 30_000
        assert _difference((FIGURES / old["svg"]).read_text(encoding="utf-8"), frame.svg) <= PICTURE_DIFFERENCE
    pose = yaml.safe_load((FIGURES.parent / "exercises" / f"{exercise}.yaml").read_text("utf-8"))["pose"]
    if "close-up legs" not in str(pose):  # a frame that ends at the waist shows no hair
        assert look[hair.CUTS[people.PEOPLE[person].cut].material].near in drawing.frames[0].svg


@pytest.mark.slow  # whole drawings of other bodies, two to four seconds each
@pytest.mark.usefixtures("coarse")
def test_a_planted_dark_skin_is_found(pose_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    dark = people.Look()
    object.__setattr__(dark, "own", {**dark.own, "skin": style.Fill("#5A3A28", "#8A7A70")})
    monkeypatch.setitem(people.PEOPLE, "adult", dark)
    finish = {key: value for key, value in pose_of("calf-stretch-wall").items() if key not in ("start", "arrow")}
    _, found = draw("calf-stretch-wall", finish, lambda path: None)
    assert any("lines on skin" in one.message for one in found)


def test_the_names_need_none_of_the_drawing_tools() -> None:
    words = "import sys, handouts.model.people; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


def test_a_kept_drawing_bears_the_name_of_its_person() -> None:
    assert kept_name("bridge", "curly") == "bridge@curly"
    assert kept_name("bridge", USUAL) == kept_name("bridge", None) == "bridge"
