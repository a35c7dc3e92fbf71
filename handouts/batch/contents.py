"""The leaflets of an export's folder: those of its manifest, composed again, with what people look for."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handouts import pipeline
from handouts.batch.manifest import Entry, Manifest, is_personal
from handouts.batch.target import Target
from handouts.model import Library, prose
from handouts.model.leaflet import Leaflet
from handouts.pipeline import RunOptions, search
from handouts.pipeline.workspace import Workspace

PAGES = "leaflets"  # the folder of the pages of a site
SYSTEMS = {"icd10": "ICD-10", "icd10cm": "ICD-10-CM", "snomed": "SNOMED CT"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a leaflet: its path in the folder, its format, its edition (None: no pages), its pages and SHA-256."""

    path: str
    format: str
    edition: str | None
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FolderLeaflet:
    """A leaflet with its files.

    Attributes:
        slug: the name of its page.
        regions: ids of body regions that it is about; those of a plan are the regions of its exercises.
        codes: codes of classifications, each with the name of its system.
        searched: the fields by which a search finds it.
        document: number, version and days, as the manifest has them.
        plan: the id of the plan whose sheet it is; empty for others.
    """

    slug: str
    leaflet: Leaflet
    regions: tuple[str, ...]
    codes: tuple[str, ...]
    searched: tuple[search.Field, ...]
    document: Mapping[str, str]
    files: tuple[File, ...]
    plan: str = ""

    @property
    def page(self) -> str:
        """The path of its page in the folder."""
        return f"{PAGES}/{self.slug}.html"


def leaflets(workspace: Workspace, manifest: Manifest, clinic: str, today: datetime.date) -> list[FolderLeaflet]:
    """The leaflets of one clinic, single ones first. What cannot be composed today is not among them."""
    files: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    targets: dict[str, Target] = {}
    for name, entry in sorted(manifest.leaflets.items()):
        if not is_personal(entry) and entry["request"]["clinic"] == clinic:
            target = Target.of_plain(entry["request"], None, "html")
            files[target.name].append((name, entry))
            targets[target.name] = target
    made = (_site_leaflet(workspace, target, files[name], today) for name, target in targets.items())
    return sorted(filter(None, made), key=lambda one: (len(one.leaflet.conditions) != 1, one.leaflet.title, one.slug))


def _site_leaflet(
    workspace: Workspace, target: Target, entries: Sequence[tuple[str, Entry]], today: datetime.date
) -> FolderLeaflet | None:
    leaflet = pipeline.run(workspace, target.request, today, RunOptions(on_paper=False)).leaflet
    if leaflet is None:
        return None
    first = entries[0][1]
    codes = [(SYSTEMS[system], one) for system, known in first["codes"].items() for one in known]
    return FolderLeaflet(
        target.name.partition("/")[2].removesuffix(".html"),
        leaflet,
        _regions(workspace.library, target, leaflet),
        tuple(dict.fromkeys(f"{system} {one['code']}" for system, one in codes)),
        tuple(_searched(workspace.library, leaflet, [word for _, one in codes for word in (one["code"], one["term"])])),
        first["document"],
        tuple(File(name, *(entry[key] for key in ("format", "edition", "pages", "sha256"))) for name, entry in entries),
        target.request.plan if target.is_plan else "",
    )


def _regions(library: Library, target: Target, leaflet: Leaflet) -> tuple[str, ...]:
    """Those of its conditions; of a sheet, those of its exercises."""
    named = [region for id_ in target.request.conditions for region in library.conditions[id_].regions]
    return tuple(dict.fromkeys(named or [library.exercises[card.id].region for card in leaflet.cards]))


def _searched(library: Library, leaflet: Leaflet, codes: Sequence[str]) -> Iterator[search.Field]:
    """Names, lay words, symptoms, places and verified codes."""
    yield search.Field("title", 6, leaflet.title, (leaflet.title,))
    yield search.Field("deck", 4, prose.plain_text(leaflet.deck))
    yield search.Field("codes", 6, " ".join(codes))
    for id_ in leaflet.conditions:
        yield from (one for one in search.of_condition(library, library.conditions[id_]) if one.name not in SYSTEMS)
    if leaflet.is_sheet:
        yield search.Field("exercises", 3, " ".join(prose.plain_text(card.name) for card in leaflet.cards))
