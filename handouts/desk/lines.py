"""The answer to `/draw`, line by line: what is chosen, the pages, and at last the checked file."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from typing import Any

from handouts.batch.jobs import PrintJob
from handouts.desk import bases, drawing, findings, record
from handouts.desk.bases import Base
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.composing import Composed
from handouts.desk.drawing import CheckTask, Drawn, PictureTask
from handouts.desk.printers import RETRY_AFTER_S, FullError, Printer
from handouts.desk.state import Desk
from handouts.diagnostics import Diagnostic, has_errors
from handouts.model.leaflet import Leaflet

CHECK_AFTER_S = 0.4  # without another change, until the finished file is made and checked


async def lines_of(desk: Desk, picked: DeskChoice, composed: Composed) -> AsyncIterator[str]:
    async for line in _drawn(desk, picked, composed):
        yield json.dumps(line, ensure_ascii=False) + "\n"


async def _drawn(desk: Desk, picked: DeskChoice, composed: Composed) -> AsyncIterator[dict[str, Any]]:
    leaflet = composed.result.leaflet
    yield {"kind": "chosen", "exercises": composed.exercises, "findings": plain(desk, picked, composed.found)}
    if leaflet is None:
        yield {"kind": "stopped"}
        return
    job = job_of(desk, composed, leaflet)
    try:
        base = desk.bases.find(job)
        async with desk.printers.one() as printer:
            sketch, fault = await _sketched(printer, job, base)
            seen: list[bytes] = []
            async for line in _pages(desk, printer, picked, sketch, fault, seen):
                yield line
        if fault is not None:
            return
        await asyncio.sleep(CHECK_AFTER_S)  # a page that has changed again is gone by now, and with it this answer
        task = CheckTask(job, base is None and bases.is_of_nobody(leaflet))
        async with desk.printers.one() as printer:
            checked, fault = await printer.run(drawing.checked, task)
            if fault is None and checked.printed.data and checked.printed.data != sketch.printed.data:
                before = [*seen]
                async for line in _pages(desk, printer, picked, checked, fault, seen):
                    yield line
                if base is not None and seen != before:
                    desk.bases.drop(base)
        if fault is None:
            desk.bases.keep(job, checked)
    except FullError:
        yield {"kind": "busy", "after_s": RETRY_AFTER_S}
        return
    if fault is not None:
        yield {"kind": "stopped", "findings": plain(desk, picked, [fault])}
        return
    yield _ready(desk, picked, composed, leaflet, checked)


async def _sketched(printer: Printer, job: PrintJob, base: Base | None) -> tuple[Drawn, Diagnostic | None]:
    """The first pages of a leaflet: filled in where only its doses are new, else laid out."""
    if base is not None:
        data, _ = await printer.run(drawing.filled, base.task(job))
        if data:
            return base.filled(data), None
    return await printer.run(drawing.sketch, job)


def job_of(desk: Desk, composed: Composed, leaflet: Leaflet) -> PrintJob:
    assert composed.result.edition is not None  # a leaflet has one
    edition = desk.workspace.library.edition(composed.result.edition)
    return PrintJob(leaflet, edition, desk.assets)


def first_job(desk: Desk) -> PrintJob | None:
    """A leaflet to begin with: the first condition that prints."""
    for id_ in sorted(desk.workspace.library.conditions):
        composed = desk.composer.composed(DeskChoice((Picked(id_, None),)), desk.today())
        if composed.result.leaflet is not None:
            return job_of(desk, composed, composed.result.leaflet)
    return None


async def _pages(
    desk: Desk, printer: Printer, picked: DeskChoice, drawn: Drawn | None, fault: Diagnostic | None, seen: list[bytes]
) -> AsyncIterator[dict[str, Any]]:
    """The pages of a file, the one in view first; nothing where they look as `seen`, which becomes theirs."""
    if drawn is None or not drawn.printed.data:
        found = [fault] if fault else drawn.printed.diagnostics if drawn else ()
        yield {"kind": "stopped", "findings": plain(desk, picked, found)}
        return
    looks, fault = await printer.run(drawing.looks, drawn.printed.data)
    if fault is not None:
        yield {"kind": "stopped", "findings": plain(desk, picked, [fault])}
        return
    if looks == seen:
        return
    seen[:], count = looks, len(looks)
    focus = drawn.places.get(picked.focus)
    first = min(focus.page if focus else picked.page, count)
    places = {name: asdict(place) for name, place in drawn.places.items()}
    yield {"kind": "drawn", "pages": count, "first": first, "places": places}
    if not picked.width_px:
        return
    rest = [number for number in range(1, count + 1) if number != first]
    for numbers in ((first,), tuple(rest)):
        task = PictureTask(drawn.printed.data, numbers, picked.width_px, bool(picked.name or picked.note))
        pictures, fault = await printer.run(drawing.pictures, task)
        for number, picture in zip(numbers, pictures or (), strict=False):
            yield {"kind": "page", "number": number, "png": b64encode(picture).decode("ascii")}


def _ready(desk: Desk, picked: DeskChoice, composed: Composed, leaflet: Leaflet, checked: Drawn) -> dict[str, Any]:
    """The last line: the file, its texts, and all findings."""
    found = [*composed.found, *checked.printed.diagnostics]
    edition = desk.workspace.library.edition(composed.result.edition or "")
    data = b"" if has_errors(found) else checked.printed.data
    conditions = desk.workspace.library.conditions
    sides = [(conditions[id_].title, side) for id_, side in record.own_sides(leaflet)]
    printed = record.Printed(
        leaflet, edition, checked.printed.pages, composed.exercises, sides, picked.without,
        findings.left_out(composed.found, desk.workspace.library), bool(picked.note.strip()),
    )  # fmt: skip
    return {
        "kind": "ready",
        "pdf": b64encode(data).decode("ascii"),
        "file": file_name(leaflet, composed),
        "title": leaflet.title,
        "text": checked.text,
        "record": record.text(printed, desk.today(), desk.wording),
        "draft": leaflet.imprint.status != "approved",
        "pages": checked.printed.pages,
        "aim": edition.pages_max,
        "findings": plain(desk, picked, found),
    }


def file_name(leaflet: Leaflet, composed: Composed) -> str:
    """`PF+HS-en-left.pdf`: the number of the leaflet and the side; nothing of a person."""
    return "-".join(filter(None, (leaflet.imprint.document, composed.request.side))) + ".pdf"


def plain(desk: Desk, picked: DeskChoice, found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    personal = {"name": picked.name, "note": picked.note}
    return findings.plain(found, desk.workspace.library, desk.wording, desk.edit, personal)
