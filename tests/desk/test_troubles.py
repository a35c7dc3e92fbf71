"""The page when something goes wrong, and when others are there too."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import needs_browser
from playwright.sync_api import Browser, Route, expect

from handouts.desk import findings
from handouts.desk.printers import Printers
from handouts.desk.state import Desk
from handouts.diagnostics import Diagnostic
from handouts.model import Library
from handouts.pipeline.workspace import open_workspace

from .in_browser import Axe
from .making import DAY, NAME, desk_of, served
from .small_desk import choose, opened, until_ready

pytestmark = [pytest.mark.slow, needs_browser]


def posted(address: str, body: object, **headers: str) -> bytes:
    """The answer to a body of JSON."""
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=240) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read().decode()) from None


# ---------------------------------------------------------------- something goes wrong


@pytest.mark.parametrize("code", ["HND504", "HND946", "HND949"], ids=["disk full", "died", "not started"])
def test_a_child_that_does_not_draw_is_said_and_the_next_one_draws(
    small_desk: tuple[Any, str], faults: list[Diagnostic], code: str
) -> None:
    with opened(small_desk) as page:
        choose(page)
        faults += [Diagnostic(code, "there is no child", "try it once more")] * (2 if code in findings.PASSING else 1)
        page.locator("#name").fill(NAME)
        finding = page.locator("#findings .to-stop")
        expect(finding).to_contain_text("Drawing stopped")
        expect(finding).to_contain_text("Your choices are kept.")
        expect(page.locator("#sheet")).to_be_visible()  # the last pages stay
        expect(page.locator("#print-words")).to_have_text("Try again")
        finding.get_by_role("button", name="Try again").click()
        until_ready(page)
        expect(finding).to_have_count(0)


def test_a_child_that_dies_once_is_said_and_the_page_draws_again_by_itself(
    small_desk: tuple[Any, str], faults: list[Diagnostic]
) -> None:
    with opened(small_desk) as page:
        choose(page)
        faults.append(Diagnostic("HND946", "there is no child", "try it once more"))
        page.locator("#name").fill(NAME)
        expect(page.locator("#findings")).to_contain_text("Drawing broke off")
        until_ready(page)
        expect(page.locator("#findings")).to_contain_text("It was started again by itself. Nothing is lost.")
        expect(page.locator("#findings .to-stop")).to_have_count(0)
        page.locator("#name").fill("")
        until_ready(page)
        expect(page.locator("#findings")).not_to_contain_text("Drawing broke off")


def test_a_desk_that_does_not_answer_keeps_the_choices_and_is_tried_again(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        choose(page)
        page.route("**/draw", lambda route: route.abort())
        page.locator("#name").fill(NAME)
        finding = page.locator("#findings .to-stop")
        expect(finding).to_contain_text("The desk does not answer")
        page.unroute("**/draw")
        expect(page.locator("#name")).to_have_value(NAME)
        finding.get_by_role("button", name="Try again").click()
        until_ready(page)
        expect(finding).to_have_count(0)


def test_a_full_room_is_said_and_goes_on_by_itself(small_desk: tuple[Any, str]) -> None:
    seen: list[str] = []

    def full_once(route: Route) -> None:
        seen.append("asked")
        if len(seen) == 1:
            route.fulfill(status=503, headers={"retry-after": "1"}, body='{"error": "busy"}')
        else:
            route.fallback()

    with opened(small_desk) as page:
        page.route("**/draw", full_once)
        page.locator("#words-box").fill("heel")
        page.locator("#hits .hit").first.click()
        expect(page.locator("#findings")).to_contain_text("Others are printing")
        until_ready(page)
        expect(page.locator("#findings")).not_to_contain_text("Others are printing")


def test_a_full_disk_stops_no_printing(tmp_path: Path) -> None:
    """No file can grow in the program and its children, as on a full disk: the desk writes none."""
    token = "x" * 30
    command = [sys.executable, "-P", "-B", "-m", "handouts", "desk", "--no-open", "--printers", "1"]
    environment = {**os.environ, "HANDOUTS_DESK_TOKEN": token}
    program = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert program.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", program.stderr.readline())
        assert found is not None

        def leaflet() -> bytes:
            body = {"conditions": ["heel-fat-pad"], "name": NAME}
            return posted(f"{found[0]}/leaflet", body, authorization=f"Bearer {token}")

        def limit(size: int) -> None:
            for number in (program.pid, *_below(program.pid)):
                resource.prlimit(number, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        first = leaflet()
        limit(0)
        assert first.startswith(b"%PDF") and leaflet() == first
    finally:
        program.terminate()
        program.communicate(timeout=30)


def _below(process: int) -> Iterator[int]:
    """The processes that a process has begun, and those that they have."""
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _below(child)


# ---------------------------------------------------------------- others are there too


def test_people_at_once_get_their_own_names(small_desk: tuple[Any, str]) -> None:
    context, address = small_desk
    [cookie] = context.cookies()
    headers = {"origin": address.rstrip("/"), "cookie": f"{cookie['name']}={cookie['value']}"}
    names, got = [f"Person {letter * 6}" for letter in "ABCD"], dict[str, str]()

    def ask(name: str) -> None:
        answer = posted(f"{address}draw", {"conditions": ["sore-heel"], "name": name}, **headers)
        got[name] = json.loads(answer.splitlines()[-1])["text"]

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: [one for one in names if one in text] for name, text in got.items()} == {one: [one] for one in names}


# ---------------------------------------------------------------- what a person does with the mouse, and languages


def test_an_exercise_is_dragged_to_its_place(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        choose(page)
        titles = page.locator("#exercises .title")
        before = [one.partition(" ")[2] for one in titles.all_inner_texts()]
        assert len(before) > 1
        page.locator("#exercises li").first.drag_to(page.locator("#exercises li").last)
        expect(titles.first).to_have_text(f"1 {before[1]}")
        expect(titles.last).to_have_text(f"{len(before)} {before[0]}")
        until_ready(page)  # and the server puts it there too
        expect(titles.last).to_have_text(f"{len(before)} {before[0]}")


def test_every_control_is_reached_by_tab_and_shows_its_focus(small_desk: tuple[Any, str]) -> None:
    number = """() => {
      const controls = "a[href], button, input:not([type=radio]), select, textarea, summary, [tabindex]";
      const all = [...document.querySelectorAll(controls)].filter(one => one.tabIndex >= 0 && one.checkVisibility());
      all.forEach((one, at) => { one.dataset.number = at; });
      return all.length;
    }"""
    here = """() => {
      const {dataset, ownerSVGElement, parentElement} = document.activeElement;
      const rings = [document.activeElement, parentElement].map(one => one && getComputedStyle(one).outlineStyle);
      return [dataset.number, ownerSVGElement ? "stroke" : rings.find(one => one === "solid") ?? "none"];
    }"""
    with opened(small_desk) as page:
        choose(page)
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        count, reached = page.evaluate(number), dict[str, str]()
        page.locator("#words-box").focus()
        for _ in range(2 * count):
            page.keyboard.press("Tab")
            at, outline = page.evaluate(here)
            if at is not None:
                reached[at] = outline
        missing = {str(at) for at in range(count)} - reached.keys()
        assert [page.locator(f"[data-number='{at}']").evaluate("one => one.outerHTML") for at in missing] == []
        assert set(reached.values()) <= {"solid", "stroke"}


@pytest.mark.parametrize("value", ["25", "90"])
def test_a_value_that_is_typed_is_taken_once_and_the_drawings_stay(small_desk: tuple[Any, str], value: str) -> None:
    with opened(small_desk) as page:
        choose(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        hold = page.get_by_role("spinbutton", name="Hold, Wall calf stretch")
        hold.press("Control+a")
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        expect(hold).to_have_value("25 s" if value == "25" else "90")
        expect(hold).to_be_focused()
        expect(page.locator("#exercises img")).to_have_count(page.locator("#exercises li").count())
        page.wait_for_timeout(500)
        assert len([url for url in asked if url.endswith("/draw")]) == (value == "25")


def test_the_views_of_trouble_and_of_the_record_break_no_rule_of_wcag(
    small_desk: tuple[Any, str], faults: list[Diagnostic], chromium: Browser, axe: Axe
) -> None:
    with opened(small_desk) as page:
        choose(page)
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
        page.locator("#record").click()
        expect(page.locator("#record-panel")).to_be_visible()
        assert axe(page) == [], "record"
        page.keyboard.press("Escape")
        stopped = page.locator("#findings .to-stop")
        page.route("**/draw", lambda route: route.abort())
        page.locator("#name").fill(NAME)
        expect(stopped).to_contain_text("The desk does not answer")
        assert axe(page) == [], "no answer"
        page.unroute("**/draw")
        faults.append(Diagnostic("HND504", "there is no child", "try it once more"))
        stopped.get_by_role("button", name="Try again").click()
        expect(stopped).to_contain_text("Drawing stopped")
        assert axe(page) == [], "stopped"
        page.route("**/draw", lambda route: None)  # the answer never comes
        stopped.get_by_role("button", name="Try again").click()
        expect(page.locator("#doing")).to_contain_text("Drawing")
        assert axe(page) == [], "drawing"
    for path in ("", "?token=x"):
        page = chromium.new_page()
        page.goto(small_desk[1] + path)
        assert axe(page) == [], ("locked", path)
        page.close()


def test_the_language_is_asked_where_there_are_several(small_desk: tuple[Any, str]) -> None:
    def with_welsh(route: Route) -> None:
        offered = route.fetch().json()
        offered["languages"].append({"id": "cy-GB", "name": "Cymraeg"})
        route.fulfill(json=offered)

    with opened(small_desk) as page:
        choose(page)
        expect(page.locator("#language")).to_be_hidden()
        page.route("**/data", with_welsh)
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        choose(page)
        with page.expect_request("**/draw") as asked:
            page.locator("#language").select_option(label="Cymraeg")
        assert json.loads(asked.value.post_data or "")["language"] == "cy-GB"


def test_for_authors_a_file_that_changes_is_shown_again_with_line_and_caret(
    small_desk: tuple[Any, str], small_shipped: Path, tmp_path: Path
) -> None:
    path = tmp_path / "conditions" / "sore-heel.yaml"
    path.parent.mkdir()
    good = (small_shipped / "content" / "conditions" / path.name).read_text("utf-8")
    path.write_text(good, "utf-8")
    desk = Desk(open_workspace(tmp_path), "example", lambda: DAY, Printers(1), edit=True)
    with served(desk) as first:
        page = small_desk[0].new_page()
        page.goto(first)
        choose(page)
        path.write_text(good.replace("title: Sore heel", "title: Achy heel"), "utf-8")
        expect(page.locator("#conditions b")).to_have_text(["Achy heel"])
        path.write_text(good.replace("title: Sore heel", "titel: Sore heel"), "utf-8")
        excerpt = page.locator("#findings pre", has_text="| titel: Sore heel")
        expect(excerpt.first).to_contain_text("^^^^^")
        # Its words are wrapped and all in view; the line of the file alone scrolls.
        assert excerpt.first.evaluate("one => one.scrollWidth <= one.clientWidth")
        assert excerpt.first.locator("code").inner_text().count("\n") == 1
        page.close()


def test_an_exercise_without_a_drawing_shows_no_broken_picture(small_desk: tuple[Any, str], small: Library) -> None:
    with served(desk_of(replace(small, figures={}))) as first:
        page = small_desk[0].new_page()
        missing: list[str] = []
        page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
        page.goto(first)
        choose(page)
        expect(page.locator("#exercises .no-drawing").first).to_be_visible()
        assert missing == [] and page.locator("#exercises img").count() == 0
        page.close()
