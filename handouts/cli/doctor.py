"""`handouts doctor`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import options, terminal
from handouts.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from handouts.doctor import Check

#: The colour of each state.
ROLES = {"ok": "good", "weak": "warning", "fault": "error"}


@click.command(
    epilog="""\b
Examples:
  handouts doctor
  handouts doctor --json

Exit code 1 when something must be mended. What is only weak works, slower or larger.
""",
)
@options.json_option("As JSON, for other programs.")
def command(as_json: bool) -> int:
    """Check that this machine can print leaflets, and say how to mend what is missing.

    Looks at Python, the libraries of the PDF engine, fonts and letters, the shipped content, a test
    print that is read back, and whether this folder can be written to.
    """
    from handouts import doctor

    checks = doctor.examine(Path())
    if as_json:
        terminal.output(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=2))
    else:
        _tell(checks)
    return ExitCode.FINDINGS if any(check.state == "fault" for check in checks) else ExitCode.DONE


def _tell(checks: list[Check]) -> None:
    paint = terminal.painter(sys.stdout)
    for check in checks:
        state = paint(ROLES[check.state], f"{check.state:<5}")
        terminal.output(f"{state}  {check.name:<15}  {terminal.visible(check.found)}")
        if check.mend:
            terminal.output(f"{'':<5}  {'':<15}  mend it: {terminal.visible(check.mend)}")
