"""All pairs and triples of the shipped conditions: nothing urgent lost, nothing forbidden printed, nothing said twice.

The leaflets are composed and not laid out; `bench/merges.py` measures their pages too.
"""

from __future__ import annotations

import importlib.util
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError
from sampling import one_of_each
from shipped import SHIPPED

from handouts.cli.program import program
from handouts.compose import compose
from handouts.compose.likeness import are_alike, pairs_alike
from handouts.compose.mentions import asks_for_exercise, asks_for_unprinted
from handouts.diagnostics import Diagnostic
from handouts.model import Forbidden, Library, Text, prose
from handouts.model.leaflet import Item, Leaflet, Request
from handouts.model.sets import SetLeaflet

pytestmark = pytest.mark.usefixtures("read_once")

ROOT = Path(__file__).parent.parent


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("merges_bench", ROOT / "bench" / "merges.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _bench()
MERGES: Sequence[tuple[str, ...]] = list(BENCH.merges(SHIPPED))


def made(*conditions: str, shelf: Library = SHIPPED, **more: Any) -> Leaflet:
    leaflet, findings = compose(shelf, Request(conditions, **more))
    assert leaflet is not None, findings
    return leaflet


def refused(*conditions: str, shelf: Library = SHIPPED, **more: Any) -> list[Diagnostic]:
    leaflet, findings = compose(shelf, Request(conditions, **more))
    assert leaflet is None
    return findings


def changed(id_: str, shelf: Library = SHIPPED, **changes: object) -> Library:
    condition = shelf.conditions[id_].model_copy(update=changes)
    return replace(shelf, conditions={**shelf.conditions, id_: condition})


def printed(items: Sequence[Item]) -> list[str]:
    return [prose.plain_text(item.text) for item in items]


def forbid(**rule: Any) -> tuple[Forbidden, ...]:
    return (Forbidden(**rule, why="It presses on the sore spot."),)


# ---------------------------------------------------------------- every pair and triple


def test_every_pair_and_triple_of_the_shipped_conditions_is_measured() -> None:
    counted = [sum(len(merge) == size for merge in MERGES) for size in (2, 3)]
    assert counted == [math.comb(len(SHIPPED.conditions), size) for size in (2, 3)]


#: Of three conditions of several regions, one merge in ten: all of them take minutes, and `bench/merges.py` has them.
TESTED = [merge for place, merge in enumerate(MERGES) if BENCH.is_laid_out(SHIPPED, merge) or place % 10 == 0]


def _kind(conditions: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """Merges of one kind are of conditions of the same body regions; of three, of the same first region."""
    regions = [SHIPPED.conditions[id_].region for id_ in conditions]
    return len(conditions), frozenset(regions if len(conditions) == 2 else regions[:1])


@pytest.mark.parametrize("conditions", one_of_each(((merge,) for merge in TESTED), lambda one: _kind(one[0]), every=9))
def test_a_merge_is_without_fault(conditions: tuple[str, ...]) -> None:
    measured = BENCH.measured(SHIPPED, conditions)
    assert measured.faults == ()
    assert 1 <= measured.acts <= len(conditions)
    assert measured.leads <= 3
    leaflet = made(*conditions)
    assert len(leaflet.in_short.what) == len(conditions)
    assert len(leaflet.do) <= 5 and len(leaflet.do_not) <= 6 and len(leaflet.tips) <= 3 + len(conditions)
    most_dangerous = {line for id_ in conditions for line in printed(made(id_).do_not)[:2]}
    assert most_dangerous <= set(printed(leaflet.do_not))
    assert "more" not in leaflet.title + leaflet.short_title and "{" not in leaflet.title


def test_the_measures_see_a_lost_warning_a_forbidden_exercise_and_a_sentence_in_other_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = ("heel-spur", "plantar-fasciitis")
    whole = made(*pair)

    def spoiled(shelf: Library, conditions: Sequence[str]) -> Leaflet:
        if len(conditions) == 1:
            return made(*conditions)
        twice = (*whole.do, Item("planted", prose.runs("Do wear a soft heel and shoes with straps or laces.")))
        return replace(whole, in_short=replace(whole.in_short, warn=()), help=whole.help[1:], do=twice)

    monkeypatch.setattr(BENCH, "_leaflet", spoiled)
    measured = BENCH.measured(changed("heel-spur", forbids=forbid(movement="hip-twist", from_level=2)), pair)
    assert measured.lost_warnings and measured.lost_signs and measured.twice
    assert measured.forbidden == ("plantar-fascia-stretch",)


@pytest.mark.slow  # some fifty leaflets are laid out
def test_a_merge_of_each_kind_takes_at_most_six_pages() -> None:
    """A pair of each two regions, and a triple of each region; two regions may take two pages more."""
    kinds: dict[tuple[int, frozenset[str]], tuple[str, ...]] = {}
    for merge in (merge for merge in MERGES if BENCH.is_laid_out(SHIPPED, merge)):
        kinds.setdefault(_kind(merge), merge)
    pages = {merge: BENCH.with_pages(merge).pages for merge in [*kinds.values()][::3]}  # all of them take minutes
    assert len(pages) > 10 and {merge: count for merge, count in pages.items() if count > 6} == {}
    assert BENCH.with_pages(kinds[2, frozenset({"foot-ankle"})]).pages == 4


# ---------------------------------------------------------------- by movement


@pytest.mark.parametrize("strict", [one.id for one in SHIPPED.conditions.values() if one.forbids])
def test_a_movement_that_one_condition_forbids_is_printed_beside_no_other(strict: str) -> None:
    for other in set(SHIPPED.conditions) - {strict}:
        loads = [SHIPPED.exercises[card.id].loads for card in made(strict, other, exercises=12).cards]
        for rule in SHIPPED.conditions[strict].forbids:
            assert not rule.movement or all(one.get(rule.movement, 0) < (rule.from_level or 0) for one in loads), other


@pytest.mark.parametrize(("level", "printed"), [(1, False), (2, False), (3, True)])
def test_a_movement_is_forbidden_from_a_level_on(level: int, printed: bool) -> None:
    shelf = changed("heel-spur", forbids=forbid(movement="ankle-up-loaded", from_level=level))
    cards = {card.id for card in made("plantar-fasciitis", "heel-spur", shelf=shelf, exercises=12).cards}
    assert ("calf-stretch-wall" in cards) == printed and "heel-drop-step" not in cards


def test_few_exercises_that_are_left_are_reported_with_the_movements_that_dropped_the_others() -> None:
    forbids = forbid(movement="calf-loaded", from_level=1) + forbid(movement="ankle-side", from_level=1)
    shelf = changed("heel-spur", forbids=forbids, exercises=SHIPPED.conditions["heel-spur"].exercises[:1])
    leaflet, findings = compose(shelf, Request(("heel-bursitis", "heel-spur"), exercises=12))
    assert leaflet is not None
    (finding,) = [f for f in findings if f.code == "HND415"]
    assert finding.message.startswith(f"{len(leaflet.cards)} exercises are left") and len(leaflet.cards) == 2
    assert "`heel-raise-two-feet` (heel-spur: calf-loaded)" in finding.message
    assert "`ankle-circles` (heel-spur: ankle-side)" in finding.message


@pytest.mark.parametrize("conditions", one_of_each(((merge,) for merge in TESTED), lambda one: _kind(one[0]), every=9))
def test_what_is_left_of_the_shipped_merges_is_enough(conditions: tuple[str, ...]) -> None:
    _, findings = compose(SHIPPED, Request(conditions))
    assert [f.message for f in findings if f.code == "HND415"] == []


def test_the_towel_stretch_is_as_forbidden_as_the_wall_stretch() -> None:
    cards = [card.id for card in made("heel-bursitis", "plantar-fasciitis", exercises=12).cards]
    assert not {"towel-calf-stretch", "calf-stretch-wall", "calf-stretch-bent-knee"} & set(cards)


#: What tenses the nerve at the inner ankle: the ankle bent up with a straight knee or with the toes back.
PULLS_THE_NERVE = {
    "calf-stretch-wall", "calf-stretch-bent-knee", "towel-calf-stretch", "plantar-fascia-stretch", "heel-drop-step",
    "heel-raise-towel",
}  # fmt: skip


def test_the_nerve_is_not_pulled_by_the_sole_stretch_nor_by_the_wall_stretch() -> None:
    for other in ("plantar-fasciitis", "heel-and-back"):
        leaflet = made("tarsal-tunnel", other, exercises=12)
        assert not PULLS_THE_NERVE & {card.id for card in leaflet.cards}
        assert not any("stretch your" in text.casefold() for text in printed(leaflet.in_short.act))


def test_another_exercise_of_the_region_takes_the_place_of_a_forbidden_one() -> None:
    first, second = SHIPPED.conditions["plantar-fasciitis"].exercises[:2]
    shelf = changed("heel-spur", forbids=forbid(id=first.id))
    usual, without = made("plantar-fasciitis", "heel-spur"), made("plantar-fasciitis", "heel-spur", shelf=shelf)
    assert usual.cards[0].id == first.id and without.cards[0].id == second.id
    assert len(usual.cards) == len(without.cards)


def test_a_region_without_exercise_is_refused_and_names_the_two_conditions() -> None:
    backs = {id_ for id_, exercise in SHIPPED.exercises.items() if exercise.region == "low-back"}
    forbids = tuple(rule for id_ in sorted(backs) for rule in forbid(id=id_))
    (finding,) = [f for f in refused("tarsal-tunnel", "heel-and-back", shelf=changed("tarsal-tunnel", forbids=forbids))
                  if f.is_error]  # fmt: skip
    assert finding.code == "HND410"
    assert "tarsal-tunnel forbids what heel-and-back prescribes" in finding.message and "back" in finding.message
    assert finding.help == "print heel-and-back and tarsal-tunnel apart"


@pytest.mark.parametrize("exercises", [2, 3, 4])
def test_each_region_keeps_a_place_however_few_exercises_are_printed(exercises: int) -> None:
    leaflet = made("plantar-fasciitis", "heel-spur", "heel-and-back", exercises=exercises)
    assert (
        {SHIPPED.exercises[card.id].region for card in leaflet.cards}
        == {"foot-ankle", "low-back"}
        == set(leaflet.regions)
    )
    assert len(leaflet.cards) == exercises


# ---------------------------------------------------------------- words


def test_a_text_may_ask_only_for_exercises_that_are_printed() -> None:
    heel, back = ["plantar-fascia-stretch", "foot-roll"], ["knee-rolls"]
    assert asks_for_unprinted(SHIPPED, "Stretch your foot before your first step.", heel) is None
    assert asks_for_unprinted(SHIPPED, "Stretch your foot before your first step.", back) == "plantar-fascia-stretch"
    assert asks_for_unprinted(SHIPPED, "Do the sole stretch twice.", back) == "plantar-fascia-stretch"
    assert asks_for_unprinted(SHIPPED, "Do the exercises for heel and back.", heel) == "low-back"
    assert asks_for_unprinted(SHIPPED, "Do the exercises for heel and back.", [*heel, *back]) is None
    assert asks_for_unprinted(SHIPPED, "Sit on a chair with a firm back.", heel) is None


def test_a_line_that_asks_for_an_unprinted_exercise_is_left_out_and_reported() -> None:
    shelf = changed("heel-spur", do=(Text("Do the exercises for heel and back."), Text("Do sit down often.")))
    leaflet, findings = compose(shelf, Request(("heel-spur",)))
    assert leaflet is not None
    assert printed(leaflet.do) == ["Do sit down often."]
    assert "HND412" in [finding.code for finding in findings]


def test_no_warning_of_a_merge_gives_way() -> None:
    conditions, shelf, every = ("heel-spur", "tarsal-tunnel", "heel-fat-pad"), SHIPPED, set()
    for id_ in conditions:
        lines = tuple(Text(f"Get help now if {id_} shows the sign {word}.") for word in ("one", "two"))
        every |= set(lines)
        shelf = changed(id_, shelf, in_short=shelf.conditions[id_].in_short.model_copy(update={"warn": lines}))
    assert set(printed(made(*conditions, shelf=shelf).in_short.warn)) == every


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hard floors make it worse.", "A hard floor can make it worse.", True),
        ("Do wear shoes with a soft heel.", "Do wear soft shoes with soft heels.", True),
        ("Do wear shoes indoors too.", "Do sit down often for short breaks.", False),
        ("Do not stretch into tingling.", "Do stretch until it pulls.", False),
        ("Your knee locks or gives way.", "Your elbow locks or gives way.", False),
    ],
)
def test_sentences_are_alike_by_the_words_with_a_meaning(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) == are_alike(other, one) == alike
    assert list(pairs_alike([one, other, one])) == ([(one, other)] if alike else [])


# ---------------------------------------------------------------- how many, and under which name


def test_more_than_three_conditions_are_refused_with_the_set_that_fits_best() -> None:
    four = ("plantar-fasciitis", "heel-spur", "heel-fat-pad", "overuse-heel")
    (finding,) = refused(*four)
    assert finding.code == "HND411"
    assert finding.message == "4 conditions, a leaflet has room for 3"
    assert "`handouts make plantar-fasciitis heel-spur`" in finding.help
    assert "`--conditions-limit 4`" in finding.help
    assert made(*four, conditions_limit=4).conditions == four


@pytest.mark.parametrize(
    ("conditions", "title", "deck"),
    [
        (("plantar-fasciitis", "heel-spur"), "Plantar fasciitis and heel spur", "One plan for your heel"),
        (
            ("plantar-fasciitis", "heel-spur", "heel-and-back"),
            "Plantar fasciitis, heel spur, sore back",
            "One plan for your heel and your back",
        ),
        (("heel-and-back", "heel-spur"), "Sore back and heel spur", "One plan for your heel and your back"),
        (
            ("tarsal-tunnel", "plantar-fasciitis", "heel-spur"),
            "Heel pain",
            "Tarsal tunnel syndrome, plantar fasciitis, heel spur",
        ),
    ],
)
def test_a_title_joins_the_names_or_is_a_plain_name_above_them(
    conditions: tuple[str, ...], title: str, deck: str
) -> None:
    leaflet = made(*conditions)
    assert (leaflet.title, prose.plain_text(leaflet.deck)) == (title, deck)
    assert len(leaflet.title) <= 45


def test_a_condition_of_two_regions_speaks_for_its_own_recovery_beside_others() -> None:
    """What its own leaflet says of the other region would stand under its name alone."""
    said = [prose.plain_text(item.text) for item in made("heel-and-back", "tarsal-tunnel").full_recovery]
    assert said[0] == "Sore back: A back is mostly better by 6 weeks." and said[1].startswith("Tarsal tunnel syndrome:")
    (alone,) = made("heel-and-back").full_recovery
    assert "A heel often takes" in prose.plain_text(alone.text)


def test_the_name_of_a_condition_is_printed_once_before_its_cautions() -> None:
    first, second = (prose.plain_text(item.text) for item in made("heel-bursitis", "heel-spur").before_exercises)
    assert first.startswith("Heel bursitis:") and "bursitis" not in second


def test_a_list_and_the_command_refuse_more_than_three_conditions_unless_the_limit_is_raised(tmp_path: Path) -> None:
    four = "plantar-fasciitis; heel-spur; heel-fat-pad; overuse-heel"
    rows = tmp_path / "list.csv"
    rows.write_text(f"conditions\n{four}\n", "utf-8")
    merge = ["mail-merge", str(rows), "-o", str(tmp_path / "out"), "--jobs", "0", "--dry-run"]
    refused_, allowed = (CliRunner().invoke(program, [*merge, *more]) for more in ([], ["--conditions-limit", "4"]))
    assert refused_.exit_code == 1 and "HND411" in refused_.output
    assert allowed.exit_code == 0 and "HND411" not in allowed.output
    make = CliRunner().invoke(program, ["make", *four.split("; "), "-o", str(tmp_path / "four.pdf")])
    assert make.exit_code == 2 and "HND411" in make.output
    assert not (tmp_path / "four.pdf").exists()


def test_a_set_has_no_leaflet_of_more_than_three_conditions() -> None:
    assert max(len(leaflet.conditions) for one in SHIPPED.sets.values() for leaflet in one.leaflets) <= 3
    with pytest.raises(ValidationError, match="at most 3"):
        SetLeaflet(conditions=("a", "b", "c", "d"))


def test_in_short_has_a_line_on_what_it_is_for_each_condition() -> None:
    ids = ("plantar-fasciitis", "heel-spur", "heel-and-back")
    lines = printed(made(*ids).in_short.what)
    assert lines == [SHIPPED.conditions[id_].in_short.what[0] for id_ in ids]
    assert len(made("plantar-fasciitis", "heel-spur").in_short.what) == 2


def test_what_to_do_leaves_no_condition_out_though_others_share_lines() -> None:
    act = printed(made("plantar-fasciitis", "heel-spur", "tarsal-tunnel").in_short.act)
    assert any("tingling" in line for line in act) and len(act) <= 3


def test_pictures_show_each_structure_once_and_each_region_above_a_table() -> None:
    def pictures(*conditions: str) -> list[str]:
        parts = made(*conditions).sections[0].parts
        return [part.field.split("/")[1].split(".")[0] for part in parts if part.plate]

    assert pictures("plantar-fasciitis", "heel-spur", "heel-and-back") == ["heel-spur", "heel-and-back"]
    assert pictures("heel-bursitis", "tarsal-tunnel") == ["heel-bursitis", "tarsal-tunnel"]
    picture, other = (SHIPPED.conditions[id_].picture for id_ in ("heel-spur", "plantar-fasciitis"))
    assert picture is not None and other is not None
    shelf = changed("heel-spur", picture=picture.model_copy(update={"sore": other.sore}))
    parts = made("plantar-fasciitis", "heel-spur", shelf=shelf).sections[0].parts
    assert [bool(part.plate) for part in parts] == [False, True]


# ---------------------------------------------------------------- one person


@pytest.mark.parametrize("conditions", one_of_each(((merge,) for merge in TESTED), lambda one: _kind(one[0]), every=9))
def test_a_merge_speaks_of_each_condition(conditions: tuple[str, ...]) -> None:
    """The main message has the hope of each, or names what is sore; no line asks to start where one has to wait."""
    leaflet = made(*conditions)
    chosen = [SHIPPED.conditions[id_] for id_ in conditions]
    message = prose.plain_text(leaflet.main_message)
    hopes = [prose.plain(one.main_message).split(". ")[0] in message for one in chosen]
    parts = [one.sore.part if one.sore else SHIPPED.regions[one.region].sore.part for one in chosen]
    named = [
        part.removeprefix("your ") in message or (one.merged is not None and one.merged.lead in message)
        for part, one in zip(parts, chosen, strict=True)
    ]
    assert all(hope or name for hope, name in zip(hopes, named, strict=True)), message
    assert len(message) <= 135
    if any(one.before_exercises for one in chosen):
        waits = [line for one in chosen if one.before_exercises for line in (*one.in_short.act, *one.do)]
        others = [line for line in printed([*leaflet.in_short.act, *leaflet.do]) if line not in waits]
        assert [line for line in others if asks_for_exercise(SHIPPED, line)] == []


def test_a_bursa_that_has_to_settle_is_beside_no_exercise_at_once() -> None:
    act = printed(made("heel-bursitis", "plantar-fasciitis").in_short.act)
    assert act == list(SHIPPED.conditions["heel-bursitis"].in_short.act)
    assert "Stretch your foot before your first step of the day." in printed(made("heel-spur").in_short.act)


def test_equal_cautions_of_several_conditions_are_one_line_with_their_names() -> None:
    (card,) = [one for one in made("knee-osteoarthritis", "low-back-pain", "neck-pain").cards if one.id == "knee-rolls"]
    assert [prose.plain_text(words) for words in card.cares] == [
        "Sore knee and back pain: Hard to get down? Use a bed, or leave it out."
    ]


@pytest.mark.parametrize(
    ("conditions", "lines"),
    [
        (("heel-spur", "plantar-fasciitis"), ["children, or a foot injury"]),
        (
            ("ankle-sprain", "heel-spur", "tarsal-tunnel"),
            ["children", "a foot injury", "a broken ankle", "pain just above the ankle"],
        ),
        (
            ("outer-hip-pain", "hip-osteoarthritis"),
            ["children", "a fall on the hip", "a new hip injury", "a hip that was replaced"],
        ),
    ],
)  # fmt: skip
def test_whom_a_merge_is_not_for_is_one_list_that_excludes_no_other_condition(
    conditions: tuple[str, ...], lines: list[str]
) -> None:
    assert [prose.plain_text(words) for words in made(*conditions).not_for] == lines


def test_each_condition_is_named_by_what_is_the_readers() -> None:
    """One phrase for all, so no name may need an article or be no thing that is sore."""
    leads = {one.merged.lead for one in SHIPPED.conditions.values() if one.merged}
    assert len(leads) > 15 and not [lead for lead in leads if lead.split()[0] in ("a", "an", "the", "your")]
    parts = made("heel-spur", "heel-bursitis").sections[0].parts
    assert [part.lead for part in parts if part.paragraphs] == ["Your spur:", "Your bursa:"]


# ---------------------------------------------------------------- in time


def expected(*conditions: str) -> list[str]:
    return [prose.plain_text(step.expect) for step in made(*conditions).timeline]


def test_what_to_expect_has_its_condition_where_others_expect_something_else() -> None:
    first, second, _ = expected("ankle-sprain", "front-knee-pain")
    assert first.startswith("Ankle: Walking should be easy by now. Kneecap: The ache should settle")
    # Words that name their part need no other name before them.
    assert second.startswith("Your ankle should feel steady. Kneecap: The pain should be easing.")
    then = [prose.plain_text(step.then) for step in made("ankle-sprain", "front-knee-pain").timeline]
    assert then[0] == "Ankle: No better at all, or worse? Call us or your GP."
    assert expected("plantar-fasciitis", "heel-spur") == expected("heel-spur")


def test_a_question_that_many_conditions_ask_needs_no_name_and_is_asked_once() -> None:
    assert expected("heel-bursitis", "neck-pain")[0] == "A little better? Carry on."
    # At the first look it gives way to what one condition alone expects.
    assert expected("carpal-tunnel", "neck-pain")[0] == "Hand: Fewer bad nights? Carry on."
    assert expected("heel-spur", "tarsal-tunnel")[1].endswith("Less tingling? Add walking bit by bit.")
    assert [words.count("Better?") for words in expected("heel-spur", "tennis-elbow")] == [0, 0, 1]


#: Times that are one in other words.
SAME_TIME = {"About 12 weeks": "About 3 months"}


def _lines_in_time(leaflet: Leaflet) -> list[tuple[str, str]]:
    """What to expect, and what to do then, with the time at its head; below the timeline there is none."""
    steps = [(step.head, prose.plain_text(words)) for step in leaflet.timeline for words in (step.expect, step.then)]
    return [*steps, *(("", prose.plain_text(item.text)) for item in leaflet.full_recovery)]


@pytest.mark.parametrize("conditions", one_of_each(((merge,) for merge in TESTED), lambda one: _kind(one[0]), every=9))
def test_each_claim_about_time_is_that_of_its_condition_and_none_is_missing(conditions: tuple[str, ...]) -> None:
    """A leaflet of several says of each condition what its own leaflet says, at the same time and with its name."""
    lines = _lines_in_time(made(*conditions))
    claims = {id_: {prose.plain_text(one.expect[:1]): one.head for one in made(id_).timeline} for id_ in conditions}
    for id_, its in claims.items():
        merged = SHIPPED.conditions[id_].merged
        assert merged is not None
        for claim, when in ((claim, when) for claim, when in its.items() if "?" not in claim):
            is_shared = all(claim in those for those in claims.values())
            names_itself = merged.lead.rpartition(" and ")[2] in claim.casefold()
            said = [
                (head, re.split(r"[.?] ", line[: found.start()])[-1].casefold())
                for head, line in lines
                for found in re.finditer(re.escape(claim), line)
            ]
            assert any(
                (SAME_TIME.get(head, head) == SAME_TIME.get(when, when) or when.casefold() in before)
                and (is_shared or names_itself or merged.lead in before)
                for head, before in said
            ), (id_, claim, when, said)


@pytest.mark.parametrize("conditions", one_of_each(((merge,) for merge in TESTED), lambda one: _kind(one[0]), every=9))
def test_no_reader_is_told_to_call_by_what_another_condition_asks(conditions: tuple[str, ...]) -> None:
    asked = {id_: {prose.plain_text(step.then).partition("?")[0] for step in made(id_).timeline} for id_ in conditions}
    leads = [one.merged.lead for id_ in conditions if (one := SHIPPED.conditions[id_]).merged]
    for step in made(*conditions).timeline:
        for question in re.findall(r"(?:^|[.] )([^.:?]+)[?]", prose.plain_text(step.then)):
            names = any(word in question.casefold() for word in (*leads, "tingling"))
            assert all(question in its for its in asked.values()) or names


def test_what_a_condition_expects_at_another_time_stands_below_the_timeline_with_its_time() -> None:
    leaflet = made("plantar-fasciitis", "frozen-shoulder")
    steps = {one.head: prose.plain_text(one.expect) for one in leaflet.timeline}
    assert "stiff" not in steps["About 2 weeks"] and "stiff" not in steps["6 to 12 weeks"]
    assert "Frozen shoulder, 3 to 9 months: Less pain, but stiff? Add new moves." in steps["About 3 months"]
    below = printed(leaflet.full_recovery)
    assert below[0].startswith("Frozen shoulder, 12 to 18 months: Your shoulder should be loosening. Still very stiff?")
    assert any(line.startswith("Frozen shoulder:") for line in below)


# ---------------------------------------------------------------- what does not suit


#: An exercise with a condition that it does not suit, and one that prescribes it.
UNSUITED = [
    ("foot-roll", "tarsal-tunnel", "plantar-fasciitis"),
    ("foot-roll", "heel-fat-pad", "heel-spur"),
    ("knee-rolls", "outer-hip-pain", "low-back-pain"),
    ("plantar-fascia-stretch", "outer-hip-pain", "plantar-fasciitis"),
]


@pytest.mark.parametrize(("exercise", "strict", "other"), UNSUITED)
def test_an_exercise_that_does_not_suit_one_gives_way_to_another_of_the_region(
    exercise: str, strict: str, other: str
) -> None:
    assert exercise in {card.id for card in made(other, exercises=12).cards}
    leaflet = made(strict, other, exercises=12)
    assert exercise not in {card.id for card in leaflet.cards}
    assert SHIPPED.exercises[exercise].region in {SHIPPED.exercises[card.id].region for card in leaflet.cards}


# ---------------------------------------------------------------- when to stop


def test_a_stop_rule_of_most_cards_is_printed_once_for_all() -> None:
    for conditions in (("sciatica",), ("sciatica", "low-back-pain"), ("carpal-tunnel", "neck-pain")):
        leaflet = made(*conditions)
        rules = [rule for card in leaflet.cards for rule in card.stop_if]
        assert all(2 * rules.count(rule) <= len(leaflet.cards) for rule in rules)
        assert not set(rules) & set(leaflet.always_stop_if)
        every = {prose.plain_text(rule) for rule in (*rules, *leaflet.always_stop_if)}
        asked = {id_ for card in leaflet.cards for id_ in SHIPPED.exercises[card.id].stop_if}
        words = {SHIPPED.stop_rules[id_].text.replace("{emergency_number}", "999") for id_ in asked}
        assert words <= every
    assert len(made("sciatica").always_stop_if) == 4


def test_a_rule_of_a_single_card_stays_there() -> None:
    leaflet = made("sciatica")
    (alone,) = [card for card in leaflet.cards if card.id == "standing-back-bend"]
    assert [prose.plain_text(rule) for rule in alone.stop_if] == ["you feel dizzy. Hold on, then sit down."]


# ---------------------------------------------------------------- one rule about pain


def test_a_condition_that_allows_less_pain_says_so_in_the_pain_guide_with_its_name() -> None:
    alone, merge = made("frozen-shoulder"), made("frozen-shoulder", "heel-spur")
    assert [prose.plain_text(words) for words in alone.pain_limits] == ["Not until your nights are calm."]
    (limit,) = (prose.plain_text(words) for words in merge.pain_limits)
    assert limit == "Frozen shoulder: Not until your nights are calm."
    assert made("heel-spur").pain_limits == ()
    for leaflet in (alone, merge, made("ankle-sprain")):
        assert not any("3 or less" in line for line in printed((*leaflet.do, *leaflet.in_short.act)))
