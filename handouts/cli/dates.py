"""The day on which a round of checks is made, and the rule of review that holds: shared by the verbs that check."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from handouts.model import Library

EXAMPLE = "example"
LONGEST_YEARS = 3  # PIF TICK; see handouts.checks.governance


def today() -> datetime.date:
    """Here, and where a leaflet gets its date, the program looks at the clock."""
    return datetime.date.today()


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date:
    """`2026-11-30`; without it, today."""
    if value is None:
        return today()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(f"{value!r} is not a date. Write year-month-day, such as 2026-11-30.")


def day_option() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--today", "day", callback=_day, metavar="YYYY-MM-DD", help="As if it were this day. [default: today]"
    )


def review_years(library: Library, clinic: str | None) -> int:
    """How many years a leaflet may go without review, by the rule of a clinic."""
    known = library.clinics.get(clinic or EXAMPLE)
    if clinic is not None and known is None:
        from handouts.diagnostics import did_you_mean

        raise click.UsageError(f"there is no clinic `{clinic}`: {did_you_mean(clinic, library.clinics, 'clinic')}")
    return known.review_years if known else LONGEST_YEARS
