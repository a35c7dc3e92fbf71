"""Plants faults into a small library without faults, and gives the findings.

A case is a YAML file named after its code. It says on which day the round is made, what is changed in which file of the
small library, and what must be found: the words under the finding's span, and its message or a part of it. `approve`
has a person sign the changed library, `after` changes it once more.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handouts import checks, library
from handouts.checks import approval_hash, checklists, signatures
from handouts.checks.context import Check, CheckContext
from handouts.diagnostics import Diagnostic
from handouts.model import Library
from handouts.pipeline import overview, survey
from handouts.pipeline.workspace import Workspace

HERE = Path(__file__).parent
MINI = HERE / "mini"
CASES = sorted((HERE / "cases").glob("*.yaml"))
TODAY = datetime.date(2026, 6, 1)
CONDITION = "sore-heel"


@dataclass(frozen=True)
class Case:
    """One planted fault."""

    code: str
    about: str
    today: datetime.date
    years: int
    approve: bool
    changes: tuple[dict[str, str], ...]
    after: tuple[dict[str, str], ...]
    finds: tuple[dict[str, str], ...]

    @classmethod
    def read(cls, path: Path) -> Case:
        said: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        return cls(
            path.name[:6],
            said.pop("about"),
            said.pop("today", TODAY),
            said.pop("review_years", 3),
            said.pop("approve", False),
            tuple(said.pop("changes", ())),
            tuple(said.pop("after", ())),
            tuple(said.pop("finds")),
            **said,
        )


def planted(case: Case, folder: Path) -> Path:
    """The small library with a case's changes, in an empty folder."""
    shutil.copytree(MINI, folder, dirs_exist_ok=True)
    for change in case.changes:
        _change(folder, **change)
    if case.approve:
        approve(folder)
    for change in case.after:
        _change(folder, **change)
    return folder


def _change(folder: Path, **change: str) -> None:
    path = folder / "content" / change["file"]
    text = path.read_text("utf-8")
    assert text.count(change["from"]) == 1, f"{change['from']!r} occurs {text.count(change['from'])} times"
    path.write_text(text.replace(change["from"], change["to"]), "utf-8")


def approve(folder: Path, items: Sequence[str] = checklists.HUMAN) -> None:
    """Has a person review, judge (the items) and approve the condition of a folder."""
    path = folder / "content" / "conditions" / f"{CONDITION}.yaml"
    hash_ = approval_hash.hash_of(read(folder), CONDITION)
    person = signatures.Signature("Ann Example", "test physiotherapist", datetime.date(2026, 5, 1), hash_)
    text = signatures.reviewed(path.read_text("utf-8"), person)
    for item in items:
        text = signatures.attested(text, item, person)
    path.write_text(signatures.approved(text, person), "utf-8")


def read(folder: Path) -> Library:
    records, findings = library.load([folder / "content"], folder / "styles")
    assert not [finding for finding in findings if finding.is_error], findings
    return records


def findings_of(
    library_: Library,
    conditions: Sequence[str] | None = None,
    today: datetime.date = TODAY,
    years: int = 3,
    more: Sequence[Check] = (),
) -> list[Diagnostic]:
    """The findings of the checks for these conditions, or for all of the library."""
    return checks.run(CheckContext(library_, tuple(conditions or library_.conditions), today, years), more)


def found_in(folder: Path, today: datetime.date = TODAY, years: int = 3) -> list[Diagnostic]:
    return findings_of(read(folder), today=today, years=years)


def rows_of(records: Library, today: datetime.date) -> list[overview.Row]:
    """The overview of a library without faults."""
    return overview.rows(records, survey(Workspace(records, (), None), (), "example", today).answers, today)


def words_at(finding: Diagnostic) -> str:
    """The words that a finding underlines."""
    assert finding.span is not None, finding
    line = Path(finding.span.file).read_text("utf-8").split("\n")[finding.span.line - 1]
    return line[finding.span.column - 1 : finding.span.column - 1 + finding.span.length]
