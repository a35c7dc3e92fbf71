"""The command line: what it prints, where it prints it, and how it ends."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts import answering, formats, library, printing, proof, saving, typeset
from handouts.answering import bearing, settings
from handouts.cli import ordering, terminal
from handouts.cli.program import VERBS, program
from handouts.diagnostics import Diagnostic, Span
from handouts.formats import FORMATS, Printed
from handouts.leaflet import Leaflet
from handouts.model import Edition, Library
from handouts.printing import Paper
from handouts.proof import Proof

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "content"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "HANDOUTS_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A leaflet is set as HTML in place of a PDF: a second less for each."""

    def only_set(leaflet: Leaflet, edition: Edition, paper: Paper, format_: str = "pdf") -> Printed:
        return FORMATS["html"](typeset.page(leaflet, paper.press), paper.pictures)

    monkeypatch.setattr(printing, "write", only_set)
    monkeypatch.setattr(proof, "read", lambda *_: Proof((), {}))


@pytest.fixture(scope="module")
def shipped() -> Library:
    read, _ = library.load(library.content_folders(None), library.data_root() / "styles")
    return read


def run(*words: str) -> Result:
    return CliRunner().invoke(program, list(words))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def spawn(*words: str, **more: object) -> subprocess.Popen[str]:
    """The real program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("FORCE_COLOR", None)
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-P", "-m", "handouts", *words],
        env=environment, stdin=subprocess.DEVNULL, text=True, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def overlay(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A folder of one's own with one shipped file, changed."""
    path = folder / "mine" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(change((SHIPPED / name).read_text("utf-8")), "utf-8")
    return folder / "mine"


# ---------------------------------------------------------------- a leaflet


def test_a_leaflet_is_a_pdf_in_this_folder_told_in_one_line(here: Path) -> None:
    told = run("make", "plantar-fasciitis")
    assert told.exit_code == 0
    assert told.stdout == ""
    assert names_in(here) == ["plantar-fasciitis.pdf"]
    assert (here / "plantar-fasciitis.pdf").read_bytes().startswith(b"%PDF-1.7")
    last = told.stderr.splitlines()[-1]
    assert re.fullmatch(r"plantar-fasciitis\.pdf: 4 pages, \d+ kB, (no warnings|\d+ warnings?)", last)


def test_quiet_says_nothing_of_what_went_well(here: Path, quick: None) -> None:
    told = run("make", "heel-spur", "-q")
    assert (told.exit_code, told.stdout, told.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["heel-spur"], "heel-spur.pdf"),
        (["heel-spur", "plantar-fasciitis", "heel-spur"], "heel-spur+plantar-fasciitis.pdf"),
        (["heel-spur", "--edition", "large-print"], "heel-spur-large-print.pdf"),
        (["heel-spur", "--edition", "a4"], "heel-spur.pdf"),
        (["heel-spur", "--clinic", "example-us"], "heel-spur.pdf"),
        (["heel-spur", "--clinic", "example-us", "--edition", "a4"], "heel-spur-a4.pdf"),
        (["heel-spur", "--format", "html"], "heel-spur.html"),
        (["heel-spur", "--for", "Ann Example"], "heel-spur.pdf"),
        (["heel-spur", "-o", "other.pdf"], "other.pdf"),
    ],
)
def test_the_file_is_named_after_what_is_in_it(here: Path, quick: None, words: list[str], name: str) -> None:
    assert run("make", *words).exit_code == 0
    assert names_in(here) == [name]


def test_the_ending_of_the_file_chooses_the_format(here: Path) -> None:
    assert run("make", "heel-spur", "-o", "page.html").exit_code == 0
    assert (here / "page.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_edition_is_the_paper_of_the_clinics_country(here: Path, quick: None) -> None:
    told = json.loads(run("make", "heel-spur", "--clinic", "example-us", "--json").stdout)
    assert told["edition"] == "letter"


def test_standard_output_gets_the_bytes_and_nothing_else(here: Path, quick: None) -> None:
    told = run("make", "heel-spur", "-o", "-")
    assert told.exit_code == 0
    assert told.stdout_bytes.startswith(b"<!DOCTYPE html>") and told.stdout_bytes.endswith(b"</html>\n")
    assert names_in(here) == []
    assert told.stderr.splitlines()[-1].startswith("standard output: ")


@pytest.mark.skipif(not Path("/dev/pts/ptmx").exists(), reason="a root without /dev/pts has no terminal to offer")
def test_bytes_are_not_poured_over_a_terminal(here: Path) -> None:
    ours, theirs = pty.openpty()
    program_ = spawn("make", "heel-spur", "-o", "-", stdout=theirs, cwd=here)
    _, said = program_.communicate(timeout=20)
    os.close(ours)
    os.close(theirs)
    assert program_.returncode == 2
    assert "would fill the terminal with bytes" in said


def test_why_tells_every_decision(here: Path, quick: None) -> None:
    told = run("make", "plantar-fasciitis", "--exercises", "2", "--why")
    assert re.search(r"^  calf-stretch-wall +kept$", told.stderr, re.MULTILINE)
    assert re.search(r"^  foot-roll +left out: the leaflet has room for 2 exercises", told.stderr, re.MULTILINE)


def test_json_tells_what_was_made(here: Path, quick: None) -> None:
    told = run("make", "plantar-fasciitis", "--json", "--why")
    made = json.loads(told.stdout)
    assert told.stderr == ""
    data = (here / made["file"]).read_bytes()
    assert (made["bytes"], made["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert made["conditions"] == ["plantar-fasciitis"]
    assert len(made["exercises"]) == 4
    assert {"subject": "calf-stretch-wall", "reason": "kept"} in made["decisions"]


def test_json_tells_what_was_wrong(here: Path) -> None:
    told = run("make", "plantar-fasciits", "--json")
    assert told.exit_code == 2
    (finding,) = json.loads(told.stdout)["findings"]
    assert finding["code"] == "HND001"
    assert json.loads(told.stdout)["file"] is None


def test_open_shows_the_finished_file(here: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def launch(file: str) -> int:
        shown.append(file)
        return 0

    monkeypatch.setattr("click.launch", launch)
    assert run("make", "heel-spur", "--open").exit_code == 0
    assert shown == ["heel-spur.pdf"]


def test_drawings_that_are_missing_are_told_once_and_only_of_this_leaflet(here: Path, quick: None) -> None:
    for kind, id_ in (("condition", "hip-pain"), ("exercise", "hip-hitch"), ("exercise", "hip-roll")):
        run("new", kind, id_)
    path = here / "content/conditions/hip-pain.yaml"
    path.write_text(path.read_text("utf-8").replace("id: ankle-circles", "id: hip-hitch"), "utf-8")
    told = run("make", "hip-pain", "--content", "content")
    assert told.exit_code == 0, told.stderr
    (line,) = [line for line in told.stderr.splitlines() if "HND303" in line]
    assert "hip-hitch" in line
    assert "hip-roll" not in line


# ---------------------------------------------------------------- words that are wrong


@pytest.mark.parametrize(
    ("words", "said"), [(["-o", "x.docx"], "`.pdf`"), (["--format", "html", "-o", "x.pdf"], "`.html`")]
)
def test_a_file_whose_ending_says_another_format_is_refused(here: Path, words: list[str], said: str) -> None:
    told = run("make", "heel-spur", *words)
    assert told.exit_code == 2
    assert f"let its name end in {said}" in told.stderr
    assert names_in(here) == []


def test_an_unknown_condition_exits_2_and_suggests_the_nearest(here: Path) -> None:
    told = run("make", "plantar-fasciits")
    assert told.exit_code == 2
    assert told.stderr == (
        "error[HND001]: there is no condition `plantar-fasciits`\n  help: did you mean `plantar-fasciitis`?\n"
    )
    assert names_in(here) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["heel-spur", "--clinic", "exampel"], "did you mean `example`?"),
        (["heel-spur", "--edition", "large"], "did you mean `large-print`?"),
        (["heel-spur", "plantar-fasciits", "heel-bursits"], "did you mean `heel-bursitis`?"),
        (["heel-spur", "--set", "calf-stretch-wal.hold=20"], "did you mean `calf-stretch-wall`?"),
        (["heel-spur", "--set", "calf-stretch-wall.holt=20"], "did you mean `hold`?"),
        (["heel-spur", "--set", "calf-stretch-wall.hold=99"], "choose from 10 to 60; 30 is usual"),
        (["heel-spur", "--set", "hold=20"], "write it as `calf-stretch-wall.hold=20s`"),
        (["heel-spur", "--set", "bird-dog.repetitions=8"], "this leaflet does not print `bird-dog`"),
        (["heel-spur", "--set", "stay-active.x=8"], "this leaflet does not print `stay-active`"),
        (["heel-spur", "--date", "1.12.2026"], "Write year-month-day"),
        (["heel-spur", "--date", "2026-02-30"], "is not a date"),
        (["heel-spur", "--side", "up"], "'up' is not one of 'left', 'right', 'both'"),
        (["heel-spur", "--exercises", "0"], "not in the range"),
        (["heel-spur", "--content", "nowhere"], "does not exist"),
        (["heel-spur", "--format", "html", "--edition", "a4"], "has no edition"),
        (["heel-spur", "-o", "-", "--json"], "leave out --json"),
        ([], "Missing argument 'CONDITION...'"),
    ],
)
def test_words_that_are_wrong_exit_2_and_say_what_is_right(here: Path, words: list[str], said: str) -> None:
    told = run("make", *words)
    assert told.exit_code == 2
    assert said in told.stderr
    assert names_in(here) == []


def test_an_unknown_verb_suggests_the_nearest() -> None:
    told = run("mkae")
    assert told.exit_code == 2
    assert "there is no verb `mkae`. Did you mean `make`?" in told.stderr


def test_control_characters_in_a_word_do_not_reach_the_terminal(here: Path) -> None:
    told = run("make", "heel\x1b[31m-spur")
    assert told.exit_code == 2
    assert "\x1b" not in told.stderr and "\ufffd[31m" in told.stderr


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("calf-stretch-wall.hold=20", 20),
        ("calf-stretch-wall.hold=20s", 20),
        ("calf-stretch-wall.hold=20 seconds", 20),
        ("calf-stretch-wall.hold=1min", 60),
        ("calf-stretch-wall.repetitions=4x", 4),
        ("calf-stretch-wall.times-a-day=2", 2),
        ("foot-roll.minutes=2min", 2),
        ("foot-roll.minutes=120s", 2),
        ("ice.gap=2h", 2),
        ("ice.minutes=15", 15),
    ],
)
def test_a_setting_is_read_with_or_without_its_unit(shipped: Library, setting: str, value: int) -> None:
    read, found = settings.read([setting], shipped)
    assert found == []
    assert list(read.values()) == [value]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("calf-stretch-wall.hold=20x", "is counted in seconds, not in times"),
        ("calf-stretch-wall.repetitions=3s", "is counted in times, not in seconds"),
        ("foot-roll.minutes=90s", "90 seconds in `foot-roll.minutes` are no whole number of minutes"),
        ("calf-stretch-wall.hold=20parsec", "`parsec` in `calf-stretch-wall.hold` is no unit"),
        ("calf-stretch-wall.hold=2.5", "is not a whole number"),
        ("calf-stretch-wall.hold=-5", "is not a whole number"),
        ("calf-stretch-wall.hold=", "is no setting"),
        ("calf-stretch-wall=20", "is no setting"),
    ],
)
def test_a_setting_that_is_not_clear_is_refused(shipped: Library, setting: str, said: str) -> None:
    read, found = settings.read([setting], shipped)
    assert read == {}
    assert [one.code for one in found] == ["HND002"]
    assert said in found[0].message


def test_a_setting_given_twice_is_refused(shipped: Library) -> None:
    _, found = settings.read(["calf-stretch-wall.hold=20", "calf-stretch-wall.hold=30"], shipped)
    assert [one.message for one in found] == ["`calf-stretch-wall.hold` is set twice"]


def test_a_setting_reaches_the_paper(here: Path, quick: None) -> None:
    assert run("make", "plantar-fasciitis", "--set", "calf-stretch-wall.hold=25s").exit_code == 0
    assert "25 seconds" in (here / "plantar-fasciitis.pdf").read_text("utf-8")


# ---------------------------------------------------------------- faults of content


def spoilt(text: str) -> str:
    """An exercise with a hold out of its limits."""
    return re.sub(r"hold_s: \{is: \d+", "hold_s: {is: 300", text)


def test_a_fault_in_a_file_that_the_leaflet_uses_stops_it_and_is_underlined(here: Path) -> None:
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    told = run("make", "plantar-fasciitis", "--content", str(mine))
    assert told.exit_code == 1
    assert "error[HND204]" in told.stderr
    assert re.search(r"mine/exercises/calf-stretch-wall\.yaml:\d+:\d+", told.stderr)
    quoted, marked = re.findall(r"^ +\d* \| (.*)$", told.stderr, re.MULTILINE)[:2]
    assert quoted[marked.index("^") : marked.rindex("^") + 1] == "300"
    assert names_in(here) == ["mine"]


def test_a_fault_in_another_file_is_only_mentioned(here: Path, quick: None) -> None:
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    told = run("make", "tarsal-tunnel", "--content", str(mine))
    assert told.exit_code == 0
    assert "HND204" not in told.stderr
    assert f"1 error in files that this leaflet does not use: handouts list --check --content {mine}" in told.stderr


def test_a_condition_with_a_fault_is_told_by_its_fault_and_not_as_unknown(here: Path) -> None:
    mine = overlay(here, "conditions/heel-spur.yaml", lambda text: text.replace("title:", "titel:"))
    told = run("make", "heel-spur", "--content", str(mine))
    assert told.exit_code == 1
    assert "error[HND202]" in told.stderr and "error[HND001]" not in told.stderr


def test_every_file_that_a_leaflet_needs_counts_as_used(here: Path, shipped: Library) -> None:
    advice = shipped.conditions["plantar-fasciitis"].advice[0]
    for name in (f"advice/{advice}.yaml", "clinics/example.yaml", "regions/uk.yaml", "sources.yaml", "pain-guide.yaml"):
        mine = overlay(here, name, lambda text: text + "\nnonsense: [\n")
        assert run("make", "plantar-fasciitis", "--content", str(mine)).exit_code == 1, name
        (mine / name).unlink()


def test_a_finding_without_a_place_bears_on_every_leaflet() -> None:
    nowhere, elsewhere = Diagnostic("HND701", "a", "b"), Diagnostic("HND204", "a", "b", Span("x/advice/ice.yaml"))
    assert bearing.split([nowhere, elsewhere], frozenset({"advice/pacing"})) == ([nowhere], [elsewhere])


def test_an_error_of_the_press_writes_nothing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "heel-spur.pdf").write_bytes(b"old")
    found = (Diagnostic("HND503", "too long", "shorten it"),)
    monkeypatch.setattr(printing, "write", lambda *_: Printed(b"%PDF-1.7", 9, found))
    told = run("make", "heel-spur")
    assert told.exit_code == 1
    assert (here / "heel-spur.pdf").read_bytes() == b"old"


def test_a_finished_file_with_a_fault_is_not_written(here: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Diagnostic("HND874", "“Ann Example” (do) is not among its words", "look at the template")
    monkeypatch.setattr(proof, "read", lambda *_: Proof((fault,), {}))
    told = run("make", "heel-spur", "--for", "Ann Example")
    assert told.exit_code == 1
    assert "error[HND874]: “(personal words)” (do) is not among its words" in told.stderr
    assert names_in(here) == []
    assert run("make", "heel-spur", "--format", "html").exit_code == 0  # only paper is measured


def test_a_template_that_loses_a_warning_is_stopped_by_the_finished_file(here: Path) -> None:
    (here / "mine/templates/parts").mkdir(parents=True)
    (here / "mine/templates/parts/do.html").write_text("", "utf-8")
    told = run("make", "heel-spur", "--content", "mine")
    assert told.exit_code == 1
    assert re.search("error.HND874.: “Do not .*” .do_not. is not among its words", told.stderr)
    assert names_in(here) == ["mine"]


def test_an_engine_that_cannot_start_is_told_in_one_line_with_the_doctor(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        print("a long complaint")
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr(formats, "import_module", missing)
    told = run("make", "heel-spur")
    assert told.exit_code == 1
    assert told.stdout == ""
    assert "run `handouts doctor`" in told.stderr and "Traceback" not in told.stderr


# ---------------------------------------------------------------- the clinic's folder


def test_the_only_clinic_of_a_folder_is_used_without_being_named(here: Path, quick: None) -> None:
    mine = overlay(here, "clinics/example.yaml", lambda text: re.sub("^logo: .*\n", "", text, flags=re.MULTILINE))
    (mine / "clinics/example.yaml").rename(mine / "clinics/town.yaml")
    path = mine / "clinics/town.yaml"
    path.write_text(re.sub("^name: .*$", "name: Town Clinic", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    assert run("make", "heel-spur", "--content", str(mine)).exit_code == 0
    assert "Town Clinic" in (here / "heel-spur.pdf").read_text("utf-8")


def test_templates_of_the_folder_come_first(here: Path, quick: None) -> None:
    (here / "mine/templates").mkdir(parents=True)
    (here / "mine/templates/leaflet.html").write_text("<!DOCTYPE html><title>mine</title>", "utf-8")
    assert run("make", "heel-spur", "--content", "mine").exit_code == 0
    assert (here / "heel-spur.pdf").read_text("utf-8").startswith("<!DOCTYPE html><title>mine</title>")


@pytest.mark.parametrize(
    ("template", "said", "line"),
    [
        (b"<p>\n{% if %}", "expected an expression, got 'end of statement block'", 2),
        (b"<p>{{ leaflet.nonsense }}", "has no attribute 'nonsense'", 1),
        (b'{% include "nowhere.html" %}', "nowhere.html", 1),
        (b"<p>\xff", "it is not UTF-8 text", 0),
    ],
)
def test_a_template_with_a_fault_is_told_with_its_place(here: Path, template: bytes, said: str, line: int) -> None:
    (here / "mine/templates").mkdir(parents=True)
    (here / "mine/templates/leaflet.html").write_bytes(template)
    for output in ("heel-spur.pdf", "heel-spur.html"):
        told = run("make", "heel-spur", "--content", "mine", "-o", output)
        assert told.exit_code == 1
        assert "error[HND504]: a template cannot be set" in told.stderr and said in told.stderr
        assert not line or f"mine/templates/leaflet.html:{line}:" in told.stderr
    assert names_in(here) == ["mine"]


# ---------------------------------------------------------------- words about a person


def test_a_persons_name_is_in_the_document_and_nowhere_else(here: Path, quick: None) -> None:
    words = ["--for", "Zebulon Quill", "--clinician", "Xanthe Brook", "--notes", "Mind the vexed toe", "--why"]
    told = run("make", "heel-spur", *words, "--id", "QX-77", "--born", "1961-03-04", "--start", "2026-11-30", "--json")
    assert told.exit_code == 0
    page = (here / "heel-spur.pdf").read_text("utf-8")
    for word in ("Zebulon", "Xanthe", "vexed", "QX-77", "4 March 1961", "30 November 2026"):
        assert word in page
        assert word not in told.stdout + told.stderr + "".join(names_in(here))
    title = re.search("<title>(.*?)</title>", page)
    assert title and "Zebulon" not in title[1]


def test_a_name_without_quotes_is_not_repeated(here: Path) -> None:
    told = run("make", "heel-spur", "--for", "Zebulon", "Quill")
    assert told.exit_code == 2
    assert "Quill" not in told.stderr
    assert "need quotes" in told.stderr


def test_a_birthday_that_cannot_be_read_is_not_repeated(here: Path) -> None:
    told = run("make", "heel-spur", "--born", "4.3.1961")
    assert told.exit_code == 2
    assert "year-month-day" in told.stderr and "1961-03-04" in told.stderr
    assert "4.3.1961" not in told.stderr


def test_a_name_that_no_font_can_write_is_not_spelt_out(here: Path) -> None:
    told = run("make", "heel-spur", "--for", "張偉")
    assert told.exit_code == 1
    assert "the words of `--for` hold letters that no bundled font has" in told.stderr
    assert "張" not in told.stderr and "CJK" not in told.stderr


@pytest.mark.parametrize(
    ("option", "words", "told_of"),
    [
        ("--for", "x" * 300, "`--for`: 300 letters, at most 80 have room"),
        ("--clinician", "Ann " * 30, "`--clinician`: 120 letters, at most 80 have room"),
        ("--notes", "x" * 61, "`--notes`: 61 letters without a space, at most 60 have room"),
        ("--id", "7" * 41, "`--id`: 41 letters, at most 40 have room"),
    ],
)
def test_words_without_room_are_told_by_their_option(here: Path, option: str, words: str, told_of: str) -> None:
    told = run("make", "heel-spur", option, words)
    assert told.exit_code == 1
    assert f"error[HND911]: {told_of}" in told.stderr
    assert words not in told.stderr and names_in(here) == []


def test_letters_that_no_font_has_are_told_where_they_are_written(here: Path, quick: None) -> None:
    text = (library.data_root() / "content/advice/ice.yaml").read_text("utf-8")
    (here / "own/advice").mkdir(parents=True)
    (here / "own/advice/ice.yaml").write_text(text.replace("how: ", "how: ✓ 健康 ", 1), "utf-8")
    for verb in (("check", "plantar-fasciitis"), ("make", "plantar-fasciitis")):
        told = run(*verb, "--content", "own")
        assert told.exit_code == 1
        out = told.stdout + told.stderr
        assert out.count("error[HND501]") == 1
        assert "no bundled font has CHECK MARK (U+2713), CJK UNIFIED IDEOGRAPH-5065 (U+5065), CJK" in out
        assert "own/advice/ice.yaml:3:6\n" in out
    screen = run("make", "plantar-fasciitis", "--content", "own", "-o", "screen.html")
    assert screen.exit_code == 0 and "✓ 健康" in (here / "screen.html").read_text("utf-8")


def test_a_finding_of_the_press_does_not_quote_a_name(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Diagnostic("HND503", "“Zebulon Quill the …” runs 3.0 mm out of its place", "shorten it"),)
    monkeypatch.setattr(printing, "write", lambda *_: Printed(b"%PDF", 4, found))
    told = run("make", "heel-spur", "--for", "Zebulon Quill the Younger")
    assert told.exit_code == 1
    assert "“(personal words)” runs 3.0 mm out of its place" in told.stderr


def test_a_fault_of_the_program_is_one_honest_line_without_personal_words(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("Zebulon Quill")

    monkeypatch.setattr(answering, "compose", broken)
    told = run("make", "heel-spur", "--for", "Zebulon Quill")
    assert told.exit_code == terminal.INTERNAL
    (line,) = told.stderr.splitlines()
    assert re.match(r"internal error: KeyError at test_cli\.py:\d+ in handouts \d", line)
    assert "Zebulon" not in line
    monkeypatch.setenv("HANDOUTS_DEBUG", "1")
    assert "Traceback" in run("make", "heel-spur").stderr


# ---------------------------------------------------------------- reading and writing


@pytest.mark.parametrize("output", ["no/such/folder/leaflet.pdf", ".", "/dev/full"])
def test_a_file_that_cannot_be_written_exits_74_and_leaves_nothing(here: Path, quick: None, output: str) -> None:
    told = run("make", "heel-spur", "-o", output)
    assert told.exit_code == 74
    assert "error[HND702]" in told.stderr and "help: " in told.stderr
    assert names_in(here) == []


def test_standard_output_that_takes_no_more_exits_74(here: Path) -> None:
    with Path("/dev/full").open("w") as full:
        program_ = spawn("explain", stdout=full, cwd=here)
        _, said = program_.communicate(timeout=20)
    assert program_.returncode == 74
    assert said == "error[HND702]: standard output cannot be written: no space left on device\n"


def test_a_reader_that_goes_away_ends_the_program_without_a_word(here: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    program_ = spawn("schema", "condition", stdout=writing, cwd=here)
    os.close(writing)
    _, said = program_.communicate(timeout=20)
    assert (program_.returncode, said) == (74, "")


def test_a_closed_standard_output_exits_74(here: Path, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    order = ordering.Order(("heel-spur",), output="-")
    monkeypatch.setattr(sys, "stdout", None)
    made = ordering.make(order)
    assert (made.code, [one.message for one in made.found if one.is_error]) == (74, ["standard output is closed"])


def test_nothing_is_said_where_standard_error_is_closed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    terminal.say("not into the leaflet")
    assert capsys.readouterr().out == ""


def test_a_broken_pipe_is_left_to_the_caller(tmp_path: Path) -> None:
    class Gone(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            raise BrokenPipeError(errno.EPIPE, "gone")

    with pytest.raises(BrokenPipeError):
        saving.pour(Gone(), b"abc")  # type: ignore[arg-type]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_program_in_one_line_without_a_file(here: Path, number: signal.Signals, code: int) -> None:
    program_ = spawn(
        "make", "plantar-fasciitis", "heel-spur", "--edition", "large-print", stdout=subprocess.DEVNULL, cwd=here
    )
    time.sleep(1.0)  # reading is done, the press is at work
    program_.send_signal(number)
    _, said = program_.communicate(timeout=20)
    assert program_.returncode == code
    assert said == ("interrupted\n" if code == 130 else "")
    assert names_in(here) == []


# ---------------------------------------------------------------- list and show


@pytest.mark.parametrize("kind", ["conditions", "exercises", "advice", "clinics", "regions", "editions", "sets"])
def test_everything_can_be_listed_as_a_table_and_as_json(kind: str) -> None:
    table, rows = run("list", kind).stdout.splitlines(), json.loads(run("list", kind, "--json").stdout)
    assert table[0].split()[0] == "ID"
    assert [line.split()[0] for line in table[1:]] == [row["id"] for row in rows]
    assert rows


def test_list_mentions_errors_and_check_shows_them(here: Path) -> None:
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    told = run("list", "--content", str(mine))
    assert told.exit_code == 0
    assert told.stderr.startswith("1 error in content")
    checked = run("list", "--check", "--content", str(mine))
    assert checked.exit_code == 1
    assert "error[HND204]" in checked.stderr
    found = json.loads(run("list", "--check", "--json", "--content", str(mine)).stdout)
    assert "HND204" in {one["code"] for one in found}


def test_the_shipped_content_has_no_errors() -> None:
    told = run("list", "--check")
    assert told.exit_code == 0, told.stderr


def test_an_exercise_is_shown_with_what_paper_does_not_carry() -> None:
    told = run("show", "calf-stretch-wall").stdout
    for part in ("feel ", "easier ", "harder ", "hold: 30 seconds (from 10 to 60; --set calf-stretch-wall.hold=30)"):
        assert part in told
    assert "1. Step your sore foot back" in told
    assert re.search(r"^sources +\S+: .*\[", told, re.MULTILINE)


def test_a_condition_is_shown_whole(shipped: Library) -> None:
    told = " ".join(run("show", "plantar-fasciitis").stdout.split())
    condition = shipped.conditions["plantar-fasciitis"]
    for text in (*condition.do, *condition.get_help.emergency, *condition.not_known):
        if "{" not in text:
            assert text in told
    assert "draft" in told


@pytest.mark.parametrize("id_", ["ice", "example", "heel-spur", "foot-roll"])
def test_everything_can_be_shown_as_text_and_as_json(id_: str) -> None:
    assert run("show", id_).stdout.startswith(f"{id_} (")
    (record,) = json.loads(run("show", id_, "--json").stdout).values()
    assert record["id"] == id_


def test_no_placeholder_is_left_where_it_has_a_value() -> None:
    for id_ in ("plantar-fasciitis", "calf-stretch-wall", "ice", "pain-relief"):
        assert "{" not in run("show", id_).stdout


def test_show_suggests_the_nearest_name_and_tells_the_faults_of_a_broken_one(here: Path) -> None:
    assert "did you mean `foot-roll`?" in run("show", "foot-rol").stderr
    mine = overlay(here, "exercises/calf-stretch-wall.yaml", spoilt)
    told = run("show", "calf-stretch-wall", "--content", str(mine))
    assert told.exit_code == 1
    assert "error[HND204]" in told.stderr


# ---------------------------------------------------------------- colour


@pytest.mark.parametrize(
    ("variables", "terminal_", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_for_terminals_unless_asked_otherwise(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal_: bool, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal_

    assert ("\033[" in terminal.painter(Stream())("error", "x")) is coloured


def test_forced_colour_marks_the_severity(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "error[HND001]" in run("make", "nothing-such").stderr


# ---------------------------------------------------------------- quick answers

HEAVY = {"weasyprint", "pydantic", "babel", "yaml", "jinja2", "rich", "fontTools", "pikepdf"}


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--help"], {}),
        (["--version"], {}),
        (["make", "--help"], {}),
        (["export", "--help"], {}),
        (["verify", "--help"], {}),
        ([], {"_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make heel-sp", "COMP_CWORD": "2"}),
    ],
    ids=["help", "version", "help of a verb", "help of export", "help of verify", "completion"],
)
def test_a_quick_answer_imports_nothing_heavy(words: list[str], variables: dict[str, str]) -> None:
    code = (
        "import sys\nfrom handouts.cli import main\n"
        f"sys.argv = ['handouts', *{words!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **variables},
    )
    loaded = set(told.stderr.split())
    assert "handouts" in loaded and "click" in loaded
    assert not loaded & HEAVY
    assert told.stdout


def test_completion_knows_the_conditions() -> None:
    variables = {"_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": "handouts make heel-sp", "COMP_CWORD": "2"}
    told = subprocess.run(
        [sys.executable, "-m", "handouts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        check=False,
    )
    assert told.stdout == "plain,heel-spur\n"


def cpu_s(*words: str) -> float:
    """The least processor time of three runs."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def test_help_takes_less_than_a_tenth_of_a_second_beyond_the_interpreter() -> None:
    assert cpu_s("-m", "handouts", "--help") - cpu_s("-c", "pass") < 0.1


def test_the_overview_names_every_verb() -> None:
    told = run("--help").stdout
    assert all(re.search(rf"^  {verb} ", told, re.MULTILINE) for verb in VERBS)
    assert run("--version").stdout == "handouts 0.1.0\n"
