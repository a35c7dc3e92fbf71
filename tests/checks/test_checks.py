"""What the checks rest on: the words of the trade, codes, the hash, time a day, the rows of the overview."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import speed
from sampling import one_of_each

from handouts.checks import (
    approval_hash,
    checklists,
    codes,
    evidence,
    language,
    printed_text,
    readability,
    reading_level,
    safety,
)
from handouts.checks.context import CheckContext, narrowed
from handouts.checks.governance import years_after
from handouts.checks.jargon import jargon_in, listed
from handouts.diagnostics import Span
from handouts.model import Attestation, Code, Library, Text

from . import planting
from .planting import CONDITION, TODAY

DAY = datetime.date(2026, 12, 1)


@pytest.fixture(scope="module")
def small() -> Library:
    return planting.read(planting.MINI)


# ---------------------------------------------------------------- shipped content


def test_shipped_content_is_checked_soon_has_no_findings_and_accepts_none(shipped: Library) -> None:
    assert shipped.conditions
    with speed.measured() as cost:
        found = planting.findings_of(shipped, None, DAY)
    assert found == [] and cost.units < 400  # a process that has checked nothing yet takes 160 to 250
    assert not [c.id for c in shipped.conditions.values() if c.accepted]
    assert not [e.id for e in shipped.exercises.values() if e.accepted]
    assert not [block.id for block in shipped.advice.values() if block.accepted]


def test_every_shipped_leaflet_reads_at_grade_six_or_below(shipped: Library) -> None:
    scores = {id_: reading_level.reading(shipped, condition).score() for id_, condition in shipped.conditions.items()}
    assert max(scores.values()) <= reading_level.TARGET_GRADE, scores


def test_what_is_checked_for_one_condition_is_checked_for_all(shipped: Library) -> None:
    later = datetime.date(2028, 11, 2)
    one = planting.findings_of(shipped, ["heel-spur"], later)
    assert [finding.code for finding in one] == ["HND801"]
    assert set(one) < set(planting.findings_of(shipped, None, later))


# ---------------------------------------------------------------- words


def test_every_word_of_the_list_is_found_and_has_a_plainer_one() -> None:
    assert len(listed()) > 110
    for entry in listed():
        assert entry.plain and not list(jargon_in(entry.plain.split(",")[0])), entry.plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("An acute, CHRONIC pain.", ["acute", "CHRONIC"]),
        ("The plantar fascia", []),
        ("The plantar surface", ["plantar"]),
        ("A stress fracture of the foot, and a fracture.", ["fracture"]),
        ("You are prone to falls.", []),
        ("Lie prone.", ["prone"]),
        ("Physiotherapy is not therapy in general.", ["therapy"]),
        ("Use an extension lead for the lamp.", []),
    ],
)
def test_words_are_matched_whole_and_by_their_context(text: str, words: list[str]) -> None:
    assert [word for word, _ in jargon_in(text)] == words


def test_a_finding_underlines_words_of_a_text_on_one_line() -> None:
    plain, quoted, folded = Span("a.yaml", 3, 5, 9), Span("a.yaml", 3, 5, 11), Span("a.yaml", 3, 5, 40)
    assert narrowed(plain, "the onset", "onset") == Span("a.yaml", 3, 9, 5)
    assert narrowed(quoted, "the onset", "onset") == Span("a.yaml", 3, 10, 5)
    assert narrowed(folded, "the onset", "onset") == folded


def test_lines_are_those_of_the_print(small: Library) -> None:
    result = [line.text for line in printed_text.Reader.of(small).lines(small.conditions[CONDITION])]
    assert "Most people are better in 6 to 12 months." in result
    assert "Stop if the pain is sharp, or goes over 5 out of 10." in result
    assert "Watch for the back heel lifting." in result
    assert "Put your foot on a tin." in result
    assert not [text for text in result if "{" in text]


def test_another_language_than_english_is_scored_by_lix_and_not_judged(tmp_path: Path) -> None:
    change = {"file": "countries/uk.yaml", "from": "locale: en_GB", "to": "locale: pl_PL"}
    case = planting.Case("", "", TODAY, 3, False, (change,), (), ())
    polish = planting.read(planting.planted(case, tmp_path))
    result = reading_level.reading(polish, polish.conditions[CONDITION])
    assert result.language == "pl"
    assert result.score() == max(readability.lix(result.whole[1]), readability.lix(result.paragraphs[1]))
    assert planting.findings_of(polish, None, TODAY) == []
    assert planting.rows_of(polish, TODAY)[0].smog is None


def test_a_text_without_words_has_no_score() -> None:
    assert reading_level.score_of("en", readability.count(["—", "…"])) == 0.0


# ---------------------------------------------------------------- codes


@pytest.mark.parametrize("number", ["202882003", "55260003", "47374004", "279039007", "84017003", "704065008"])
def test_the_check_digit_knows_the_numbers_of_snomed(number: str) -> None:
    assert codes.has_check_digit(number)
    wrong = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
    assert not [one for one in wrong if codes.has_check_digit(one)]
    swapped = [number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(len(number) - 1)]
    assert not [one for one in swapped if one != number and codes.has_check_digit(one)]


def test_unverified_codes_are_not_exported(shipped: Library) -> None:
    condition = shipped.conditions["heel-and-back"]
    assert codes.exported(condition)["snomed"] == ()
    assert [code.code for code in codes.exported(condition, allow_unverified=True)["snomed"]] == ["279039007"]
    assert len(codes.exported(condition)["icd10cm"]) == 5


@pytest.mark.slow
def test_every_shipped_code_has_its_term_in_the_lists_of_cdc_and_who(shipped: Library) -> None:
    result = [code for c in shipped.conditions.values() for code in (*c.codes.icd10cm, *c.codes.icd10)]
    assert len(result) > 30
    assert planting.findings_of(shipped, None, DAY, more=(codes.listed,)) == []


@pytest.mark.parametrize(
    ("system", "code", "term", "finding", "said"),
    one_of_each(
        [
            ("icd10cm", "M72.9", "Fibroblastic disorder", "HND852", "“Fibroblastic disorder, unspecified” in the list"),
            ("icd10cm", "M72.7", "Plantar", "HND851", "`M72.7` is not in the list of the CDC"),
            ("icd10cm", "M25.5", "Pain in joint", "HND851", "`M25.5` is a heading in the list of the CDC"),
            ("icd10", "M72.7", "Plantar", "HND851", "`M72.7` is not in the list of the WHO"),
        ],
        lambda case: case[3],
    ),
)
def test_a_code_that_no_list_has_is_found_when_it_is_looked_up(
    small: Library, system: str, code: str, term: str, finding: str, said: str
) -> None:
    wrong = Code(code=code, term=term, status="verified", checked="nowhere")
    given = small.conditions[CONDITION].codes.model_copy(update={system: (wrong,)})
    condition = small.conditions[CONDITION].model_copy(update={"codes": given})
    library_ = replace(small, conditions={CONDITION: condition})
    assert planting.findings_of(library_, None, TODAY) == []
    [found] = planting.findings_of(library_, None, TODAY, more=(codes.listed,))
    assert found.code == finding and said in found.message


# ---------------------------------------------------------------- the hash


def test_printed_content_changes_the_hash_and_a_comment_does_not(tmp_path: Path) -> None:
    def hash_with(file: str, old: str, new: str) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        case = planting.Case("", "", TODAY, 3, False, ({"file": file, "from": old, "to": new},), (), ())
        return approval_hash.hash_of(planting.read(planting.planted(case, folder)), CONDITION)

    was = approval_hash.hash_of(planting.read(planting.MINI), CONDITION)
    condition = f"conditions/{CONDITION}.yaml"
    same = [
        hash_with(condition, "status: draft", "status: draft  # nobody read it yet"),
        hash_with("glossary.yaml", "calf:\n  word", "# a comment\ncalf:\n  word"),
    ]
    others = [
        hash_with(condition, "It is sore.", "It is worn."),
        hash_with(condition, 'review_by: "2028-01-01"', 'review_by: "2028-01-02"'),
        hash_with("exercises/foot-roll.yaml", "minutes: {is: 2,", "minutes: {is: 3,"),
        hash_with("advice/ice.yaml", "Stop if it goes white.", "Stop if it goes pale."),
        hash_with("stop-rules.yaml", "the pain is sharp", "the pain is bad"),
        hash_with("pain-guide.yaml", "fine_to: 3", "fine_to: 4"),
        hash_with("figures/foot-roll-start.svg", "<svg ", '<svg id="x" '),
    ]
    assert same == [was, was]
    assert len({was, *others}) == 1 + len(others)


# ---------------------------------------------------------------- numbers


def test_years_end_on_the_same_day() -> None:
    assert years_after(datetime.date(2026, 11, 1), 2) == datetime.date(2028, 11, 1)
    assert years_after(datetime.date(2024, 2, 29), 3) == datetime.date(2027, 2, 28)


def test_the_time_of_a_plan_counts_holds_sides_and_days(small: Library) -> None:
    # three stretches of 20 s, 3 s there and back and 1 s between, twice a day; two minutes on the ball, once a day;
    # 10 s to take the position each time
    seconds = (10 + 3 * 24) * 2 + 10 + 120
    assert safety.minutes_a_day(small, small.conditions[CONDITION]) == pytest.approx(seconds / 60)


def test_a_row_of_the_overview_has_the_state_of_a_leaflet(small: Library) -> None:
    [row] = planting.rows_of(small, TODAY)
    assert (row.id, row.status, row.days_left, row.review) == (CONDITION, "draft", 579, "in time")
    assert (row.drawn, row.exercises, row.errors, row.warnings, row.languages) == (2, 2, 0, 0, ("en",))
    [later] = planting.rows_of(small, datetime.date(2028, 2, 1))
    assert (later.review, later.errors) == ("overdue by 31 days", 1)


# ---------------------------------------------------------------- checklists and evidence


def test_both_lists_have_all_items_of_their_source() -> None:
    numbers = [int(item.id.removeprefix("pemat-")) for item in checklists.PEMAT]
    assert numbers == [*range(1, 13), *range(15, 27)]  # 13 and 14 are of sound and film
    assert [item.id for item in checklists.CDC] == [f"cdc-{number}" for number in range(1, 21)]
    assert all((item.test is None) == (item.kind == "human") for item in (*checklists.PEMAT, *checklists.CDC))
    assert checklists.HUMAN == ("pemat-2", "pemat-16", "pemat-18", "cdc-18", "cdc-19", "cdc-20")


def _signed(folder: Path) -> Library:
    """The small library, with every point signed that a person may judge."""
    planting.planted(planting.Case("", "", TODAY, 3, False, (), (), ()), folder)
    planting.approve(folder, checklists.SIGNABLE)
    return planting.read(folder)


def test_items_of_persons_are_not_judged_until_somebody_judged_them(tmp_path: Path) -> None:
    before = evidence.gather(CheckContext(planting.read(planting.MINI), (CONDITION,), TODAY))
    after = evidence.gather(CheckContext(_signed(tmp_path), (CONDITION,), TODAY))
    assert before is not None and after is not None
    unjudged = [one.item.id for one in (*before.pemat, *before.cdc) if one.state == "not judged"]
    assert unjudged == [id_ for id_ in checklists.SIGNABLE if id_ != "cdc-20"]  # no probability: it does not apply
    assert {name: after.score(name) for name in evidence.SCORES} == {
        "understandability": (17, 17),
        "actionability": (6, 6),
        "CDC Index": (19, 19),
    }
    assert before.hash == after.hash


def test_the_page_of_evidence_names_scores_signatures_and_sources(tmp_path: Path) -> None:
    context = CheckContext(_signed(tmp_path), (CONDITION,), TODAY)
    result = evidence.gather(context, (), {"pages": "4"})
    assert result is not None
    page = evidence.page(result)
    for words in (
        "# Evidence: Sore heel", "Approved by: Ann Example, test physiotherapist, 2026-05-01 (holds)", result.hash,
        "| CDC Index | 19 | 19 | 100 %", "| pemat-2 |", "An invented book, for tests (read)", "- pages: 4", "M72.2",
        ", sore-heel: ",
    ):  # fmt: skip
        assert words in page, words
    assert evidence.plain(result)["scores"]["actionability"] == {"met": 6, "of": 6}


#: What a strict count by hand found not met in the leaflet on plantar fasciitis of November 2026: 11 of 17 items are
#: understood, 6 of 7 can be acted on, 14 of 19 of the CDC Index.
BY_HAND = {
    "pemat-4", "pemat-6", "pemat-7", "pemat-16", "pemat-17", "pemat-18", "pemat-24",
    "cdc-1", "cdc-16", "cdc-17", "cdc-18", "cdc-19",
}  # fmt: skip


def _as_it_was(library: Library) -> Library:
    """The leaflet on plantar fasciitis with the faults of that time: a sum, two spans, no message, no labels."""
    condition, ice = library.conditions["plantar-fasciitis"], library.advice["ice"]
    assert ice.picture is not None
    outlook = (Text("Most people get better, usually over {recovery}."),)
    condition = condition.model_copy(update={"main_message": Text(""), "outlook": outlook})
    ice = ice.model_copy(update={"picture": ice.picture.model_copy(update={"labels": {}})})
    half = library.stop_rules["worse-next-day"].model_copy(update={"text": Text("Next time, do half.")})
    return replace(
        library,
        conditions={**library.conditions, condition.id: condition},
        advice={**library.advice, "ice": ice},
        stop_rules={**library.stop_rules, "worse-next-day": half},
    )


def test_the_scores_agree_with_a_strict_count_by_hand(shipped: Library) -> None:
    library = _as_it_was(shipped)
    condition = library.conditions["plantar-fasciitis"]
    hash_ = approval_hash.hash_of(library, condition.id)
    signed = tuple(
        Attestation(item=item, name="Ann Example", role="tester", date=TODAY.isoformat(), hash=hash_)  # type: ignore[arg-type]
        for item in checklists.SIGNABLE
        if item not in BY_HAND
    )
    governance = condition.governance.model_copy(update={"attestations": signed})
    signed_condition = condition.model_copy(update={"governance": governance})
    library = replace(library, conditions={**library.conditions, condition.id: signed_condition})
    result = evidence.gather(CheckContext(library, (condition.id,), TODAY))
    assert result is not None
    standing = {one.item.id: one.state for one in (*result.pemat, *result.cdc)}
    assert {id_ for id_, how in standing.items() if how not in ("met", "not applicable")} == BY_HAND
    judged = {"pemat-6", "pemat-7", "pemat-17", "pemat-24", "cdc-1", "cdc-17"}
    assert {id_ for id_, how in standing.items() if how == "not met"} == judged
    assert [result.score(name) for name in evidence.SCORES] == [(11, 17), (6, 7), (14, 19)]


def test_a_rule_alone_never_meets_what_it_cannot_judge(shipped: Library) -> None:
    result = evidence.gather(CheckContext(shipped, ("plantar-fasciitis",), TODAY))
    assert result is not None
    met = {one.item.id for one in (*result.pemat, *result.cdc) if one.state == "met"}
    assert met and not met & set(checklists.SIGNABLE)


def test_a_condition_that_is_missing_beside_the_checked_one_breaks_no_check(shipped: Library) -> None:
    # Its file may have errors. Others name it as a cause, and share exercises with it.
    less = replace(shipped, conditions={id_: one for id_, one in shipped.conditions.items() if id_ != "heel-bursitis"})
    assert planting.findings_of(less, ("overuse-heel",), DAY) == []


def test_a_missing_drawing_fails_its_items(small: Library) -> None:
    bare = replace(small, figures={})
    context = CheckContext(bare, (CONDITION,), TODAY)
    subject = checklists.subject_of(context, bare.conditions[CONDITION])
    assert subject is not None
    standing = {one.item.id: one.state for one in checklists.item_results(subject, checklists.PEMAT + checklists.CDC)}
    assert {id_ for id_, how in standing.items() if how == "not met"} == {"pemat-15", "pemat-26", "cdc-4"}


# ---------------------------------------------------------------- strange texts


@pytest.mark.parametrize(
    "text",
    ["—", "…", "%", "(MRI)", "((((", "مرحبا بك", "你好。", "a" * 80, "1 in 10", "Is it? No! Yes.", "\\b["],
)
def test_no_text_breaks_a_check(small: Library, text: str) -> None:
    condition = small.conditions[CONDITION]
    strange = condition.model_copy(
        update={
            "what_it_is": (Text(text),),
            "also_called": (Text(text),),
            "do": (Text(f"Do {text}"),),
            "get_help": condition.get_help.model_copy(update={"emergency": (Text(text),)}),
        }
    )
    found = planting.findings_of(replace(small, conditions={CONDITION: strange}), None, TODAY)
    assert "HND832" in {finding.code for finding in found} or "HND831" in {finding.code for finding in found}


def test_two_frames_with_one_alternative_text_are_found(small: Library) -> None:
    exercise = small.exercises["calf-stretch-wall"]
    assert exercise.pose is not None and exercise.pose.alt.finish is not None
    for text, messages in (
        (exercise.pose.alt.finish, ["the frame `finish` has the alternative text of `start`"]),
        (Text(exercise.pose.alt.finish.upper()), ["the frame `finish` has the alternative text of `start`"]),
        (Text("Standing upright with the feet side by side."), []),
    ):
        alt = exercise.pose.alt.model_copy(update={"start": text})
        changed = exercise.model_copy(update={"pose": exercise.pose.model_copy(update={"alt": alt})})
        library = replace(small, exercises={**small.exercises, exercise.id: changed})
        found = list(language.alternatives(CheckContext(library, (CONDITION,), TODAY)))
        assert [finding.diagnostic.message for finding in found] == messages
