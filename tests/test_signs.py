"""Signs of danger of several conditions: each once, related ones in one line, none left out, no usual symptom."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from printed_signs import PAIRS, called, made, rows, signs
from sampling import one_of_each
from shipped import SHIPPED

from handouts import library
from handouts.compose.similarity import meaning
from handouts.model import Condition, DangerSign, Library, Pattern, Text, Together, prose
from handouts.pipeline import content_hash

TOGETHER = [entry for kind in SHIPPED.danger_signs.values() for entry in kind.together]


def with_together(*entries: tuple[list[str], list[str]], beside: str = "") -> Library:
    """The shipped library with one kind of danger sign alone, which says these together."""
    falls = (Pattern(name="a fall", words=("fall",)),)
    explained = (beside,) if beside else ()
    together = tuple(
        Together(of=tuple(map(Text, of)), beside=explained, say=tuple(map(Text, say))) for of, say in entries
    )
    return replace(
        SHIPPED, danger_signs={"planted": DangerSign(name="planted", urgency="soon", patterns=falls, together=together)}
    )


@pytest.mark.parametrize(
    "conditions", one_of_each(((pair,) for pair in PAIRS), lambda one: SHIPPED.conditions[one[0][0]].region, every=9)
)
def test_a_line_has_one_sign(conditions: tuple[str, ...]) -> None:
    """Two sentences in a line are two signs, unless one condition wrote them so."""
    written = {sign for id_ in conditions for sign in signs(made(id_))}
    for sign in signs(made(*conditions)):
        assert sign in written or len(re.findall(r"[.!?](?:\s|$)", sign)) == 1
    for row in rows(made(*conditions)).values():
        assert len(set(row)) == len(row)


@pytest.mark.parametrize("entry", TOGETHER, ids=lambda one: " ".join(one.say or one.of))
def test_what_is_said_together_names_all_that_its_signs_name(entry: Together) -> None:
    # That a hand, arm or leg is numb is usual with some conditions, and then no sign. Where any numbness is a sign,
    # none has to say how fast it came.
    usual = ("numb-arm", "nerve-fast", "foot-numb-fast", "leg-nerve", "hand-elsewhere")
    kinds = [kind for id_, kind in SHIPPED.danger_signs.items() if id_ not in usual]
    patterns = [pattern for kind in kinds for pattern in kind.patterns]
    said = " ".join(entry.say)
    unsaid = [one.name for one in patterns for sign in entry.of if one.is_in(sign) and not one.is_in(said)]
    assert unsaid == []


@pytest.mark.parametrize(("signs", "allowed"), [(2, True), (3, False)])
def test_a_number_that_is_said_together_is_one_of_every_leaflet_that_says_it(
    signs: int, allowed: bool, tmp_path: Path
) -> None:
    of = ["You are stiff for over {stiff}.", "Your joints swell.", "You have gout."][:signs]
    entry = {"name": "planted", "urgency": "soon", "patterns": [{"name": "gout", "words": ["gout"]}]}
    entry["together"] = [{"of": of, "say": ["Stiff for over {stiff}, or swollen."]}]
    (tmp_path / "danger-signs.yaml").write_text(yaml.safe_dump({"planted": entry}), "utf-8")
    found = library.load([tmp_path, *library.content_folders(None)], library.data_root() / "styles")[1]
    assert [one.code for one in found if one.span and str(tmp_path) in one.span.file] == ([] if allowed else ["HND206"])


def test_each_sign_that_is_said_together_is_one_of_a_condition_or_of_an_entry_above() -> None:
    known = {str(sign) for one in SHIPPED.conditions.values() for row in type(one.get_help).model_fields
             for sign in getattr(one.get_help, row)}  # fmt: skip
    known |= {str(line) for one in SHIPPED.conditions.values() for line in one.in_short.warn}
    for kind in SHIPPED.danger_signs.values():
        for entry in kind.together:
            assert set(entry.of) <= known, set(entry.of) - known
            known |= set(entry.say)
            assert set(entry.beside) <= set(SHIPPED.conditions)


def test_related_signs_are_one_line_in_the_most_urgent_of_their_rows() -> None:
    urgent = "Your foot goes numb within a day or two."
    later = "A numb area of your foot stays or grows, or your toes feel weak."
    library = with_together(([urgent, "Part of your leg stays numb all the time."], ["A leg or foot turns numb."]))
    printed = rows(made("tarsal-tunnel", "sciatica", library=library))
    assert "A leg or foot turns numb." in printed["same_day"] and later in printed["soon"]
    assert urgent not in printed["same_day"] and "Part of your leg stays numb all the time." not in printed["soon"]


def test_signs_of_one_condition_alone_stay_as_it_writes_them() -> None:
    both = ["Your foot turns cold, and pale or blue.", "Chest pain, or you cannot catch your breath."]
    library = with_together((both, ["Planted."]))
    assert set(both) <= set(signs(made("plantar-fasciitis", library=library)))
    assert "Planted." in signs(made("plantar-fasciitis", "heel-spur", library=library))


def test_a_usual_symptom_of_one_condition_is_no_sign_of_another() -> None:
    numb, shocks = (
        "You have diabetes, or your foot is often numb or tingles.",
        "You get shooting pain, or pain down one leg below the knee.",
    )
    assert numb in signs(made("plantar-fasciitis", "heel-spur")) and shocks in signs(made("low-back-pain"))
    for other in ("tarsal-tunnel", "sciatica"):
        printed = signs(made("plantar-fasciitis", other))
        assert numb not in printed and "You have diabetes." in printed and any("numb" in sign for sign in printed)
    assert shocks not in signs(made("low-back-pain", "sciatica"))
    assert "Your arm or hand tingles, stays numb or slowly gets weaker." not in signs(
        made("carpal-tunnel", "tennis-elbow")
    )
    (stop,) = [rule for rule in made("tarsal-tunnel").always_stop_if if "tingling" in prose.plain_text(rule)]
    assert "does not settle" in prose.plain_text(stop)


def test_what_one_condition_explains_is_kept_apart_in_the_signs_of_another() -> None:
    """A sore neck is no news to a reader whose leaflet is about a sore neck; a tingling hand none to one with a nerve
    squeezed at the wrist."""
    hand, both = made("carpal-tunnel"), made("carpal-tunnel", "neck-pain")
    assert "Your neck hurts, your little finger tingles, or your wrist has a lump." in rows(hand)["soon"]
    assert "Your little finger tingles, or your wrist has a lump." in rows(both)["soon"]
    assert not any("neck hurts" in sign for sign in rows(both)["soon"])
    warned = [prose.plain_text(line.text) for line in made("carpal-tunnel", "tennis-elbow").in_short.warn]
    assert "An arm that tingles, not just your hand, needs a check soon." in warned
    assert not any(line.startswith("A hand that tingles") for line in warned)


def test_a_sign_that_both_conditions_have_stays_though_one_of_them_explains_it() -> None:
    sign = "The pain gets worse, or stops your daily life."
    library = with_together(([sign], ["Planted."]), beside="sciatica")
    assert sign in signs(made("sciatica", "low-back-pain", library=library))
    plain = "You are stiff for over {stiff} each morning."
    library = with_together(([plain], ["Elsewhere you are stiff for {stiff}."]), beside="sciatica")
    assert "Elsewhere you are stiff for 30 minutes." in signs(made("sciatica", "low-back-pain", library=library))
    assert not any("Elsewhere" in sign for sign in signs(made("low-back-pain", "heel-spur", library=library)))


#: Signs with the words of another condition that a reader tells from it: they come suddenly, or are of another part.
TOLD_APART = {
    "Your legs get unsteady, or shocks run down your spine or arms.",
    "Suddenly weak or numb face, arm or leg, or trouble speaking.",
}


@pytest.mark.slow  # every pair is composed
def test_no_sign_of_one_condition_is_what_another_one_of_the_leaflet_brings() -> None:
    said = {text for entry in TOGETHER for text in entry.say} | TOLD_APART
    written = {re.sub(r"\{\w+\}", "", text) for text in said}
    usual = {
        id_: [words for phrase in one.symptoms if len(words := meaning(phrase)) > 1]
        for id_, one in SHIPPED.conditions.items()
    }
    alone = {id_: set(signs(made(id_))) for id_ in SHIPPED.conditions}
    for pair in PAIRS:
        for one, other in (pair, pair[::-1]):
            printed = set(signs(made(*pair))) & alone[one] - alone[other]
            brought = {sign for sign in printed for words in usual[other] if words <= meaning(sign)}
            assert brought <= written, (pair, brought - written)


def test_two_signs_of_one_condition_are_one_line_beside_another_condition_alone() -> None:
    said = "Other joints swell, you have gout or psoriasis, or you are stiff for over 30 minutes each morning."
    assert said in signs(made("heel-spur", "tennis-elbow")) and said not in signs(made("heel-spur"))


def test_the_same_fall_is_named_once_for_arm_and_leg() -> None:
    printed = rows(made("heel-spur", "knee-osteoarthritis", "shoulder-pain"))["emergency"]
    assert [sign for sign in printed if "fall" in sign] == [
        "After a fall or blow you cannot stand or move an arm, or a limb is out of shape."
    ]


@pytest.mark.parametrize(
    ("conditions", "sign", "gone"),
    [
        (
            ("front-knee-pain", "ankle-sprain"),
            "You suddenly cannot stand on the sore leg, fall or no fall.",
            "You suddenly cannot stand on the sore leg, without a fall.",
        ),
        (
            ("heel-spur", "ankle-sprain"),
            "Your foot or toes turn cold, pale or blue, or stay numb.",
            "You have diabetes, or your foot is often numb or tingles.",
        ),
    ],
)
def test_a_sign_of_two_rows_stands_in_the_more_urgent_alone(conditions: tuple[str, ...], sign: str, gone: str) -> None:
    leaflet = made(*conditions)
    assert sign in rows(leaflet)["emergency"] and gone not in signs(leaflet)


def test_a_cold_arm_is_for_now_in_every_leaflet_about_an_arm_or_the_neck() -> None:
    arms = [id_ for id_, one in SHIPPED.conditions.items() if one.region in ("neck", "shoulder", "elbow", "wrist-hand")]
    assert len(arms) >= 5
    for id_ in arms:
        printed = rows(made(id_))
        assert "Your arm or hand turns cold, pale or blue." in printed["emergency"]
        assert not any("cold" in sign for row in ("same_day", "soon", "self_refer") for sign in printed[row])


def test_a_sore_elbow_has_the_signs_of_stroke_and_heart_of_the_other_arm_leaflets() -> None:
    elbow, others = rows(made("tennis-elbow"))["emergency"], ("frozen-shoulder", "carpal-tunnel")
    theirs = {sign for id_ in others for sign in rows(made(id_))["emergency"]}
    for words in ("trouble speaking", "chest pain", "jaw pain"):
        (sign,) = [one for one in elbow if words in one.casefold()]
        assert sign in theirs


def test_a_numb_hand_has_one_ladder_of_urgency() -> None:
    for ids in (("neck-pain",), ("neck-pain", "carpal-tunnel"), ("tennis-elbow", "carpal-tunnel")):
        printed = rows(made(*ids))
        assert any(re.search("(?i)numb.*in (hours or )?days", sign) for sign in printed["same_day"])
        assert not any(re.search(r"sudden|within", sign) for sign in printed["soon"])
        assert any(re.search("sudden.*numb", sign, re.IGNORECASE) for sign in printed["emergency"])


@pytest.mark.parametrize(
    ("conditions", "most"),
    [
        (("low-back-pain", "knee-osteoarthritis", "neck-pain"), 32),
        (("front-knee-pain", "low-back-pain", "neck-pain"), 36),
        (("shoulder-pain", "neck-pain"), 20),
        (("tennis-elbow", "carpal-tunnel"), 20),
        (("knee-osteoarthritis", "hip-osteoarthritis"), 15),
    ],
)
def test_related_signs_of_several_regions_stay_few_lines(conditions: tuple[str, ...], most: int) -> None:
    leaflet = made(*conditions)
    assert len(signs(leaflet)) - len(called(leaflet)) <= most


@pytest.mark.parametrize(
    ("conditions", "sign", "row"),
    [
        (("low-back-pain", "neck-pain"), "You have a fever, feel ill, or lose weight for no reason", "same_day"),
        (
            ("shoulder-pain", "low-back-pain"),
            "You are afraid to move, or need advice on exercises, your desk",
            "self_refer",
        ),
    ],
)
def test_signs_of_one_kind_are_one_line_with_all_parts(conditions: tuple[str, ...], sign: str, row: str) -> None:
    assert len([line for line in rows(made(*conditions))[row] if line.startswith(sign)]) == 1


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        # Past cancer makes any back pain a sign, and the loss of strength of one limb is one of a stroke.
        (("heel-spur", "sciatica"), "Back pain after cancer, or"),
        (("low-back-pain", "neck-pain"), "Neck or back pain after cancer, or"),
        (("carpal-tunnel", "neck-pain"), "Suddenly weak or numb face, arm or leg"),
        (("achilles-tendinopathy", "ankle-sprain"), "An open wound, or"),
        (("carpal-tunnel", "knee-osteoarthritis"), "in a cast, a hand or arm is numb, cannot move or is out of shape"),
        (("heel-spur", "frozen-shoulder"), "both shoulders stay stiff long after sleep"),
        (("heel-bursitis", "neck-pain"), "A hot, swollen heel with a fever, wound or illness."),
    ],
)
def test_what_is_said_together_keeps_what_makes_it_a_sign(conditions: tuple[str, ...], words: str) -> None:
    assert any(words in sign for sign in signs(made(*conditions)))


def test_the_version_of_a_merge_changes_with_the_words_that_unite_signs() -> None:
    id_, kind = next((id_, kind) for id_, kind in SHIPPED.danger_signs.items() if kind.together)
    changed = replace(
        SHIPPED, danger_signs={**SHIPPED.danger_signs, id_: kind.model_copy(update={"together": kind.together[1:]})}
    )
    pair = ("plantar-fasciitis", "neck-pain")
    assert content_hash(changed, pair) != content_hash(SHIPPED, pair)
    assert content_hash(changed, pair[:1]) == content_hash(SHIPPED, pair[:1])


# ---------------------------------------------------------------- how fast a sign comes

#: Words that say how fast a sign comes. A line has one speed; what is new may come at any.
SPEEDS = {
    "sudden": r"sudden|all at once",
    "within days": r"within|hours|in days",
    "slow": r"slow|weeks",
    "new": r"\bnewl?y?\b",
}


def speeds(line: str) -> set[str]:
    return {name for name, words in SPEEDS.items() if re.search(words, line.casefold())}


def faster_above(condition: Condition) -> list[str]:
    """The warnings of a condition that give a sign another speed than its lines under `get_help` do."""
    lines = [line for row in type(condition.get_help).model_fields for line in getattr(condition.get_help, row)]
    patterns = [one for kind in SHIPPED.danger_signs.values() for one in kind.patterns]
    return [
        warning
        for warning in condition.in_short.warn
        if (same := [line for line in lines if any(one.is_in(line) and one.is_in(warning) for one in patterns)])
        and not speeds(warning) <= set().union(*map(speeds, same))
    ]


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_a_sign_comes_as_fast_at_the_top_as_in_its_row(condition: Condition) -> None:
    assert faster_above(condition) == []
    for row in type(condition.get_help).model_fields:
        assert [line for line in getattr(condition.get_help, row) if len(speeds(line) - {"new"}) > 1] == []


def test_a_warning_that_gives_its_sign_another_speed_is_found() -> None:
    neck = SHIPPED.conditions["neck-pain"]
    planted = (Text("New clumsy hands or unsteady legs need help now."),)
    other = neck.model_copy(update={"in_short": neck.in_short.model_copy(update={"warn": planted})})
    assert faster_above(other) == list(planted)
    assert speeds("An arm or hand slowly gets weaker, or goes numb within hours or days.") == {"slow", "within days"}
