"""`handouts show`: everything about one record, for the people who choose and write, not for the patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, record_pages, report, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, unknown_name

if TYPE_CHECKING:
    from handouts.model import Library

Record = tuple[str, Any]  # kind, record


@dataclass(frozen=True, slots=True)
class RecordReport(report.Report):
    """The records of one name; more than one kind may have it."""

    library: Library
    id: str
    records: Sequence[Record]
    unverified_codes: bool

    def print_text(self) -> None:
        pages = (record_pages.page(self.library, kind, self.id, record) for kind, record in self.records)
        terminal.output("\n\n".join(pages))

    def payload(self) -> Any:
        return {kind: _payload(record, self.unverified_codes) for kind, record in self.records}


@click.command(
    epilog="""\b
Examples:
  handouts show plantar-fasciitis
  handouts show calf-stretch-wall
  handouts show ice --report json
  handouts show heel-and-back --report json --unverified-codes
  handouts show heel-first-weeks
  handouts show town-clinic --content my-clinic
  handouts show knee
  handouts show sharp-pain
""",
)
@click.argument(
    "id_", metavar="ID", shell_complete=options.completing("conditions", "exercises", "advice", "clinics", "plans")
)
@options.content_option()
@report.option(report.DATA, "; as JSON field by field, with the verified codes of a condition only")
@click.option("--unverified-codes", is_flag=True, help="With --report json: the other codes too, each with its status.")
def command(id_: str, content: Path | None, report_kind: str, unverified_codes: bool) -> int:
    """Show all that is known of one record: a condition, exercise, region, stop rule, ...

    Also what a leaflet does not print: how an exercise should feel, how it progresses, the limits of its
    dose, the codes of a condition, and the source of everything.
    """
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    records = [(kind, records[id_]) for kind, records in _kinds(workspace.library).items() if id_ in records]
    if not records:
        return _missing(workspace.library, workspace.findings, id_)
    RecordReport(workspace.library, id_, records, unverified_codes).publish(report_kind)
    return ExitCode.DONE


def _payload(record: Any, unverified_codes: bool) -> dict[str, Any]:
    """A record for other programs, with codes that nobody verified only on request."""
    from handouts.checks.codes import exported
    from handouts.model import Condition

    fields: dict[str, Any] = record.model_dump(mode="json", by_alias=True)
    if isinstance(record, Condition):
        codes = exported(record, unverified_codes)
        fields["codes"] = {system: [code.model_dump(mode="json") for code in known] for system, known in codes.items()}
    return fields


def _kinds(library: Library) -> Mapping[str, Mapping[str, Any]]:
    """The records that can be shown, by kind."""
    return {
        "condition": library.conditions,
        "exercise": library.exercises,
        "advice": library.advice,
        "clinic": library.clinics,
        "country": library.countries,
        "region": library.regions,
        "stop-rule": library.stop_rules,
        "danger-sign": library.danger_signs,
        "source": library.sources,
        "plan": library.plans,
    }


def _missing(library: Library, findings: Sequence[Diagnostic], id_: str) -> int:
    """Prints the findings of the file that cannot be read, or the nearest name."""
    from handouts.library import scope

    # A record whose file has an error is no record, but its name is right.
    broken = [
        finding
        for finding in findings
        if finding.is_error and finding.span and scope.key(finding.span.file).rpartition("/")[2] == id_
    ]
    known = [known for records in _kinds(library).values() for known in records]
    finding = unknown_name("record", id_, known)
    if finding.help.endswith("others"):  # hundreds of sources, and none that was meant
        finding = replace(finding, help="`handouts find` looks for words, `handouts list KIND` shows all of a kind")
    terminal.print_findings(broken or [finding])
    return ExitCode.FINDINGS if broken else ExitCode.USAGE
