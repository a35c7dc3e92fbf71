"""Folders into one library: every file read once, every reference followed, every fault of every file in one report.

This room alone knows the shape of `content/`:

    conditions/ exercises/ advice/ clinics/ regions/   one YAML file per record, the file's name is its id
    sources.yaml glossary.yaml stop-rules.yaml         registers: many records by id
    pain-guide.yaml                                    one record
    figures/<exercise>.json and the .svg files beside  kept drawings
    ../styles/<edition>.yaml beside <edition>.css      editions

A clinic's folder lies over the shipped one: a file of it hides the shipped file of the same name, and an entry of its
registers the shipped entry. `Library.span` names kinds as `condition exercise advice clinic region source term
stop-rule pain-guide edition`.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from xml.etree import ElementTree

from handouts import model, prose, schema, source
from handouts.diagnostics import Diagnostic, Span, did_you_mean, in_order, nearest
from handouts.figures.key import drawing_key
from handouts.model import (
    Advice,
    Clinic,
    Condition,
    Dose,
    Edition,
    Exercise,
    Frame,
    Library,
    Limited,
    Number,
    PainGuide,
    Record,
    Region,
    StopRule,
    Term,
)
from handouts.source import Where

R = TypeVar("R", bound=Record)

FOLDERS: Mapping[str, tuple[str, type[Record]]] = {
    "conditions": ("condition", Condition),
    "exercises": ("exercise", Exercise),
    "advice": ("advice", Advice),
    "clinics": ("clinic", Clinic),
    "regions": ("region", Region),
}
REGISTERS: Mapping[str, tuple[str, type[Record]]] = {
    "sources.yaml": ("source", model.Source),
    "glossary.yaml": ("term", Term),
    "stop-rules.yaml": ("stop-rule", StopRule),
}
PAIN_GUIDE = "pain-guide.yaml"

#: Placeholders that every text may use: words of the country, of the clinic, and of the pain guide.
HOUSE_WORDS = frozenset({*Region.WORDS, *Clinic.WORDS, "pain_fine", "pain_ok", "pain_top"})
SIDE_WORDS = frozenset({"side", "other_side"})

MAX_DRAWING = 1024 * 1024
MAX_LOGO = 512 * 1024
MAX_LOGO_DOTS = 4_000_000  # 85 mm square at 600 dpi; a larger picture may need gigabytes when it is opened
LEAST_CONTRAST = 7.0


def data_root() -> Path:
    """The folder that holds content/, templates/ and styles/: inside an installed package, else above the package."""
    package = Path(__file__).resolve().parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent


def content_folders(overlay: Path | None) -> list[Path]:
    """Where content is looked for, first hit first: the clinic's folder, then the shipped one."""
    shipped = data_root() / "content"
    return [shipped] if overlay is None else [overlay, shipped]


def load(content: Sequence[Path], styles: Path) -> tuple[Library, list[Diagnostic]]:
    """Everything that is written. Earlier folders lie over later ones. Reports HND1xx, HND2xx, HND3xx and HND701.

    A file with faults is left out of the library, and what refers to it is not reported as well.
    """
    shelf = _Shelf()
    layers = [_Layer(folder, shelf.found) for folder in content]
    _read_records(shelf, layers)
    _read_editions(shelf, styles)
    for exercise in shelf.of(Exercise):
        _check_exercise(shelf, exercise)
    for condition in shelf.of(Condition):
        _check_condition(shelf, condition)
    for advice in shelf.of(Advice):
        _check_numbers(shelf, "advice", advice.id, advice.numbers, advice)
        shelf.cited("advice", advice.id, ("sources",), advice.sources)
    for clinic in shelf.of(Clinic):
        _check_clinic(shelf, clinic)
    _check_placeholders(shelf)
    for guide in shelf.of(PainGuide):
        _check_pain_guide(shelf, guide)
    _check_logos(shelf, layers)
    figures = _read_figures(shelf, layers)
    return shelf.library(figures), in_order(shelf.found)


# ---------------------------------------------------------------- files


class _Layer:
    """One content folder: its files by their name inside it."""

    def __init__(self, root: Path, found: list[Diagnostic]) -> None:
        self.root, self.found = root, found
        self.files: dict[str, Path] = {}
        if root.is_dir():
            self._walk(root, "")
        else:
            found.append(_unreadable(root, "there is no such folder", "give the folder that holds conditions/"))

    def _walk(self, folder: Path, before: str) -> None:
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self.found.append(_unreadable(folder, _reason(error), "make it readable"))
            return
        for path in entries:
            name = before + path.name
            if path.name.startswith("."):
                continue
            if path.is_dir() and path.suffix not in (".yaml", ".yml"):
                if path.is_symlink():
                    self.found.append(_unreadable(path, "a linked folder is not followed", "copy the folder"))
                elif before.count("/") < source.MAX_DEPTH:
                    self._walk(path, name + "/")
            else:
                self.files[name] = path

    def bytes_of(self, path: Path, most: int) -> bytes | None:
        """What a file holds, or None after a finding (HND701, HND104). Never opens a pipe, nor a file of elsewhere."""
        try:
            data = _bytes(path, self.root, most)
        except (OSError, RuntimeError) as error:
            self.found.append(_unreadable(path, _reason(error), "put a readable file here, or delete it"))
            return None
        if data is None:
            message = f"larger than {most // 1024} kB"
            self.found.append(Diagnostic("HND104", message, "make it smaller", Span(_shown(path))))
        return data


def _bytes(path: Path, root: Path, most: int) -> bytes | None:
    """The bytes of a plain file, None when they are too many. Raises OSError, also for what is no file."""
    if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
        raise OSError(0, "a link that points out of its folder")
    info = path.stat()
    if not stat.S_ISREG(info.st_mode):
        raise OSError(0, "a folder, not a file" if stat.S_ISDIR(info.st_mode) else "a pipe or a device, not a file")
    if info.st_size > most:
        return None
    return path.read_bytes()


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else "a link that leads to itself"
    return words[0].lower() + words[1:]


def _unreadable(path: Path, message: str, advice: str) -> Diagnostic:
    return Diagnostic("HND701", f"cannot be read: {message}", advice, Span(_shown(path)))


def _shown(path: Path) -> str:
    """A file as the user knows it: from the current folder where it lies inside, else as given."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


# ---------------------------------------------------------------- the shelf


@dataclass(frozen=True, slots=True)
class _Written:
    """Where a record was written: a file, and the entry inside it if it holds many."""

    source: source.Source
    at: Where = ()

    def place(self, *path: str | int) -> Span:
        return self.source.place((*self.at, *path))

    def key(self, *path: str | int) -> Span:
        return self.source.key((*self.at, *path))

    def find(self, path: Where, words: str) -> Span:
        return self.source.find((*self.at, *path), words)


@dataclass(slots=True)
class _Shelf:
    """What has been read so far. `broken` are the ids of files with faults: they are there, but cannot be used."""

    records: dict[str, dict[str, Record]] = field(default_factory=lambda: {kind: {} for kind in _KINDS})
    broken: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in _KINDS})
    written: dict[tuple[str, str], _Written] = field(default_factory=dict)
    #: Kinds whose register could not be read: nothing can be said about their ids.
    unread: set[str] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)

    def of(self, record_type: type[R]) -> Iterator[R]:
        kind = next(kind for kind, known in _KINDS.items() if known is record_type)
        return cast(Iterator[R], iter(self.records[kind].values()))

    def put(self, kind: str, id_: str, value: object, written: _Written, extra: Mapping[str, object]) -> None:
        """Checks a value and keeps its record; the first of a name stays."""
        if (kind, id_) in self.written:
            return
        self.written[kind, id_] = written
        record, found = schema.check(_KINDS[kind], value, written.source, extra, written.at)
        self.found += found
        if record is None:
            self.broken[kind].add(id_)
        else:
            self.records[kind][id_] = record

    def report(self, code: str, message: str, advice: str, span: Span) -> None:
        self.found.append(Diagnostic(code, message, advice, span))

    def known(self, kind: str) -> set[str]:
        return {*self.records[kind], *self.broken[kind]}

    def refer(self, kind: str, id_: str, span: Span) -> None:
        """A reference must lead somewhere. Reports HND301."""
        if kind not in self.unread and id_ not in (names := self.known(kind)):
            thing = kind.replace("-", " ")
            self.report("HND301", f"there is no {thing} `{id_}`", did_you_mean(id_, names, thing), span)

    def cited(self, kind: str, id_: str, path: Where, sources: Iterable[model.Cited]) -> None:
        """Sources must be in the register. Reports HND301."""
        for index, cited in enumerate(sources):
            self.refer("source", cited.id, self.written[kind, id_].place(*path, index, "id"))

    def library(self, figures: Mapping[str, tuple[Frame, ...]]) -> Library:
        kept: dict[str, Any] = {_SHELVES[kind]: records for kind, records in self.records.items() if kind in _SHELVES}
        guide = cast(PainGuide | None, self.records["pain-guide"].get("pain-guide"))
        return Library(**kept, pain_guide=guide, figures=figures, places=dict(_places(self.written)))


_KINDS: Mapping[str, type[Record]] = {
    **dict(FOLDERS.values()),
    **dict(REGISTERS.values()),
    "pain-guide": PainGuide,
    "edition": Edition,
}
_SHELVES = {
    "condition": "conditions", "exercise": "exercises", "advice": "advice", "clinic": "clinics", "region": "regions",
    "source": "sources", "term": "glossary", "stop-rule": "stop_rules", "edition": "editions",
}  # fmt: skip


def _places(written: Mapping[tuple[str, str], _Written]) -> Iterator[tuple[tuple[str, str], dict[Where, Span]]]:
    """The places of every record, an entry of a register counted from itself."""
    entries: dict[int, dict[str | int, dict[Where, Span]]] = {}
    for key, record in written.items():
        if not record.at:
            yield key, dict(record.source.places)
            continue
        if id(record.source) not in entries:
            groups = entries[id(record.source)] = {}
            for path, span in record.source.places.items():
                if path:
                    groups.setdefault(path[0], {})[path[1:]] = span
        yield key, {**entries[id(record.source)].get(record.at[0], {}), (): record.key()}


# ---------------------------------------------------------------- reading


def _read_records(shelf: _Shelf, layers: Sequence[_Layer]) -> None:
    hidden: set[str] = set()
    for layer in layers:
        for name, path in layer.files.items():
            folder, _, rest = name.rpartition("/")
            if path.suffix not in (".yaml", ".yml"):
                continue
            if name in REGISTERS:
                _read_register(shelf, layer, path, name)
            elif name not in hidden and (name == PAIN_GUIDE or (folder in FOLDERS and path.suffix == ".yaml")):
                kind = FOLDERS[folder][0] if folder else "pain-guide"
                _read_record(shelf, layer, path, kind)
                hidden.add(name)
            elif name not in hidden:
                advice = _nearest_place(folder, rest)
                shelf.report("HND302", "nothing reads this file", advice, Span(_shown(path)))


def _nearest_place(folder: str, name: str) -> str:
    """Where a file that nobody reads most likely belongs."""
    stem = name.rsplit(".", 1)[0]
    close = folder if folder in FOLDERS else nearest(folder.split("/")[0], FOLDERS)
    guess = f"{close}/{stem}.yaml" if close else None
    if not folder:
        guess = nearest(f"{stem}.yaml", {*REGISTERS, PAIN_GUIDE})
    return f"did you mean `{guess}`?" if guess else f"put it into one of {', '.join(f'{known}/' for known in FOLDERS)}"


def _read(shelf: _Shelf, layer: _Layer, path: Path) -> source.Source:
    data = layer.bytes_of(path, source.MAX_BYTES)
    if data is None:
        return source.Source(None, file=_shown(path))
    text = source.read(data, _shown(path))
    shelf.found += text.diagnostics
    return text


def _read_record(shelf: _Shelf, layer: _Layer, path: Path, kind: str) -> None:
    id_ = path.stem
    if not re.fullmatch(model.KEBAB, id_) or len(id_) > 60:
        plain = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:60] or "some-name"
        message = f"the file name `{path.name[:80]}` is not a plain name"
        shelf.report("HND210", message, f"rename it to {plain}.yaml", Span(_shown(path)))
        id_ = plain
    text = _read(shelf, layer, path)
    if text.value is None:
        shelf.broken[kind].add(id_)
        return
    shelf.put(kind, id_, text.value, _Written(text), {} if kind == "pain-guide" else {"id": id_})


def _read_register(shelf: _Shelf, layer: _Layer, path: Path, name: str) -> None:
    kind = REGISTERS[name][0]
    text = _read(shelf, layer, path)
    if not isinstance(text.value, dict):
        shelf.unread.add(kind)
    if text.value is None:
        return
    if not isinstance(text.value, dict):
        message = f"entries by id are expected here, this is {schema.kind_of(text.value)}"
        shelf.report("HND203", message, "write `some-id:` and its fields below, indented", text.place(()))
        return
    for id_, value in text.value.items():
        if not re.fullmatch(model.KEBAB, id_):
            advice = "lower-case words joined by hyphens"
            shelf.report("HND210", f"`{id_[:40]}` is not an id", advice, text.key((id_,)))
        shelf.put(kind, id_, value, _Written(text, (id_,)), {})


def _read_editions(shelf: _Shelf, styles: Path) -> None:
    layer = _Layer(styles, shelf.found)
    for name, path in layer.files.items():
        if "/" in name or path.suffix != ".yaml":
            continue
        _read_record(shelf, layer, path, "edition")
        if not path.with_suffix(".css").is_file():
            message = f"the edition has no stylesheet `{path.stem}.css`"
            shelf.report("HND301", message, f"write {path.stem}.css beside this file", Span(_shown(path)))


# ---------------------------------------------------------------- references and limits


def _check_exercise(shelf: _Shelf, exercise: Exercise) -> None:
    written = shelf.written["exercise", exercise.id]
    shelf.cited("exercise", exercise.id, ("sources",), exercise.sources)
    for index, rule in enumerate(exercise.stop_if):
        shelf.refer("stop-rule", rule, written.place("stop_if", index))


def _check_pain_guide(shelf: _Shelf, guide: PainGuide) -> None:
    shelf.cited("pain-guide", "pain-guide", ("sources",), guide.sources)
    for index, rule in enumerate(guide.stop_if):
        shelf.refer("stop-rule", rule, shelf.written["pain-guide", "pain-guide"].place("stop_if", index))


def _check_condition(shelf: _Shelf, condition: Condition) -> None:
    written = shelf.written["condition", condition.id]
    shelf.cited("condition", condition.id, ("governance", "sources"), condition.governance.sources)
    for index, advice in enumerate(condition.advice):
        shelf.refer("advice", advice, written.place("advice", index))
    for index, term in enumerate(condition.glossary):
        shelf.refer("term", term, written.place("glossary", index))
    asked = {prescription.id for prescription in condition.exercises}
    for index, forbidden in enumerate(condition.forbids):
        span = written.place("forbids", index, "id")
        shelf.refer("exercise", forbidden.id, span)
        if forbidden.id in asked:
            message = f"`{forbidden.id}` is asked for and forbidden"
            shelf.report("HND308", message, "take it out of `exercises` or out of `forbids`", span)
    for index, prescription in enumerate(condition.exercises):
        shelf.refer("exercise", prescription.id, written.place("exercises", index, "id"))
        exercise = shelf.records["exercise"].get(prescription.id)
        if isinstance(exercise, Exercise):
            _check_change(shelf, written, index, prescription, exercise)
    _check_numbers(shelf, "condition", condition.id, condition.numbers, condition)


def _check_change(
    shelf: _Shelf, written: _Written, index: int, prescription: model.Prescription, exercise: Exercise
) -> None:
    """A condition changes a dose inside the limits of the exercise. Reports HND204."""
    for name in type(prescription.dose).model_fields:
        value: int | None = getattr(prescription.dose, name)
        if value is None:
            continue
        limits: Limited | None = getattr(exercise.dose, name)
        if limits is None:
            message = f"the dose of `{exercise.id}` has no `{name}` to change"
            advice = f"take it out, or add `{name}` to the exercise"
            shelf.report("HND204", message, advice, written.key("exercises", index, "dose", name))
        else:
            _within(shelf, value, limits, exercise.id, written.place("exercises", index, "dose", name))


def _within(shelf: _Shelf, value: int, limits: Limited, owner: str, span: Span) -> None:
    if not limits.lowest <= value <= limits.highest:
        message = f"{value} is not between {limits.lowest} and {limits.highest}"
        shelf.report("HND204", message, f"these are the limits in `{owner}`", span)


def _check_numbers(shelf: _Shelf, kind: str, id_: str, numbers: Mapping[str, Number], record: Record) -> None:
    """Named numbers have known sources and are named by some text. Reports HND301, HND309."""
    written = shelf.written[kind, id_]
    named = {name for _, text in model.texts(record) for name in prose.placeholders(text)}
    # A mistyped name is a fault of its own; the number that it meant is not unused as well.
    used = named | {nearest(name, numbers) for name in named - HOUSE_WORDS - set(numbers)}
    for name, number in numbers.items():
        if number.source is not None:
            shelf.refer("source", number.source, written.place("numbers", name, "source"))
        if name not in used:
            advice = f"write {{{name}}} in a text, or delete the number"
            shelf.report("HND309", f"no text names `{{{name}}}`", advice, written.key("numbers", name))


def _check_clinic(shelf: _Shelf, clinic: Clinic) -> None:
    written = shelf.written["clinic", clinic.id]
    shelf.refer("region", clinic.region, written.place("region"))
    for name, value in clinic.settings.items():
        _check_setting(shelf, written, name, value)
    contrast = model.contrast(clinic.accent, "#FFFFFF")
    if contrast < LEAST_CONTRAST:
        message = (
            f"the contrast of {clinic.accent} with white is {contrast:.1f}, at least {LEAST_CONTRAST:.0f} is needed"
        )
        advice = "choose a darker colour; until then dark ink is printed instead"
        shelf.report("HND306", message, advice, written.place("accent"))


def _check_setting(shelf: _Shelf, written: _Written, name: str, value: int) -> None:
    """`calf-stretch-wall.hold: 20`: a number of an exercise, an advice block or a condition. Reports HND301, HND204."""
    owner, _, word = name.partition(".")
    key = written.key("settings", name)
    if any(owner in shelf.broken[kind] for kind in ("exercise", "advice", "condition")):
        return
    limits = _adjustable(shelf, owner)
    if limits is None:
        owners = {*shelf.records["exercise"], *shelf.records["advice"], *shelf.records["condition"]}
        shelf.report("HND301", f"nothing is called `{owner}`", did_you_mean(owner, owners, "exercise or advice"), key)
    elif word not in limits:
        shelf.report("HND301", f"`{owner}` has no number `{word}`", did_you_mean(word, limits, "number"), key)
    else:
        _within(shelf, value, limits[word], owner, written.place("settings", name))


def _adjustable(shelf: _Shelf, owner: str) -> Mapping[str, Limited] | None:
    """What a clinic may set, by the word it uses."""
    if isinstance(exercise := shelf.records["exercise"].get(owner), Exercise):
        amounts = {word: getattr(exercise.dose, name) for word, name in Dose.ADJUSTABLE.items()}
        return {word: amount for word, amount in amounts.items() if amount is not None}
    other = shelf.records["advice"].get(owner) or shelf.records["condition"].get(owner)
    return other.numbers if isinstance(other, Advice | Condition) else None


# ---------------------------------------------------------------- placeholders


def _check_placeholders(shelf: _Shelf) -> None:
    """Every name in braces must have words or a number to stand for. Reports HND206."""
    for kind, records in shelf.records.items():
        for id_, record in records.items():
            written = shelf.written[kind, id_]
            for path, text in _worded(record):
                allowed = _allowed(record, path)
                for name in prose.placeholders(text):
                    if name not in allowed:
                        message, advice = _unknown_placeholder(name, record, path, allowed)
                        shelf.report("HND206", message, advice, written.find(path, f"{{{name}}}"))
                if lone := re.search(r"[{}]", prose.PLACEHOLDER.sub("", text)):
                    advice = "write the name of a placeholder between { and }, or take the brace out"
                    shelf.report("HND206", f"a `{lone[0]}` without its partner", advice, written.find(path, lone[0]))


def _worded(record: Record) -> Iterator[tuple[Where, str]]:
    """Every text of a record in which a placeholder could be written."""
    yield from model.text_paths(record)
    if isinstance(record, Clinic):
        names = (name for name in Clinic.model_fields if isinstance(getattr(record, name), str))
        yield from (((name,), getattr(record, name)) for name in names)


def _allowed(record: Record, path: Where) -> frozenset[str]:
    match record:
        case Exercise() if path[:2] == ("pose", "labels"):
            return HOUSE_WORDS
        case Exercise() if path[0] == "pose":
            return HOUSE_WORDS | SIDE_WORDS
        case Exercise():
            amounts = (word for word, name in Dose.PLACEHOLDERS.items() if getattr(record.dose, name) is not None)
            return HOUSE_WORDS | SIDE_WORDS | frozenset(amounts)
        case Condition() | Advice():
            return HOUSE_WORDS | frozenset(record.numbers)
        case StopRule():
            return HOUSE_WORDS | SIDE_WORDS
        case Region():
            return frozenset(Region.WORDS)
        case Clinic():
            return frozenset()
        case _:
            return HOUSE_WORDS


def _unknown_placeholder(name: str, record: Record, path: Where, allowed: Collection[str]) -> tuple[str, str]:
    if isinstance(record, Exercise) and path[0] != "pose" and (missing := Dose.PLACEHOLDERS.get(name)):
        message = f"`{{{name}}}` has no number to stand for"
        return message, f"add `{missing}` to the dose, or write the step without {{{name}}}"
    if isinstance(record, Clinic):
        return f"`{{{name[:40]}}}` is printed as it stands in a clinic's text", "write the words themselves"
    message = f"there is no placeholder `{{{name[:40]}}}` here"
    if close := nearest(name[:40], allowed):
        return message, f"did you mean `{{{close}}}`?"
    if isinstance(record, Condition | Advice):
        return message, f"give `{name[:40]}` under `numbers`, or write the words"
    return message, did_you_mean(name[:40], allowed, "placeholder")


# ---------------------------------------------------------------- pictures


def _read_figures(shelf: _Shelf, layers: Sequence[_Layer]) -> dict[str, tuple[Frame, ...]]:
    """The kept drawings. Reports HND302 to HND305."""
    drawn: dict[str, tuple[Frame, ...]] = {}
    kept: dict[str, tuple[_Layer, Path]] = {}
    for layer in reversed(layers):
        for name, path in layer.files.items():
            if re.fullmatch(r"figures/[^/]+\.json", name):
                kept[path.stem] = (layer, path)
    for exercise in shelf.of(Exercise):
        if exercise.id not in kept:
            _without_drawing(shelf, exercise)
        elif frames := _drawing(shelf, exercise, *kept[exercise.id]):
            drawn[exercise.id] = frames
    for id_, (_, path) in kept.items():
        if id_ not in shelf.known("exercise"):
            advice = did_you_mean(id_, shelf.known("exercise"), "exercise")
            shelf.report("HND302", f"a drawing of `{id_}`, which is no exercise", advice, Span(_shown(path)))
    return drawn


def _without_drawing(shelf: _Shelf, exercise: Exercise) -> None:
    written = shelf.written["exercise", exercise.id]
    advice = f"run `handouts draw {exercise.id}`" if exercise.pose else "give it a `pose:`, then draw it"
    span = written.key("pose" if exercise.pose else "name")
    shelf.report("HND303", f"`{exercise.id}` has no drawing", advice, span)


def _drawing(shelf: _Shelf, exercise: Exercise, layer: _Layer, path: Path) -> tuple[Frame, ...]:
    file, redraw = Span(_shown(path)), f"run `handouts draw {exercise.id}`"
    data = layer.bytes_of(path, MAX_DRAWING)
    if data is None:
        return ()
    try:
        card = json.loads(data)
        frames = tuple(_frame(layer, path.parent, frame) for frame in card["frames"])
        key = card["drawing_key"]
    except _DrawingError as fault:
        shelf.report("HND305", fault.message, redraw, Span(_shown(fault.path)))
        return ()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        shelf.report("HND305", "not a card that `handouts draw` writes", redraw, file)
        return ()
    written = shelf.written["exercise", exercise.id]
    pose = exercise.pose.model_dump(exclude_unset=True, by_alias=True) if exercise.pose else {}
    if key != drawing_key(pose):
        span = written.key("pose") if exercise.pose else file
        shelf.report("HND304", f"the drawing of `{exercise.id}` is not of this pose", redraw, span)
        return ()
    anchors = {name for frame in frames for name in frame.anchors}
    for label in exercise.pose.labels if exercise.pose else ():
        if label not in anchors:
            message = f"the drawing has no place `{label}` for this label"
            shelf.report("HND305", message, did_you_mean(label, anchors, "place"), written.key("pose", "labels", label))
    return frames


class _DrawingError(ValueError):
    """A drawing that cannot be used: the file and why."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path, self.message = path, message


def _frame(layer: _Layer, folder: Path, card: Mapping[str, Any]) -> Frame:
    name = card["svg"]
    if not isinstance(name, str) or not re.fullmatch(r"[\w.-]+\.svg", name):
        raise ValueError(name)
    path = folder / name
    try:
        data = _bytes(path, layer.root, MAX_DRAWING)
    except (OSError, RuntimeError) as error:
        raise _DrawingError(path, f"the drawing cannot be read: {_reason(error)}") from None
    if data is None:
        raise _DrawingError(path, f"the drawing is larger than {MAX_DRAWING // 1024} kB")
    if fault := _svg_fault(data, strict=True):
        raise _DrawingError(path, fault)
    anchors = {str(anchor): (float(x), float(y)) for anchor, (x, y) in card["anchors"].items()}
    width, height = float(card["width_mm"]), float(card["height_mm"])
    if not (0 < width < 1000 and 0 < height < 1000):
        raise ValueError(width)
    return Frame(str(card["name"]), data.decode("utf-8"), width, height, str(card["faces"]), anchors)


_HARMFUL = {"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "handler"}


def _svg_fault(data: bytes, strict: bool) -> str | None:
    """Why an SVG must not be printed: it can run something, or it takes something from elsewhere.

    `strict` also refuses styles: drawings use presentation attributes, which no style of the page can upset.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "the picture is not UTF-8 text"
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return "the picture has a DOCTYPE or entities"
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return "the picture is not well-formed SVG"
    if _local(root.tag) != "svg":
        return "the picture is not SVG"
    for element in root.iter():
        if fault := _element_fault(element, strict):
            return fault
    return None


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _element_fault(element: ElementTree.Element, strict: bool) -> str | None:
    tag = _local(element.tag)
    if tag in _HARMFUL or (strict and tag in ("style", "image")):
        return f"the picture holds a <{tag}>"
    styles = [element.text or ""] if tag == "style" else []
    for name, value in element.attrib.items():
        name = _local(name)
        if name.lower().startswith("on"):
            return f"the picture holds a script (`{name}`)"
        if strict and name == "style":
            return "the picture holds a style"
        inside = value.startswith("#") or (tag == "image" and value.startswith(("data:image/png;", "data:image/jpeg;")))
        if name == "href" and not inside:
            return f"the picture takes something from elsewhere: `{value[:40]}`"
        styles.append(value)
    for style in styles:
        if "@import" in style or re.search(r"url\(\s*['\"]?(?!#)", style):
            return f"the picture takes something from elsewhere: `{style.strip()[:40]}`"
    return None


def _check_logos(shelf: _Shelf, layers: Sequence[_Layer]) -> None:
    """A logo lies beside its clinic's file, or in a folder under it. Reports HND307."""
    for clinic in shelf.of(Clinic):
        if clinic.logo is None:
            continue
        name = f"clinics/{clinic.logo}"
        home = next((layer for layer in layers if name in layer.files), None)
        fault = _logo_fault(home, home.files[name]) if home else f"there is no `{name}`"
        if fault:
            advice = "give an .svg or .png file beside the clinic's file, or take `logo` out"
            shelf.report("HND307", fault, advice, shelf.written["clinic", clinic.id].place("logo"))


def _logo_fault(layer: _Layer, path: Path) -> str | None:
    try:
        data = _bytes(path, layer.root, MAX_LOGO)
    except (OSError, RuntimeError) as error:
        return f"the logo cannot be read: {_reason(error)}"
    if data is None:
        return f"the logo is larger than {MAX_LOGO // 1024} kB"
    return _svg_fault(data, strict=False) if path.suffix == ".svg" else _png_fault(data)


def _png_fault(data: bytes) -> str | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        return "the logo is not a PNG picture"
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not 0 < width * height <= MAX_LOGO_DOTS:
        return f"the logo is {width} × {height} dots, at most {MAX_LOGO_DOTS:,} in all have room"
    return None
