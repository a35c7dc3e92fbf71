"""Every field of a record as labelled lines, for `handouts show`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handouts.cli import terminal

if TYPE_CHECKING:
    from handouts.model import Advice, Cited, Clinic, Condition, Dose, Exercise, Library, Limited, Number, Plan

Rows = list[tuple[str, Sequence[str]]]

#: The fields of a condition that are lists of texts, in reading order.
PARTS = (
    "what_it_is", "how_it_feels", "why_it_happens", "outlook", "not_known", "do", "do_not",
)  # fmt: skip

WIDTH = 100  # columns
LABEL = 16  # columns of the labels


def page(library: Library, kind: str, id_: str, record: Any) -> str:
    """A record as text: a heading, then labelled lines."""
    pages: Mapping[str, Callable[[Library, Any], Rows]] = {
        "condition": _condition,
        "exercise": _exercise,
        "advice": _advice,
        "clinic": _clinic,
        "plan": _plan,
    }
    paint = terminal.painter(sys.stdout)
    span = library.span(kind, id_)
    own = pages[kind](library, record) if kind in pages else _any_record(library, kind, id_, record)
    rows = [*own, ("file", [span.file] if span else [])]
    return "\n".join([paint("head", f"{id_} ({kind})"), *_lines(rows)])


def _lines(rows: Rows) -> Iterable[str]:
    for label, lines in rows:
        for number, line in enumerate(lines):
            head = f"{label if number == 0 else '':<{LABEL}}  "
            yield textwrap.fill(
                terminal.visible(line), WIDTH, initial_indent=head, subsequent_indent=" " * len(head) + "  "
            )


class _Values(dict[str, str]):
    """The values of placeholders; one without a value stays as it is written."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _some(*lines: str | None) -> list[str]:
    """The lines that say something."""
    return [line for line in lines if line]


def _plain_text(library: Library, own: Mapping[str, str]) -> Callable[[str | None], str]:
    """A function that fills placeholders: as in the United Kingdom or another country, with its own numbers."""
    from handouts.model import Country, prose

    # Words such as that for a doctor depend on the country; a record is shown without a clinic, so one is chosen.
    country = library.countries.get("uk") or next(iter(library.countries.values()), None)
    values = _Values({name: str(getattr(country, name)) for name in Country.WORDS} if country else {})
    if guide := library.pain_guide:
        values |= {"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to), "pain_top": "10"}
    values.update(own)
    return lambda text: prose.plain(prose.fill(text, values)) if text else ""


def _exercise(library: Library, exercise: Exercise) -> Rows:
    from handouts.compose.wording import ENGLISH, Wording

    wording = Wording.of(ENGLISH, "en-GB")
    text_of = _plain_text(library, {**wording.dose_words(exercise.dose), **wording.side_words(None)})
    rules = library.stop_rules
    stop = [f"{text_of(rules[rule].text)} ({rule})" for rule in exercise.stop_if if rule in rules]
    frames = library.figures.get(exercise.id, ())
    return [
        ("name", [text_of(exercise.name)]),
        ("what it does", [text_of(exercise.what_it_does)]),
        ("kind", [exercise.kind]),
        ("region", [exercise.region]),
        ("loads", _some(", ".join(f"{movement} {level}" for movement, level in exercise.loads.items()))),
        ("asked by phrases", _some(", ".join(exercise.asked_by))),
        ("needs", _some(", ".join(exercise.needs))),
        ("start", [text_of(exercise.start)]),
        ("steps", [f"{number}. {text_of(step)}" for number, step in enumerate(exercise.steps, 1)]),
        ("dose", [*_dose(exercise.id, exercise.dose)]),
        ("feel", [text_of(exercise.feel)]),
        ("mistakes", [*map(text_of, exercise.mistakes)]),
        ("stop if", stop),
        ("not for", [*map(text_of, exercise.not_for)]),
        ("weeks", _weeks(exercise)),
        ("easier", _some(text_of(exercise.progression.easier), exercise.easier)),
        ("harder", _some(text_of(exercise.progression.harder), exercise.harder)),
        ("drawing", [", ".join(frame.name for frame in frames) or "none yet"]),
        ("asked for by", [c.id for c in library.conditions.values() if any(p.id == exercise.id for p in c.exercises)]),
        ("forbidden by", [c.id for c in library.conditions.values() if any(r.applies_to(exercise) for r in c.forbids)]),
        ("sources", _sources(library, exercise.sources)),
    ]


def _weeks(exercise: Exercise) -> list[str]:
    """The weeks after an operation or injury in which it is done; nothing where it is done at any time."""
    limits = (("from", exercise.not_before), ("to", exercise.not_after))
    words = " ".join(f"{word} week {week}" for word, week in limits if week)
    return [f"{words} after an operation or injury"] if words else []


def _dose(id_: str, dose: Dose) -> Iterable[str]:
    """Each number with its limits, and how to set it."""
    from handouts.compose.wording import ENGLISH, Wording

    yield f"{dose.days}, {dose.sides}"
    words = Wording.of(ENGLISH, "en-GB").dose_words(dose)
    for name, field in type(dose).PLACEHOLDERS.items():
        amount: Limited | None = getattr(dose, field)
        if amount is not None:
            key = f"{id_}.{name}" if name in type(dose).ADJUSTABLE else ""
            yield f"{name.replace('_', ' ')}: {words[name]}{_limits(amount, key)}"


def _limits(amount: Limited, key: str) -> str:
    """The limits, and how to choose inside them; nothing where there is nothing to choose."""
    if amount.lowest == amount.highest:
        return ""
    how = f"; --set {key}={amount.value}" if key else ""
    return f" (from {amount.lowest} to {amount.highest}{how})"


def _numbers(numbers: Mapping[str, Number], id_: str) -> list[str]:
    from handouts.compose.wording import ENGLISH, Wording

    wording = Wording.of(ENGLISH, "en-GB")
    return [
        f"{name}: {wording.number(number)}{_limits(number, f'{id_}.{name}')}; source {number.source or 'none'}"
        for name, number in numbers.items()
    ]


def _number_texts(numbers: Mapping[str, Number]) -> dict[str, str]:
    from handouts.compose.wording import ENGLISH, Wording

    wording = Wording.of(ENGLISH, "en-GB")
    return {name: wording.number(number) for name, number in numbers.items()}


def _sources(library: Library, cited: Iterable[Cited]) -> list[str]:
    known = library.sources
    return [
        f"{source.id}: {known[source.id].name if source.id in known else 'unknown'} "
        f"[{known[source.id].seen if source.id in known else '?'}] for {', '.join(source.supports)}"
        for source in cited
    ]


def _advice(library: Library, advice: Advice) -> Rows:
    text_of = _plain_text(library, _number_texts(advice.numbers))
    return [
        ("region", [advice.region]),
        ("lead", [text_of(advice.lead)]),
        ("how", [text_of(advice.how)]),
        ("how long", _some(text_of(advice.how_long))),
        ("not for", _some(text_of(advice.not_for))),
        ("stop if", _some(text_of(advice.stop_if))),
        ("numbers", _numbers(advice.numbers, advice.id)),
        ("asked for by", [c.id for c in library.conditions.values() if advice.id in c.advice]),
        ("sources", _sources(library, advice.sources)),
    ]


def _condition(library: Library, condition: Condition) -> Rows:
    text_of = _plain_text(library, _number_texts(condition.numbers))

    def texts(record: Any, fields: Iterable[str], label: str = "") -> Rows:
        return [(label + field.replace("_", " "), [*map(text_of, getattr(record, field))]) for field in fields]

    return [
        ("title", [text_of(condition.title)]),
        ("plain name", [text_of(condition.plain_name)]),
        ("regions", [", ".join(condition.regions)]),
        ("also called", [*map(text_of, condition.also_called)]),
        ("symptoms", list(condition.symptoms)),
        ("for whom", [text_of(condition.for_whom)]),
        ("not for", [text_of(condition.not_for)]),
        ("key facts", [f"{text_of(fact.lead)} {text_of(fact.text)}" for fact in condition.key_facts]),
        ("main message", [text_of(condition.main_message)]),
        *texts(condition.in_short, type(condition.in_short).model_fields, "in short: "),
        *texts(condition, PARTS),
        ("spreads", [f"{one.title}:", *map(text_of, one.text)] if (one := condition.spreads) else []),
        ("causes", [f"{cause.id}: {text_of(cause.where)}" for cause in condition.causes]),
        ("timeline", [f"{step.after}: {text_of(step.expect)} {text_of(step.then)}" for step in condition.timeline]),
        ("full recovery", _some(text_of(condition.full_recovery))),
        *texts(condition.get_help, type(condition.get_help).model_fields),
        (
            "exercises",
            [f"{at}. {p.id}: {text_of(p.why)}{_change(p.dose)}" for at, p in enumerate(condition.exercises, 1)],
        ),
        ("before exercises", [*map(text_of, condition.before_exercises)]),
        ("pain limit", _some(text_of(condition.pain_limit))),
        ("forbids", [f"{rule.subject}: {rule.why}" for rule in condition.forbids]),
        ("delays", [f"{rule.subject}: {text_of(rule.why)}" for rule in condition.delays]),
        ("cares", [f"{rule.subject}: {text_of(rule.why)}" for rule in condition.cares]),
        ("merged", [f"{own.name}; {own.lead}; {text_of(own.words)}"] if (own := condition.merged) else []),
        ("advice", [", ".join(condition.advice)]),
        ("numbers", _numbers(condition.numbers, condition.id)),
        ("codes", [*_codes(condition)]),
        *_governance(library, condition),
    ]


def _change(change: Any) -> str:
    fields = ", ".join(
        f"{name.removesuffix('_s')} {value}" for name, value in change.model_dump(exclude_none=True).items()
    )
    return f" ({fields})" if fields else ""


def _codes(condition: Condition) -> Iterable[str]:
    for system in type(condition.codes).model_fields:
        for code in getattr(condition.codes, system):
            yield f"{system} {code.code}: {code.term} [{code.status}; {code.checked}]"


def _plan(library: Library, plan: Plan) -> Rows:
    known = library.exercises
    exercises = [
        f"{number}. {id_}: {known[id_].name if id_ in known else 'unknown'}"
        for number, id_ in enumerate(plan.exercises, 1)
    ]
    return [
        ("title", [plan.title]),
        ("purpose", [plan.purpose]),
        ("exercises", exercises),
        ("settings", [f"{name} = {value}" for name, value in plan.settings.items()]),
        ("weeks", [str(plan.weeks)] if plan.weeks else []),
        *_governance(library, plan),
    ]


def _governance(library: Library, record: Condition | Plan) -> Rows:
    governance = record.governance
    issued, review_by = governance.issued, governance.review_by
    return [
        ("status", [f"{governance.status}, version {governance.version}, issued {issued}, review by {review_by}"]),
        ("owner", [governance.owner]),
        ("authors", [f"{person.name}, {person.role}" for person in governance.authors]),
        ("reviewers", [f"{who.name}, {who.role}, {who.date}" for who in governance.reviewers] or ["nobody yet"]),
        ("sources", _sources(library, governance.sources)),
    ]


def _clinic(library: Library, clinic: Clinic) -> Rows:
    fields = (field for field in type(clinic).model_fields if field not in ("id", "settings", "example"))
    rows: Rows = [
        (field.replace("_", " "), [str(value)]) for field in fields if (value := getattr(clinic, field)) is not None
    ]
    settings = [f"{name} = {value}" for name, value in clinic.settings.items()]
    return [*rows, ("settings", settings), ("example", ["yes, invented"] if clinic.example else [])]


def _any_record(library: Library, kind: str, id_: str, record: Any) -> Rows:
    """Every field of a record that is not empty, then the records that name it."""
    from handouts.library.references import naming

    fields = [(name.replace("_", " "), [*_values(getattr(record, name))]) for name in type(record).model_fields]
    return [*(one for one in fields if one[0] != "id"), ("named by", naming(library, kind, id_))]


def _values(value: Any) -> Iterator[str]:
    """A value as lines: a list of plain values on one, a list of records on one each."""
    if value is None or value == ():
        return
    if isinstance(value, tuple) and not any(hasattr(item, "model_fields_set") for item in value):
        yield ", ".join(map(str, value))
    elif isinstance(value, tuple):
        yield from (line for item in value for line in _values(item))
    elif hasattr(value, "model_fields_set"):
        inner = {name: ", ".join(_values(getattr(value, name))) for name in type(value).model_fields}
        yield "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in inner.items() if words)
    else:
        yield str(value)
