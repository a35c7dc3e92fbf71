"""Words of a merge: whose they are, at which time, said once, and when to stop."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from composing import with_condition
from merging import made, of_each_kind, printed
from shipped import SHIPPED

from handouts.compose import compose
from handouts.compose.mentions import Printed, mentioned_movements, mentions_exercise, unprinted_mention
from handouts.compose.similarity import are_alike
from handouts.compose.subjects import said
from handouts.model import Condition, Library, Text, prose
from handouts.model.request import Request

pytestmark = pytest.mark.usefixtures("read_once")

# ---------------------------------------------------------------- words


def test_a_text_may_ask_only_for_exercises_that_are_printed() -> None:
    heel, back, both = (
        Printed(ids)
        for ids in (["plantar-fascia-stretch", "foot-roll"], ["knee-rolls"], ["plantar-fascia-stretch", "knee-rolls"])
    )
    assert unprinted_mention(SHIPPED, "Stretch your foot before your first step.", heel) is None
    assert unprinted_mention(SHIPPED, "Stretch your foot before your first step.", back) == "plantar-fascia-stretch"
    assert unprinted_mention(SHIPPED, "Do the sole stretch twice.", back) == "plantar-fascia-stretch"
    assert unprinted_mention(SHIPPED, "Do the exercises for heel and back.", heel) == "low-back"
    assert unprinted_mention(SHIPPED, "Do the exercises for heel and back.", both) is None
    assert unprinted_mention(SHIPPED, "Sit on a chair with a firm back.", heel) is None


def test_a_line_that_asks_for_an_unprinted_exercise_is_left_out_and_reported() -> None:
    library = with_condition("heel-spur", do=(Text("Do the exercises for heel and back."), Text("Do sit down often.")))
    leaflet, findings = compose(library, Request(("heel-spur",)))
    assert leaflet is not None
    assert printed(leaflet.do) == ["Do sit down often."]
    assert "HND412" in [finding.code for finding in findings]


def test_no_warning_of_a_merge_gives_way() -> None:
    conditions, library, every = ("heel-spur", "tarsal-tunnel", "heel-fat-pad"), SHIPPED, set()
    for id_ in conditions:
        lines = tuple(Text(f"Get help now if {id_} shows the sign {word}.") for word in ("one", "two"))
        every |= set(lines)
        library = with_condition(
            id_, library, in_short=library.conditions[id_].in_short.model_copy(update={"warn": lines})
        )
    assert set(printed(made(*conditions, library=library).in_short.warn)) == every


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


# ---------------------------------------------------------------- one person


@pytest.mark.parametrize("conditions", of_each_kind())
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
        assert [line for line in others if mentions_exercise(SHIPPED, line)] == []


def test_a_bursa_that_has_to_settle_is_beside_no_exercise_at_once() -> None:
    act = printed(made("heel-bursitis", "plantar-fasciitis").in_short.act)
    assert act == list(SHIPPED.conditions["heel-bursitis"].in_short.act)
    assert "Stretch your foot before your first step of the day." in printed(made("heel-spur").in_short.act)


def test_a_caution_needs_no_name_that_several_conditions_say_or_that_names_itself() -> None:
    (card,) = [one for one in made("knee-osteoarthritis", "low-back-pain", "neck-pain").cards if one.id == "knee-rolls"]
    assert [prose.plain_text(words) for words in card.cares] == ["Hard to get down to the floor? Use your bed."]
    cards = made("overuse-heel", "ankle-sprain", exercises=12).cards
    (raise_,) = [one for one in cards if one.id == "heel-raise-two-feet"]
    assert [prose.plain_text(words) for words in raise_.cautions] == [
        "Ankle sprain: Wait for three days after a new sprain."
    ]
    assert [prose.plain_text(words) for words in raise_.cares] == ["Overuse heel pain: Wear your soft shoes."]


@pytest.mark.parametrize(
    ("conditions", "begin"),
    [
        (("plantar-fasciitis", "knee-osteoarthritis"), {"Sore knee": "Osteoarthritis. It aches"}),
        (
            ("achilles-tendinopathy", "ankle-sprain"),
            {"Sore Achilles tendon": "Achilles tendinopathy. The tendon", "Ankle sprain": "Standing on it hurts."},
        ),
        (
            ("hip-osteoarthritis", "knee-osteoarthritis"),
            {"Sore hip": "Hip osteoarthritis.", "Sore knee": "Knee osteoarthritis."},
        ),
        (("low-back-pain", "neck-pain"), {"Back pain": "It aches", "Neck pain": "Muscles and joints"}),
    ],
)
def test_what_hurts_has_the_medical_name_beside_the_plain_one(
    conditions: tuple[str, ...], begin: dict[str, str]
) -> None:
    said = {part.of: prose.plain_text(part.paragraphs[0]) for part in made(*conditions).sections[0].parts if part.of}
    assert begin.keys() <= said.keys()
    assert all(said[name].startswith(words) for name, words in begin.items()), said


@pytest.mark.parametrize(
    ("conditions", "lines"),
    [
        (("heel-spur", "plantar-fasciitis"), ["children, or a foot injury"]),
        # A shin that hurts when squeezed is a high sprain, which no other condition of the leaflet is about.
        (
            ("achilles-tendinopathy", "ankle-sprain"),
            ["children", "a snap or a gap at the heel", "a broken bone", "pain above the ankle"],
        ),
        (
            ("ankle-sprain", "heel-spur", "tarsal-tunnel"),
            ["children", "a foot injury", "a broken bone", "pain above the ankle"],
        ),
        (
            ("outer-hip-pain", "hip-osteoarthritis"),
            ["children", "a fall on the hip", "a new hip injury", "a replaced hip", "past cancer"],
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
    (alone,) = [card for card in made("front-knee-pain").cards if card.id == "straight-leg-lift"]
    assert [prose.plain_text(rule) for rule in alone.stop_if] == [SHIPPED.stop_rules["pain-down-leg"].text]


# ---------------------------------------------------------------- one rule about pain


def test_a_condition_that_allows_less_pain_says_so_in_the_pain_guide_with_its_name() -> None:
    alone, merge = made("frozen-shoulder"), made("frozen-shoulder", "heel-spur")
    assert [prose.plain_text(words) for words in alone.pain_limits] == ["Bad nights? Stay at 3 or less."]
    (limit,) = (prose.plain_text(words) for words in merge.pain_limits)
    assert limit == "Frozen shoulder: Bad nights? Stay at 3 or less."
    assert made("heel-spur").pain_limits == ()
    for leaflet in (alone, merge, made("ankle-sprain")):
        assert not any("3 or less" in line for line in printed((*leaflet.do, *leaflet.in_short.act)))


@pytest.mark.parametrize(
    "conditions",
    [
        ("carpal-tunnel",),
        ("neck-pain", "carpal-tunnel"),
        ("tennis-elbow", "low-back-pain", "heel-spur"),
        ("frozen-shoulder", "sciatica"),
    ],
)
def test_in_short_has_the_worst_warning_first(conditions: tuple[str, ...]) -> None:
    words = [re.findall(r"999|now|today|soon|early", line)[:1] for line in printed(made(*conditions).in_short.warn)]
    said = [one[0].replace("early", "soon") for one in words if one]
    assert len(set(said)) > 1
    assert said == sorted(said, key=["999", "now", "today", "soon"].index)


# ---------------------------------------------------------------- movements that another condition forbids or delays


def test_no_line_asks_for_a_movement_with_which_another_condition_is_more_careful() -> None:
    alone = made("front-knee-pain")
    assert "Do keep some runs and jumps, and swap others for a while." in printed(alone.do)
    leaflet, findings = compose(SHIPPED, Request(("front-knee-pain", "ankle-sprain")))
    assert leaflet is not None
    lines = " ".join(printed([*leaflet.do, *leaflet.do_not]))
    assert "keep some" not in lines and "give up all sport" not in lines
    assert "Do not run, drink alcohol or use heat or massage for three days." in lines
    assert sum(f.code == "HND407" and "ankle-sprain" in f.message for f in findings) == 3


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("Do add walking and sport bit by bit.", ["impact"]),
        ("Do cut hills, sprints and jumps for a while.", []),
        ("Do not rush back to running.", []),
        ("Do not give up all sport.", ["impact"]),
        ("Do swim or cycle if walking hurts.", ["arm-high-loaded"]),
    ],
)
def test_a_line_asks_for_a_movement_unless_it_asks_for_less_of_it(line: str, asked: list[str]) -> None:
    assert mentioned_movements(line) == asked


def test_what_is_for_the_time_before_it_settles_stands_first() -> None:
    leaflet = made("plantar-fasciitis", "heel-spur", "heel-bursitis")
    assert printed(leaflet.do)[0] == "Do walk and run less, with breaks, until your heel settles."


@pytest.mark.parametrize("numb", ["carpal-tunnel", "tarsal-tunnel"])
def test_numb_skin_is_protected_beside_every_other_condition(numb: str) -> None:
    """A tip on warmth alone does not say what to do with cold, so the Do not stays beside it."""
    for other in sorted({*SHIPPED.conditions} - {numb}):
        leaflet = made(*sorted((numb, other)))
        assert "Do not cool or heat numb skin." in printed(leaflet.do_not), other
        tips = {id_ for tip in leaflet.tips for id_ in tip.blocks}
        assert numb != "tarsal-tunnel" or "foot-check" in tips, other


def test_a_main_treatment_that_is_no_exercise_is_in_the_main_message_of_a_merge() -> None:
    for pair in (("neck-pain", "carpal-tunnel"), ("carpal-tunnel", "knee-osteoarthritis")):
        message = prose.plain_text(made(*pair).main_message)
        assert message.endswith("can feel better. Wear a splint each night, and call us if your hand stays numb.")
    assert "Start with short exercises" in prose.plain_text(made("neck-pain", "knee-osteoarthritis").main_message)


def test_no_card_forbids_what_the_pain_guide_allows() -> None:
    """Tingling that settles is fine with a squeezed nerve, so no exercise of its leaflet is without any."""
    leaflet = made("neck-pain", "carpal-tunnel", exercises=12)
    assert any("Tingling that settles is fine" in prose.plain_text(one) for one in leaflet.pain_limits)
    feels = [prose.plain_text(card.feel) for card in leaflet.cards if card.feel]
    assert feels and not any(re.search(r"no tingling|without tingling", feel) for feel in feels)


# ---------------------------------------------------------------- the part of the body that a line concerns


def test_each_line_about_one_part_of_several_leads_with_it() -> None:
    do_not = printed(made("ankle-sprain", "low-back-pain").do_not)
    assert "Ankle: Do not run, drink alcohol or use heat or massage for three days." in do_not
    assert "Back: Do not stay in bed by day." in do_not
    assert not any(":" in line for line in printed(made("heel-spur", "heel-fat-pad").do))
    # Two parts of one region are two parts.
    leaflet = made("achilles-tendinopathy", "ankle-sprain")
    assert {line.split(":")[0] for line in printed([*leaflet.do, *leaflet.do_not])} == {"Tendon", "Ankle"}
    # One that names its part needs no lead.
    assert "Do move your neck slowly each way." in printed(made("neck-pain", "carpal-tunnel").do)
    (sleep,) = [one for one in made("neck-pain", "shoulder-pain").tips if prose.plain_text(one.lead) == "Sleep."]
    assert [prose.plain_text(one).split(":")[0] for one in sleep.sentences] == ["Shoulder", "Neck"]
    # What holds for numb skin or a driver holds for every part.
    assert "Do not cool or heat numb skin." in printed(made("outer-hip-pain", "carpal-tunnel").do_not)
    both = printed(made("plantar-fasciitis", "heel-spur", "neck-pain").do)
    assert "Heel: Do wear soft shoes with laces or straps, indoors too." in both


def are_one(line: str, text: str) -> bool:
    """Whether a line is a text as it is printed, or says the same of a subject."""
    return line == prose.plain(text) or bool(said(SHIPPED, line, ()) & said(SHIPPED, text, ()))


@pytest.mark.parametrize("conditions", of_each_kind())
def test_each_line_in_short_names_its_part(conditions: tuple[str, ...]) -> None:
    leaflet = made(*conditions)
    chosen = [SHIPPED.conditions[id_] for id_ in conditions]
    parts = {id_: _sore(one) for id_, one in zip(conditions, chosen, strict=True)}
    for item in [*leaflet.in_short.what, *leaflet.in_short.act]:
        line = prose.plain_text(item.text)
        written = line.partition(": ")[2] or line
        say = [one for one in chosen if any(are_one(written, text) for text in (*one.in_short.what, *one.in_short.act))]
        about = set[str]().union(*(parts[one.id] for one in say))
        called = {word for one in say for region in one.regions for word in SHIPPED.regions[region].called}
        names = {word for one in say if one.merged for word in one.merged.lead.split()}
        words = set(re.findall(r"\w+", line.casefold()))
        assert not say or about == set[str]().union(*parts.values()) or words & (called | names) or "numb" in words, (
            line
        )


def _sore(condition: Condition) -> set[str]:
    return {
        condition.sore.part if condition.sore and region == condition.region else SHIPPED.regions[region].sore.part
        for region in condition.regions
    }


def test_a_line_in_short_that_names_its_part_needs_no_label() -> None:
    leaflet = made("achilles-tendinopathy", "ankle-sprain")
    assert printed(leaflet.in_short.what) == [
        "Your tendon is sore from more work than it can take.",
        "The bands at the outer side of your ankle are stretched.",
    ]
    assert printed(leaflet.in_short.act) == [
        "Keep using your tendon. Some ache at first is normal.",
        "Ankle: After the first days, walk as normally as you can.",
    ]


def test_two_warnings_of_one_danger_are_one_and_neither_is_softer() -> None:
    hot = [line for line in printed(made("heel-spur", "knee-osteoarthritis").in_short.warn) if "hot" in line]
    assert hot == ["A hot, very sore heel or joint, or a sore one with fever? Get help today."]
    weak = [line for line in printed(made("low-back-pain", "neck-pain").in_short.warn) if "weaker" in line]
    assert weak == ["Foot drops, both hands clumsy, or weaker arm or leg? Get help today."]
    numb = [line for line in printed(made("heel-and-back", "sciatica").in_short.warn) if "legs" in line]
    assert numb == ["Numb between your legs or around your bottom? Get help now."]


def test_each_condition_has_as_many_lines_of_do_where_one_of_its_own_is_left_out() -> None:
    """To swim is left out beside a sore neck, so the knee has its third line as its second."""
    conditions = "low-back-pain", "knee-osteoarthritis", "neck-pain"
    do = printed(made(*conditions).do)
    own = [[str(line) for line in SHIPPED.conditions[id_].do] for id_ in conditions]
    assert [sum(line.split(": ")[-1] in lines for line in do) for lines in own] == [2, 2, 2]


# ---------------------------------------------------------------- advice that clashes


@pytest.mark.parametrize("back", ["low-back-pain", "sciatica"])
def test_no_pillow_under_the_knees_beside_a_knee_that_must_not_rest_bent(back: str) -> None:
    leaflet, findings = compose(SHIPPED, Request((back, "knee-osteoarthritis")))
    assert leaflet is not None
    in_tips = [prose.plain_text(one) for tip in leaflet.tips for one in tip.sentences]
    assert not any("under your knees" in line for line in (*in_tips, *printed(leaflet.do)))
    assert any(f.code == "HND407" and "under your knees" in f.message and "sleep-back" in f.help for f in findings)
    assert any("under your knees" in prose.plain_text(one) for tip in made(back).tips for one in tip.sentences)


def test_of_cold_and_warmth_for_one_part_the_reader_chooses() -> None:
    either = "Cold or warmth: use whichever eases."
    library = with_condition("heel-and-back", advice=("ice", "heat"))
    for conditions, is_said in ((("heel-and-back",), True), (("plantar-fasciitis", "low-back-pain"), False)):
        sentences = [prose.plain_text(one) for tip in made(*conditions, library=library).tips for one in tip.sentences]
        assert (either in sentences) == is_said
    both = made("shoulder-pain", library=with_condition("shoulder-pain", advice=("heat", "ice")))
    assert "Warmth or cold: use whichever eases." in [
        prose.plain_text(one) for tip in both.tips for one in tip.sentences
    ]


# ---------------------------------------------------------------- numb skin beside cold or warmth


def _tips(*conditions: str, library: Library = SHIPPED) -> list[str]:
    return [tip.field.split("/")[1].removesuffix(".yaml") for tip in made(*conditions, library=library).tips]


@pytest.mark.parametrize("others", [("tennis-elbow", "neck-pain"), ("shoulder-pain", "low-back-pain")])
def test_numb_fingers_are_named_beside_every_other_condition(others: tuple[str, ...]) -> None:
    assert "hand-check" in _tips(*others, "carpal-tunnel")
    assert len(_tips(*others, "carpal-tunnel")) <= 5


def test_there_is_no_warm_pack_without_room_for_the_warning_to_numb_fingers() -> None:
    last = with_condition("carpal-tunnel", advice=("night-splint", "desk", "pain-relief", "hand-check"))
    block = SHIPPED.advice["hand-check"].model_copy(update={"kept_beside": ()})
    alone = replace(last, advice={**SHIPPED.advice, "hand-check": block})
    assert _tips("neck-pain", "carpal-tunnel", library=alone) == ["night-splint", "heat", "desk", "pain-relief"]
    assert "heat" not in _tips("neck-pain", "carpal-tunnel", library=last)
    assert {"heat", "hand-check"} <= {*_tips("carpal-tunnel", "frozen-shoulder", library=last)}
