"""One way to report: what a verb found and did, as text, JSON, GitHub annotations, JUnit XML or a page of HTML."""

from __future__ import annotations

import re
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

    @classmethod
    def of(cls, finding: Diagnostic) -> Failure:
        """The failure of an error."""
        return cls(finding.message, f"{finding.message}; {finding.help}", finding.code)


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
                terminal.output(junit_suite(f"handouts {self.verb}", self.entries()))
            case _:
                self.print_text()


_NO_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def junit_suite(name: str, entries: Iterable[Entry]) -> str:
    """A suite of test cases as JUnit XML. Characters that XML 1.0 does not allow become U+FFFD."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    element = Element("testsuite", name=name)
    for entry in entries:
        case = SubElement(element, "testcase", classname=_xml_text(entry.group), name=_xml_text(entry.name))
        for failure in entry.failures:
            attributes = {"message": _xml_text(failure.message)} | ({"type": failure.type} if failure.type else {})
            SubElement(case, "failure", attributes).text = _xml_text(failure.text)
        if entry.output:
            SubElement(case, "system-out").text = _xml_text(entry.output)
        if entry.skipped:
            SubElement(case, "skipped", message=entry.skipped)
    # Counted behind the cases: `entries` is an iterator.
    element.set("tests", str(len(element)))
    element.set("failures", str(len(element.findall("testcase/failure"))))
    # In JUnit an error is a test that could not run; findings are failures.
    element.set("errors", "0")
    element.set("skipped", str(len(element.findall("testcase/skipped"))))
    root = Element("testsuites")
    root.append(element)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _xml_text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


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
