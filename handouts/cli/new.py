"""`handouts new`: a commented skeleton that prints at once, and lists what to fill."""

from __future__ import annotations

import datetime
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

import click

from handouts.cli import schema, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import writing

#: The folder that each kind lies in.
FOLDERS = {
    "condition": "conditions", "exercise": "exercises", "advice": "advice", "clinic": "clinics", "region": "regions",
    "set": "sets", "plan": "plans",
}  # fmt: skip

MOST_LETTERS = 60  # of an id, as the model has it
YEARS_TO_REVIEW = 2


@click.command(
    epilog="""\b
Examples:
  handouts new condition hip-bursitis
  handouts new exercise hip-hitch --content my-clinic
  handouts new clinic town-clinic --content my-clinic

The folder may be your own: leaflets are then made with --content DIR, and your files lie over the
shipped ones.
""",
)
@click.argument("kind", type=click.Choice(list(FOLDERS)))
@click.argument("id_", metavar="ID")
@click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("content"),
    show_default=True,
    metavar="DIR",
    help="The folder to write into.",
)
def command(kind: str, id_: str, content: Path) -> int:
    """Write a commented skeleton for a new condition, exercise, advice block, clinic, region, ...

    The skeleton has no errors as it is and says at each field what to fill; HND310 counts what is left
    to write. The ID becomes the file's name: small letters, digits and hyphens. Nothing is ever
    overwritten.
    """
    path = content / FOLDERS[kind] / f"{id_}.yaml"
    found = write(kind, id_, content, datetime.date.today())
    terminal.print_findings(found)
    if has_errors(found):
        return ExitCode.IO if any(fault.code == "HND702" for fault in found) else ExitCode.USAGE
    terminal.message(f"{terminal.visible(str(path))}: fill it, then: handouts check --content {content}")
    return ExitCode.DONE


def write(kind: str, id_: str, content: Path, today: datetime.date) -> list[Diagnostic]:
    """The skeleton and the schema that it names. Reports HND210 (the id), HND003 (it exists) and HND702."""
    if id_ != (good := plain_name(id_)):
        return [Diagnostic("HND210", f"`{id_[:80]}` is not a plain name", _plain_advice(kind, good))]
    folder = content / FOLDERS[kind]
    path = folder / f"{id_}.yaml"
    if path.exists() or path.is_symlink():
        return [Diagnostic("HND003", f"`{path}` already exists", "choose another name, or edit that file")]
    for needed in (content, folder):
        if fault := writing.make_folder(needed):
            return fault
    return schema.write(content / "schema", (kind,)) or writing.save(path, skeleton(kind, id_, today).encode())


def skeleton(kind: str, id_: str, today: datetime.date) -> str:
    """The text of a new file."""
    text = (files("handouts.library") / "skeletons" / f"{kind}.yaml").read_text("utf-8")
    values = {"ID": id_, "REFERENCE": _reference(id_), "TODAY": str(today), "REVIEW": str(_review_day(today))}
    return re.sub("@([A-Z]+)@", lambda match: values[match[1]], text)


def plain_name(text: str) -> str:
    """The nearest good id: `Hip Bursitis` → `hip-bursitis`; empty when nothing is left."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", letters))[:MOST_LETTERS].strip("-")


def _plain_advice(kind: str, good: str) -> str:
    return f"write: handouts new {kind} {good}" if good else "use small letters, digits and hyphens"


def _reference(id_: str) -> str:
    """The start of the leaflet's number: `hip-bursitis` → HIBU, `bunion` → BUNI, `a-sore-left-heel` → ASLH.

    Three letters or more, as the shipped conditions have two.
    """
    words = [word for word in id_.split("-") if word[0].isalpha()] or ["x"]
    each = {1: 4, 2: 2}.get(len(words), 1)
    letters = "".join(letter for word in words for letter in re.findall("[a-z]", word)[:each])
    return f"{letters[:4].upper():X<3}"


def _review_day(today: datetime.date) -> datetime.date:
    """The same day in two years; 29 February becomes 28."""
    year = today.year + YEARS_TO_REVIEW
    return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)
