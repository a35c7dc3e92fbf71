"""`handouts approve`: a named person reviews, judges or approves a leaflet, in the file of its condition.

Name and role are typed by that person at the prompt; there is no option for them, and nothing is taken from the
machine.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import dates, exit_codes, options, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import has_errors
from handouts.files import reading, writing
from handouts.library.source import MAX_BYTES

if TYPE_CHECKING:
    from handouts.model import Condition
    from handouts.pipeline import Survey
    from handouts.pipeline.workspace import Workspace

LEAST_LETTERS = 3
#: Findings that an approval removes; they do not stop it.
OF_SIGNATURES = ("HND803", "HND804", "HND862")


@click.command(
    epilog="""\b
Examples:
  handouts approve plantar-fasciitis --review --content my-clinic
  handouts approve plantar-fasciitis --attest pemat-18 --content my-clinic
  handouts approve plantar-fasciitis --content my-clinic

A leaflet is reviewed first, then the points that only a person can judge are judged, then it is
approved. Each signature names the hash of the printed content: any change of the text voids it.
""",
)
@click.argument("condition", shell_complete=options.completing("conditions"))
@click.option("--review", is_flag=True, help="Record a review, not an approval.")
@click.option(
    "--attest",
    "item",
    metavar="ITEM",
    help="Record a judgement of one point of PEMAT-P or the CDC Index, such as pemat-2.",
)
@options.content_option()
def command(condition: str, review: bool, item: str | None, content: Path | None) -> int:
    """Record who reviews, judges or approves a leaflet.

    The person types name and role; the day is today. An error in the content stops it; so does an
    approval before a review and before every point that only a person can judge has been judged.
    """
    from handouts.checks import checklists
    from handouts.pipeline.workspace import open_workspace

    if review and item:
        raise click.UsageError("--review and --attest are two signatures: use them one after the other")
    if item is not None and item not in checklists.SIGNABLE:
        raise click.UsageError(
            f"`{terminal.visible(item)}` is no point that a person judges: {', '.join(checklists.SIGNABLE)}"
        )
    workspace, day = open_workspace(content), dates.today()
    record = workspace.library.conditions.get(condition)
    if record is None:
        return _unread(workspace, condition, day)
    path = _path(workspace, record)
    if (stopped := _blocked(workspace, record, day, review, item)) is not None:
        return stopped
    return _sign(workspace, record, path, day, review, item)


def _survey(workspace: Workspace, condition: str, day: datetime.date) -> Survey:
    from handouts.model.request import DEFAULT_CLINIC
    from handouts.pipeline import survey

    # A signature is of the content, which is the same for every clinic: where several are there, any will do.
    return survey(workspace, [condition], workspace.default_clinic() or DEFAULT_CLINIC, day)


def _unread(workspace: Workspace, condition: str, day: datetime.date) -> int:
    """The findings of a condition whose file cannot be read, or that there is none of this name."""
    found = _survey(workspace, condition, day).found
    terminal.print_findings(found)
    return exit_codes.of_findings(found)


def _path(workspace: Workspace, record: Condition) -> Path:
    from handouts.library import data_root

    span = workspace.library.span("condition", record.id)
    assert span is not None
    path, shipped, own = Path(span.file), data_root() / "content", workspace.overlay
    # Shipped files are replaced by the next version, and a signature in them would be lost.
    is_own = path.resolve().is_relative_to((own or shipped).resolve())
    if not is_own or (own is None and data_root().name == "_data"):
        folder = f"{own}/conditions/" if own else "your own --content folder"
        raise click.UsageError(f"shipped content is not signed in place: copy {path} into {folder}")
    return path


def _blocked(workspace: Workspace, record: Condition, day: datetime.date, review: bool, item: str | None) -> int | None:
    """Prints the findings that must be corrected first; None when nothing stops the signature."""
    to_approve = not review and item is None
    content = _as_approved(workspace, record) if to_approve else workspace
    found = _survey(content, record.id, day).found
    # An outdated signature is a finding, and the new one is its remedy.
    errors = [finding for finding in found if finding.is_error and finding.code not in OF_SIGNATURES]
    if errors:
        terminal.print_findings(errors)
        terminal.message("nothing is signed: correct what was found first")
        return ExitCode.FINDINGS
    if to_approve and (missing := _missing(workspace, record)):
        terminal.message(f"not approved: {missing}")
        return ExitCode.FINDINGS
    return None


def _as_approved(workspace: Workspace, record: Condition) -> Workspace:
    """The same content with the status that it would have: some findings are of approved leaflets alone."""
    governance = record.governance.model_copy(update={"status": "approved"})
    approved = record.model_copy(update={"governance": governance})
    return replace(
        workspace, library=replace(workspace.library, conditions={**workspace.library.conditions, record.id: approved})
    )


def _missing(workspace: Workspace, record: Condition) -> str:
    from handouts.checks import approval_hash, checklists

    if not record.governance.reviewers:
        return f"nobody has reviewed it yet: handouts approve {record.id} --review"
    now = approval_hash.hash_of(workspace.library, record.id)
    # A judgement of an earlier text counts for nothing: its hash is another one.
    judged = {a.item for a in record.governance.attestations if a.hash == now}
    open_ = [item for item in checklists.HUMAN if item not in judged]
    return f"nobody has judged {', '.join(open_)}: handouts approve {record.id} --attest {open_[0]}" if open_ else ""


def _sign(
    workspace: Workspace, record: Condition, path: Path, day: datetime.date, review: bool, item: str | None
) -> int:
    from handouts.checks import approval_hash, checklists, signatures

    hash_ = approval_hash.hash_of(workspace.library, record.id)
    deed = "review" if review else f"judge {item} of" if item else "approve"
    terminal.message(f"{record.title}, version {record.governance.version}, {terminal.visible(str(path))}")
    terminal.message(f"hash {hash_}")
    if item:
        asks = next(known.asks for known in (*checklists.PEMAT, *checklists.CDC) if known.id == item)
        terminal.message(f"{item}: the leaflet {asks}")
    signature = signatures.Signature(_typed("Your name"), _typed("Your role"), day, hash_)
    # The word in full: a single key is hit by chance.
    if click.prompt(f"Type yes to {deed} exactly this", err=True).strip().lower() != "yes":
        terminal.message("nothing is signed")
        return ExitCode.FINDINGS
    try:
        # Read again: the person may have taken minutes at the prompt, and the hash is of what was read before.
        text = reading.read_bytes(path, MAX_BYTES, path.parent).decode("utf-8")
    except (reading.ReadError, UnicodeDecodeError):
        terminal.message(f"nothing is signed: {terminal.visible(str(path))} was changed while you typed")
        return ExitCode.IO
    try:
        if review:
            text = signatures.reviewed(text, signature)
        elif item:
            text = signatures.attested(text, item, signature)
        else:
            text = signatures.approved(text, signature)
    except signatures.SigningError as fault:
        terminal.message(f"nothing is signed: {fault}")
        return ExitCode.FINDINGS
    found = writing.save(path, text.encode("utf-8"))
    terminal.print_findings(found)
    if has_errors(found):
        return ExitCode.IO
    terminal.message(f"{terminal.visible(str(path))}: signed by {terminal.visible(signature.name)} on {day}")
    return ExitCode.DONE


def _typed(question: str) -> str:
    """What a person types; the question is repeated until it is a name or role."""
    while True:
        answer = str(click.prompt(question, err=True)).strip()
        if len(answer) >= LEAST_LETTERS and any(char.isalpha() for char in answer) and len(answer) <= 120:
            return answer
        terminal.message("please type it in full")
