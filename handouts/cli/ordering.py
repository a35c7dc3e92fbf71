"""An order as the words of `make` give it, and the work that answers it: read, compose, print, save.

Nothing here prints: `Made` carries the file's name, the findings and the exit code to whoever tells them.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from handouts import checks, saving
from handouts.cli import bearing, dates, settings, shop, terminal
from handouts.compose import compose
from handouts.diagnostics import Diagnostic, did_you_mean, has_errors
from handouts.formats import Printed, fonts
from handouts.leaflet import Leaflet, Request, Side
from handouts.model import KEBAB, Library

if TYPE_CHECKING:
    from handouts.model import Edition

EXAMPLE = "example"

#: The endings of files, by format.
ENDINGS = {"pdf": (".pdf",), "html": (".html", ".htm")}

#: What goes wrong in the words of the command, not in content: exit code 2.
USAGE_CODES = ("HND001", "HND002", "HND403")


@dataclass(frozen=True, slots=True)
class Order:
    """The words of `make` that say what to print and where to."""

    conditions: tuple[str, ...]
    output: str | None = None
    edition: str | None = None
    format_: str | None = None
    clinic: str | None = None
    content: Path | None = None
    side: Side | None = None
    exercises: int = 4
    settings: tuple[str, ...] = ()
    patient: str = ""
    clinician: str = ""
    date: datetime.date | None = None
    notes: str = ""

    @property
    def ending(self) -> str:
        """The format: as asked for, or as the name of the file says."""
        html = self.output is not None and self.output.lower().endswith((".html", ".htm"))
        return self.format_ or ("html" if html else "pdf")

    @property
    def personal(self) -> tuple[str, ...]:
        """Words that belong in the document alone."""
        return tuple(words for words in (self.patient, self.clinician, self.notes) if words)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an order. `elsewhere` are errors in files that this leaflet does not use."""

    found: tuple[Diagnostic, ...] = ()
    elsewhere: int = 0
    leaflet: Leaflet | None = None
    printed: Printed | None = None
    edition: str | None = None
    file: str | None = None
    code: int = terminal.DONE


def make(order: Order) -> Made:
    """Answers an order. The file is written when nothing stops it."""
    opened = shop.opened(order.content)
    names = _chosen(order)
    clinic = _clinic(order)
    edition = order.edition or _own_edition(opened.library, clinic)
    bearing_on, others = bearing.split(opened.found, bearing.used(opened.library, names, clinic, edition))
    so_far = Made(
        found=tuple(finding for finding in bearing_on if finding.code != "HND303"),
        elsewhere=sum(finding.is_error for finding in others),
        edition=edition,
    )
    wishes, faults = settings.read(order.settings, opened.library)
    faults += _unknown(order, opened, names, clinic) + _idle(wishes, names, opened.library)
    faults += _misnamed(order) + _unprintable(order)
    if faults or has_errors(bearing_on):
        return _stopped(so_far, faults)
    judged = checks.run(opened.library, names, dates.today(), dates.review_years(opened.library, clinic))
    so_far = _with(so_far, judged, order)
    if has_errors(judged):
        return _stopped(so_far, [])
    request = Request(
        names, clinic, order.side, order.exercises, wishes, order.patient, order.clinician, order.date, order.notes
    )
    leaflet, found = compose(opened.library, request)
    so_far = _with(so_far, [*found, *_undrawn(leaflet, opened.found)], order)
    if leaflet is None or has_errors(found):
        return _stopped(so_far, [])
    return _printed(replace(so_far, leaflet=leaflet), order, opened)


def _printed(so_far: Made, order: Order, opened: shop.Shop) -> Made:
    from handouts import printing

    assert so_far.leaflet is not None and so_far.edition is not None
    if unready := press_unready():
        return _stopped(so_far, [unready])
    edition: Edition = opened.library.editions[so_far.edition]
    printed = printing.write(so_far.leaflet, edition, opened.paper(), order.ending)
    so_far = replace(_with(so_far, printed.diagnostics, order), printed=printed)
    if has_errors(printed.diagnostics) or not printed.data:
        return _stopped(so_far, [])
    return _saved(so_far, order, printed.data, _own_edition(opened.library, _clinic(order)))


def _saved(so_far: Made, order: Order, data: bytes, usual: str | None) -> Made:
    if order.output == "-":
        lost = saving.pour(None if sys.stdout is None else sys.stdout.buffer, data)
        file = None
    else:
        file = order.output or default_name(order, so_far.leaflet, so_far.edition, usual)
        lost = saving.save(Path(file), data)
    if lost:
        return replace(so_far, found=(*so_far.found, *lost), code=terminal.IO)
    return replace(so_far, file=file)


def default_name(order: Order, leaflet: Leaflet | None, edition: str | None, usual: str | None) -> str:
    """`plantar-fasciitis.pdf`, `heel-spur+plantar-fasciitis-large-print.pdf`: conditions, and what is not usual."""
    stem = "+".join(leaflet.conditions if leaflet else order.conditions)
    if order.ending == "pdf" and edition != usual:
        stem += f"-{edition}"
    return f"{stem}.{order.ending}"


def _stopped(so_far: Made, faults: Sequence[Diagnostic]) -> Made:
    found = (*faults, *so_far.found)
    wrong_use = any(fault.code in USAGE_CODES and fault.span is None for fault in found)
    return replace(so_far, found=found, code=terminal.USAGE if wrong_use else terminal.FINDINGS)


def _with(so_far: Made, found: Iterable[Diagnostic], order: Order) -> Made:
    told = (_discreet(finding, order.personal) for finding in found)
    return replace(so_far, found=tuple(dict.fromkeys((*so_far.found, *told))))


# ---------------------------------------------------------------- what was asked for


def _chosen(order: Order) -> tuple[str, ...]:
    """The conditions, each once."""
    return tuple(dict.fromkeys(order.conditions))


def _clinic(order: Order) -> str:
    """The clinic that was named; else the only one in the clinic's own folder; else the example."""
    if order.clinic is not None:
        return order.clinic
    own = sorted((order.content / "clinics").glob("*.yaml")) if order.content else []
    return own[0].stem if len(own) == 1 else EXAMPLE


def _own_edition(library: Library, clinic: str) -> str | None:
    """The edition on the paper of the clinic's country."""
    if clinic not in library.clinics:
        return None
    region = library.regions.get(library.clinics[clinic].region)
    return region.paper if region else None


def _unknown(order: Order, opened: shop.Shop, names: Sequence[str], clinic: str) -> list[Diagnostic]:
    """Names that nothing has. A file with errors is there; its errors are told instead. Reports HND001."""
    library, found = opened.library, []
    conditions = {*library.conditions, *bearing.broken(opened.found, "conditions")}
    found += [_no_condition(order, name, conditions) for name in names if name not in conditions]
    clinics = {*library.clinics, *bearing.broken(opened.found, "clinics")}
    if clinic not in clinics:
        found.append(_no_such("clinic", clinic, clinics))
    editions = {*library.editions, *bearing.broken(opened.found, "styles")}
    if order.edition is not None and order.edition not in editions:
        found.append(_no_such("edition", order.edition, editions))
    return found


def _idle(wishes: Iterable[str], names: Sequence[str], library: Library) -> list[Diagnostic]:
    """Settings of advice and conditions that this leaflet does not print. Exercises are chosen by `compose`."""
    printed = {
        *names,
        *(block for name in names if name in library.conditions for block in library.conditions[name].advice),
    }
    known = {*library.advice, *library.conditions} - {*library.exercises}
    return [
        Diagnostic("HND002", f"{key} is set, but this leaflet does not print `{owner}`", "leave it out")
        for key in wishes
        if (owner := key.partition(".")[0]) in known and owner not in printed
    ]


def _no_condition(order: Order, name: str, known: set[str]) -> Diagnostic:
    """An unknown condition. When a name was given, a word of another shape may be a part of it, and is not repeated."""
    if order.personal and not re.fullmatch(KEBAB, name):
        advice = 'words with spaces need quotes: `--for "First Last"`'
        return Diagnostic("HND001", "one of the words is neither a condition nor an option", advice)
    return _no_such("condition", name, known)


def _no_such(kind: str, name: str, known: set[str]) -> Diagnostic:
    return Diagnostic("HND001", f"there is no {kind} `{name}`", did_you_mean(name, known, kind))


# ---------------------------------------------------------------- words about a person


def _misnamed(order: Order) -> list[Diagnostic]:
    """HND001 for a file whose ending says another format than the one that is written."""
    ending = Path(order.output).suffix.lower() if order.output and order.output != "-" else ""
    if not ending or ending in ENDINGS[order.ending] or not ending[1:].isalpha():
        return []
    written = " or ".join(f"`{one}`" for one in ENDINGS[order.ending])
    message = f"a file that ends in `{ending}` cannot hold {order.ending.upper()}"
    return [Diagnostic("HND001", message, f"let its name end in {written}, or choose another `--format`")]


def _unprintable(order: Order) -> list[Diagnostic]:
    """Personal words that no font can write, told without repeating them. Reports HND501."""
    given = {"--for": order.patient, "--clinician": order.clinician, "--notes": order.notes}
    return [
        Diagnostic(
            "HND501", f"the words of `{option}` hold letters that no bundled font has", "write them in Latin letters"
        )
        for option, words in given.items()
        if order.ending == "pdf" and fonts.missing_glyphs(words)
    ]


def _discreet(found: Diagnostic, personal: Sequence[str]) -> Diagnostic:
    """A finding that does not repeat what the leaflet says about a person."""

    def veiled(match: re.Match[str]) -> str:
        words = match[1].rstrip("…")
        about = any((words and words in secret) or secret in words for secret in personal)
        return "“(personal words)”" if about else match[0]

    return replace(found, message=re.sub("“([^”]*)”", veiled, found.message)) if personal else found


# ---------------------------------------------------------------- findings


def _undrawn(leaflet: Leaflet | None, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """One finding for all cards of this leaflet without a drawing. Reports HND303."""
    undrawn = {bearing.key(one.span.file).rpartition("/")[2] for one in found if one.code == "HND303" and one.span}
    all_cards = leaflet.cards if leaflet else ()
    cards = [card.id for card in all_cards if card.id in undrawn]
    if not cards:
        return []
    many = f"{len(cards)} of {len(all_cards)} exercises have" if len(cards) > 1 else "one exercise has"
    message = f"{many} no drawing yet: {', '.join(cards)}"
    return [Diagnostic("HND303", message, "what has no drawing is printed with words alone")]


def press_unready() -> Diagnostic | None:
    """Why the engine cannot start on this machine, or None. Reports HND504."""
    try:
        with redirect_stdout(StringIO()):  # the engine prints its complaint, and would do so into the PDF
            import_module("handouts.formats.engine")
    except OSError:
        return Diagnostic("HND504", "the engine misses a system library", "run `handouts doctor`")
    return None
