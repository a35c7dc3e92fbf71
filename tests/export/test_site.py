"""A site: its pages, what they link to, what is written again, and the versions that it remembers."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from dataclasses import fields, is_dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from browser import Frame, looked_at, needs_browser
from click.testing import CliRunner
from sentences import FIRST

from handouts import library
from handouts.batch.export import full_run
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.site import build, changes, history
from handouts.batch.site.build import Built
from handouts.batch.workers.executor import Executor
from handouts.cli.program import program
from handouts.compose.wording import ENGLISH, Wording
from handouts.files.digest import short_digest
from handouts.model import cards, leaflet, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pipeline import run
from handouts.pipeline.matching import Matching
from handouts.pipeline.workspace import open_workspace

from .conftest import UNCHANGED

DAY = datetime.date(2026, 12, 1)
IDS = ("plantar-fasciitis", "tarsal-tunnel")


class Links(HTMLParser):
    """What a page links to and loads, and the ids of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values["id"]} if "id" in values else set()
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        else:
            self.loads += [value for name, value in values.items() if name in ("src", "href", "srcset")]


pytestmark = pytest.mark.usefixtures("heel_shipped")


@pytest.fixture
def made(heel_shipped: Path, kept: Path) -> Path:
    """The site of two leaflets, with their plain texts."""
    if not kept.exists():
        assert filled(kept).found == ()
    return kept


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(made, tmp_path / "site"))


def filled(folder: Path, *ids: str, overlay: Path | None = None, prune: bool = False) -> Built:
    request = ExportRequest(ids or IDS, formats=("text",), prune=prune, for_site=True)
    result = full_run.export(ExportOptions(request, folder, overlay, DAY, UNCHANGED), executor=Executor())
    assert {one.code for one in result.found} <= {"HND004"} and not result.counts["failed"]
    opened = open_workspace(overlay)
    return build.build(folder, opened, opened.default_clinic(), DAY)


def own_content(folder: Path, id_: str, old: str, new: str) -> Path:
    """A clinic's folder with one condition of its own, changed."""
    text = (library.data_root() / "content" / "conditions" / f"{id_}.yaml").read_text("utf-8")
    assert old in text
    (folder / "conditions").mkdir(parents=True)
    (folder / "conditions" / f"{id_}.yaml").write_text(text.replace(old, new), "utf-8")
    return folder


def pages(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))}


def test_a_site_has_an_index_a_check_of_papers_and_a_page_for_each_leaflet(made: Path) -> None:
    expected = {"index.html", "about.html", "verify/index.html", *(f"leaflets/{id_}.html" for id_ in IDS)}
    assert set(pages(made)) == expected


def test_the_pages_of_a_site_are_no_unknown_leaflets(copy: Path) -> None:
    request = ExportRequest(IDS, formats=("text",), for_site=True)
    build.built(ExportOptions(request, copy, None, DAY, UNCHANGED))

    def states() -> dict[str, str]:
        done = CliRunner().invoke(program, ["verify", str(copy), "--today", str(DAY), "--report", "json"])
        return {one["name"]: one["state"] for one in json.loads(done.stdout)}

    assert states() == {f"example/{id_}.txt": "current" for id_ in IDS}
    (copy / "about.html").write_text("other words", "utf-8")
    assert states()["about.html"] == "changed"


def test_every_link_leads_to_a_file_or_a_part_of_the_site(made: Path) -> None:
    read = {path: Links(page) for path, page in pages(made).items()}
    followed = 0
    for path, page in read.items():
        for link in page.links:
            if re.match("(https|mailto|tel):", link):
                continue
            target, part = urldefrag(unquote(link))
            file = ((made / path).parent / target).resolve() if target else made / path
            assert file.is_file(), (path, link)
            if part and file.suffix == ".html":
                assert part in read[file.relative_to(made.resolve()).as_posix()].ids, (path, link)
            followed += 1
    assert followed > 30


def test_no_page_loads_anything(made: Path) -> None:
    for path, page in pages(made).items():
        assert all(address.startswith(("data:", "#")) for address in Links(page).loads), path
        assert not re.search(r"url\((?![\"']?(?:data:|#))|@import|fetch\(|XMLHttpRequest", page), path


def test_without_a_script_the_index_is_a_list_by_part_of_the_body(made: Path) -> None:
    page = (made / "index.html").read_text("utf-8")
    assert re.findall(r'class="row-name" href="([^"]+)"', page) == [f"leaflets/{id_}.html" for id_ in IDS]
    assert re.search(r'<form class="search"[^>]* hidden', page)
    [part] = set(re.findall(r'<section class="group" id="([^"]+)"', page))
    assert f'href="#{part}" data-region="foot-ankle"' in page and 'data-shape="foot-ankle"' in page


def test_a_leaflet_is_found_by_lay_words_signs_and_codes(made: Path) -> None:
    name = r'<div class="row-words"><a class="row-name" href="leaflets/([^"]+)\.html"'
    row = rf'data-words="([^"]+)" data-phrases="[^"]*">\s*{name}'
    rows = dict(re.findall(row, (made / "index.html").read_text("utf-8")))
    words = {id_: [one.partition(":")[0] for one in unescape(text).split()] for text, id_ in rows.items()}
    assert {"plantar", "fasciopathy", "heel", "rest", "m72.2", "202882003"} <= set(words["plantar-fasciitis"])
    assert "tingling" in words["tarsal-tunnel"] and "tingling" not in words["plantar-fasciitis"]
    page = (made / "index.html").read_text("utf-8")
    assert "first+steps:" in page


def test_the_page_compares_words_by_the_data_of_the_language(made: Path) -> None:
    [rules] = re.findall('data-language="([^"]+)"', (made / "index.html").read_text("utf-8"))
    read = json.loads(unescape(rules))
    assert read == json.loads(json.dumps(Matching(open_workspace(None).library.languages["en"]).for_page()))
    assert {"hurts", "my"} <= set(read["uncounted"]) and read["endings"] == ["s", "ness", "ing", "ed", "e"]
    script = (library.data_root() / "templates" / "site" / "search.js").read_text("utf-8")
    assert all(f"language.{key}" in script for key in read)  # and no word or number of its own
    assert re.findall(r"\b0?\.\d|LEAST|\"(?:s|ss|ls|ing)\"", script) == []


def test_the_same_content_gives_the_same_bytes_and_writes_nothing(copy: Path) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file() and ".handouts" not in path.parts}
    assert filled(copy).written == 0
    assert {path: path.read_bytes() for path in before} == before


def test_a_changed_leaflet_writes_its_page_the_index_of_versions_and_nothing_else(copy: Path, tmp_path: Path) -> None:
    before = pages(copy)
    own = own_content(tmp_path / "own", IDS[1], "The squeezed nerve can recover.", "The squeezed nerve can calm down.")
    filled(copy, overlay=own)
    after = pages(copy)
    assert {path for path in after if after[path] != before[path]} == {f"leaflets/{IDS[1]}.html", "verify/index.html"}
    assert "The squeezed nerve can calm down." in after[f"leaflets/{IDS[1]}.html"]


def test_a_replaced_version_keeps_its_line(copy: Path, tmp_path: Path) -> None:
    [old] = history.read(copy)[0]["TT-en"]  # type: ignore[index]
    own = own_content(tmp_path / "own", IDS[1], 'version: "0.1.0"', 'version: "0.2.0"')
    filled(copy, overlay=own)
    known, _ = history.read(copy)
    assert known is not None and known["TT-en"][0] == old and len(known["TT-en"]) == 2
    current = {("TT-en", known["TT-en"][-1].version)}
    [new, replaced] = [one for one in history.lines(known, current) if one.document == "TT-en"]
    assert (new.state, replaced.state) == ("current", "replaced")
    assert replaced.by == new.version and new.version.version.startswith("0.2.0-")
    assert f'id="TT-en/{old.version}" data-state="replaced"' in (copy / "verify/index.html").read_text("utf-8")


def test_a_replaced_version_says_for_ever_what_the_one_of_today_has_otherwise(copy: Path, tmp_path: Path) -> None:
    filled(copy, overlay=own_content(tmp_path / "a", IDS[1], 'version: "0.1.0"', 'version: "0.2.0"'))
    own = own_content(tmp_path / "b", IDS[1], "The squeezed nerve can recover.", "The squeezed nerve can calm down.")
    path = own / "conditions" / f"{IDS[1]}.yaml"
    text = path.read_text("utf-8").replace('version: "0.1.0"', 'version: "0.3.0"')
    path.write_text(re.sub("(?m)^(  review_by: ).*$", r"\g<1>2028-12-31", text), "utf-8")
    shutil.copytree(library.data_root() / "content" / "exercises", own / "exercises")
    changed = own / "exercises" / "ankle-circles.yaml"
    changed.write_text(re.sub("(?m)^(name: ).*$", r"\g<1>Foot rings", changed.read_text("utf-8")), "utf-8")
    filled(copy, overlay=own)
    page = (copy / "verify/index.html").read_text("utf-8")
    first, second = re.findall(
        'id="TT-en/[^"]+" data-state="replaced" data-by="0.3.0[^"]*" data-changed="([^"]*)"', page
    )
    assert first == second == "how to do Foot rings; what it says about the condition; the review date"
    assert page.count("What changed: how to do Foot rings;") == 2  # the table answers where no script runs


def test_a_version_keeps_its_digests_while_the_content_moves_on(copy: Path, tmp_path: Path) -> None:
    [old] = history.read(copy)[0]["TT-en"]  # type: ignore[index]
    opened = open_workspace(own_content(tmp_path / "a", IDS[1], 'version: "0.1.0"', 'version: "0.2.0"'))
    build.build(copy, opened, "example", DAY)  # as an export of other leaflets does
    [kept] = history.read(copy)[0]["TT-en"]  # type: ignore[index]
    assert kept == old and kept.parts == old.parts != {}


CHANGES = {
    "a dose": ({"dose a": "1", "steps a": "1"}, {"dose a": "2", "steps a": "1"}, "the dose of A"),
    "a new exercise": ({"steps a": "1"}, {"steps a": "1", "dose b": "1", "steps b": "1"}, "B, which is new"),
    "one left out": ({"steps a": "1", "dose b": "1", "steps b": "1"}, {"steps a": "1"}, "B, which is left out"),
    "danger signs": ({"about": "1", "help": "1"}, {"about": "1", "help": "2"}, "when to get help"),
    "drawings alone": ({"pictures": "1"}, {"pictures": "2"}, "the drawings"),
    "nothing": ({"help": "1"}, {"help": "1"}, ""),
    "an old line without digests": ({}, {"help": "1"}, ""),
    "digests of another method": ({"help": "1"}, {"help": "2", "method": "2"}, ""),
    "all of it": (
        {}.fromkeys([*changes.PARTS, "steps a"], "1"),
        {}.fromkeys([*changes.PARTS, "steps a"], "2"),
        "when to get help; when to stop or wait with the exercises; how to do A; what helps and what to leave; "
        "what to expect; 4 other parts",
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_said_in_words_that_of_safety_first(case: str) -> None:
    old, new, words = CHANGES[case]
    wording = Wording.of(ENGLISH, "en-GB")
    assert changes.in_words(changes.changed(old, new, str.upper, wording), wording) == words


#: Fields that belong to no part: of the clinic, of one print, or worded from other fields.
ELSEWHERE = frozenset(
    ("conditions", "regions", "language", "spoken", "rtl", "short_title", "masthead", "personal", "imprint", "cards",
     "daily", "diary", "decisions", "request")
)  # fmt: skip


def test_every_field_of_a_leaflet_belongs_to_a_part_or_to_none() -> None:
    named = [field for _, own in changes.PARTS.values() for field in own]
    assert sorted([*named, *ELSEWHERE]) == sorted(one.name for one in fields(Leaflet))


def test_another_shape_of_a_leaflet_is_another_method() -> None:
    records = {one for module in (cards, leaflet, prose) for one in vars(module).values() if isinstance(one, type)}
    records = {one for one in records if is_dataclass(one)}
    shape = sorted((one.__name__, [(field.name, field.type) for field in fields(one)]) for one in records)
    rules = repr((shape, changes.PARTS, changes.STEPS_FIELDS, sorted(map(str, changes.NO_WORDS.items()))))
    advice = "where the same leaflet gets other digests now, raise METHOD; then write the new shape here"
    assert (changes.METHOD, short_digest(rules, 8)) == ("2", "84e3cd87"), advice


def test_other_numbers_of_a_dose_change_the_dose_alone() -> None:
    opened = open_workspace(None)
    leaflets = [
        run(opened, Request(IDS[:1], "example", settings=settings), DAY).leaflet
        for settings in ({}, {"calf-stretch-wall.hold": 20})
    ]
    old, new = (changes.digests(one) for one in leaflets if one)
    assert [key for key in old if old[key] != new[key]] == ["dose calf-stretch-wall"]


def test_sheets_that_share_a_number_are_all_current() -> None:
    sheets = [history.Version(f"0.1.0-{mark}", "2026-11-01", "2028-11-01", "draft") for mark in ("aa", "bb", "cc")]
    states = {
        one.version.version: one.state
        for one in history.lines({"EX": sheets}, {("EX", "0.1.0-aa"), ("EX", "0.1.0-cc")})
    }
    assert states == {"0.1.0-aa": "current", "0.1.0-bb": "replaced", "0.1.0-cc": "current"}


def test_a_replaced_sheet_is_not_compared_with_another_of_its_number(copy: Path) -> None:
    filled(copy, "heel-first-weeks")
    known = json.loads((copy / history.NAME).read_text("utf-8"))
    [number] = [number for number in known if number.startswith("EX")]
    known[number].insert(0, known[number][0] | {"version": "0.0.9-aa", "parts": {"steps squat": "1"}})
    (copy / history.NAME).write_text(json.dumps(known), "utf-8")
    assert build.build(copy, open_workspace(None), "example", DAY).found == ()
    page = (copy / "verify/index.html").read_text("utf-8")
    assert re.search(rf'id="{number}/0.0.9-aa" data-state="replaced" data-by="[^"]+" data-changed=""', page)


def test_a_leaflet_that_is_gone_is_withdrawn_for_ever(copy: Path) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    for name in [name for name in manifest["leaflets"] if IDS[1] in name]:
        del manifest["leaflets"][name]
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    opened = open_workspace(None)
    for _ in range(2):
        assert build.build(copy, opened, "example", DAY).found == ()
        assert re.search(r'id="TT-en/[^"]+" data-state="withdrawn"', (copy / "verify/index.html").read_text("utf-8"))
    assert IDS[1] not in (copy / "index.html").read_text("utf-8")
    assert not (copy / "leaflets" / f"{IDS[1]}.html").exists()


def test_a_damaged_history_stops_the_pages_and_stays_as_it_is(copy: Path) -> None:
    (copy / history.NAME).write_text('{"TT-en": [{"version"', "utf-8")
    before = pages(copy)
    built = build.build(copy, open_workspace(None), "example", DAY)
    assert [finding.code for finding in built.found] == ["HND931"]
    assert pages(copy) == before and (copy / history.NAME).read_text("utf-8") == '{"TT-en": [{"version"'


@pytest.mark.slow  # starts a browser
@needs_browser
def test_the_scripts_of_index_and_check_answer(made: Path) -> None:
    script = """
      const put = (field, words) => { field.value = words; field.dispatchEvent(new Event("input")); };
      const asked = page.querySelector("#words"), check = page.querySelector(".check");
      if (asked) {
        const shown = () => [...page.querySelectorAll(".row:not([hidden]) .row-name")].map(row => row.textContent);
        const found = {};
        const asking = ["", "tingl ankle", "M72.2", "rest numbxx", "tt-EN", "PF", "numbxx"];
        for (const words of asking) { put(asked, words); found[words] = shown(); }
        found.unknown = page.querySelector(".found").textContent;
        put(asked, "tingl numbxx");
        found.said = page.querySelector(".found").textContent;
        return found;
      }
      const states = {};
      for (const [number, version] of [["PF-en", "0.1.0"], ["pf-EN", "Version 0.1.0"], ["PF-en", "9.9"], ["XX", "1"]]) {
        page.querySelector("#number").value = number; page.querySelector("#version").value = version;
        check.requestSubmit();
        states[`${number} ${version}`] = page.querySelector(".answer > div").className;
      }
      return states;
    """
    frames = [Frame(name, (made / name).read_text("utf-8"), 800) for name in ("index.html", "verify/index.html")]
    results = looked_at(frames, script)
    titles = ["Plantar fasciitis", "Tarsal tunnel syndrome"]
    assert results["index.html"] == {
        "": titles, "tingl ankle": titles[1:], "M72.2": titles[:1], "rest numbxx": titles[:1], "numbxx": [],
        "tt-EN": titles[1:], "PF": titles[:1],
        "unknown": "No leaflet has most of these words.", "said": "1 leaflet · No leaflet has: numbxx",
    }  # fmt: skip
    assert results["verify/index.html"] == {
        "PF-en 0.1.0": "state-current", "pf-EN Version 0.1.0": "state-current", "PF-en 9.9": "state-unknown",
        "XX 1": "state-unknown",
    }  # fmt: skip


@pytest.mark.slow  # starts a browser
@needs_browser
def test_a_replaced_paper_names_the_version_of_today_and_its_month(copy: Path, tmp_path: Path) -> None:
    [old] = history.read(copy)[0]["TT-en"]  # type: ignore[index]
    own = own_content(tmp_path / "own", IDS[1], 'version: "0.1.0"', 'version: "0.2.0"')
    own_file = own / "conditions" / f"{IDS[1]}.yaml"
    own_file.write_text(re.sub(r"(?m)^(  issued: ).*$", r"\g<1>2026-12-01", own_file.read_text("utf-8")), "utf-8")
    filled(copy, overlay=own)
    script = f"""
      page.querySelector("#number").value = "TT-en"; page.querySelector("#version").value = "{old.version}";
      page.querySelector(".check").requestSubmit();
      return page.querySelector(".answer").textContent;
    """
    frame = Frame("check", (copy / "verify/index.html").read_text("utf-8"), 800)
    answer = looked_at([frame], script)["check"]
    assert re.search(r"was replaced by version 0\.2\.0-[0-9a-f]{8}, issued December 2026\.", answer)


@pytest.mark.slow  # composes every leaflet, and starts a browser
@needs_browser
def test_the_page_puts_the_same_leaflet_first_as_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the sentences are about all shipped conditions
    filled(tmp_path, *FIRST)
    script = """
      const asked = page.querySelector("#words"), first = {};
      for (const words of SENTENCES) {
        asked.value = words;
        asked.dispatchEvent(new Event("input"));
        first[words] = page.querySelector(".hits .row:not([hidden]) .row-name")?.getAttribute("href");
      }
      return first;
    """.replace("SENTENCES", json.dumps([words for sentences in FIRST.values() for words in sentences]))
    [found] = looked_at([Frame("index", (tmp_path / "index.html").read_text("utf-8"), 800)], script).values()
    assert found == {words: f"leaflets/{id_}.html" for id_, sentences in FIRST.items() for words in sentences}


@pytest.mark.slow  # starts a browser
@needs_browser
@pytest.mark.parametrize("width_px", [320, 390, 820])
def test_no_page_scrolls_sideways(made: Path, width_px: int) -> None:
    frames = [Frame(path, page, width_px) for path, page in pages(made).items()]
    script = """
      const over = one => one.getBoundingClientRect().right > one.closest(".box-part").getBoundingClientRect().right;
      const boxed = [...page.querySelectorAll(".box-part *")].filter(over).map(one => one.textContent);
      return [page.documentElement.scrollWidth, boxed];
    """
    found = looked_at(frames, script)
    assert {path: width for path, (width, _) in found.items() if width > width_px} == {}
    assert [words for _, boxed in found.values() for words in boxed] == []
