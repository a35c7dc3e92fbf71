"""The timeline of merged leaflets: whose row it is, and each claim at its own time."""

from __future__ import annotations

import re

import pytest
from composing import with_condition
from merging import made, of_each_kind
from shipped import SHIPPED

from handouts.model import Text, prose
from handouts.model.choices import Choice
from handouts.model.conditions import SPAN_DAYS
from handouts.model.leaflet import Leaflet, TimelineCell

pytestmark = pytest.mark.usefixtures("read_once")


def cells(*conditions: str) -> list[dict[str, str]]:
    """The lines of each step by what is sore."""
    return [{one.of: said(one) for one in step.cells} for step in made(*conditions).timeline]


def said(cell: TimelineCell) -> str:
    return " ".join(map(prose.plain_text, cell.lines))


def times(*conditions: str) -> list[list[str]]:
    """The time of each cell of each step."""
    return [[one.when for one in step.cells] for step in made(*conditions).timeline]


def test_each_condition_has_its_own_row_of_the_timeline() -> None:
    first, second, _ = cells("ankle-sprain", "front-knee-pain")
    assert first["Ankle"] == "Walking should be easy by now. Still hard, or worse? Call us."
    assert first["Kneecap"].startswith("The ache should settle")
    assert second["Ankle"].startswith("Your ankle should feel steady.")
    assert list(first) == list(second) == ["Ankle", "Kneecap"]


def test_cells_have_their_times_where_those_of_a_step_differ() -> None:
    conditions = ("low-back-pain", "knee-osteoarthritis", "neck-pain")
    assert [step.head for step in made(*conditions).timeline] == ["", "", ""]
    assert times(*conditions)[0] == 3 * ["About 2 weeks"]
    assert [those[1] for those in times(*conditions)] == ["About 2 weeks", "8 to 12 weeks", "About 6 months"]


def test_steps_of_one_time_for_all_have_it_at_their_heads() -> None:
    conditions = ("plantar-fasciitis", "overuse-heel")
    assert all(step.head for step in made(*conditions).timeline)
    assert not any(when for those in times(*conditions) for when in those)


@pytest.mark.parametrize("conditions", of_each_kind())
def test_each_cell_has_one_time_its_own_or_that_of_its_head(conditions: tuple[str, ...]) -> None:
    steps = made(*conditions).timeline
    assert all(bool(cell.when) != bool(step.head) for step in steps for cell in step.cells)
    assert len({bool(step.head) for step in steps}) == 1


def test_what_is_expected_is_not_in_bold_below_a_time_that_is() -> None:
    steps = made("achilles-tendinopathy", "ankle-sprain").timeline
    assert prose.plain_text(steps[1].cells[0].lines[0]) == "The pain should be easing."
    assert not any(run.strong for run in steps[1].cells[0].lines[0])
    assert any(run.strong for run in steps[1].cells[0].lines[1])


def test_rows_that_print_the_same_words_are_one() -> None:
    spur = SHIPPED.conditions["heel-spur"]
    one, two, three = spur.timeline
    # A cell has the strong words alone, so that these two rows differ in their files and not in print.
    longer = two.model_copy(update={"expect": Text("**The pain should be easing.** Rest on bad days.")})
    library = with_condition("heel-spur", timeline=(one, longer, three))
    for pair in (("plantar-fasciitis", "heel-spur"), ("heel-spur", "heel-fat-pad")):
        assert [[cell.of for cell in step.cells] for step in made(*pair, library=library).timeline] == 3 * [[""]]


def test_a_row_of_heel_and_back_beside_a_heel_has_the_name_of_the_back() -> None:
    assert list(cells("heel-and-back", "heel-bursitis")[0]) == ["Sore back", "Heel"]
    assert list(cells("heel-and-back", "ankle-sprain")[0]) == ["Heel and back", "Ankle"]


@pytest.mark.parametrize("conditions", of_each_kind())
def test_no_cell_of_the_timeline_is_empty(conditions: tuple[str, ...]) -> None:
    assert all(words for step in cells(*conditions) for words in step.values())


def test_conditions_that_say_the_same_share_a_row_and_all_of_them_need_no_name() -> None:
    assert [list(step) for step in cells("plantar-fasciitis", "heel-spur")] == 3 * [[""]]
    assert cells("plantar-fasciitis", "heel-spur") == cells("heel-spur")
    assert list(cells("plantar-fasciitis", "heel-spur", "neck-pain")[0]) == ["Heel", "Neck"]


def test_two_rows_of_one_part_have_the_names_of_the_structures() -> None:
    assert list(cells("heel-spur", "tarsal-tunnel", "neck-pain")[0]) == ["Spur", "Nerve", "Neck"]
    assert {one.of for one in made("heel-spur", "ankle-sprain").timeline[0].cells} == {"Heel", "Ankle"}


#: Times that are one in other words.
SAME_TIME = {"About 12 weeks": "About 3 months"}


def _lines_in_time(leaflet: Leaflet) -> list[tuple[str, str]]:
    """The cells with their names, each with the time at its head; below the timeline there is none."""
    steps = [(step.head or cell.when, f"{cell.of}: {said(cell)}") for step in leaflet.timeline for cell in step.cells]
    return [*steps, *(("", prose.plain_text(item.text)) for item in leaflet.full_recovery)]


@pytest.mark.parametrize("conditions", of_each_kind())
def test_each_claim_about_time_is_that_of_its_condition_and_none_is_missing(conditions: tuple[str, ...]) -> None:
    """A leaflet of several says of each condition what its own leaflet says, at the same time and with its name."""
    lines = _lines_in_time(made(*conditions))
    claims = {
        id_: {prose.plain_text(one.cells[0].lines[0][:1]): one.head for one in made(id_).timeline} for id_ in conditions
    }
    for id_, its in claims.items():
        merged, sore = SHIPPED.conditions[id_].merged, SHIPPED.conditions[id_].sore
        assert merged is not None
        names = [merged.lead, *([sore.name] if sore and sore.name else [])]
        for claim, when in ((claim, when) for claim, when in its.items() if "?" not in claim):
            is_shared = all(claim in those for those in claims.values())
            names_itself = merged.lead.rpartition(" and ")[2] in claim.casefold()
            said = [
                (head, re.split(r"[.?] ", line[: found.start()])[-1].casefold())
                for head, line in lines
                for found in re.finditer(re.escape(claim), line)
            ]
            assert any(
                SAME_TIME.get(head, head) == SAME_TIME.get(when, when)
                and (is_shared or names_itself or any(name in before for name in names))
                for head, before in said
            ), (id_, claim, when, said)


@pytest.mark.parametrize("conditions", of_each_kind())
def test_each_row_asks_only_what_its_condition_asks(conditions: tuple[str, ...]) -> None:
    asked = {id_: [words for step in cells(id_) for words in step.values()] for id_ in conditions}
    for step in made(*conditions).timeline:
        for cell in step.cells:
            for line in map(prose.plain_text, cell.lines):
                said = re.sub(r"^[^:.?]*: ", "", line)
                assert any(said in words for its in asked.values() for words in its)


@pytest.mark.parametrize("conditions", of_each_kind())
def test_a_question_after_two_weeks_is_for_all_or_has_its_name(conditions: tuple[str, ...]) -> None:
    asked = [[*map(prose.plain_text, made(id_).timeline[0].cells[0].lines)] for id_ in conditions]
    # What one condition only expects has nothing against the question of another.
    asked = [lines if "?" in lines[0] else lines[1:] for lines in asked]
    own = [merged for id_ in conditions if (merged := SHIPPED.conditions[id_].merged)]
    leads = [name for one in own for name in (one.lead, one.name)]
    leads += [one.sore.name for id_ in conditions if (one := SHIPPED.conditions[id_]).sore and one.sore.name]
    # A name holds for all questions up to the next one: "Hip: Bad days? Do less. Worse? Call us."
    for said in re.split(r"(?<=[.]) (?=[A-Z][\w ,]*: )", prose.plain_text(made(*conditions).after_two_weeks)):
        names = any(word in said.partition("?")[0].casefold() for word in (*leads, "tingling"))
        for question in re.findall(r"(?:^|[.] )([^.?]+)[?]", said):
            heard = [
                any(question in line for line in lines) for lines in asked if len(lines) > 1 or question in lines[0]
            ]
            assert (heard and all(heard)) or names


def test_what_a_condition_expects_much_later_stands_in_its_step_with_its_time() -> None:
    first, second, third = cells("plantar-fasciitis", "frozen-shoulder")
    assert not [words for words in first.values() if "stiff" in words]
    assert second["Heel"].startswith("The pain should be easing.")
    assert second["Shoulder"].startswith("Less pain, but stiff? Ask us for more exercises.")
    assert third["Shoulder"].startswith("Your shoulder should be loosening. Still very stiff?")
    later = times("plantar-fasciitis", "frozen-shoulder")[1:]
    assert later == [["6 to 12 weeks", "3 to 9 months"], ["About 3 months", "12 to 18 months"]]


def test_what_is_left_out_of_a_cell_takes_no_time_with_it() -> None:
    """Without a wrist hold the leaflet asks for none, and still tells when to call."""
    leaflet = made("tennis-elbow", "carpal-tunnel", choice=Choice(without=("wrist-hold-up",)))
    (elbow,) = [cell for cell in leaflet.timeline[0].cells if cell.of == "Elbow"]
    assert (elbow.when, said(elbow)) == ("2 to 4 weeks", "Worse? Call us.")


#: What says that nothing has changed.
UNCHANGED = re.compile(
    r"(?i)\bsame\b|\bno (?:change|better|easier)\b|\bstill (?:very )?(?:sore|tingling)\b|\bnot steady\b"
)
EARLY_DAYS = 6 * 7  # a call for the same pain before is too early beside months of recovery


@pytest.mark.parametrize("id_", sorted(SHIPPED.conditions))
def test_the_same_pain_after_two_weeks_is_no_reason_to_call_and_after_six_it_is(id_: str) -> None:
    one = SHIPPED.conditions[id_]
    steps = [(one.numbers[step.after], step) for step in one.timeline]
    assert (steps[0][0].value, steps[0][0].unit) == (2, "weeks")  # the head over the diary's line says two weeks
    asks = re.compile(r"([^.?!]*)[?] ((?:Call|Ask) us)")
    calls = [
        (number.up_to or number.value) * SPAN_DAYS[number.unit]
        for number, step in steps
        for words in (step.expect, step.then)
        for question, _ in asks.findall(prose.plain(words))
        if UNCHANGED.search(question)
    ]
    assert calls and min(calls) >= EARLY_DAYS


@pytest.mark.parametrize("id_", sorted(SHIPPED.conditions))
def test_under_the_diary_stands_what_the_first_step_in_time_says(id_: str) -> None:
    leaflet = made(id_)
    words = " ".join(map(prose.plain_text, leaflet.timeline[0].cells[0].lines))
    assert words in prose.plain_text(leaflet.after_two_weeks)


def test_after_two_weeks_each_condition_has_its_line() -> None:
    leaflet = made("low-back-pain", "knee-osteoarthritis", "neck-pain")
    assert prose.plain_text(leaflet.after_two_weeks) == (
        "Read the steps again. Less pain, or the same? Carry on. Worse? Call us. Bring this sheet."
    )
    said = prose.plain_text(made("knee-osteoarthritis", "hip-osteoarthritis").after_two_weeks)
    assert said == "Read the steps again. Some ache is normal. On bad days, do less. Worse? Call us. Bring this sheet."
    said = prose.plain_text(made("neck-pain", "carpal-tunnel").after_two_weeks)
    assert "Neck: Less pain, or the same? Hand: Fewer bad nights, or the same? Carry on." in said
