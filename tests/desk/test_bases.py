"""Other doses are filled into pages that were laid out before; the checked file has the last word."""

from __future__ import annotations

from typing import Any

import pytest

from handouts.batch.jobs import PrintJob
from handouts.batch.workers.watchdog import Watchdog
from handouts.desk import child, drawing
from handouts.desk.bases import Bases
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.drawing import CheckTask, FillTask
from handouts.desk.lines import job_of
from handouts.model import Library
from handouts.pdf.page_digest import digests

from .making import DAY, NAME, NOTE, client_of, desk_of, lines

HOLD = "calf-stretch-wall.hold"
HEEL = (Picked("sore-heel", None),)
USUAL = DeskChoice(HEEL)
LONGER = DeskChoice(HEEL, doses={HOLD: 45})


def job(library: Library, choice: DeskChoice) -> PrintJob:
    desk = desk_of(library)
    composed = desk.composer.composed(choice, DAY)
    assert composed.result.leaflet is not None
    return job_of(desk, composed, composed.result.leaflet)


@pytest.fixture(scope="module")
def bases(small: Library) -> Bases:
    """The base of the usual leaflet."""
    kept, usual = Bases(), job(small, USUAL)
    kept.keep(usual, drawing.checked(CheckTask(usual, wants_template=True)))
    return kept


def test_a_dose_is_filled_in_as_it_is_laid_out(small: Library, bases: Bases) -> None:
    longer = job(small, LONGER)
    base = bases.find(longer)
    assert base is not None
    filled, laid_out = drawing.filled(base.task(longer)), drawing.sketch(longer)
    assert digests(filled) == digests(laid_out.printed.data)
    assert digests(filled) != digests(drawing.sketch(job(small, USUAL)).printed.data)
    drawn = base.filled(filled)
    assert (drawn.printed.pages, drawn.places) == (laid_out.printed.pages, laid_out.places)


@pytest.mark.parametrize(
    "other",
    [
        DeskChoice(HEEL, name=NAME),
        DeskChoice(HEEL, note=NOTE),
        DeskChoice((Picked("sore-heel", "left"),)),
        DeskChoice(HEEL, exercises=("calf-stretch-wall",)),
        DeskChoice(HEEL, edition="large-print"),
    ],
)
def test_what_differs_in_more_than_its_doses_has_no_base(small: Library, bases: Bases, other: DeskChoice) -> None:
    assert bases.find(job(small, other)) is None


def test_a_leaflet_with_a_name_becomes_no_base(small: Library) -> None:
    named = job(small, DeskChoice(HEEL, name=NAME))
    kept = Bases()
    kept.keep(named, drawing.checked(CheckTask(named)))
    assert kept.find(named) is None and kept.find(job(small, USUAL)) is None


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs of the child by their names; this process does them."""
    names: list[str] = []

    def run(_: Watchdog, work: Any, payload: Any, timeout_s: float) -> tuple[Any, Any]:
        names.append(work.__name__)
        return work(payload), None

    monkeypatch.setattr(Watchdog, "run", run)
    return names


FIRST, OTHER = {"conditions": ["sore-heel"]}, {"conditions": ["sore-heel"], "doses": {HOLD: 45}}


def test_the_second_dose_is_drawn_without_a_layout(small: Library, done: list[str]) -> None:
    with client_of(desk_of(small)) as client:
        first = lines(client, FIRST)
        assert done[0] == "sketch" and first[-1]["kind"] == "ready"
        done.clear()
        other = lines(client, OTHER)
    assert done[0] == "filled" and "sketch" not in done and done.count("checked") == 1
    kinds = [line["kind"] for line in other]
    assert kinds.count("drawn") == 1 and other[-1]["pdf"] and other[-1]["pdf"] != first[-1]["pdf"]


def test_pages_that_were_filled_in_wrong_are_replaced_and_their_base_goes(
    small: Library, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(small)
    with client_of(desk) as client:
        lines(client, FIRST)
        real, base = child.filled, desk.bases.find(job(small, LONGER))
        assert base is not None
        usual = base.task(job(small, USUAL))
        monkeypatch.setattr(child, "filled", lambda task: real(FillTask(task.template, usual.texts, task.request)))
        kinds = [line["kind"] for line in lines(client, OTHER)]
    assert kinds.count("drawn") == 2 and kinds[-1] == "ready"
    assert desk.bases.find(job(small, LONGER)) is None
