"""Documents are true: tests run their commands, read their examples and compare their outputs.

`python tests/test_docs.py --update` writes the outputs again; then check the difference.
"""

from __future__ import annotations

import ast
import contextlib
import datetime
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from checks import planting
from click.testing import CliRunner, Result
from shipped import SHIPPED

from handouts import library
from handouts.cli import explain, new, options
from handouts.cli.program import VERBS, program
from handouts.diagnostics import CODES, Diagnostic, Severity
from handouts.figures.draw import Drawing, Frame
from handouts.formats import FORMATS
from handouts.library.schema import json_schema
from handouts.model.poses import RIG, drawing_key
from handouts.pipeline import skeletons

pytestmark = pytest.mark.usefixtures("read_once")
ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DIAGNOSTICS = DOCS / "diagnostics.md"
CLI = DOCS / "cli.md"
STANDARDS = DOCS / "standards.md"
CODE_FILES = DOCS / "codes.md"
MARK = "<!-- Below, everything is written by: python tests/test_docs.py --update -->\n"
TODAY = datetime.date(2026, 11, 1)

#: Commands that a test cannot run: they set up a machine, or run these tests.
NOT_RUN = ("./run test", "pip install", "git ", "cd ", ".ci/run", "python tests/", "python -m ", ".venv/bin/")


@dataclass(frozen=True)
class Block:
    """A block of code in a document: the text behind its fence, its lines, and its line number."""

    info: str
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    found = re.finditer(r"^```(\S[^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(match[1].strip(), match[2], text.count("\n", 0, match.start()) + 1) for match in found]


def run(command: str) -> Result:
    """`handouts …` or `./run …`, in this process."""
    line = shlex.split(command, comments=True)
    assert line[0] in ("handouts", "./run"), command
    return CliRunner().invoke(program, line[1:], prog_name="handouts")


# ---------------------------------------------------------------- docs/diagnostics.md


def test_headings_are_the_codes_and_their_titles() -> None:
    headings = dict(re.findall(r"^## (HND\d+) (.+)$", DIAGNOSTICS.read_text("utf-8"), re.MULTILINE))
    assert headings == {code: rule.title for code, rule in CODES.items()}


def test_every_section_has_its_four_parts() -> None:
    sections = explain.sections(DIAGNOSTICS.read_text("utf-8"))
    assert len(sections) > 50
    parts = ["**What it means.**", "**Why it matters.**", "**Example.**", "**Instead.**"]
    wrong = {code for code, section in sections.items() if [part for part in parts if part in section] != parts}
    assert not wrong


def test_explain_with_a_code_prints_its_section() -> None:
    result = run("handouts explain hnd204")
    assert result.exit_code == 0
    assert result.stdout.startswith("HND204 value out of range\n")
    assert "hold_s: {is: 60" in result.stdout
    assert "HND205" not in result.stdout


def test_explain_without_a_code_lists_all() -> None:
    assert run("handouts explain").stdout.splitlines()[-1] == "HND702  error    file not written"


def test_explain_with_an_unknown_code_suggests_the_nearest() -> None:
    result = run("handouts explain HND-204")
    assert result.exit_code == 2
    assert "did you mean `HND204`?" in result.stderr


EXAMPLES = [
    (code, block)
    for code, section in explain.sections(DIAGNOSTICS.read_text("utf-8")).items()
    for block in blocks(section)
]


def with_fragment(kind: str, fragment: str, name: str = "one") -> str:
    """A skeleton with the fields of an example."""
    text = new.skeleton(kind, f"sample-{name}", TODAY, skeletons.values(SHIPPED, "hip"))
    for key in dict.fromkeys(re.findall(r"^([a-z_]+):", fragment, re.MULTILINE)):
        text = re.sub(rf"^{key}:.*\n(?:[ #-].*\n|\n)*", "", text, flags=re.MULTILINE)
    return text + fragment


GUIDE_EXAMPLES = [("guide", block) for block in blocks((DOCS / "authoring.md").read_text("utf-8"))]
FRAGMENTS = [(code, block) for code, block in EXAMPLES + GUIDE_EXAMPLES if block.info.startswith("yaml ")]


@pytest.fixture(scope="module")
def read_examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The codes found in each example: one file each, over the shipped content."""
    folder = tmp_path_factory.mktemp("examples")
    found_in: dict[str, set[str]] = {}
    for number, (_, block) in enumerate(FRAGMENTS):
        kind = block.info.split()[1]
        path = folder / new.FOLDERS[kind] / f"example-{number}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(with_fragment(kind, block.text, chr(97 + number // 26) + chr(97 + number % 26)), "utf-8")
        found_in[path.stem] = set()
    _, findings = library.load(library.content_folders(folder), library.data_root() / "styles")
    for finding in findings:
        name = Path(finding.span.file).stem if finding.span else ""
        if name in found_in and finding.code not in ("HND303", "HND310"):  # of the skeleton around the example
            found_in[name].add(finding.code)
    return found_in


@pytest.mark.parametrize(
    "number", range(len(FRAGMENTS)), ids=[f"{code}-{block.info.split()[-1]}" for code, block in FRAGMENTS]
)
def test_wrong_examples_have_their_finding_and_right_ones_none(read_examples: dict[str, set[str]], number: int) -> None:
    code, block = FRAGMENTS[number]
    assert read_examples[f"example-{number}"] == ({code} if block.info.endswith("wrong") else set())


@pytest.mark.parametrize(
    ("code", "block"),
    [(code, block) for code, block in EXAMPLES if block.info.startswith("console")],
    ids=lambda value: value if isinstance(value, str) else value.info.split()[-1],
)
def test_wrong_commands_fail_with_their_code_and_right_ones_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only_set: None, code: str, block: Block
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [line.removeprefix("$ ") for line in block.text.splitlines() if line.startswith("$ ")]
    result = [run(command) for command in commands][-1]
    if block.info.endswith("wrong"):
        rule = CODES[code]
        assert f"{rule.severity.value}[{code}]" in result.stderr
        assert result.exit_code in ((2, 74) if rule.severity is Severity.ERROR else (0,))
    else:
        assert result.exit_code == 0, result.stderr


def test_codes_of_files_have_a_tested_example() -> None:
    tried = {code for code, block in EXAMPLES if block.info.endswith("wrong")}
    untried = {code for code in CODES if code[:4] in ("HND0", "HND1", "HND2")} - tried
    assert not untried


# ---------------------------------------------------------------- docs/cli.md


def verbs_page() -> str:
    """The help of every verb, as the program prints it."""
    pages = [f"### handouts {verb}\n\n```text\n{run(f'handouts {verb} --help').stdout}```\n" for verb in VERBS]
    return "\n".join(pages)


def test_page_of_the_command_line_equals_the_help() -> None:
    head, mark, verbs = CLI.read_text("utf-8").partition(MARK)
    assert mark and head
    assert verbs.strip() == verbs_page().strip(), "run: python tests/test_docs.py --update"


def test_help_of_every_verb_has_examples_and_its_overview_line() -> None:
    for verb, line in VERBS.items():
        result = run(f"handouts {verb} --help").stdout
        assert "Examples:\n" in result
        assert f"  handouts {verb}" in result
        assert line in " ".join(result.split())


def test_examples_in_the_help_use_existing_options() -> None:
    count = 0
    for verb in VERBS:
        command = program.get_command(None, verb)  # type: ignore[arg-type]
        assert command is not None and command.epilog is not None
        known = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        for line in re.findall(r"^  (handouts .*)$", command.epilog, re.MULTILINE):
            used = [word for word in shlex.split(line.split(" > ")[0]) if re.fullmatch("--?[a-z]+", word)]
            assert set(used) <= known, line
            count += 1
    assert count > 20


def test_names_that_the_command_line_copies_equal_their_originals() -> None:
    from handouts.cli import schema as schema_verb
    from handouts.library.schema import KINDS

    assert tuple(FORMATS) == options.FORMATS
    assert set(schema_verb.KINDS) == set(KINDS)
    assert options.shipped() == library.data_root()


# ---------------------------------------------------------------- docs/standards.md


def planted_rows() -> str:
    """The rows of the faults that cases plant into content."""
    cases = (planting.Case.read(path) for path in planting.CASES)
    return "".join(f"| {case.code} | content | {case.about.rstrip('.')} |\n" for case in cases)


def with_planted_rows(page: str) -> str:
    """The page of standards with its rows of content written again."""
    rows = planted_rows()
    return re.sub(r"(?:^\| HND\d+ \| content \| .*\n)+", lambda _: rows, page, count=1, flags=re.MULTILINE)


def test_standards_page_lists_the_planted_faults_of_content() -> None:
    page = STANDARDS.read_text("utf-8")
    assert planted_rows().count("\n") > 40
    assert with_planted_rows(page) == page, "run: python tests/test_docs.py --update"


# ---------------------------------------------------------------- docs/codes.md


def codes_in(path: Path) -> tuple[set[str], set[str]]:
    """The codes that a module gives to a call, as `Diagnostic("HND101", …)` does, and those that it has elsewhere."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    given = [value for call in calls for value in (*call.args, *(keyword.value for keyword in call.keywords))]
    either = [way for value in given if isinstance(value, ast.IfExp) for way in (value.body, value.orelse)]
    called, known = (
        {node.value for node in some if isinstance(node, ast.Constant) and node.value in CODES}
        for some in ((*given, *either), nodes)
    )
    return called, known - called


def files_of_codes() -> dict[str, list[str]]:
    """The modules that report each code; where no call has it, those that have it in a table."""
    package = ROOT / "handouts"
    paths = [path for path in sorted(package.rglob("*.py")) if path != package / "diagnostics/codes.py"]
    found = {path.relative_to(package).as_posix(): codes_in(path) for path in paths if "HND" in path.read_text("utf-8")}
    return {
        code: [name for name, (called, _) in found.items() if code in called]
        or [name for name, (_, known) in found.items() if code in known]
        for code in CODES
    }


def rows_of_codes() -> str:
    return "".join(
        f"| {code} | {CODES[code].title} | {', '.join(f'`{name}`' for name in names)} |\n"
        for code, names in files_of_codes().items()
    )


def test_page_of_codes_names_the_files_that_report_each() -> None:
    files = files_of_codes()
    assert files["HND503"] == ["pdf/overflow.py", "pdf/printing.py"]
    assert files["HND850"] == ["checks/codes.py"]  # in a table there
    assert [code for code, names in files.items() if not names] == []
    assert CODE_FILES.read_text("utf-8").endswith(f"|---|---|---|\n{rows_of_codes()}"), (
        "run: tests/test_docs.py --update"
    )


# ---------------------------------------------------------------- README.md, docs/authoring.md


def commands_of(path: Path) -> list[tuple[int, str]]:
    """The command lines of a document's shell blocks, with their line numbers."""
    return [
        (block.line + number, line.strip())
        for block in blocks(path.read_text("utf-8"))
        if block.info == "sh"
        for number, line in enumerate(block.text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]


def in_shell(command: str, folder: Path) -> int:
    """Exit code of a line with pipes or redirections in a real shell."""
    (folder / ".bin").mkdir(exist_ok=True)
    shim = folder / ".bin" / "handouts"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m handouts "$@"\n')
    shim.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{shim.parent}:{os.environ['PATH']}"}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, check=False).returncode


def kept_drawing(exercise: str, pose: dict[str, Any], span_of: object, body: str) -> tuple[Drawing, list[Diagnostic]]:
    """The kept drawing of an exercise, as if it were drawn anew for a person."""
    folder = library.data_root() / "content" / "figures"
    card = json.loads((folder / f"{exercise}.json").read_text("utf-8"))
    frames = tuple(
        Frame(one["name"], (folder / one["svg"]).read_text("utf-8"), one["width_mm"], one["height_mm"], one["faces"],
              one["anchors"])
        for one in card["frames"]
    )  # fmt: skip
    return Drawing(exercise, drawing_key(pose), body, RIG, frames, card["checks"]), []


@pytest.mark.slow  # dozens of commands over the shipped library, in shells too
@pytest.mark.parametrize(
    "document", [ROOT / "README.md", DOCS / "authoring.md", DOCS / "batches.md"], ids=lambda path: path.name
)
def test_commands_of_the_document_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, only_set: None, document: Path
) -> None:
    """Leaflets are rendered, not printed, and drawings are kept ones: both take seconds and have tests of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("click.launch", lambda file: 0)
    monkeypatch.setattr("handouts.figures.draw.draw", kept_drawing)
    ran = 0
    for line, command in commands_of(document):
        if command.startswith(NOT_RUN):
            continue
        ran += 1
        place = f"{document.name}:{line}: {command}"
        if command.startswith(("handouts ", "./run ")) and not re.search(r"[|>&;]", command):
            result = run(command)
            assert result.exit_code == 0, f"{place}\n{result.stderr}"
            if document.name == "README.md":  # HND310: a new clinic that nobody has written yet
                assert not re.search(r"warning\[(?!HND310)", result.stderr), f"{place}\n{result.stderr}"
        else:
            assert in_shell(command, tmp_path) == 0, place
    assert ran >= 5


def shown(text: str) -> Iterator[tuple[str, str, str]]:
    """Console blocks of one command with its output: whole block, command, output."""
    for block in blocks(text):
        if block.info == "console":
            command, _, output = block.text.partition("\n")
            yield block.text, command.removeprefix("$ "), output


def output_of(command: str) -> str:
    result = run(command)
    return "".join(line.rstrip() + "\n" for line in (result.stdout + result.stderr).splitlines())


@pytest.mark.parametrize("document", [ROOT / "README.md", DOCS / "authoring.md"], ids=lambda path: path.name)
def test_outputs_in_the_document_equal_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, document: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    count = 0
    for _, command, output in shown(document.read_text("utf-8")):
        assert output_of(command) == output, f"{command}: run: python tests/test_docs.py --update"
        count += 1
    assert count


DOCUMENTS = sorted({*ROOT.glob("*.md"), *DOCS.rglob("*.md")} - {DOCS / "how-to" / "README.md"})  # see test_how_to.py


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_of_the_document_lead_to_files(document: Path) -> None:
    links = re.findall(
        r"\]\(([^)#]+)(?:#[^)]*)?\)", re.sub("```.*?```|`[^`\n]+`", "", document.read_text("utf-8"), flags=re.S)
    )
    lost = [
        link for link in links if not link.startswith(("https://", "mailto:")) and not (document.parent / link).exists()
    ]
    assert lost in ([], ["docs/leaflet.png"])


# ---------------------------------------------------------------- skeletons and docs against the limits of the model


def limits(kind: str) -> dict[str, int]:
    """The limit of characters of each field of a kind, by its name."""
    found: dict[str, int] = {}

    def walk(schema: object, name: str) -> None:
        if isinstance(schema, dict):
            if "maxLength" in schema and name:
                found[name] = schema["maxLength"]
            for key, value in schema.items():
                if key == "properties":
                    for field, inner in value.items():
                        walk(inner, field)
                elif key in ("items", "anyOf", "allOf"):
                    walk(value, name)
                elif key == "$defs":
                    for inner in value.values():
                        walk(inner, "")
        elif isinstance(schema, list):
            for inner in schema:
                walk(inner, name)

    walk(json_schema(kind), "")
    return found


def test_limits_in_the_guide_equal_the_model() -> None:
    text = (DOCS / "authoring.md").read_text("utf-8")
    rows = re.findall(r"^\| (condition|exercise|advice|clinic) \| `(\w+)`[^|]*\| (\d+) \|", text, re.MULTILINE)
    assert len(rows) > 20
    wrong = [row for row in rows if limits(row[0])[row[1]] != int(row[2])]
    assert not wrong


def update() -> None:
    """Write the outputs in the documents again."""
    head, mark, _ = CLI.read_text("utf-8").partition(MARK)
    CLI.write_text(f"{head}{mark}\n{verbs_page()}", "utf-8")
    STANDARDS.write_text(with_planted_rows(STANDARDS.read_text("utf-8")), "utf-8")
    head, line, _ = CODE_FILES.read_text("utf-8").partition("|---|---|---|\n")
    CODE_FILES.write_text(f"{head}{line}{rows_of_codes()}", "utf-8")
    for document in (ROOT / "README.md", DOCS / "authoring.md"):
        text = document.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            for block, command, _output in shown(text):
                text = text.replace(block, f"$ {command}\n{output_of(command)}")
        document.write_text(text, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("python tests/test_docs.py --update")
    update()
