"""Reads the files of content folders into the record store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from handouts import model
from handouts.diagnostics import Span, nearest
from handouts.library import migration, schema, source
from handouts.library.folders import Layer, shown
from handouts.library.kinds import FOLDERS, PAIN_GUIDE, REGISTERS
from handouts.library.store import Location, RecordStore

#: Keys of earlier versions by kind of file, each with its current name: files of clinics that use them stay valid.
FORMER_KEYS: Mapping[str, Mapping[str, str]] = {"country": {"paper": "edition"}}


#: How editors and word processors end the name of a text that was meant as `.yaml`.
MISTAKEN = ("yml", "yaml", "txt", "rtf", "doc", "docx", "odt")


def read_records(store: RecordStore, layers: Sequence[Layer]) -> None:
    """Reads every content file; one of an earlier layer hides others of its name. Reports HND1xx, HND2xx, HND302.

    Args:
        layers: content folders, the clinic's own before the shipped one.
    """
    hidden: set[str] = set()
    for layer in layers:
        for name, path in layer.files.items():
            folder, _, rest = name.rpartition("/")
            # Schemas, pictures and notes may lie beside content: only what looks like content is reported.
            if path.suffix != ".yaml":
                _check_ending(store, path, name)
                continue
            # A register hides none: its entries lie over those of the shipped one, id by id (`RecordStore.put`).
            if name in REGISTERS:
                _read_register(store, layer, path, name)
            # A clinic's region may ask for fewer danger signs than the shipped one that it hides (HND321).
            elif name in hidden and folder == "regions":
                _keep_hidden(store, layer, path)
            elif name not in hidden and (name == PAIN_GUIDE or folder in FOLDERS):
                _read_record(store, layer, path, FOLDERS[folder][0] if folder else "pain-guide")
                hidden.add(name)
            elif name not in hidden:
                advice = _nearest_place(folder, rest)
                store.report("HND302", "nothing reads this file", advice, Span(shown(path)))


def _check_ending(store: RecordStore, path: Path, name: str) -> None:
    """A file that would be content under another ending is an error: its author believes it to be in use."""
    folder, _, rest = name.rpartition("/")
    stem, _, ending = rest.partition(".")
    meant = f"{folder}/{stem}.yaml" if folder else f"{stem}.yaml"
    is_place = folder in FOLDERS and re.fullmatch(model.KEBAB, stem)
    # The end of the ending counts: a word processor writes `heel-pain.yaml.txt`.
    if ending.lower().endswith(MISTAKEN) and (is_place or meant in REGISTERS or meant == PAIN_GUIDE):
        advice = f"name it `{meant}`, saved as plain text; other files belong outside this folder"
        store.report("HND311", f"content files end in .yaml, this one in .{ending}", advice, Span(shown(path)))
    elif ending.lower().endswith(("yml", "yaml")):
        store.report("HND302", "nothing reads this file", _nearest_place(folder, rest), Span(shown(path)))


def _nearest_place(folder: str, name: str) -> str:
    """Help for an unused file: the place that it was probably meant for."""
    stem = name.rsplit(".", 1)[0]
    close = folder if folder in FOLDERS else nearest(folder.split("/")[0], FOLDERS)
    guess = f"{close}/{stem}.yaml" if close else None
    if not folder:
        # At the top of a content folder there are registers alone.
        guess = nearest(f"{stem}.yaml", {*REGISTERS, PAIN_GUIDE})
    return f"did you mean `{guess}`?" if guess else f"put it into one of {', '.join(f'{known}/' for known in FOLDERS)}"


def _read(store: RecordStore, layer: Layer, path: Path) -> source.Source:
    data = layer.bytes_of(path, source.MAX_BYTES)
    if data is None:
        return source.Source(None, file=shown(path))
    text = source.read(data, shown(path))
    store.found += text.diagnostics
    return text


def _read_record(store: RecordStore, layer: Layer, path: Path, kind: str) -> None:
    id_ = path.stem
    if not re.fullmatch(model.KEBAB, id_) or len(id_) > 60:
        plain = "-".join(re.findall(r"[a-z0-9]+", id_.lower()))[:60] or "some-name"
        message = f"the file name `{shown(Path(path.name))[:80]}` is not a plain name"
        store.report("HND210", message, f"rename it to {plain}.yaml", Span(shown(path)))
        # Read all the same, so that the faults inside are reported together with that of the name.
        id_ = plain
    text = _read(store, layer, path)
    if text.value is None:
        store.broken[kind].add(id_)  # references to it are no faults: its own finding is enough
        return
    for former, current in FORMER_KEYS.get(kind, {}).items():
        # Renamed as it is read: only `handouts migrate` writes into a clinic's folder.
        text = text.rename_key(former, current)
    if _is_former(store, kind, text, (id_,)):
        return
    store.put(kind, id_, text.value, Location(text), {} if kind == "pain-guide" else {"id": id_})


def _keep_hidden(store: RecordStore, layer: Layer, path: Path) -> None:
    """A region that a file of an earlier layer hides, for what that file no longer asks for."""
    data = layer.bytes_of(path, source.MAX_BYTES) or b""
    text = source.read(data, shown(path))
    record, _ = schema.check(model.Region, text.value, text, {"id": path.stem})
    if isinstance(record, model.Region):
        store.hidden_regions.setdefault(path.stem, record)


def _is_former(store: RecordStore, kind: str, text: source.Source, ids: Iterable[str]) -> bool:
    """Whether only an earlier version could read a file. Reports HND314, and marks its records as broken."""
    if (span := _former_name(kind, text)) is None:
        return False
    advice = "look at `handouts migrate --content DIR`, then add `--write`: it rewrites the files of your folder"
    store.report("HND314", "this name is of an earlier version", advice, span)
    store.broken[kind].update(ids)
    return True


def _former_name(kind: str, text: source.Source) -> Span | None:
    """The first name of a file that only an earlier version could read."""
    if kind == "region" and migration.is_former_country("regions", text.value):
        return text.key(("emergency_number",))
    return migration.first_former(kind, text)


def _read_register(store: RecordStore, layer: Layer, path: Path, name: str) -> None:
    kind = REGISTERS[name][0]
    text = _read(store, layer, path)
    if not isinstance(text.value, dict):
        # Without its register every reference would seem wrong: one finding is enough.
        store.unread.add(kind)
    if text.value is None:
        return
    if not isinstance(text.value, dict):
        message = f"entries by id are expected here, this is {schema.kind_of(text.value)}"
        store.report("HND203", message, "write `some-id:` and its fields below, indented", text.place(()))
        return
    if _is_former(store, kind, text, map(str, text.value)):
        return
    for id_, value in text.value.items():
        if not re.fullmatch(model.KEBAB, id_):
            advice = "lower-case words joined by hyphens"
            store.report("HND210", f"`{id_[:40]}` is not an id", advice, text.key((id_,)))
        store.put(kind, id_, value, Location(text, (id_,)), {})


def read_editions(store: RecordStore, styles: Path) -> None:
    layer = Layer(styles, store.found)
    for name, path in layer.files.items():
        if "/" in name or path.suffix != ".yaml":
            continue
        _read_record(store, layer, path, "edition")
        if not path.with_suffix(".css").is_file():
            message = f"the edition has no stylesheet `{path.stem}.css`"
            store.report("HND301", message, f"write {path.stem}.css beside this file", Span(shown(path)))
