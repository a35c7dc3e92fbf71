"""What the shipped leaflets ask to do: in few words, once, and so that a reader can do it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from shipped import SHIPPED

from handouts.checks.near_duplicates import are_near
from handouts.compose import compose
from handouts.model import Advice, Condition, Text, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

#: The most words of what a tip asks to do, without whom it excludes and when to stop.
MOST_WORDS = 27
#: Aids of which a leaflet says for which part of the body they are: what eases a heel does not treat a back.
_AID = re.compile(r"\binsoles?\b|\bheel cup\b|\bheel lift\b")


def made(condition: Condition) -> Leaflet:
    leaflet, findings = compose(SHIPPED, Request((condition.id,)))
    assert leaflet is not None, findings
    return leaflet


def said_again(leaflet: Leaflet) -> list[tuple[str, str]]:
    """The sentences of tips that a line of In short, Do or Do not says too, with that line."""
    lines = [prose.plain_text(one.text) for one in (*leaflet.in_short.act, *leaflet.do, *leaflet.do_not)]
    whole = [prose.plain_text(words) for tip in leaflet.tips for words in tip.sentences]
    sentences = [sentence for words in whole for sentence in prose.SENTENCE_END.split(words)]
    return [(text, line) for text in sentences for line in lines if are_near(text, line)]


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_no_tip_says_again_what_another_list_says(condition: Condition) -> None:
    assert said_again(made(condition)) == []


def test_a_tip_that_in_short_has_too_is_found() -> None:
    sprain = SHIPPED.conditions["ankle-sprain"]
    text = SHIPPED.advice["peace-love"].how.replace("{days}", "1 to 3 days")
    short = sprain.in_short.model_copy(update={"act": (Text(text.split(". ")[0] + "."),)})
    records = {**SHIPPED.conditions, sprain.id: sprain.model_copy(update={"in_short": short})}
    leaflet, _ = compose(replace(SHIPPED, conditions=records), Request((sprain.id,)))
    assert leaflet is not None and said_again(leaflet)


@pytest.mark.parametrize("block", SHIPPED.advice.values(), ids=lambda one: one.id)
def test_a_tip_asks_in_few_words(block: Advice) -> None:
    assert len(block.how.split()) <= MOST_WORDS


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_an_aid_is_for_a_part_of_the_body_that_its_line_names(condition: Condition) -> None:
    leaflet = made(condition)
    lines = [prose.plain_text(one.text) for one in (*leaflet.do, *leaflet.do_not, *leaflet.in_short.act)]
    lines += [prose.plain_text(words) for tip in leaflet.tips for words in tip.sentences]
    called = {word for region in SHIPPED.regions.values() for word in region.called}
    of_aids = [line for line in lines if _AID.search(line.casefold())]
    assert [line for line in of_aids if not called & set(re.findall(r"\w+", line.casefold()))] == []


#: What a reader cannot act on: which step, and what else?
_VAGUE = re.compile(r"next step|what else|look at your plan|build up slowly", re.IGNORECASE)


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_each_step_in_time_says_what_to_ask_for(condition: Condition) -> None:
    assert [text for step in condition.timeline for text in (step.expect, step.then) if _VAGUE.search(text)] == []


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_what_to_do_is_something_to_do(condition: Condition) -> None:
    """`Some pain is fine.` under "What to do" leaves open what to do."""
    begins = [re.sub(r"^If [^,]+, ", "", line).split(".")[0] for line in condition.in_short.act]
    assert [line for line in begins if re.search(r"\b(?:is|are|means)\b", line)] == []


@pytest.mark.parametrize("condition", SHIPPED.conditions.values(), ids=lambda one: one.id)
def test_a_picture_stands_beside_words_about_a_part_that_it_shows(condition: Condition) -> None:
    """A heel on a cold pack stood beside "your tendon"."""
    for tip in made(condition).tips:
        block = SHIPPED.advice[tip.blocks[0]]
        if block.picture and block.picture_of:
            words = " ".join(map(prose.plain_text, tip.sentences))
            assert (tip.plate is not None) == any(part in words for part in block.picture_of), words


def test_a_picture_that_shows_nothing_in_particular_needs_no_words() -> None:
    ice = SHIPPED.advice["ice"].model_copy(update={"picture_of": ()})
    records = replace(SHIPPED, advice={**SHIPPED.advice, "ice": ice})
    leaflet, _ = compose(records, Request(("achilles-tendinopathy",)))
    assert leaflet is not None and any(tip.plate for tip in leaflet.tips)
    assert not any(tip.plate for tip in made(SHIPPED.conditions["achilles-tendinopathy"]).tips)
