"""`handouts migrate` rewrites a folder of an earlier version: nothing is lost, and the rest stays as it was written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handouts import library
from handouts.cli.program import program
from handouts.diagnostics import Diagnostic
from handouts.library import migration, source
from handouts.model import Library

pytestmark = pytest.mark.usefixtures("read_once")

FORMER = Path(__file__).parent / "former"
NEW_LINES = {
    "region: foot-ankle", "region: whole-body", "other_regions: [low-back]", "sore: {part: your heel, pain: heel pain}",
    "title: Your back", "text:", "from: 1",
}  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """The folder of a clinic as an earlier version read it."""
    return Path(shutil.copytree(FORMER, tmp_path / "clinic"))


def migrate(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(program, ["migrate", "--content", str(folder), *more])


def loaded(folder: Path) -> tuple[Library, list[Diagnostic]]:
    read, found = library.load([folder, library.data_root() / "content"], library.data_root() / "styles")
    own = [one for one in found if one.span and str(folder) in one.span.file]
    return read, [one for one in own if one.code != "HND303"]  # the exercises have no drawings


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in sorted(folder.rglob("*.yaml"))}


def values(folder: Path) -> dict[str, object]:
    return {name: source.read(text, name).value for name, text in texts(folder).items()}


def test_names_of_an_earlier_version_are_reported_with_the_way_out(clinic: Path) -> None:
    _, found = loaded(clinic)
    places = {(Path(one.span.file).name, one.span.text and one.span.text[one.span.column - 1 :].strip())
              for one in found if one.code == "HND314" and one.span}  # fmt: skip
    assert places == {
        ("town.yaml", 'region: "home"  # ours'), ("home.yaml", 'emergency_number: "999"'),
        ("wall-lean.yaml", "heel   # the sole"), ("sole-roll.yaml", "back"),
        ("sore-heel.yaml", "reaches_back:"), ("danger-signs.yaml", "tells:  # the words of its lines"),
    }  # fmt: skip
    assert all("handouts migrate --content" in one.help for one in found if one.code == "HND314")
    # What refers to them is not reported as well; advice that names no region is no older than it looks.
    assert {one.code for one in found} == {"HND314", "HND201"}


def test_the_difference_is_shown_and_nothing_is_changed(clinic: Path) -> None:
    before = texts(clinic)
    shown = migrate(clinic)
    assert (shown.exit_code, texts(clinic)) == (1, before)
    for line in ('-region: "home"  # ours', '+country: "home"  # ours', "-reaches_back:", "+spreads:"):
        assert line in shown.stdout.splitlines()
    assert "7 files to rewrite: add --write" in shown.stderr


def test_a_rewritten_folder_is_read_without_findings(clinic: Path) -> None:
    assert migrate(clinic, "--write").exit_code == 0
    read, found = loaded(clinic)
    assert found == []
    condition = read.conditions["sore-heel"]
    assert (condition.region, condition.other_regions) == ("foot-ankle", ("low-back",))
    assert condition.spreads and condition.spreads.text == ("A limp can make your back ache.",)
    assert read.countries["home"].ask_who == "Physio or podiatrist" and read.clinics["town"].country == "home"
    assert read.exercises["wall-lean"].region == "foot-ankle"
    assert read.advice["cool"].region == "whole-body"


def test_nothing_is_lost_but_names(clinic: Path) -> None:
    before = values(clinic)
    migrate(clinic, "--write")
    after = values(clinic)
    after["regions/home.yaml"] = after.pop("countries/home.yaml")
    for name, value in after.items():
        assert isinstance(value, dict)
        if name.startswith(("conditions/", "advice/")):
            assert value.pop("region") in ("foot-ankle", "whole-body")
        if name.startswith("conditions/"):
            del value["other_regions"], value["sore"]
            value["reaches_back"] = value.pop("spreads")["text"]
            assert [rule.pop("from") for rule in (*value["forbids"], *value["delays"])] == [1, 1]
            value["forbids"][0]["load"] = {"arm-high": "overhead"}[value["forbids"][0].pop("movement")]
            value["delays"][0]["load"] = {"impact": "heel-impact"}[value["delays"][0].pop("movement")]
            value["governance"]["sources"][0]["supports"][1] = "reaches_back"
            assert value["accepted"][0]["at"] == "spreads.text[0]"
            value["accepted"][0]["at"] = "reaches_back[0]"
        if name.startswith("exercises/"):
            value["region"] = {"foot-ankle": "heel", "low-back": "back"}[value["region"]]
            assert set(value["loads"].values()) == {2}
            value["loads"] = [{new: old for old, new in migration.MOVEMENTS.items()}[one] for one in value["loads"]]
            if "sides" in value["dose"]:
                value["dose"]["legs"] = value["dose"].pop("sides")
        if name == "danger-signs.yaml":
            value["locked-jaw"]["tells"] = value["locked-jaw"].pop("patterns")
        if name.startswith("clinics/"):
            value["region"] = value.pop("country")
    assert after == before


def test_comments_and_order_stay(clinic: Path) -> None:
    before = texts(clinic)
    migrate(clinic, "--write")
    after = texts(clinic)
    after["regions/home.yaml"] = after.pop("countries/home.yaml").replace("country.json", "region.json")
    for name, text in before.items():
        names = {
            "country:": "region:", "spreads": "reaches_back", "sides:": "legs:", "movement:": "load:",
            "{ankle-up-loaded: 2, calf-loaded: 2}": "[ankle-up, calf-load]", "kneel: 2": "- kneeling",
            "arm-high, from: 1": "overhead", "impact": "heel-impact", "patterns:": "tells:",
        }  # fmt: skip
        kept = [line.strip() for line in after[name].split("\n") if line.strip() not in NEW_LINES]
        for new, old in {**names, "foot-ankle": "heel", "low-back": "back"}.items():
            kept = [line.replace(new, old) for line in kept]
        kept = [line.replace("reaches_back.text", "reaches_back") for line in kept]
        assert kept == [line.strip() for line in text.split("\n")], name


def test_a_second_run_finds_nothing_to_rewrite(clinic: Path) -> None:
    migrate(clinic, "--write")
    again = migrate(clinic)
    assert (again.exit_code, again.stdout, again.stderr.strip()) == (0, "", "0 files to rewrite")


def test_line_ends_and_the_mark_of_windows_stay(clinic: Path) -> None:
    path = clinic / "conditions/sore-heel.yaml"
    text = "\ufeff" + path.read_text("utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert migrate(clinic, "--write").exit_code == 0
    after = path.read_bytes().decode()
    assert after.startswith("\ufeff# yaml") and after.count("\r\n") == after.count("\n") and "\r\r" not in after
    assert loaded(clinic)[1] == []


@pytest.mark.parametrize(
    "former", ["reaches_back: [A limp can make your back ache.]", "reaches_back:\n- A limp can make\n  your back ache."]
)
def test_a_list_in_any_form_becomes_the_text_of_spreads(clinic: Path, former: str) -> None:
    path = clinic / "conditions/sore-heel.yaml"
    text = path.read_text("utf-8")
    start, end = text.index("reaches_back:"), text.index("\n\n# In time.")
    path.write_text(text[:start] + former + text[end:], "utf-8")
    migrate(clinic, "--write")
    read, found = loaded(clinic)
    assert found == [] and read.conditions["sore-heel"].spreads
    assert read.conditions["sore-heel"].spreads.text == ("A limp can make your back ache.",)


def test_a_file_with_faults_is_left_alone_and_reported(clinic: Path) -> None:
    path = clinic / "clinics/town.yaml"
    path.write_text(path.read_text("utf-8") + "hours: [\n", "utf-8")
    before = path.read_text("utf-8")
    result = migrate(clinic, "--write")
    assert result.exit_code == 1 and "HND101" in result.stderr and path.read_text("utf-8") == before
    assert "6 files rewritten" in result.stderr


def test_a_country_that_is_there_already_is_not_overwritten(clinic: Path) -> None:
    (clinic / "countries").mkdir()
    (clinic / "countries/home.yaml").write_text("locale: en_GB\n", "utf-8")
    result = migrate(clinic, "--write")
    assert result.exit_code == 1 and "HND003" in result.stderr
    assert (clinic / "countries/home.yaml").read_text("utf-8") == "locale: en_GB\n"
    assert (clinic / "regions/home.yaml").is_file()
