"""Kept drawings and logos, checked before they are printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from handouts.diagnostics import Diagnostic, Span, did_you_mean
from handouts.files import reading
from handouts.files.pictures import MAX_BYTES, TYPES, PictureError, safe_drawing, safe_picture
from handouts.files.pictures.printed_size import CoarseError, check_logo
from handouts.files.reading import ReadError, TooLargeError, read_bytes
from handouts.library.folders import Layer, shown
from handouts.library.store import RecordStore
from handouts.model import Advice, Clinic, Condition, Exercise, Frame, PainMap, Pose
from handouts.model.people import AT, NAMES, USUAL
from handouts.model.poses import InheritanceError, WrittenPoses, drawing_key, resolved_pose

MAX_DRAWING = 1024 * 1024
SIDES = {"above", "below", "beside", "before"}  # of a picture, where a label may stand
MAX_ANCHOR_MM = 2000.0  # twice the largest drawing: labels are laid out from these numbers


@dataclass(frozen=True, slots=True)
class _Subject:
    """A record that needs a drawing: the field that describes it, and the description."""

    kind: str
    id: str
    field: str
    described: Pose | PainMap | None
    draw: str = ""  # the command that draws it


class KeptDrawings(Mapping[str, tuple[Frame, ...]]):
    """The kept drawings and the clinic's own pictures by name, such as `bridge` and `bridge@curly`.

    Each drawing is read and checked at its first use: a leaflet uses few of them, and they are most of the bytes of a
    content folder. A drawing with a fault is not in the mapping.
    """

    def __init__(self, store: RecordStore, layers: Sequence[Layer], own: Mapping[str, tuple[Frame, ...]]) -> None:
        """Reports HND302 and HND303 to the store, which need no drawing to be read."""
        self._store, self._written = store, written_poses(store)
        self._subjects = {
            subject.id: replace(subject, draw=_draw_command(store, subject, layers)) for subject in _subjects(store)
        }
        kept = _kept(layers)
        for subject in self._subjects.values():
            if subject.id not in kept:
                _report_missing(store, subject)
        _check_names(store, self._subjects, kept)
        self._files = {name: kept[name] for name in self._subjects if name in kept}
        self._files |= {name: file for name, file in kept.items() if self._shows_other_person(name)}
        self._read: dict[str, tuple[Frame, ...]] = dict(own)
        self._found: dict[str, list[Diagnostic]] = {}
        self._lock = Lock()  # the requests of the desk run in several threads

    def __getstate__(self) -> dict[str, object]:
        """All but the lock, which a child process (`check --pdf`) makes anew."""
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=Lock())

    def _shows_other_person(self, name: str) -> bool:
        id_, _, person = name.partition(AT)
        return id_ in self._subjects and person in NAMES[1:]

    def findings(self, ids: Collection[str] | None = None) -> list[Diagnostic]:
        """The findings of the drawings of these records, or of all. Reports HND304 and HND305."""
        names = [name for name in self._files if ids is None or name.partition(AT)[0] in ids]
        return [finding for name in names if self._frames(name) is not None for finding in self._found.get(name, ())]

    def _frames(self, name: str) -> tuple[Frame, ...]:
        """The frames of a drawing; none of one that is not kept or has a fault."""
        if name not in self._read and name in self._files:
            with self._lock:
                if name not in self._read:
                    self._read_file(name)
        return self._read.get(name, ())

    def _read_file(self, name: str) -> None:
        id_, _, person = name.partition(AT)
        # `_drawing` reports to the store, whose findings were returned when the content was read.
        before = len(self._store.found)
        frames = _drawing(self._store, self._subjects[id_], self._written, *self._files[name], person or USUAL)
        self._found[name] = self._store.found[before:]
        del self._store.found[before:]
        self._read[name] = frames

    def __getitem__(self, name: str) -> tuple[Frame, ...]:
        if frames := self._frames(name):
            return frames
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name in dict.fromkeys((*self._files, *self._read)) if self._frames(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _kept(layers: Sequence[Layer]) -> dict[str, tuple[Layer, Path]]:
    """The cards of all kept drawings by name; a folder hides those of later ones."""
    return {
        path.stem: (layer, path)
        # The clinic's folder comes last here, and so replaces the shipped drawing of the same name.
        for layer in reversed(layers)
        for name, path in layer.files.items()
        if re.fullmatch(r"figures/[^/]+\.json", name)
    }


def _check_names(store: RecordStore, subjects: Collection[str], kept: Mapping[str, tuple[Layer, Path]]) -> None:
    """HND302 for a drawing of no record, or of a person who is not drawn."""
    known = (
        {*subjects}
        | {condition.id for condition in store.of(Condition) if condition.picture_file}  # it hides the shipped drawing
        | store.known("exercise")
        | store.broken["condition"]
        | store.broken["advice"]
    )
    for id_, (_, path) in kept.items():
        name, at, person = id_.partition(AT)
        if name not in known:
            advice = did_you_mean(name, known, "exercise")
            store.report("HND302", f"a drawing of `{id_}`, which is no exercise", advice, Span(shown(path)))
        elif at and (person == USUAL or person not in NAMES):
            message, advice = f"a drawing of `{person}`, who is nobody else", did_you_mean(person, NAMES[1:], "person")
            store.report("HND302", message, advice, Span(shown(path)))


def _subjects(store: RecordStore) -> Iterator[_Subject]:
    """Every exercise, and every condition and advice block with a `picture:`."""
    for exercise in store.of(Exercise):
        if not exercise.picture_file:
            yield _Subject("exercise", exercise.id, "pose", exercise.pose)
    for condition in store.of(Condition):
        if condition.picture:
            yield _Subject("condition", condition.id, "picture", condition.picture)
    for advice in store.of(Advice):
        if advice.picture:
            yield _Subject("advice", advice.id, "picture", advice.picture)


def _draw_command(store: RecordStore, subject: _Subject, layers: Sequence[Layer]) -> str:
    """The command that draws a figure, with the content folder of its description."""
    own = shown(layers[0].root)
    # The command must name the folder, or it would look for a shipped exercise of this name.
    written_there = len(layers) > 1 and Path(store.written[subject.kind, subject.id].source.file).is_relative_to(own)
    return f"handouts draw {subject.id}{f' --content {own}' if written_there else ''}"


def _report_missing(store: RecordStore, subject: _Subject) -> None:
    location = store.written[subject.kind, subject.id]
    to_describe = "give it a `pose:` and draw it, or a `picture_file:` of yours"
    advice = f"run `{subject.draw}`" if subject.described else to_describe
    span = location.key(subject.field if subject.described else "name")
    store.report("HND303", f"`{subject.id}` has no drawing", advice, span)


def _drawing(
    store: RecordStore, subject: _Subject, written: Mapping[str, Any], layer: Layer, path: Path, person: str
) -> tuple[Frame, ...]:
    """The frames of a kept drawing, none after a fault. `written` are all poses. Reports HND304, HND305, HND701."""
    body = "" if person == USUAL else f" --body {person}"
    file, redraw = Span(shown(path)), f"run `{subject.draw}{body}`"
    data = layer.bytes_of(path, MAX_DRAWING)
    if data is None:
        return ()
    try:
        card = reading.parse_json(data)
        frames = tuple(_frame(layer, path.parent, frame, _angles(card, frame)) for frame in card["frames"])
        key = card["drawing_key"]
    except _DrawingError as fault:
        # The finding names the card, not the SVG: scope.py finds by the card which leaflets use this drawing.
        store.report("HND305", f"`{fault.path.name}`: {fault.message}", redraw, file)
        return ()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        store.report("HND305", "not a card that `handouts draw` writes", redraw, file)
        return ()
    location = store.written[subject.kind, subject.id]
    described = _described(subject, written)
    if described is None:
        return ()
    if key != drawing_key(described):
        # A leaflet prints without the drawings of other people: their finding is placed at the card, not at the pose.
        span = location.key(subject.field) if subject.described and not body else file
        store.report("HND304", f"the drawing of `{subject.id}` is not of this {subject.field}", redraw, span)
        return ()
    anchors = {name for frame in frames for name in frame.anchors}
    for label in subject.described.labels if subject.described else ():
        if label not in anchors:
            message = f"the drawing has no place `{label}` for this label"
            advice = did_you_mean(label, anchors, "place")
            store.report("HND305", message, advice, location.key(subject.field, "labels", label))
    return frames


def written_poses(store: RecordStore) -> WrittenPoses:
    """Every pose of the store as it was written."""
    return WrittenPoses({exercise.id: exercise for exercise in store.of(Exercise)})


def _described(subject: _Subject, written: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The description to draw, with inherited keys of a pose resolved; None if the pose it inherits from is missing."""
    if not isinstance(subject.described, Pose):
        return subject.described.model_dump(exclude_unset=True, by_alias=True) if subject.described else {}
    try:
        return resolved_pose(subject.id, written)
    except InheritanceError:
        return None  # references.py reports it at its place


class _DrawingError(ValueError):
    """A drawing that cannot be used: the file and why."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path, self.message = path, message


def _angles(card: Mapping[str, Any], frame: Mapping[str, Any]) -> dict[str, float]:
    """The angles that were measured in a frame; pictures of where it hurts have none."""
    measured = card.get("checks") or {}
    return {
        str(joint): float(degrees) for joint, degrees in measured.get(frame["name"], {}).get("angles_deg", {}).items()
    }


def _frame(layer: Layer, folder: Path, card: Mapping[str, Any], angles_deg: Mapping[str, float]) -> Frame:
    name = card["svg"]
    # The card is a file of a stranger: its name for the drawing must not lead out of the folder.
    if not isinstance(name, str) or not re.fullmatch(r"[\w.@-]+\.svg", name):
        raise ValueError(name)
    path = folder / name
    try:
        data = read_bytes(path, MAX_DRAWING, layer.root)
    except TooLargeError as error:
        raise _DrawingError(path, f"the drawing is {error.why}") from None
    except ReadError as error:
        raise _DrawingError(path, f"the drawing cannot be read: {error.why}") from None
    try:
        text = safe_drawing(data)
    except PictureError as error:
        raise _DrawingError(path, error.why) from None
    anchors = {str(anchor): (float(x), float(y)) for anchor, (x, y) in card["anchors"].items()}
    # A label is placed by these numbers: far ones, or no number at all, would take the page with them.
    if any(abs(at_mm) > MAX_ANCHOR_MM for place in anchors.values() for at_mm in place):
        raise ValueError(anchors)
    sides = {str(anchor): str(side) for anchor, side in card.get("sides", {}).items()}
    if not set(sides.values()) <= SIDES:
        raise ValueError(sides)
    width, height = float(card["width_mm"]), float(card["height_mm"])
    if not (0 < width < 1000 and 0 < height < 1000):
        raise ValueError(width)
    return Frame(str(card["name"]), text, width, height, str(card["faces"]), anchors, angles_deg, sides=sides)


def check_logos(store: RecordStore, layers: Sequence[Layer]) -> None:
    """A logo lies beside its clinic's file, or in a folder under it. Reports HND307 and HND312."""
    for clinic in store.of(Clinic):
        if clinic.logo is None:
            continue
        name = f"clinics/{clinic.logo}"
        home = next((layer for layer in layers if name in layer.files), None)
        code, fault, advice = _logo_fault(home, home.files[name]) if home else _no_logo(name, layers)
        if fault:
            place = store.written["clinic", clinic.id].place("logo")
            store.report(code, f"`{clinic.logo}`: {fault}", advice, place)


def _no_logo(name: str, layers: Sequence[Layer]) -> tuple[str, str, str]:
    files = {file for layer in layers for file in layer.files if file.lower().endswith(tuple(TYPES))}
    # Disks of Windows and macOS find a name in other letters, those of servers do not.
    same = next((file for file in sorted(files) if file.lower() == name.lower()), None)
    advice = "give an .svg, .png or .jpg file beside the clinic's file, or take `logo` out"
    return (
        "HND307",
        "there is no such file in clinics/",
        f"did you mean `{same.partition('/')[2]}`?" if same else advice,
    )


def _logo_fault(layer: Layer, path: Path) -> tuple[str, str, str]:
    """The fault of a logo: code, message and help; three empty texts when it is printed well."""
    try:
        picture = safe_picture(TYPES[path.suffix.lower()], read_bytes(path, MAX_BYTES, layer.root))
        check_logo(picture)
    except ReadError as error:
        return "HND307", f"the logo is not read: {error.why}", error.remedy
    except PictureError as error:
        return "HND312" if isinstance(error, CoarseError) else "HND307", error.why, error.remedy
    return "", "", ""
