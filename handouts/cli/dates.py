"""Options that are dates: of a round of checks, on the leaflet, of birth."""

from __future__ import annotations

import datetime
import re

import click

from handouts.cli.options import Decorator


def today() -> datetime.date:
    """The only place where the program reads the clock."""
    return datetime.date.today()


def _date(value: str) -> datetime.date | None:
    try:
        # `fromisoformat` alone takes 20261130 and 2026-W49-1 too, which a person would misread on paper.
        return datetime.date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
    except ValueError:
        return None


def _given(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date:
    """`2026-11-30`; without it, today."""
    if day := today() if value is None else _date(value):
        return day
    raise click.BadParameter(f"{value!r} is not a date. {_why(value)}Write year-month-day, such as 2026-11-30.")


def _on_paper(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    """`2026-11-30`, or `today`; without it, none."""
    if value is None:
        return None
    if day := today() if value == "today" else _date(value):
        return day
    raise click.BadParameter(
        f"{value!r} is not a date. {_why(value)}Write year-month-day, such as 2026-11-30, or `today`."
    )


def _birthday(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    """A patient's date, and so not repeated in the message where it cannot be read."""
    if value is None:
        return None
    # The same rule as for the column of a list.
    from handouts.batch.patients.days import NO_BIRTHDAY, is_birthday

    if (day := _date(value)) is None:
        raise click.BadParameter(f"this is not a date. {_why(value)}Write year-month-day, such as 1961-03-04.")
    if not is_birthday(day, today()):
        raise click.BadParameter(f"{NO_BIRTHDAY}. Correct it, or leave it out.")
    return day


def _why(value: str | None) -> str:
    """Why the numbers of a text are no day, as a sentence; empty for other texts."""
    from handouts.batch.patients.days import why_no_day

    why = why_no_day(value or "")
    return f"{why[0].upper()}{why[1:]}. " if why else ""


def day_option() -> Decorator:
    return click.option(
        "--today", "day", callback=_given, metavar="YYYY-MM-DD", help="Check as if it were this day. [default: today]"
    )


def on_paper_option(name: str, help_: str) -> Decorator:
    """A date that the leaflet prints."""
    return click.option(name, callback=_on_paper, metavar="YYYY-MM-DD", help=f"{help_} [default: a line to write on]")


def birthday_option(name: str, help_: str) -> Decorator:
    return click.option(name, callback=_birthday, metavar="YYYY-MM-DD", help=help_)
