"""Planted faults: a hand in the air beside the thing that it should be on, and hips high over the heels."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from handouts.figures.checks import resting
from handouts.figures.checks.drawings import CHECKS
from handouts.figures.geometry.rotation import about_x
from handouts.figures.person.skin_contact import level
from handouts.figures.props.solids import BACK, Solid, box

MATERIALS = ("wood",) * 6


def drawn(at: tuple[float, float], solids: list[Solid], posture: str = "stand") -> Any:
    """A frame whose right hand, four points of skin, touches a bed at this place (x, z)."""
    skin = np.array([[at[0] + x, 480.0, at[1] + z] for x in (-10, 10) for z in (-10, 10)])
    posed = SimpleNamespace(skin=skin, body=SimpleNamespace(scale=1.0))
    contact = level("right hand on bed", np.arange(4), 480.0)
    return SimpleNamespace(
        name="finish",
        solved=SimpleNamespace(posed=posed, contacts=(contact,), frame=SimpleNamespace(posture=posture)),
        rendering=SimpleNamespace(scene=SimpleNamespace(solids=solids)),
        span=lambda span_of, *keys: None,
    )


def bed(*open_faces: int) -> Solid:
    return box("bed", (-430, 430), (330, 480), (-370, 190), "sheet", MATERIALS, open_faces)


@pytest.mark.parametrize(("at", "beside"), [((200, 0), 0), ((200, 330), 130), ((560, 0), 120), ((200, 220), 20)])
def test_a_hand_beside_the_bed_that_it_should_be_on(at: tuple[float, float], beside: float) -> None:
    values, found = resting.over_things(drawn(at, [bed()]), lambda path: None)
    assert values["beside_mm"] == pytest.approx(beside, abs=1)
    assert [one.code for one in found] == (["HND602"] if beside > resting.BESIDE_MM else [])
    assert all("beside the bed" in one.message for one in found)


def test_a_thing_that_goes_on_beyond_the_picture_has_no_end_there() -> None:
    far = (200.0, -900.0)
    assert resting.over_things(drawn(far, [bed()]), lambda path: None)[1] != []
    assert resting.over_things(drawn(far, [bed(BACK)]), lambda path: None)[1] == []


def test_a_close_up_without_the_thing_is_not_judged() -> None:
    assert resting.over_things(drawn((900, 0), []), lambda path: None) == ({"beside_mm": 0.0}, [])


@pytest.mark.parametrize(
    ("tipped", "use", "codes"), [(20, "counter", []), (60, "counter", ["HND602"]), (60, "tips counter", [])]
)
def test_a_hand_that_is_not_flat_on_the_worktop_that_carries_it(
    tipped: float, use: str, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resting, "palm_axes", lambda body, side: (np.array([0.0, 0, 1]), np.array([0.0, -1, 0])))
    one = drawn((0, 0), [])
    one.solved.contacts = (level("right hand on counter", np.arange(4), 900.0),)
    one.solved.posed.rotation = lambda bone: about_x(tipped)
    one.solved.frame.hands = {"R": SimpleNamespace(use=SimpleNamespace(name=use))}
    found = resting.hands_flat(one, lambda path: None)[1]
    assert [finding.code for finding in found] == codes
    assert all("right hand is not flat on the counter: its palm is 60" in finding.message for finding in found)


def test_hips_that_are_high_over_the_heels(monkeypatch: pytest.MonkeyPatch) -> None:
    for bend, codes in ((70.0, ["HND604"]), (135.0, [])):
        monkeypatch.setattr(resting, "angles", lambda posed, bend=bend: {"right knee": bend, "left knee": 140.0})
        assert [one.code for one in resting.on_heels(drawn((0, 0), [], "heels"), lambda path: None)[1]] == codes
        assert resting.on_heels(drawn((0, 0), [], "fours"), lambda path: None) == ({}, [])


def test_all_are_among_the_checks_of_a_drawing() -> None:
    assert {resting.over_things, resting.hands_flat, resting.on_heels} <= {*CHECKS}
