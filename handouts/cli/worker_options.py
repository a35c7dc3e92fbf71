"""Options of the verbs that make many leaflets: how the work is shared out. Nothing heavy is imported here."""

from __future__ import annotations

import re

import click

from handouts.cli import options
from handouts.cli.options import Decorator

MOST_JOBS = 256


def jobs_option() -> Decorator:
    return click.option(
        "--jobs", type=options.Whole(0, MOST_JOBS), metavar="N",
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
