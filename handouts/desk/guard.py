"""Who may ask, and how much: the outermost layer of the application.

A page on 127.0.0.1 can be reached by every page that the browser shows, so each request is checked: its Host against
DNS rebinding, a cookie or token, Origin and kind of body against forged requests, and the size and time of
the body.
"""

from __future__ import annotations

import asyncio
import secrets
import traceback
from base64 import b64encode
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handouts.desk.choice import MOST_BYTES

BODY_S = 10.0  # until a body is there
OPEN_PATHS = ("/health", "/ready")  # for those who watch the service: they say nothing else
STRANGE = "no cookie of this run, and no token in Authorization: Bearer"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; frame-src blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(slots=True)
class Access:
    """Who may ask.

    Args:
        hosts: what the Host header may be, such as `127.0.0.1:8765`.
        token: for programs, in every request (`Authorization: Bearer`).
        first: the token of the first address, which a browser exchanges once for the cookie.
    """

    hosts: Collection[str]
    token: str = field(default_factory=secrets.token_urlsafe)
    first: str = field(default_factory=secrets.token_urlsafe)
    _cookie: str = field(default_factory=secrets.token_urlsafe)

    @property
    def cookie_name(self) -> str:
        """Browsers do not keep cookies of two ports apart."""
        return f"handouts-{next(iter(self.hosts)).rpartition(':')[2]}"

    def has_cookie(self, headers: Headers) -> bool:
        given = cookie_parser(headers.get("cookie", "")).get(self.cookie_name, "")
        return secrets.compare_digest(given.encode(), self._cookie.encode())

    def has_token(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), self.token.encode())

    def exchanged(self, given: str) -> str | None:
        """The cookie for the token of the first address, once."""
        if not self.first or not secrets.compare_digest(given.encode(), self.first.encode()):
            return None
        self.first = ""
        return f"{self.cookie_name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"

    def is_own(self, origin: str | None) -> bool:
        """Whether a page of this application asks."""
        return origin is not None and urlsplit(origin).netloc.lower() in self.hosts


class Guard:
    """The application behind its checks.

    Args:
        report: gets one line of an internal fault, without words of a request.
        locked: the page for a browser without the cookie; its argument says whether its address was used before.
    """

    def __init__(
        self, app: ASGIApp, access: Access, report: Callable[[str], object], locked: Callable[[bool], str]
    ) -> None:
        self._app, self._access, self._report, self._locked = app, access, report, locked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            refusal = self._refusal(scope)
            if refusal is None:
                body = await _body(receive, Headers(scope=scope))
                refusal = body if isinstance(body, Response) else None
            if refusal is not None:
                await refusal(scope, receive, guarded_send)
                return
            await self._app(scope, _once(body, receive), guarded_send)
        except Exception as fault:  # a traceback would show values of the request
            last = traceback.extract_tb(fault.__traceback__)[-1]
            self._report(f"{type(fault).__name__} at {Path(last.filename).name}:{last.lineno}")
            if not started:
                await PlainTextResponse("internal error", 500)(scope, receive, guarded_send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer in place of that of the application, or None."""
        headers, access = Headers(scope=scope), self._access
        if len(headers.getlist("host")) != 1 or headers["host"].lower() not in access.hosts:
            return PlainTextResponse("unknown host", 421)
        if scope["path"] in OPEN_PATHS and scope["method"] == "GET":
            return None
        if access.has_token(headers):
            return self._wrong_body(scope, headers)
        if scope["path"] == "/" and scope["method"] == "GET" and (query := scope["query_string"]):
            return self._first_visit(query, headers)
        if not access.has_cookie(headers):
            return self._lock(is_used=False) if scope["path"] == "/" else PlainTextResponse(STRANGE, 403)
        is_forged = scope["method"] == "POST" and not access.is_own(headers.get("origin"))
        if is_forged or headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return PlainTextResponse("another page asks", 403)
        return self._wrong_body(scope, headers)

    def _first_visit(self, query: bytes, headers: Headers) -> Response:
        given = parse_qs(query[:200].decode("latin-1")).get("token", [""])[0]
        cookie = self._access.exchanged(given)
        if cookie is None and not self._access.has_cookie(headers):
            return self._lock(is_used=True)
        return RedirectResponse("/", 303, {"set-cookie": cookie} if cookie else None)

    def _lock(self, is_used: bool) -> Response:
        page = self._locked(is_used)
        # Its files are locked too, so its few styles are inside, and these alone are allowed.
        style = sha256(page.partition("<style>")[2].partition("</style>")[0].encode()).digest()
        own = CSP.replace("style-src 'self'", f"style-src 'sha256-{b64encode(style).decode()}'")
        return HTMLResponse(page, 403, {"content-security-policy": own})

    @staticmethod
    def _wrong_body(scope: Scope, headers: Headers) -> Response | None:
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("no such method", 405)
        if scope["query_string"]:
            return PlainTextResponse("nothing may be in the address", 400)
        if scope["method"] == "POST" and headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return PlainTextResponse("the body must be application/json", 415)
        return None


async def _body(receive: Receive, headers: Headers) -> bytes | Response:
    """The whole body, or the refusal of one that is too large or too slow."""
    if headers.get("content-length", "0").isdigit() and int(headers.get("content-length", "0")) > MOST_BYTES:
        return PlainTextResponse("the body is too large", 413)
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return PlainTextResponse("the body broke off", 400)
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > MOST_BYTES:
                    return PlainTextResponse("the body is too large", 413)
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        return PlainTextResponse("the body is too slow", 408)


def _once(body: bytes | Response, receive: Receive) -> Receive:
    """Gives the body that was read, and then what else comes: the end of the connection."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again
