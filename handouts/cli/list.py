"""`handouts list`: tables of the records of a kind, and the findings of all content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.tables import Row, table
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors, nearest

if TYPE_CHECKING:
    from handouts.model import Library


#: A cell of a record: the name of its field, or a function of library, id and record.
Cell = str | Callable[["Library", str, Any], object]


def _ids(field: str) -> Cell:
    """The ids of a list of records."""
    return lambda library, id_, one: ", ".join(item.id for item in getattr(one, field))


def _words(field: str, between: str = ", ", empty: str = "") -> Cell:
    return lambda library, id_, one: between.join(getattr(one, field)) or empty


def _is_prescribed(library: Library, id_: str, one: Any) -> str:
    """The conditions that ask for an exercise."""
    return ", ".join(c.id for c in library.conditions.values() if any(p.id == id_ for p in c.exercises))


def _edition_of_clinic(library: Library, id_: str, one: Any) -> str:
    return library.countries[one.country].edition if one.country in library.countries else ""


def _regions_of_rule(library: Library, id_: str, one: Any) -> str:
    if library.pain_guide and id_ in library.pain_guide.rules:
        return "every exercise"
    return ", ".join(region.id for region in library.regions.values() if id_ in region.stop_rules)


def _levels_of(library: Library, id_: str, one: Any) -> str:
    """The exercises that load a movement, each with the level."""
    return ", ".join(f"{ex.id} {ex.loads[id_]}" for ex in library.exercises.values() if id_ in ex.loads)


def _restricted_by(library: Library, id_: str, one: Any) -> str:
    return ", ".join(
        f"{condition.id} ({field} from {rule.from_level})"
        for condition in library.conditions.values()
        for field in ("forbids", "delays", "cares")
        for rule in getattr(condition, field)
        if rule.movement == id_
    )


#: The columns of each kind of record behind its id, by their headings.
KINDS: Mapping[str, Mapping[str, Cell]] = {
    "conditions": {
        "title": "title",
        "exercises": lambda library, id_, one: len(one.exercises),
        "status": "governance.status",
        "version": "governance.version",
        "review by": "governance.review_by",
    },
    "exercises": {
        "name": "name",
        "kind": "kind",
        "drawing": lambda library, id_, one: "yes" if id_ in library.figures else "no",
        "asked for by": _is_prescribed,
    },
    "advice": {
        "lead": "lead",
        "numbers": _words("numbers"),
        "asked for by": lambda library, id_, one: ", ".join(
            c.id for c in library.conditions.values() if id_ in c.advice
        ),
    },
    "clinics": {
        "name": "name",
        "country": "country",
        "edition": _edition_of_clinic,
        "example": lambda library, id_, one: "yes" if one.example else "no",
    },
    "countries": {"locale": "locale", "edition": "edition", "emergency number": "emergency_number"},
    "regions": {
        "name": "name", "sore part": "sore.part", "danger signs": _ids("danger_signs"), "ask": _words("ask_who"),
    },
    "stop-rules": {"act": "act", "text": "text", "regions": _regions_of_rule},
    "danger-signs": {
        "urgency": "urgency",
        "name": "name",
        "patterns": lambda library, id_, one: "; ".join(pattern.name for pattern in one.patterns),
    },
    "sources": {
        "seen": "seen",
        "licence": "licence",
        "reuse": "reuse",
        "name": "name",
        "address": lambda library, id_, one: one.url or "",
    },
    "editions": {
        "name": "name",
        "paper": "paper",
        "type": lambda library, id_, one: f"{one.body_pt:g} pt",
        "most pages": "pages_max",
    },
    "sets": {
        "name": "name",
        "leaflets": lambda library, id_, one: len(one.leaflets),
        "editions": _words("editions", empty="the clinic's paper"),
        "purpose": "purpose",
    },
    "plans": {
        "title": "title",
        "exercises": _words("exercises"),
        "weeks": lambda library, id_, one: one.weeks or "",
        "status": "governance.status",
        "review by": "governance.review_by",
    },
    "movements": {
        "what moves": lambda library, id_, words: words, "exercises": _levels_of, "restricted by": _restricted_by,
    },
}  # fmt: skip


def rows(library: Library, kind: str) -> list[Row]:
    """A row for each record of a kind, in the order of ids."""
    from handouts.model import MOVEMENTS

    records: Mapping[str, Any] = getattr(library, kind.replace("-", "_"))
    if kind == "movements":
        records = {**MOVEMENTS, **{id_: own.moves for id_, own in records.items()}}
    return [
        {"id": id_, **{heading: _value(cell, library, id_, one) for heading, cell in KINDS[kind].items()}}
        for id_, one in sorted(records.items())
    ]


def _value(cell: Cell, library: Library, id_: str, one: Any) -> object:
    value = attrgetter(cell)(one) if isinstance(cell, str) else cell(library, id_, one)
    return str(value) if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class RecordsReport(report.Report):
    """The records of a kind as a table."""

    rows: Sequence[Row]

    def print_text(self) -> None:
        terminal.output(table(self.rows))

    def payload(self) -> Any:
        return self.rows


@dataclass(frozen=True, slots=True)
class FindingsReport(report.Report):
    """The findings of all files."""

    findings: Sequence[Diagnostic]

    def print_text(self) -> None:
        terminal.print_findings(self.findings)
        terminal.message(terminal.count_findings(self.findings) or "no errors and no warnings")

    def payload(self) -> Any:
        return report.findings_payload(self.findings)


class Kind(click.Choice[str]):
    """A kind of records, with the nearest one after a typing error."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        message = super().get_invalid_choice_message(value, ctx)
        close = nearest(str(value), KINDS)
        return f"{message} Did you mean `{close}`?" if close else message


@click.command(
    name="list",
    epilog="""\b
Examples:
  handouts list
  handouts list exercises
  handouts list exercises --region foot-ankle --position sitting
  handouts list stop-rules
  handouts list exercises --needs band
  handouts list movements
  handouts list clinics --content my-clinic
  handouts list conditions --report json
  handouts list --check
""",
)
@click.argument("kind", metavar="[KIND]", type=Kind([*KINDS]), default="conditions")
@click.option("--region", metavar="WORD", help="Of exercises: those for this region of the body, such as knee.")
@click.option("--position", metavar="WORD", help="Of exercises: those done standing, sitting, kneeling or lying.")
@click.option("--needs", metavar="WORD", help="Of exercises: those that need this thing, such as band.")
@options.content_option()
@click.option("--check", is_flag=True, help="Show the findings of all content instead; exit code 1 if one is an error.")
@report.option(report.DATA)
def command(kind: str, content: Path | None, check: bool, report_kind: str, **filters: str | None) -> int:
    """List what there is: conditions, exercises, advice, clinics, regions, movements, sources, sets, ...

    KIND is conditions (the default), exercises, advice, clinics, countries, regions, stop-rules, danger-signs,
    sources, editions, sets, plans or movements.
    """
    from handouts.pipeline import search
    from handouts.pipeline.workspace import open_workspace

    given = {field: words for field, words in filters.items() if words}
    if given and (kind != "exercises" or check):
        raise click.UsageError(f"--{next(iter(given))} is for `handouts list exercises`")
    workspace = open_workspace(content)
    if check:
        FindingsReport(workspace.findings).publish(report_kind)
        return ExitCode.FINDINGS if has_errors(workspace.findings) else ExitCode.DONE
    found = rows(workspace.library, kind)
    if given:
        language = workspace.library.language_of(workspace.default_clinic())
        kept = search.exercises_with(workspace.library, language, given)
        found = [row for row in found if row["id"] in kept]
        if not found:
            raise click.UsageError(_nothing_has(given, search.words_of_exercises(workspace.library, language)))
    RecordsReport(found).publish(report_kind)
    if count := sum(finding.is_error for finding in workspace.findings):
        where = f" --content {content}" if content else ""
        errors = terminal.plural(count, "error")
        terminal.message(f"{errors} in content, files may be missing: handouts list --check{where}")
    return ExitCode.DONE


def _nothing_has(given: Mapping[str, str], known: Mapping[str, Collection[str]]) -> str:
    """That no exercise has the words of the options, with what was meant for each word that none has."""
    requested = " ".join(f"--{field} {words}" for field, words in given.items())
    advice = (
        did_you_mean(word, known[field], field)
        for field, words in given.items()
        for word in words.casefold().split()
        if word not in known[field]
    )
    return "; ".join([f"no exercise has {requested}", *advice])
