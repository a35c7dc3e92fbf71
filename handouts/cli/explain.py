"""`handouts explain`: the page about findings, one section at a time."""

from __future__ import annotations

import re
import sys

import click

from handouts.cli import options, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import CODES

_HEADING = re.compile(r"^## (HND\d{3})\b.*$", re.MULTILINE)


@click.command(
    epilog="""\b
Examples:
  handouts explain HND204
  handouts explain
""",
)
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Explain the code of a finding, such as HND204.

    Without a code, list them all.
    """
    if code is None:
        terminal.output("\n".join(f"{known}  {rule.severity.value:<7}  {rule.title}" for known, rule in CODES.items()))
        return ExitCode.DONE
    name = code.strip().upper()
    if name not in CODES:
        meant = re.sub("[^A-Z0-9]", "", name)
        help_ = f"did you mean `{meant}`?" if meant in CODES else "`handouts explain` lists all codes"
        raise click.UsageError(f"there is no code `{terminal.visible(code)}`: {help_}")
    section = sections(page()).get(name)
    if section is None:
        terminal.message(f"{name}: {CODES[name].title}; its section is missing from docs/diagnostics.md")
        return ExitCode.IO
    terminal.output(_set(section))
    return ExitCode.DONE


def page() -> str:
    """The page, from the installed package or from the checkout; empty where it cannot be read."""
    try:
        return (options.shipped() / "docs" / "diagnostics.md").read_text("utf-8")
    except OSError:
        return ""


def sections(text: str) -> dict[str, str]:
    """The section of each code, with its heading."""
    starts = list(_HEADING.finditer(text))
    ends = [match.start() for match in re.finditer(r"^## |^# ", text, re.MULTILINE)] + [len(text)]
    return {
        start[1]: text[start.start() : next(end for end in ends if end > start.start())].strip() for start in starts
    }


def _set(section: str) -> str:
    """For reading: headings bold where there is colour, everything else as it is."""
    paint = terminal.painter(sys.stdout)
    heading, _, rest = section.partition("\n")
    return paint("head", heading.removeprefix("## ")) + "\n" + rest
