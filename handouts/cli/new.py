"""`handouts new`: a commented skeleton that prints at once, and lists what to fill."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli import options, schema, terminal
from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors
from handouts.files import reading, writing

if TYPE_CHECKING:
    from handouts.pipeline.skeletons import Values

#: The folder that each kind lies in.
FOLDERS = {
    "condition": "conditions", "exercise": "exercises", "advice": "advice", "clinic": "clinics", "region": "regions",
    "set": "sets", "plan": "plans",
}  # fmt: skip

#: Kinds that are an entry of a file, by the name of that file.
FILES = {"danger-sign": "danger-signs"}
#: Kinds that are about a region.
OF_REGION = ("condition", "exercise", "advice")

MOST_BYTES = 256 * 1024  # of a file with entries, as the library reads it


@click.command(
    epilog="""\b
Examples:
  handouts new condition hip-bursitis --region hip
  handouts new exercise hip-hitch --region hip --content my-clinic
  handouts new danger-sign locked-jaw --content my-clinic
  handouts new clinic town-clinic --content my-clinic

The folder may be your own: leaflets are then made with --content DIR, and your files lie over the
shipped ones.
""",
)
@click.argument("kind", metavar="KIND", type=click.Choice([*FOLDERS, *FILES]))
@click.argument("id_", metavar="ID")
@click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("content"),
    show_default=True,
    metavar="DIR",
    help="The folder to write into.",
)
@click.option(
    "--region",
    metavar="REGION",
    shell_complete=options.completing("regions"),
    help="The region of the body that it is about: brings its danger signs and exercises (`handouts list regions`).",
)
def command(kind: str, id_: str, content: Path, region: str | None) -> int:
    """Write a commented skeleton for a new condition, exercise, advice block, clinic, region, ...

    KIND is condition, exercise, advice, clinic, region, set, plan or danger-sign.
    The skeleton says at each field what to fill; HND310 counts the texts left to write. One of a condition
    has the danger signs that its region asks for; without --region the first finding asks for the region.
    The ID becomes the file's name, or the entry's in danger-signs.yaml: small letters, digits and hyphens.
    Nothing is ever overwritten.
    """
    if region is not None and kind not in OF_REGION:
        raise click.UsageError(f"--region goes with {', '.join(OF_REGION)}, not with {kind}")
    path = _path(kind, id_, content)
    found = write(kind, id_, content, datetime.date.today(), region)
    terminal.print_findings(found)
    if has_errors(found):
        return ExitCode.IO if any(fault.code == "HND702" for fault in found) else ExitCode.USAGE
    named = f" {id_}" if kind == "condition" else ""
    if kind in FOLDERS and id_ in options.names(FOLDERS[kind]) and content.resolve() != options.shipped() / "content":
        terminal.message(f"it takes the place of the shipped {kind} `{id_}` with --content {content}")
    terminal.message(f"{terminal.visible(str(path))}: fill it, then: handouts check{named} --content {content}")
    return ExitCode.DONE


def _path(kind: str, id_: str, content: Path) -> Path:
    return content / (f"{FILES[kind]}.yaml" if kind in FILES else f"{FOLDERS[kind]}/{id_}.yaml")


def write(kind: str, id_: str, content: Path, today: datetime.date, region: str | None = None) -> list[Diagnostic]:
    """The skeleton and the schema that it names. Reports HND210 (the id), HND001 (the region), HND003 and HND702."""
    from handouts.pipeline import skeletons
    from handouts.pipeline.workspace import open_workspace

    if id_ != (good := skeletons.plain_name(id_)):
        return [Diagnostic("HND210", f"`{id_[:80]}` is not a plain name", _plain_advice(kind, good))]
    path, library = _path(kind, id_, content), open_workspace(content if content.is_dir() else None).library
    if region is not None and region not in library.regions:
        near, new = did_you_mean(region, library.regions, "region"), skeletons.plain_name(region)
        advice = f"{near}; a new one: handouts new region {new}"
        return [Diagnostic("HND001", f"there is no region `{region[:40]}`", advice)]
    text = skeleton(kind, id_, today, skeletons.values(library, region or skeletons.NEUTRAL))
    found: list[Diagnostic] = []
    if kind in FILES:
        text, found = _as_entry(path, id_, text, has_it=id_ in library.danger_signs)
    elif path.exists() or path.is_symlink():
        found = [Diagnostic("HND003", f"`{path}` already exists", "choose another name, or edit that file")]
    # The content folder first: `make_folder` makes one level, so that a misspelt path is reported.
    for needed in (content, path.parent):
        found = found or writing.make_folder(needed)
    return found or schema.write(content / "schema", (FILES.get(kind, kind),)) or writing.save(path, text.encode())


def _as_entry(path: Path, id_: str, text: str, has_it: bool) -> tuple[str, list[Diagnostic]]:
    """The file with another entry at its end. Reports HND003 and HND702."""
    if has_it:
        return "", [
            Diagnostic("HND003", "there is an entry of this name already", "choose another name, or edit that entry")
        ]
    if not (path.exists() or path.is_symlink()):
        return f"# yaml-language-server: $schema=schema/{path.stem}.json\n{text}", []
    try:
        # Behind the file, so that comments and order of its other entries stay.
        entry = text[text.index(f"\n{id_}:") :]  # behind the comments of a new file
        return f"{reading.read_text(path, MOST_BYTES).rstrip()}\n{entry}", []
    except (OSError, ValueError) as fault:
        return "", [writing.unwritable(path, fault)]


def skeleton(kind: str, id_: str, today: datetime.date, of_region: Values | None = None) -> str:
    """The text of a new file. A line whose value is a list is repeated for each item; without items it is left out.

    Without `of_region` it has no danger signs and no exercises.
    """
    from handouts.model import Library
    from handouts.pipeline import skeletons

    text = (files("handouts.library") / "skeletons" / f"{kind}.yaml").read_text("utf-8")
    values: dict[str, str | Sequence[str]] = {
        **(of_region or skeletons.values(Library(), skeletons.NEUTRAL)),
        "ID": id_, "REFERENCE": _reference(id_), "TODAY": str(today), "REVIEW": str(skeletons.review_day(today)),
    }  # fmt: skip
    return "".join(one for line in text.splitlines(keepends=True) for one in _filled(line, values))


def _filled(line: str, values: Values) -> list[str]:
    for token in re.findall("@([A-Z]+)@", line):
        value = values[token]
        if not isinstance(value, str):
            return [each for item in value for each in _filled(line.replace(f"@{token}@", item), values)]
        line = line.replace(f"@{token}@", value)
    return [line]


def _plain_advice(kind: str, good: str) -> str:
    return f"write: handouts new {kind} {good}" if good else "use small letters, digits and hyphens"


def _reference(id_: str) -> str:
    """The start of the leaflet's number: `hip-bursitis` → HIBU, `bunion` → BUNI, `a-sore-left-heel` → ASLH.

    Three letters or more, as the shipped conditions have two.
    """
    # A word that begins with a digit has no letter to begin with.
    words = [word for word in id_.split("-") if word[0].isalpha()] or ["x"]
    each = {1: 4, 2: 2}.get(len(words), 1)
    letters = "".join(letter for word in words for letter in re.findall("[a-z]", word)[:each])
    return f"{letters[:4].upper():X<3}"
