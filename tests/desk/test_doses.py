"""The doses of the page and of the record are those of the paper, in the same words."""

from __future__ import annotations

import pytest
from shipped import SHIPPED

from handouts.compose.wording import ENGLISH, Wording
from handouts.desk import doses
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.composing import Composer
from handouts.model import BLANK
from handouts.pipeline.workspace import Workspace

from .making import DAY

COMPOSER = Composer(Workspace(SHIPPED, (), None), "example")
WORDING = Wording.of(ENGLISH, "en-GB")


@pytest.mark.parametrize(
    "choice",
    [
        DeskChoice(plan="back-building-up"),
        DeskChoice((Picked("tennis-elbow", None),)),
        DeskChoice((Picked("plantar-fasciitis", None),)),
    ],
    ids=["back plan", "tennis elbow", "heel"],
)
def test_page_and_record_say_how_often_as_the_diary_does(choice: DeskChoice) -> None:
    composed = COMPOSER.composed(choice, DAY)
    assert composed.result.leaflet is not None
    printed = [one["dose_words"] for one in composed.exercises if one["printed"]]
    rows = [row for row in composed.result.leaflet.diary if row.number]
    assert rows and all(printed[row.number - 1][-1][0].startswith(row.rhythm) for row in rows)


def test_words_of_a_dose_have_days_units_spans_and_blanks() -> None:
    dose = SHIPPED.exercises["sit-to-stand"].dose
    assert doses.parts(dose, dose, WORDING)[-1] == ("every other day",) * 2
    twice = dose.changed({"times_a_day": 2})
    assert doses.line(doses.parts(twice, dose, WORDING)[-1:], WORDING) == (
        "2 times every other day (usual: every other day)"
    )
    blank = dose.changed({"repetitions": BLANK})
    assert doses.parts(blank, dose, WORDING)[0][0] == "____ times"
    slow = SHIPPED.exercises["wrist-lower-weight"].dose
    assert ("1 set", "2 sets") in doses.parts(slow.changed({"sets": 1}), slow, WORDING)


def test_what_changes_from_a_week_on_is_said_last() -> None:
    usual = SHIPPED.exercises["sit-to-stand"].dose
    more = usual.set("repetitions", "week3", 12).set("sets", "week3", 3)
    said = doses.parts(more, usual, WORDING)
    assert said[:-1] == doses.parts(usual, usual, WORDING)
    assert doses.line(said[-1:], WORDING) == "from week 3: 12 times, 3 sets"
    less = more.set("sets", "week3", 2)
    assert doses.line(doses.parts(less, more, WORDING)[-1:], WORDING) == (
        "from week 3: 12 times, 2 sets (usual: from week 3: 12 times, 3 sets)"
    )


def test_one_set_is_named_where_it_is_not_usual_and_never_in_the_plural() -> None:
    said = [words for one in SHIPPED.exercises.values() for words, _ in doses.parts(one.dose, one.dose, WORDING)]
    assert "1 sets" not in said and "1 set" not in said and "1 times" not in said
