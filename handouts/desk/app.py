"""The application: its addresses, and what each answers."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from handouts.batch.jobs import PrintJob
from handouts.desk import assets, choice, drawing, favourites, finding, findings, record, shelf
from handouts.desk.choice import DeskChoice, Picked
from handouts.desk.composing import Composed
from handouts.desk.drawing import Drawn, PictureTask
from handouts.desk.printers import RETRY_AFTER_S, FullError, Printer, unless_gone
from handouts.desk.state import Desk
from handouts.diagnostics import Diagnostic, has_errors, plain
from handouts.model.leaflet import Leaflet

CHECK_AFTER_S = 0.4  # without another change, until the finished file is made and checked
LONGEST_WAIT_S = 25.0  # for a change of the content


def application(desk: Desk) -> Starlette:
    """The application without its guard (`guard.Guard`)."""
    gets = {"/": page, "/data": data, "/style.css": style, "/icon.svg": icon, "/{name}.js": script,
            "/font/{weight:int}": font, "/figure/{id}": figure, "/health": health, "/ready": ready}  # fmt: skip
    posts = {"/find": finding.find, "/draw": draw, "/plans": save_plan, "/leaflet": leaflet, "/changes": changes}
    routes = [Route(path, partial(answer, desk), methods=["GET"]) for path, answer in gets.items()]
    routes += [Route(path, partial(answer, desk), methods=["POST"]) for path, answer in posts.items()]
    return Starlette(routes=routes, exception_handlers={choice.UnreadableError: _unreadable, FullError: _full})


async def _unreadable(_: Request, fault: Exception) -> Response:
    return JSONResponse({"error": str(fault)}, 400)


async def _full(_: Request, __: Exception) -> Response:
    return JSONResponse({"error": "busy"}, 503, {"retry-after": str(RETRY_AFTER_S)})


# ---------------------------------------------------------------- the page and its files


async def page(desk: Desk, _: Request) -> Response:
    clinic = desk.workspace.library.clinics[desk.clinic]
    values = {**_language(desk), "clinic": clinic.name, "edit": desk.edit}
    return HTMLResponse(assets.page(values, desk.wording.catalogue))


def locked(desk: Desk, is_used: bool) -> str:
    """The page for a browser that may not open the desk."""
    return assets.locked(_language(desk), desk.wording.catalogue, is_used)


def _language(desk: Desk) -> dict[str, Any]:
    return {"language": desk.wording.tag, "rtl": desk.wording.rtl}


async def data(desk: Desk, _: Request) -> Response:
    """What the page offers."""
    offered = shelf.offered(desk.workspace.library, desk.clinic, desk.wording, desk.own_plans)
    saves = favourites.folder_of(desk.workspace) is not None
    desk.shown.set()
    return JSONResponse({**offered, "edit": desk.edit, "revision": desk.revision, "saves": saves})


async def style(_: Desk, __: Request) -> Response:
    return Response(assets.style(), media_type="text/css")


async def icon(_: Desk, __: Request) -> Response:
    return Response(assets.icon(), media_type="image/svg+xml")


async def script(_: Desk, request: Request) -> Response:
    return _file(assets.script(request.path_params["name"]), "text/javascript")


async def font(_: Desk, request: Request) -> Response:
    # The same for everybody, and nothing of a person: the one answer that a browser may keep.
    kept = {"cache-control": "private, max-age=86400"}
    return _file(await to_thread.run_sync(assets.font, request.path_params["weight"]), "font/ttf", kept)


async def figure(desk: Desk, request: Request) -> Response:
    frames = desk.workspace.library.figures.get(request.path_params["id"], ())
    # A drawing has styles of its own, and no right to anything else.
    policy = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
    return _file(assets.thumbnail(tuple(frames)), "image/svg+xml", policy)


def _file(content: str | bytes | None, media_type: str, headers: dict[str, str] | None = None) -> Response:
    return Response("not found", 404) if content is None else Response(content, 200, headers, media_type)


async def health(_: Desk, __: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def ready(desk: Desk, _: Request) -> Response:
    """A leaflet would be printed now."""
    if desk.printers.is_full:
        raise FullError
    return JSONResponse({"status": "ready"})


# ---------------------------------------------------------------- draw


async def draw(desk: Desk, request: Request) -> Response:
    """The pages of a choice, line by line of JSON: what is chosen, the pages, and at last the checked file."""
    picked = choice.parsed(await request.body())
    if desk.printers.is_full:
        raise FullError
    composed: Composed = await to_thread.run_sync(desk.composer.composed, picked, desk.today())
    return StreamingResponse(_lines(desk, picked, composed), media_type="application/x-ndjson")


async def _lines(desk: Desk, picked: DeskChoice, composed: Composed) -> AsyncIterator[str]:
    async for line in _drawn(desk, picked, composed):
        yield json.dumps(line, ensure_ascii=False) + "\n"


async def _drawn(desk: Desk, picked: DeskChoice, composed: Composed) -> AsyncIterator[dict[str, Any]]:
    leaflet = composed.result.leaflet
    yield {"kind": "chosen", "exercises": composed.exercises, "findings": _plain(desk, picked, composed.found)}
    if leaflet is None:
        yield {"kind": "stopped"}
        return
    job = _job(desk, composed, leaflet)
    try:
        async with desk.printers.one() as printer:
            sketch, fault = await printer.run(drawing.sketch, job)
            async for line in _pages(desk, printer, picked, sketch, fault):
                yield line
        if fault is not None:
            return
        await asyncio.sleep(CHECK_AFTER_S)  # a page that has changed again is gone by now, and with it this answer
        async with desk.printers.one() as printer:
            checked, fault = await printer.run(drawing.checked, job)
            if fault is None and checked.printed.data and checked.printed.data != sketch.printed.data:
                async for line in _pages(desk, printer, picked, checked, fault):
                    yield line
    except FullError:
        yield {"kind": "busy", "after_s": RETRY_AFTER_S}
        return
    if fault is not None:
        yield {"kind": "stopped", "findings": _plain(desk, picked, [fault])}
        return
    yield _ready(desk, picked, composed, leaflet, checked)


def _job(desk: Desk, composed: Composed, leaflet: Leaflet) -> PrintJob:
    assert composed.result.edition is not None  # a leaflet has one
    edition = desk.workspace.library.edition(composed.result.edition)
    return PrintJob(leaflet, edition, desk.assets)


def first_job(desk: Desk) -> PrintJob | None:
    """A leaflet to begin with: the first condition that prints."""
    for id_ in sorted(desk.workspace.library.conditions):
        composed = desk.composer.composed(DeskChoice((Picked(id_, None),)), desk.today())
        if composed.result.leaflet is not None:
            return _job(desk, composed, composed.result.leaflet)
    return None


async def _pages(
    desk: Desk, printer: Printer, picked: DeskChoice, drawn: Drawn | None, fault: Diagnostic | None
) -> AsyncIterator[dict[str, Any]]:
    """The pages of a file, the one in view first."""
    if drawn is None or not drawn.printed.data:
        found = [fault] if fault else drawn.printed.diagnostics if drawn else ()
        yield {"kind": "stopped", "findings": _plain(desk, picked, found)}
        return
    count, _ = await printer.run(drawing.pages, drawn.printed.data)
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
    sides = [(conditions[id_].title, side) for id_, side in composed.request.choice.sides]
    printed = record.Printed(
        leaflet, edition, checked.printed.pages, composed.exercises, sides, picked.without,
        findings.left_out(composed.found, desk.workspace.library), bool(picked.note.strip()),
    )  # fmt: skip
    return {
        "kind": "ready",
        "pdf": b64encode(data).decode("ascii"),
        "file": _file_name(leaflet, composed),
        "title": leaflet.title,
        "text": checked.text,
        "record": record.text(printed, desk.today(), desk.wording),
        "draft": leaflet.imprint.status != "approved",
        "pages": checked.printed.pages,
        "aim": edition.pages_max,
        "findings": _plain(desk, picked, found),
    }


def _file_name(leaflet: Leaflet, composed: Composed) -> str:
    """`PF+HS-en-left.pdf`: the number of the leaflet and the side; nothing of a person."""
    return "-".join(filter(None, (leaflet.imprint.document, composed.request.side))) + ".pdf"


def _plain(desk: Desk, picked: DeskChoice, found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    personal = {"name": picked.name, "note": picked.note}
    return findings.plain(found, desk.workspace.library, desk.wording, desk.edit, personal)


async def save_plan(desk: Desk, request: Request) -> Response:
    """Saves a choice under a title as a plan of the clinic; 409 with the reason where that cannot be."""
    if "authorization" in request.headers:  # a program: it prints, and stores nothing
        return JSONResponse({"error": "plans are saved from the page"}, 403)
    fields = choice.fields_of(await request.body())
    title, picked = fields.pop("title", ""), choice.of_fields(fields)
    if not isinstance(title, str):
        raise choice.UnreadableError("`title` is no text")
    async with desk.saving:
        save = partial(favourites.save, desk.workspace, desk.clinic, picked, title, desk.today())
        try:
            id_, workspace = await to_thread.run_sync(save)
        except favourites.RefusedError as refused:
            return JSONResponse({"reason": refused.reason, "detail": refused.detail}, 409)
        desk.replace(workspace)
    return JSONResponse({"id": id_})


# ---------------------------------------------------------------- the service, and the authors' side


async def leaflet(desk: Desk, request: Request) -> Response:
    """The PDF of a choice, for other programs; the findings as JSON where an error stops it."""
    picked = choice.parsed(await request.body())
    composed: Composed = await to_thread.run_sync(desk.composer.composed, picked, desk.today())
    composed_leaflet = composed.result.leaflet
    if composed_leaflet is None:
        return _refused(composed.found)
    result = await unless_gone(request, _checked(desk, _job(desk, composed, composed_leaflet)))
    if result is None:
        return Response(status_code=503)  # to nobody
    drawn, fault = result
    found = (*composed.found, *([fault] if fault else drawn.printed.diagnostics))
    if has_errors(found):
        return _refused(found, 500 if fault else 422)
    name = _file_name(composed_leaflet, composed)
    return Response(
        drawn.printed.data, media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


async def _checked(desk: Desk, job: PrintJob) -> tuple[Drawn, Diagnostic | None]:
    async with desk.printers.one() as printer:
        return await printer.run(drawing.checked, job)


def _refused(found: Sequence[Diagnostic], status: int = 422) -> Response:
    return JSONResponse({"findings": [*map(plain, found)]}, status)


async def changes(desk: Desk, request: Request) -> Response:
    """Waits until the content was read again after a revision; without a change the answer comes after a while."""
    if choice.fields_of(await request.body()).get("revision") == desk.revision:
        with suppress(TimeoutError):
            await asyncio.wait_for(desk.changed.wait(), LONGEST_WAIT_S)
    return JSONResponse({"revision": desk.revision})
