"""`handouts doctor`: whether this machine can print leaflets."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli import options, report, terminal
from handouts.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from handouts.pipeline.machine import Check

#: The colour of each state.
ROLES = {"ok": "good", "weak": "warning", "fault": "error"}


@dataclass(frozen=True, slots=True)
class DoctorReport(report.Report):
    """The checks of the machine."""

    checks: Sequence[Check]
    verb = "doctor"

    def print_text(self) -> None:
        paint = terminal.painter(sys.stdout)
        for check in self.checks:
            state = paint(ROLES[check.state], f"{check.state:<5}")
            terminal.output(f"{state}  {check.name:<15}  {terminal.visible(check.found)}")
            if check.mend:
                terminal.output(f"{'':<5}  {'':<15}  mend it: {terminal.visible(check.mend)}")

    def payload(self) -> Any:
        return [asdict(check) for check in self.checks]

    def notice(self) -> str:
        return ", ".join(f"{check.name}: {check.found}" for check in self.checks if check.state != "ok") or "ready"

    def entries(self) -> Iterator[report.Entry]:
        for check in self.checks:
            failure = report.Failure(check.found, f"{check.found}; {check.mend}")
            is_fault = check.state == "fault"
            yield report.Entry("machine", check.name, [failure] if is_fault else [], "" if is_fault else check.found)


@click.command(
    epilog="""\b
Examples:
  handouts doctor
  handouts doctor --content my-clinic
  handouts doctor --report json

Exit code 1 when something must be mended. A weak point only makes leaflets slower to print, or larger.
""",
)
@report.option()
@options.content_option()
def command(report_kind: str, content: Path | None) -> int:
    """Check that this machine can print leaflets, and say how to add missing parts.

    Looks at Python, the libraries of the PDF engine, fonts and letters, the shipped content, logos, a test
    print that is read back, and whether this folder can be written to.
    """
    from handouts.pipeline import doctor

    checks = doctor.examine(Path(), content)
    DoctorReport(checks).publish(report_kind)
    return ExitCode.FINDINGS if any(check.state == "fault" for check in checks) else ExitCode.DONE
