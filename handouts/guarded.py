"""The engine and the templates at work under the watchdog: what verbs call to print, prove or set a leaflet.

Content can be wrong in ways that nobody foresaw, so nothing that lays out a page or runs a template does so in the
process that speaks and writes. What does not come to an end there is a finding (HND945 to HND949).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from handouts import formats, proof, typeset
from handouts.batch.watchdog import Watchdog
from handouts.diagnostics import Diagnostic
from handouts.formats import Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition
from handouts.printing import Paper
from handouts.proof import Proof
from handouts.typeset import Press

LEAFLET_S = 10.0  # of processor time; the longest known leaflet takes 4, a merge of seven conditions 3
PAGE_S = 5.0  # for the templates of one page, which take 0.02
MEMORY_MIB = 1024  # the largest known leaflet takes 150


class Guarded:
    """A child that prints and sets leaflets, one after the other; entered as a context, it is ended after the last."""

    def __init__(self) -> None:
        self._watchdog = Watchdog(MEMORY_MIB)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self._watchdog.end()

    def pull(self, leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> tuple[Printed, Proof]:
        """What `proof.pull` gives. An engine that cannot start is HND504; without a result, the file has no bytes."""
        task = Pulling(leaflet, edition, paper, format_)
        result, fault = self._watchdog.run(_pulled, task, timeout_s=LEAFLET_S)
        return (Printed(b"", 0, (fault,)), Proof((fault,), {})) if fault else result

    def html(self, leaflet: Leaflet, edition: Edition | None, press: Press) -> str:
        """The page for an edition, or for a screen without one. Raises typeset.TemplateFaultError."""
        result, fault = self._watchdog.run(_set, Setting(leaflet, edition, press), timeout_s=PAGE_S)
        if fault or isinstance(result, Diagnostic):
            raise typeset.TemplateFaultError(fault or result)
        return str(result)


def pull(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> tuple[Printed, Proof]:
    """One leaflet, printed and proved in a child of its own."""
    with Guarded() as guarded:
        return guarded.pull(leaflet, edition, paper, format_)


@dataclass(frozen=True, slots=True)
class Pulling:
    """A leaflet to be printed and proved."""

    leaflet: Leaflet
    edition: Edition
    paper: Paper
    format_: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A leaflet to be set as HTML."""

    leaflet: Leaflet
    edition: Edition | None
    press: Press


def _pulled(task: Pulling) -> tuple[Printed, Proof]:
    if unready := formats.unready():
        return Printed(b"", 0, (unready,)), Proof((unready,), {})
    return proof.pull(task.leaflet, task.edition, task.paper, task.format_)


def _set(task: Setting) -> str | Diagnostic:
    try:
        if task.edition is None:
            return typeset.page(task.leaflet, task.press)
        return typeset.html(task.leaflet, task.edition, task.press)
    except typeset.TemplateFaultError as fault:
        return fault.diagnostic
