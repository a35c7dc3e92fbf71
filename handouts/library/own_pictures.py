"""Pictures that a clinic made in place of drawings, checked before they are printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from handouts.diagnostics import did_you_mean
from handouts.files.pictures import MAX_BYTES, TYPES, PictureError, printed_size, safe_picture
from handouts.files.reading import ReadError, read_bytes
from handouts.library.folders import Layer
from handouts.library.store import RecordStore
from handouts.model import Condition, Exercise, Frame
from handouts.model.pictures import OwnPicture


def read_own_pictures(store: RecordStore, layers: Sequence[Layer]) -> dict[str, tuple[Frame, ...]]:
    """One frame for each exercise and condition with a `picture_file`. Reports HND316 to HND318."""
    found: dict[str, tuple[Frame, ...]] = {}
    for kind, id_, picture in _named(store):
        name = f"{kind}s/{picture.file}"
        place = store.written[kind, id_].place("picture_file", "file")
        home = next((layer for layer in layers if name in layer.files), None)
        if home is None:
            near = [file.rpartition("/")[2] for layer in layers for file in layer.files if file.startswith(f"{kind}s/")]
            pictures = [file for file in near if Path(file).suffix.lower() in TYPES]
            advice = did_you_mean(picture.file, pictures, "file") if pictures else "put the file beside this one"
            store.report("HND316", f"there is no `{picture.file}` in {kind}s/", advice, place)
            continue
        try:
            found[id_] = (_frame(store, home, name, place),)
        except (ReadError, PictureError) as error:
            why = getattr(error, "why", str(error))
            store.report("HND316", f"`{picture.file}`: {why}", error.remedy, place)
    return found


def _named(store: RecordStore) -> Iterator[tuple[str, str, OwnPicture]]:
    for exercise in store.of(Exercise):
        if exercise.picture_file:
            yield "exercise", exercise.id, exercise.picture_file
    for condition in store.of(Condition):
        if condition.picture_file:
            yield "condition", condition.id, condition.picture_file


def _frame(store: RecordStore, home: Layer, name: str, place: object) -> Frame:
    """The picture at its printed size. Reports HND317 and HND318; raises ReadError or PictureError."""
    path = home.files[name]
    data = read_bytes(path, MAX_BYTES, home.root)
    picture = safe_picture(TYPES[path.suffix.lower()], data)
    for code, check in (("HND317", printed_size.check_pixels), ("HND318", printed_size.check_contrast)):
        try:
            check(picture)
        except PictureError as error:
            store.report(code, f"`{path.name}`: {error.why}", error.remedy, place)  # type: ignore[arg-type]
    width_mm, height_mm = printed_size.size_mm(picture)
    return Frame("finish", "", width_mm, height_mm, "right", {}, file=name, sha256=hashlib.sha256(data).hexdigest())
