"""Parts of a composed leaflet: cautions before the exercises, shared dangers, timeline, imprint, main message."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Literal

import pytest
from composing import ALL, made, with_condition, words
from pydantic import ValidationError
from shipped import SHIPPED

from handouts.checks.context import CheckContext
from handouts.checks.governance import texts_have_licences
from handouts.compose import compose
from handouts.compose.context import factor_common_prefix
from handouts.formats import text
from handouts.model import (
    Cared,
    Condition,
    Number,
    Text,
    prose,
)
from handouts.model.choices import Choice
from handouts.model.governance import Licence, Source
from handouts.model.request import Request
from handouts.pdf.printing import assets

TODAY = datetime.date(2026, 11, 30)

# ---------------------------------------------------------------- cautions before the exercises


@pytest.mark.parametrize("others", [(), ("plantar-fasciitis",), ("plantar-fasciitis", "tarsal-tunnel")])
def test_cautions_before_exercise_are_printed_beside_any_other_condition(others: tuple[str, ...]) -> None:
    cautions = SHIPPED.conditions["heel-bursitis"].before_exercises
    named = "Heel bursitis: " if others else ""
    lines = [words(line.text) for line in made(Request((*others, "heel-bursitis"))).before_exercises]
    assert cautions and len(lines) == len(cautions)
    assert lines[0].startswith(named) and "".join(lines).count("Heel bursitis") == bool(others)


@pytest.mark.parametrize("others", [(), ("plantar-fasciitis",)])
def test_a_delayed_exercise_names_the_condition_that_delays_it_and_has_no_dates(others: tuple[str, ...]) -> None:
    leaflet = made(Request((*others, "heel-bursitis"), exercises=12))
    for card, row in zip(leaflet.cards, leaflet.diary, strict=True):
        delayed = "calf-loaded" in SHIPPED.exercises[card.id].loads
        assert row.undated == bool(card.cautions) == delayed
        assert all(words(caution).startswith("Heel bursitis: ") == bool(others) for caution in card.cautions)


def test_without_such_a_caution_nothing_is_printed_before_the_exercises() -> None:
    assert made(Request(("plantar-fasciitis",))).before_exercises == ()


# ---------------------------------------------------------------- the same danger in the same words


def test_the_sooner_of_two_waits_is_printed_once() -> None:
    library = SHIPPED
    for id_, weeks in (("plantar-fasciitis", 2), ("heel-bursitis", 1)):
        condition = library.conditions[id_]
        numbers = {**condition.numbers, "first_look": Number(value=weeks, unit="weeks")}
        soon = (Text("It is no better after {first_look}."),)
        help_ = condition.get_help.model_copy(update={"soon": soon})
        library = with_condition(id_, library, numbers=numbers, get_help=help_)
    signs = [words(sign.text) for sign in made(Request(("plantar-fasciitis", "heel-bursitis")), library).help[2].signs]
    assert signs == ["It is no better after 1 week."]


@pytest.mark.parametrize("row", ["emergency", "same_day"])
def test_conditions_word_a_shared_danger_alike(row: str) -> None:
    """One subject, one sentence, or several that a merged leaflet says together: it names each danger once."""
    said = {sign for condition in SHIPPED.conditions.values() for sign in getattr(condition.get_help, row)}
    together = [entry for kind in SHIPPED.danger_signs.values() for entry in kind.together]
    for subject in ("snap", "hot, swollen heel", "calf", "bladder", "chest", "both legs", "fever, wound"):
        alike = {sign for sign in said if subject in sign.casefold() and not sign.startswith("If your")}
        assert len(alike) <= 1 or any(alike <= {*entry.of} for entry in together), subject


def test_a_shared_sentence_about_the_back_is_printed_once() -> None:
    limping = tuple(id_ for id_ in ALL if (one := SHIPPED.conditions[id_].spreads) and "limp" in one.text[0])
    leaflet = made(Request(limping, conditions_limit=len(limping)))
    (section,) = [s for s in leaflet.sections if s.key == "spreads"]
    printed = " ".join(words(text) for part in section.parts for text in part.paragraphs)
    sentences = printed.split(". ")
    assert len(sentences) == len(set(sentences)) == 2


@pytest.mark.parametrize(
    ("texts", "printed"),
    [
        (("adults with a heel spur", "adults with a sore pad"), ("adults with a heel spur", "a sore pad")),
        (("adults with pain", "adults with pain at night"), ("adults with pain", "pain at night")),
        (("adults", "children"), ("adults", "children")),
        (
            ("adults with a sore heel pad", "adults with a sore or stiff neck"),
            ("adults with a sore heel pad", "a sore or stiff neck"),
        ),
        (("adults with pain",), ("adults with pain",)),
    ],
)
def test_a_common_prefix_is_printed_once(texts: tuple[str, ...], printed: tuple[str, ...]) -> None:
    lines = factor_common_prefix([prose.runs(text) for text in texts])
    assert tuple("".join(run.text for run in line) for line in lines) == printed


# ---------------------------------------------------------------- the new parts of the sheets


def test_the_timeline_is_worded_from_its_numbers() -> None:
    leaflet = made(Request(("plantar-fasciitis",), settings={"plantar-fasciitis.first_look": 3}))
    assert [step.head for step in leaflet.timeline] == ["About 3 weeks", "6 to 12 weeks", "About 3 months"]
    assert words(leaflet.after_two_weeks).endswith("Worse? Call us. Bring this sheet.")


def test_a_timeline_out_of_order_is_refused() -> None:
    condition = SHIPPED.conditions["plantar-fasciitis"]
    record = condition.model_dump(by_alias=True, mode="json")
    turned = {**record, "timeline": record["timeline"][::-1]}
    with pytest.raises(ValidationError, match="is not a later time"):
        Condition.model_validate(turned)


def test_what_all_exercises_need_is_one_sentence() -> None:
    leaflet = made(Request(("plantar-fasciitis",)))
    assert leaflet.needs is not None
    assert words(leaflet.needs) == "You need: a firm chair, a towel, a wall, a worktop and a small ball or a food tin."


def test_after_too_much_pain_the_reader_does_fewer_and_no_sum() -> None:
    counted, timed = (
        made(Request(("plantar-fasciitis",))),
        made(Request(("plantar-fasciitis",), choice=Choice(only=("foot-roll",)))),
    )
    assert counted.fewer and words(counted.fewer) == "Next time, do fewer."
    assert timed.fewer is None


def test_what_to_do_when_it_is_worse_on_the_next_day_is_printed() -> None:
    leaflet = made(Request(("plantar-fasciitis",)))
    assert leaflet.worse_next_day and words(leaflet.worse_next_day) == "Rest for a day, then do fewer of each exercise."


def test_the_next_exercise_comes_after_days_of_little_pain() -> None:
    leaflet = made(Request(("plantar-fasciitis",)))
    assert SHIPPED.pain_guide and leaflet.add_next
    days, limit = SHIPPED.pain_guide.add_next_days, SHIPPED.pain_guide.fine_to
    said = f"Pain 0 to {limit} for {days} days? Add the next exercise. Pain 4 to 5 for 7 days? Call us."
    assert words(leaflet.add_next) == said
    assert made(Request(("plantar-fasciitis",), choice=Choice(only=("foot-roll",)))).add_next is None


def test_an_exercise_is_forbidden_by_its_movements() -> None:
    leaflet, findings = compose(SHIPPED, Request(("heel-bursitis", "plantar-fasciitis"), exercises=12))
    assert leaflet is not None
    ids = {card.id for card in leaflet.cards}
    assert "towel-calf-stretch" not in ids and "calf-stretch-wall" not in ids and "foot-roll" in ids
    assert {d.code for d in findings} >= {"HND401"}


@pytest.mark.parametrize(("others", "lead"), [((), ""), (("heel-spur",), "Plantar fasciitis: ")])
def test_an_exercise_that_needs_care_says_so_on_its_card_and_keeps_its_dates(
    others: tuple[str, ...], lead: str
) -> None:
    care = Cared.model_validate({"movement": "ankle-up-loaded", "from": 2, "why": "Keep the step short."})
    library = with_condition("plantar-fasciitis", cares=(care,))
    leaflet = made(Request(("plantar-fasciitis", *others), exercises=12), library)
    bent = {id_ for id_, one in SHIPPED.exercises.items() if one.loads.get("ankle-up-loaded", 0) >= 2}
    says = {card.id: [words(care) for care in card.cares] for card in leaflet.cards}
    assert bent & set(says)
    assert all(lines == [f"{lead}Keep the step short."] * (id_ in bent) for id_, lines in says.items())
    assert not any(row.undated for row in leaflet.diary)


def test_what_begins_later_does_not_ask_for_care_as_well() -> None:
    rule = {"movement": "calf-loaded", "from": 1, "why": "Go slowly."}
    library = with_condition("heel-bursitis", cares=(Cared.model_validate(rule),))
    assert not any(card.cares for card in made(Request(("heel-bursitis",)), library).cards)


def test_a_delayed_exercise_has_a_caution_and_a_row_without_dates() -> None:
    leaflet = made(Request(("heel-bursitis",)))
    rows = {card.id: (bool(card.cautions), row.undated) for card, row in zip(leaflet.cards, leaflet.diary, strict=True)}
    assert rows == {
        "ankle-circles": (False, False),
        "ankle-pumps": (False, False),
        "heel-raise-two-feet": (True, True),
        "heel-raise-one-foot": (True, True),
    }


def test_a_leaflet_says_who_wrote_it_and_that_nobody_reviewed_it() -> None:
    imprint = made(Request(("plantar-fasciitis",))).imprint
    assert imprint.authors == "The handouts authors (writers, not clinicians)"
    assert imprint.reviewers == "Not yet reviewed by a clinician"


def test_the_causes_have_the_names_of_their_own_leaflets() -> None:
    leaflet = made(Request(("heel-and-back",)))
    assert [words(cause.title) for cause in leaflet.causes] == [
        SHIPPED.conditions[cause.id].title for cause in SHIPPED.conditions["heel-and-back"].causes
    ]
    assert len(leaflet.causes) == 6


def test_a_set_has_the_message_for_its_conditions_together() -> None:
    together = SHIPPED.sets["heel-pain"].leaflets[4]
    assert together.conditions == ("plantar-fasciitis", "heel-spur") and together.main_message
    assert words(made(Request(("heel-spur", "plantar-fasciitis"))).main_message) == together.main_message
    assert words(made(Request(("heel-spur",))).main_message) == SHIPPED.conditions["heel-spur"].main_message


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        (
            ("low-back-pain", "knee-osteoarthritis", "neck-pain"),
            "Your back, your knee and your neck can feel better. Start with short exercises, and build up bit by bit.",
        ),
        (
            ("plantar-fasciitis", "heel-bursitis"),
            "Your heel can feel better. Change shoes that rub first, then start the exercises.",
        ),
    ],
)
def test_a_message_for_several_has_one_hope_and_how_to_begin(conditions: tuple[str, ...], message: str) -> None:
    assert words(made(Request(conditions)).main_message) == message


@pytest.mark.parametrize(
    ("conditions", "lines"),
    [
        (("shoulder-pain", "neck-pain"), ["adults with an arm that hurts to lift and a sore or stiff neck"]),
        (
            ("low-back-pain", "knee-osteoarthritis", "neck-pain"),
            ["adults with a sore or stiff low back and neck", "adults over 45 with a sore knee"],
        ),
        (
            ("achilles-tendinopathy", "ankle-sprain"),
            ["adults with pain in the tendon behind the ankle", "people who rolled an ankle and can take 4 steps"],
        ),
    ],
)
def test_for_whom_a_leaflet_of_several_is_says_adults_once(conditions: tuple[str, ...], lines: list[str]) -> None:
    assert [words(line) for line in made(Request(conditions)).for_whom] == lines


def test_a_message_for_heel_and_back_speaks_for_the_heel() -> None:
    message = words(made(Request(("heel-and-back", "heel-spur"))).main_message)
    assert message == SHIPPED.conditions["heel-and-back"].main_message


def test_a_map_of_causes_names_only_those_that_the_leaflet_is_about() -> None:
    alone, beside = made(Request(("heel-and-back",))), made(Request(("heel-and-back", "heel-bursitis")))
    maps = [next(part.plate for part in one.sections[0].parts if part.plate) for one in (alone, beside)]
    labels = [{anchor for anchor, _ in map_.picture.labels} for map_ in maps]
    assert labels == [set(SHIPPED.conditions["heel-and-back"].picture.labels), {"low back", "bursa"}]  # type: ignore[union-attr]


def test_a_cause_names_a_label_of_the_picture() -> None:
    condition = SHIPPED.conditions["heel-and-back"]
    bad = [condition.causes[0].model_copy(update={"label": "kneecap"}), *condition.causes[1:]]
    with pytest.raises(ValidationError, match="no label `kneecap`"):
        Condition.model_validate(dict(condition) | {"causes": bad})


def test_the_most_dangerous_do_not_of_each_condition_stand_first_and_are_never_left_out() -> None:
    conditions = ("carpal-tunnel", "sciatica", "tarsal-tunnel")
    listed = [words(item.text) for item in made(Request(conditions)).do_not]
    alone = [[words(item.text) for item in made(Request((id_,))).do_not] for id_ in conditions]
    listed = [line.rpartition(": ")[2] for line in listed]
    assert {line[:20] for line in listed[:3]} == {lines[0][:20] for lines in alone}
    assert {line for lines in alone for line in lines[:2]} <= set(listed)


def test_a_sign_that_another_one_says_too_is_printed_once() -> None:
    leaflet = made(Request(("plantar-fasciitis", "tarsal-tunnel")))
    soon = [words(sign.text) for row in leaflet.help if row.key == "soon" for sign in row.signs]
    assert [sign for sign in soon if "diabetes" in sign] == ["You have diabetes."]


def test_what_is_kept_of_a_leaflet_is_that_of_each_request() -> None:
    """Doses of advice and of conditions are on sheet one; those of exercises are not."""
    kept: dict[object, object] = {}
    one, several = Request(("plantar-fasciitis",)), Request(("heel-spur", "heel-and-back"))
    settings: list[dict[str, int]] = [{}, {"ice.minutes": 10}, {"plantar-fasciitis.first_look": 3}]
    requests = [one, several, replace(one, exercises=3), replace(one, side="left"), replace(one, patient="Ann")]
    requests += [replace(one, settings={**own, "foot-roll.minutes": 1}) for own in settings]
    for request in requests:
        assert compose(SHIPPED, request, kept=kept) == compose(SHIPPED, request) == compose(SHIPPED, request, kept=kept)
    others = [*requests[1:4], *requests[6:]]
    assert len(kept) == 1 + len(others)  # a name and a dose of an exercise change nothing on sheet one
    assert "Ann" not in repr(kept)


@pytest.mark.parametrize(
    ("licence", "reuse", "line"),
    [
        ("OGL-UK-3.0", "facts", None),
        (
            "OGL-UK-3.0",
            "adapted",
            "Contains public sector information licensed under the Open Government Licence v3.0.",
        ),
        ("CC-BY-4.0", "adapted", "Adapted from {short}, CC BY 4.0."),
        ("CC-BY-4.0", "copied", "Text of {short}, CC BY 4.0."),
        ("CC0-1.0", "copied", None),
    ],
)
def test_a_leaflet_acknowledges_text_that_its_licence_asks_for_and_no_facts(
    licence: Licence, reuse: Literal["facts", "adapted", "copied"], line: str | None
) -> None:
    id_ = next(one.id for one in SHIPPED.conditions["heel-spur"].governance.sources if SHIPPED.sources[one.id].short)
    taken = SHIPPED.sources[id_].model_copy(update={"licence": licence, "reuse": reuse})
    library = replace(SHIPPED, sources={**SHIPPED.sources, id_: taken})
    expected = () if line is None else (line.format(short=taken.short),)
    leaflet, _ = compose(library, Request(("heel-spur",)))
    other, _ = compose(library, Request(("carpal-tunnel",)))
    assert leaflet is not None and other is not None
    assert leaflet.acknowledgements == expected
    assert other.acknowledgements == ()
    printed = text.render(leaflet, SHIPPED.edition("a4"), assets(None)).data.decode()
    assert " ".join(printed.split()).count(line.format(short=taken.short) if line else "Licence v3") == len(expected)


@pytest.mark.parametrize("licence", ["OGL-UK-3.0", "all rights reserved"])
def test_the_text_of_the_pain_guide_counts_as_printed_in_every_leaflet(licence: Licence) -> None:
    guide = SHIPPED.pain_guide
    assert guide is not None
    own = Source(name="An invented guide", seen="read", licence=licence, reuse="copied")
    sources = {**SHIPPED.sources, guide.sources[0].id: own}
    library = replace(SHIPPED, sources=sources)
    found = [one.diagnostic.code for one in texts_have_licences(CheckContext(library, ("carpal-tunnel",), TODAY))]
    leaflet, _ = compose(library, Request(("carpal-tunnel",)))
    assert leaflet is not None
    is_open = licence == "OGL-UK-3.0"
    assert (found, len(leaflet.acknowledgements)) == ([], 1) if is_open else (["HND817"], 0)
