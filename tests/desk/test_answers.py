"""What the application answers: pages, files, texts; and that nothing of a person stays."""

from __future__ import annotations

import asyncio
import base64
import logging
import multiprocessing.util
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from starlette.testclient import TestClient

from handouts.desk.printers import FullError, Printers
from handouts.desk.state import Desk
from handouts.model import Library

from .making import CHOICE, NAME, NOTE, client_of, desk_of, lines, post


@pytest.fixture(scope="module")
def desk(small: Library) -> Desk:
    return desk_of(small)


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with client_of(desk) as client:
        yield client


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


@pytest.fixture(scope="module")
def answer(client: TestClient) -> list[dict[str, Any]]:
    """The lines for a choice with another dose, of which one exercise is left out and another was changed last."""
    chosen = {"exercises": ["calf-stretch-wall"], "without": ["foot-roll"], "doses": {"calf-stretch-wall.hold": 25}}
    return lines(client, {**CHOICE, **chosen, "page": 1, "focus": "card: calf-stretch-wall", "width": 200})


def test_a_choice_is_drawn_page_by_page_and_ends_in_the_file(answer: list[dict[str, Any]]) -> None:
    assert [line["kind"] for line in answer][:2] == ["chosen", "drawn"]
    drawn, pages, ready = answer[1], [line for line in answer if line["kind"] == "page"], answer[-1]
    assert {page["number"] for page in pages} == set(range(1, drawn["pages"] + 1))
    assert base64.b64decode(pages[0]["png"]).startswith(b"\x89PNG")
    words = words_of(base64.b64decode(ready["pdf"]))
    assert NAME in words and NOTE in words and "25 seconds" in words
    assert NAME in ready["text"] and ready["pages"] == drawn["pages"]


def test_the_page_of_the_part_that_changed_is_drawn_first(answer: list[dict[str, Any]]) -> None:
    drawn, first = answer[1], answer[2]
    assert drawn["first"] == first["number"] == drawn["places"]["card: calf-stretch-wall"]["page"] > 1


def test_the_text_for_the_record_says_what_was_given(answer: list[dict[str, Any]]) -> None:
    ready = answer[-1]
    first, second, third, exercise, left, note = ready["record"]["prepared"].splitlines()
    assert first == "Leaflet prepared: Sore heel. Left."
    assert ready["record"]["given"].splitlines()[0] == "Leaflet given: Sore heel. Left."
    assert "version" in second and "Draft, not clinically approved." in second
    assert third.startswith("English, ") and third.endswith("29 November 2026.")
    assert exercise.startswith("1 Wall calf stretch: 25 s (usual: 20 s), ")
    assert left == "Left out: Foot roll."
    assert note == "With a note for this person; its words are on the paper alone."
    assert NAME not in str(ready["record"]) and NOTE not in str(ready["record"])
    assert ready["file"] == "SH-en-left.pdf"


def test_what_cannot_be_printed_is_answered_with_plain_words_and_no_file(client: TestClient) -> None:
    chosen, stopped = lines(client, {**CHOICE, "doses": {"calf-stretch-wall.hold": 999}})
    assert stopped["kind"] == "stopped" and chosen["exercises"]
    (finding,) = chosen["findings"]
    assert finding["kind"] == "stop" and "HND" not in finding["title"] + finding["text"] and "excerpt" not in finding


def test_the_service_answers_with_a_pdf_or_with_findings(client: TestClient) -> None:
    answer = post(client, "/leaflet", {"conditions": ["sore-heel"], "edition": "a4"})
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf" and answer.headers["cache-control"] == "no-store"
    refused = post(client, "/leaflet", {"conditions": ["sore-heal"]})
    assert refused.status_code == 422 and refused.json()["findings"][0]["code"] == "HND001"
    assert post(client, "/leaflet", {"template": "x"}).status_code == 400


def test_search_finds_from_the_first_letter_and_names_words_that_no_leaflet_has(client: TestClient) -> None:
    first = post(client, "/find", {"words": "h"}).json()
    assert first.pop("exercises")
    assert first.pop("plans") == []
    assert first == {"hits": ["sore-heel"], "why": {}, "near": [], "unknown": [], "marks": [["h", "h"]]}
    assert post(client, "/find", {"words": "sore h"}).json()["hits"] == ["sore-heel"]
    answer = post(client, "/find", {"words": "my heels hurt with the zebra"}).json()
    assert (answer["hits"], answer["unknown"], answer["marks"]) == (
        ["sore-heel"],
        ["zebra"],
        [["heels", "heel"], ["zebra", "zebra"]],
    )
    assert post(client, "/find", {"words": "zebra"}).json()["hits"] == []


def test_nothing_of_a_person_is_logged_or_written(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    multiprocessing.util.get_temp_dir()  # the folder of its sockets, made once in a process, and not in this test
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    assert lines(client, CHOICE)[-1]["kind"] == "ready"
    assert lines(client, {**CHOICE, "name": f"{NAME}\u202e"})[-1]["kind"] == "stopped"
    said = "".join(capfd.readouterr()) + caplog.text
    assert not any(word in said for word in (*NAME.split(), "orthotics"))
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.slow  # a new child imports the engine and prints twice more
def test_a_child_that_dies_costs_its_own_request(client: TestClient, desk: Desk) -> None:
    assert lines(client, CHOICE)[-1]["kind"] == "ready"
    process = desk.printers._all[0]._process
    assert process is not None
    process.kill()
    process.join()
    assert lines(client, CHOICE)[-1]["kind"] == "stopped"
    assert lines(client, CHOICE)[-1]["kind"] == "ready"


# ---------------------------------------------------------------- the waiting room


def test_a_full_room_is_refused_and_a_place_is_given_back() -> None:
    async def crowd() -> list[str]:
        printers, seen = Printers(1, waiting=1), list[str]()
        async with printers.one():
            waiting = asyncio.create_task(_one(printers, seen))
            await asyncio.sleep(0)
            assert printers.is_full
            with pytest.raises(FullError):
                async with printers.one():
                    pass
        await waiting
        async with printers.one():
            seen.append("free again")
        return seen

    assert asyncio.run(crowd()) == ["served", "free again"]


async def _one(printers: Printers, seen: list[str]) -> None:
    async with printers.one():
        seen.append("served")


def test_a_full_service_says_when_to_come_back(small: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with client_of(desk_of(small)) as client:
        monkeypatch.setattr(Printers, "is_full", property(lambda _: True))
        for answer in (post(client, "/draw", CHOICE), client.get("/ready")):
            assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0
        assert client.get("/health").json() == {"status": "ok"}


# ---------------------------------------------------------------- the authors' side


def test_authors_see_the_place_of_a_finding_and_wait_for_the_next_reading(small: Library) -> None:
    desk = desk_of(small, edit=True)
    with client_of(desk) as client:
        finding = lines(client, {**CHOICE, "doses": {"calf-stretch-wall.hold": 999}})[0]["findings"][0]
        assert "HND403" in finding["excerpt"]
        assert post(client, "/changes", {"revision": 0}).json() == {"revision": 1}
        desk.replace(desk.workspace)
        assert post(client, "/changes", {"revision": 1}).json() == {"revision": 2}
