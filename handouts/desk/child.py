"""The work of a child process: it lays a leaflet out, draws its pages, and checks the finished file.

The first file comes after one layout, as tight as the last leaflet of these conditions was set. `checked` then prints
it as every command does; where the two differ, its pages replace the first ones.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from handouts.batch.jobs import PrintJob
from handouts.desk.drawing import CheckTask, Drawn, FillTask, PictureTask, Place
from handouts.diagnostics import Diagnostic, has_errors
from handouts.formats import FORMATS
from handouts.formats.pdf import finished, imposed
from handouts.layout import templates
from handouts.layout.tightness import Tightness
from handouts.pdf import Printed, fill, page_digest, page_pictures, printing, rendering
from handouts.pdf.recorder import Recorder
from handouts.pdf.walk import PX_PER_MM

if TYPE_CHECKING:
    from handouts.pdf.rendering import LaidOut

KEPT = 200  # tightnesses that a child remembers
MOST_FILLERS = 4
MOST_PICTURES = 40  # of some 150 kB each

#: The sketch that is not checked yet: checking begins with its layout. At most one, and none afterwards.
_SKETCHED: dict[bytes, _Sketch] = {}
#: How tight the last leaflet of some conditions was set, by what it most depends on.
_TIGHTNESS: dict[tuple[object, ...], Tightness] = {}

#: Pictures of pages without words of a person, by what they look like and their width.
_PICTURES: dict[tuple[bytes, int], bytes] = {}


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A layout with its file, which need not be written again where the checked leaflet is as tight."""

    tightness: Tightness
    laid: LaidOut
    drawn: Drawn
    recorder: Recorder


def sketch(job: PrintJob) -> Drawn:
    """Lays a leaflet out once, where one of these conditions was laid out before, and writes its file, unchecked."""
    _SKETCHED.clear()
    one = _laid_out(job, _TIGHTNESS.get(_key(job)))
    if isinstance(one, Diagnostic):
        return Drawn(Printed(b"", 0, (one,)), {})
    _SKETCHED[_name(job)] = one
    printed = one.drawn.printed
    data = imposed(printed, job.leaflet, job.edition) if printed.data else b""
    return replace(one.drawn, printed=replace(printed, data=data))


def filled(task: FillTask) -> bytes:
    """The file of a template with other doses, unchecked; nothing where a dose does not fit its place."""
    _SKETCHED.clear()
    data = _filler(task.template).filled(task.texts, task.request)
    return b"" if isinstance(data, fill.Refusal) else data


@lru_cache(maxsize=MOST_FILLERS)
def _filler(template: bytes) -> fill.Filler:
    return fill.Filler(pickle.loads(template))


def checked(task: CheckTask) -> Drawn:
    """Prints a leaflet in full, as `handouts make` does, and reads the file back."""
    job = task.job
    one = _laid_out(job, None)
    _SKETCHED.clear()
    if isinstance(one, Diagnostic):
        return Drawn(Printed(b"", 0, (one,)), {})
    text = FORMATS["text"].render(job.leaflet, job.edition, job.assets).data.decode("utf-8")
    printed = finished(one.drawn.printed, job.leaflet, job.edition)
    return Drawn(printed, one.drawn.places, text, _template(job, one) if task.wants_template else b"")


def _template(job: PrintJob, one: _Sketch) -> bytes:
    """The template of a leaflet that was printed; nothing where doses cannot be filled in, or where it has errors."""
    if not (printed := one.drawn.printed).data or has_errors(printed.diagnostics):
        return b""
    written = one.recorder.written(one.laid.document, one.laid.tree)
    recorded = printing.RecordedPrint(printed, one.tightness, written)
    template = fill.template_of_print(job.leaflet, job.edition, job.assets, recorded)
    if isinstance(template, fill.Refusal):
        return b""
    packed = pickle.dumps(template)
    filled(FillTask(packed, template.texts, ""))  # the first one in a process takes a hundred times as long
    return packed


def pictures(task: PictureTask) -> list[bytes]:
    """PNGs of pages of a PDF. A page that looks as one of before is not drawn again."""
    looks = page_digest.digests(task.data)
    with page_pictures.pages(task.data) as pages:
        return [
            _picture(pages[number - 1], (looks[number - 1], task.width_px), task.has_person)
            for number in task.numbers
            if number <= len(pages)
        ]


def looks(data: bytes) -> list[bytes]:
    """A digest of what each page of a PDF shows."""
    return page_digest.digests(data)


def _laid_out(job: PrintJob, as_tight: Tightness | None) -> _Sketch | Diagnostic:
    known = _SKETCHED.get(_name(job))
    try:
        laid, tightness = printing.laid_out(
            job.leaflet, job.edition, job.assets, as_tight, {known.tightness: known.laid} if known else {}
        )
    except templates.BrokenTemplateError as broken:
        return broken.diagnostic
    _remember(_key(job), tightness)
    if known and laid is known.laid:
        return known
    recorder = Recorder()
    printed = printing.with_findings(rendering.write(laid, recorder), job.leaflet, job.edition, laid, tightness)
    places = {} if job.edition.imposition else _places(laid, job.edition.page_mm[1] * PX_PER_MM)
    return _Sketch(tightness, laid, Drawn(printed, places), recorder)


def _name(job: PrintJob) -> bytes:
    """A digest of all that a leaflet prints."""
    return sha256(pickle.dumps(job)).digest()


def _key(job: PrintJob) -> tuple[object, ...]:
    """What the tightness of a leaflet most depends on."""
    leaflet = job.leaflet
    return leaflet.conditions, job.edition.key, tuple(card.id for card in leaflet.cards), leaflet.both_sides


def _remember(key: tuple[object, ...], tightness: Tightness) -> None:
    if len(_TIGHTNESS) >= KEPT:
        _TIGHTNESS.clear()
    _TIGHTNESS[key] = tightness


def _places(laid: LaidOut, height_px: float) -> dict[str, Place]:
    """Each unsplittable part with the page on which it begins."""
    places: dict[str, Place] = {}
    for number, pieces in enumerate(laid.pieces, 1):
        for piece in pieces:
            for _, name in piece.position.wholes:
                top, bottom = piece.rect.top / height_px, piece.rect.bottom / height_px
                known = places.get(name)
                if known is None:
                    places[name] = Place(number, top, bottom)
                elif known.page == number:
                    places[name] = Place(number, min(known.top, top), max(known.bottom, bottom))
    return places


def _picture(page: object, look: tuple[bytes, int], has_person: bool) -> bytes:
    if look in _PICTURES:
        return _PICTURES[look]
    picture = page_pictures.png(page, look[1])
    if not has_person:
        if len(_PICTURES) >= MOST_PICTURES:
            _PICTURES.clear()
        _PICTURES[look] = picture
    return picture
