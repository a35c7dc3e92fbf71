"""The text of a YAML file: values, places, and everything that reads otherwise than it looks."""

from collections.abc import Callable
from pathlib import Path

import pytest
import speed
import yaml

from handouts.diagnostics import Span, in_order
from handouts.library import source
from handouts.library.source import MAX_BYTES, characters

HERE = Path(__file__).parent
FILES = sorted(
    path
    for folder in (HERE / "mini", HERE / "cases", HERE.parent / "content", HERE.parent / "styles")
    for path in folder.rglob("*.yaml")
)


def codes(text: str | bytes) -> list[str]:
    return [finding.code for finding in in_order(source.read(text, "a.yaml").diagnostics)]


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("0", 0), ("30", 30), ("-7", -7), ("1.5", 1.5), ("-0.25", -0.25), ("999999999999999", 999999999999999),
        # All of these are something else in YAML 1.1, and text here.
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("True", "True"), ("NULL", "NULL"),
        ("012", "012"), ("0o17", "0o17"), ("0x1F", "0x1F"), ("0b11", "0b11"), ("1_000", "1_000"), ("+5", "+5"),
        ("1:30", "1:30"), ("190:20:30", "190:20:30"), ("1e3", "1e3"), ("1.5e3", "1.5e3"), (".5", ".5"), ("5.", "5."),
        (".inf", ".inf"), (".nan", ".nan"), ("2026-11-01", "2026-11-01"), ("2026-11-01 10:00", "2026-11-01 10:00"),
        ("9999999999999999999", "9999999999999999999"), ("=", "="),
        # Quotes always make text.
        ('"30"', "30"), ("'true'", "true"), ('"caf\\u00e9"', "café"), ("'it''s'", "it's"), ('""', ""),
    ],
)  # fmt: skip
def test_a_scalar_is_read_as_yaml_1_2_reads_it(written: str, value: object) -> None:
    read = source.read(f"a: {written}\n", "a.yaml")
    assert read.value == {"a": value}
    assert repr(read.value) == repr({"a": value})
    assert read.diagnostics == ()


def test_a_question_is_read_alike_by_both_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [sore?, is it ? really]\nb: {c: why?}\nd: ?x\n \t\n"
    expected = {"a": ["sore?", "is it ? really"], "b": {"c": "why?"}, "d": "?x"}
    assert source.read(text, "a.yaml").value == expected
    monkeypatch.setattr(source, "_FAST", yaml.SafeLoader)
    assert source.read(text, "a.yaml").value == expected


def test_a_folded_text_is_one_line() -> None:
    read = source.read("a: >\n  one\n  two\nb: three\n  four\nc: >-\n  five\n", "a.yaml")
    assert (read.value, read.diagnostics) == ({"a": "one two", "b": "three four", "c": "five"}, ())


def test_keys_may_be_a_few_small_words_as_the_poses_have_them() -> None:
    assert source.read("right foot: flat\ncalf-stretch-wall.hold: 20\nA1: x\n", "a.yaml").diagnostics == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_parsers_of_pyyaml_read_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_bytes()
    assert source._FAST is yaml.CSafeLoader, "this test compares nothing without the C parser"
    fast = source.read(text, "a.yaml")
    monkeypatch.setattr(source, "_FAST", yaml.SafeLoader)
    assert source.read(text, "a.yaml") == fast


# ---------------------------------------------------------------- places

DOCUMENT = """\
name: Foot roll  # a comment
steps:
  - "Put your foot
    on a tin."
  - Roll it for
    {minutes}.
dose: {hold_s: {is: 30}, legs: [left, right]}
how: >

  It''s a
  "quoted" word.
say: 'It''s {doctor} here'
esc: "say \\"hi\\" {doctor}"
"""


@pytest.fixture(scope="module")
def document() -> source.Source:
    read = source.read(DOCUMENT, "a.yaml")
    assert read.diagnostics == ()
    return read


def underlined(span: Span) -> str:
    return DOCUMENT.split("\n")[span.line - 1][span.column - 1 : span.column - 1 + span.length]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("name",), "Foot roll"),
        (("steps",), '- "Put your foot'),
        (("steps", 0), '"Put your foot'),
        (("steps", 1), "Roll it for"),
        (("dose",), "{hold_s: {is: 30}, legs: [left, right]}"),
        (("dose", "hold_s"), "{is: 30}"),
        (("dose", "hold_s", "is"), "30"),
        (("dose", "legs", 1), "right"),
        (("how",), "It''s a"),
        ((), "name: Foot roll"),
        (("dose", "hold_s", "from"), "{is: 30}"),
        (("nothing", 3), "name: Foot roll"),
    ],
)
def test_every_value_has_its_place(document: source.Source, path: source.Path, words: str) -> None:
    assert underlined(document.place(path)) == words


def test_every_value_of_a_document_has_a_place_and_every_key_its_own(document: source.Source) -> None:
    def paths(value: object, path: source.Path = ()) -> list[source.Path]:
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(inner for step, item in steps for inner in paths(item, (*path, step)))]

    assert set(document.places) == set(paths(document.value))
    assert {path: underlined(span) for path, span in document.keys.items()} == {
        path: path[-1] for path in document.places if path and isinstance(path[-1], str)
    }


@pytest.mark.parametrize(
    ("path", "words", "at"),
    [
        (("name",), "roll", (1, 12, 4)),
        (("steps", 0), "on a tin", (4, 5, 8)),
        (("steps", 0), "your foot on", (3, 10, 9)),  # runs over the end of a line
        (("steps", 1), "{minutes}", (6, 5, 9)),
        (("how",), '"quoted" word', (11, 3, 13)),
        (("say",), "{doctor}", (12, 13, 8)),
        (("say",), "It's", (12, 7, 5)),
        (("esc",), '"hi"', (13, 11, 6)),
        (("dose",), "30", (7, 21, 2)),
        (("name",), "oot", (1, 8, 3)),  # only inside a word, and found there
        (("name",), "chair", (1, 7, 9)),  # not there: the whole value
        (("nowhere",), "roll", (1, 1, 15)),
    ],
)
def test_words_are_found_inside_a_value(
    document: source.Source, path: source.Path, words: str, at: tuple[int, int, int]
) -> None:
    assert document.find(path, words) == Span("a.yaml", *at)


def test_a_whole_word_is_preferred_to_a_piece_of_one() -> None:
    read = source.read("a: x12 and 12\n", "a.yaml")
    assert read.find(("a",), "12") == Span("a.yaml", 1, 12, 2)


def test_places_count_characters_not_bytes() -> None:
    read = source.read("a: {ünïcödé: [é, 𝄞, x]}\n", "a.yaml")
    assert [read.places["a", "ünïcödé", n].column for n in range(3)] == [15, 18, 21]


# ---------------------------------------------------------------- bytes and lines


def test_windows_lines_and_a_byte_order_mark_change_nothing() -> None:
    plain, windows = "a: b\nc:\n  - d\n", "\ufeffa: b\r\nc:\r\n  - d\r\n"
    assert source.read(windows, "a.yaml") == source.read(plain, "a.yaml")
    assert source.read(windows.encode(), "a.yaml") == source.read(plain, "a.yaml")


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"a: b\nname: caf\xe9\n", (2, 10)),
        ("a: b".encode("utf-16"), (1, 1)),
        (b"\x80", (1, 1)),
        (b"a: \xed\xa0\x80", (1, 4)),
    ],
)
def test_bytes_that_are_not_utf8_are_located(data: bytes, at: tuple[int, int]) -> None:
    read = source.read(data, "a.yaml")
    (finding,) = read.diagnostics
    assert (read.value, finding.code, finding.span) == (None, "HND101", Span("a.yaml", *at))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a: b".encode("utf-16"), "this is UTF-16"),
        (b"%PDF-1.7\n\xda", "this is no text"),
        (b"\xff\0\0", "this is no text"),
    ],
)
def test_file_of_another_kind_is_said_for_what_it_is(data: bytes, message: str) -> None:
    [found] = source.read(data, "a.yaml").diagnostics
    assert found.message == message and found.span is not None and found.span.text is None


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n", "---\n"])
def test_an_empty_file_is_a_fault_or_nothing(text: str) -> None:
    read = source.read(text, "a.yaml")
    assert read.value is None
    assert [finding.message for finding in read.diagnostics] == ["the file is empty"]


# ---------------------------------------------------------------- faults of syntax


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a: b: c\n", (1, 4, 4), "a colon inside an unquoted text"),
        ("a: x\n  y: z\n", (2, 3, 2), "`y:` is indented as if it belonged to the text above"),
        ("a: 'x\nb: c\n", (1, 4, 2), "a quote is opened here and never closed"),
        ("\ta: b\n", (1, 1, 1), "a tab in the place of spaces"),
        ("a: @x\n", (1, 4, 2), "an unquoted text cannot begin with `@`"),
        ("a: `x`\n", (1, 4, 3), "an unquoted text cannot begin with ```"),
        ("a: %x\n", (1, 4, 2), "an unquoted text cannot begin with `%`"),
        ("a: **x** y\n", (1, 4, 7), "an unquoted text cannot begin with `*`"),
        ("a: {b: **x** y, c: d}\n", (1, 8, 7), "an unquoted text cannot begin with `*`"),
        ("a: [one, @x]\n", (1, 10, 2), "an unquoted text cannot begin with `@`"),
        ("a: *x y\n", (1, 4, 4), "an unquoted text cannot begin with `*`"),
        ("a: & b\n", (1, 4, 3), "an unquoted text cannot begin with `&`"),
        ("a: {b} c\n", (1, 4, 5), "an unquoted text cannot begin with `{`"),
        ("a: [b](c) d\n", (1, 4, 8), "an unquoted text cannot begin with `[`"),
        ("a: > x\n", (1, 4, 3), "after `>` the text begins in the next line"),
        ("aa:3\nb: 4\n", (1, 1, 4), "no space after the colon"),
        ("b: 4\naa:3\n", (2, 1, 4), "no space after the colon"),
        ("b: 4\nfoo\nc: d\n", (2, 1, 3), "neither `key: value` nor an item of a list"),
        ("a: [b, c\nd: e\n", (1, 4, 5), "`[` is opened here and not closed"),
        ("a: {b: 1}}\n", (1, 10, 1), "a `}` too many"),
        ('a: "x" y\n', (1, 4, 5), "words after the closing quote mark"),
        ('a: "\\q"\n', (1, 5, 2), '`\\q` means nothing inside "…"'),
        ("- a\nb: c\n", (2, 1, 4), "this does not belong to the list above"),
        ("a: b\n- c\n", (2, 1, 3), "an item of a list where a key is expected"),
        ("a:\n   b: 1\n  c: 2\n", (3, 3, 4), "indented by 2, but the lines above by 0 or 3"),
        ("a: b\n   c\n  #d\n  e\n", (3, 3, 2), "the text ends at this ` #` and cannot go on in the next line"),
        ("a: {b: c\n", (1, 4, 5), None),
    ],
)  # fmt: skip
def test_a_fault_of_syntax_is_put_in_peoples_words(text: str, at: tuple[int, int, int], message: str | None) -> None:
    (finding,) = source.read(text, "a.yaml").diagnostics
    assert finding.code == "HND101"
    if message is not None:
        assert (finding.span, finding.message) == (Span("a.yaml", *at), message)
    assert finding.span and finding.span.line <= text.count("\n") + 1


def test_after_a_fault_the_rest_is_read_too() -> None:
    text = "a: one: two\nb: {c} three\nd: ok\nd: twice\ne: @four\nf: {g:1}\n"
    read = source.read(text, "a.yaml")
    assert read.value == {"a": "one: two", "b": "{c} three", "d": "ok", "e": "@four", "f": {"g": None}}
    assert [(f.span.line if f.span else 0, f.code) for f in in_order(read.diagnostics)] == [
        (1, "HND101"), (2, "HND101"), (4, "HND102"), (5, "HND101"), (6, "HND101"),
    ]  # fmt: skip
    assert read.holes == {("f", "g")}


# ---------------------------------------------------------------- refused, capped, warned about


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", ["HND103", "HND103"]),
        ("a: &x [*x]\n", ["HND103", "HND103"]),
        ("a: !!int 3\n", ["HND103"]),
        ("a: !local {b: c}\n", ["HND103"]),
        ("! a: b\n", ["HND103"]),
        ("<<: {b: c}\na: d\n", ["HND103"]),
        ("a: b\n---\nc: d\n", ["HND103"]),
        ("%YAML 1.2\n---\na: b\n", ["HND103"]),
        ("%TAG ! tag:example.org,2026:\n---\na: b\n", ["HND103"]),
        ("? a\n: b\n", ["HND103"]),
        ("? [a]\n: b\n", ["HND103"]),
        ("*x : b\n", ["HND103"]),
        ("- Do this: and that\n", ["HND103"]),
        ("a: {minutes}\n", ["HND103"]),
        ("--- # one document may say where it begins\na: b\n...\n", []),
        ("a: " + "[" * 11 + "]" * 11 + "\n", []),
        ("a: " + "[" * 12 + "]" * 12 + "\n", ["HND104"]),
        ("a: https://example.org/" + "x" * 200 + "\n", []),
        ("a: " + "x" * 80 + "\n", []),
        ("a: " + "x" * 81 + "\n", ["HND104"]),
        ("a: " + "x " * 999 + "\n", []),
        ("a: " + "x " * 1001 + "\n", ["HND104"]),
        ("a: [" + "x," * 200 + "]\n", []),
        ("a: [" + "x," * 300 + "]\n", ["HND104"]),
        ("".join(f"k{n}: 1\n" for n in range(1001)), ["HND104"]),
        ("a: e" + "\u0301" * 4 + "\n", []),
        ("a: e" + "\u0301" * 5 + "\n", ["HND104"]),
        ("a: e" + "\u0301" * 50 + "\n", ["HND104"]),
        ("a: \u0301e\n", ["HND105"]),
        ('a: "\u0301e"\n', ["HND105"]),
        ("a: x\u2066y\n", ["HND105"]),
        ("a: x\ue000y\n", ["HND105"]),
        ("a: x\ud800y\n", ["HND105"]),
        ("a: x\ufffey\n", ["HND105"]),
        ("a: x\ufffdy\n", ["HND105"]),
        ("a: x\u2028y\n", ["HND105"]),
        ("a: x\x85y\n", ["HND105"]),
        ("a: x\x00y\n", ["HND105"]),
        ("a: x\ry\n", ["HND105"]),
        ('a: "x\\x07y"\n', ["HND105"]),
        ('a: "\\uD800"\n', ["HND105"]),
        ("a: x\ty\n", ["HND105"]),
        ("a:\tx y\t# a comment behind a tab\n", []),
        ("a: |\n  \tx\n", ["HND101"]),
        ("a:\n\tb: c\n\td: e\n", ["HND101"]),
        ('a: "x\\ty"\n', ["HND105"]),
        ("# a comment can hide one, too: \u202e\na: b\n", ["HND105"]),
        ("a: soft\u00adhyphen, non\u2011breaking, caf\u00e9, \u06a9\u200c\u0647, \u2713\n", []),
        ("a: Dose #2 today\n", ["HND106"]),
        ("a: two words # and a comment\n", ["HND106"]),
        ("a: two words  # and a comment\n", []),
        ("a: word # and a comment\n", []),
        ("a: {is: 30} # seconds\n", []),
        ("a: 30 # seconds\n", []),
        ("a: C#\nb: 'x' #c\nc: x#1\n", []),
        ("a: # only a comment\n  b: c\n", []),
        ("a: ' x'\nb: \"y \"\n", ["HND107", "HND107"]),
        ("a: |\n  one\n  two\n", ["HND108"]),
        ("a: one\n\n  two\n", ["HND108"]),
        ('a: "one\\ntwo"\n', ["HND108"]),
        ("a: |\n  one\n", []),
        ("- note:one thing\n", ["HND108"]),
        ("- https://example.org\n- mailto:a@b.c\n- tel:999\n- 10:30\n- A:b\n", []),
        ("a:\n - b\n  - c\n", ["HND108"]),
    ],
)  # fmt: skip
def test_what_is_refused_capped_or_warned_about(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_file_above_the_cap_is_not_parsed() -> None:
    for text in ("# " + "x" * MAX_BYTES, b"# " + b"x" * MAX_BYTES):
        read = source.read(text, "a.yaml")
        assert read.value is None
        assert [finding.code for finding in read.diagnostics] == ["HND104"]


def test_what_must_not_be_printed_is_not_in_the_value_either() -> None:
    read = source.read('a: x\u202ey\nb: "x\\u202Ey\\tz"\n', "a.yaml")
    assert read.value == {"a": "x y", "b": "xy z"}


def test_findings_of_one_kind_are_counted_out() -> None:
    assert codes("".join(f"k{n}: &a{n} x\n" for n in range(100))) == ["HND103"] * characters.MAX_ALIKE
    assert codes("a: " + "\x07" * 1000 + "\n") == ["HND105"] * characters.MAX_ALIKE


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000, "{" * 50_000, "- " * 50_000, "a: " * 30_000, "? " * 50_000, '"' * 50_000, "'a' " * 25_000,
        "a: [" + "[]," * 30_000 + "]", "{a: 1," * 15_000, "\n" * 100_000, "#" * 100_000, "&a " * 25_000, "*a " * 25_000,
        "!a " * 25_000, "- a\n" * 30_000, "a:\n" * 30_000, "x" * 125_000, "a: |\n" + " x\n" * 30_000, "\x07" * 100_000,
        "e" + "\u0301" * 50_000, "a: {b: c}}\n" * 10_000, "a: b: c\n" * 15_000, "%a\n" * 30_000, "---\n" * 30_000,
        "a: @b\n" * 15_000, "".join(f"k{n}: @b\n" for n in range(10_000)), "- Do: x\n" * 15_000,
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_nothing_stalls_the_reader(text: str) -> None:
    with speed.measured() as cost:
        read = source.read(text, "a.yaml")
    assert read.diagnostics
    assert cost.units < 250


# ---------------------------------------------------------------- accidents of every line

ACCIDENTS: dict[str, Callable[[str], str]] = {
    "no space after the colon": lambda line: line.replace(": ", ":", 1),
    "no colon": lambda line: line.replace(":", "", 1),
    "one step to the right": lambda line: " " + line,
    "one step to the left": lambda line: line.removeprefix(" "),
    "a quote less": lambda line: line.replace('"', "", 1),
    "a bracket less": lambda line: line.replace("]", "", 1),
    "a brace less": lambda line: line.removesuffix("}"),
    "one colon more": lambda line: line + " note: this",
}


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_in_a_line_is_reported_once_and_at_its_line(accident: str) -> None:
    """Of all lines of the small library: nearly always one finding, nearly always at the line or beside it."""
    reported, once, near = 0, 0, 0
    for path in sorted((HERE / "mini").rglob("*.yaml")):
        lines = path.read_text("utf-8").split("\n")
        for row, line in enumerate(lines):
            bent = ACCIDENTS[accident](line)
            if bent == line or line.strip()[:1] in ("", "#"):
                continue
            found = source.read("\n".join([*lines[:row], bent, *lines[row + 1 :]]), "a.yaml").diagnostics
            reported += bool(found)
            once += len(found) == 1
            near += any(finding.span and abs(finding.span.line - 1 - row) <= 1 for finding in found)
    assert reported >= 3
    assert once >= 0.97 * reported
    assert near >= 0.94 * reported
