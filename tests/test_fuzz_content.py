"""Content bent in every way: a library or located faults come out, never a traceback."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts import library
from handouts.diagnostics import CODES, Diagnostic, as_github, as_text, plain
from handouts.library import schema, source
from handouts.model import Record

ROOT = Path(__file__).parent.parent
MINI = Path(__file__).parent / "mini"
KINDS = {
    "conditions": "condition",
    "exercises": "exercise",
    "advice": "advice",
    "clinics": "clinic",
    "sets": "set",
    "plans": "plan",
    "countries": "country",
    "regions": "region",
}
REGISTERS = tuple(f"{name}.yaml" for name in schema.REGISTERS)

#: The text of every shipped file and of every file of the small library, with its kind.
FILES = [
    (path.read_text("utf-8"), KINDS.get(path.parent.name, "edition" if path.parent.name == "styles" else path.stem))
    for folder in (ROOT / "content", ROOT / "styles", MINI / "content", MINI / "styles")
    for path in sorted(folder.rglob("*.yaml"))
]

PIECES = (
    "\t", "\x00", "\x07", "\u202e", "\ufeff", "\u2028", "\ud800", "\ue000", "e" + "\u0301" * 9, "\r", "\r\n", "\x85",
    ": ", " #", "- ", "? ", "! ", "!!python/object:os.system ", "&a ", "*a ", "<<: ", "%YAML 1.1\n", "---\n",
    "...\n", "|\n", ">\n", "\n\n\n", "\n\n", "  ", " " * 40, "{" * 20, "[" * 60, "- " * 30, "{", "}", "[", '"', "'",
    "x" * 100, "x" * 3000, "word " * 600, "9" * 400, "{hold}", "{nothing}", "{}", "{{", "**", "[a](javascript:b)", "]",
    "\\", "`", "[a](b", "true", "null", "~", "no", "012", "1:30", "-1", "1e999", "0.5", ".nan", "2026-02-30", "𝄞",
)  # fmt: skip
NASTY = st.one_of(st.sampled_from(PIECES), st.text(max_size=12))


@st.composite
def bent(draw: st.DrawFn) -> tuple[str | bytes, str]:
    """A content file after one to four accidents, with its kind."""
    text, kind = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from(ACCIDENTS))(draw, text)
    if draw(st.integers(0, 9)) == 0:
        data = bytearray(text.encode("utf-8", "replace"))
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
        return bytes(data), kind
    return text, kind


def _insert(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(NASTY) + text[at:]


def _cut(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + text[at + draw(st.integers(1, 60)) :]


def _swap_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _double_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _shift_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = " " * draw(st.integers(0, 9)) + lines[at].lstrip()
    return "\n".join(lines)


def _other_value(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(":")
    return "\n".join([*lines[:at], f"{key}{colon} {draw(NASTY)}", *lines[at + 1 :]])


def _end_early(draw: st.DrawFn, text: str) -> str:
    return text[: draw(st.integers(0, len(text)))]


ACCIDENTS = (_insert, _insert, _cut, _swap_lines, _double_line, _shift_line, _other_value, _other_value, _end_early)

MANY = settings(
    max_examples=600, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
SOME = settings(MANY, max_examples=60)


def _located(found: list[Diagnostic], text: str | bytes) -> None:
    """Every finding has a code, words, and a place inside the text, and can be shown in every manner."""
    lines = (text if isinstance(text, str) else text.decode("utf-8", "replace")).removeprefix("\ufeff").split("\n")
    for finding in found:
        assert finding.code in CODES and finding.message and finding.help
        span = finding.span
        assert span is not None
        assert 1 <= span.line <= len(lines)
        assert span.column >= 1 and span.length >= 1
        assert as_text(finding)
        assert span.text is None or span.text.rstrip("\r") == lines[span.line - 1].rstrip("\r")
        assert as_github(finding)
    assert json.dumps([*map(plain, found)])


@pytest.mark.slow  # hundreds of files are read
@MANY
@given(bent())
def test_a_bent_file_gives_a_record_or_located_faults(case: tuple[str | bytes, str]) -> None:
    text, kind = case
    read = source.read(text, "bent.yaml")
    found = list(read.diagnostics)
    entries: list[tuple[object, source.Path]] = [(read.value, ())]
    if kind in schema.REGISTERS and isinstance(read.value, dict):
        entries = [(value, (id_,)) for id_, value in read.value.items()]
    record: Record | None = None
    for value, at in entries:
        extra = {"id": "bent"} if "id" in schema.KINDS[kind].model_fields else {}
        record, faults = schema.check(schema.KINDS[kind], value, read, extra, at)
        assert record is not None or faults or found
        found += faults
    _located(found, text)


@SOME
@given(bent())
def test_both_parsers_of_pyyaml_read_a_bent_file_alike(case: tuple[str | bytes, str]) -> None:
    text, _ = case
    fast = source.read(text, "bent.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_FAST", yaml.SafeLoader)
        assert source.read(text, "bent.yaml") == fast


@SOME
@given(bent())
def test_a_bent_file_over_a_library_gives_a_library_and_located_faults(case: tuple[str | bytes, str]) -> None:
    text, kind = case
    folders = {kind: folder for folder, kind in KINDS.items()}
    name = f"{folders[kind]}/bent.yaml" if kind in folders else f"{kind}.yaml"
    with TemporaryDirectory() as folder:
        overlay = Path(folder) / "overlay"
        (overlay / name).parent.mkdir(parents=True)
        (overlay / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        read, found = library.load([overlay, MINI / "content"], MINI / "styles")
    assert read.exercises
    for finding in found:
        assert finding.code in CODES and finding.span and finding.message and finding.help


@SOME
@given(st.sampled_from(sorted(path for path in (MINI / "content/figures").iterdir())), st.data())
def test_a_bent_drawing_gives_a_library_and_located_faults(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        text = data.draw(st.sampled_from((_insert, _cut, _swap_lines, _end_early)))(data.draw, text)  # type: ignore[arg-type]
    with TemporaryDirectory() as folder:
        overlay = Path(folder) / "overlay"
        shutil.copytree(MINI / "content/figures", overlay / "figures")
        (overlay / "figures" / path.name).write_bytes(text.encode("utf-8", "surrogatepass"))
        read, found = library.load([overlay, MINI / "content"], MINI / "styles")
    assert read.exercises
    assert all(finding.span and finding.code in ("HND303", "HND304", "HND305") for finding in found)


def test_the_accidents_do_bend(mini_folder: Path) -> None:
    """That the accidents above are not so small that nothing is ever found."""
    assert len(FILES) > 50
    shipped = (mini_folder / "content/advice/ice.yaml").read_text("utf-8")
    assert source.read(shipped, "a.yaml").diagnostics == ()
    assert source.read(shipped.replace("lead: ", "lead:"), "a.yaml").diagnostics
