"""The drawings of the content: every check green, the contract with the printing side held, kept files up to date."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sampling import one_of_each

from handouts.figures import kept, style
from handouts.figures.draw import draw
from handouts.figures.props import catalogue
from handouts.model.poses import drawing_key

from .conftest import POSES, solve_anew

FIGURES = Path(__file__).parents[2] / "content" / "figures"
EXERCISES = FIGURES.parent / "exercises"
KEPT = sorted(path.stem for path in FIGURES.glob("*.json") if (EXERCISES / f"{path.stem}.yaml").is_file())
USUAL = "calf-stretch-wall"
PICTURE_DIFFERENCE = 0.01  # share of pixels that may differ on another processor


def _one_for_each_posture() -> set[str]:
    """The usual exercise, and the first of every third other posture."""
    first: dict[str, str] = {}
    for exercise in (USUAL, *KEPT):
        pose = POSES[exercise]
        parsed, _ = catalogue.read({key: value for key, value in pose.items() if key != "like"}, lambda path: None)
        for frame in parsed.frames if parsed and "like" not in pose else ():
            first.setdefault(frame.posture, exercise)
    return {USUAL, *sorted({*first.values()})[::3]}


FOR_POSTURES = _one_for_each_posture()


def test_something_is_drawn() -> None:
    assert USUAL in KEPT and len(FOR_POSTURES) > 2


@pytest.mark.parametrize(
    "exercise",
    one_of_each([USUAL, *(name for name in KEPT if name != USUAL)], lambda one: "any", every=3, kept=FOR_POSTURES),
)
def test_it_is_right_and_what_is_kept(exercise: str, drawn: Callable[[str], Any]) -> None:
    drawing, found = drawn(exercise)
    assert drawing is not None
    assert found == []
    card = json.loads((FIGURES / f"{exercise}.json").read_text(encoding="utf-8"))
    assert card["drawing_key"] == drawing.drawing_key
    fresh = json.loads(kept.as_files(drawing)[f"{exercise}.json"])
    for old, new in zip(card["frames"], fresh["frames"], strict=True):
        assert (old["name"], old["svg"], old["faces"]) == (new["name"], new["svg"], new["faces"])
        assert (old["width_mm"], old["height_mm"]) == pytest.approx((new["width_mm"], new["height_mm"]), abs=0.21)
        assert old["anchors"].keys() == new["anchors"].keys()
        for place, at in old["anchors"].items():
            assert at == pytest.approx(new["anchors"][place], abs=0.1)
    for name, text in kept.as_files(drawing).items():
        if name.endswith(".svg"):
            assert _difference((FIGURES / name).read_text(encoding="utf-8"), text) <= PICTURE_DIFFERENCE


def _difference(one: str, two: str) -> float:
    """Share of pixels that differ clearly between two drawings, each printed at 150 dpi."""
    if one == two:
        return 0.0
    import numpy as np
    import pypdfium2
    import weasyprint

    pictures = []
    for text in (one, two):
        pdf = weasyprint.HTML(
            string=f"<style>@page{{size:120mm 80mm;margin:0}}body{{margin:0}}</style>{text}"
        ).write_pdf()
        page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
        pictures.append(np.asarray(page.render(scale=150 / 72, grayscale=True).to_pil(), dtype=np.int16))
    return float((np.abs(pictures[0] - pictures[1]) > 64).mean())


@pytest.mark.parametrize("exercise", KEPT)
def test_the_contract_with_the_printing_side(exercise: str) -> None:
    text = (FIGURES / f"{exercise}.json").read_text(encoding="utf-8")
    card = json.loads(text)
    assert text == json.dumps(card, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    assert card["exercise"] == exercise
    assert re.fullmatch(r"[0-9a-f]{64}", card["drawing_key"])
    for frame in card["frames"]:
        assert frame["faces"] in ("left", "right", "toward")
        svg = (FIGURES / frame["svg"]).read_text(encoding="utf-8")
        width, height = round(frame["width_mm"] * 100), round(frame["height_mm"] * 100)
        assert f'viewBox="0 0 {width} {height}"' in svg
        assert not re.search(r"<(?:title|text|style|defs|image|use)\b|\s(?:id|class|style|href)=", svg)
        assert not re.search(r'd="[^"]*\.', svg), "path data holds whole numbers"
        assert len(svg.encode()) <= 60_000
        for x, y in frame["anchors"].values():
            assert 0 < x < frame["width_mm"]
            assert 0 < y < frame["height_mm"]


def _is_close_up(exercise: str, frame: str, pose_of: Callable[[str], Any]) -> bool:
    return "view" in pose_of(exercise).get(frame, {})


def test_frames_share_height_and_floor(pose_of: Callable[[str], Any]) -> None:
    for exercise in KEPT:
        frames = json.loads((FIGURES / f"{exercise}.json").read_text(encoding="utf-8"))["frames"]
        heights = {frame["height_mm"] for frame in frames if not _is_close_up(exercise, frame["name"], pose_of)}
        assert len(heights) <= 1, exercise


@pytest.mark.slow  # draws anew; tests/test_draw.py compares a drawing with the kept one
def test_the_same_bytes_twice(
    drawn: Callable[[str], Any], pose_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handouts.figures.draw.solve", solve_anew)
    again, _ = draw(USUAL, pose_of(USUAL), lambda path: None)
    first, _ = drawn(USUAL)
    assert again is not None
    assert kept.as_files(again) == kept.as_files(first)


def test_only_a_finish_is_marked(drawn: Callable[[str], Any]) -> None:
    drawing, _ = drawn(USUAL)
    start, finish = drawing.frames
    assert style.HIGHLIGHT not in start.svg
    assert style.ARROW not in start.svg
    assert start.anchors == {}
    assert style.HIGHLIGHT in finish.svg
    assert style.ARROW in finish.svg


def test_the_key_knows_pose_from_words() -> None:
    pose = {"alt": "one", "view": "side", "labels": {"right hip": "Lean in", "right heel": "Heel down"}}
    same = {"alt": "two", "view": "side", "labels": {"right heel": "Ferse", "right hip": "Vor"}}
    assert drawing_key(pose) == drawing_key(same)
    assert drawing_key(pose) != drawing_key({**same, "view": "front"})
    assert drawing_key(pose) != drawing_key({**same, "labels": {"right hip": "Lean in"}})
