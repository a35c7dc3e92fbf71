"""`like`: what a pose takes from another, where it leads nowhere, and that a drawing knows what it was taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handouts import library
from handouts.batch import drawing_jobs
from handouts.diagnostics import Diagnostic
from handouts.library import scope
from handouts.model.poses import InheritanceError, drawing_key, inheritance_chain, resolved_pose
from handouts.pipeline.workspace import open_workspace

SHIPPED = library.data_root() / "content"
PARENT, CHILD = "calf-stretch-wall", "calf-stretch-bent-knee"
POSES: dict[str, dict[str, Any]] = {
    "wall": {
        "alt": "At a wall.",
        "view": "side",
        "knees": "straight",
        "start": {"hands": "hanging"},
        "finish": {"right knee": 5, "hands": "on wall at chest height"},
        "labels": {"right knee": "Straight"},
    },
    "bent": {"like": "wall", "alt": "The same, bent.", "finish": {"right knee": 40}},
    "grandchild": {"like": "bent", "view": "front"},
}


def test_what_is_not_said_is_taken() -> None:
    assert resolved_pose("bent", POSES) == {
        "alt": "The same, bent.",
        "view": "side",
        "knees": "straight",
        "start": {"hands": "hanging"},
        "finish": {"right knee": 40, "hands": "on wall at chest height"},
    }


def test_it_is_taken_from_as_far_as_it_goes_but_never_words() -> None:
    assert inheritance_chain("grandchild", POSES) == ("grandchild", "bent", "wall")
    assert resolved_pose("grandchild", POSES) == {
        key: value for key, value in {**resolved_pose("bent", POSES), "view": "front"}.items() if key != "alt"
    }


def test_a_change_in_the_other_pose_makes_the_drawing_stale() -> None:
    before = drawing_key(resolved_pose("grandchild", POSES))
    changed = {**POSES, "wall": {**POSES["wall"], "knees": 10}}
    assert drawing_key(resolved_pose("grandchild", changed)) != before
    reworded = {**POSES, "wall": {**POSES["wall"], "alt": "Beside a wall."}}
    assert drawing_key(resolved_pose("grandchild", reworded)) == before


def test_a_line_that_goes_round_or_leads_nowhere() -> None:
    poses: dict[str, dict[str, Any]] = {"a": {"like": "b"}, "b": {"like": "a"}, "c": {"like": "d"}}
    with pytest.raises(InheritanceError) as wrong:
        inheritance_chain("a", poses)
    assert wrong.value.chain == ("a", "b")
    assert wrong.value.missing == "a"
    with pytest.raises(InheritanceError, match="c → d"):
        resolved_pose("c", poses)


# in the library


def written(folder: Path, id_: str, like: str, of: str = CHILD) -> Path:
    """A copy of a shipped exercise whose pose is like another one."""
    text = (SHIPPED / "exercises" / f"{of}.yaml").read_text("utf-8")
    head, _, _ = text.partition("  like: ")
    path = folder / "exercises" / f"{id_}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}  like: {like}\n", "utf-8")
    return path


def found_in(folder: Path) -> list[Diagnostic]:
    _, found = library.load([folder, SHIPPED], SHIPPED.parent / "styles")
    return [one for one in found if one.span and Path(one.span.file).is_relative_to(folder) and one.is_error]


@pytest.mark.parametrize(
    ("like", "code", "help"),
    [
        ("calf-stretch-walls", "HND301", "did you mean `calf-stretch-wall`?"),
        ("mine", "HND601", "write out one of these poses"),
    ],
)
def test_a_likeness_that_leads_nowhere(tmp_path: Path, like: str, code: str, help: str) -> None:
    path = written(tmp_path, "mine", like)
    (found,) = found_in(tmp_path)
    line = path.read_text("utf-8").splitlines().index(f"  like: {like}") + 1
    assert (found.code, found.span and (found.span.line, found.span.column)) == (code, (line, 9))
    assert help in found.help


def test_a_likeness_to_an_exercise_without_a_pose(tmp_path: Path) -> None:
    text, _, _ = (SHIPPED / "exercises" / f"{PARENT}.yaml").read_text("utf-8").partition("pose:")
    written(tmp_path, "mine", "bare")
    (tmp_path / "exercises" / "bare.yaml").write_text(text, "utf-8")
    (found,) = found_in(tmp_path)
    assert (found.code, found.message) == ("HND601", "`bare` has no pose to take from")


def test_a_circle_is_reported_at_each_of_its_places(tmp_path: Path) -> None:
    written(tmp_path, "one", "two")
    written(tmp_path, "two", "one")
    written(tmp_path, "three", "one")
    assert {(one.code, Path(one.span.file).stem) for one in found_in(tmp_path) if one.span} == {
        ("HND601", "one"),
        ("HND601", "two"),
    }


def test_a_changed_parent_stops_the_printing_of_an_old_drawing(tmp_path: Path) -> None:
    text = (SHIPPED / "exercises" / f"{PARENT}.yaml").read_text("utf-8")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / f"{PARENT}.yaml").write_text(text.replace("view: side", "view: side turned"), "utf-8")
    read, found = library.load([tmp_path, SHIPPED], SHIPPED.parent / "styles")
    stale = {one.message.split("`")[1] for one in found if one.code == "HND304"}
    assert stale == {PARENT, CHILD}
    assert CHILD not in read.figures


def test_drawing_knows_where_the_taken_was_written() -> None:
    job = drawing_jobs.jobs(open_workspace(None))[CHILD]
    own, taken = job.span_of(("finish", "left knee")), job.span_of(("finish", "hands"))
    assert own and Path(own.file).stem == CHILD
    assert taken and Path(taken.file).stem == PARENT
    assert job.described["view"] == "side"


def test_a_leaflet_uses_the_file_that_its_exercise_is_like() -> None:
    shop = open_workspace(None)
    condition = next(
        id_ for id_, one in shop.library.conditions.items() if CHILD in {exercise.id for exercise in one.exercises}
    )
    assert f"exercises/{PARENT}" in scope.records_used(shop.library, [condition], "x", None)
