"""`handouts desk`: the local page, and the same as a service."""

from __future__ import annotations

import os
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import dates, options, terminal
from handouts.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from handouts.desk.state import Desk

TOKEN = "HANDOUTS_DESK_TOKEN"  # the environment variable with the token of programs
SHORTEST_TOKEN = 20
LOOPBACK = "127.0.0.1"


@click.command(
    epilog="""\b
Examples:
  handouts desk
  handouts desk --content my-clinic
  handouts desk --content my-clinic --edit
  handouts desk --no-open --port 8765

The page answers this computer alone. It keeps nothing of a patient: no name is stored, logged or
part of an address. Ctrl-C ends it.

As a service for other programs, set HANDOUTS_DESK_TOKEN to a secret of 20 letters or more, and name
the hosts with --host and --allow-host: docs/service.md.
""",
)
@options.content_option()
@options.clinic_option(f"Who hands the leaflets over. {options.USUAL_CLINIC}")
@click.option(
    "--port",
    type=options.Whole(0, 65535),
    default=0,
    metavar="N",
    help="The port of the page's address. [default: any free one]",
)
@click.option(
    "--host", default=LOOPBACK, show_default=True, metavar="ADDRESS", help="Address of this computer to answer at."
)
@click.option(
    "--allow-host", "more_hosts", multiple=True, metavar="NAME",
    help="A name by which browsers and programs may reach it, with its port, such as leaflets.example.org:443; may "
    "be repeated.",
)  # fmt: skip
@click.option("--no-open", "quiet", is_flag=True, help="Open no browser.")
@click.option("--edit", is_flag=True, help="Show findings with their place in the files, and follow changes of files.")
@click.option(
    "--printers", type=options.Whole(1, 16), default=None, metavar="N",
    help="How many leaflets are printed at the same time. [default: two, or one for each processor where there are "
    "fewer]",
)  # fmt: skip
def command(
    content: Path | None,
    clinic: str | None,
    port: int,
    host: str,
    more_hosts: tuple[str, ...],
    quiet: bool,
    edit: bool,
    printers: int | None,
) -> int:
    """Open a page on this computer: choose, adjust, look, print.

    For people without a terminal: they search or pick where it hurts, adjust exercises and doses,
    see the pages as they print, and print them.
    """
    try:
        from handouts.desk import server
        from handouts.desk.guard import Access
    except ModuleNotFoundError as missing:
        raise click.UsageError(f"{missing.name} is not installed. Run: pip install 'handouts[desk]'") from None
    token = _token()
    try:
        # Bound before content is read: a port in use is reported at once, and a free one cannot be taken meanwhile.
        listening = server.bound(host, port)
    except OSError as fault:
        raise click.UsageError(
            f"{host}:{port} cannot be used: {(fault.strerror or 'unknown reason').lower()}"
        ) from None
    at = listening.getsockname()[1]
    here = server.shown(host, at)
    access = Access(server.hosts_of(at, (here, *more_hosts)), *([token] if token else []))
    address = f"http://{here}/?token={access.first}"
    terminal.message(f"the desk is open at {address}")
    terminal.message("Ctrl-C ends it")
    if not quiet:  # it starts while the content is read; some wait for their window
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with listening:
        desk = _desk(content, clinic, edit, printers)
        server.serve(server.guarded(desk, access, _report), listening)
    return ExitCode.DONE


def _report(line: str) -> None:
    terminal.message(f"internal error: {line}")


def _desk(content: Path | None, clinic: str | None, edit: bool, printers: int | None) -> Desk:
    from handouts.batch.workers.executor import cores
    from handouts.desk.printers import Printers
    from handouts.desk.state import Desk
    from handouts.diagnostics import unknown_name
    from handouts.pipeline.workspace import open_workspace

    workspace = open_workspace(content)
    name = clinic or workspace.default_clinic()
    if name not in workspace.library.clinics:
        finding = unknown_name("clinic", name, workspace.library.clinics)
        raise click.UsageError(f"{finding.message}; {finding.help}")
    terminal.print_findings(workspace.without_clinic(clinic))
    return Desk(workspace, name, dates.today, Printers(printers or min(2, cores())), edit)


def _token() -> str:
    """The token of programs from the environment, where it is set."""
    token = os.environ.get(TOKEN, "")
    # A short token could be found by trying, since a service answers other computers.
    if token and len(token) < SHORTEST_TOKEN:
        raise click.UsageError(f"{TOKEN} has fewer than {SHORTEST_TOKEN} letters")
    return token
