"""Planted faults: each file in `cases/` lies over the small library of `mini/` and says what must be found in it.

A case is a content file whose first line says where it belongs (`# as: advice/heat.yaml`). Under a guilty line stands a
comment with carets under the guilty words, then severity, code and message; a `help:` comment below is compared too:

    minutes: {is: 300}
    #             ^^^ error[HND204] 300 is above `to: 20`
    #                 help: `from` and `to` are the limits of `is`: change …

Carets right behind the `#` mean that the words begin in the first column. A fault under which no comment can stand
is in a folder: a tree of files, and `expected.txt` with `file:line:column:length severity[CODE] message`. Exactly
these findings must be reported, and no others.
"""

import re
import shutil
from pathlib import Path

import pytest

from handouts import library
from handouts.diagnostics import CODES, Diagnostic, Span

HERE = Path(__file__).parent
MINI = HERE / "mini"
CASES = sorted(path for path in (HERE / "cases").iterdir() if not path.name.startswith("."))
CARETS = re.compile(r"#(?P<gap> *)(?P<carets>\^+) (?P<severity>error|warning)\[(?P<code>HND\d{3})\] (?P<message>.*)")
HELP = re.compile(r"# +help: (?P<help>.*)")
LISTED = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+):(?P<length>\d+) "
    r"(?P<severity>error|warning)\[(?P<code>HND\d{3})\] (?P<message>.*)"
)

Finding = tuple[Span, str, str, str]


def _said_in(path: Path, name: str) -> list[tuple[Finding, str | None]]:
    """The findings that the comments of a file announce, each with its help where it is given."""
    expected: list[tuple[Finding, str | None]] = []
    guilty = 1
    for number, line in enumerate(path.read_bytes().decode("utf-8").split("\n"), 1):
        line = line.rstrip("\r")
        if match := CARETS.fullmatch(line.strip(" ")):
            indent = line.index("#")
            gap, carets = match["gap"], match["carets"]
            column, length = (indent + len(gap) + 2, len(carets)) if gap else (indent + 1, len(carets) + 1)
            span = Span(name, guilty, column, length)
            expected.append(((span, match["severity"], match["code"], match["message"]), None))
        elif (match := HELP.fullmatch(line.strip(" "))) and expected:
            expected[-1] = (expected[-1][0], match["help"])
        else:
            guilty = number
    return expected


def _listed_in(path: Path) -> list[tuple[Finding, str | None]]:
    expected: list[tuple[Finding, str | None]] = []
    for line in path.read_text("utf-8").splitlines():
        match = LISTED.fullmatch(line)
        assert match, f"{path}: {line}"
        span = Span(match["file"], int(match["line"]), int(match["column"]), int(match["length"]))
        expected.append(((span, match["severity"], match["code"], match["message"]), None))
    return expected


def _planted(case: Path, overlay: Path) -> list[tuple[Finding, str | None]]:
    """Lays a case into an empty folder and gives back what it expects."""
    if case.is_dir():
        shutil.copytree(case, overlay, ignore=shutil.ignore_patterns("expected.txt"))
        expected = _listed_in(case / "expected.txt") if (case / "expected.txt").exists() else []
        for path in sorted(case.rglob("*.yaml")):
            expected += _said_in(path, path.relative_to(case).as_posix())
        return expected
    first = case.read_bytes().decode("utf-8").split("\n")[0].rstrip("\r")
    match = re.fullmatch(r"\ufeff?# as: (\S+)", first)
    assert match, f"{case}: the first line must say where the file belongs"
    target = overlay / match[1]
    target.parent.mkdir(parents=True)
    shutil.copyfile(case, target)
    return _said_in(case, match[1])


def _found(overlay: Path) -> list[Diagnostic]:
    return library.load([overlay, MINI / "content"], MINI / "styles")[1]


def _plain(finding: Diagnostic, overlay: Path) -> Finding:
    assert finding.span is not None, finding
    file = Path.cwd() / finding.span.file
    root = overlay if file.is_relative_to(overlay) else MINI / "content"
    place = Span(file.relative_to(root).as_posix(), finding.span.line, finding.span.column, finding.span.length)
    return place, finding.severity.value, finding.code, finding.message


def test_the_small_library_has_no_faults() -> None:
    assert library.load([MINI / "content"], MINI / "styles")[1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_planted_fault_is_found_with_its_words_and_nothing_else(case: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    expected = _planted(case, overlay)
    assert expected, "this case expects nothing"
    found = _found(overlay)
    assert sorted(_plain(finding, overlay) for finding in found) == sorted(finding for finding, _ in expected)
    helps = {_plain(finding, overlay): finding.help.replace(str(overlay), "my-clinic") for finding in found}
    with_help = {finding: advice for finding, advice in expected if advice is not None}
    assert {finding: helps[finding] for finding in with_help} == with_help


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_case_is_named_after_the_code_that_it_plants(case: Path, tmp_path: Path) -> None:
    code = re.match(r"HND\d{3}", case.name)
    assert code and code[0] in {finding[2] for finding, _ in _planted(case, tmp_path / "overlay")}


def test_every_code_of_reading_has_a_case() -> None:
    wanted = {code for code in CODES if code[3] in "123"} | {"HND930", "HND933"}
    assert len(wanted) > 20
    assert {case.name[:6] for case in CASES} == wanted


def test_every_finding_says_what_to_do_in_the_manner_of_the_house(tmp_path: Path) -> None:
    """Lower case where it begins with a word, and no full stop."""
    seen = 0
    for number, case in enumerate(CASES):
        overlay = tmp_path / str(number)
        _planted(case, overlay)
        for finding in _found(overlay):
            seen += 1
            for words in (finding.message, finding.help):
                assert words and not words.endswith(".") and words == words.strip(), finding
                assert not re.match(r"[A-Z][a-z]", words), finding
    assert seen > len(CASES) / 2
