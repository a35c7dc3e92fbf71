"""The exercises and doses of a choice → a plan in the clinic's folder. Nothing of a person is in it."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from handouts import compose, library
from handouts.compose import settings
from handouts.desk.choice import DeskChoice
from handouts.desk.composing import Composer
from handouts.files import writing
from handouts.model import Dose, Library, Plan
from handouts.model.request import Request
from handouts.pdf import fonts
from handouts.pipeline import skeletons
from handouts.pipeline.workspace import Workspace, open_workspace

MOST_PLANS = 200  # in the folder of a clinic, so that no page fills the disk
ROLE = "saved at the leaflet desk"

#: Why a plan cannot be saved, as the page words it.
Reason = Literal["no-folder", "read-only", "full", "taken", "title", "settle"]


_TITLE = re.compile(r"[\w ,.;:!?'‘’“”()/+&#–-]+")  # nothing that marks, names or turns a text

_FILE = """\
title: {title}
purpose: {purpose}
exercises: [{exercises}]
{settings}governance:
  status: draft
  owner: {owner}
  authors:
    - {{name: {owner}, role: {role}}}
  reviewers: []
  version: "0.1.0"
  issued: {issued}
  review_by: {review}
  sources:
    - {{id: unverified, supports: [{supports}]}}
"""


class RefusedError(Exception):
    """Why nothing was saved; `detail` is what the system says of the folder."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def folder_of(workspace: Workspace) -> Path | None:
    """The folder of the clinic's plans; None where the content is the shipped one alone."""
    overlay = workspace.overlay
    if overlay is None or overlay.resolve() == (library.data_root() / "content").resolve():
        return None
    return overlay / "plans"


def save(
    workspace: Workspace, clinic: str, choice: DeskChoice, title: str, today: datetime.date
) -> tuple[str, Workspace]:
    """Saves the exercises and doses of a choice as a plan. Returns its id, and the content read again.

    Raises RefusedError; then the folder is as it was.
    """
    folder = folder_of(workspace)
    if folder is None:
        raise RefusedError("no-folder")
    plan = _plan(workspace, clinic, choice, " ".join(title.split()), today)
    path = folder / f"{plan.id}.yaml"
    if path.exists() or path.is_symlink():
        raise RefusedError("taken")
    if folder.is_dir() and sum(1 for _ in folder.glob("*.yaml")) >= MOST_PLANS:
        raise RefusedError("full")
    if found := writing.make_folder(folder) or writing.save(path, _text(plan).encode()):
        raise RefusedError("read-only", found[0].message)
    return plan.id, open_workspace(workspace.overlay)


def _plan(workspace: Workspace, clinic: str, choice: DeskChoice, title: str, today: datetime.date) -> Plan:
    """The plan as a record. Raises RefusedError."""
    records = workspace.library
    id_ = skeletons.plain_name(title)
    if not _TITLE.fullmatch(title) or fonts.missing_glyphs(title):
        raise RefusedError("title")
    if id_ in records.plans or title.casefold() in [one.title.casefold() for one in records.plans.values()]:
        raise RefusedError("taken")
    composed = Composer(workspace, clinic).composed(replace(choice, blank=False, name="", note=""), today)
    ids = [one["id"] for one in composed.exercises if one["printed"]]
    doses = dict(_doses(records, composed.request, ids))
    if composed.result.leaflet is None or settings.check(doses, records, ids):
        raise RefusedError("settle")
    owner = records.clinics[clinic].name
    governance = {
        "status": "draft", "owner": owner, "authors": [{"name": owner, "role": ROLE}], "reviewers": [],
        "version": "0.1.0", "issued": str(today), "review_by": str(skeletons.review_day(today)),
        "sources": [{"id": "unverified", "supports": ["exercises", "settings"] if doses else ["exercises"]}],
    }  # fmt: skip
    try:
        return Plan.model_validate(
            {
                "id": id_, "title": title, "purpose": f"Chosen often at {owner}"[:200], "exercises": ids,
                "settings": doses, "governance": governance,
            }
        )  # fmt: skip
    except ValueError:  # of the model: the title
        raise RefusedError("title") from None


def _doses(records: Library, request: Request, ids: list[str]) -> Iterator[tuple[str, int]]:
    """The doses that differ from those of the exercises: what was chosen, and what the conditions prescribe."""
    for id_, dose in compose.usual_doses(records, request, ids).items():
        own = records.exercises[id_].dose
        for word, field in Dose.ADJUSTABLE.items():
            now, usual = getattr(dose, field), getattr(own, field)
            if now is not None and usual is not None and now.value != usual.value:
                yield f"{id_}.{word}", now.value
    for key, value in request.settings.items():
        if key.partition(".")[0] in ids and key.count(".") == 2:  # of one side, or from a week on
            yield key, value


def _text(plan: Plan) -> str:
    """The file. Text in JSON is text in YAML, whatever is in it."""
    governance = plan.governance
    values = {
        "title": plan.title, "purpose": plan.purpose, "owner": governance.owner, "role": ROLE,
        "issued": str(governance.issued), "review": str(governance.review_by),
    }  # fmt: skip
    doses = "".join(f"\n  {key}: {value}" for key, value in plan.settings.items())
    return _FILE.format(
        **{name: json.dumps(value, ensure_ascii=False) for name, value in values.items()},
        exercises=", ".join(plan.exercises), settings=f"settings:{doses}\n" if doses else "",
        supports=", ".join(governance.sources[0].supports),
    )  # fmt: skip
