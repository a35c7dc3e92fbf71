"""Folders into one library: what lies over what, what is followed, and what is never opened."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import speed

from handouts import library
from handouts.diagnostics import Diagnostic, Span, has_errors, plain
from handouts.model import Library

ROOT = Path(__file__).parent.parent
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000"
    "03a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
HUGE = PNG[:16] + b"\0\0\x40\0\0\0\x40\0" + PNG[24:]
ELSEWHERE = "the picture takes something from elsewhere:"


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return tmp_path / "clinic"


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(overlay: Path, mini_folder: Path) -> tuple[Library, list[Diagnostic]]:
    return library.load([overlay, mini_folder / "content"], mini_folder / "styles")


def reported(found: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(f.code, Path(f.span.file).name if f.span else "", f.message) for f in found]


# ---------------------------------------------------------------- the shipped library


def test_the_shipped_library_has_no_errors() -> None:
    read, found = library.load(library.content_folders(None), library.data_root() / "styles")
    assert [finding for finding in found if finding.is_error] == []
    assert read.conditions and read.exercises and read.advice and read.clinics and read.countries
    assert read.sources and read.glossary and read.stop_rules and read.pain_guide
    assert set(read.editions) >= {"a4", "letter", "large-print"}


def test_the_shipped_library_is_read_soon() -> None:
    def units() -> float:
        with speed.measured() as cost:
            library.load(library.content_folders(None), library.data_root() / "styles")
        return cost.units

    assert min(units() for _ in range(3)) < 50


def test_what_is_read_does_not_depend_on_the_run(mini_folder: Path) -> None:
    assert library.load([mini_folder / "content"], mini_folder / "styles") == library.load(
        [mini_folder / "content"], mini_folder / "styles"
    )


# ---------------------------------------------------------------- where things are


def test_data_lies_above_the_package_or_inside_an_installed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library.data_root() == ROOT
    assert library.content_folders(None) == [ROOT / "content"]
    assert library.content_folders(tmp_path) == [tmp_path, ROOT / "content"]
    (tmp_path / "handouts" / "_data").mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(tmp_path / "handouts" / "library" / "__init__.py"))
    assert library.data_root() == tmp_path.resolve() / "handouts" / "_data"


def test_every_record_knows_where_it_was_written(mini: Library) -> None:
    def at(kind: str, id_: str, *path: str | int) -> tuple[str, int, int, int]:
        span = mini.span(kind, id_, *path)
        assert span
        return Path(span.file).name, span.line, span.column, span.length

    assert at("exercise", "foot-roll", "dose", "minutes", "is") == ("foot-roll.yaml", 13, 17, 1)
    around = at("exercise", "foot-roll", "dose", "hold_s")  # not there, so the nearest value around it
    assert around == ("foot-roll.yaml", 13, 3, 32)
    assert at("condition", "sore-heel", "exercises", 1, "id") == ("sore-heel.yaml", 43, 10, 9)
    assert at("source", "example-book") == ("sources.yaml", 2, 1, 12)
    assert at("source", "example-book", "short") == ("sources.yaml", 4, 10, 12)
    assert at("stop-rule", "sharp-pain", "text")[:2] == ("stop-rules.yaml", 3)
    assert at("term", "calf", "plain")[:2] == ("glossary.yaml", 4)
    assert at("pain-guide", "pain-guide", "ok_to") == ("pain-guide.yaml", 3, 8, 1)
    assert at("edition", "a4", "page_mm") == ("a4.yaml", 3, 10, 10)
    assert mini.span("exercise", "no-such-thing", "dose") is None


def test_a_file_is_named_from_the_current_folder_when_it_lies_inside(
    overlay: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(overlay, "glossary.yaml", "heel:\n  word: heel\n")

    def named() -> list[str]:
        return [finding.span.file for finding in loaded(overlay, mini_folder)[1] if finding.span]

    monkeypatch.chdir(overlay.parent)
    assert named() == ["clinic/glossary.yaml"]
    monkeypatch.chdir(mini_folder)
    assert named() == [str(path)]


# ---------------------------------------------------------------- a clinic's folder over the shipped one


def test_a_file_of_the_clinic_hides_the_shipped_one(overlay: Path, mini_folder: Path) -> None:
    ice = (mini_folder / "content/advice/ice.yaml").read_text("utf-8")
    put(overlay, "advice/ice.yaml", ice.replace("Cool it.", "Chill it."))
    read, found = loaded(overlay, mini_folder)
    assert found == []
    assert (read.advice["ice"].lead, set(read.exercises)) == ("Chill it.", {"calf-stretch-wall", "foot-roll"})


def test_a_fault_of_a_hidden_file_is_not_reported(overlay: Path, mini_folder: Path, tmp_path: Path) -> None:
    shipped = tmp_path / "shipped"
    shutil.copytree(mini_folder / "content", shipped)
    put(shipped, "advice/ice.yaml", "broken: [")
    put(overlay, "advice/ice.yaml", (mini_folder / "content/advice/ice.yaml").read_text("utf-8"))
    assert library.load([overlay, shipped], mini_folder / "styles")[1] == []
    assert has_errors(library.load([shipped], mini_folder / "styles")[1])


def test_a_register_of_the_clinic_adds_entries_and_changes_some(overlay: Path, mini_folder: Path) -> None:
    put(overlay, "sources.yaml", "our-audit: {name: Our own audit, seen: read}\n")
    put(
        overlay,
        "glossary.yaml",
        "calf: {word: calf, plain: the lower leg}\nheel: {word: heel, plain: the back of the foot}\n",
    )
    put(overlay, "stop-rules.yaml", "cramp: {text: your foot cramps.}\n")
    read, found = loaded(overlay, mini_folder)
    assert found == []
    assert set(read.sources) == {"example-book", "our-audit"}
    assert {id_: term.plain for id_, term in read.glossary.items()} == {
        "calf": "the lower leg",
        "heel": "the back of the foot",
    }
    assert set(read.stop_rules) == {"sharp-pain", "cramp"}


def test_a_pain_guide_of_the_clinic_is_used_instead(overlay: Path, mini_folder: Path) -> None:
    put(overlay, "pain-guide.yaml", "fine_to: 2\nok_to: 4\nsources: [{id: example-book, supports: [ok_to]}]\n")
    read, found = loaded(overlay, mini_folder)
    assert found == []
    assert read.pain_guide and (read.pain_guide.fine_to, read.pain_guide.ok_to) == (2, 4)


def test_a_drawing_of_the_clinic_is_used_instead(overlay: Path, mini_folder: Path) -> None:
    figures = mini_folder / "content/figures"
    put(overlay, "figures/foot-roll.json", (figures / "foot-roll.json").read_bytes())
    put(
        overlay,
        "figures/foot-roll-start.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" ><rect width="1" height="1"/></svg>',
    )
    read, found = loaded(overlay, mini_folder)
    assert found == []
    assert read.figures["foot-roll"][0].svg.startswith("<svg") and "path" not in read.figures["foot-roll"][0].svg
    assert "path" in read.figures["calf-stretch-wall"][0].svg


# ---------------------------------------------------------------- one fault once


def country(key_and_value: str) -> str:
    """The shipped country file of the United Kingdom with its line `edition: a4` replaced."""
    text = (ROOT / "content/countries/uk.yaml").read_text("utf-8")
    assert text.count("\nedition: a4\n") == 1
    return text.replace("edition: a4", key_and_value)


def test_former_key_of_a_country_is_read_without_a_finding(overlay: Path, mini_folder: Path) -> None:
    put(overlay, "countries/home.yaml", country("paper: letter"))
    read, found = loaded(overlay, mini_folder)
    assert (reported(found), read.countries["home"].edition) == ([], "letter")


@pytest.mark.parametrize(
    ("written", "code", "message", "line_of"),
    [
        ("paper: foolscap", "HND203", "`foolscap` is not one of the choices of `edition`", "paper"),
        ("edition: a4\npaper: a4", "HND202", "there is no field `paper` here", "paper"),
    ],
)
def test_fault_of_a_former_key_has_its_place(
    overlay: Path, mini_folder: Path, written: str, code: str, message: str, line_of: str
) -> None:
    path = put(overlay, "countries/home.yaml", country(written))
    _, found = loaded(overlay, mini_folder)
    first = found[0]
    assert (first.code, first.message) == (code, message)
    lines = path.read_text("utf-8").splitlines()
    assert first.span and lines[first.span.line - 1].startswith(f"{line_of}:")


@pytest.mark.parametrize("text", ["a: [", "lead: Cool it.\n", "", b"\xff"])
def test_what_refers_to_a_broken_file_is_not_reported_as_well(
    overlay: Path, mini_folder: Path, text: str | bytes
) -> None:
    put(overlay, "advice/ice.yaml", text)
    read, found = loaded(overlay, mini_folder)
    assert "ice" not in read.advice and found
    assert {Path(finding.span.file).name for finding in found if finding.span} == {"ice.yaml"}


def test_a_register_that_cannot_be_read_is_one_fault(mini_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(mini_folder, tmp_path / "mini")
    put(tmp_path / "mini/content", "sources.yaml", "- a list\n")
    found = library.load([tmp_path / "mini/content"], tmp_path / "mini/styles")[1]
    assert reported(found) == [("HND203", "sources.yaml", "entries by id are expected here, this is a list")]


def test_faults_of_many_files_come_in_the_order_of_their_places(overlay: Path, mini_folder: Path) -> None:
    for name in ("countries/zz.yaml", "advice/b.yaml", "advice/a.yaml"):
        put(overlay, name, "lead: {x}\nlead: y\n")
    found = loaded(overlay, mini_folder)[1]
    assert len({finding.span.file for finding in found if finding.span}) == 3
    assert found == sorted(found, key=lambda finding: (finding.span, finding.code, finding.message))


# ---------------------------------------------------------------- files that are no files


def test_a_pipe_is_never_opened(overlay: Path, mini_folder: Path) -> None:
    (overlay / "advice").mkdir(parents=True)
    os.mkfifo(overlay / "advice/ice.yaml")
    os.mkfifo(overlay / "sources.yaml")
    assert reported(loaded(overlay, mini_folder)[1]) == [
        ("HND701", "ice.yaml", "cannot be read: a pipe or a device, not a file"),
        ("HND701", "sources.yaml", "cannot be read: a pipe or a device, not a file"),
    ]


def test_a_folder_named_like_a_file_is_reported(overlay: Path, mini_folder: Path) -> None:
    (overlay / "advice/ice.yaml").mkdir(parents=True)
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "ice.yaml", "cannot be read: a folder, not a file")]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("../../secret.yaml", "cannot be read: a link that points out of its folder"),
        ("/dev/zero", "cannot be read: a link that points out of its folder"),
        ("nowhere.yaml", "cannot be read: a link, not a file"),
        ("../exercises/foot-roll.yaml", "cannot be read: a link, not a file"),
        ("ice.yaml", "cannot be read: a link, not a file"),
    ],
)
def test_link_to_a_file_is_not_followed(overlay: Path, mini_folder: Path, target: str, message: str) -> None:
    put(overlay.parent, "secret.yaml", "word: secret\n")
    (overlay / "advice").mkdir(parents=True)
    (overlay / "advice/ice.yaml").symlink_to(target)
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "ice.yaml", message)]


def test_a_linked_folder_is_not_followed(overlay: Path, mini_folder: Path) -> None:
    overlay.mkdir()
    (overlay / "advice").symlink_to(mini_folder / "content")
    (overlay / "loop").symlink_to(".")
    assert reported(loaded(overlay, mini_folder)[1]) == [
        ("HND701", "advice", "cannot be read: a linked folder is not followed"),
        ("HND701", "loop", "cannot be read: a linked folder is not followed"),
    ]


def test_a_file_that_may_not_be_read_is_reported(
    overlay: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = put(overlay, "advice/ice.yaml", "lead: x\n")
    open_file = os.open

    def refused(path: Path, flags: int) -> int:
        if path == guarded:
            raise PermissionError(13, "Permission denied")
        return open_file(path, flags)

    monkeypatch.setattr(os, "open", refused)
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "ice.yaml", "cannot be read: permission denied")]


def test_a_folder_that_may_not_be_read_is_reported(
    overlay: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = put(overlay, "advice/ice.yaml", "lead: x\n").parent
    iterdir = Path.iterdir

    def refused(path: Path) -> Iterator[Path]:
        if path == guarded:
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "advice", "cannot be read: permission denied")]


def test_a_file_for_a_folder_is_reported(overlay: Path, mini_folder: Path) -> None:
    overlay.write_text("x")
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "clinic", "cannot be read: not a directory")]


def test_a_folder_of_everything_is_not_walked_to_its_end(
    overlay: Path, mini_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handouts.library.folders.MAX_FILES", 40)
    for number in range(60):
        put(overlay, f"notes/{number}.txt", "")
    put(overlay, "a/b/c/d/e/f/g/deep.yaml", "")
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND701", "clinic", "cannot be read: more than 40 files")]


def test_a_file_name_that_is_no_text_is_reported(overlay: Path, mini_folder: Path) -> None:
    put(overlay, os.fsdecode(b"advice/\xff.yaml"), "lead: x\n")
    found = loaded(overlay, mini_folder)[1]
    assert found[0].code == "HND210" and found[0].message == "the file name `?.yaml` is not a plain name"
    assert json.dumps([*map(plain, found)], ensure_ascii=False).encode("utf-8")


def test_a_folder_that_is_not_there_is_reported(overlay: Path, mini_folder: Path) -> None:
    read, found = loaded(overlay, mini_folder)
    assert reported(found) == [("HND701", "clinic", "cannot be read: there is no such folder")]
    assert read.conditions
    assert [finding.code for finding in library.load([], overlay)[1]] == ["HND701"]


def test_a_file_too_large_is_not_read(overlay: Path, mini_folder: Path) -> None:
    put(overlay, "advice/ice.yaml", b"# " + b"x" * 300_000)
    assert reported(loaded(overlay, mini_folder)[1]) == [("HND104", "ice.yaml", "larger than 256 kB")]


def test_notes_and_hidden_files_are_left_alone(overlay: Path, mini_folder: Path) -> None:
    for name in ("README.md", "notes.txt", ".draft.yaml", ".git/x.yaml", "advice/ice.yaml~", "locales/de.po"):
        put(overlay, name, "anything")
    assert loaded(overlay, mini_folder)[1] == []


# ---------------------------------------------------------------- editions, logos, drawings


def test_an_edition_needs_its_stylesheet(mini_folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "a5.yaml", (mini_folder / "styles/a4.yaml").read_text("utf-8"))
    found = library.load([mini_folder / "content"], tmp_path)[1]
    assert reported(found) == [("HND301", "a5.yaml", "the edition has no stylesheet `a5.css`")]


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("logo.png", b"GIF89a", "the file is neither a PNG nor a JPEG picture"),
        ("logo.png", PNG[:20], "the PNG picture is damaged or cut off"),
        ("logo.png", HUGE, "the picture is 16384 × 16384 pixels"),
        ("logo.png", PNG + b"\0" * 3_000_000, "the logo is not read: larger than 2 MB"),
        ("logo.svg", b'<svg><rect style="fill:red" width="9" height="9"/></svg>', None),
        ("logo.svg", b'<svg><rect id="a" width="9" height="9"/><use href="#a"/></svg>', None),
        ("logo.svg", b'<svg><text y="9">Clinic</text></svg>', "the logo has text that is not outlines"),
        ("logo.svg", b"<svg", "the picture is not well-formed SVG"),
        ("logo.svg", b"<html/>", "the picture is not SVG"),
        ("logo.svg", b"\xff", "the picture is not UTF-8 text"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "the picture has a DOCTYPE with entities"),
        ("logo.svg", b"<svg><script/></svg>", "the picture holds a <script>"),
        ("logo.svg", b"<svg><foreignObject/></svg>", "the picture holds a <foreignObject>"),
        ("logo.svg", b'<svg onload="x"/>', "the picture holds a script (`onload`)"),
        ("logo.svg", b'<svg><a href="javascript:x"/></svg>', "the picture holds a <a>"),
        ("logo.svg", b'<svg><use href="file:///x"/></svg>', f"{ELSEWHERE} `file:///x`"),
        ("logo.svg", b"<svg><rect fill=\"url( 'http://x')\"/></svg>", f"{ELSEWHERE} `url( 'http://x')`"),
        ("logo.svg", b"<svg><style>@import 'x.css'</style></svg>", f"{ELSEWHERE} `@import 'x.css'`"),
    ],
)
def test_a_logo_is_looked_at_before_it_is_printed(
    overlay: Path, mini_folder: Path, name: str, data: bytes, fault: str | None
) -> None:
    clinic = (mini_folder / "content/clinics/example.yaml").read_text("utf-8").replace("example.svg", name)
    put(overlay, "clinics/example.yaml", clinic)
    put(overlay, f"clinics/{name}", data)
    found = loaded(overlay, mini_folder)[1]
    assert reported(found) == ([("HND307", "example.yaml", f"`{name}`: {fault}")] if fault else [])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("svg", "../clinics/example.svg"),
        ("svg", "/etc/passwd"),
        ("svg", None),
        ("width_mm", "wide"),
        ("width_mm", 0),
        ("width_mm", float("nan")),
        ("height_mm", None),
        ("anchors", {"knee": [1]}),
        ("anchors", ["knee"]),
        ("anchors", {"knee": ["a", "b"]}),
        ("anchors", {"knee": [20, 1e308]}),
    ],
)
def test_a_drawing_card_is_checked(overlay: Path, mini_folder: Path, key: str, value: object) -> None:
    card = json.loads((mini_folder / "content/figures/foot-roll.json").read_text("utf-8"))
    card["frames"][0][key] = value
    put(overlay, "figures/foot-roll.json", json.dumps(card))
    shutil.copyfile(mini_folder / "content/figures/foot-roll-start.svg", overlay / "figures/foot-roll-start.svg")
    read, found = loaded(overlay, mini_folder)
    assert reported(found) == [("HND305", "foot-roll.json", "not a card that `handouts draw` writes")]
    assert "foot-roll" not in read.figures


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "null", "[" * 100_000, '{"frames": {}}', '{"drawing_key": "", "frames": 3}']
)
def test_any_other_json_is_reported(overlay: Path, mini_folder: Path, text: str) -> None:
    put(overlay, "figures/foot-roll.json", text)
    assert [code for code, _, _ in reported(loaded(overlay, mini_folder)[1])] == ["HND305"]


def test_a_kept_drawing_is_read_with_its_places(mini: Library) -> None:
    (frame,) = mini.figures["calf-stretch-wall"]
    assert (frame.name, frame.width_mm, frame.height_mm, frame.faces) == ("finish", 40.0, 60.0, "left")
    assert frame.anchors == {"right knee": (20.0, 35.0), "right heel": (12.0, 55.0)}
    assert frame.svg.startswith("<svg ")


def test_words_of_a_clinic_are_printed_as_they_stand(overlay: Path, mini_folder: Path) -> None:
    clinic = (mini_folder / "content/clinics/example.yaml").read_text("utf-8")
    put(overlay, "clinics/example.yaml", clinic + "out_of_hours: Call {emergency_number}.\n")
    (finding,) = loaded(overlay, mini_folder)[1]
    assert (finding.code, finding.span and finding.span.column) == ("HND206", 20)


def test_a_clinic_sets_the_numbers_of_a_condition_too(overlay: Path, mini_folder: Path) -> None:
    clinic = (mini_folder / "content/clinics/example.yaml").read_text("utf-8")
    put(overlay, "clinics/example.yaml", clinic.replace("settings: {", "settings: {sore-heel.sessions: 4, "))
    (finding,) = loaded(overlay, mini_folder)[1]
    assert (finding.code, finding.message) == ("HND204", "4 is not between 1 and 3")
    assert finding.span == Span(finding.span.file if finding.span else "", 12, 32, 1)
