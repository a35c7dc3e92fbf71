"""`handouts check`: every finding of content, and of the leaflets made from it, in the form that is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import dates, terminal, words
from handouts.cli.junit import Suite
from handouts.diagnostics import Diagnostic, as_github, as_json, has_errors, in_order

if TYPE_CHECKING:
    from handouts.checks.rounds import Check


@click.command(
    epilog="""\b
Examples:
  handouts check
  handouts check plantar-fasciitis --strict
  handouts check --content my-clinic --format junit > findings.xml
  handouts check --today 2028-06-01
  handouts check heel-spur --pdf

Errors give exit code 1; with --strict warnings do too. `handouts explain CODE` tells more of each.
""",
)
@click.argument("conditions", metavar="[CONDITION]...", nargs=-1, shell_complete=words.completing("conditions"))
@click.option("--strict", is_flag=True, help="Exit code 1 for warnings too.")
@words.told_option("findings")
@words.content_option()
@words.clinic_option(f"Whose leaflets are checked, by whose rule of review (2 or 3 years). {words.USUAL_CLINIC}")
@dates.day_option()
@click.option("--pdf", is_flag=True, help="Print each leaflet too, and measure the finished file (seconds for each).")
@click.option("--codes", is_flag=True, help="Look each code up in the lists of the CDC and the WHO (seconds in all).")
def command(
    conditions: tuple[str, ...], strict: bool, format_: str, content: Path | None, clinic: str | None,
    day: datetime.date, pdf: bool, codes: bool,
) -> int:  # fmt: skip
    """Check content, and the leaflets made from it, before anything is printed.

    Without CONDITION, all. Checked are governance and review dates, plain language, clinical safety,
    codes, PEMAT-P and the CDC Clear Communication Index; with --pdf also the finished file. What
    `handouts make` finds in a leaflet of the same clinic is found here too.
    """
    from handouts.answering import survey
    from handouts.answering.shop import opened
    from handouts.cli.proofing import proofs

    more = _looking_up(codes)
    shop = opened(content)
    surveyed = survey(shop.library, shop.found, conditions, clinic or shop.usual_clinic(), day, more)
    found = list(surveyed.found)
    if pdf:
        found = in_order([*found, *(one for _, proof in proofs(shop, surveyed.answers) for one in proof.found)])
    _tell(found, format_, [one.request.conditions[0] for one in surveyed.answers])
    return terminal.stopped(found) if has_errors(found) or (strict and found) else terminal.DONE


def _looking_up(codes: bool) -> tuple[Check, ...]:
    """The check that reads the lists of the classifications, if it is asked for."""
    from handouts.checks.codes import listed, missing_lists

    if codes and (missing := missing_lists()):
        raise click.UsageError(f'--codes needs {" and ".join(missing)}: `pip install "handouts[codes]"`')
    return (listed,) if codes else ()


def _tell(found: Sequence[Diagnostic], format_: str, ids: Sequence[str]) -> None:
    match format_:
        case "json":
            terminal.give(as_json(found))
        case "github":
            terminal.give("\n".join(map(as_github, found)))
        case "junit":
            terminal.give(junit(found, ids))
        case _:
            terminal.show(found)
            leaflets = terminal.number(len(ids), "leaflet")
            terminal.say(f"{leaflets}: {terminal.counted(found) or 'no errors and no warnings'}")


def junit(found: Sequence[Diagnostic], ids: Sequence[str]) -> str:
    """One case for each finding, and one for each leaflet without findings of its own."""
    suite = Suite("handouts check")
    for finding in found:
        file, line = (finding.span.file, finding.span.line) if finding.span else ("handouts", 0)
        case, told = suite.case(file, f"{finding.code} line {line}"), f"{finding.message}; {finding.help}"
        if finding.is_error:
            case.failed(finding.message, told, finding.code)
        else:
            case.said(f"{finding.code} {told}")
    for id_ in ids:
        if not any(finding.span and Path(finding.span.file).stem == id_ for finding in found):
            suite.case("leaflet", id_)
    return suite.xml()
