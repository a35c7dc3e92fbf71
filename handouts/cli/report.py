"""One way to report: what a verb found and did, as text, JSON, GitHub annotations, JUnit XML or a page of HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from handouts.cli import terminal
from handouts.cli.options import Decorator
from handouts.diagnostics import Diagnostic, as_github, plain

DATA = ("text", "json")
PAGES = (*DATA, "html")
FINDINGS = (*DATA, "github", "junit")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the test case of an entry failed. `type` is the code of a finding, or empty."""

    message: str
    text: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, row or check as a test case of JUnit: passed, unless it has failures or was skipped."""

    group: str
    name: str
    failures: Sequence[Failure] = ()
    output: str = ""
    skipped: str = ""


class Report:
    """What a verb reports. Each verb overrides what its kinds of report need."""

    verb = ""  #: names the suite of JUnit

    def annotated(self) -> Iterable[Diagnostic]:
        """The findings that GitHub shows at their places."""
        return ()

    def print_text(self) -> None:
        """For people: results on standard output, findings and the summary on standard error."""
        raise NotImplementedError

    def payload(self) -> Any:
        """The value that JSON holds."""
        raise NotImplementedError

    def html(self) -> str:
        raise NotImplementedError

    def entries(self) -> Iterable[Entry]:
        """The test cases of JUnit."""
        raise NotImplementedError

    def notice(self) -> str:
        """The line that GitHub shows below the annotations; empty for none."""
        return ""

    def publish(self, kind: str) -> None:
        """Prints the report in one of the kinds that `option` offers. What a kind needs is imported by it alone."""
        match kind:
            case "json":
                import json

                terminal.output(json.dumps(self.payload(), ensure_ascii=False, indent=2))
            case "html":
                terminal.output(self.html())
            case "github":
                notice = terminal.visible(self.notice())
                lines = [*map(as_github, self.annotated()), *([f"::notice::{notice}"] if notice else [])]
                terminal.output("\n".join(lines))
            case "junit":
                from handouts.cli import junit

                terminal.output(junit.suite(f"handouts {self.verb}", self.entries()))
            case _:
                self.print_text()


#: For whom each kind of report is.
READERS = {
    "text": "text for people",
    "json": "json for programs",
    "html": "html for the browser",
    "github": "github and junit for build servers",
}


def option(kinds: Sequence[str] = FINDINGS, help_: str = "") -> Decorator:
    """`--report`, with the kinds that a verb has."""
    kind = click.Choice(kinds)
    readers = ", ".join(READERS[one] for one in kinds if one in READERS)
    help_ = f"What the command shows: {readers}{help_}."
    return click.option("--report", "report_kind", type=kind, default="text", show_default=True, help=help_)


def findings_payload(findings: Iterable[Diagnostic]) -> Any:
    """Findings as the list of objects that JSON holds."""
    return [plain(one) for one in findings]


def from_template(name: str, values: Mapping[str, Any]) -> str:
    """A page of HTML from the shipped templates/reports/. Values are escaped."""
    from handouts import library
    from handouts.compose.wording import ENGLISH
    from handouts.layout.sandbox import Sandbox

    return Sandbox((library.data_root() / "templates",), ENGLISH, {}, {}).render(f"reports/{name}.html", values)
