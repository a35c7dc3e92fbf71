"""Clinical safety: stop rules, cold and heat, medicines, doses. Reports HND830 and HND833 to HND843.

The rules come from what health services print: cold in a damp cloth, never on numb or broken skin, twenty minutes at
the very most, ask first with diabetes, poor circulation or heart trouble (Midlands Partnership, Aneurin Bevan Gwent,
Mersey Care); heat never on numb skin (NHS on sciatica); foot pain with diabetes goes to a doctor or foot team (NHS).
Bounds of a dose are the largest that any source read for the exercise table gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handouts.checks.context import CheckContext, Finding, texts
from handouts.checks.danger_signs import DIABETES, required
from handouts.compose.daily_time import seconds_a_day
from handouts.model import Advice, Condition, Library, Limited
from handouts.model.request import DEFAULT_EXERCISES

_COLD = re.compile(r"\bice\b|\bcold pack\b|\bfrozen\b(?! shoulder)|\bcool it\b|\bice pack\b", re.IGNORECASE)
_HEAT = re.compile(r"\bwarm pack\b|\bheat pack\b|\bhot[- ]water bottle\b|\bheat pad\b", re.IGNORECASE)
_IN_SHOE = re.compile(r"\binsoles?\b|\bheel (?:cups?|pads?|lifts?)\b|\bbrace\b|\barch supports?\b", re.IGNORECASE)

#: What a block about cold or heat must say, and the words that say it.
COLD_RULES: Mapping[str, str] = {
    "a cloth between pack and skin": r"\bcloth\b|\btowel\b|\bwrapped\b",
    "never on numb skin": r"\bnumb\b",
    "never on broken skin": r"\bbroken skin\b|numb or broken|\bopen (?:skin|wound)",
    "diabetes": r"\bdiabetes\b",
    "poor blood flow": r"\bblood flow\b|\bcirculation\b",
    "heart trouble": r"\bheart\b",
    "look at the skin while it is on": r"(?:check|look at) (?:your|the) skin",
}
HEAT_RULES: Mapping[str, str] = {
    "a cloth between pack and skin": r"\bcloth\b|\btowel\b|\bwrapped\b",
    "never on numb skin": r"\bnumb\b",
}

#: The most that any source read gave, by kind of exercise; see the exercise table of the project's facts.
BOUNDS: Mapping[str, Mapping[str, int]] = {
    "stretch": {"hold_s": 60, "repetitions": 20, "sets": 3, "times_a_day": 3, "minutes": 5},
    "strength": {"hold_s": 60, "repetitions": 20, "sets": 6, "times_a_day": 2, "minutes": 5},
    "movement": {"hold_s": 10, "repetitions": 20, "sets": 3, "times_a_day": 16, "minutes": 5},
    "balance": {"hold_s": 60, "repetitions": 10, "sets": 3, "times_a_day": 3, "minutes": 5},
    "massage": {"hold_s": 60, "repetitions": 20, "sets": 3, "times_a_day": 3, "minutes": 10},
}
MOST_MINUTES_OF_COLD = 20
MOST_MINUTES_OF_HEAT = 20
#: Minutes a day that a plan may take. No source gives a number; half an hour is the project's choice, since people do
#: two exercises more readily than eight (Arensman).
DAILY_BUDGET_MIN = 30

_URGENT_HELP = re.compile(r"\{emergency_number\}|\{emergency_department\}|\bget help now\b|\bcall\b", re.IGNORECASE)
_HELP_TODAY = re.compile(r"\btoday\b|\bcall\b|\{emergency", re.IGNORECASE)
_MEDICINES = re.compile(
    r"\b(?:ibuprofen|paracetamol|acetaminophen|aspirin|naproxen|diclofenac|codeine|tramadol|morphine|voltarol|nurofen|"
    r"tylenol|advil|cortisone|steroid tablets?)\b|\b\d+\s?mg\b",
    re.IGNORECASE,
)
_NEGATIVE_DO = re.compile(r"^Do (?:never|avoid|stop|no)\b|\b(?:don't|never|avoid)\b", re.IGNORECASE)
_DOUBLE_NEGATIVE = re.compile(r"^Do not (?:not|avoid|forget|fail|neglect|never|stop)\b", re.IGNORECASE)


# ---------------------------------------------------------------- stop rules


def common_stop_rules(context: CheckContext) -> Iterator[Finding]:
    """HND830: the rules that hold for every exercise, with at least one that sends for urgent help."""
    guide = context.library.pain_guide
    if not context.exercises or (guide and any(_act(context, id_) == "now" for id_ in guide.stop_if)):
        return
    advice = "name stop rules for every exercise in pain-guide.yaml, one of them with `act: now`"
    yield context.found("HND830", "no stop rule for every exercise sends for urgent help", advice, "pain-guide",
                       "pain-guide", ("stop_if",))  # fmt: skip


def _act(context: CheckContext, id_: str) -> str:
    rule = context.library.stop_rules.get(id_)
    return rule.act if rule else ""


def urgent_rules_say_where(context: CheckContext) -> Iterator[Finding]:
    """HND841 for a stop rule that needs help and does not say where to get it."""
    for id_, rule in context.stop_rules.items():
        # A frightened reader follows the words on the card, and looks nothing up.
        required = {"now": _URGENT_HELP, "today": _HELP_TODAY}.get(rule.act)
        if required and not required.search(rule.text):
            advice = "say it in the rule: `call {emergency_number}`, `go to {emergency_department}`, `get help today`"
            message = f"the rule asks for help {rule.act}, but its words do not"
            yield context.found("HND841", message, advice, "stop-rule", id_, ("text",))


# ---------------------------------------------------------------- people and treatments


def cold_and_heat(context: CheckContext) -> Iterator[Finding]:
    """HND833 and HND834 for advice on cold or heat without its exclusions; HND838 for too many minutes of it."""
    for block in context.advice:
        if _COLD.search(f"{block.lead} {block.how}"):
            yield from _must_say(context, block, COLD_RULES, "HND833", "cold")
            yield from _not_longer(context, block, MOST_MINUTES_OF_COLD)
        if _HEAT.search(f"{block.lead} {block.how}"):
            yield from _must_say(context, block, HEAT_RULES, "HND834", "heat")
            yield from _not_longer(context, block, MOST_MINUTES_OF_HEAT)


def _must_say(
    context: CheckContext, block: Advice, rules: Mapping[str, str], code: str, what: str
) -> Iterator[Finding]:
    words = block.whole
    # The words are searched, not the sense: a block may say it in its own way.
    missing = [name for name, pattern in rules.items() if not re.search(pattern, words, re.IGNORECASE)]
    if missing:
        advice = "say it under `how`, `how_long` or `not_for`"
        message = f"advice on {what} does not speak of: {'; '.join(missing)}"
        yield context.found(code, message, advice, "advice", block.id, ("how",))


def _not_longer(context: CheckContext, block: Advice, most: int) -> Iterator[Finding]:
    for name, number in block.numbers.items():
        # A clinic may set a number up to its limit, so the limit is what must be safe.
        if number.unit == "minutes" and number.highest > most:
            message = f"up to {number.highest} minutes may be set, more than {most} can harm the skin"
            yield context.found("HND838", message, f"set `to: {most}` or less", "advice", block.id, ("numbers", name))


def children(context: CheckContext) -> Iterator[Finding]:
    """HND835 for a leaflet that does not say whether it is for children, whose heel pain has other causes."""
    for condition in context.conditions:
        audience = f"{condition.for_whom} {condition.not_for}"
        # A sore heel of a child is often the growing bone, and its exercises differ.
        if not re.search(r"\bchild(?:ren)?\b|\bteen", audience, re.IGNORECASE):
            advice = "say under `not_for` that it is not for children, or under `for_whom` that it is"
            yield context.found("HND835", "nothing says whether it is for children", advice, "condition", condition.id,
                               ("not_for",))  # fmt: skip


def new_in_the_shoe(context: CheckContext) -> Iterator[Finding]:
    """HND836: diabetes makes anything new in the shoe a risk that a leaflet about feet has to name."""
    for condition in context.conditions:
        if DIABETES not in required(context.library, condition):
            continue
        blocks = [context.library.advice[id_] for id_ in condition.advice if id_ in context.library.advice]
        in_shoe = next((block for block in blocks if _IN_SHOE.search(block.how)), None)
        mention = re.compile(r"\bdiabetes\b|check your (?:feet|skin)", re.IGNORECASE)
        if in_shoe and not any(mention.search(block.whole) for block in blocks):
            advice = "add: “Diabetes? Check your skin for rubs each day.”"
            yield context.found("HND836", "something new goes into the shoe, and nothing speaks of diabetes", advice,
                               "advice", in_shoe.id, ("how",))  # fmt: skip


def medicines(context: CheckContext) -> Iterator[Finding]:
    """HND842 for a medicine: which one is safe depends on the person, so a leaflet refers to a pharmacist."""
    for kind, id_, path, text in texts(context):
        if kind in ("condition", "advice", "exercise") and (match := _MEDICINES.search(text)):
            advice = "say: a pharmacist knows which pain relief is safe for you"
            yield context.found("HND842", f"`{match[0]}` is a medicine or its dose", advice, kind, id_, path,
                               words=match[0])  # fmt: skip


# ---------------------------------------------------------------- exercises


def not_together(context: CheckContext) -> Iterator[Finding]:
    """HND837 for two exercises on one leaflet of which one excludes the other."""
    for condition in context.conditions:
        # Those below are printed on request alone, and composing keeps them apart then.
        printed = [p.id for p in condition.exercises[:DEFAULT_EXERCISES]]
        for place, id_ in enumerate(printed):
            apart = set(context.library.exercises[id_].not_with) if id_ in context.library.exercises else set()
            if clash := next((other for other in printed if other in apart), None):
                message = f"`{id_}` and `{clash}` must not be on one leaflet"
                advice = f"leave one out, or move it below the first {DEFAULT_EXERCISES}"
                yield context.found("HND837", message, advice, "condition", condition.id, ("exercises", place))


def doses(context: CheckContext) -> Iterator[Finding]:
    """HND838 for a dose, or a limit of it, above the most that any source gave for that kind of exercise."""
    for exercise in context.exercises:
        for name, most in BOUNDS[exercise.kind].items():
            amount: Limited | None = getattr(exercise.dose, name)
            # What a clinician may set counts, not what is usual.
            if amount is not None and amount.highest > most:
                limit = "is" if amount.high is None else "to"
                for_kind = f"{most} is the most that a source gives for `kind: {exercise.kind}`"
                message = f"up to {amount.highest} may be set, {for_kind}"
                advice = f"write `{name}: {{is: …, to: {most}}}` or less, or have a clinician accept it with a reason"
                yield context.found("HND838", message, advice, "exercise", exercise.id, ("dose", name, limit))


def daily_time(context: CheckContext) -> Iterator[Finding]:
    """HND839 for exercises that take longer a day than people keep up."""
    for condition in context.conditions:
        minutes = minutes_a_day(context.library, condition)
        if minutes > DAILY_BUDGET_MIN:
            message = f"the exercises take about {minutes:.0f} minutes a day"
            advice = f"ask for less: up to {DAILY_BUDGET_MIN} minutes are kept up more readily"
            yield context.found("HND839", message, advice, "condition", condition.id, ("exercises",))


def minutes_a_day(library: Library, condition: Condition) -> float:
    """About how long the printed exercises take on a day on which all are done."""
    printed = [p for p in condition.exercises[:DEFAULT_EXERCISES] if p.id in library.exercises]
    doses_ = [library.exercises[p.id].dose.changed(p.dose.values) for p in printed]
    return sum(map(seconds_a_day, doses_)) / 60


# ---------------------------------------------------------------- do and do not


def do_and_do_not(context: CheckContext) -> Iterator[Finding]:
    """HND840 for a Do that some leaflet forbids, HND843 for a negative Do and for a double negative."""
    # Every leaflet of the library counts: a person may be handed two of them.
    forbidden = {_bare(text, "Do not "): c.id for c in context.library.conditions.values() for text in c.do_not}
    for condition in context.conditions:
        for index, text in enumerate(condition.do):
            at = ("condition", condition.id, ("do", index))
            if owner := forbidden.get(_bare(text, "Do ")):
                advice = "move it to `do_not` and begin it with “Do not”"
                yield context.found("HND840", f"the leaflet of {owner} says not to do this", advice, *at)
            if _NEGATIVE_DO.search(text):
                yield context.found("HND843", "a Do that says what not to do", "move it to `do_not`", *at)
        yield from _twice_no(context, condition, condition.do_not)


def _twice_no(context: CheckContext, condition: Condition, items: Iterable[str]) -> Iterator[Finding]:
    for index, text in enumerate(items):
        if _DOUBLE_NEGATIVE.search(text):
            advice = "say what to do instead, under `do`"
            yield context.found("HND843", "a Do not that says no twice", advice, "condition", condition.id,
                               ("do_not", index))  # fmt: skip


def _bare(text: str, lead: str) -> str:
    return " ".join(text.removeprefix(lead).casefold().rstrip(".").split())
