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
TALON = "El dolor de talón es muy común. Suele mejorar con ejercicio suave."
WADE = "Dehnen Sie die Wade jeden Tag. Halten Sie die Dehnung dreißig Sekunden."
POSITION = "Tenez la position trente secondes. Respirez normalement pendant tout ce temps."
POSIZIONE = "Tenga la posizione per trenta secondi. Respiri normalmente durante tutto il movimento."


def test_english_is_counted_as_by_hand() -> None:
    c = read.count([HEEL])
    assert (c.words, c.sentences, c.syllables, c.long_spoken) == (24, 3, 40, 3)
    assert read.flesch_reading_ease(c) == pytest.approx(57.715, abs=5e-5)
    assert read.flesch_kincaid(c) == pytest.approx(7.19667, abs=5e-5)
    assert read.smog(c) == pytest.approx(8.84185, abs=5e-5)
    assert read.fog(c) == pytest.approx(8.2, abs=5e-5)
    assert read.lix(c) == pytest.approx(28.83333, abs=5e-5)


def test_spanish_is_counted_as_by_hand() -> None:
    c = read.count([TALON], "es")
    assert (c.words, c.sentences, c.syllables, c.letters) == (12, 2, 22, 53)
    assert read.fernandez_huerta(c) == pytest.approx(90.72, abs=5e-5)
    assert read.inflesz(c) == pytest.approx(86.61833, abs=5e-5)
    assert read.polini(c) == pytest.approx(50.25833, abs=5e-5)


def test_german_is_counted_as_by_hand() -> None:
    c = read.count([WADE], "de")
    assert (c.words, c.sentences, c.syllables) == (12, 2, 20)
    assert read.wiener_1(c) == pytest.approx(3.6207, abs=5e-5)
    assert read.lix(c) == pytest.approx(31.0, abs=5e-5)
    assert read.amstad(c) == pytest.approx(76.5, abs=5e-5)


def test_french_is_counted_as_by_hand_and_its_two_formulas_keep_their_names() -> None:
    c = read.count([POSITION], "fr")
    assert (c.words, c.sentences, c.syllables, c.long_written) == (11, 2, 21, 5)
    assert read.kandel_moles_207(c) == pytest.approx(60.90841, abs=5e-5)
    assert read.kandel_moles_209(c) == pytest.approx(72.85682, abs=5e-5)
    assert read.lix(c) == pytest.approx(50.95455, abs=5e-5)


def test_italian_counts_letters_and_no_full_stops() -> None:
    c = read.count([POSIZIONE], "it")
    assert (c.words, c.sentences, c.letters) == (12, 2, 73)
    assert read.gulpease(c) == pytest.approx(78.16667, abs=5e-5)


def test_short_commands_are_sentences_of_their_own() -> None:
    """A known library drops sentences of one or two words, and calls this one sentence."""
    assert read.count(["Stop. Rest now. Walk to the door slowly."]).sentences == 3
    assert read.count(["Rest the heel", "Keep the knee straight", "Breathe"]).sentences == 3


def test_abbreviations_decimals_and_colons_end_no_sentence() -> None:
    assert read.sentences_of("Hold for 2.5 min. Then rest, e.g. On a chair: sit down.") == [
        "Hold for 2.5 min. Then rest, e.g. On a chair: sit down."
    ]
    assert read.sentences_of("It is 8.30. Call us! Why? Ask.") == ["It is 8.30.", "Call us!", "Why?", "Ask."]


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
