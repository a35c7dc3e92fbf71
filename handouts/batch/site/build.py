"""Writes the pages of a site into the folder of an export: only those that changed, and the history first."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from handouts.batch import contents, manifest, shards
from handouts.batch.contents import FolderLeaflet
from handouts.batch.export import cache
from handouts.batch.export.request import ExportOptions
from handouts.batch.site import changes, cuts, history, pages
from handouts.batch.site.cuts import Cut
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.files.digest import short_digest
from handouts.layout.sandbox import BrokenTemplateError
from handouts.pdf.printing import assets
from handouts.pipeline import workspace
from handouts.pipeline.workspace import Workspace

STATE = "site.json"


@dataclass(frozen=True, slots=True)
class Built:
    """The pages of a site, how many of them were written anew, and what was found."""

    pages: int = 0
    written: int = 0
    found: tuple[Diagnostic, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)  #: of each page and picture in bytes, by its path
    hashes: Mapping[str, str] = field(default_factory=dict)  #: SHA-256 of each page and picture, by its path
    cuts: Mapping[str, Any] = field(default_factory=dict)  #: records of the pictures, by their paths


def built(options: ExportOptions) -> Built:
    """The pages of a site after its export, of the one clinic of the request; nothing is read if nothing changed.

    Reports what `build` does.
    """
    state = options.state_dir / STATE
    made_from = (cache.read(options.state_dir).digest(options.inputs), options.today, _manifest_hash(options.folder))
    key = short_digest(repr(made_from), 32)
    if (pages_ := _unchanged(options.folder, state, key)) is not None:
        return Built(pages_)
    opened = workspace.open_workspace(options.overlay)
    clinic = next(iter(options.request.clinics), None) or opened.default_clinic()
    made = build(options.folder, opened, clinic, options.today)
    if made.found:
        return made
    known = {"key": key, "sizes": made.sizes, "hashes": made.hashes, "cuts": made.cuts}
    lost = writing.save(state, json.dumps(known, sort_keys=True).encode(), alone=True)
    return replace(made, found=tuple(lost))


def known_pages(folder: Path) -> dict[str, str]:
    """The SHA-256 of each page of a site, by its path; none where the folder does not know them."""
    return {path: str(hash_) for path, hash_ in _known(folder, "hashes").items()}


def _known(folder: Path, name: str) -> Mapping[str, Any]:
    """What the last run wrote down under a name; nothing where it cannot be read."""
    state = folder / shards.state_dir(None) / STATE
    try:
        return dict(reading.read_json(state, reading.MAX_STATE, folder)[name])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _manifest_hash(folder: Path) -> str:
    try:
        return reading.hash_of(folder / manifest.NAME, reading.MAX_STATE, folder)
    except OSError:
        return ""


def _unchanged(folder: Path, state: Path, key: str) -> int | None:
    """How many pages there are, if they are those of the last time and nothing that they are made from changed."""
    try:
        known = reading.read_json(state, reading.MAX_STATE, state.parent)
        is_same = (
            known["key"] == key
            and known["hashes"].keys() == known["sizes"].keys()
            and all(
                reading.is_name_inside(path) and (folder / path).stat().st_size == size
                for path, size in known["sizes"].items()
            )
        )
        return sum(path.endswith(".html") for path in known["sizes"]) if is_same else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def build(folder: Path, opened: Workspace, clinic: str, today: datetime.date) -> Built:
    """Writes index, check of a paper, and a page with its picture for each leaflet of the folder's manifest.

    Reports HND931 (manifest, history), HND702 (the folder), HND504 (a template) and what `html.write` reports.
    """
    known, found = manifest.read(folder)
    old, lost = history.read(folder)
    found += lost
    leaflets = contents.leaflets(opened, known, clinic, today)
    if old is None or has_errors(found) or not leaflets:
        return Built(found=tuple(found))
    printed = ((one.document, _parts(one)) for one in leaflets)
    of_leaflets = _cuts(folder, leaflets)
    site = pages.Site(
        opened.library, clinic, leaflets, history.with_versions(old, printed), assets(opened.overlay), of_leaflets
    )
    # Before the pages: one that names a version is never older than the history.
    found += writing.put(folder, history.NAME, history.as_text(site.history).encode())[1]
    written, sizes, hashes = 0, dict[str, int](), dict[str, str]()
    try:
        made = list(pages.pages(site))
    except BrokenTemplateError as fault:
        return Built(found=(*found, fault.diagnostic))
    for cut in of_leaflets.values():
        found += writing.put(folder, cut.path, cut.data)[1] if cut.data else []
        sizes[cut.path], hashes[cut.path] = cut.size, cut.sha256
    for path, page in made:
        data, of_page = pages.finished(path, page, site)
        found += of_page
        if not has_errors(of_page):
            is_new, lost = writing.put(folder, path, data)
            written += is_new
            sizes[path], hashes[path] = len(data), sha256(data).hexdigest()
            found += lost
    found += _without_gone(folder, {path for path, _ in made} | {cut.path for cut in of_leaflets.values()})
    records = {cut.path: cut.record for cut in of_leaflets.values()}
    return Built(len(made), written, tuple(dict.fromkeys(found)), sizes, hashes, records)


def _cuts(folder: Path, leaflets: Sequence[FolderLeaflet]) -> dict[str, Cut]:
    """The pictures by the names of their leaflets."""
    known = _known(folder, "cuts")
    made = {one.slug: cuts.cut(folder, one, known) for one in leaflets}
    return {slug: cut for slug, cut in made.items() if cut}


def _without_gone(folder: Path, made: Collection[str]) -> list[Diagnostic]:
    """Deletes pages and pictures of leaflets that are gone: who kept their address must not find them."""
    there = [path for kind in ("html", "png") for path in (folder / contents.PAGES).glob(f"*.{kind}")]
    gone = {*there} - {folder / path for path in made}
    return [one for path in sorted(gone) for one in writing.delete(path)]


def _parts(one: FolderLeaflet) -> dict[str, str]:
    """The digests of the parts of the version in the folder; none where its file is of another version than today's."""
    is_today = one.leaflet.imprint.version == one.document["version"]
    return changes.digests(one.leaflet) if is_today else {}
