"""A region of the body brings its danger signs, its people and its words; a clinic adds a region with one file."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shipped import SHIPPED

from handouts import library
from handouts.checks.approval_hash import hash_of
from handouts.checks.context import CheckContext
from handouts.checks.danger_signs import required, signs
from handouts.checks.safety import cold_and_heat, new_in_the_shoe
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.model import Condition, GetHelp, Library, Pattern, RequiredSign, SorePart, Spreads, Text, prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request

HELP = {"emergency": ["x"], "same_day": ["x"], "soon": ["x"], "self_refer": ["x"]}
JAW = """\
name: Jaw
sore: {part: your jaw, pain: jaw pain}
called: [jaw, jaws]
danger_signs: [{id: heart}]
ask_who: [physio, doctor]
"""


def library_with(**changed: Condition) -> Library:
    """The shipped library with other conditions in place."""
    return replace(SHIPPED, conditions={**SHIPPED.conditions, **{one.id: one for one in changed.values()}})


#: In short without a warning, which a line under "When to get help" would have to repeat.
CALM = SHIPPED.conditions["heel-spur"].in_short.model_copy(update={"warn": ()})


def moved(id_: str, region: str, **fields: Any) -> Condition:
    """A shipped condition that is about another region, without danger signs and words of its own."""
    own: dict[str, Any] = {"other_regions": (), "sore": None, "danger_signs": ()}
    return SHIPPED.conditions[id_].model_copy(update={**own, "region": region, **fields})


def checked(condition: Condition, records: Library = SHIPPED) -> list[Diagnostic]:
    """What is found about the danger signs of a condition, and about what it puts into a shoe."""
    held = replace(records, conditions={**records.conditions, condition.id: condition})
    context = CheckContext(held, (condition.id,), datetime.date(2026, 11, 1))
    return [finding.diagnostic for check in (signs, new_in_the_shoe) for finding in check(context)]


def made(records: Library, *conditions: str, **more: Any) -> Leaflet:
    leaflet, findings = compose(records, Request(conditions, **more))
    assert leaflet is not None, findings
    return leaflet


def words(text: prose.Prose) -> str:
    return prose.plain_text(text)


# ---------------------------------------------------------------- danger signs


@pytest.mark.parametrize("region", sorted(SHIPPED.regions))
def test_a_condition_is_asked_for_the_danger_signs_of_its_region_and_no_others(region: str) -> None:
    silent = moved("heel-spur", region, get_help=GetHelp.model_validate(HELP), in_short=CALM, advice=())
    names = {t.name for sign in SHIPPED.regions[region].danger_signs for t in SHIPPED.danger_signs[sign.id].patterns}
    assert {finding.message for finding in checked(silent)} == {f"no sign names {name}" for name in names}


def test_an_elbow_is_asked_for_no_calf_and_no_diabetes_and_a_foot_is() -> None:
    asked = {
        region: " ".join(
            one.message for one in checked(moved("heel-spur", region, get_help=GetHelp.model_validate(HELP)))
        )
        for region in ("elbow", "foot-ankle")
    }
    assert "calf" not in asked["elbow"] and "diabetes" not in asked["elbow"] and "shoe" not in asked["elbow"]
    assert "calf" in asked["foot-ankle"] and "diabetes" in asked["foot-ankle"]


def test_diabetes_that_a_foot_does_not_name_is_an_error() -> None:
    found = checked(moved("heel-spur", "foot-ankle", get_help=GetHelp.model_validate(HELP)))
    assert [one.code for one in found if "people with diabetes" in one.message] == ["HND836"]
    assert {one.code for one in found if "people with diabetes" not in one.message} == {"HND831"}


def test_a_condition_may_ask_for_more_signs_than_its_region() -> None:
    silent = moved("heel-spur", "elbow", get_help=GetHelp.model_validate({**HELP, "emergency": ["Broken bone."]}))
    more = silent.model_copy(update={"danger_signs": (RequiredSign(id="clot"),)})
    extra = {one.message for one in checked(more)} - {one.message for one in checked(silent)}
    assert extra == {"no sign names a hot, swollen calf or arm"}


def test_a_sign_in_a_row_that_is_not_urgent_enough_is_reported_at_its_line() -> None:
    help_ = GetHelp.model_validate({**HELP, "self_refer": ["Chest pain."]})
    (finding,) = [one for one in checked(moved("heel-spur", "neck", get_help=help_)) if one.code == "HND832"]
    assert finding.message == "chest pain or breathlessness is under `self_refer`, which is not urgent enough"
    assert finding.help == "move it to `get_help.emergency`, or name the sign there too"


def test_a_sign_more_urgent_than_in_other_leaflets_is_reported_until_its_condition_says_why() -> None:
    calf = GetHelp.model_validate({**HELP, "emergency": ["One calf is hot and swollen."]})
    condition = moved("heel-spur", "elbow", get_help=calf, danger_signs=(RequiredSign(id="clot"),))
    (finding,) = [one for one in checked(condition) if one.code == "HND847"]
    assert finding.message == "a hot, swollen calf or arm is under `emergency`, other leaflets have it under `same_day`"
    own_sign = RequiredSign(id="clot", urgency="emergency", why="it is worse here", source="dvt")
    reasoned = condition.model_copy(update={"danger_signs": (own_sign,)})
    assert "HND847" not in {one.code for one in checked(reasoned)}


def test_a_condition_that_says_why_need_not_name_a_sign_of_its_region() -> None:
    silent = moved("heel-spur", "elbow", get_help=GetHelp.model_validate(HELP))
    free = RequiredSign(id="cold-limb", urgency="none", why="no arm is sore", source="unverified")
    without = silent.model_copy(update={"danger_signs": (free,)})
    missing = {one.message for one in checked(silent)} - {one.message for one in checked(without)}
    assert missing == {"no sign names a cold, pale or blue hand or foot"}


def test_another_urgency_without_its_reason_and_source_is_an_error() -> None:
    for lacking in ({"urgency": "none"}, {"urgency": "soon", "why": "so"}, {"why": "so", "source": "dvt"}):
        with pytest.raises(ValueError, match="needs `urgency`, `why` and `source` together"):
            RequiredSign.model_validate({"id": "clot", **lacking})


def test_of_two_regions_the_more_urgent_holds_and_who_is_not_meant_is_named_under_not_for() -> None:
    arm = moved("heel-spur", "elbow", other_regions=("shoulder",))
    assert (
        required(SHIPPED, arm)["numb-arm"] == "same_day"
        and required(SHIPPED, moved("heel-spur", "elbow"))["numb-arm"] == "soon"
    )
    back = SHIPPED.conditions["sciatica"].model_copy(update={"not_for": Text("children")})
    assert {one.message for one in checked(back)} == {"no sign names pregnancy"}


@pytest.mark.parametrize(
    ("phrase", "text", "is_told"),
    [
        ("numb* between legs", "Numbness between your legs.", True),
        ("numb* between legs", "Between the legs you are numb.", True),
        ("numb* between legs", "Numb hands, and pain between your shoulder blades.", False),
        ("ill", "You feel ill with it.", True),
        ("ill", "Your arm still hurts.", False),
        ("calf hot", "One CALF is hot.", True),
    ],
)
def test_a_line_has_a_sign_when_it_has_all_words_of_an_item(phrase: str, text: str, is_told: bool) -> None:
    assert Pattern(name="x", words=(phrase,)).is_in(text) is is_told


# ---------------------------------------------------------------- people and words


def test_a_podiatrist_is_named_for_feet_alone() -> None:
    elbow = library_with(one=moved("heel-spur", "elbow"))
    both = made(elbow, "heel-spur", "plantar-fasciitis")
    assert words(made(SHIPPED, "heel-spur").help[-1].who) == "Physio or podiatrist"
    assert words(made(elbow, "heel-spur").help[-1].who) == "Physio"
    assert words(both.help[-1].who) == "Physio or podiatrist"


def test_a_country_that_says_whom_to_ask_goes_before_the_region() -> None:
    country = SHIPPED.countries["ie"].model_copy(update={"ask_who": Text("Ask at the desk")})
    asked = replace(SHIPPED, countries={**SHIPPED.countries, "ie": country})
    assert words(made(asked, "heel-spur", clinic="example-ie").help[-1].who) == "Ask at the desk"


def test_a_merge_is_named_after_what_is_sore() -> None:
    elbow = moved("achilles-tendinopathy", "elbow", sore=None)
    leaflet = made(library_with(one=elbow), "achilles-tendinopathy", "plantar-fasciitis")
    assert leaflet.short_title == "Elbow pain and heel pain"
    assert words(leaflet.deck) == "One plan for your elbow and your heel"
    assert leaflet.regions == ("elbow", "foot-ankle")


def test_an_exercise_keeps_its_place_for_a_region_of_the_leaflet_alone() -> None:
    """Calf stretches in a leaflet about a knee are no reason to print one before what matters more."""
    back = ("knee-rolls", "pelvic-tilt", "calf-stretch-wall")
    listed = tuple(p for id_ in back for c in SHIPPED.conditions.values() for p in c.exercises if p.id == id_)
    order = tuple({p.id: p for p in listed}.values())
    low_back = moved("heel-spur", "low-back", exercises=order)
    cards = [card.id for card in made(library_with(one=low_back), "heel-spur", exercises=2).cards]
    both = low_back.model_copy(update={"other_regions": ("foot-ankle",)})
    assert cards == ["knee-rolls", "pelvic-tilt"]
    assert {card.id for card in made(library_with(one=both), "heel-spur", exercises=2).cards} == {
        "knee-rolls",
        "calf-stretch-wall",
    }


# ---------------------------------------------------------------- spreads


def test_spreads_is_printed_under_its_own_heading_or_not_at_all() -> None:
    section = Spreads(title=Text("Your neck"), text=(Text("Your neck may ache too."),))
    elbow, bare = moved("heel-spur", "elbow", spreads=section), moved("heel-spur", "elbow", spreads=None)
    (printed,) = [one for one in made(library_with(one=elbow), "heel-spur").sections if one.key == "spreads"]
    assert (printed.title, words(printed.parts[0].paragraphs[0])) == ("Your neck", "Your neck may ache too.")
    assert [one for one in made(library_with(one=bare), "heel-spur").sections if one.key == "spreads"] == []


def test_a_merge_has_a_section_for_each_heading() -> None:
    section = Spreads(title=Text("Your neck"), text=(Text("Your neck may ache too."),))
    spur = SHIPPED.conditions["heel-spur"].model_copy(update={"spreads": section})
    leaflet = made(library_with(one=spur), "heel-spur", "plantar-fasciitis", "overuse-heel")
    printed = {one.title: words(one.parts[0].paragraphs[0]) for one in leaflet.sections if one.key == "spreads"}
    assert list(printed) == ["Your neck", "Your back"]
    assert printed["Your neck"] == "Your neck may ache too." and "limp" in printed["Your back"]
    apart = made(library_with(one=moved("heel-spur", "elbow", spreads=section)), "heel-spur", "plantar-fasciitis")
    assert [one.key for one in apart.sections if one.key == "spreads"] == []  # it says little beside another region


# ---------------------------------------------------------------- a region of a clinic


@pytest.fixture
def jaw(tmp_path: Path) -> Path:
    """A clinic's folder with a region, and a condition of it that asks for a shipped exercise."""
    for folder in ("regions", "conditions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "regions/jaw.yaml").write_text(JAW, "utf-8")
    shipped = library.data_root() / "content/conditions/heel-spur.yaml"
    shutil.copy(shipped, tmp_path / "conditions/jaw-pain.yaml")
    path = tmp_path / "conditions/jaw-pain.yaml"
    text = (
        path.read_text("utf-8").replace("region: foot-ankle", "region: jaw").replace("reference: HS", "reference: JP")
    )
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("sore:")), "utf-8")
    return tmp_path


def loaded(folder: Path) -> tuple[Library, list[Diagnostic]]:
    return library.load([folder, library.data_root() / "content"], library.data_root() / "styles")


def test_the_foot_of_a_page_has_the_title_where_it_fits() -> None:
    leaflet = made(SHIPPED, "plantar-fasciitis", "low-back-pain")
    assert leaflet.short_title == leaflet.title == "Plantar fasciitis and back pain"


def test_a_region_of_a_clinic_works_as_a_shipped_one(jaw: Path) -> None:
    read, found = loaded(jaw)
    assert [one for one in found if one.is_error] == []
    leaflet = made(read, "jaw-pain")
    assert (leaflet.regions, words(leaflet.help[-1].who)) == (("jaw",), "Physio or GP")
    assert words(made(read, "jaw-pain", "plantar-fasciitis").deck) == "One plan for your jaw and your heel"
    silent = read.conditions["jaw-pain"].model_copy(
        update={"get_help": GetHelp.model_validate(HELP), "danger_signs": (), "in_short": CALM}
    )
    assert {one.message for one in checked(silent, read)} == {"no sign names chest pain or breathlessness"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ask_who", "danger_signs: [{id: clott}]\nask_who", "there is no danger sign `clott`"),
        ("ask_who", "stop_rules: [sharp-pian]\nask_who", "there is no stop rule `sharp-pian`"),
    ],
)
def test_what_a_region_names_must_be_there(jaw: Path, old: str, new: str, message: str) -> None:
    path = jaw / "regions/jaw.yaml"
    text = JAW.replace("danger_signs: [{id: heart}]\n", "").replace(old, new, 1)
    path.write_text(text, "utf-8")
    _, found = loaded(jaw)
    (finding,) = [one for one in found if one.code == "HND301"]
    assert finding.message == message and finding.span and finding.span.file.endswith("jaw.yaml")


def test_a_region_that_does_not_exist_is_reported_where_it_is_named(jaw: Path) -> None:
    (jaw / "regions/jaw.yaml").unlink()
    _, found = loaded(jaw)
    (finding,) = [one for one in found if one.code == "HND301"]
    assert finding.message == "there is no region `jaw`" and finding.span and finding.span.line == 2


def test_every_shipped_region_is_complete() -> None:
    assert {
        "foot-ankle", "knee", "hip", "low-back", "neck", "shoulder", "elbow", "wrist-hand", "whole-body",
    } <= set(SHIPPED.regions)  # fmt: skip
    asked_for = {sign.id for one in SHIPPED.regions.values() for sign in one.danger_signs}
    asked_for |= {sign.id for one in SHIPPED.conditions.values() for sign in one.danger_signs}
    assert asked_for == {id_ for id_, kind in SHIPPED.danger_signs.items() if kind.urgency != "self_refer"}
    assert all(one.called and one.danger_signs for id_, one in SHIPPED.regions.items() if id_ != "whole-body")
    assert (
        SorePart(part=Text("your heel"), pain=Text("heel pain"), name=Text("heel"))
        == SHIPPED.conditions["heel-spur"].sore
    )


# ---------------------------------------------------------------- advice


def tips(leaflet: Leaflet) -> dict[str, str]:
    """What the leaflet says under "What helps", by the id of the block."""
    return {
        Path(tip.field).stem: " ".join(words(sentence) for sentence in (tip.lead, *tip.sentences))
        for tip in leaflet.tips
    }


def test_advice_names_what_is_sore() -> None:
    elbow = library_with(one=moved("heel-spur", "elbow", advice=("ice",)))
    assert "in a damp cloth on your heel for" in tips(made(SHIPPED, "plantar-fasciitis"))["ice"]
    assert "in a damp cloth on your elbow for" in tips(made(elbow, "heel-spur"))["ice"]
    assert "on your heel or your elbow for" in tips(made(elbow, "plantar-fasciitis", "heel-spur"))["ice"]


def test_advice_names_only_what_is_sore_where_it_is_asked_for() -> None:
    """A condition that does not ask for cold gets none, beside one that does."""
    elbow = library_with(one=moved("heel-spur", "elbow", advice=("pacing",)))
    assert "in a damp cloth on your heel for" in tips(made(elbow, "heel-spur", "plantar-fasciitis"))["ice"]


def test_several_sore_parts_are_joined_as_the_text_needs_it() -> None:
    knee = library_with(
        one=moved("heel-spur", "knee", advice=("weight",)),
        two=SHIPPED.conditions["plantar-fasciitis"].model_copy(update={"advice": ("weight",)}),
    )
    assert "less load on your knee and your heel." in tips(made(knee, "heel-spur", "plantar-fasciitis"))["weight"]


def test_warmth_is_for_the_back_and_not_for_the_heel() -> None:
    back, heel = (
        SHIPPED.conditions[id_].model_copy(update={"advice": advice})
        for id_, advice in (("low-back-pain", ("heat",)), ("plantar-fasciitis", ("ice",)))
    )
    said = tips(made(library_with(one=back, two=heel), "low-back-pain", "plantar-fasciitis"))
    assert "a wrapped warm pack on your back for " in said["heat"] and "a damp cloth on your heel for " in said["ice"]


def test_warmth_by_one_condition_and_cold_by_another_for_one_region_are_reported() -> None:
    both = "knee-osteoarthritis", "front-knee-pain"

    def said(*advice: tuple[str, ...], ids: tuple[str, str] = both) -> list[str]:
        changed = {
            id_: SHIPPED.conditions[id_].model_copy(update={"advice": own})
            for id_, own in zip(ids, advice, strict=True)
        }
        found = compose(library_with(**changed), Request(ids))[1]
        return [one.message for one in found if one.code == "HND407" and "the same part" in one.message]

    message = "knee-osteoarthritis advises `heat`, and front-knee-pain `ice` for the same part of the body"
    assert said(("heat",), ("ice",)) == [message]
    assert said(("heat", "ice"), ("ice",)) == []  # it leaves the choice to the reader
    assert said(("heat",), ("pacing",)) == []
    assert said(("heat",), ("ice",), ids=("neck-pain", "tennis-elbow")) == []  # different parts


def test_the_picture_of_a_heel_is_shown_in_leaflets_of_feet_alone() -> None:
    def shows(records: Library, *conditions: str) -> bool:
        return any(tip.plate for tip in made(records, *conditions).tips if tip.field == "advice/ice.yaml")

    elbow = library_with(one=moved("heel-spur", "elbow", advice=("ice",)))
    assert shows(SHIPPED, "plantar-fasciitis")
    assert not shows(elbow, "heel-spur")
    assert shows(elbow, "heel-spur", "plantar-fasciitis")


def test_an_insole_needs_a_word_about_diabetes_in_leaflets_of_feet_alone() -> None:
    block = SHIPPED.advice["arch-support"].model_copy(update={"not_for": None})
    records = replace(SHIPPED, advice={**SHIPPED.advice, "arch-support": block})
    found = {
        region: [one.message for one in checked(moved("heel-spur", region, advice=("arch-support",)), records)]
        for region in ("wrist-hand", "foot-ankle")
    }
    said = "something new goes into the shoe, and nothing speaks of diabetes"
    assert said in found["foot-ankle"] and said not in found["wrist-hand"]


def test_an_approval_covers_the_words_of_a_region() -> None:
    elbow = library_with(one=moved("heel-spur", "elbow"))
    sore = SorePart(part=Text("your arm"), pain=Text("arm pain"))
    changed = {
        one: elbow.regions["elbow"].model_copy(update=update)
        for one, update in (("words", {"sore": sore}), ("views", {"views": ()}))
    }
    hashes = {
        one: hash_of(replace(elbow, regions={**elbow.regions, "elbow": region}), "heel-spur")
        for one, region in changed.items()
    }
    assert hashes["views"] == hash_of(elbow, "heel-spur") != hashes["words"]


def test_a_frozen_shoulder_is_no_cold_pack() -> None:
    def cold(how: str) -> list[str]:
        block = SHIPPED.advice["pacing"].model_copy(update={"how": Text(how)})
        held = replace(SHIPPED, advice={**SHIPPED.advice, "pacing": block}, conditions={})
        one = moved("heel-spur", "shoulder", advice=("pacing",))
        context = CheckContext(replace(held, conditions={one.id: one}), (one.id,), datetime.date(2026, 11, 1))
        return [finding.diagnostic.code for finding in cold_and_heat(context)]

    assert cold("A frozen shoulder is more common with diabetes.") == []
    assert cold("Hold frozen peas on it.") == ["HND833"]
