"""What Print prints, and what is left of a person on the page when nobody is there."""

from __future__ import annotations

import base64
import re
import time
from typing import Any

import pypdfium2
import pytest
from browser import needs_browser
from playwright.sync_api import Dialog, Route, expect

from handouts.diagnostics import Diagnostic

from .making import NAME
from .small_desk import SENT, WAIT_MS, choose, opened, until_ready, with_name, words_of

pytestmark = [pytest.mark.slow, needs_browser]


# ---------------------------------------------------------------- printing


def test_print_opens_the_print_window_on_the_pages_that_are_shown(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        with_name(page)
        with page.expect_download(timeout=WAIT_MS) as download:
            page.locator("#save").click()
        saved = base64.b64decode(page.evaluate(SENT))
        shown = page.locator("#thumbs li").count()
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        sent = base64.b64decode(page.evaluate(SENT))
        assert sent == saved and len(pypdfium2.PdfDocument(sent)) == shown > 1
        assert NAME in words_of(page)
        # A browser names the file after the title of the PDF when a person prints to a file.
        title = pypdfium2.PdfDocument(sent).get_metadata_dict()["Title"]
        assert title and not any(word in title + download.value.suggested_filename for word in NAME.split())


def test_ctrl_p_prints_the_leaflet_and_never_the_screen(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        page.keyboard.press("Control+p")  # nothing is chosen
        assert page.evaluate("window.printed") == 0
        choose(page)
        page.keyboard.press("Control+p")
        page.wait_for_function("window.printed === 1")
        assert page.evaluate("document.querySelectorAll('iframe').length") == 1


# ---------------------------------------------------------------- nobody is there


def test_after_ten_idle_minutes_nothing_of_a_person_is_on_the_page(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk, clock=True) as page:
        with_name(page)
        page.locator("#note").fill("Bring the orthotics.")
        page.clock.fast_forward("09:50")
        expect(page.locator("#name")).to_have_value(NAME)
        page.keyboard.press("Tab")  # somebody is there
        page.clock.fast_forward("09:50")
        expect(page.locator("#name")).to_have_value(NAME)
        page.route("**/draw", lambda route: route.abort())  # even where no page without the name comes any more
        page.clock.fast_forward("00:15")
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#note")).to_have_value("")
        expect(page.locator("#printed")).to_contain_text("Name and note were cleared: nobody used the page for 10 min")
        expect(page.locator("#sheet")).to_be_hidden()
        expect(page.locator("#thumbs img")).to_have_count(0)
        expect(page.locator("#conditions b")).to_have_text(["Sore heel"])  # what is chosen stays
        assert (
            page.evaluate("[...document.querySelectorAll('img')].filter(one => one.src.startsWith('blob:')).length")
            == 0
        )


def test_one_more_with_name_is_there_for_three_minutes(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk, clock=True) as page:
        with_name(page)
        page.locator("#print").click()
        expect(page.locator("#name")).to_have_value("")
        more = page.get_by_role("button", name="One more with name")
        expect(more).to_be_visible()
        expect(page.locator("#printed")).to_contain_text(re.compile(r"Until \d\d:\d\d, if the paper jams"))
        until_ready(page)
        page.clock.fast_forward("02:50")
        expect(more).to_be_visible()
        page.clock.fast_forward("00:20")
        expect(more).to_have_count(0)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 2")
        assert NAME not in words_of(page)


def test_a_leaflet_that_was_changed_after_printing_gets_no_name_back(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        with_name(page)
        page.get_by_role("button", name="Change the dose of Wall calf stretch").click()
        page.get_by_role("spinbutton", name="Hold, Wall calf stretch").press("End")
        until_ready(page)
        page.locator("#print").click()
        more = page.get_by_role("button", name="One more with name")
        expect(more).to_be_visible()
        page.get_by_role("spinbutton", name="Hold, Wall calf stretch").press("Home")
        expect(more).to_have_count(0)
        until_ready(page)
        page.locator("#print").click()
        expect(page.locator("#printed")).to_contain_text("The print window has the leaflet.")


def test_what_was_printed_is_chosen_anew_for_the_next_patient(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        choose(page)
        page.get_by_role("radio", name="Left").check(force=True)
        until_ready(page)
        page.locator("#print").click()
        expect(page.locator("#printed")).to_be_visible()
        page.locator("[data-key='hit:sore-heel']").click()
        expect(page.locator("#conditions b")).to_have_text(["Sore heel"])
        expect(page.locator("#printed")).to_be_hidden()
        expect(page.locator("#conditions input:checked")).to_have_count(0)  # nor the side of the patient before
        until_ready(page)
        page.locator("#print").click()
        expect(page.locator("#printed")).to_be_visible()
        page.locator("#words-box").fill("calf")
        page.locator("[data-key='exercise:calf-stretch-wall']").click()  # it is on the printed leaflet too
        expect(page.locator("#exercises .tick")).to_have_count(1)
        expect(page.locator("#conditions b")).to_have_text(["Sheet of exercises"])


def test_the_record_of_a_printed_leaflet_waits_for_no_page(small_desk: tuple[Any, str], faults: list[Any]) -> None:
    with opened(small_desk) as page:
        with_name(page)
        page.route("**/draw", lambda route: None)  # the pages without the name never come
        page.locator("#print").click()
        expect(page.locator("#printed")).to_be_visible()
        page.locator("#record").click()
        expect(page.locator("#record-text")).to_have_value(re.compile("^Leaflet given: Sore heel."))


def test_enter_before_the_hits_are_there_takes_the_one_of_all_words(small_desk: tuple[Any, str]) -> None:
    def late(route: Route) -> None:
        time.sleep(0.05)
        route.continue_()

    with opened(small_desk) as page:
        page.route("**/find", late)
        page.locator("#words-box").press_sequentially("calf stretch wall")
        page.locator("#words-box").press("Enter")
        expect(page.locator("#exercises .title")).to_have_text(["1 Wall calf stretch"])
        page.locator("#words-box").fill("foot roll")
        page.locator("#words-box").press("Enter")
        page.locator("#words-box").fill("heel")  # the hand is quicker than the answer
        expect(page.locator("#exercises .title")).to_have_text(["1 Wall calf stretch", "2 Foot roll"])
        expect(page.locator("#words-box")).to_have_value("heel")


def test_two_choices_after_one_more_that_was_not_printed_are_one_leaflet(
    small_desk: tuple[Any, str], faults: list[Diagnostic]
) -> None:
    with opened(small_desk) as page:
        with_name(page)
        page.locator("#print").click()
        until_ready(page)
        faults += [Diagnostic("HND946", "there is no child", "try it once more")] * 2
        page.get_by_role("button", name="One more with name").click()
        expect(page.locator("#findings .to-stop")).to_contain_text("Drawing stopped")
        for word, id_ in (("calf", "calf-stretch-wall"), ("foot", "foot-roll")):
            page.locator("#words-box").fill(word)
            page.locator(f"[data-key='exercise:{id_}']").click()
            until_ready(page)
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#exercises .tick")).to_have_count(2)


def test_a_page_with_choices_is_not_left_without_a_question(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        asked: list[str] = []

        def accept(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", accept)
        page.reload()
        assert asked == []
        choose(page)
        page.reload()
        assert asked == ["beforeunload"]
        choose(page)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        page.reload()
        assert asked == ["beforeunload"]


def test_a_page_that_is_left_takes_the_name_and_its_pages_along(small_desk: tuple[Any, str]) -> None:
    with opened(small_desk) as page:
        with_name(page)
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        expect(page.locator("#name")).to_have_value("")
        expect(page.locator("#sheet")).to_be_hidden()
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        until_ready(page)
        page.locator("#print").click()
        page.wait_for_function("window.printed === 1")
        assert NAME not in words_of(page)
