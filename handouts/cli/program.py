"""The program and its verbs. Each verb is a module; every end of a run becomes an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from handouts import __version__
from handouts.cli import exit_codes, old_spellings, options, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import nearest

#: Every verb with its one line of help. The module of that name in this package is imported when the verb is called.
VERBS = {
    "make": "Make a leaflet: one or more conditions in, a PDF (or HTML) out.",
    "sheet": "Make a sheet of exercises without a condition: their cards, pain guide, diary and contact.",
    "mail-merge": "Merge a list of patients into personal leaflets: CSV or JSON Lines in, one PDF for each row.",
    "export": "Make many leaflets into one folder, and only what changed.",
    "desk": "Open a page on this computer: choose, adjust, look, print.",
    "list": "List what there is: conditions, exercises, advice, clinics, regions, movements, sources, sets, ...",
    "find": "Find conditions, exercises and advice by name, lay word, body region, position, thing or code.",
    "show": "Show all that is known of one record: a condition, exercise, region, stop rule, ...",
    "new": "Write a commented skeleton for a new condition, exercise, advice block, clinic, region, ...",
    "migrate": "Rewrite a folder of an earlier version in the names of this one.",
    "draw": "Draw exercises from their poses, and pictures of where it hurts; check and keep them.",
    "check": "Check content, and the leaflets made from it, before anything is printed.",
    "status": "Show the state of every leaflet and plan: status, review, readability, drawings, findings.",
    "approve": "Record who reviews, judges or approves a leaflet.",
    "evidence": "Print one page of evidence: scores, items, who judged what, sources, readability, accessibility.",
    "verify": "Say what a leaflet was printed from, and whether it is still current.",
    "explain": "Explain the code of a finding, such as HND204.",
    "schema": "Print the JSON Schema of a kind of content file, for editors.",
    "doctor": "Check that this machine can print leaflets, and say how to add missing parts.",
}

INTERNAL = "internal error"


class Program(click.Group):
    """`handouts`, with verbs that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        # Verbs import what they need: the model and the engine take longer than all of `--help` may.
        command: click.Command = import_module(f"handouts.cli.{cmd_name.replace('-', '_')}").command
        old_spellings.refuse(cmd_name, command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        verb = args[0]
        if verb not in VERBS and not verb.startswith("-"):
            close = nearest(verb, VERBS)
            help_ = f"Did you mean `{close}`?" if close else f"The verbs are: {', '.join(VERBS)}."
            # Who leaves `make` out has most often begun with a condition. Names of files are known without the library.
            if verb in options.names("conditions"):
                help_ = f"It is a condition: `handouts make {verb}`."
            raise click.UsageError(f"there is no verb `{terminal.visible(verb)}`. {help_}", ctx)
        return super().resolve_command(ctx, args)

    def main(self, args: Sequence[str] | None = None, *_: Any, **__: Any) -> NoReturn:
        # Completion is part of Click's own `main`, which this one replaces.
        if instruction := os.environ.get("_HANDOUTS_COMPLETE"):
            from click.shell_completion import shell_complete

            sys.exit(shell_complete(self, {}, "handouts", "_HANDOUTS_COMPLETE", instruction))
        sys.exit(_exit_code(self, sys.argv[1:] if args is None else list(args)))


def _exit_code(group: Program, arguments: list[str]) -> int:
    """Runs a command. Every end becomes an exit code, never a traceback."""
    try:
        terminal.prepare()
        code = _run(group, arguments)
        # Lost output shows at the flush. Here it becomes an exit code; at the end of Python it would be a traceback.
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        terminal.message("interrupted")
        return ExitCode.INTERRUPTED
    # The reader of a pipe, such as `head`, has ended: there is nobody to read a message.
    except BrokenPipeError:
        terminal.silence(sys.stdout)
        return ExitCode.IO
    # Files of leaflets have findings of their own, so these errors are of standard output.
    except OSError as fault:
        return _output_lost(fault) if fault.errno in (errno.ENOSPC, errno.EIO, errno.EBADF) else _broken(fault)
    except Exception as fault:
        return _broken(fault)


def _run(group: Program, arguments: list[str]) -> int:
    try:
        with group.make_context("handouts", arguments) as context:
            # `invoke` and not Click's `main`, which would end the process with codes of its own.
            return int(group.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    # Click turns Ctrl-C at a prompt into this; it ends the program as Ctrl-C elsewhere.
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code


def _output_lost(fault: OSError) -> int:
    terminal.silence(sys.stdout)
    terminal.message(
        f"error[HND702]: standard output cannot be written: {(fault.strerror or 'unknown reason').lower()}"
    )
    return ExitCode.IO


def _broken(fault: Exception) -> int:
    """A fault of this program. The text of the exception is not shown: it could hold personal data."""
    import traceback  # only here

    if os.environ.get("HANDOUTS_DEBUG"):
        traceback.print_exception(fault)
    # A missing package is a fault of the installation: a report of it would help nobody.
    if isinstance(fault, ModuleNotFoundError) and fault.name and not fault.name.startswith("handouts"):
        terminal.message(f"the Python package `{fault.name.partition('.')[0]}` is missing: install `handouts` again")
        return ExitCode.INTERNAL
    # File and line are of this program, so they hold nothing of a patient.
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    terminal.message(
        f"{INTERNAL}: {type(fault).__name__} at {place} in handouts {__version__}; this is a fault of the program: "
        "please report this line and the command (HANDOUTS_DEBUG=1 shows more)"
    )
    return ExitCode.INTERNAL


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  handouts make plantar-fasciitis
  handouts make plantar-fasciitis heel-spur --side left -o leaflet.pdf
  handouts list exercises
  handouts explain HND204

Exit codes: """
    + exit_codes.summary()
    + ".",
)
@click.version_option(__version__, prog_name="handouts", message="%(prog)s %(version)s")
def program() -> None:
    """Printable patient handouts: choose conditions, get a leaflet.

    Each verb has its own help: `handouts make --help`.
    """
