"""Pictures that were made elsewhere: kept drawings and logos, looked at before anything prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handouts.diagnostics import Span, did_you_mean
from handouts.files import reading
from handouts.files.pictures import MAX_BYTES, TYPES, PictureError, safe_drawing, safe_picture
from handouts.files.reading import ReadError, TooLargeError, read_bytes
from handouts.library.folders import Layer, shown
from handouts.library.store import RecordStore
from handouts.model import Advice, Clinic, Condition, Exercise, Frame, PainMap, Pose
from handouts.model.people import AT, NAMES, USUAL
from handouts.model.poses import InheritanceError, drawing_key, resolved_pose

MAX_DRAWING = 1024 * 1024
MAX_ANCHOR_MM = 2000.0  # twice the largest drawing: labels are laid out from these numbers


@dataclass(frozen=True, slots=True)
class _Asked:
    """What should be drawn: the record that asks for it, in which field, and how it is described there."""

    kind: str
    id: str
    field: str
    described: Pose | PainMap | None
    draw: str = ""  # the command that draws it


def read_figures(store: RecordStore, layers: Sequence[Layer]) -> dict[str, tuple[Frame, ...]]:
    """The kept drawings. Reports HND302 to HND305."""
    drawn: dict[str, tuple[Frame, ...]] = {}
    kept: dict[str, tuple[Layer, Path]] = {}
    for layer in reversed(layers):
        for name, path in layer.files.items():
            if re.fullmatch(r"figures/[^/]+\.json", name):
                kept[path.stem] = (layer, path)
    asked = [replace(one, draw=_draw(store, one, layers)) for one in _asked(store)]
    for one in asked:
        if one.id not in kept:
            _without_drawing(store, one)
        elif frames := _drawing(store, one, *kept[one.id]):
            drawn[one.id] = frames
    drawn |= _other_people(store, {one.id: one for one in asked}, kept)
    known = {one.id for one in asked} | store.known("exercise") | store.broken["condition"] | store.broken["advice"]
    for id_, (_, path) in kept.items():
        name, at, person = id_.partition(AT)
        if name not in known:
            advice = did_you_mean(name, known, "exercise")
            store.report("HND302", f"a drawing of `{id_}`, which is no exercise", advice, Span(shown(path)))
        elif at and (person == USUAL or person not in NAMES):
            message, advice = f"a drawing of `{person}`, who is nobody else", did_you_mean(person, NAMES[1:], "person")
            store.report("HND302", message, advice, Span(shown(path)))
    return drawn


def _other_people(
    store: RecordStore, asked: Mapping[str, _Asked], kept: Mapping[str, tuple[Layer, Path]]
) -> dict[str, tuple[Frame, ...]]:
    """The drawings of other people than the usual one, by the name under which they are kept: `bridge@curly`."""
    found = {}
    for name, (layer, path) in kept.items():
        id_, _, person = name.partition(AT)
        if id_ in asked and person in NAMES[1:] and (frames := _drawing(store, asked[id_], layer, path, person)):
            found[name] = frames
    return found


def _asked(store: RecordStore) -> Iterator[_Asked]:
    """Every exercise, and every condition and advice that asks for a picture."""
    for exercise in store.of(Exercise):
        yield _Asked("exercise", exercise.id, "pose", exercise.pose)
    for condition in store.of(Condition):
        if condition.picture:
            yield _Asked("condition", condition.id, "picture", condition.picture)
    for advice in store.of(Advice):
        if advice.picture:
            yield _Asked("advice", advice.id, "picture", advice.picture)


def _draw(store: RecordStore, asked: _Asked, layers: Sequence[Layer]) -> str:
    """The command that draws a figure, in the folder where its description was written."""
    own = shown(layers[0].root)
    written_there = len(layers) > 1 and Path(store.written[asked.kind, asked.id].source.file).is_relative_to(own)
    return f"handouts draw {asked.id}{f' --content {own}' if written_there else ''}"


def _without_drawing(store: RecordStore, asked: _Asked) -> None:
    location = store.written[asked.kind, asked.id]
    advice = f"run `{asked.draw}`" if asked.described else "give it a `pose:`, then draw it"
    span = location.key(asked.field if asked.described else "name")
    store.report("HND303", f"`{asked.id}` has no drawing", advice, span)


def _drawing(store: RecordStore, asked: _Asked, layer: Layer, path: Path, person: str = USUAL) -> tuple[Frame, ...]:
    body = "" if person == USUAL else f" --body {person}"
    file, redraw = Span(shown(path)), f"run `{asked.draw}{body}`"
    data = layer.bytes_of(path, MAX_DRAWING)
    if data is None:
        return ()
    try:
        card = reading.parse_json(data)
        frames = tuple(_frame(layer, path.parent, frame) for frame in card["frames"])
        key = card["drawing_key"]
    except _DrawingError as fault:
        # Told at the card: it says whose drawing this is, and so which leaflets must not be printed without it.
        store.report("HND305", f"`{fault.path.name}`: {fault.message}", redraw, file)
        return ()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        store.report("HND305", "not a card that `handouts draw` writes", redraw, file)
        return ()
    location = store.written[asked.kind, asked.id]
    described = _described(store, asked)
    if described is None:
        return ()
    if key != drawing_key(described):
        span = (
            location.key(asked.field) if asked.described and not body else file
        )  # a leaflet can do without the others
        store.report("HND304", f"the drawing of `{asked.id}` is not of this {asked.field}", redraw, span)
        return ()
    anchors = {name for frame in frames for name in frame.anchors}
    for label in asked.described.labels if asked.described else ():
        if label not in anchors:
            message = f"the drawing has no place `{label}` for this label"
            advice = did_you_mean(label, anchors, "place")
            store.report("HND305", message, advice, location.key(asked.field, "labels", label))
    return frames


def poses(exercises: Iterable[Exercise]) -> dict[str, dict[str, Any]]:
    """Every pose as it was written, by the id of its exercise."""
    return {one.id: one.pose.model_dump(exclude_unset=True, by_alias=True) for one in exercises if one.pose}


def _described(store: RecordStore, asked: _Asked) -> Mapping[str, Any] | None:
    """What is to be drawn, with all that a pose takes from others; None when it takes from what is not there."""
    if not isinstance(asked.described, Pose):
        return asked.described.model_dump(exclude_unset=True, by_alias=True) if asked.described else {}
    try:
        return resolved_pose(asked.id, poses(store.of(Exercise)))
    except InheritanceError:
        return None  # references.py tells it at its place


class _DrawingError(ValueError):
    """A drawing that cannot be used: the file and why."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path, self.message = path, message


def _frame(layer: Layer, folder: Path, card: Mapping[str, Any]) -> Frame:
    name = card["svg"]
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
    if any(abs(at_mm) > MAX_ANCHOR_MM for place in anchors.values() for at_mm in place):
        raise ValueError(anchors)
    width, height = float(card["width_mm"]), float(card["height_mm"])
    if not (0 < width < 1000 and 0 < height < 1000):
        raise ValueError(width)
    return Frame(str(card["name"]), text, width, height, str(card["faces"]), anchors)


def check_logos(store: RecordStore, layers: Sequence[Layer]) -> None:
    """A logo lies beside its clinic's file, or in a folder under it. Reports HND307."""
    for clinic in store.of(Clinic):
        if clinic.logo is None:
            continue
        name = f"clinics/{clinic.logo}"
        home = next((layer for layer in layers if name in layer.files), None)
        fault, advice = _logo_fault(home, home.files[name]) if home else (f"there is no `{name}`", _LOGO_ADVICE)
        if fault:
            store.report("HND307", fault, advice, store.written["clinic", clinic.id].place("logo"))


_LOGO_ADVICE = "give an .svg, .png or .jpg file beside the clinic's file, or take `logo` out"


def _logo_fault(layer: Layer, path: Path) -> tuple[str, str]:
    """Why a logo is not printed, and what to do; two empty texts when it is."""
    try:
        safe_picture(TYPES[path.suffix.lower()], read_bytes(path, MAX_BYTES, layer.root))
    except ReadError as error:
        return f"the logo is not read: {error.why}", error.remedy
    except PictureError as error:
        return error.why, error.remedy
    return "", ""
