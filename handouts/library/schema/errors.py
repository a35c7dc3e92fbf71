"""Translates the errors of pydantic to findings, by error type and never by message text.

Each finding has the smallest span that is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from handouts.diagnostics import Diagnostic, did_you_mean, nearest
from handouts.library.schema.types import bare, description_of, fields, inside, names
from handouts.library.source import Path, Source
from handouts.model import Record, dotted
from handouts.model.doses import SETTING_NAME
from handouts.model.record import FILM, PICTURE_FILE

#: By pattern: the code of the finding, what is meant, and an example.
PATTERNS: Mapping[str, tuple[str, str, str]] = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": ("HND210", "an id", "lower-case words joined by hyphens: calf-stretch-wall"),
    r"^[a-z][a-z0-9_]*$": ("HND210", "a name for a number", "lower-case letters, digits and _: self_care"),
    SETTING_NAME: ("HND210", "the name of a setting", "id and name: calf-stretch-wall.hold"),
    r"^#[0-9a-fA-F]{6}$": ("HND203", "a colour", 'six digits or letters a to f, in quotes: "#0B4F5C"'),
    r"^https?://\S+$": ("HND203", "a web address", "begin with https:// and leave no spaces"),
    r"^\d+\.\d+(\.\d+)?$": ("HND203", "a version", 'two or three numbers, in quotes: "0.1.0"'),
    r"^[A-Z0-9.]{3,18}$": ("HND203", "a code", "capital letters, digits and points: M72.2"),
    r"^[A-Za-z][A-Za-z' -]*$": ("HND203", "a symptom", "letters, spaces and hyphens: first steps in the morning"),
    r"^[A-Z]{2,4}$": ("HND203", "a reference", "two to four capital letters: PF"),
    r"^[a-z]{2}_[A-Z]{2}$": ("HND203", "a language and country", "such as en_GB"),
    r"^[^@\s]+@[^@\s]+$": ("HND203", "an e-mail address", "such as hello@example.org"),
    FILM: ("HND203", "the address of a film", "begin with https:// and leave no spaces"),
    PICTURE_FILE: (
        "HND203",
        "a picture's file name",
        "an .svg, .png or .jpg file beside this, without spaces: logo.svg",
    ),
    r"^[0-9a-f]{64}$": ("HND203", "a hash", "let `handouts approve` write it"),
    r"^(?:pemat|cdc)-\d{1,2}$": ("HND203", "a point of a checklist", "such as pemat-2 or cdc-9"),
    r"^HND8\d\d$": ("HND203", "the code of a check", "such as HND825; other codes cannot be accepted"),
    r"^[a-z_]+(?:\.[a-z_]+|\[\d+\])*$": ("HND203", "a field", "such as how_it_feels[0] or get_help.soon"),
}  # fmt: skip


class ErrorTranslator:
    """Translates the errors of one record to findings."""

    def __init__(self, record_type: type[Record], source: Source, at: Path) -> None:
        self.record_type, self.source, self.at = record_type, source, at
        #: Fields that a mistyped key most likely meant: they are not missing as well.
        self.meant: dict[Path, set[str]] = {}

    def translate(self, error: ErrorDetails) -> Diagnostic | None:
        """One finding, or None for a value that the parser already reported."""
        # Pydantic adds this step where the key itself is at fault.
        path: Path = tuple(step for step in error["loc"] if step != "[key]")
        whole: Path = (*self.at, *path)
        # Where the parser reported a fault it left a hole: a second finding would have the same cause.
        if any(whole[:end] in self.source.holes for end in range(len(whole) + 1)):
            return None
        kind, context, value = error["type"], error.get("ctx", {}), error["input"]
        if kind.startswith("HND"):
            return self._own(kind, context, whole)
        match kind:
            case "missing":
                return self._missing(path)
            case "extra_forbidden":
                return self._unknown(path)
            case "literal_error":
                return self._not_a_word(path, value)
            case "string_pattern_mismatch":
                return self._not_the_pattern(context, value, whole, is_key=error["loc"][-1] == "[key]")
        if kind == "too_short" and isinstance(value, list) and len(value) >= context["min_length"]:
            return None  # the items with faults of their own were not counted
        if limit := _limit(kind, context, value):
            return Diagnostic("HND204", *limit, self.source.place(whole))
        message, advice = _wrong_kind(kind, value, bare(self._type(path)), path)
        if kind.startswith("int") and isinstance(value, dict | list) and (meaning := self._meaning(path)):
            advice = f"write one number: {meaning}"
        return Diagnostic("HND203", message, advice, self.source.place(whole))

    def _type(self, path: Path) -> object:
        annotation: object = self.record_type
        for step in path:
            annotation = inside(annotation, step)
        return annotation

    def _meaning(self, path: Path) -> str:
        """What a field is for; empty for an item of a list, and where nothing is said."""
        owner = bare(self._type(path[:-1]))
        return description_of(owner, str(path[-1])) if isinstance(owner, type) and issubclass(owner, BaseModel) else ""

    def _own(self, code: str, context: Mapping[str, Any], path: Path) -> Diagnostic:
        """A fault that the model found: the words inside the value, or the field that it names."""
        field, words = context.get("at", ""), context.get("words", "")
        path = (*path, field) if field and (*path, field) in self.source.places else path
        is_list = (*path, 0) in self.source.places
        span = self.source.find(path, words) if words else self.source.key(path) if is_list else self.source.place(path)
        return Diagnostic(code, context["message"], context["help"], span)

    def _missing(self, path: Path) -> Diagnostic | None:
        *parent, name = path
        if str(name) in self.meant.get(tuple(parent), ()):
            return None
        meaning = self._meaning(path)
        advice = f"add `{name}:`" + (f" ({meaning})" if meaning else "")
        return Diagnostic("HND201", f"`{name}` is missing", advice, self.source.key((*self.at, *parent)))

    def _unknown(self, path: Path) -> Diagnostic:
        *parent, name = path
        owner = bare(self._type(tuple(parent)))
        # The id is the name of the file, so no file writes it.
        known = set(fields(owner)) - {"id"} if isinstance(owner, type) and issubclass(owner, BaseModel) else set[str]()
        shown = str(name) if len(str(name)) <= 40 else str(name)[:39] + "…"
        close = nearest(str(name)[:40].lower().replace(" ", "_").replace("-", "_"), known)
        # The wrong key was most likely meant for this one, which is then not missing as well.
        if close:
            self.meant.setdefault(tuple(parent), set()).add(close)
        advice = f"did you mean `{close}`?" if close else did_you_mean(str(name)[:40], known, "field")
        return Diagnostic("HND202", f"there is no field `{shown}` here", advice, self.source.key((*self.at, *path)))

    def _not_a_word(self, path: Path, value: object) -> Diagnostic:
        choices = [str(choice) for choice in get_args(bare(self._type(path)))]
        advice = f"write one of: {', '.join(choices)}"
        if isinstance(value, str) and (close := nearest(value[:40], choices)):
            advice = f"did you mean `{close}`? ({advice})"
        shown = f"`{value[:40]}`" if isinstance(value, str) else kind_of(value)
        message = f"{shown} is not one of the choices of `{dotted(path)}`"
        return Diagnostic("HND203", message, advice, self.source.place((*self.at, *path)))

    def _not_the_pattern(self, context: Mapping[str, Any], value: object, path: Path, is_key: bool) -> Diagnostic:
        code, thing, example = PATTERNS.get(context["pattern"], ("HND203", "what is expected here", "see the others"))
        message = f"`{str(value)[:40]}` is not {thing}"
        meant = "-".join(str(value)[:40].lower().replace("_", " ").split())
        if thing == "an id" and meant != value and re.fullmatch(context["pattern"], meant):
            example = f"write `{meant}`: lower-case words joined by hyphens"
        span = self.source.key(path) if is_key or path not in self.source.places else self.source.place(path)
        return Diagnostic(code, message, example, span)


def _limit(kind: str, context: Mapping[str, Any], value: object) -> tuple[str, str] | None:
    """Message and help for a value out of its limits."""
    size = len(value) if isinstance(value, str | list | tuple | dict) else 0
    match kind:
        case "greater_than_equal":
            return f"{value} is below {context['ge']}", f"the least is {context['ge']}"
        case "less_than_equal":
            return f"{value} is above {context['le']}", f"the most is {context['le']}"
        # Before the next case: an empty text is a short one too.
        case "string_too_short" if not size:
            return "nothing is written here", "write a text, or delete the key"
        case "string_too_short" | "too_short" if isinstance(value, str):
            return f"{size} letters, at least {context['min_length']} are needed", "say more"
        case "string_too_long":
            return f"{size} letters, but this place has room for {context['max_length']}", "say it shorter"
        case "too_short":
            return f"{_items(size)}, at least {context['min_length']} needed", "add what is missing"
        case "too_long":
            return f"{_items(size)}, at most {context['max_length']} have room", "keep the most important"
    return None


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count or 'no'} items"


_EXPECTED = {
    "string": ("a text", "write a text"),
    "int": ("a whole number", "write a number without quotes or units, such as 30"),
    "float": ("a number", "write a number without quotes or units, such as 12.5"),
    "bool": ("`true` or `false`", "write true or false, without quotes"),
    "tuple": ("a list", "write each item on a line of its own behind `- `"),
    "dict": ("a group of names and values", "write one a line, such as `name: …`"),
    "model": ("a group of fields", "write one field a line, such as `name: …`"),
}


def _wrong_kind(kind: str, value: object, field_type: object, path: Path) -> tuple[str, str]:
    """Message and help for a value of the wrong kind, with the help that its most likely cause needs."""
    expected, advice = _EXPECTED.get(kind.split("_")[0], ("something else", "see the other files of this kind"))
    advice = _example(path, field_type) or advice
    if value is None:
        return f"`{dotted(path)}` takes {expected}, and nothing is written here", f"{advice}, or delete the key"
    message = f"`{dotted(path)}` takes {expected}, this is {kind_of(value)}"
    plain = str(value).strip()[:40]
    # YAML reads `no`, `1.10` and `012` as something else than text, and an author did not mean that.
    if expected == "a text" and isinstance(value, bool | int | float):
        return message, f'put it in quotes: "{plain.lower() if isinstance(value, bool) else plain}"'
    if expected == "a text" and isinstance(value, dict):
        return message, "if it is one text with a colon, put it in quotes"
    if expected in ("a whole number", "a number") and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return message, f"write {plain} without quotes"
    if expected == "a whole number" and isinstance(value, float):
        return f"`{dotted(path)}` takes a whole number, this is {plain}", "write it without a fraction"
    if expected == "`true` or `false`" and isinstance(value, str):
        meant = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
        return message, f"write {meant[plain.lower()]}, without quotes" if plain.lower() in meant else advice
    if expected == "a list" and isinstance(value, str) and _group(inside(field_type, 0)):
        return message, advice
    if expected == "a list" and isinstance(value, str):
        return message, f"write it as a list: [{plain}]" if len(plain) < 40 and "," not in plain else advice
    if "unit" in names(field_type) and (amount := re.fullmatch(r"(\d+) (\w+)", plain)):
        return message, f"write {{is: {amount[1]}, unit: {amount[2]}}}"
    if expected == "a group of fields" and isinstance(value, int) and "is" in names(field_type):
        return message, f"write {{is: {value}}}"
    if expected == "a group of fields" and isinstance(value, str) and "id" in names(field_type):
        return message, f"write {{id: {plain}, …}}"
    return message, advice


def _example(path: Path, field_type: object) -> str:
    """How a group of fields, or a list of groups, is written; empty for other types."""
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "name")
    if group := _group(field_type):
        return f"write `- {group}`" if isinstance(path[-1:][0] if path else "", int) else f"write `{name}: {group}`"
    items = _group(inside(field_type, 0)) if getattr(get_origin(field_type), "__name__", "") == "tuple" else ""
    return f"write `{name}: [{items}]`, or each item on a line of its own behind `- `" if items else ""


def _group(type_: object) -> str:
    """A record of a type as a file writes it, with the fields that it needs: `{part: …, pain: …}`."""
    record = bare(type_)
    if not (isinstance(record, type) and issubclass(record, BaseModel)):
        return ""
    known = fields(record)
    needed = [name for name, info in known.items() if info.is_required()] or [*known][:2]
    return "{" + ", ".join(f"{name}: …" for name in needed) + "}"


def kind_of(value: object) -> str:
    """The kind of a value as messages name it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a group of fields"
