"""Options that verbs share, and the names that a shell completes. Nothing here reads content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

import handouts
from handouts import formats
from handouts.cli.old_spellings import FileFormat

FORMATS = tuple(formats.FORMATS)
MOST_EXERCISES = 12  # handouts.model.choices.MOST_EXERCISES, without importing the model
MOST_WEEKS = 520
MOST_CONDITIONS = 8  # handouts.batch.patients.values.MAX_CONDITIONS
USUAL_CLINIC = "[default: the clinic of --content; without one an invented example]"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def shipped() -> Path:
    """The folder that holds content/, the same as library.data_root(), without importing the library."""
    package = Path(handouts.__file__).resolve().parent
    packed = package / "_data"
    # An installed package carries its content; in a checkout content/ lies beside the package.
    return packed if packed.is_dir() else package.parent


def names(kind: str, overlay: Path | None = None) -> list[str]:
    """The ids of a kind of content, by the names of their files: `conditions`, `clinics`, ..."""
    folders = [overlay / kind] if overlay else []
    folders.append(shipped() / "styles" if kind == "editions" else shipped() / "content" / kind)
    return sorted({file.stem for folder in folders for file in folder.glob("*.yaml")})


def completing(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completion by the ids of these kinds of content."""

    def complete(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        # While a shell completes a word, Click may not have converted the other options.
        overlay = context.params.get("content")
        known = (name for kind in kinds for name in names(kind, overlay if isinstance(overlay, Path) else None))
        return [CompletionItem(name) for name in known if name.startswith(begun)]

    return complete


def content_option() -> Decorator:
    return click.option(
        "--content",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Your own folder of content; a file in it takes the place of the shipped file of its name.",
    )


def clinic_option(help_: str) -> Decorator:
    return click.option("--clinic", metavar="ID", shell_complete=completing("clinics"), help=help_)


def format_option(help_: str, **more: Any) -> Decorator:
    """`--format`: the kind of file."""
    return click.option("--format", "format_", type=FileFormat(FORMATS), help=help_, **more)


def edition_option(where: str = "") -> Decorator:
    return click.option(
        "--edition", metavar="NAME", shell_complete=completing("editions"),
        help=f"Paper and size of type, such as a4, letter, large-print or a5-booklet{where}. "
        "[default: that of the clinic's country]",
    )  # fmt: skip


def fillable_option() -> Decorator:
    """`--fillable`: an edition to fill in on a screen."""
    return click.option(
        "--fillable", is_flag=True, help="Make a form: the diary and every blank can be filled in on a screen."
    )


def exercises_option(where: str = "") -> Decorator:
    return click.option(
        "--exercises", type=Whole(1, MOST_EXERCISES), default=4, show_default=True, metavar="N",
        help=f"How many exercises to print at most{where}.",
    )  # fmt: skip


class Whole(click.IntRange):
    """A whole number, with limits in words: `from 1 to 12`."""

    name = "whole number"

    def _describe_range(self) -> str:
        return f"from {self.min} to {self.max}"


class Ids(click.ParamType[tuple[str, ...]]):
    """Ids with commas between, in the order given."""

    name = "ids"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        # Click converts defaults too, and those are tuples.
        return value if isinstance(value, tuple) else tuple(filter(None, (one.strip() for one in value.split(","))))


class SideOf(click.ParamType[tuple[str, str]]):
    """A side, of all or of the condition or exercise before the `=`."""

    name = "side"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        id_, _, side = str(value).rpartition("=")
        if side not in ("left", "right", "both"):
            self.fail(f"{value!r} is not one of 'left', 'right', 'both', or ID=SIDE.", param, ctx)
        return id_, side


def _each_once(ctx: click.Context, param: click.Parameter, value: Sequence[tuple[str, str]]) -> Any:
    if len(dict(value)) < len(value):
        raise click.BadParameter("one side is given twice.", ctx, param)
    return tuple(value)


def side_option() -> Decorator:
    """`--side`: of the leaflet, or of each of its conditions."""
    return click.option(
        "--side", "sides", type=SideOf(), multiple=True, metavar="SIDE|ID=SIDE", callback=_each_once,
        help="The side that hurts: left, right or both; of one condition or exercise as ID=left. May be repeated. "
        "[default: the leaflet says “sore side”]",
    )  # fmt: skip


def choice_options() -> Decorator:
    """`--plan`, `--only`, `--add`, `--without`, `--order` and `--weeks`: the exercises of one patient."""

    def ids(name: str, help_: str) -> Decorator:
        return click.option(
            name, type=Ids(), default=(), metavar="ID,...", shell_complete=completing("exercises"), help=help_
        )

    options = (
        click.option(
            "--plan", default="", metavar="ID", shell_complete=completing("plans"),
            help="Print the exercises of this plan, with its doses; `handouts list plans` shows them.",
        ),
        ids("--only", "Print these exercises and no others, in this order."),
        ids("--add", "Print these exercises too, after the others."),
        ids("--without", "Leave these exercises out; the next in importance moves up."),
        click.option(
            "--order", type=click.Choice(["importance", "position"]), default="importance", show_default=True,
            help="The order of the exercises; by position: standing, sitting, kneeling, lying, so that nobody gets up "
            "and down.",
        ),
        click.option(
            "--weeks", type=Whole(0, MOST_WEEKS), metavar="N",
            help="Weeks since the operation or injury: leave out exercises that begin later, or have ended.",
        ),
    )  # fmt: skip

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        # As decorators, which apply from the last one up; so help shows them in this order.
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def conditions_limit_option(where: str = "a leaflet") -> Decorator:
    return click.option(
        "--conditions-limit", type=Whole(1, MOST_CONDITIONS), default=3, show_default=True, metavar="N",
        help=f"How many conditions {where} may have. More than three are hard to read.",
    )  # fmt: skip


def quiet_option() -> Decorator:
    return click.option("-q", "--quiet", is_flag=True, help="Show errors only.")


MOST_JOBS = 256


def jobs_option() -> Decorator:
    return click.option(
        "--jobs", type=Whole(0, MOST_JOBS), metavar="N",
        help="How many leaflets are printed at the same time; 0: one after the other, without workers. "
        "[default: one for each processor]",
    )  # fmt: skip


def shard_option(what: str) -> Decorator:
    return click.option(
        "--shard",
        callback=_share,
        metavar="I/N",
        help=f"Print one share of the {what}, for several computers: 2/5 is the second of five.",
    )


def cluster_option() -> Decorator:
    return click.option(
        "--on", metavar="dask://HOST:PORT", help="Print on the computers of a Dask cluster (docs/scaling.md)."
    )


def _share(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """`2/5` is the second of five shares."""
    if value is None:
        return None
    # Six digits: `int` raises an error of its own for thousands of them.
    numbers = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", value)
    if numbers is None or not 1 <= int(numbers[1]) <= int(numbers[2]):
        raise click.BadParameter(f"{value!r} is not a share. Write 2/5 for the second of five.")
    return int(numbers[1]), int(numbers[2])
