"""`handouts find`, and the filters of `handouts list exercises`: most words are found, the best record comes first."""

from __future__ import annotations

import json
import statistics
from dataclasses import replace

import pytest
import speed
from cli.commands import run
from sentences import FIRST
from shipped import SHIPPED

from handouts.model import Language
from handouts.pipeline import search
from handouts.pipeline.matching import Matching

pytestmark = pytest.mark.usefixtures("read_once")
ENGLISH = SHIPPED.languages["en"]
EVERYTHING = search.of_library(SHIPPED, ENGLISH)
LEAFLETS = search.of_library(SHIPPED, ENGLISH, ("condition",))


def found(*words: str) -> list[tuple[str, str]]:
    return [(hit.id, hit.field) for hit in EVERYTHING.find(words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["Heel", "spur"], ("heel-spur", "title")),
        (["M72.2"], ("plantar-fasciitis", "icd10cm")),
        (["calf", "wall"], ("calf-stretch-wall", "name")),
        (["exercise band"], ("band-push-out", "name")),
        (["ice"], ("ice", "lead")),
    ],
)
def test_the_record_that_is_meant_comes_first(words: list[str], first: tuple[str, str]) -> None:
    assert found(*words)[0] == first


def test_every_other_name_of_a_condition_and_every_code_finds_it() -> None:
    for condition in SHIPPED.conditions.values():
        for name in (*condition.also_called, condition.title):
            assert condition.id in [id_ for id_, _ in found(name)], name
        for code in (*condition.codes.icd10cm, *condition.codes.icd10, *condition.codes.snomed):
            assert condition.id in [id_ for id_, _ in found(code.code)], code.code


@pytest.mark.parametrize("id_", FIRST)
def test_what_people_say_finds_the_leaflet_that_they_need(id_: str) -> None:
    """First among all kinds, for a command; and first with more points than the next, for the desk and the site."""
    for sentence in FIRST[id_]:
        conditions = LEAFLETS.find([sentence], least=1)
        assert conditions[0].id == id_, sentence
        assert len(conditions) == 1 or conditions[0].score > conditions[1].score, sentence
        assert next(hit.id for hit in EVERYTHING.find([sentence]) if hit.kind == "condition") == id_, sentence


def test_every_condition_has_sentences_and_every_region_has_ten() -> None:
    assert set(FIRST) == set(SHIPPED.conditions)
    regions = {region for one in SHIPPED.conditions.values() for region in one.regions}
    for region in regions:
        said = [words for id_, words in FIRST.items() if region in SHIPPED.conditions[id_].regions]
        assert sum(map(len, said)) >= 10 and min(map(len, said)) >= 2, region


def test_most_words_must_be_found_and_a_short_word_begins_no_longer_one() -> None:
    assert found("calf", "zebra") == [] and found("calf", "stretch", "zebra") == found("calf", "stretch")
    assert ("calf-stretch-wall", "name") in found("stret") and not found("xq")
    assert {id_ for id_, _ in found("cal", "wal")} >= {"calf-stretch-wall"}


def test_words_of_function_do_not_count_and_words_match_from_their_beginning() -> None:
    english = EVERYTHING.matching
    assert english.counted(["My heel hurts with the first steps"]) == ["heel", "first", "steps"]
    assert english.counted(["in the"]) == ["in", "the"]
    assert found("eel") == [] and found("the heel", "hurts") == found("heel")
    stem = english.stem
    assert stem("tingling") == stem("tingles") and stem("sitting") == stem("sits") and stem("stress") == "stress"


def test_words_that_count_and_endings_are_data_of_the_language() -> None:
    german = Language(id="de", uncounted="ich habe mir tut weh", endings=("en", "e"), no_endings=("see",))
    matching = Matching(german)
    assert matching.counted(["Mir tut der Rücken weh"]) == ["der", "rücken"]
    assert matching.stem("schmerzen") == matching.stem("schmerze") == "schmerz"
    assert matching.stem("bodensee") == "bodensee"
    assert matching.counted(["my heel"]) == ["my", "heel"] and matching.stem("tingling") == "tingling"


def test_the_language_of_a_search_is_that_of_the_clinic_and_of_none_nothing_is_known() -> None:
    assert SHIPPED.language_of("example") is SHIPPED.language_of("example-us") is SHIPPED.language_of("none") is ENGLISH
    welsh = {"uk": SHIPPED.countries["uk"].model_copy(update={"locale": "cy_GB"})}
    unknown = replace(SHIPPED, countries=welsh).language_of("example")
    assert unknown == Language(id="cy") and Matching(unknown).counted(["my heel"]) == ["my", "heel"]


def test_a_rare_word_weighs_more_than_one_that_many_have() -> None:
    rare, common = (LEAFLETS.find([word])[0].score for word in ("thyroid", "weight"))
    assert rare > common


def test_a_whole_word_in_a_name_goes_before_one_in_a_text() -> None:
    scores = [hit.score for hit in EVERYTHING.find(["band"])]
    assert scores == sorted(scores, reverse=True) and found("band")[0] == ("band-push-out", "name")


def test_the_command_prints_a_table_or_json_and_proposes_a_word() -> None:
    assert run("find", "heel", "spur").stdout.splitlines()[0].split() == ["KIND", "ID", "NAME", "FOUND", "IN"]
    (first, *_) = json.loads(run("find", "heel", "spur", "--report", "json").stdout)
    assert (first["kind"], first["id"], sorted(first)) == (
        "condition",
        "heel-spur",
        ["field", "id", "kind", "name", "score"],
    )
    assert run("find", "heel", "spur", "--json").stdout == run("find", "heel", "spur", "--report", "json").stdout
    nothing = run("find", "bandd")
    assert nothing.exit_code == 0 and "did you mean `band`?" in nothing.stderr
    assert json.loads(run("find", "bandd", "--report", "json").stdout) == []
    assert "did you mean `shoulder`?" in run("find", "frozen sholder").stderr


def test_exercises_are_listed_by_region_position_and_thing() -> None:
    def listed(*words: str) -> set[str]:
        return {row["id"] for row in json.loads(run("list", "exercises", *words, "--report", "json").stdout)}

    bands = {id_ for id_, one in SHIPPED.exercises.items() if any("band" in need for need in one.needs)}
    assert listed("--needs", "band") == bands and bands
    towels = {id_ for id_, one in SHIPPED.exercises.items() if any("towel" in need for need in one.needs)}
    assert {"towel-calf-stretch", "towel-scrunch"} <= listed("--needs", "towel", "--position", "sitting") < towels
    back = {id_ for id_, one in SHIPPED.exercises.items() if one.region == "low-back"}
    assert listed("--region", "back") == back and back
    assert run("list", "clinics", "--needs", "band").exit_code == 2
    nothing = run("list", "exercises", "--needs", "towle")
    assert nothing.exit_code == 2 and "no exercise has --needs towle; did you mean `towel`?" in nothing.stderr


def test_a_search_over_a_hundred_leaflets_costs_less_than_a_key_stroke() -> None:
    times = range(100 // len(SHIPPED.conditions))
    copies = {f"{id_}-{n}": one for n in times for id_, one in SHIPPED.conditions.items()}
    index = search.of_library(replace(SHIPPED, conditions=copies), ENGLISH, ("condition",))
    assert len(index.entries) == 100
    spent = []
    for sentence, *_ in FIRST.values():
        with speed.measured() as cost:
            index.find([sentence], least=1)
        spent.append(cost.units)
    assert statistics.median(spent) < 5
