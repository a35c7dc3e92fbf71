"""The application: its addresses, and what each answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from handouts.batch.jobs import PrintJob
from handouts.desk import assets, choice, drawing, favourites, lines, search, shelf
from handouts.desk.composing import Composed
from handouts.desk.drawing import CheckTask, Drawn
from handouts.desk.printers import RETRY_AFTER_S, FullError, unless_gone
from handouts.desk.state import Desk
from handouts.diagnostics import Diagnostic, has_errors, plain

LONGEST_WAIT_S = 25.0  # for a change of the content


def application(desk: Desk) -> Starlette:
    """The application without its guard (`guard.Guard`)."""
    gets = {"/": page, "/data": data, "/style.css": style, "/icon.svg": icon, "/{name}.js": script,
            "/font/{weight:int}": font, "/figure/{id}": figure, "/health": health, "/ready": ready}  # fmt: skip
    posts = {"/find": search.find, "/draw": draw, "/plans": save_plan, "/leaflet": leaflet, "/changes": changes}
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
    desk.asked.set()
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
    return StreamingResponse(lines.lines_of(desk, picked, composed), media_type="application/x-ndjson")


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
    # A program that gives up frees the printer for the next request.
    result = await unless_gone(request, _checked(desk, lines.job_of(desk, composed, composed_leaflet)))
    if result is None:
        return Response(status_code=503)  # to nobody
    drawn, fault = result
    found = (*composed.found, *([fault] if fault else drawn.printed.diagnostics))
    if has_errors(found):
        # 500 where a child was lost and the same request may succeed; 422 where the choice has to change.
        return _refused(found, 500 if fault else 422)
    name = lines.file_name(composed_leaflet, composed)
    return Response(
        drawn.printed.data, media_type="application/pdf",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


async def _checked(desk: Desk, job: PrintJob) -> tuple[Drawn, Diagnostic | None]:
    async with desk.printers.one() as printer:
        return await printer.run(drawing.checked, CheckTask(job))


def _refused(found: Sequence[Diagnostic], status: int = 422) -> Response:
    return JSONResponse({"findings": [*map(plain, found)]}, status)


async def changes(desk: Desk, request: Request) -> Response:
    """Waits until the content was read again after a revision; without a change the answer comes after a while."""
    # A page that is behind gets its answer at once.
    if choice.fields_of(await request.body()).get("revision") == desk.revision:
        with suppress(TimeoutError):
            await asyncio.wait_for(desk.changed.wait(), LONGEST_WAIT_S)
    return JSONResponse({"revision": desk.revision})
