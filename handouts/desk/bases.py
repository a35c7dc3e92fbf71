"""Pages that were laid out before, into which other doses are filled: milliseconds in place of a layout.

What is filled in is a sketch: the checked file is printed in full, and its pages take the place of those that look
otherwise. A base has no words of a person: a leaflet with a name or note is laid out.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from handouts.batch.jobs import PrintJob
from handouts.desk.drawing import Drawn, FillTask
from handouts.layout import templates, variables
from handouts.model.leaflet import Leaflet, Personal
from handouts.pdf import Printed

MOST_KEPT = 4  # of some 500 kB each


@dataclass(frozen=True, slots=True)
class Base:
    """A leaflet with marks in place of its doses, the job that it was printed for, and what that gave."""

    marked: Leaflet
    job: PrintJob
    drawn: Drawn

    def is_of(self, job: PrintJob, marked: Leaflet) -> bool:
        """Whether a job differs from this one in its doses alone."""
        return replace(job, leaflet=marked) == replace(self.job, leaflet=self.marked)

    def task(self, job: PrintJob) -> FillTask:
        _, texts = variables.marked(job.leaflet, job.edition)
        return FillTask(self.drawn.template, texts, templates.request_entry(job.leaflet.request, job.edition.key))

    def filled(self, data: bytes) -> Drawn:
        """What is drawn with the bytes of a filled file."""
        before = self.drawn.printed
        return Drawn(Printed(data, before.pages, ()), self.drawn.places)


class Bases:
    """The last bases, the newest first."""

    def __init__(self) -> None:
        self._kept: deque[Base] = deque(maxlen=MOST_KEPT)

    def find(self, job: PrintJob) -> Base | None:
        """The base of a leaflet that differs from it in its doses alone."""
        if not is_of_nobody(job.leaflet):
            return None
        marked, _ = variables.marked(job.leaflet, job.edition)
        return next((base for base in self._kept if base.is_of(job, marked)), None)

    def keep(self, job: PrintJob, drawn: Drawn) -> None:
        """Keeps a checked leaflet, if it has a template."""
        if drawn.template:
            marked, _ = variables.marked(job.leaflet, job.edition)
            self._kept.appendleft(Base(marked, job, replace(drawn, text="")))

    def drop(self, base: Base) -> None:
        """Forgets a base whose filled pages look otherwise than printed ones."""
        if base in self._kept:
            self._kept.remove(base)


def is_of_nobody(leaflet: Leaflet) -> bool:
    """Whether it has no words of a person. A day is none."""
    return replace(leaflet.personal, date="") == Personal("", "", "", "")
