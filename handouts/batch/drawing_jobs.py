"""What there is to draw: the poses and pictures of the content, and why a figure cannot be begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts import library as libraries
from handouts.diagnostics import Diagnostic, Span, unknown_name
from handouts.library import scope
from handouts.model.people import USUAL
from handouts.model.poses import InheritanceError, WrittenPoses, inheritance_chain, resolved_pose
from handouts.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from handouts.model import Library, PainMap

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """The words of `draw`."""

    ids: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False
    body: str = USUAL
    side: str = "right"
    png: bool = False
    sheet: Path | None = None
    content: Path | None = None
    output: Path | None = None

    @property
    def usual(self) -> bool:
        """Is it the drawing that every leaflet can print?"""
        return self.body == USUAL and self.side == "right"

    @property
    def keeps(self) -> bool:
        """Are drawings put where leaflets look for them?"""
        looking = self.side == "left" or (not self.usual and (self.png or self.sheet is not None))
        return self.output is None and not looking

    @property
    def folders(self) -> list[Path]:
        """Where cards lie, first hit first: where leaflets look for them, or the folder that was given."""
        if self.output and self.side == "right":
            return [self.output]
        return [folder / "figures" for folder in libraries.content_folders(self.content)]


@dataclass(frozen=True, slots=True)
class Job:
    """One figure to draw: the record that asks for it, and how it is described there."""

    kind: str
    id: str
    described: Mapping[str, Any]
    places: Sequence[Mapping[Place, Span]]  # of its own file, then of those that its pose is like
    field: str

    def span_of(self, where: Place) -> Span | None:
        """The place of a value, or of a key where the path ends in `KEY`."""
        path = (self.field, *where)
        return next((places[path] for places in self.places if path in places), None)

    @property
    def file(self) -> Path:
        return Path(self.places[0][()].file)

    @property
    def written_in(self) -> set[str]:
        """The names of the files that describe it."""
        return {Path(places[()].file).stem for places in self.places}


def jobs(workspace: Workspace) -> dict[str, Job]:
    """Everything that is described well enough to be drawn, by id."""
    library = workspace.library
    chosen: list[tuple[str, str, PainMap | None]] = [
        *(("condition", one.id, one.picture) for one in library.conditions.values()),
        *(("advice", one.id, one.picture) for one in library.advice.values()),
    ]
    found = [
        Job(kind, id_, one.model_dump(exclude_unset=True, by_alias=True), [library.places[kind, id_]], "picture")
        for kind, id_, one in chosen
        if one is not None
    ]
    return {job.id: job for job in sorted([*found, *_posed(library)], key=lambda job: job.id)}


def _posed(library: Library) -> Iterator[Job]:
    """Every exercise whose pose is whole, with what it takes from others."""
    written = WrittenPoses(library.exercises)
    for id_ in written:
        with suppress(InheritanceError):
            places = [library.places["exercise", one] for one in inheritance_chain(id_, written)]
            yield Job("exercise", id_, resolved_pose(id_, written), places, "pose")


def chosen(options: DrawOptions, known: Mapping[str, Job]) -> list[Job]:
    """The figures with the given ids, or all."""
    return (
        list(known.values())
        if options.everything
        else [known[id_] for id_ in dict.fromkeys(options.ids) if id_ in known]
    )


def faults(options: DrawOptions, known: Mapping[str, Job], workspace: Workspace) -> list[Diagnostic]:
    """Why a figure cannot even be begun: the errors of its file, a missing pose, an unknown name. Reports HND001."""
    found: list[Diagnostic] = []
    for folder in ("exercises", "conditions", "advice"):
        for id_ in sorted(scope.unreadable(workspace.findings, folder) - {*known}):
            if options.everything or id_ in options.ids:
                found += [
                    one for one in workspace.findings if one.span and scope.key(one.span.file) == f"{folder}/{id_}"
                ]
    broken = {Path(one.span.file).stem for one in found if one.span}
    return found + [_unknown(id_, known, workspace) for id_ in options.ids if id_ not in known and id_ not in broken]


def _unknown(id_: str, known: Mapping[str, Job], workspace: Workspace) -> Diagnostic:
    library = workspace.library
    if id_ in library.exercises and (pose := library.exercises[id_].pose) and pose.like:
        span = library.span("exercise", id_, "pose", "like")
        return Diagnostic("HND601", f"`{id_}` is like `{pose.like}`, whose pose cannot be read", "mend that one", span)
    if id_ in library.exercises:
        span = library.span("exercise", id_, "name")
        return Diagnostic("HND303", f"`{id_}` has no drawing", "give it a `pose:`, then draw it", span)
    if id_ in library.conditions or id_ in library.advice:
        return Diagnostic("HND001", f"`{id_}` asks for no picture", "give it a `picture:`, then draw it")
    return unknown_name("figure", id_, known)
