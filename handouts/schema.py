"""Values into records, and what is wrong with them in people's words; the shape of a file for editors.

The only room that knows how pydantic says that a value does not fit. Its errors are told apart by their type, never by
their message. Each finding stands at the smallest place that is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from handouts.diagnostics import Diagnostic, Span, did_you_mean, nearest
from handouts.model import (
    Advice,
    Clinic,
    Condition,
    Edition,
    Exercise,
    Id,
    PainGuide,
    Record,
    Region,
    StopRule,
    Term,
)
from handouts.model import (
    Source as Publication,
)
from handouts.source import Source, Where

R = TypeVar("R", bound=Record)

#: What `handouts schema KIND` knows: files of one record, and files of many records by id.
KINDS: Mapping[str, type[Record]] = {
    "condition": Condition, "exercise": Exercise, "advice": Advice, "clinic": Clinic, "region": Region,
    "sources": Publication, "glossary": Term, "stop-rules": StopRule, "pain-guide": PainGuide, "edition": Edition,
}  # fmt: skip
REGISTERS = ("sources", "glossary", "stop-rules")

#: More findings in one record would not be read.
MOST = 40

# What a field is for: shown where it is missing, and by editors. `Record.field`, as the file spells it.
MEANING: Mapping[str, str] = {
    "Limited.is": "the number that is printed",
    "Limited.from": "the least that a condition, a clinic or a clinician may choose",
    "Limited.to": "the most that a condition, a clinic or a clinician may choose",
    "Number.up_to": "makes it a span: is 10, up_to 15 prints “10 to 15”",
    "Number.unit": "the word printed after the number",
    "Number.source": "the id in sources.yaml that the number comes from",
    "Dose.hold_s": "how long to hold, in seconds",
    "Dose.minutes": "how long to go on, in minutes",
    "Dose.repetitions": "how often in a row",
    "Dose.sets": "how many rows of repetitions",
    "Dose.times_a_day": "how many times a day",
    "Dose.days": "on which days",
    "Dose.legs": "with which leg",
    "Dose.up_s": "seconds on the way up",
    "Dose.pause_s": "seconds at the top",
    "Dose.down_s": "seconds on the way down",
    "DoseChange.hold_s": "seconds to hold, for this condition",
    "DoseChange.minutes": "minutes to go on, for this condition",
    "DoseChange.repetitions": "repetitions, for this condition",
    "DoseChange.sets": "sets, for this condition",
    "DoseChange.times_a_day": "times a day, for this condition",
    "Source.name": "who published what, and when",
    "Source.short": "the name that a leaflet prints",
    "Source.url": "its address",
    "Source.seen": "how it was read: read, second hand, not verified",
    "Source.note": "what a reviewer should know about it",
    "Cited.id": "the id of the source in sources.yaml",
    "Cited.supports": "the fields that it supports, such as [dose]",
    "Person.name": "a real name, never an invented one",
    "Person.role": "what the person is",
    "Review.date": "the day of the review",
    "Governance.status": "draft, reviewed or approved",
    "Governance.owner": "who answers for the leaflet",
    "Governance.authors": "who wrote it, each with name and role",
    "Governance.reviewers": "who reviewed it, each with name, role and date",
    "Governance.version": "its version, such as \"0.1.0\"",
    "Governance.issued": "the day of issue, such as 2026-11-01",
    "Governance.review_by": "the day by which it must be reviewed",
    "Governance.sources": "the sources, each with what it supports",
    "Governance.approval": "who approved exactly this; `handouts approve` writes it",
    "Governance.attestations": "points of the checklists that a person judged; `handouts approve` writes them",
    "Approval.name": "the name of who approves, typed by that person",
    "Approval.role": "the role of who approves",
    "Approval.date": "the day of the approval",
    "Approval.hash": "the hash of what was approved",
    "Attestation.name": "the name of who judged, typed by that person",
    "Attestation.role": "the role of who judged",
    "Attestation.date": "the day of the judgement",
    "Attestation.hash": "the hash of what was judged",
    "Attestation.item": "the point that was judged, such as pemat-2 or cdc-9",
    "Accepted.code": "the code of the finding that is accepted, such as HND825",
    "Accepted.at": "the field that it is found in, such as how_it_feels[0]",
    "Accepted.reason": "why a clinician accepts it",
    "Accepted.by": "name and role of who accepts it",
    "Accepted.until": "the day until which it is accepted, such as 2027-11-01",
    "Audience.reading": "how well its readers read",
    "Audience.aim": "what its readers should do after reading",
    "Pose.alt": "the picture in words, for people who cannot see it",
    "Pose.labels": "words on the drawing, by the part of the body that they point to",
    "Pose.like": "the exercise from whose pose everything is taken that is not written here",
    "Where.alt": "the picture in words, for people who cannot see it",
    "Where.view": "which part of the body, from which side",
    "Where.structures": "what is shown under the skin: one or two things that the text names",
    "Where.sore": "where it hurts: this is hatched",
    "Where.labels": "words beside the picture, by what they point to: a structure, a sore place, or sore",
    "Progression.easier": "what to change when it is too hard",
    "Progression.harder": "what to change when it is too easy",
    "Exercise.name": "the name on the card",
    "Exercise.what_it_does": "what it does for the reader",
    "Exercise.kind": "stretch, strength, movement, balance or massage",
    "Exercise.needs": "things the reader needs, such as [wall]",
    "Exercise.start": "how to stand, sit or lie at the start",
    "Exercise.steps": "three to seven steps, one verb each",
    "Exercise.dose": "how much and how often, with limits",
    "Exercise.feel": "what the reader should feel",
    "Exercise.mistakes": "one to three common mistakes",
    "Exercise.stop_if": "ids of stop rules in stop-rules.yaml",
    "Exercise.not_for": "who must not do it",
    "Exercise.progression": "how to make it easier and harder",
    "Exercise.sources": "the sources, one of them for the dose",
    "Exercise.not_with": "ids of exercises that must not stand on the same leaflet",
    "Exercise.accepted": "findings that a clinician accepts, each with reason and last day",
    "Exercise.pose": "how it looks, in the grammar of the drawings",
    "StopRule.text": "what is printed after “Stop if”",
    "StopRule.act": "how urgent the help is: stop, today or now",
    "Advice.lead": "the first words, in bold",
    "Advice.how": "what to do and how",
    "Advice.how_long": "how long and how often",
    "Advice.not_for": "who must not do it",
    "Advice.stop_if": "when to stop",
    "Advice.numbers": "the numbers that the texts name in braces",
    "Advice.sources": "the sources, each with what it supports",
    "Advice.accepted": "findings that a clinician accepts, each with reason and last day",
    "Advice.picture": "a picture of it",
    "Code.code": "the code itself",
    "Code.term": "the name that the classification gives it",
    "Code.status": "verified, second hand or not verified",
    "Code.checked": "where and when the code was checked",
    "Codes.icd10cm": "ICD-10-CM codes (United States)",
    "Codes.icd10": "ICD-10 codes (WHO)",
    "Codes.snomed": "SNOMED CT codes",
    "KeyFact.lead": "the fact in large letters",
    "KeyFact.text": "the words under it",
    "Prescription.id": "the id of the exercise",
    "Prescription.why": "why it helps with this condition",
    "Prescription.dose": "what differs from the dose of the exercise",
    "Forbidden.id": "the id of the exercise",
    "Forbidden.why": "why it must not stand beside this condition",
    "GetHelp.emergency": "signs that need an ambulance or the emergency department",
    "GetHelp.same_day": "signs that need help today",
    "GetHelp.soon": "signs that need an appointment soon",
    "GetHelp.self_refer": "when to ask for physiotherapy or podiatry",
    "Condition.reference": "two to four capital letters, the start of the leaflet's number",
    "Condition.title": "the name of the condition",
    "Condition.plain_name": "the condition in plain words",
    "Condition.also_called": "other names",
    "Condition.codes": "codes of classifications, each with where it was checked",
    "Condition.for_whom": "who the leaflet is for",
    "Condition.not_for": "who it is not for",
    "Condition.in_short": "three to five points, the first is the main message",
    "Condition.key_facts": "up to three facts in large letters",
    "Condition.what_it_is": "what it is",
    "Condition.how_it_feels": "how it feels",
    "Condition.why_it_happens": "why it happens",
    "Condition.reaches_back": "how it may reach the back",
    "Condition.outlook": "how long it takes",
    "Condition.not_known": "what experts do not know",
    "Condition.exercises": "exercises, most important first, each with why",
    "Condition.forbids": "exercises that must not stand beside this condition",
    "Condition.advice": "ids of advice blocks",
    "Condition.do": "what to do: each item begins with “Do”",
    "Condition.do_not": "what not to do: each item begins with “Do not”",
    "Condition.get_help": "when to get help, by urgency",
    "Condition.glossary": "ids of terms in glossary.yaml",
    "Condition.numbers": "the numbers that the texts name in braces",
    "Condition.audience": "who it is written for, beside for_whom",
    "Condition.accepted": "findings that a clinician accepts, each with reason and last day",
    "Condition.picture": "a picture of where it hurts, printed beside “What it is”",
    "Condition.governance": "who answers for it, its version, dates and sources",
    "Term.word": "the medical word",
    "Term.plain": "what it means, plainly",
    "Term.say": "how to say it",
    "Region.locale": "language and country, such as en_GB",
    "Region.paper": "a4 or letter",
    "Region.emergency_number": "the number to call, in quotes",
    "Region.emergency_department": "what people call it, after “go to”",
    "Region.doctor": "the family doctor, after “your” or “a”",
    "Region.physio": "what a physiotherapist is called",
    "Region.podiatrist": "what a podiatrist is called",
    "Region.trainers": "what sports shoes are called",
    "Region.flip_flops": "what flip-flops are called",
    "Region.worktop": "what a kitchen worktop is called",
    "Region.tin": "what a tin of food is called",
    "Region.now_who": "where to go in an emergency",
    "Region.today_who": "who helps on the same day",
    "Region.soon_who": "who to see soon",
    "Region.ask_who": "who to ask for help with exercises",
    "Clinic.name": "the clinic's name",
    "Clinic.line": "one line under the name",
    "Clinic.example": "true for an invented clinic",
    "Clinic.region": "the id of a file in regions/",
    "Clinic.address": "the postal address in one line",
    "Clinic.phone": "the number as it is printed",
    "Clinic.email": "the address for letters",
    "Clinic.web": "the address behind the QR code",
    "Clinic.web_label": "the words beside the QR code",
    "Clinic.hours": "opening hours",
    "Clinic.out_of_hours": "what to do when the clinic is closed",
    "Clinic.formats": "which other formats there are, and how to ask",
    "Clinic.language_line": "how to ask for another language",
    "Clinic.emergency_number": "only if it differs from the region's",
    "Clinic.logo": "an .svg or .png file beside this one",
    "Clinic.accent": "the clinic's colour, such as \"#0B4F5C\"",
    "Clinic.review_years": "how many years a leaflet may go without review: 2 or 3",
    "Clinic.people": "who is drawn: one name for all pictures, or several in turn",
    "Clinic.settings": "numbers of this clinic, such as calf-stretch-wall.hold: 20",
    "PainGuide.fine_to": "the highest pain, from 0 to 10, at which to carry on",
    "PainGuide.ok_to": "the highest pain at which to go on with care",
    "PainGuide.stop_if": "ids of the stop rules that hold for every exercise",
    "PainGuide.sources": "the sources, each with what it supports",
    "Edition.name": "its name in lists",
    "Edition.paper": "A4 or Letter",
    "Edition.body_pt": "size of the running text, in pt",
    "Edition.figure_scale": "size of the drawings, 1.0 as drawn",
    "Edition.label_pt": "size of the words on drawings, in pt",
    "Edition.diary_days_a_row": "days in one row of the diary, 7 or 14",
    "Edition.stacked": "whether the drawing stands above its steps",
    "Edition.pages_max": "pages that one condition may take",
}  # fmt: skip

#: By pattern: the code of the finding, what is meant, and an example.
PATTERNS: Mapping[str, tuple[str, str, str]] = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": ("HND210", "an id", "lower-case words joined by hyphens: calf-stretch-wall"),
    r"^[a-z][a-z0-9_]*$": ("HND210", "a name for a number", "lower-case letters, digits and _: self_care"),
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z_]+$": ("HND210", "the name of a setting", "id and name: calf-stretch-wall.hold"),
    r"^#[0-9a-fA-F]{6}$": ("HND203", "a colour", 'six digits or letters a to f, in quotes: "#0B4F5C"'),
    r"^https?://\S+$": ("HND203", "a web address", "begin with https:// and leave no spaces"),
    r"^\d+\.\d+(\.\d+)?$": ("HND203", "a version", 'two or three numbers, in quotes: "0.1.0"'),
    r"^[A-Z0-9.]{3,18}$": ("HND203", "a code", "capital letters, digits and points: M72.2"),
    r"^[A-Z]{2,4}$": ("HND203", "a reference", "two to four capital letters: PF"),
    r"^[a-z]{2}_[A-Z]{2}$": ("HND203", "a language and country", "such as en_GB"),
    r"^[^@\s]+@[^@\s]+$": ("HND203", "an e-mail address", "such as hello@example.org"),
    r"^[\w.-]+\.(svg|png)$": ("HND203", "a picture's file name", "an .svg or .png file beside this file: logo.svg"),
    r"^[0-9a-f]{64}$": ("HND203", "a hash", "let `handouts approve` write it"),
    r"^(?:pemat|cdc)-\d{1,2}$": ("HND203", "a point of a checklist", "such as pemat-2 or cdc-9"),
    r"^HND8\d\d$": ("HND203", "the code of a check", "such as HND825; other codes cannot be accepted"),
    r"^[a-z_]+(?:\.[a-z_]+|\[\d+\])*$": ("HND203", "a field", "such as how_it_feels[0] or get_help.soon"),
}  # fmt: skip


# ---------------------------------------------------------------- values into records


def check(
    record_type: type[R], value: object, source: Source, extra: Mapping[str, object] | None = None, at: Where = ()
) -> tuple[R | None, list[Diagnostic]]:
    """The record that a value at `at` stands for, with what the file does not say (`extra`: its id). Reports HND2xx."""
    extra = extra or {}
    if not isinstance(value, dict):
        return None, [] if at in source.holes else [_not_a_record(record_type, value, source, at)]
    found = [
        Diagnostic(
            "HND202", f"`{key}` is not written here", f"delete it: the {key} is {extra[key]}", source.key((*at, key))
        )
        for key in extra
        if key in value
    ]
    try:
        return record_type.model_validate({**value, **extra}, by_alias=True, by_name=False), found
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)[:MOST]
    teller = _Teller(record_type, source, at)
    errors.sort(key=lambda error: error["type"] == "missing")
    return None, [*found, *(told for error in errors if (told := teller.told(error)))]


def _said_elsewhere(key: str, value: object, span: Span) -> Diagnostic:
    return Diagnostic("HND202", f"`{key}` is not written here", f"delete it: the {key} is `{value}`", span)


def _not_a_record(record_type: type[Record], value: object, source: Source, at: Where) -> Diagnostic:
    example = next((name for name in _fields(record_type) if name != "id"), "key")
    message = f"fields are expected here, this is {kind_of(value)}"
    return Diagnostic("HND203", message, f"write one field a line, such as `{example}: …`", source.place(at))


def kind_of(value: object) -> str:
    """What a value is, in people's words."""
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


def _fields(record_type: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields as a file spells them."""
    return {info.alias or name: info for name, info in record_type.model_fields.items()}


def _meaning(record_type: type[BaseModel], name: str) -> str:
    owners = (owner.__name__ for owner in record_type.__mro__)
    return next((MEANING[key] for owner in owners if (key := f"{owner}.{name}") in MEANING), "")


def _inside(annotation: object, step: str | int) -> object:
    """The type of what lies one step inside a type: a field of a record, an item of a list, a value of a mapping."""
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        info = _fields(annotation).get(str(step))
        return info.annotation if info else None
    wanted = {"tuple": 0, "dict": 1}.get(getattr(get_origin(annotation), "__name__", ""))
    return None if wanted is None else get_args(annotation)[wanted]


def _bare(annotation: object) -> object:
    """A type without its limits and without "or nothing"."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin is Union or type(annotation).__name__ == "UnionType":
        return _bare(next(a for a in get_args(annotation) if a is not type(None)))
    return annotation


class _Teller:
    """Puts the errors of one record into people's words."""

    def __init__(self, record_type: type[Record], source: Source, at: Where) -> None:
        self.record_type, self.source, self.at = record_type, source, at
        #: Fields that a mistyped key most likely meant: they are not missing as well.
        self.meant: dict[Where, set[str]] = {}

    def told(self, error: ErrorDetails) -> Diagnostic | None:
        """One finding, or None where the text of the file already has one."""
        path: Where = tuple(step for step in error["loc"] if step != "[key]")
        whole: Where = (*self.at, *path)
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
        message, advice = _wrong_kind(kind, value, _bare(self._type(path)))
        return Diagnostic("HND203", message, advice, self.source.place(whole))

    def _type(self, path: Where) -> object:
        annotation: object = self.record_type
        for step in path:
            annotation = _inside(annotation, step)
        return annotation

    def _own(self, code: str, context: Mapping[str, Any], path: Where) -> Diagnostic:
        """A fault that the model found: the words inside the value, or the field that it names."""
        field, words = context.get("at", ""), context.get("words", "")
        path = (*path, field) if field and (*path, field) in self.source.places else path
        is_list = (*path, 0) in self.source.places
        span = self.source.find(path, words) if words else self.source.key(path) if is_list else self.source.place(path)
        return Diagnostic(code, context["message"], context["help"], span)

    def _missing(self, path: Where) -> Diagnostic | None:
        *parent, name = path
        if str(name) in self.meant.get(tuple(parent), ()):
            return None
        owner = _bare(self._type(tuple(parent)))
        meaning = _meaning(owner, str(name)) if isinstance(owner, type) and issubclass(owner, BaseModel) else ""
        advice = f"add `{name}:`" + (f" ({meaning})" if meaning else "")
        return Diagnostic("HND201", f"`{name}` is missing", advice, self.source.key((*self.at, *parent)))

    def _unknown(self, path: Where) -> Diagnostic:
        *parent, name = path
        owner = _bare(self._type(tuple(parent)))
        known = set(_fields(owner)) - {"id"} if isinstance(owner, type) and issubclass(owner, BaseModel) else set[str]()
        shown = str(name) if len(str(name)) <= 40 else str(name)[:39] + "…"
        close = nearest(str(name)[:40].lower().replace(" ", "_").replace("-", "_"), known)
        if close:
            self.meant.setdefault(tuple(parent), set()).add(close)
        advice = f"did you mean `{close}`?" if close else did_you_mean(str(name)[:40], known, "field")
        return Diagnostic("HND202", f"there is no field `{shown}` here", advice, self.source.key((*self.at, *path)))

    def _not_a_word(self, path: Where, value: object) -> Diagnostic:
        words = [str(word) for word in get_args(_bare(self._type(path)))]
        advice = f"write one of: {', '.join(words)}"
        if isinstance(value, str) and (close := nearest(value[:40], words)):
            advice = f"did you mean `{close}`? ({advice})"
        shown = f"`{value[:40]}`" if isinstance(value, str) else kind_of(value)
        message = f"{shown} is not one of the choices here"
        return Diagnostic("HND203", message, advice, self.source.place((*self.at, *path)))

    def _not_the_pattern(self, context: Mapping[str, Any], value: object, path: Where, is_key: bool) -> Diagnostic:
        code, thing, example = PATTERNS.get(context["pattern"], ("HND203", "what is expected here", "see the others"))
        message = f"`{str(value)[:40]}` is not {thing}"
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
        case "string_too_short" if not size:
            return "nothing is written here", "write a text, or delete the key"
        case "string_too_short":
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


def _wrong_kind(kind: str, value: object, wanted: object) -> tuple[str, str]:
    """Message and help for a value of the wrong kind, with the help that its most likely cause needs."""
    expected, advice = _EXPECTED.get(kind.split("_")[0], ("something else", "see the other files of this kind"))
    if value is None:
        return f"{expected} is expected, but nothing is written here", f"{advice}, or delete the key"
    message = f"{expected} is expected, this is {kind_of(value)}"
    plain = str(value).strip()[:40]
    if expected == "a text" and isinstance(value, bool | int | float):
        return message, f'put it in quotes: "{plain.lower() if isinstance(value, bool) else plain}"'
    if expected == "a text" and isinstance(value, dict):
        return message, "if it is one text with a colon, put it in quotes"
    if expected in ("a whole number", "a number") and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return message, f"write {plain} without quotes"
    if expected == "a whole number" and isinstance(value, float):
        return f"a whole number is expected, this is {plain}", "write it without a fraction"
    if expected == "`true` or `false`" and isinstance(value, str):
        meant = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
        return message, f"write {meant[plain.lower()]}, without quotes" if plain.lower() in meant else advice
    if expected == "a list" and isinstance(value, str):
        return message, f"write it as a list: [{plain}]" if len(plain) < 40 and "," not in plain else advice
    if expected == "a group of fields" and isinstance(value, int) and "is" in _names(wanted):
        return message, f"write {{is: {value}}}"
    if expected == "a group of fields" and isinstance(value, str) and "id" in _names(wanted):
        return message, f"write {{id: {plain}, …}}"
    return message, advice


def _names(wanted: object) -> Iterable[str]:
    return _fields(wanted) if isinstance(wanted, type) and issubclass(wanted, BaseModel) else ()


# ---------------------------------------------------------------- the shape of a file, for editors


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    record = KINDS[kind]
    return TypeAdapter(dict[Id, record] if kind in REGISTERS else record)  # type: ignore[valid-type]


def json_schema(kind: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of a kind of file, for completion and marks in editors. The id is the file's name.

    Limits of letters count markup too, so an editor may mark a text that still has room; `handouts` has the last word.
    """
    schema: dict[str, Any] = _adapter(kind).json_schema(by_alias=True, mode="validation")
    for name, record in _records(KINDS[kind]):
        described = schema.get("$defs", {}).get(name) or (schema if kind not in REGISTERS else None)
        if described and "properties" in described:
            _describe(described, record)
    if kind in REGISTERS:
        schema["additionalProperties"] = False
    else:
        schema["properties"].pop("id", None)
        schema["required"] = [field for field in schema.get("required", []) if field != "id"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": kind}


def _describe(schema: dict[str, Any], record: type[BaseModel]) -> None:
    for field, shape in schema["properties"].items():
        if meaning := _meaning(record, field):
            shape["description"] = meaning
        shape.pop("title", None)


def _records(record: type[BaseModel], seen: set[type] | None = None) -> Iterator[tuple[str, type[BaseModel]]]:
    """A record and all records inside it, by name."""
    seen = set() if seen is None else seen
    if record in seen:
        return
    seen.add(record)
    yield record.__name__, record
    for info in record.model_fields.values():
        for inner in _models_in(info.annotation):
            yield from _records(inner, seen)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    annotation = _bare(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation) if get_origin(annotation) is not Literal else ():
        yield from _models_in(argument)
