"""The formulas, held against counts made by hand."""

from __future__ import annotations

import pytest

from handouts.checks import readability as read
from handouts.checks.readability import Counts
from handouts.checks.syllables import english, spoken

HEEL = (
    "Plantar fasciitis is a common cause of heel pain. It can take many months to get better. "
    "Gentle stretching exercises often help people recover."
)


def test_english_is_counted_as_by_hand() -> None:
    c = read.count([HEEL])
    assert (c.words, c.sentences, c.syllables, c.long_spoken) == (24, 3, 40, 3)
    assert read.flesch_kincaid(c) == pytest.approx(7.19667, abs=5e-5)
    assert read.smog(c) == pytest.approx(8.84185, abs=5e-5)
    assert read.lix(c) == pytest.approx(28.83333, abs=5e-5)


def test_short_commands_are_sentences_of_their_own() -> None:
    """A known library drops sentences of one or two words, and calls this one sentence."""
    assert read.count(["Stop. Rest now. Walk to the door slowly."]).sentences == 3
    assert read.count(["Rest the heel", "Keep the knee straight", "Breathe"]).sentences == 3


def test_abbreviations_decimals_and_colons_end_no_sentence() -> None:
    assert list(read.sentences_of("Hold for 2.5 min. Then rest, e.g. On a chair: sit down.")) == [
        "Hold for 2.5 min. Then rest, e.g. On a chair: sit down."
    ]
    assert list(read.sentences_of("It is 8.30. Call us! Why? Ask.")) == ["It is 8.30.", "Call us!", "Why?", "Ask."]


def test_english_is_scored_by_grade_and_other_languages_by_lix() -> None:
    assert read.formula("en") == ("Flesch-Kincaid grade", read.flesch_kincaid)
    assert read.formula("pl") == ("LIX", read.lix)


def test_a_text_too_short_for_smog_has_none() -> None:
    assert read.smog_or_none(read.count([HEEL])) is None
    assert read.smog_or_none(read.count([HEEL] * 10)) == pytest.approx(8.84185, abs=5e-5)


def test_masked_terms_lose_their_weight_but_stay_words() -> None:
    raw, masked = read.count([HEEL]), read.count([HEEL], masked=["plantar fasciitis"])
    assert (masked.words, masked.sentences) == (raw.words, raw.sentences)
    assert (raw.syllables - masked.syllables, raw.long_spoken - masked.long_spoken) == (4, 1)
    assert read.flesch_kincaid(masked) < read.flesch_kincaid(raw)


def test_counts_add_up() -> None:
    assert read.count([HEEL, "Rest."]) == read.count([HEEL]) + read.count(["Rest."])
    assert Counts(1, 1, 1) + Counts(2, 1, 3) == Counts(3, 2, 4)


@pytest.mark.parametrize(
    ("words", "syllables"),
    [
        ("the foot bends smoothed walked aches cause breathe clothes squeezed loosed", 1),
        ("little muscle wanted aches-pains ankle bruises stretches careful safely rested crying rhythm", 2),
        ("banana together elbow-pad injury regular media radius ligament understand uncertain", 3),
        ("calcaneal information activity podiatrist orthopaedic ultrasonic", 4),
        ("fasciopathy inflammatory communication", 5),
        ("physiotherapy rehabilitation", 6),
    ],
)
def test_english_words_have_the_syllables_that_people_speak(words: str, syllables: int) -> None:
    assert {word: english(word) for word in words.split()} == dict.fromkeys(words.split(), syllables)


def test_numbers_are_counted_as_they_are_spoken() -> None:
    assert spoken(112) == ["one", "hundred", "and", "twelve"]
    assert [english(number) for number in ("0", "7", "12", "30", "998", "2028")] == [2, 2, 1, 2, 7, 6]
    assert [english(number) for number in ("999", "112", "000")] == [3, 3, 6]
