"""Attacks on the local page: DNS rebinding, forged requests, paths, headers, bodies that are too large or too slow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from handouts.desk import guard, server
from handouts.desk.choice import MOST_BYTES
from handouts.desk.guard import Access
from handouts.desk.state import Desk
from handouts.model import Library

from .making import HOST, ORIGIN, client_of, desk_of, post


@pytest.fixture(scope="module")
def desk(small: Library) -> Desk:
    return desk_of(small)


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with client_of(desk) as client:
        yield client


@pytest.fixture
def stranger(desk: Desk) -> TestClient:
    """A client that was never at the first address."""
    app = server.guarded(desk, Access(server.hosts_of(8765, ())), lambda _: None)
    return TestClient(app, base_url=ORIGIN, follow_redirects=False)


# ---------------------------------------------------------------- who may ask


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", "[::1]:8765", ""],
)
def test_a_name_that_leads_here_by_rebinding_is_refused(client: TestClient, host: str) -> None:
    for path in ("/", "/data", "/health"):
        answer = client.get(path, headers={"host": host})
        assert answer.status_code == 421 and "sore-heel" not in answer.text


def test_localhost_and_named_hosts_are_answered(desk: Desk) -> None:
    access = Access(server.hosts_of(8765, ("Leaflets.example.org",)))
    client = TestClient(server.guarded(desk, access, lambda _: None), base_url=ORIGIN)
    for host in (HOST, "localhost:8765", "leaflets.example.org"):
        assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/data", "/style.css", "/desk.js", "/figure/foot-roll", "/font/400"])
def test_nothing_is_answered_without_cookie_or_token(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 403 and "sore-heel" not in answer.text
    assert stranger.get(path, headers={"authorization": "Bearer "}).status_code == 403
    assert path == "/" or {"cookie", "Authorization:"} <= set(answer.text.split())  # named as missing
    assert stranger.get("/?token=").status_code == stranger.get("/?token=x").status_code == 403


def test_who_is_locked_out_reads_plain_words_with_a_way_on(stranger: TestClient) -> None:
    for path, title in {"/": "The leaflet desk is locked here.", "/?token=x": "This address was used already."}.items():
        answer = stranger.get(path)
        assert answer.status_code == 403 and answer.headers["content-type"].startswith("text/html")
        assert f"<h1>{title}</h1>" in answer.text and "ask the person who set up the desk" in answer.text
        assert answer.text.index("ask the person") < answer.text.index("<code>handouts desk</code>")
        assert "script" not in answer.text and "'none'" in answer.headers["content-security-policy"]


def test_the_token_of_the_first_address_is_exchanged_once_for_a_strict_cookie(desk: Desk) -> None:
    access = Access(server.hosts_of(8765, ()))
    app, first = server.guarded(desk, access, lambda _: None), f"/?token={access.first}"
    client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    answer = client.get(first)
    assert answer.headers["location"] == "/" and "token" not in answer.headers["location"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert client.get("/").status_code == 200 and client.get(first).status_code == 303
    another = TestClient(app, base_url=ORIGIN, follow_redirects=False)
    assert another.get(first).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1", "http://127.0.0.1:8766", "null", "", "file://", None]
)
@pytest.mark.parametrize("path", ["/find", "/draw", "/leaflet", "/changes"])
def test_a_post_of_another_page_is_refused(client: TestClient, path: str, origin: str | None) -> None:
    headers = {"content-type": "application/json"} | ({} if origin is None else {"origin": origin})
    assert client.post(path, content='{"words": "heel"}', headers=headers).status_code == 403


def test_the_browser_says_that_another_site_asks(client: TestClient) -> None:
    assert client.get("/data", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/data", headers={"sec-fetch-site": "same-site"}).status_code == 403
    assert client.get("/data", headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert post(client, "/find", {"words": "heel"}, **{"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_that_a_form_could_send_is_refused(client: TestClient, kind: str) -> None:
    assert post(client, "/find", {"words": "heel"}, **{"content-type": kind}).status_code == 415


def test_a_program_with_its_token_needs_no_cookie_and_no_origin(desk: Desk) -> None:
    access = Access(server.hosts_of(8765, ()), "a-secret-of-many-letters")
    client = TestClient(server.guarded(desk, access, lambda _: None), base_url=ORIGIN)
    headers = {"authorization": "Bearer a-secret-of-many-letters"}
    assert client.get("/data", headers=headers).status_code == 200
    assert client.post("/find", json={"words": "heel"}, headers=headers).json()["hits"] == ["sore-heel"]
    assert client.get("/data", headers={"authorization": "Bearer a-secret-of-many-letter"}).status_code == 403


# ---------------------------------------------------------------- paths, methods, headers


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "/..%2f..%2fetc%2fpasswd.js", "/page.html", "/desk/page.html",
     "/..%5cdesk.js", "/figure/..%2fice", "/figure/foot-roll.svg", "/font/401", "/font/-1", "/words.html",
     "/nothing.js"],
)  # fmt: skip
def test_a_path_leads_to_no_other_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "handouts" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/data").status_code in (403, 405)


def test_nothing_may_be_in_the_address(client: TestClient) -> None:
    assert client.get("/data?name=Ann").status_code == 400
    answer = client.post("/draw?name=Ann", content="{}", headers={"origin": ORIGIN, "content-type": "application/json"})
    assert answer.status_code == 400


def test_every_answer_forbids_keeping_framing_and_foreign_sources(client: TestClient, stranger: TestClient) -> None:
    answers = [client.get("/"), client.get("/data"), client.get("/nothing"), stranger.get("/"), client.get("/figure/x")]
    answers += [client.get("/", headers={"host": "evil.example"}), post(client, "/find", {"words": 1})]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store" and answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in answer.headers


def test_the_page_has_no_inline_script_style_or_foreign_address(client: TestClient) -> None:
    page = client.get("/").text
    assert " style=" not in page and "<style" not in page and " onclick" not in page
    assert page.count("<script") == 1 and '<script type="module" src="/desk.js"></script>' in page
    assert "http://" not in page and "https://" not in page


def test_a_drawing_may_style_itself_and_nothing_else(client: TestClient) -> None:
    answer = client.get("/figure/foot-roll")
    assert answer.headers["content-type"].startswith("image/svg+xml") and "<svg" in answer.text
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


# ---------------------------------------------------------------- size and time


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    large = {"words": "x" * MOST_BYTES}
    assert post(client, "/find", large).status_code == 413
    headers = {"origin": ORIGIN, "content-type": "application/json"}
    parts = (b"x" * 1024 for _ in range(MOST_BYTES // 1024 + 2))  # in pieces, without a length
    assert client.post("/find", content=parts, headers=headers).status_code == 413


def test_a_body_that_does_not_come_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    from starlette.datastructures import Headers
    from starlette.responses import Response

    monkeypatch.setattr(guard, "BODY_S", 0.05)
    answer = asyncio.run(guard._body(never, Headers()))
    assert isinstance(answer, Response) and answer.status_code == 408


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b'"x"', b"[" * 5000, b'{"words": NaN}', b'{"words": 1' + b"0" * 5000 + b"}", b"\xff\xfe",
     b'{"words": "' + b"x" * 201 + b'"}', b'{"words": ["heel"]}'],
)  # fmt: skip
def test_a_body_that_is_no_search_is_refused_in_plain_words(client: TestClient, body: bytes) -> None:
    answer = client.post("/find", content=body, headers={"origin": ORIGIN, "content-type": "application/json"})
    assert answer.status_code == 400 and set(answer.json()) == {"error"}


def test_an_internal_fault_repeats_no_word_of_the_request(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: list[str] = []
    with client_of(desk, reports) as client:

        def broken(*_: object) -> None:
            raise ValueError("Wilhelmina")

        monkeypatch.setattr("handouts.desk.app.shelf.found", broken)
        answer = post(client, "/find", {"words": "Wilhelmina"})
    assert answer.status_code == 500 and "Wilhelmina" not in answer.text
    assert len(reports) == 1 and reports[0].startswith("ValueError at ") and "Wilhelmina" not in reports[0]
