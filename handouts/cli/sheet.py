"""`handouts sheet`: a sheet of exercises without a condition."""

from __future__ import annotations

from typing import Any

import click

from handouts.cli import make, options

#: Options of `make` that choose by condition; a sheet has all others.
OF_CONDITIONS = ("conditions", "exercises", "conditions_limit", "only", "add")


@click.command(
    epilog="""\b
Examples:
  handouts sheet foot-roll calf-stretch-wall heel-raise-two-feet
  handouts sheet foot-roll bridge --title "Week one" --for "Ann Example" --date today
  handouts sheet foot-roll bridge knee-rolls pelvic-tilt --cards 4
  handouts sheet --plan heel-first-weeks --without towel-calf-stretch
  handouts sheet calf-stretch-wall --blank --edition large-print
  handouts sheet foot-roll bridge --set bridge.repetitions=8 --format text

`handouts list exercises` shows the exercises. What a condition forbids is not known here: a leaflet of
the condition checks it (`handouts make CONDITION --only ID,...`).
""",
)
@click.argument("only", metavar="[EXERCISE]...", nargs=-1, shell_complete=options.completing("exercises"))
@click.option("--title", default="", metavar="TEXT", help="The title; printed and in the properties of the file.")
@click.option(
    "--cards", type=click.Choice([1, 2, 4]),
    help="1, 2 or 4 exercises to a page; 4 leave out all but what to do, how often and when not to. "
    "[default: 2; 1 in large print and booklets]",
)  # fmt: skip
@click.option("--blank", is_flag=True, help="Leave all doses to be filled in by hand, but those of --set.")
def command(**settings: Any) -> int:
    """Make a sheet of exercises without a condition: their cards, pain guide, diary and contact.

    The exercises are printed in the order given, after those of the plan, or by `--order position`. Up to
    twelve have room.
    """
    named, plan = settings.pop("only"), settings["plan"]
    if not named and not plan:
        raise click.UsageError("name at least one exercise, or a plan with --plan")
    if settings["without"] and not plan:
        raise click.UsageError("--without leaves out exercises of a plan: name it with --plan")
    exercises, plans = (options.names(kind, settings["content"]) for kind in ("exercises", "plans"))
    if one := next((one for one in named if one in plans and one not in exercises), None):
        raise click.UsageError(f"`{one}` is a plan: write --plan {one}")
    # Exercises beside a plan come after those of the plan.
    return make.run(conditions=(), only=() if plan else named, add=named if plan else (), **settings)


command.params += [option for option in make.command.params if option.name not in OF_CONDITIONS]
