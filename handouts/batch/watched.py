"""The engine and the templates at work under the watchdog: what verbs call to print, prove or set a leaflet.

Content can be wrong in ways that nobody foresaw, so nothing that lays out a page or runs a template does so in the
process that speaks and writes. What does not come to an end there is a finding (HND945 to HND949).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from handouts import pdf
from handouts.batch.workers.watchdog import Watchdog
from handouts.diagnostics import Diagnostic
from handouts.formats import FORMATS
from handouts.layout import templates
from handouts.layout.templates import TemplateSet
from handouts.model import Edition
from handouts.model.leaflet import Leaflet
from handouts.pdf import Printed
from handouts.pdf.printing import PrintAssets

LEAFLET_S = 10.0  # of processor time; the longest known leaflet takes 4, a merge of seven conditions 3
PAGE_S = 5.0  # for the templates of one page, which take 0.02
MEMORY_MIB = 1024  # the largest known leaflet takes 150


class WatchedPrinter:
    """A child that prints and sets leaflets, one after the other; entered as a context, it is ended after the last."""

    def __init__(self) -> None:
        self._watchdog = Watchdog(MEMORY_MIB)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self._watchdog.end()

    def print_and_check(self, leaflet: Leaflet, edition: Edition, assets: PrintAssets, format_: str = "pdf") -> Printed:
        """What the format renders. An engine that cannot start is HND504; without a result, the file has no bytes."""
        task = PrintTask(leaflet, edition, assets, format_)
        result, fault = self._watchdog.run(_rendered, task, timeout_s=LEAFLET_S)
        return Printed(b"", 0, (fault,)) if fault else result

    def html(self, leaflet: Leaflet, edition: Edition | None, press: TemplateSet) -> str:
        """The page for an edition, or for a screen without one. Raises typeset.TemplateFaultError."""
        result, fault = self._watchdog.run(_set, HtmlTask(leaflet, edition, press), timeout_s=PAGE_S)
        if fault or isinstance(result, Diagnostic):
            raise templates.BrokenTemplateError(fault or result)
        return str(result)


def print_and_check(leaflet: Leaflet, edition: Edition, assets: PrintAssets, format_: str = "pdf") -> Printed:
    """One leaflet, printed and proved in a child of its own."""
    with WatchedPrinter() as guarded:
        return guarded.print_and_check(leaflet, edition, assets, format_)


@dataclass(frozen=True, slots=True)
class PrintTask:
    """A leaflet to be printed and proved."""

    leaflet: Leaflet
    edition: Edition
    paper: PrintAssets
    format_: str


@dataclass(frozen=True, slots=True)
class HtmlTask:
    """A leaflet to be set as HTML."""

    leaflet: Leaflet
    edition: Edition | None
    press: TemplateSet


def _rendered(task: PrintTask) -> Printed:
    if unready := pdf.engine_fault():
        return Printed(b"", 0, (unready,))
    return FORMATS[task.format_].render(task.leaflet, task.edition, task.paper)


def _set(task: HtmlTask) -> str | Diagnostic:
    try:
        if task.edition is None:
            return templates.page(task.leaflet, task.press)
        return templates.html(task.leaflet, task.edition, task.press)
    except templates.BrokenTemplateError as fault:
        return fault.diagnostic
