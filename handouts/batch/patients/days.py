"""Reads days. Each form that a spreadsheet writes and that is no certain day is a fault with its name and remedy."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterable

from handouts.batch.patients.column_names import DAYS, ISO
from handouts.batch.patients.damage import CODE, damage
from handouts.batch.patients.values import Fault

EARLIEST_BIRTH = 1900
NO_DAY = "there is no such day"
NO_BIRTHDAY = "nobody who is alive was born on this day"
_WRITE_ISO = "format the column as yyyy-mm-dd in the spreadsheet, and save the list again"

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

#: Days that programs write where they know none.
_FILLERS = {
    datetime.date(1, 1, 1), datetime.date(1899, 12, 30), datetime.date(1899, 12, 31), datetime.date(1900, 1, 1),
    datetime.date(9999, 12, 31),
}  # fmt: skip
_NO_DAY = re.compile(r"0{4}-00-00.*|0?[01]/0?[01]/1900|00[/.]00[/.]0000")
_MIDNIGHT = re.compile(r"(.*\d)[ T]0?0:00(?::00(?:\.0+)?)?(?: ?[AP]M|Z)?|(.*\d)[ T]12:00(?::00)? ?AM", re.I)

_TIME = re.compile(r".*\d[ T]\d{1,2}:\d\d.*")
_DAY_NUMBER = re.compile(r"(?:\d{5}|[3-9]\d{3})(?:[.,]\d+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[^\W\d_]{3,9}\.?)[-/. ]'?\d{2}")
_MONTH_NAME = re.compile(r"(?=.*\d{4}).*[^\W\d_]{3}.*")

#: Day, month and year in an order that the text itself does not say.
_OTHER_ORDER = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_ISO_ORDER = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")

Reader = Callable[[str], datetime.date | Fault]


def reader(form: str, cells: Callable[[], Iterable[str]]) -> Reader:
    """What reads the days of a column.

    Args:
        form: how they are written, a key of `DAYS`; year-month-day is read besides.
        cells: the column, looked at once a day cannot be read: the other cells show whether the day is first.
    """
    advice: list[str] = []

    def read(text: str) -> datetime.date | Fault:
        found = _day(text, form)
        if found is not None:
            return found
        if _OTHER_ORDER.fullmatch(text):
            if why := why_no_day(text):
                return Fault("HND909", NO_DAY, f"{why}; write {form}, such as {DAYS[form][1]}")
            if not advice:
                advice.append(_order(cells(), form))
            return Fault("HND909", f"this day is not written {form}", advice[0])
        no_day = Fault("HND909", "this is no day that can be read", f"write {form}, such as {DAYS[form][1]}")
        return damage(text, "") or _special(text, form) or no_day

    return read


def birthday(read: Reader, today: datetime.date) -> Reader:
    """The same for days of birth, which lie in the past of a person who is alive."""

    def born(text: str) -> datetime.date | Fault:
        found = read(text)
        if isinstance(found, Fault) or is_birthday(found, today):
            return found
        return Fault("HND909", NO_BIRTHDAY, "correct it, or leave it out")

    return born


def is_birthday(day: datetime.date, today: datetime.date) -> bool:
    """Whether a person who is alive can have been born on a day."""
    return day.year >= EARLIEST_BIRTH and day <= today


def _day(text: str, form: str) -> datetime.date | Fault | None:
    """The day, a fault where there is none of this name, or None for another form."""
    match = DAYS[form][0].fullmatch(text) or DAYS[ISO][0].fullmatch(text)
    found = _date(match) if match else None
    if found in _FILLERS or (found is None and _NO_DAY.fullmatch(text)):
        return Fault(CODE, "programs write this day where they know none", "empty the cell, or write the true day")
    if match and found is None:
        why = _no_day(*(int(match[part]) for part in "ymd"))
        return Fault("HND909", NO_DAY, f"{why}; write {form}, such as {DAYS[form][1]}")
    return found


def why_no_day(text: str) -> str:
    """Why no order of day and month makes a day of a text; empty where one does, or where it is written in another way.

    It names the month at most, since the text may be a date of birth.
    """
    if match := _ISO_ORDER.fullmatch(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
        return "" if _is_day(year, month, day) else _no_day(year, month, day)
    if (match := _OTHER_ORDER.fullmatch(text)) and not any(_readings(match)):
        first, second = sorted((int(match[1]), int(match[3])))
        return _no_day(int(match[4]), first, second)
    return ""


def _readings(match: re.Match[str]) -> tuple[bool, bool]:
    """Whether a day in an order that it does not say is one with the day first, and with the month first."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    return _is_day(year, second, first), _is_day(year, first, second)


def _no_day(year: int, month: int, day: int) -> str:
    """What is wrong with numbers that are no day."""
    if not (year and month and day):
        return "no day, month or year is 0"
    if month <= 12:
        name, most = _MONTHS[month - 1], calendar.monthrange(2000, month)[1]
        return f"{name} has {'28 or 29' if month == 2 else most} days"
    exchanged = ": day and month may be exchanged" if _is_day(year, day, month) else ""
    return f"there are 12 months{exchanged}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _special(text: str, form: str) -> Fault | None:
    """The form that a spreadsheet gave to the day, if it is one that leaves doubt."""
    message = None
    if ":" in text:
        if midnight := _MIDNIGHT.fullmatch(text):
            if isinstance(day := _day(midnight[1] or midnight[2], form), Fault) and day.code == CODE:
                return day
            message = "this is a day with a time at midnight"
        elif _TIME.fullmatch(text):
            message = "this is a day with a time"
    elif _DAY_NUMBER.fullmatch(text):
        message = "this is the number by which a spreadsheet counts days"
    elif _SHORT_YEAR.fullmatch(text):
        message = "the year has two digits, and may be of either century"
    elif _MONTH_NAME.fullmatch(text):
        message = "the month is written as a word"
    return Fault(CODE, message, _WRITE_ISO) if message else None


def _order(cells: Iterable[str], form: str) -> str:
    """Which line for a file of columns reads the whole column: a number above 12 is the day."""
    signs, day_first, month_first = set[str](), False, False
    for cell in cells:
        if match := _OTHER_ORDER.fullmatch(cell.strip()):
            signs.add(match[2])
            readings = _readings(match)
            day_first |= readings == (True, False)
            month_first |= readings == (False, True)
    orders = [other for other in DAYS if other not in (form, ISO) and all(sign in other for sign in signs)]
    orders = [other for other in orders if not (month_first if other.startswith("day") else day_first)]
    if not orders:
        return f"the order of day and month changes in this column: write {form}, such as {DAYS[form][1]}"
    lines = " or ".join(f"`dates: {other}`" for other in orders)
    doubt = ", whichever the list means," if len(orders) > 1 else ""
    return f"add the line {lines}{doubt} to a file for `--columns`"
