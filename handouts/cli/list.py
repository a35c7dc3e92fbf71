"""`handouts list`: tables of the records of a kind, and the findings of all content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.cli.tables import Row, table
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors, nearest

if TYPE_CHECKING:
    from handouts.model import Library


def _conditions(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "exercises": len(one.exercises),
            "status": one.governance.status,
            "version": one.governance.version,
            "review by": str(one.governance.review_by),
        }
        for one in library.conditions.values()
    ]


def _exercises(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "drawing": "yes" if one.id in library.figures else "no",
            "asked for by": ", ".join(
                c.id for c in library.conditions.values() if any(planned.id == one.id for planned in c.exercises)
            ),
        }
        for one in library.exercises.values()
    ]


def _advice(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "lead": one.lead,
            "numbers": ", ".join(one.numbers),
            "asked for by": ", ".join(c.id for c in library.conditions.values() if one.id in c.advice),
        }
        for one in library.advice.values()
    ]


def _clinics(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "country": one.country,
            "edition": library.countries[one.country].edition if one.country in library.countries else "",
            "example": "yes" if one.example else "no",
        }
        for one in library.clinics.values()
    ]


def _countries(library: Library) -> list[Row]:
    return [
        {"id": one.id, "locale": one.locale, "edition": one.edition, "emergency number": one.emergency_number}
        for one in library.countries.values()
    ]


def _regions(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "sore part": one.sore.part,
            "danger signs": ", ".join(sign.id for sign in one.danger_signs),
            "ask": ", ".join(one.ask_who),
        }
        for one in library.regions.values()
    ]


def _stop_rules(library: Library) -> list[Row]:
    guide = library.pain_guide.rules if library.pain_guide else ()
    return [
        {
            "id": id_,
            "act": one.act,
            "text": one.text,
            "regions": "every exercise" if id_ in guide else _regions_with(library, id_),
        }
        for id_, one in library.stop_rules.items()
    ]


def _regions_with(library: Library, rule: str) -> str:
    return ", ".join(one.id for one in library.regions.values() if rule in one.stop_rules)


def _danger_signs(library: Library) -> list[Row]:
    return [
        {
            "id": id_,
            "urgency": one.urgency,
            "name": one.name,
            "patterns": "; ".join(pattern.name for pattern in one.patterns),
        }
        for id_, one in library.danger_signs.items()
    ]


def _sources(library: Library) -> list[Row]:
    return [
        {"id": id_, "seen": one.seen, "name": one.name, "address": one.url or ""}
        for id_, one in library.sources.items()
    ]


def _editions(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "paper": one.paper,
            "type": f"{one.body_pt:g} pt",
            "most pages": one.pages_max,
        }
        for one in library.editions.values()
    ]


def _sets(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "name": one.name,
            "leaflets": len(one.leaflets),
            "editions": ", ".join(one.editions) or "the clinic's paper",
            "purpose": one.purpose,
        }
        for one in library.sets.values()
    ]


def _plans(library: Library) -> list[Row]:
    return [
        {
            "id": one.id,
            "title": one.title,
            "exercises": ", ".join(one.exercises),
            "weeks": one.weeks or "",
            "status": one.governance.status,
            "review by": str(one.governance.review_by),
        }
        for one in library.plans.values()
    ]


def _movements(library: Library) -> list[Row]:
    from handouts.model import MOVEMENTS

    return [
        {
            "id": id_,
            "what moves": words,
            "exercises": ", ".join(
                f"{one.id} {one.loads[id_]}" for one in library.exercises.values() if id_ in one.loads
            ),
            "restricted by": ", ".join(
                f"{one.id} ({field} from {rule.from_level})"
                for one in library.conditions.values()
                for field in ("forbids", "delays", "cares")
                for rule in getattr(one, field)
                if rule.movement == id_
            ),
        }
        for id_, words in {**MOVEMENTS, **{id_: own.moves for id_, own in library.movements.items()}}.items()
    ]


#: The rows of each kind of record.
KINDS: Mapping[str, Callable[[Library], list[Row]]] = {
    "conditions": _conditions,
    "exercises": _exercises,
    "advice": _advice,
    "clinics": _clinics,
    "countries": _countries,
    "regions": _regions,
    "stop-rules": _stop_rules,
    "danger-signs": _danger_signs,
    "sources": _sources,
    "editions": _editions,
    "sets": _sets,
    "plans": _plans,
    "movements": _movements,
}


class RecordsReport(report.Report):
    """The records of a kind as a table, with the count of errors in the content."""

    def __init__(self, rows: Sequence[Row], findings: Sequence[Diagnostic], content: Path | None) -> None:
        super().__init__("list", findings)
        self.rows = rows
        self.content = content

    def print_text(self) -> None:
        terminal.output(table(self.rows))

    def payload(self) -> Any:
        return self.rows

    def print_errors(self) -> None:
        if count := sum(finding.is_error for finding in self.findings):
            errors = terminal.plural(count, "error")
            where = f" --content {self.content}" if self.content else ""
            terminal.message(f"{errors} in content, files may be missing: handouts list --check{where}")


class FindingsReport(report.Report):
    """The findings of all files."""

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
        FindingsReport("list", workspace.findings).publish(report_kind)
        return ExitCode.FINDINGS if has_errors(workspace.findings) else ExitCode.DONE
    rows = sorted(KINDS[kind](workspace.library), key=lambda row: str(row["id"]))
    if given:
        language = workspace.library.language_of(workspace.default_clinic())
        kept = search.exercises_with(workspace.library, language, given)
        rows = [row for row in rows if row["id"] in kept]
        if not rows:
            raise click.UsageError(_nothing_has(given, search.words_of_exercises(workspace.library, language)))
    records = RecordsReport(rows, workspace.findings, content)
    records.publish(report_kind)
    records.print_errors()
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
