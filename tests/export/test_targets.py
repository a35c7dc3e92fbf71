"""The files of a request, and their names."""

from __future__ import annotations

from typing import Any

from shipped import FINDINGS, SHIPPED

from handouts.batch.export.request import ExportRequest
from handouts.batch.export.targets import matrix, unknown
from handouts.batch.shards import is_in_shard
from handouts.batch.target import Target
from handouts.model.request import Request


def files(*ids: str, everything: bool = False, **how: tuple[str, ...]) -> list[str]:
    asking = ExportRequest(ids, everything, **how)  # type: ignore[arg-type]
    assert unknown(SHIPPED, FINDINGS, asking) == []
    return [one.name for one in matrix(SHIPPED, FINDINGS, asking, "example").targets]


def test_a_condition_is_made_on_the_paper_of_the_clinics_country() -> None:
    assert files("heel-spur") == ["example/heel-spur_a4.pdf"]
    assert files("heel-spur", clinics=("example-us",)) == ["example-us/heel-spur_letter.pdf"]


def test_the_matrix_is_conditions_by_clinics_by_editions_by_formats() -> None:
    made = files(
        "heel-spur", "tarsal-tunnel", clinics=("all",), editions=("a4", "large-print"), formats=("html", "pdf")
    )
    assert len(made) == len(set(made)) == 2 * len(SHIPPED.clinics) * (2 + 1)
    assert made == sorted(made)
    assert "example-au/tarsal-tunnel_large-print.pdf" in made and "example-au/tarsal-tunnel.html" in made


def test_a_set_merges_conditions_and_brings_its_editions() -> None:
    assert "example/plantar-fasciitis+heel-spur_a4.pdf" in files("heel-pain")
    folder = files("clinic-folder")
    count = len(SHIPPED.sets["clinic-folder"].leaflets)
    assert len(folder) == 2 * count and sum(name.endswith("_large-print.pdf") for name in folder) == count
    assert {name.rsplit("_", 1)[1] for name in files("clinic-folder", editions=("letter",))} == {"letter.pdf"}


def test_what_several_sets_ask_for_is_made_once() -> None:
    assert files("heel-pain", "heel-spur", "clinic-folder").count("example/heel-spur_a4.pdf") == 1


def test_everything_is_every_condition_and_every_set() -> None:
    made = set(files(everything=True))
    assert made == {*files(*SHIPPED.conditions), *files(*SHIPPED.sets)}


def test_a_name_shows_the_request_and_no_two_share_one() -> None:
    def named(conditions: tuple[str, ...], edition: str = "a4", **chosen: Any) -> str:
        return Target(Request(conditions, "town", **chosen), edition, "pdf").name

    assert named(("a", "b"), side="both", exercises=3) == "town/a+b_both-sides_3-exercises_a4.pdf"
    alike = [
        named(("a", "b")),
        named(("a",), settings={"b.hold": 20}),
        named(("a",), settings={"b.hold": 30}),
        named(("a-b",)),
        named(("a",), "b-a4"),
        named(("a",), side="left"),
        named(("a-left",)),
    ]
    assert len({*alike}) == len(alike)
    long = [named((*["x" * 60] * 9, last)) for last in "ab"]
    assert len({*long}) == 2 and max(map(len, long)) < 200


def test_the_shares_together_are_the_whole_and_none_is_twice() -> None:
    made = [f"example/{number}_a4.pdf" for number in range(500)]
    shares = [[name for name in made if is_in_shard(name, (share, 5))] for share in range(1, 6)]
    assert sorted(name for share in shares for name in share) == sorted(made)
    assert all(60 < len(share) < 140 for share in shares)
    assert is_in_shard("anything", None)


def test_a_typing_error_is_reported_with_the_nearest_name() -> None:
    wrong = ExportRequest(("heel-spurr", "clinic-foldr"), clinics=("exampel",), editions=("a5",))
    found = unknown(SHIPPED, FINDINGS, wrong)
    assert [one.code for one in found] == ["HND001"] * 4
    assert "did you mean `heel-spur`?" in found[0].help and "did you mean `clinic-folder`?" in found[1].help
