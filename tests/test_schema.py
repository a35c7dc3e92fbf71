"""Values into records, faults in people's words, and the shape of a file for editors."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handouts import model
from handouts.diagnostics import Diagnostic, Span
from handouts.library import schema, source
from handouts.library.schema.errors import PATTERNS
from handouts.model import Advice, Clinic, Dose, Exercise, Limited, Number, Record, Term

CONTENT = Path(__file__).parent.parent / "content"
SHAPES = {kind: schema.json_schema(kind) for kind in schema.KINDS}


def checked(record: type[Record], text: str, **extra: object) -> tuple[Record | None, list[Diagnostic]]:
    read = source.read(text, "a.yaml")
    return schema.check(record, read.value, read, extra)


def finding_of(record: type[Record], text: str, **extra: object) -> tuple[str, str, str, Span | None]:
    result, found = checked(record, text, **extra)
    assert result is None
    (finding,) = found
    return finding.code, finding.message, finding.help, finding.span


# ---------------------------------------------------------------- values into records


def test_a_record_is_made_with_what_its_file_does_not_say() -> None:
    record, found = checked(Term, "word: calf\nplain: the back of your lower leg\n")
    assert (found, record) == ([], Term(word=model.Text("calf"), plain=model.Text("the back of your lower leg")))


def test_a_field_is_called_as_files_call_it_and_not_as_the_program_does() -> None:
    assert checked(Limited, "is: 3\nfrom: 1\nto: 5\n")[1] == []
    result, found = checked(Limited, "value: 3\n")
    assert result is None
    assert {finding.code for finding in found} == {"HND201", "HND202"}


@pytest.mark.parametrize(
    ("record", "text", "code", "message", "advice", "at"),
    [
        (
            Limited,
            "is: '30'\n",
            "HND203",
            "`is` takes a whole number, this is a text",
            "write 30 without quotes",
            (1, 5, 4),
        ),
        (Limited, "is: 30 s\n", "HND203", "`is` takes a whole number, this is a text", None, (1, 5, 4)),
        (Limited, "is: true\n", "HND203", "`is` takes a whole number, this is yes or no", None, (1, 5, 4)),
        (
            Limited,
            "is: 2.5\n",
            "HND203",
            "`is` takes a whole number, this is 2.5",
            "write it without a fraction",
            (1, 5, 3),
        ),
        (Limited, "is:\nto: 3\n", "HND203", "`is` takes a whole number, and nothing is written here", None, (1, 4, 1)),
        (Limited, "is: -1\n", "HND204", "-1 is below 0", "the least is 0", (1, 5, 2)),
        (Limited, "is: 7\nto: 5\n", "HND204", "7 is above `to: 5`", None, (1, 5, 1)),
        (Limited, "is: 2\nfrom: 3\nto: 1\n", "HND204", "`from: 3` is above `to: 1`", None, (2, 7, 1)),
        (Number, "is: 7\nup_to: 7\n", "HND204", "up_to is 7", None, (2, 8, 1)),
        (Term, "word: calf\n", "HND201", "`plain` is missing", "add `plain:` (what it means, plainly)", (1, 1, 10)),
        (
            Term,
            "word: calf\nplane: leg\n",
            "HND202",
            "there is no field `plane` here",
            "did you mean `plain`?",
            (2, 1, 5),
        ),
        (Term, "- calf\n", "HND203", "fields are expected here, this is a list", None, (1, 1, 6)),
        (Term, "calf\n", "HND203", "fields are expected here, this is a text", None, (1, 1, 4)),
        (Term, "word: {a: b}\nplain: x\n", "HND203", "`word` takes a text, this is a group of fields", None, (1, 7, 6)),
        (Term, "word: [a]\nplain: x\n", "HND203", "`word` takes a text, this is a list", None, (1, 7, 3)),
        (
            Term,
            "word: 12\nplain: x\n",
            "HND203",
            "`word` takes a text, this is a number",
            'put it in quotes: "12"',
            (1, 7, 2),
        ),
        (
            Term,
            "word: true\nplain: x\n",
            "HND203",
            "`word` takes a text, this is yes or no",
            'put it in quotes: "true"',
            (1, 7, 4),
        ),
        (Term, "word: ''\nplain: x\n", "HND204", "nothing is written here", None, (1, 7, 2)),
        (Term, "word: a 7 b\nplain: x\n", "HND207", "the text contains the number 7", None, (1, 9, 1)),
        (
            Dose,
            "times_a_day: {is: 2}\n",
            "HND201",
            "a dose needs `repetitions`, `minutes` or `hold_s`",
            None,
            (1, 1, 20),
        ),
        (
            Dose,
            "minutes: {is: 2}\ntimes_a_day: 2\n",
            "HND203",
            "`times_a_day` takes a group of fields, this is a number",
            "write {is: 2}",
            (2, 14, 1),
        ),
        (
            Dose,
            "minutes: {is: 2}\ntimes_a_day: {is: 2}\nsides: each\n",
            "HND203",
            "`each` is not one of the choices of `sides`",
            "did you mean `each side`? (write one of: sore side, each side, both together, whole body)",
            (3, 8, 4),
        ),
        (model.Cited, "id: a_b\nsupports: [dose]\n", "HND210", "`a_b` is not an id", None, (1, 5, 3)),
        (
            model.Cited,
            "id: ab\nsupports: dose\n",
            "HND203",
            "`supports` takes a list, this is a text",
            "write it as a list: [dose]",
            (2, 11, 4),
        ),
        (model.Cited, "id: ab\nsupports: []\n", "HND204", "no items, at least 1 needed", None, (2, 11, 2)),
        (
            model.Review,
            "name: A\nrole: b\ndate: 2026-02-30\n",
            "HND203",
            "`2026-02-30` is not a date",
            None,
            (3, 7, 10),
        ),
    ],
)
def test_a_fault_is_reported_in_peoples_words(
    record: type[Record], text: str, code: str, message: str, advice: str | None, at: tuple[int, int, int]
) -> None:
    extra = {"id": "a"} if "id" in record.model_fields and "id:" not in text else {}
    found_code, found_message, found_help, span = finding_of(record, text, **extra)
    assert (found_code, found_message, span) == (code, message, Span("a.yaml", *at))
    assert advice is None or found_help == advice


def test_all_faults_of_a_record_are_reported_together() -> None:
    text = (
        "name: A\npage_mm: [210, 297]\nbody_pt: '12'\nfigure_scale: 1\nlabel_pt: 12\ndiary_days_a_row: 8\nstacked: on\n"
    )
    result, found = checked(model.Edition, text, id="a")
    assert result is None
    assert sorted((finding.span.line if finding.span else 0, finding.code) for finding in found) == [
        (1, "HND201"),
        (1, "HND201"),
        (3, "HND203"),
        (6, "HND203"),
        (7, "HND203"),
    ]


def test_a_key_in_a_mapping_of_names_is_at_fault_itself() -> None:
    text = "lead: x\nhow: y {Most}\nnumbers:\n  Most: {is: 1}\nsources: [{id: a, supports: [b]}]\nregion: a\n"
    code, message, _, span = finding_of(Advice, text, id="x")
    assert (code, message, span) == ("HND210", "`Most` is not a name for a number", Span("a.yaml", 4, 3, 4))


def test_an_item_with_a_fault_does_not_make_its_list_too_short() -> None:
    code, _, _, span = finding_of(model.Cited, "id: a\nsupports: [3]\n")
    assert (code, span) == ("HND203", Span("a.yaml", 2, 12, 1))


def test_nothing_more_is_said_about_a_value_that_could_not_be_read() -> None:
    text = "word: *calf\nplain: !x [y]\n"
    read = source.read(text, "a.yaml")
    assert [finding.code for finding in read.diagnostics] == ["HND103", "HND103"]
    assert schema.check(Term, read.value, read) == (None, [])


def test_the_id_is_the_name_of_the_file_and_is_not_written_in_it() -> None:
    record, found = checked(
        Advice, "id: ice\nlead: x\nhow: y\nregion: a\nsources: [{id: a, supports: [b]}]\n", id="ice"
    )
    assert isinstance(record, Advice)
    assert [(finding.code, finding.span) for finding in found] == [("HND202", Span("a.yaml", 1, 1, 2))]


def test_a_record_of_many_faults_is_cut_off() -> None:
    found = checked(Term, "".join(f"k{n}: 1\n" for n in range(500)))[1]
    assert 0 < len(found) <= schema.MOST_FINDINGS


# ---------------------------------------------------------------- the tables are complete


def test_every_field_has_a_description() -> None:
    fields = {
        (name or kind, field): shape.get("description")
        for kind, whole in SHAPES.items()
        for name, record in {"": whole, **whole.get("$defs", {})}.items()
        for field, shape in record.get("properties", {}).items()
        if field != "id"
    }
    assert len(fields) > 120
    assert {field for field, description in fields.items() if not description} == set()


def _patterns(shape: object) -> Iterator[str]:
    if isinstance(shape, dict):
        if isinstance(pattern := shape.get("pattern"), str):
            yield pattern
        yield from shape.get("patternProperties", {})
        for inner in shape.values():
            yield from _patterns(inner)
    elif isinstance(shape, list):
        for inner in shape:
            yield from _patterns(inner)


def test_every_pattern_of_the_model_has_words() -> None:
    patterns = {pattern for shape in SHAPES.values() for pattern in _patterns(shape) if not pattern.startswith("^Do ")}
    assert len(patterns - {"^Do not "}) > 8
    assert patterns - {"^Do not "} == set(PATTERNS)


# ---------------------------------------------------------------- the shape of a file, for editors


@pytest.mark.parametrize("kind", schema.KINDS)
def test_the_shape_says_what_a_file_may_hold(kind: str) -> None:
    shape = schema.json_schema(kind)
    assert shape["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    fields: dict[str, Any] = shape.get("properties", {})
    assert ("patternProperties" in shape) == (kind in schema.REGISTERS)
    assert kind in schema.REGISTERS or (fields and shape["additionalProperties"] is False)
    assert "id" not in fields and "id" not in shape.get("required", [])
    assert all(field.get("description") for field in fields.values())
    for definition in shape.get("$defs", {}).values():
        assert {"value", "low", "high"}.isdisjoint(definition.get("properties", {}))


def test_shapes_describe_the_inner_records_too() -> None:
    limited = schema.json_schema("exercise")["$defs"]["Limited"]
    assert set(limited["properties"]) == {"is", "from", "to", "up_to"}
    assert limited["properties"]["is"]["description"] == "the number that is printed"
    assert schema.json_schema("exercise")["required"][:2] == ["name", "what_it_does"]
    assert schema.json_schema("clinic")["properties"]["accent"]["pattern"] == "^#[0-9a-fA-F]{6}$"
    assert Clinic.model_fields["accent"].default == schema.json_schema("clinic")["properties"]["accent"]["default"]
    assert "hold_s" in schema.json_schema("exercise")["$defs"]["Dose"]["properties"]
    assert Exercise.__doc__ == schema.json_schema("exercise")["description"]


def test_the_kept_shapes_are_those_of_the_model() -> None:
    """Mend with `handouts schema --all content/schema`."""
    assert {path.stem for path in (CONTENT / "schema").glob("*.json")} == set(schema.KINDS)
    for kind in schema.KINDS:
        kept = json.loads((CONTENT / "schema" / f"{kind}.json").read_text("utf-8"))
        assert kept == schema.json_schema(kind), kind


CONTENT_FILES = sorted(
    path
    for folder in (CONTENT, CONTENT.parent / "styles", Path(__file__).parent / "mini")
    for path in folder.rglob("*.yaml")
)


def test_there_are_content_files_to_look_at() -> None:
    assert len(CONTENT_FILES) > 50


@pytest.mark.parametrize("path", CONTENT_FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_first_line_of_a_content_file_names_its_shape(path: Path) -> None:
    first = path.read_text("utf-8").split("\n")[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, first
    kinds = {
        "conditions": "condition",
        "exercises": "exercise",
        "clinics": "clinic",
        "countries": "country",
        "languages": "language",
        "regions": "region",
        "sets": "set",
        "plans": "plan",
    }
    kind = kinds.get(path.parent.name, {"styles": "edition", "advice": "advice"}.get(path.parent.name, path.stem))
    assert (path.parent / match[1]).resolve() == (CONTENT / "schema" / f"{kind}.json").resolve()
    assert (path.parent / match[1]).is_file()
