"""`handouts check`: every finding of content, and of the leaflets made from it, in the form that is wanted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import click

from handouts.cli import dates, terminal, words
from handouts.diagnostics import Diagnostic, as_github, as_json, did_you_mean, has_errors, in_order

if TYPE_CHECKING:
    from handouts.answering.shop import Shop
    from handouts.checks.rounds import Check

FORMATS = ("text", "json", "github", "junit")


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
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell findings."
)
@words.content_option()
@click.option(
    "--clinic",
    metavar="ID",
    shell_complete=words.completing("clinics"),
    help="Whose rule of review holds: 2 or 3 years. [default: the example's]",
)
@dates.day_option()
@click.option("--pdf", is_flag=True, help="Print each leaflet too, and measure the finished file (seconds for each).")
@click.option("--codes", is_flag=True, help="Look each code up in the lists of the CDC and the WHO (seconds in all).")
def command(
    conditions: tuple[str, ...], strict: bool, format_: str, content: Path | None, clinic: str | None,
    day: datetime.date, pdf: bool, codes: bool,
) -> int:  # fmt: skip
    """Check content, and the leaflets made from it, before anything is printed.

    Without CONDITION, all. Checked are governance and review dates, plain language, clinical safety,
    codes, PEMAT-P and the CDC Clear Communication Index; with --pdf also the finished file.
    """
    from handouts.answering.shop import opened

    shop = opened(content)
    unknown = [id_ for id_ in conditions if id_ not in shop.library.conditions]
    if unknown:
        help_ = did_you_mean(unknown[0], shop.library.conditions, "condition")
        raise click.UsageError(f"there is no condition `{terminal.visible(unknown[0])}` that can be read: {help_}")
    ids = conditions or tuple(shop.library.conditions)
    found = findings(shop, conditions, day, dates.review_years(shop.library, clinic), _looking_up(codes))
    if pdf:
        found += _of_paper(shop, ids, clinic, day)
    _tell(found, format_, ids)
    return terminal.FINDINGS if has_errors(found) or (strict and found) else terminal.DONE


def _looking_up(codes: bool) -> tuple[Check, ...]:
    """The check that reads the lists of the classifications, if it is asked for."""
    from handouts.checks.codes import listed, missing_lists

    if codes and (missing := missing_lists()):
        raise click.UsageError(f'--codes needs {" and ".join(missing)}: `pip install "handouts[codes]"`')
    return (listed,) if codes else ()


def findings(
    shop: Shop, conditions: Sequence[str], day: datetime.date, review_years: int, more: Sequence[Check] = ()
) -> list[Diagnostic]:
    """What reading found in the files of these conditions, or in all, and what the checks find."""
    from handouts import checks
    from handouts.answering import bearing
    from handouts.answering.letters import letters

    found = shop.found
    if conditions:
        files = bearing.used(shop.library, conditions, "", None)
        found = tuple(bearing.split(found, files)[0])
    more = (letters, *more)
    return in_order([*found, *checks.run(shop.library, conditions or None, day, review_years, more)])


def _of_paper(shop: Shop, ids: Sequence[str], clinic: str | None, day: datetime.date) -> list[Diagnostic]:
    from handouts.cli.proofing import proofs

    return [finding for _, proof in proofs(shop, ids, clinic, day) for finding in proof.found]


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
    """The findings as JUnit XML: one test for each leaflet without findings of its own, one for each finding."""
    failures = sum(finding.is_error for finding in found)
    suite = ElementTree.Element("testsuite", name="handouts check", failures=str(failures), errors="0")
    for finding in found:
        span = finding.span
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=span.file if span else "handouts",
            name=f"{finding.code} line {span.line if span else 0}",
        )
        words_ = f"{finding.message}; {finding.help}"
        if finding.is_error:
            ElementTree.SubElement(case, "failure", message=_xml(finding.message), type=finding.code).text = _xml(
                words_
            )
        else:
            ElementTree.SubElement(case, "system-out").text = _xml(f"{finding.code} {words_}")
    for id_ in ids:
        if not any(finding.span and Path(finding.span.file).stem == id_ for finding in found):
            ElementTree.SubElement(suite, "testcase", classname="leaflet", name=id_)
    suite.set("tests", str(len(suite)))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _xml(text: str) -> str:
    """Text without characters that XML has no place for."""
    return "".join(char if char >= " " or char in "\n\t" else "\ufffd" for char in text)
