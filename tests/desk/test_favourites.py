"""Plans that are saved from the page: what is written, what is refused and why, and nothing of a person in it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from browser import needs_browser
from playwright.sync_api import Browser, expect
from shipped import SHIPPED
from starlette.testclient import TestClient

from handouts import library
from handouts.desk import server
from handouts.desk.guard import Access
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.pipeline.workspace import Workspace, open_workspace

from .in_browser import WAIT_MS, choose, wait_for_pages
from .making import DAY, NAME, NOTE, client_of, lines, post, served

SHEET: dict[str, Any] = {"exercises": ["bridge", "foot-roll"], "doses": {"bridge.hold": 3}}


def desk_over(folder: Path | None) -> Desk:
    return Desk(Workspace(SHIPPED, (), folder), "example", lambda: DAY, Printers(1))


def saved(client: TestClient, title: str = "After the walk", **fields: Any) -> Any:
    return post(client, "/plans", {"title": title, **fields})


def reason(answer: Any) -> str:
    assert answer.status_code == 409, answer.text
    return str(answer.json()["reason"])


def test_a_saved_plan_is_offered_first_and_prints_the_same(tmp_path: Path) -> None:
    with client_of(desk_over(tmp_path)) as client:
        answer = saved(client, "  Übungen: “after”  the #walk ", **SHEET)
        assert answer.status_code == 200 and answer.json() == {"id": "ubungen-after-the-walk"}
        assert client.get("/data").json()["saves"] is True
        first = client.get("/data").json()["plans"][0]
        assert first == {"id": answer.json()["id"], "title": "Übungen: “after” the #walk", "count": 2, "own": True}
        chosen = lines(client, {"plan": answer.json()["id"]})[0]["exercises"]
        found = post(client, "/find", {"words": "walk after"}).json()["plans"]
    assert [one["id"] for one in chosen if one["printed"]] == SHEET["exercises"]
    assert next(number for number in chosen[0]["dose"] if number["word"] == "hold")["usual"] == 3
    assert found == ["ubungen-after-the-walk"]
    read = open_workspace(tmp_path)
    assert read.findings == () and read.library.plans["ubungen-after-the-walk"].governance.status == "draft"


@pytest.mark.slow  # the shipped conditions are drawn twice for this test alone
def test_a_plan_keeps_the_doses_of_conditions_and_of_another_plan(tmp_path: Path) -> None:
    heel = SHIPPED.plans["heel-first-weeks"]
    conditions = [{"id": "plantar-fasciitis", "side": "left"}]
    with client_of(desk_over(tmp_path)) as client:
        before = lines(client, {"conditions": conditions, "plan": heel.id})[0]["exercises"]
        assert saved(client, conditions=conditions, plan=heel.id).status_code == 200
        after = lines(client, {"plan": "after-the-walk"})[0]["exercises"]
    assert heel.settings.items() <= open_workspace(tmp_path).library.plans["after-the-walk"].settings.items()
    now = {one["id"]: one["dose_words"] for one in after if one["printed"]}
    for one in before:
        if one["printed"]:
            assert [words for words, _ in now[one["id"]]] == [words for words, _ in one["dose_words"]]


def test_nothing_of_a_person_is_in_a_plan(tmp_path: Path) -> None:
    with client_of(desk_over(tmp_path)) as client:
        assert saved(client, **SHEET, name=NAME, note=NOTE).status_code == 200
    text = (tmp_path / "plans" / "after-the-walk.yaml").read_text("utf-8")
    assert not any(word in text for word in (*NAME.split(), "orthotics"))


def test_without_a_folder_of_the_clinic_nothing_is_saved() -> None:
    shipped = library.data_root() / "content"
    before = sorted((shipped / "plans").iterdir())
    for folder in (None, shipped):
        with client_of(desk_over(folder)) as client:
            assert client.get("/data").json()["saves"] is False
            assert reason(saved(client, **SHEET)) == "no-folder"
    assert sorted((shipped / "plans").iterdir()) == before


def test_a_folder_that_takes_no_file_is_named_with_the_cause(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("")
    with client_of(desk_over(tmp_path)) as client:
        answer = saved(client, **SHEET)
    assert reason(answer) == "read-only" and answer.json()["detail"]


def test_a_full_disk_is_named_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with client_of(desk_over(tmp_path)) as client:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            answer = saved(client, **SHEET)
        assert reason(answer) == "read-only" and "the disk is full" in answer.json()["detail"]
        assert list((tmp_path / "plans").iterdir()) == []
        assert saved(client, **SHEET).status_code == 200  # there is room again


@pytest.mark.parametrize(
    "title", ["After the walk", "after  THE walk", "After the walk!", "First weeks with a sore heel"]
)
def test_a_name_that_a_plan_has_already_is_refused(tmp_path: Path, title: str) -> None:
    with client_of(desk_over(tmp_path)) as client:
        assert saved(client, **SHEET).status_code == 200
        before = (tmp_path / "plans" / "after-the-walk.yaml").read_bytes()
        assert reason(saved(client, title, exercises=["foot-roll"])) == "taken"
    assert [one.name for one in (tmp_path / "plans").iterdir()] == ["after-the-walk.yaml"]
    assert (tmp_path / "plans" / "after-the-walk.yaml").read_bytes() == before


@pytest.mark.parametrize("title", ["", "  ", "???", "腰痛", "x" * 46, "a\u202eb", "a {hold} b", "a *b* c", "a <i>"])
def test_what_is_no_title_is_refused_and_leaves_no_file(tmp_path: Path, title: str) -> None:
    with client_of(desk_over(tmp_path)) as client:
        assert reason(saved(client, title, **SHEET)) == "title"
    assert list((tmp_path / "plans").glob("*")) == []


def test_a_program_saves_no_plan(tmp_path: Path) -> None:
    access = Access(server.hosts_of(8765, ()))
    with client_of(desk_over(tmp_path), access=access) as client:
        answer = post(client, "/plans", {"title": "x", **SHEET}, authorization=f"Bearer {access.token}")
        assert answer.status_code == 403
        forged = post(client, "/plans", {"title": "x", **SHEET}, origin="http://evil.example")
        assert forged.status_code == 403
    assert list(tmp_path.iterdir()) == []


def test_a_choice_that_does_not_print_is_not_saved(tmp_path: Path) -> None:
    with client_of(desk_over(tmp_path)) as client:
        assert reason(saved(client, exercises=["bridge"], doses={"bridge.hold": 999})) == "settle"
        assert reason(saved(client)) == "settle"
        assert saved(client, folder="/etc", **SHEET).status_code == 400
        assert post(client, "/plans", {"title": 7, **SHEET}).status_code == 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow  # prints a sheet in a browser
@needs_browser
@pytest.mark.parametrize("has_folder", [True, False])
def test_the_page_saves_a_plan_or_says_why_it_cannot(chromium: Browser, tmp_path: Path, has_folder: bool) -> None:
    with served(desk_over(tmp_path if has_folder else None)) as first:
        page = chromium.new_context().new_page()
        page.goto(first)
        choose(page, "bridge")
        wait_for_pages(page)
        page.locator("#name").fill("Ann Walker")
        page.locator("#save-plan").click()
        title, fault = page.locator("#plan-title"), page.locator("#plan-fault")
        if not has_folder:
            expect(fault).to_contain_text("this desk has none", timeout=WAIT_MS)  # before anything is typed
        title.fill("After Walker")
        title.press("Enter")
        expect(fault).to_have_text("The name of a patient is in it. A plan is for all.")
        title.fill("Bridges")
        title.press("Enter")
        if has_folder:
            expect(page.locator("#done")).to_have_text(" Saved: Bridges. It is under “Often printed here”.")
            page.locator("#again").click()
            expect(page.locator("#found-head")).to_have_text("Often printed here")
            page.locator("#hits .hit").first.click()
            expect(page.locator("#conditions b")).to_have_text("Bridges")
            expect(page.locator("#exercises .title")).to_have_text(["1 Bridge"])
        else:
            expect(fault).to_contain_text("this desk has none")
            expect(page.locator("#plan-panel")).to_be_visible()
        page.context.close()
