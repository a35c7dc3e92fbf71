"""All pairs and triples of the shipped conditions: nothing urgent lost, nothing forbidden printed, nothing said twice.

The leaflets are composed and not laid out; `bench/merges.py` measures their pages too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from composing import with_condition
from merging import BENCH, MERGES, bare, forbid, kind_of, made, of_each_kind, printed, refused
from pydantic import ValidationError
from sampling import one_of_each
from shipped import SHIPPED

from handouts.cli.program import program
from handouts.compose.mentions import Printed, mentioned_movements, unprinted_mention
from handouts.compose.subjects import said
from handouts.model import Library, prose
from handouts.model.leaflet import Item, Leaflet
from handouts.model.sets import SetLeaflet

pytestmark = pytest.mark.usefixtures("read_once")

# ---------------------------------------------------------------- every pair and triple


def test_every_pair_and_triple_of_the_shipped_conditions_is_measured() -> None:
    counted = [sum(len(merge) == size for merge in MERGES) for size in (2, 3)]
    assert counted == [math.comb(len(SHIPPED.conditions), size) for size in (2, 3)]


@pytest.mark.parametrize("conditions", of_each_kind())
def test_a_merge_is_without_fault(conditions: tuple[str, ...]) -> None:
    measured = BENCH.measured(SHIPPED, conditions)
    assert measured.faults == ()
    assert 1 <= measured.acts <= len(conditions)
    assert measured.leads <= 3
    leaflet = made(*conditions)
    assert len(leaflet.in_short.what) == len(conditions)
    assert len(leaflet.do) <= 2 * len(conditions) and len(leaflet.do_not) <= 6
    assert len(leaflet.tips) <= 2 + len(conditions)
    first = (line for id_ in conditions for line in printed(made(id_).do_not)[:2])
    # "Do not give up all sport" is no warning, and gives way to one.
    most_dangerous = {line for line in first if not mentioned_movements(line)}
    assert [line for line in most_dangerous - set(bare(leaflet.do_not)) if not is_said(leaflet, line)] == []
    assert "more" not in leaflet.title + leaflet.short_title and "{" not in leaflet.title


def is_said(leaflet: Leaflet, warning: str) -> bool:
    """Whether another line says what a warning does or asks for more care, or the thing that it is about is missing."""
    tips = [prose.plain_text(words) for tip in leaflet.tips for words in (*tip.sentences, *tip.cautions)]
    elsewhere = {one for line in (*printed(leaflet.do_not), *tips) for one in said(SHIPPED, line, ())}
    known = any(
        one.subject == other.subject and other.way <= one.way
        for one in said(SHIPPED, warning, ())
        for other in elsewhere
    )
    all_ = Printed([card.id for card in leaflet.cards], [id_ for tip in leaflet.tips for id_ in tip.blocks])
    return known or bool(unprinted_mention(SHIPPED, warning, all_))


def test_the_measures_see_a_lost_warning_a_forbidden_exercise_and_a_sentence_in_other_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = ("heel-spur", "plantar-fasciitis")
    whole = made(*pair)

    def spoiled(library: Library, conditions: Sequence[str]) -> Leaflet:
        if len(conditions) == 1:
            return made(*conditions)
        twice = (*whole.do, Item("planted", prose.runs("Do wear a soft heel and shoes with straps or laces.")))
        return replace(whole, in_short=replace(whole.in_short, warn=()), help=whole.help[1:], do=twice)

    monkeypatch.setattr(BENCH, "_leaflet", spoiled)
    measured = BENCH.measured(with_condition("heel-spur", forbids=forbid(movement="hip-twist", from_level=2)), pair)
    assert measured.lost_warnings and measured.lost_signs and measured.twice
    assert measured.forbidden == ("plantar-fascia-stretch",)


@pytest.mark.slow  # some fifty leaflets are laid out
def test_a_merge_of_each_kind_takes_at_most_six_pages() -> None:
    """A pair of each two regions, and a triple of each region."""
    kinds: dict[tuple[int, frozenset[str]], tuple[str, ...]] = {}
    for merge in (merge for merge in MERGES if BENCH.is_laid_out(SHIPPED, merge)):
        kinds.setdefault(kind_of(merge), merge)
    pages = {merge: BENCH.with_pages(merge).pages for merge in [*kinds.values()][::3]}  # all of them take minutes
    assert len(pages) > 10 and {merge: count for merge, count in pages.items() if count > 6} == {}


@pytest.mark.parametrize(
    "conditions",
    one_of_each(
        [
            (("heel-spur", "plantar-fasciitis"),),
            (("heel-fat-pad", "overuse-heel"),),
            (("sciatica", "low-back-pain"),),
        ],
        lambda conditions: "any",
    ),
)
def test_two_conditions_of_one_region_that_share_much_take_four_pages(conditions: tuple[str, ...]) -> None:
    assert BENCH.with_pages(conditions).pages == 4


@pytest.mark.parametrize(
    "conditions",
    one_of_each(
        [
            (("plantar-fasciitis", "knee-osteoarthritis"),),
            (("front-knee-pain", "frozen-shoulder"),),
            (("hip-osteoarthritis", "knee-osteoarthritis"),),
            (("knee-osteoarthritis", "low-back-pain"),),
        ],
        lambda conditions: "any",
    ),
)
def test_two_conditions_of_two_regions_take_four_pages_too(conditions: tuple[str, ...]) -> None:
    measured = BENCH.with_pages(conditions)
    assert measured.pages == 4 and len(measured.empty_mm) == 4


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
        (("heel-and-back", "low-back-pain"), "Heel pain and back pain", "One plan for your heel and your back"),
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
    assert any("tingle" in line for line in act) and len(act) <= 3


def test_pictures_show_each_structure_once_and_each_region_above_a_table() -> None:
    def pictures(*conditions: str) -> list[str]:
        parts = made(*conditions).sections[0].parts
        return [part.field.split("/")[1].split(".")[0] for part in parts if part.plate]

    assert pictures("plantar-fasciitis", "heel-spur", "heel-and-back") == ["heel-spur", "heel-and-back"]
    assert pictures("heel-bursitis", "tarsal-tunnel") == ["heel-bursitis", "tarsal-tunnel"]
    picture, other = (SHIPPED.conditions[id_].picture for id_ in ("heel-spur", "plantar-fasciitis"))
    assert picture is not None and other is not None
    library = with_condition("heel-spur", picture=picture.model_copy(update={"sore": other.sore}))
    parts = made("plantar-fasciitis", "heel-spur", library=library).sections[0].parts
    assert [bool(part.plate) for part in parts] == [False, True]
