"""The rows of signs of danger: the number to call first, the signs of each part of the body together."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from printed_signs import PAIRS, called, made, rows, signs
from shipped import SHIPPED

from handouts.compose import compose
from handouts.model import prose
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request


def under(leaflet: Leaflet, key: str) -> dict[str, list[str]]:
    """The signs of a row that each part of the body leads."""
    by_part = dict[str, list[str]]()
    for part, printed in led(leaflet, key):
        by_part.setdefault(part, []).extend(printed)
    return by_part


def led(leaflet: Leaflet, key: str) -> list[tuple[str, list[str]]]:
    """The signs of a row in the order of print, those that one part leads together."""
    [row] = [row for row in leaflet.help if row.key == key]
    return [(group.lead, [prose.plain_text(sign.text) for sign in group.signs]) for group in row.groups]


def test_signs_to_call_for_stand_by_kind_the_worst_first() -> None:
    kinds = [kind for kind in SHIPPED.danger_signs.values() if kind.call]
    printed = called(made("neck-pain", "knee-osteoarthritis", "low-back-pain"))
    places = [
        next(n for n, kind in enumerate(kinds) if any(one.is_in(sign) for one in kind.patterns)) for sign in printed
    ]
    assert places == sorted(places) and len({*places}) > 3


@pytest.mark.parametrize("conditions", [*((id_,) for id_ in SHIPPED.conditions), *PAIRS[::9]])
def test_chest_pain_stands_alone_first_and_once(conditions: tuple[str, ...]) -> None:
    leaflet = made(*conditions)
    asks = any("Chest pain, or" in sign for id_ in conditions for sign in SHIPPED.conditions[id_].get_help.emergency)
    chest = [sign for sign in signs(leaflet) if "chest pain" in sign.casefold()]
    assert chest == (["Chest pain, or you cannot catch your breath."] if asks else [])
    assert called(leaflet)[: len(chest)] == chest


@pytest.mark.parametrize(
    "conditions",
    [("neck-pain", "carpal-tunnel"), ("plantar-fasciitis", "knee-osteoarthritis"), ("sciatica", "hip-osteoarthritis")],
)
def test_the_signs_of_a_part_stand_as_its_condition_writes_them(conditions: tuple[str, ...]) -> None:
    for key in ("emergency", "same_day", "soon"):
        for _, printed in led(made(*conditions), key):
            for id_ in conditions:
                own = [sign for sign in rows(made(id_))[key] if sign in printed]
                assert [sign for sign in printed if sign in own] == own


def test_signs_of_a_part_are_together_behind_those_of_any() -> None:
    leaflet = made("hip-osteoarthritis", "neck-pain")
    any_part, hip, neck = led(leaflet, "same_day")
    assert [part for part, _ in (any_part, hip, neck)] == ["", "Hip", "Neck"]
    assert any_part[1] == ["A joint is hot and very sore, or is sore and you have a fever."]
    assert hip[1][-1].startswith("One calf is hot")
    assert [sign for sign in neck[1] if "neck" in sign.casefold()] == [neck[1][0], neck[1][2]]
    assert any("stiff for over 30 minutes" in sign for sign in under(leaflet, "soon")["Hip"])
    assert [*under(leaflet, "self_refer")] == [""]


@pytest.mark.parametrize("conditions", PAIRS[::9])
def test_a_part_leads_its_signs_once_in_a_row(conditions: tuple[str, ...]) -> None:
    for key in ("emergency", "same_day", "soon"):
        leads = [lead for lead, _ in led(made(*conditions), key)]
        assert len(leads) == len({*leads})


#: The most signs of a leaflet under Now, Today and Soon, besides those to call for.
MOST_SIGNS = {1: (5, 5, 5), 2: (6, 7, 6)}


@pytest.mark.parametrize(
    "conditions",
    [*((id_,) for id_ in SHIPPED.conditions), *map(tuple, map(str.split, (
        "plantar-fasciitis heel-spur", "low-back-pain sciatica", "achilles-tendinopathy ankle-sprain",
        "plantar-fasciitis knee-osteoarthritis", "neck-pain carpal-tunnel",
    )))],
)  # fmt: skip
def test_a_row_has_few_signs(conditions: tuple[str, ...]) -> None:
    leaflet = made(*conditions)
    most = MOST_SIGNS[len(leaflet.regions) if len(conditions) == 1 else 2]
    for row, most_of_row in zip(leaflet.help, most, strict=False):
        assert sum(len(group.signs) for group in row.groups) <= most_of_row, row.key


# ---------------------------------------------------------------- signs that come from another part of the body


def from_elsewhere(*conditions: str) -> list[str]:
    return [
        sign for sign in signs(made(*conditions)) if re.search("between your legs|bladder|both legs|unsteady", sign)
    ]


@pytest.mark.parametrize("id_", ["plantar-fasciitis", "heel-spur", "heel-bursitis", "heel-fat-pad", "overuse-heel"])
def test_a_sore_heel_has_no_signs_of_the_back(id_: str) -> None:
    assert from_elsewhere(id_) == [] and from_elsewhere(id_, "knee-osteoarthritis") == []


@pytest.mark.parametrize(
    ("id_", "part", "beside"), [("tarsal-tunnel", "back", "low-back-pain"), ("carpal-tunnel", "neck", "neck-pain")]
)
def test_what_comes_from_another_part_is_one_sign_that_names_it_and_is_left_to_it(
    id_: str, part: str, beside: str
) -> None:
    (sign,) = from_elsewhere(id_)
    assert sign.startswith(f"If your {part} hurts")
    assert from_elsewhere(id_, beside) == from_elsewhere(beside) and sign not in signs(made(id_, beside))


def test_what_names_a_part_of_another_condition_stays_with_its_own() -> None:
    today = under(made("plantar-fasciitis", "low-back-pain"), "same_day")
    assert any("foot drops" in sign for sign in today["Back"])


@pytest.mark.parametrize(
    ("conditions", "key", "sign"),
    [
        (("plantar-fasciitis", "knee-osteoarthritis"), "same_day", "A hot, very sore heel or joint"),
        (("frozen-shoulder", "plantar-fasciitis"), "soon", "Other joints swell, you have gout or psoriasis, or both"),
        (("hip-osteoarthritis", "tennis-elbow"), "soon", "The pain gets worse, stops your daily life, or your hip"),
    ],
)
def test_what_unites_signs_of_several_parts_stands_under_no_single_one(
    conditions: tuple[str, ...], key: str, sign: str
) -> None:
    by_part = under(made(*conditions), key)
    assert [part for part, signs in by_part.items() if any(one.startswith(sign) for one in signs)] == [""]


@pytest.mark.parametrize("conditions", [("plantar-fasciitis",), ("plantar-fasciitis", "heel-spur")])
def test_a_leaflet_about_one_part_needs_no_heads(conditions: tuple[str, ...]) -> None:
    assert {group.lead for row in made(*conditions).help for group in row.groups} == {""}


@pytest.mark.parametrize("country", ["uk", "us"])
@pytest.mark.parametrize("id_", ["plantar-fasciitis", "carpal-tunnel", "low-back-pain", "neck-pain"])
def test_for_what_an_ambulance_is_called_stands_under_the_number_and_nothing_else_does(id_: str, country: str) -> None:
    clinic = next(one.id for one in SHIPPED.clinics.values() if one.country == country)
    leaflet, _ = compose(SHIPPED, Request((id_,), clinic=clinic))
    assert leaflet is not None
    now = leaflet.help[0]
    assert now.call and now.call.lead == f"Call {SHIPPED.countries[country].emergency_number}"
    needed = re.compile(r"[Cc]hest pain|trouble speaking|feel sick or faint|feel faint|bad fall or crash")
    others = [prose.plain_text(sign.text) for group in now.groups for sign in group.signs]
    assert all(map(needed.search, called(leaflet))) and others and not any(map(needed.search, others))


def test_an_emergency_of_no_ambulance_stands_under_no_number() -> None:
    none = {id_: kind.model_copy(update={"call": False}) for id_, kind in SHIPPED.danger_signs.items()}
    now = made("plantar-fasciitis", library=replace(SHIPPED, danger_signs=none)).help[0]
    assert now.call is None and "Chest pain, or you cannot catch your breath." in [
        prose.plain_text(sign.text) for group in now.groups for sign in group.signs
    ]


def test_no_word_of_a_sign_is_strong() -> None:
    rows = made("plantar-fasciitis", "neck-pain").help
    assert not any(run.strong for row in rows for sign in row.signs for run in sign.text)
