"""All verbs take the same steps: what has errors is reported at its place by each of them, and composed by none."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts import library
from handouts.batch import drawing
from handouts.batch.drawing_jobs import DrawOptions, Job
from handouts.cli import dates
from handouts.diagnostics import Diagnostic
from handouts.pdf import Printed, printing

from .commands import run

TESTS = Path(__file__).parent.parent
PACK = TESTS / "fuzz" / "pack" / "content"
CASES = sorted((TESTS / "cases").iterdir())
CASES_OF_CHECKS = sorted((TESTS / "checks" / "cases").glob("*.yaml"))
ID = "sore-heel"

#: Every verb that reads content, with the words for the leaflet of one condition.
VERBS = (
    ("check", ID), ("status",), ("evidence", ID, "--no-pdf"), ("make", ID, "-o", "made.html"),
    ("export", ID, "--format", "html", "-o", "out", "--dry-run", "--jobs", "0"),
)  # fmt: skip
OTHERS = (
    ("check", ID, "--pdf"), ("status", "--report", "html"), ("status", "--report", "json"), ("list",),
    ("list", "exercises"), ("list", "clinics"), ("show", ID), ("show", ID, "--report", "json"),
    ("show", "calf-stretch-wall"), ("show", "ice"), ("show", "example"), ("verify", "SH-en 0.1"),
    ("approve", ID, "--review"),
    ("export", "--all", "--clinic", "all", "-o", "out", "--dry-run", "--jobs", "0"), ("draw", "ice"),
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("small_shipped", "read_once")


@pytest.fixture(autouse=True)
def day_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: datetime.date(2026, 6, 1))


@pytest.fixture
def pack(here: Path) -> Path:
    """A folder of content with every optional field filled."""
    shutil.copytree(PACK, here / "mine", ignore=shutil.ignore_patterns("town.yaml"))
    return here / "mine"


# ---------------------------------------------------------------- a mistyped placeholder in any text


def _tree(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)


def _write(file: Path, tree: Any) -> None:
    words = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=4000)
    file.write_text(words, "utf-8")


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The first text of every field of a file."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*path, name))
    elif isinstance(value, list) and value:
        yield from _texts(value[0], (*path, 0))


def _fields() -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Every field with words of the files that the leaflet of one condition uses; no ids, codes and people."""
    names = (
        f"conditions/{ID}.yaml", "exercises/calf-stretch-wall.yaml", "advice/ice.yaml", "clinics/example.yaml",
        "countries/uk.yaml", "stop-rules.yaml", "glossary.yaml",
    )  # fmt: skip
    plain = {
        "id", "reference", "codes", "advice", "numbers", "governance", "accepted", "audience", "view", "structures",
        "sore", "stop_if", "not_with", "needs", "kind", "sources", "region", "logo", "accent", "web", "email", "people",
        "settings", "locale", "edition", "forbids", "props", "frames", "act", "dose", "days", "sides",
    }  # fmt: skip
    for name in names:
        for path in _texts(_tree(PACK / name)):
            if not plain & {*path} or (name.startswith("advice") and path == ("stop_if",)):
                yield name, path


def _plant(file: Path, path: tuple[str | int, ...], words: str) -> None:
    tree = _tree(file)
    holder = tree
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = f"{holder[path[-1]]} {words}"
    _write(file, tree)


FIELDS = list(_fields())


def test_the_fields_are_those_of_all_files() -> None:
    assert len(FIELDS) > 60


#: The first field represents its file; the others go through all verbs in the slow run only.
EACH = [
    pytest.param(name, path, marks=() if number == [other for other, _ in FIELDS].index(name) else pytest.mark.slow)
    for number, (name, path) in enumerate(FIELDS)
]


def _field_id(part: Any) -> str:
    return part if isinstance(part, str) else repr(part[-1])


@pytest.mark.parametrize(("name", "path"), FIELDS, ids=_field_id)
def test_a_mistyped_placeholder_stops_make_at_its_place(pack: Path, name: str, path: tuple[str | int, ...]) -> None:
    _plant(pack / name, path, "{mistyped}")
    made = run("make", ID, "-o", "made.html", "--content", "mine")
    assert made.exit_code == 1 and re.search(rf"mine/{name}:\d+:\d+", made.output), made.output
    assert not (pack.parent / "made.html").exists()


@pytest.mark.parametrize(("name", "path"), EACH, ids=_field_id)
def test_a_mistyped_placeholder_stops_every_verb_at_its_place(
    pack: Path, name: str, path: tuple[str | int, ...]
) -> None:
    _plant(pack / name, path, "{mistyped}")
    for verb in VERBS:
        result = run(*verb, "--content", "mine")
        assert result.exit_code == (0 if verb == ("status",) else 1), (verb, result.output)
        if verb[0] != "status":
            assert re.search(rf"mine/{name}:\d+:\d+", result.output), verb
    assert not (pack.parent / "made.html").exists()
    [row] = [
        row for row in json.loads(run("status", "--content", "mine", "--report", "json").stdout) if row["id"] == ID
    ]
    assert row["errors"] > 0


def test_a_leaflet_with_an_error_is_not_printed_and_the_others_are(pack: Path, only_set: list[Any]) -> None:
    _plant(pack / f"conditions/{ID}.yaml", ("outlook", 0), "{mistyped}")
    result = run("check", "--pdf", "--content", "mine")
    assert result.exit_code == 1 and "error[HND206]" in result.stderr
    assert [leaflet.conditions for leaflet in only_set] == [("tight-heel",)]


def test_errors_in_another_condition_leave_it_unknown_what_that_one_prints(pack: Path) -> None:
    def unprinted() -> set[str]:
        result = run("check", ID, "--content", "mine", "--report", "json")
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        return {Path(one["span"]["file"]).stem for one in found if one["code"] == "HND815"}

    shared = unprinted()
    assert "ice" in shared
    _plant(pack / "conditions/tight-heel.yaml", ("outlook", 0), "{mistyped}")
    assert "ice" not in unprinted()


# ---------------------------------------------------------------- a file that cannot be read

FILES = (
    f"conditions/{ID}.yaml", "exercises/calf-stretch-wall.yaml", "exercises/heel-raise.yaml", "advice/ice.yaml",
    "clinics/example.yaml", "countries/uk.yaml", "glossary.yaml", "sources.yaml", "stop-rules.yaml", "pain-guide.yaml",
)  # fmt: skip


#: A syntax error in every file; the wrong shape and an empty file in every one in the slow run only.
UNREADABLE = [
    pytest.param(name, text, marks=pytest.mark.slow if number and text != "nothing: [here\n" else ())
    for number, name in enumerate(FILES)
    for text in ("nothing: [here\n", "[]\n", "")
]


@pytest.mark.parametrize(("name", "words"), UNREADABLE)
def test_an_unreadable_file_stops_every_verb_that_needs_it(pack: Path, name: str, words: str) -> None:
    (pack / name).write_text(words, "utf-8")
    for verb in VERBS:
        result = run(*verb, "--content", "mine")
        assert result.exit_code == (0 if verb == ("status",) else 1), (verb, result.output)
        assert verb == ("status",) or name in result.output


_drawn = dict[str, drawing.Done]()


@pytest.fixture
def drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figure is drawn once for all files: it takes seconds, and no file that a test breaks describes it."""
    draw = drawing.drawn

    def drawn(job: Job, options: DrawOptions) -> drawing.Done:
        key = repr((job.id, job.described, options))
        if key not in _drawn:
            _drawn[key] = draw(job, options)
        return _drawn[key]

    monkeypatch.setattr(drawing, "drawn", drawn)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if number % 3 else ()) for number, name in enumerate(FILES)]
)
def test_an_unreadable_file_is_no_internal_error_for_any_other_verb(
    pack: Path, only_set: object, drawn_once: None, name: str
) -> None:
    (pack / name).write_text("nothing: [here\n", "utf-8")
    for verb in OTHERS:
        result = run(*verb, "--content", "mine")
        assert result.exit_code in (0, 1, 2, 3), (verb, result.output)


def test_an_edition_that_cannot_be_read_stops_the_leaflets_on_its_paper(
    pack: Path, small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "data"
    shutil.copytree(small_data, root)
    (root / "styles" / "a4.yaml").write_text("name: [", "utf-8")
    monkeypatch.setattr(library, "data_root", lambda: root)
    for verb in VERBS:
        result = run(*verb, "--content", "mine")
        assert result.exit_code == (0 if verb == ("status",) else 1), (verb, result.output)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("countries/uk.yaml", "locale: en_GB", "locale: zz_ZZ", "error[HND203]: there is no locale `zz_ZZ`"),
        ("pain-guide.yaml", "fine_to: 3", "fine_to: 9", "error[HND204]: 5 is not over `fine_to`"),
    ],
)
def test_a_value_that_nothing_can_be_printed_from_stops_every_verb(
    pack: Path, name: str, old: str, new: str, said: str
) -> None:
    text = (pack / name).read_text("utf-8")
    (pack / name).write_text(text.replace(old, new), "utf-8")
    for verb in VERBS:
        result = run(*verb, "--content", "mine")
        assert result.exit_code == (0 if verb == ("status",) else 1), (verb, result.output)
        assert verb == ("status",) or said in result.output


def test_status_has_a_row_for_a_leaflet_whose_file_cannot_be_read(pack: Path) -> None:
    (pack / f"conditions/{ID}.yaml").write_text("nothing: [here\n", "utf-8")
    broken, sound = json.loads(run("status", "--content", "mine", "--report", "json").stdout)
    assert broken["id"] == ID and broken["errors"] == 1
    assert broken.keys() == sound.keys()
    assert [broken[name] for name in ("title", "status", "review_by", "review", "grade", "smog", "drawn")] == [None] * 7
    assert sound["errors"] == 0 and sound["grade"] is not None
    line = next(line for line in run("status", "--content", "mine").stdout.splitlines() if line.startswith(ID))
    assert line.split() == [ID, "condition", "1", "error"]
    page = run("status", "--content", "mine", "--report", "html").stdout
    assert "2 leaflets: 1 reviewed, 1 that cannot be read, 1 with errors." in page


def test_a_condition_whose_file_cannot_be_read_is_checked_by_its_findings(pack: Path) -> None:
    (pack / f"conditions/{ID}.yaml").write_text("nothing: [here\n", "utf-8")
    for verb in (("check", ID), ("evidence", ID), ("approve", ID, "--review"), ("make", ID)):
        result = run(*verb, "--content", "mine")
        assert result.exit_code == 1 and "error[HND101]" in result.stderr and "HND001" not in result.stderr, verb


@pytest.mark.parametrize("verb", [("check",), ("evidence",), ("approve", "--review"), ("make",)])
def test_an_unknown_name_has_one_answer_everywhere(pack: Path, verb: tuple[str, ...]) -> None:
    result = run(*verb, "sore-heal", "--content", "mine")
    assert result.exit_code == 2
    assert "error[HND001]: there is no condition `sore-heal`\n  help: did you mean `sore-heel`?" in result.stderr


@pytest.mark.parametrize("verb", [("check",), ("check", ID), ("status",), ("evidence", ID), ("make", ID)])
def test_an_unknown_clinic_has_one_answer_everywhere(pack: Path, verb: tuple[str, ...]) -> None:
    result = run(*verb, "--clinic", "exampel", "--content", "mine")
    assert result.exit_code == 2
    assert "error[HND001]: there is no clinic `exampel`\n  help: did you mean `example`?" in result.stderr


def test_a_fault_in_the_files_of_the_usual_clinic_does_not_stop_another(pack: Path, only_set: object) -> None:
    shutil.copy(PACK / "clinics/town.yaml", pack / "clinics")
    _plant(pack / "countries/uk.yaml", ("doctor",), "{mistyped}")
    for verb in (("make", ID), ("check", ID), ("evidence", ID, "--no-pdf")):
        assert run(*verb, "--clinic", "town", "--content", "mine").exit_code == 0, verb
        assert run(*verb, "--clinic", "example", "--content", "mine").exit_code == 1, verb


# ---------------------------------------------------------------- what `make` finds, `check` finds

Place = tuple[str, Any, Any, Any]


def _findings(output: str) -> set[Place]:
    result = json.loads(output)
    found = result["findings"] if isinstance(result, dict) else result
    return {(one["code"], one.get("file"), one.get("line"), one.get("column")) for one in found}


def _both_find(clinic: str = "example") -> set[Place]:
    """What `make` finds; `check` has found all of it, at the same places."""
    made = run("make", ID, "--clinic", clinic, "--content", "mine", "--report", "json")
    checked = run("check", ID, "--clinic", clinic, "--content", "mine", "--report", "json")
    assert made.exit_code in (0, 1) and checked.exit_code in (0, 1), made.output + checked.output
    found, all_found = _findings(made.stdout), _findings(checked.stdout)
    # `make` counts the missing drawings in one finding, `check` shows the place of each
    drawings = {one for one in found if one[0] == "HND303"}
    assert found - drawings <= all_found
    assert not drawings or any(one[0] == "HND303" for one in all_found)
    assert made.exit_code == checked.exit_code
    return found


def _lay(case: Path, home: Path) -> None:
    """A case of `tests/cases` over the small library."""
    if case.is_dir():
        shutil.copytree(case, home, ignore=shutil.ignore_patterns("expected.txt"), dirs_exist_ok=True)
        return
    match = re.match(r"\ufeff?# as: (\S+)", case.read_bytes().decode("utf-8"))
    assert match
    target = home / match[1]
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(case, target)


@pytest.mark.slow  # make and check read every case
def test_what_make_finds_check_finds_in_the_files(here: Path, mini_folder: Path, only_set: object) -> None:
    seen = set()
    for case in CASES:
        shutil.rmtree(here / "mine", ignore_errors=True)
        shutil.copytree(mini_folder / "content", here / "mine")
        _lay(case, here / "mine")
        seen |= {code for code, *_ in _both_find()}
    assert len(seen) > 20


def test_what_make_finds_check_finds_in_the_leaflets(here: Path, small_data: Path, only_set: object) -> None:
    seen = set()
    for path in CASES_OF_CHECKS:
        case = _tree(path)
        shutil.rmtree(here / "mine", ignore_errors=True)
        shutil.copytree(small_data / "content", here / "mine")
        for change in (*case.get("changes", ()), *case.get("after", ())):
            file = here / "mine" / change["file"]
            file.write_text(file.read_text("utf-8").replace(change["from"], change["to"]), "utf-8")
        seen |= {code for code, *_ in _both_find()}
    assert len(seen) > 25


def test_what_make_finds_check_finds_in_what_is_composed(pack: Path, only_set: object) -> None:
    _show_only(pack / "clinics/example.yaml", "woman")
    assert "HND408" in {code for code, *_ in _both_find()}
    assert {"HND806", "HND824"} <= {code for code, *_ in _unsourced(pack)}


def _show_only(clinic: Path, person: str) -> None:
    """A clinic of one person, who is not drawn: of several, one who is drawn is shown, and nothing is found."""
    tree = _tree(clinic)
    _write(clinic, tree | {"people": [person]})


def _unsourced(pack: Path) -> set[Place]:
    """A file with an error, and a text with two findings of the checks: all three are reported at once."""
    _plant(pack / "exercises/calf-stretch-wall.yaml", ("feel",), "{mistyped}")
    _plant(pack / f"conditions/{ID}.yaml", ("what_it_is", 0), "It is chronic.")
    condition = pack / f"conditions/{ID}.yaml"
    condition.write_text(condition.read_text("utf-8").replace("    - outlook\n", ""), "utf-8")
    return _both_find()


def test_what_make_finds_check_finds_in_the_printed_file(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Diagnostic("HND503", "too long", "shorten it"),)
    monkeypatch.setattr(printing, "print_leaflet", lambda *_: Printed(b"", 0, found))
    made = run("make", ID, "--content", "mine", "--report", "json")
    checked = run("check", ID, "--pdf", "--content", "mine", "--report", "json")
    assert _findings(made.stdout) - {("HND303", None, None, None)} <= _findings(checked.stdout)
    assert "HND503" in {code for code, *_ in _findings(checked.stdout)}
    assert (made.exit_code, checked.exit_code) == (1, 1)
