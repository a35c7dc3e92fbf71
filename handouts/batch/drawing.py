"""The work of `handouts draw`: draw what was chosen, keep it.

Nothing here prints: the caller reports `Done` and the findings. `figures` is imported when it is used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from handouts.batch.drawing_jobs import DrawOptions, Job
from handouts.diagnostics import Diagnostic, has_errors
from handouts.files import reading, writing
from handouts.library.pictures import MAX_DRAWING
from handouts.model.people import kept_name
from handouts.model.poses import RIG, drawing_key
from handouts.pipeline import machine
from handouts.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Done:
    """The state of a figure: its card, its SVG by file name, its findings, whether it was drawn, and its new files."""

    id: str
    card: Mapping[str, Any] = field(default_factory=dict)
    svgs: Mapping[str, str] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()
    drawn: bool = True
    written: tuple[Path, ...] = ()

    @property
    def frames(self) -> list[tuple[str, str]]:
        """Name and SVG of each frame, in order."""
        return [(frame["name"], self.svgs[frame["svg"]]) for frame in self.card.get("frames", ())]


def unready() -> Diagnostic | None:
    """HND607 for a package that drawing lacks, or None."""
    try:
        for tool in machine.DRAWING_TOOLS:
            import_module(tool)
    except ImportError as fault:
        if (fault.name or "").partition(".")[0] not in machine.DRAWING_TOOLS:
            raise
        advice = f"{machine.installing_drawing()}; leaflets are printed from kept drawings without it"
        return Diagnostic("HND607", f"drawing needs `{fault.name}`, which is not installed", advice)
    return None


# ---------------------------------------------------------------- drawing


def stale(job: Job, options: DrawOptions, workspace: Workspace) -> bool:
    """Must it be drawn anew? Not when what lies there is of this pose, this body and this manner of drawing."""
    if not options.everything or options.force:
        return True
    kept = read(job, options)
    if kept is None or (kept.id not in workspace.library.figures and not options.output):
        return True
    made_from = tuple(kept.card.get(name) for name in ("drawing_key", "rig", "body"))
    return made_from != (drawing_key(job.described), RIG, options.body)


def read(job: Job, options: DrawOptions) -> Done | None:
    """A drawing as it was kept, or None where none can be read."""
    for folder in options.folders:
        path = folder / f"{kept_name(job.id, options.body)}.json"
        if path.is_file():
            with suppress(OSError, ValueError, KeyError, TypeError):
                card = reading.read_json(path, MAX_DRAWING, folder)
                names = [frame["svg"] for frame in card["frames"]]
                svgs = {name: reading.read_text(folder / name, MAX_DRAWING, folder) for name in names}
                return Done(path.stem, card, svgs, drawn=False)
            return None
    return None


def drawn(job: Job, options: DrawOptions) -> Done:
    """The figure, drawn now. Reports HND601 to HND606."""
    from handouts.figures import kept
    from handouts.figures.draw import draw
    from handouts.figures.pain_map import draw_pain_map

    make = draw if job.kind == "exercise" else draw_pain_map
    drawing, found = make(job.id, job.described, job.span_of, options.body)
    name = kept_name(job.id, options.body)
    if drawing is None:
        return Done(name, found=tuple(found))
    files = kept.as_files(drawing)
    return Done(name, json.loads(files.pop(f"{name}.json")), files, tuple(found))


def worked(
    options: DrawOptions, workspace: Workspace, todo: Sequence[Job], report: Callable[[str], None]
) -> Iterator[Done]:
    """Draws the figures that need it, keeps them and saves the pictures. Calls `report` with each name first."""
    for job in todo:
        report(job.id)
        kept = None if stale(job, options, workspace) else read(job, options)
        one = kept or drawn(job, options)
        files = keep(job, options, one) if kept is None else {}
        files |= save_pngs(one, options) if options.png else {}
        lost = tuple(fault for faults_ in files.values() for fault in faults_)
        yield replace(one, found=(*one.found, *lost), written=() if lost else tuple(files))


# ---------------------------------------------------------------- keeping


def home(job: Job, options: DrawOptions) -> Path:
    """Where a drawing belongs: the content that its record comes from; your own when it or its person is yours."""
    own, *shipped = [options.output] if options.output else options.folders
    inside = job.file.resolve().is_relative_to(own.parent.resolve())
    return own if not shipped or inside or not options.usual or (own / f"{job.id}.json").exists() else shipped[0]


def keep(job: Job, options: DrawOptions, one: Done) -> dict[Path, list[Diagnostic]]:
    """Writes a drawing, the card last; frames of an older drawing go.

    One with errors is written only into the folder that was given, to look at, and without the card by which leaflets
    find it.

    Returns: the files, each with its findings (HND702).
    """
    is_wrong = has_errors(one.found)
    if not one.card or not (options.output or (options.keeps and not is_wrong)):
        return {}
    folder, before = home(job, options), read(job, options)
    files = pictures(one, options) if is_wrong or options.side == "left" else _files(one)
    found = _save(folder, files)
    has_old = before is not None and options.side == "right" and not is_wrong and not any(found.values())
    for name in {*before.svgs} - {*files} if before and has_old else ():
        with suppress(OSError):
            (folder / name).unlink()
    return found


def _save(folder: Path, files: Mapping[str, bytes]) -> dict[Path, list[Diagnostic]]:
    if lost := writing.make_folder(folder):
        return {folder: lost}
    return {folder / name: writing.save(folder / name, data) for name, data in files.items()}


def _files(one: Done) -> dict[str, bytes]:
    """What a leaflet reads: frames, and the card last."""
    card = json.dumps(one.card, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    return {**{name: one.svgs[name].encode() for name in sorted(one.svgs)}, f"{one.id}.json": card.encode()}


def pictures(one: Done, options: DrawOptions, ending: str = "svg") -> dict[str, bytes]:
    """Each frame as a file to look at, of the side of the options."""
    from handouts.figures.render import preview

    found: dict[str, bytes] = {}
    for frame, svg in one.frames:
        shown, side = (preview.mirrored(svg), "-left") if options.side == "left" else (svg, "")
        found[f"{one.id}-{frame}{side}.{ending}"] = preview.png(shown) if ending == "png" else shown.encode()
    return found


def save_pngs(one: Done, options: DrawOptions) -> dict[Path, list[Diagnostic]]:
    """Into the folder that was given, else into this one. Returns: the files, each with its findings (HND702)."""
    return _save(options.output or Path(), pictures(one, options, "png"))


def save_sheet(all_: Sequence[Done], options: DrawOptions) -> list[Diagnostic]:
    """All figures on one page. Reports HND702."""
    from handouts.figures.render import preview

    assert options.sheet is not None
    cards = [
        preview.Card(one.id, tuple(data.decode() for data in pictures(one, options).values()), has_errors(one.found))
        for one in all_
        if one.frames
    ]
    return writing.save(options.sheet, preview.sheet(cards)) if cards else []
