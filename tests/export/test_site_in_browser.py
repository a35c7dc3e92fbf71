"""A site in a browser: the rules of WCAG, the keyboard alone, the file to print, and the code on a paper."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from importlib import resources
from pathlib import Path

import pypdfium2
import pytest
from browser import needs_browser
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route, expect

from handouts import library
from handouts.batch import manifest
from handouts.batch.contents import File, FolderLeaflet, leaflets
from handouts.batch.site import cuts
from handouts.cli import dates
from handouts.cli.program import program
from handouts.pipeline.workspace import open_workspace

pytestmark = [pytest.mark.slow, needs_browser]  # prints a leaflet

ADDRESS = "https://leaflets.example.org/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAPERS = ("SH-en/0.1", "SH-en/9.9")  # current and unknown


@pytest.fixture(scope="module")
def site(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a clinic whose papers lead to it, with the PDF of its leaflet."""
    own, folder = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("made") / "site"
    (own / "clinics").mkdir()
    clinic = (small_data / "content" / "clinics" / "example.yaml").read_text("utf-8")
    clinic = re.sub("(?m)^logo:.*\n", "", clinic) + f"verify: {ADDRESS}verify/\n"
    (own / "clinics" / "example.yaml").write_text(clinic, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "data_root", lambda: small_data)
        patch.setattr(dates, "today", lambda: datetime.date(2026, 12, 1))
        words = ["export", "--site", str(folder), "--content", str(own), "--edition", "a4"]
        done = CliRunner().invoke(program, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def page(chromium: Browser, site: Path) -> Iterator[Page]:
    """A page to which the site is at its address; nothing else can be reached."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("#")[0]
        file = site / (path + "index.html" if path.endswith("/") or not path else path)
        if file.suffix == ".pdf":  # the browser of the tests has no viewer
            route.fulfill(body=f"<title>{file.name}</title>", content_type="text/html")
        else:
            route.fulfill(path=file)

    opened = chromium.new_page()
    opened.route("**", lambda route: route.abort())
    opened.route(f"{ADDRESS}**", answer)
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    opened.close()
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_wcag(page: Page, site: Path, scheme: str) -> None:
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    names = ["", "about.html", "leaflets/sore-heel.html", "verify/", *(f"verify/#{paper}" for paper in PAPERS)]
    for name in names:
        page.goto("about:blank")
        page.goto(ADDRESS + name)
        page.evaluate(axe)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 256 if width == 320 else 900})
            broken = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:120]) for one in broken] == [], (name, width)


def test_a_leaflet_is_found_and_opened_by_keyboard_alone(page: Page) -> None:
    page.goto(ADDRESS)
    page.keyboard.type("heel hurts")
    expect(page.locator(".found")).to_have_text("1 leaflet")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{ADDRESS}leaflets/sore-heel.html")


def test_the_code_on_a_paper_leads_to_its_answer(page: Page) -> None:
    page.goto(f"{ADDRESS}leaflets/sore-heel.html")
    code = page.locator(".qr svg title").text_content() or ""
    address = code.removeprefix("QR code: ")
    assert re.fullmatch(rf"{ADDRESS}verify/#SH-en/0\.1-[0-9a-f]{{8}}", address)
    expect(page.locator(".qr-words strong")).to_have_text("leaflets.example.org/verify")
    page.goto(address)
    expect(page.locator(".state-current h2")).to_have_text("Current")
    page.evaluate("location.hash = '#SH-en/0.0.9-00000000'")
    expect(page.locator(".state-unknown h2")).to_have_text("Unknown")


def test_the_first_file_is_the_one_to_print(page: Page) -> None:
    page.goto(f"{ADDRESS}leaflets/sore-heel.html")
    page.get_by_role("link", name="Print · PDF, A4").click()
    expect(page).to_have_url(f"{ADDRESS}example/sore-heel_a4.pdf")


def test_without_scripts_the_files_and_all_versions_are_there(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "leaflets" / "sore-heel.html").as_uri())
    expect(page.get_by_role("link", name="Print · PDF, A4")).to_be_visible()
    page.goto((site / "verify" / "index.html").as_uri())
    expect(page.locator("tbody tr")).to_have_count(1)
    context.close()


def test_beside_a_leaflet_is_a_picture_of_its_paper_that_leads_to_that_page(chromium: Browser, site: Path) -> None:
    page = chromium.new_page()
    page.goto((site / "leaflets" / "sore-heel.html").as_uri())
    link = page.get_by_role("link", name=re.compile(r"Page \d of the paper, as it prints"))
    number = (link.locator("img").get_attribute("alt") or "").split()[1]
    assert (link.get_attribute("href") or "") == f"../example/sore-heel_a4.pdf#page={number}"
    link.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.cut img').complete")
    assert page.evaluate("document.querySelector('.cut img').naturalWidth") == cuts.WIDTH_PX
    page.close()
    text = pypdfium2.PdfDocument(site / "example" / "sore-heel_a4.pdf")[int(number) - 1].get_textpage().get_text_range()
    assert text.startswith("Your exercises")


@pytest.mark.usefixtures("small_shipped")
def test_a_picture_is_small_and_drawn_again_only_where_it_is_gone_or_its_paper_is_new(site: Path) -> None:
    path, (file, document) = site / "leaflets" / "sore-heel.png", _leaflet(site)
    before = path.read_bytes()
    state = site / ".handouts" / "site.json"
    known = json.loads(state.read_text("utf-8"))["cuts"]
    assert len(before) < 40_000
    assert (kept := cuts.cut(site, document, known)) is not None and not kept.data  # nothing was drawn
    assert (again := cuts.cut(site, document, {})) is not None and again.data == before
    data = (site / file.path).read_bytes() + b"\n"
    other = replace(document, files=(replace(file, sha256=sha256(data).hexdigest()),))
    assert cuts.cut(site, other, known) is None  # the paper is not the one that was written
    (site / file.path).write_bytes(data)
    assert (drawn := cuts.cut(site, other, known)) is not None and drawn.data
    (site / file.path).write_bytes(data[:-1])
    path.unlink()
    assert (anew := cuts.cut(site, document, known)) is not None and anew.data == before
    path.write_bytes(before)
    assert cuts.cut(site, replace(document, files=()), known) is None


def _leaflet(site: Path) -> tuple[File, FolderLeaflet]:
    """The leaflet of the site with its PDF alone."""
    opened = open_workspace(None)
    [one] = leaflets(opened, manifest.read(site)[0], opened.default_clinic(), datetime.date(2026, 12, 1))
    file = next(file for file in one.files if file.format == "pdf")
    return file, replace(one, files=(file,))
