"""`handouts show`: everything about one record, for the people who choose and write, not for the patient."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, did_you_mean

if TYPE_CHECKING:
    from handouts.model import Advice, Cited, Clinic, Condition, Dose, Exercise, Library, Limited, Number

Rows = list[tuple[str, Sequence[str]]]

#: The fields of a condition that are lists of texts, in reading order.
PARTS = (
    "in_short", "what_it_is", "how_it_feels", "why_it_happens", "reaches_back", "outlook", "not_known", "do", "do_not",
)  # fmt: skip

WIDTH = 100
LABEL = 16


@click.command(
    epilog="""\b
Examples:
  handouts show plantar-fasciitis
  handouts show calf-stretch-wall
  handouts show ice --json
  handouts show heel-and-back --json --unverified-codes
  handouts show town-clinic --content my-clinic
""",
)
@click.argument("id_", metavar="ID", shell_complete=options.completing("conditions", "exercises", "advice", "clinics"))
@options.content_option()
@options.json_option("As JSON, field by field; of a condition's codes only those that were verified.")
@click.option("--unverified-codes", is_flag=True, help="With --json: the other codes too, each with its status.")
def command(id_: str, content: Path | None, as_json: bool, unverified_codes: bool) -> int:
    """Show all that is known of one condition, exercise, advice block or clinic.

    Also what paper does not carry: how an exercise should feel, how it progresses, the limits of its
    dose, the codes of a condition, and the source of everything.
    """
    from handouts.library import scope
    from handouts.pipeline import workspace

    opened = workspace.open_workspace(content)
    records = _named(opened.library, id_)
    if not records:
        return _nothing(opened.library, opened.findings, id_, scope.key)
    if as_json:
        told = {kind: _plain(record, unverified_codes) for kind, record in records}
        terminal.output(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        terminal.output("\n\n".join(_page(opened.library, kind, record) for kind, record in records))
    return ExitCode.DONE


def _plain(record: Any, unverified_codes: bool) -> dict[str, Any]:
    """A record for other programs: codes that nobody verified leave this one only when that is asked for."""
    from handouts.checks.codes import exported
    from handouts.model import Condition

    told: dict[str, Any] = record.model_dump(mode="json", by_alias=True)
    if isinstance(record, Condition):
        codes = exported(record, unverified_codes)
        told["codes"] = {system: [code.model_dump(mode="json") for code in known] for system, known in codes.items()}
    return told


def _named(library: Library, id_: str) -> list[tuple[str, Any]]:
    """Every record of this name, with its kind."""
    shelves = {
        "condition": library.conditions,
        "exercise": library.exercises,
        "advice": library.advice,
        "clinic": library.clinics,
    }
    return [(kind, shelf[id_]) for kind, shelf in shelves.items() if id_ in shelf]


def _nothing(library: Library, found: Sequence[Diagnostic], id_: str, key: Callable[[str], str]) -> int:
    """A broken file's findings, or the nearest name."""
    broken = [one for one in found if one.is_error and one.span and key(one.span.file).rpartition("/")[2] == id_]
    known = [*library.conditions, *library.exercises, *library.advice, *library.clinics]
    missing = Diagnostic("HND001", f"nothing is called `{id_}`", did_you_mean(id_, known, "condition or exercise"))
    terminal.print_findings(broken or [missing])
    return ExitCode.FINDINGS if broken else ExitCode.USAGE


# ---------------------------------------------------------------- pages


def _page(library: Library, kind: str, record: Any) -> str:
    """A head, then labelled lines."""
    pages: Mapping[str, Callable[[Library, Any], Rows]] = {
        "condition": _condition,
        "exercise": _exercise,
        "advice": _advice,
        "clinic": _clinic,
    }
    paint = terminal.painter(sys.stdout)
    span = library.span(kind, record.id)
    rows = [*pages[kind](library, record), ("file", [span.file] if span else [])]
    return "\n".join([paint("head", f"{record.id} ({kind})"), *_set(rows)])


def _set(rows: Rows) -> Iterable[str]:
    for label, lines in rows:
        for number, line in enumerate(lines):
            head = f"{label if number == 0 else '':<{LABEL}}  "
            yield textwrap.fill(
                terminal.visible(line), WIDTH, initial_indent=head, subsequent_indent=" " * len(head) + "  "
            )


class _Values(dict[str, str]):
    """What placeholders stand for; one without a value stays as it is written."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _speaker(library: Library, own: Mapping[str, str]) -> Callable[[str], str]:
    """Text as it is read in the United Kingdom, or the first country there is, with its own numbers."""
    from handouts.model import Region, prose

    region = library.regions.get("uk") or next(iter(library.regions.values()), None)
    values = _Values({name: str(getattr(region, name)) for name in Region.WORDS} if region else {})
    if guide := library.pain_guide:
        values |= {"pain_fine": str(guide.fine_to), "pain_ok": str(guide.ok_to), "pain_top": "10"}
    values.update(own)
    return lambda text: prose.plain(prose.fill(text, values))


def _exercise(library: Library, one: Exercise) -> Rows:
    from handouts.compose.wording import ENGLISH, Wording

    wording = Wording.of(ENGLISH, "en-GB")
    say = _speaker(library, {**wording.dose_words(one.dose), **wording.side_words(None)})
    stop = [f"{say(library.stop_rules[rule].text)} ({rule})" for rule in one.stop_if if rule in library.stop_rules]
    frames = library.figures.get(one.id, ())
    return [
        ("name", [say(one.name)]),
        ("what it does", [say(one.what_it_does)]),
        ("kind", [one.kind]),
        ("needs", [", ".join(one.needs)] if one.needs else []),
        ("start", [say(one.start)]),
        ("steps", [f"{number}. {say(step)}" for number, step in enumerate(one.steps, 1)]),
        ("dose", [*_dose(one.id, one.dose)]),
        ("feel", [say(one.feel)]),
        ("mistakes", [say(mistake) for mistake in one.mistakes]),
        ("stop if", stop),
        ("not for", [say(who) for who in one.not_for]),
        ("easier", [say(one.progression.easier)]),
        ("harder", [say(one.progression.harder)]),
        ("drawing", [", ".join(frame.name for frame in frames) or "none yet"]),
        ("asked for by", [c.id for c in library.conditions.values() if any(p.id == one.id for p in c.exercises)]),
        ("forbidden by", [c.id for c in library.conditions.values() if any(f.id == one.id for f in c.forbids)]),
        ("sources", _sources(library, one.sources)),
    ]


def _dose(id_: str, dose: Dose) -> Iterable[str]:
    """Each number with its limits, and how to set it."""
    yield f"{dose.days}, {dose.legs}"
    settable = {field: word for word, field in type(dose).ADJUSTABLE.items()}
    for field in type(dose).model_fields:
        amount: Limited | None = getattr(dose, field, None)
        if field in ("days", "legs") or amount is None:
            continue
        unit = " seconds" if field.endswith("_s") else " minutes" if field == "minutes" else ""
        name = field.removesuffix("_s").replace("_", " ")
        key = f"{id_}.{settable[field]}" if field in settable else ""
        yield f"{name}: {amount.value}{unit}{_limits(amount, key)}"


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


def _worded(numbers: Mapping[str, Number]) -> dict[str, str]:
    from handouts.compose.wording import ENGLISH, Wording

    wording = Wording.of(ENGLISH, "en-GB")
    return {name: wording.number(number) for name, number in numbers.items()}


def _sources(library: Library, cited: Iterable[Cited]) -> list[str]:
    known = library.sources
    return [
        f"{one.id}: {known[one.id].name if one.id in known else 'unknown'} "
        f"[{known[one.id].seen if one.id in known else '?'}] for {', '.join(one.supports)}"
        for one in cited
    ]


def _advice(library: Library, one: Advice) -> Rows:
    say = _speaker(library, _worded(one.numbers))
    return [
        ("lead", [say(one.lead)]),
        ("how", [say(one.how)]),
        ("how long", [say(one.how_long)] if one.how_long else []),
        ("not for", [say(one.not_for)] if one.not_for else []),
        ("stop if", [say(one.stop_if)] if one.stop_if else []),
        ("numbers", _numbers(one.numbers, one.id)),
        ("asked for by", [c.id for c in library.conditions.values() if one.id in c.advice]),
        ("sources", _sources(library, one.sources)),
    ]


def _condition(library: Library, one: Condition) -> Rows:
    say = _speaker(library, _worded(one.numbers))
    told: Rows = [(field.replace("_", " "), [say(text) for text in getattr(one, field)]) for field in PARTS]
    urgent: Rows = [
        (field.replace("_", " "), [say(sign) for sign in getattr(one.get_help, field)])
        for field in type(one.get_help).model_fields
    ]
    return [
        ("title", [say(one.title)]),
        ("plain name", [say(one.plain_name)]),
        ("also called", [say(name) for name in one.also_called]),
        ("for whom", [say(one.for_whom)]),
        ("not for", [say(one.not_for)]),
        ("key facts", [f"{say(fact.lead)} {say(fact.text)}" for fact in one.key_facts]),
        *told,
        *urgent,
        (
            "exercises",
            [f"{number}. {p.id}: {say(p.why)}{_change(p.dose)}" for number, p in enumerate(one.exercises, 1)],
        ),
        ("before exercises", [say(caution) for caution in one.before_exercises]),
        ("forbids", [f"{rule.id}: {say(rule.why)}" for rule in one.forbids]),
        ("advice", [", ".join(one.advice)]),
        ("numbers", _numbers(one.numbers, one.id)),
        ("codes", [*_codes(one)]),
        *_governance(library, one),
    ]


def _change(change: Any) -> str:
    said = ", ".join(
        f"{name.removesuffix('_s')} {value}" for name, value in change.model_dump(exclude_none=True).items()
    )
    return f" ({said})" if said else ""


def _codes(one: Condition) -> Iterable[str]:
    for system in type(one.codes).model_fields:
        for code in getattr(one.codes, system):
            yield f"{system} {code.code}: {code.term} [{code.status}; {code.checked}]"


def _governance(library: Library, one: Condition) -> Rows:
    paper = one.governance
    return [
        ("status", [f"{paper.status}, version {paper.version}, issued {paper.issued}, review by {paper.review_by}"]),
        ("owner", [paper.owner]),
        ("authors", [f"{person.name}, {person.role}" for person in paper.authors]),
        ("reviewers", [f"{who.name}, {who.role}, {who.date}" for who in paper.reviewers] or ["nobody yet"]),
        ("sources", _sources(library, paper.sources)),
    ]


def _clinic(library: Library, one: Clinic) -> Rows:
    fields = (field for field in type(one).model_fields if field not in ("id", "settings", "example"))
    rows: Rows = [
        (field.replace("_", " "), [str(value)]) for field in fields if (value := getattr(one, field)) is not None
    ]
    settings = [f"{name} = {value}" for name, value in one.settings.items()]
    return [*rows, ("settings", settings), ("example", ["yes, invented"] if one.example else [])]
