"""Leaflets for record systems: the files of each target, what they say of drafts, and what is deleted again."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.plandefinition import PlanDefinition
from fhir.resources.R4B.timing import Timing

from handouts.batch.export import full_run
from handouts.batch.export.request import ExportOptions, ExportRequest
from handouts.batch.records import fhir, write
from handouts.batch.records.write import Records
from handouts.batch.workers.executor import Executor
from handouts.model import Dose
from handouts.pipeline.workspace import open_workspace

from .conftest import UNCHANGED

DAY = datetime.date(2026, 12, 1)
IDS = ("plantar-fasciitis", "heel-fat-pad", "overuse-heel", "heel-first-weeks")
PDF = b"%PDF-1.7 of "


pytestmark = pytest.mark.usefixtures("heel_shipped")


@pytest.fixture
def folder(heel_shipped: Path, kept: Path, tmp_path: Path) -> Path:
    """An export of plain texts, whose manifest has a PDF of each as well: each test has its own copy."""
    if not kept.exists():
        exported(kept)
    return Path(shutil.copytree(kept, tmp_path / "leaflets"))


def exported(place: Path) -> None:
    """Nothing here looks into a PDF."""
    request = ExportRequest(IDS, formats=("text",))
    full_run.export(ExportOptions(request, place, None, DAY, UNCHANGED), executor=Executor())
    manifest = json.loads((place / "manifest.json").read_text("utf-8"))
    for name, entry in list(manifest["leaflets"].items()):
        pdf = name.replace(".txt", "_a4.pdf")
        (place / pdf).write_bytes(PDF + pdf.encode())
        manifest["leaflets"][pdf] = entry | {"format": "pdf", "edition": "a4", "pages": 4}
    (place / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def written(folder: Path, *targets: str, drafts: bool = True) -> Records:
    return write.write(folder, open_workspace(None), "example", targets or tuple(write.TARGETS), drafts, DAY)


def approve(folder: Path, name: str) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for entry_name, entry in manifest["leaflets"].items():
        if name in entry_name:
            entry["document"]["status"] = "approved"
    path.write_text(json.dumps(manifest), "utf-8")


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_openemr_finds_a_pdf_by_code_and_language(folder: Path) -> None:
    written(folder, "openemr")
    assert (folder / "openemr/icd10_m72.2_en.pdf").read_bytes() == PDF + b"example/plantar-fasciitis_a4.pdf"
    assert (folder / "openemr/snomed_202882003_en.pdf").is_file()


def test_a_code_of_two_leaflets_is_reported_and_has_no_file(folder: Path) -> None:
    [finding] = written(folder, "openemr").found
    assert finding.code == "HND934" and "M79.671" in finding.message and "Sore heel pad" in finding.message
    assert not list((folder / "openemr").glob("*m79.671*"))


def test_the_bundle_is_valid_fhir_and_says_what_each_file_is(folder: Path) -> None:
    written(folder, "fhir")
    bundle = read(folder / "fhir/leaflets.json")
    Bundle.model_validate(bundle)
    documents = [entry["resource"] for entry in bundle["entry"]]
    assert len(documents) == len(IDS)
    one = next(document for document in documents if document["identifier"][0]["value"] == "PF-en")
    attachment = one["content"][0]["attachment"]
    target = (folder / "fhir" / attachment["url"]).resolve()
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(target.read_bytes()).digest()
    assert attachment["size"] == target.stat().st_size
    assert {coding["code"] for coding in one["context"]["event"][0]["coding"]} == {"M72.2", "202882003"}
    assert one["docStatus"] == "preliminary" and "Draft, not clinically approved" in one["description"]
    sheet = next(document for document in documents if document["identifier"][0]["value"].startswith("EX-"))
    assert ":" not in sheet["description"] and "(Draft" in sheet["description"]


def test_a_plan_is_a_valid_plan_definition_with_its_doses(folder: Path) -> None:
    written(folder, "fhir")
    plan = read(folder / "fhir/plans/heel-first-weeks.json")
    PlanDefinition.model_validate(plan)
    library = open_workspace(None).library
    assert [action["id"] for action in plan["action"]] == list(library.plans["heel-first-weeks"].exercises)
    for action in plan["action"]:
        dose, repeat = library.exercises[action["id"]].dose, action["timingTiming"]["repeat"]
        assert dose.times_a_day is not None
        often = {"frequency": dose.times_a_day.value, "period": 1, "periodUnit": "d"}
        minutes = {"duration": dose.minutes.value, "durationUnit": "min"} if dose.minutes else {}
        assert repeat == {**minutes, **often}
    assert plan["status"] == "draft"


def test_a_span_of_a_dose_keeps_its_upper_end() -> None:
    foot_roll = open_workspace(None).library.exercises["foot-roll"]
    limits = {"from": 1, "to": 10}
    dose = {"minutes": {"is": 2, "up_to": 5, **limits}, "times_a_day": {"is": 2, "up_to": 3, **limits}}
    repeat = fhir.timing_repeat(foot_roll.model_copy(update={"dose": Dose.model_validate(dose)}), {})
    assert repeat == {
        "duration": 2, "durationMax": 5, "durationUnit": "min", "frequency": 2, "frequencyMax": 3, "period": 1,
        "periodUnit": "d",
    }  # fmt: skip
    Timing.model_validate({"repeat": repeat})
    set_ = fhir.timing_repeat(foot_roll, {"foot-roll.minutes": 3, "foot-roll.times_a_day": 1})
    assert (set_["duration"], set_["frequency"]) == (3, 1)


def test_an_answer_names_the_leaflets_of_a_code(folder: Path) -> None:
    written(folder, "answers")
    index = read(folder / "answers/index.json")
    answer = read(folder / "answers" / index["answers"]["icd10cm"]["M79.671"]["en"])
    assert [one["title"] for one in answer["leaflets"]] == ["Overuse heel pain", "Sore heel pad"]
    assert {one["notice"] for one in answer["leaflets"]} == {"Draft, not clinically approved"}
    assert all((folder / file["path"]).is_file() for one in answer["leaflets"] for file in one["files"])


def test_without_drafts_only_approved_leaflets_are_given_and_old_files_go(folder: Path) -> None:
    written(folder)
    approve(folder, "plantar-fasciitis")
    records = written(folder, drafts=False)
    assert (records.leaflets, records.drafts_left_out) == (1, len(IDS) - 1)
    assert {path.name for path in (folder / "openemr").iterdir()} == {"icd10_m72.2_en.pdf", "snomed_202882003_en.pdf"}
    [entry] = read(folder / "fhir/leaflets.json")["entry"]
    assert entry["resource"]["docStatus"] == "final" and "Draft" not in entry["resource"]["description"]
    assert not (folder / "fhir/plans/heel-first-weeks.json").exists()
    [answer] = read(folder / "answers/icd10/M72.2/en.json")["leaflets"]
    assert "notice" not in answer


def test_the_same_leaflets_give_the_same_bytes(folder: Path) -> None:
    written(folder)
    before = {
        path: path.read_bytes() for target in write.TARGETS for path in (folder / target).rglob("*.*") if path.is_file()
    }
    written(folder)
    assert {path: path.read_bytes() for path in before} == before and len(before) > 10
