"""Sheets of exercises without a condition: what they say, how many cards a page has, and that the file passes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from shipped import SHIPPED

from handouts import library
from handouts.checks import approval_hash
from handouts.cli.program import program
from handouts.compose import compose
from handouts.compose.exercise_sheet import _short
from handouts.layout import sheet_cards
from handouts.layout.card_sizes import WordsBeside
from handouts.layout.exercise_cards import exercise_card
from handouts.model import prose
from handouts.model.choices import MOST_EXERCISES, Choice, Sheet
from handouts.model.leaflet import Leaflet
from handouts.model.request import Request
from handouts.pdf.preflight import forms
from handouts.pdf.reader import PdfReader

pytestmark = pytest.mark.usefixtures("read_once")

PRESCRIBED = {p.id for condition in SHIPPED.conditions.values() for p in condition.exercises}
IDS = tuple(id_ for id_ in SHIPPED.exercises if id_ in PRESCRIBED)


def sheet(*ids: str, **set_: object) -> Leaflet:
    leaflet, found = compose(SHIPPED, Request((), choice=Choice(only=ids), sheet=Sheet(**set_)))  # type: ignore[arg-type]
    assert leaflet is not None, found
    return leaflet


def made(*words: str) -> Result:
    return CliRunner().invoke(program, ["sheet", *words])


def numbers_by_page(file: Path, names: Sequence[str]) -> list[list[int]]:
    """The numbers of the cards that begin on each page."""
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
    heads = [re.compile(rf"^\s*{n}\s+{re.escape(name)}", re.MULTILINE) for n, name in enumerate(names, 1)]
    return [[n for n, head in enumerate(heads, 1) if head.search(text)] for text in texts]


def test_a_sheet_has_cards_guide_diary_and_contact_and_nothing_of_a_condition() -> None:
    leaflet = sheet(*IDS[:3])
    assert [card.id for card in leaflet.cards] == list(IDS[:3]) and len(leaflet.diary) == 3
    assert leaflet.pain and leaflet.always_stop_if and leaflet.worse_next_day and leaflet.masthead.phone
    assert not (leaflet.sections or leaflet.tips or leaflet.help or leaflet.do or leaflet.timeline or leaflet.causes)
    assert (leaflet.title, sheet("foot-roll", title="Week one").title) == ("Your exercises", "Week one")


def test_its_imprint_is_that_of_the_conditions_with_which_the_exercises_are_reviewed_but_always_a_draft() -> None:
    approved = {
        id_: one.model_copy(update={"governance": one.governance.model_copy(update={"status": "approved"})})
        for id_, one in SHIPPED.conditions.items()
    }
    leaflet, _ = compose(replace(SHIPPED, conditions=approved), Request((), choice=Choice(only=("foot-roll",))))
    assert leaflet is not None
    assert leaflet.imprint.status == "draft" and leaflet.imprint.document == "EX-en"
    assert leaflet.imprint.review_by.split()[-1].isdigit() and leaflet.imprint.authors


def test_short_cards_keep_what_to_do_how_often_and_when_not_to() -> None:
    usual, short = sheet("heel-drop-step").cards[0], sheet("heel-drop-step", cards=4).cards[0]
    assert (short.steps, short.dose, short.tiles, short.not_for, short.stop_if) == (
        usual.steps, usual.dose, usual.tiles, usual.not_for, usual.stop_if
    )  # fmt: skip
    assert usual.why and usual.feel and usual.watch_for
    assert not (short.why or short.feel or short.watch_for or short.easier)
    assert short.pictures == tuple(picture for picture in usual.pictures if picture.frame.name != "close")


def test_short_cards_leave_out_the_close_up_of_a_drawing() -> None:
    usual = sheet("wrist-lower-weight").cards[0]
    *others, last = usual.pictures
    near = replace(last, frame=replace(last.frame, name="close"))
    assert _short(replace(usual, pictures=(*others, near))).pictures == tuple(others)


def test_cards_are_placed_so_many_to_a_page_and_one_alone_is_wide() -> None:
    edition, beside = SHIPPED.editions["a4"], WordsBeside(171, 12.5)

    def placed(count: int, cards: int | None) -> list[str]:
        drawn = sheet_cards.cards(sheet(*IDS[:count], cards=cards), edition, 1.0, beside, 171)
        return [
            "".join(mark for mark, name in (("|", "new-page"), ("w", "wide")) if name in one["classes"])
            for one in drawn
        ]

    assert placed(4, None) == ["", "", "|", ""]
    assert placed(3, None) == ["", "", "|w"]
    assert placed(3, 1) == ["w", "|w", "|w"]
    assert placed(6, 4) == ["", "", "", "", "|", ""]
    assert sheet_cards.to_a_page(sheet("foot-roll"), SHIPPED.editions["large-print"]) == 1


def test_a_wide_card_has_the_largest_pictures_that_fit_the_page() -> None:
    edition = SHIPPED.editions["a4"]
    for id_ in IDS:
        (alone,) = sheet_cards.cards(sheet(id_), edition, 1.0, WordsBeside(171, 12.5), 171)
        heights = [float(frame["height_mm"]) for frame in alone["frames"]]
        assert float(alone["drawn_mm"]) <= 171 and max(heights) <= 297 * sheet_cards.WIDE_SHARE, id_


def test_pictures_of_large_print_fill_the_page_and_leave_the_heading_its_room_on_the_first() -> None:
    edition = SHIPPED.editions["large-print"]
    (card,) = sheet("calf-stretch-wall").cards
    one = sheet("calf-stretch-wall")
    twice = replace(one, cards=(card, replace(card, number=2)), diary=2 * one.diary)
    first, second = sheet_cards.cards(twice, edition, edition.figure_scale, None, 171)
    usual = exercise_card(card, edition.figure_scale, edition.label_pt)
    as_drawn, under_heading, alone = (float(one["drawn_mm"]) for one in (usual, first, second))
    assert max(as_drawn, under_heading) < alone


def test_narrow_pictures_of_large_print_are_in_one_row_where_they_are_larger_so() -> None:
    (card,) = sheet("balance-reach").cards
    placed = exercise_card(card, 1.0, 17.0, fill_mm=(162.0, 100.0))
    assert len(placed["frames"]) == 3 and "frames-rows" not in placed["classes"]
    assert min(float(frame["height_mm"]) for frame in placed["frames"]) > 60.0


def test_pictures_of_large_print_leave_the_days_of_their_exercise_the_lines_that_these_take(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    result = made("band-row", "--edition", "large-print", "-o", str(file), "--report", "json")
    report = json.loads(result.stdout)
    assert (report["pages"], report["findings"]) == (3, [])  # "three days a week" takes two lines


def test_the_first_page_of_cards_in_large_print_holds_the_longest_card_under_its_heading(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    result = made("heel-raise-towel", "--edition", "large-print", "-o", str(file), "--report", "json")
    report = json.loads(result.stdout)
    assert (report["pages"], report["findings"]) == (3, [])


def test_a_sheet_on_a_screen_has_the_contents_that_its_first_link_goes_to(tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    assert made("foot-roll", "-o", str(file)).exit_code == 0
    page = file.read_text("utf-8")
    ids = set(re.findall(r' id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert links[0] == "contents" and len(links) > 1 and ids.issuperset(links)


def test_the_blanks_of_a_sheet_are_fields_of_a_fillable_one(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    assert made("foot-roll", "--edition", "a4", "--fillable", "-o", str(file)).exit_code == 0
    with PdfReader(file.read_bytes()) as opened:
        names = {field.name for field in forms.fields(opened)}
    assert {"Your name", "From: name of your clinician", "Date of this leaflet", "Day 1, Foot roll, done"} <= names


def test_the_mark_of_a_sheet_is_that_of_its_exercises_alone(tmp_path: Path) -> None:
    one = approval_hash.hash_of_exercises(SHIPPED, ["foot-roll"])
    assert one != approval_hash.hash_of_exercises(SHIPPED, ["foot-roll", "bridge"])
    file = tmp_path / "sheet.txt"
    assert made("foot-roll", "-o", str(file)).exit_code == 0
    assert f"Version {one[:8]}" in file.read_text("utf-8")
    result = CliRunner().invoke(program, ["verify", "EX-en", one[:8]])
    assert result.exit_code == 1 and "unknown" in result.output and "check --pdf" in result.output


def test_blank_leaves_all_doses_to_be_written_but_those_that_are_set(tmp_path: Path) -> None:
    file = tmp_path / "sheet.txt"
    words = ["calf-stretch-wall", "--blank", "--set", "calf-stretch-wall.hold=20s", "-o", str(file)]
    assert made(*words).exit_code == 0
    printed = " ".join(file.read_text("utf-8").split())
    assert "Hold 20 seconds, repeat ____ times, ____ times a day" in printed
    assert "Hold for 20 seconds. Do it ____ times." in printed


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["foot-rol"], "HND001", "did you mean `foot-roll`?"),
        (IDS[: MOST_EXERCISES + 1], "HND413", "13 exercises are chosen"),
        (["foot-roll", "--edition", "large-print", "--cards", "2"], "HND413", "has room for one exercise on a page"),
        (
            ["foot-roll", "--edition", "large-print", "--fillable", "--cards", "2"],
            "HND413",
            "has room for one exercise on a page",
        ),
        (["foot-roll", "--set", "bridge.hold=5s"], "HND002", "does not print `bridge`"),
        (["foot-roll", "--title", "x" * 46], "HND911", "`--title`: 46 letters, at most 45"),
    ],
)
def test_what_cannot_be_printed_is_refused(tmp_path: Path, words: Sequence[str], code: str, said: str) -> None:
    result = made(*words, "-o", str(tmp_path / "sheet.pdf"))
    assert result.exit_code != 0 and f"error[{code}]" in result.output and said in result.output
    assert not list(tmp_path.iterdir())


def test_the_options_of_conditions_are_no_options_of_a_sheet() -> None:
    assert made("foot-roll", "--exercises", "3").exit_code == 2
    assert made().exit_code == 2
    plan = made("heel-first-weeks")
    assert plan.exit_code == 2 and "`heel-first-weeks` is a plan: write --plan heel-first-weeks" in plan.stderr


def test_a_sheet_is_printed_with_its_diary_before_the_cards(tmp_path: Path) -> None:
    """Its text is expected in that order, unlike that of a leaflet."""
    result = made("bridge", "-o", str(tmp_path / "sheet.pdf"))
    assert result.exit_code == 0 and "no warnings" in result.output, result.output


@pytest.mark.slow  # two sheets are printed and checked
def test_a_file_passes_all_checks_again_with_its_title_and_its_personal_words(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    chosen = ("foot-roll", "calf-stretch-wall", "bridge", "knee-rolls", "pelvic-tilt")
    words = ["--cards", "4", "--title", "Week one", "--for", "Ann Example", "--side", "left", "--order", "position"]
    result = made(*chosen, *words, "-o", str(file), "--report", "json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["pages"], report["findings"], report["conditions"]) == (3, [], [])
    by_position = report["exercises"]
    assert by_position == ["calf-stretch-wall", "foot-roll", "bridge", "knee-rolls", "pelvic-tilt"]
    names = [prose.plain_text(card.name) for card in sheet(*by_position).cards]
    assert numbers_by_page(file, names)[1:] == [[1, 2, 3, 4], [5]]
    again = CliRunner().invoke(program, ["check", "--pdf", str(file)])
    assert again.exit_code == 0 and "no errors and no warnings" in again.output


@pytest.mark.parametrize(("many", "pages", "fronts"), [(4, 3, [True, True]), (5, 5, [False, True])])
def test_the_diary_shares_a_page_with_the_contact(tmp_path: Path, many: int, pages: int, fronts: list[bool]) -> None:
    """On the first page where that has room for both, else on the second, which would be nearly empty without it."""
    file = tmp_path / "sheet.pdf"
    result = made(*IDS[:many], "-o", str(file), "--report", "json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["pages"], report["findings"]) == (pages, [])
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)]
    page = next(text for text in texts if "Your diary for two weeks" in text)
    assert [page is texts[0], "Contact us" in page] == fronts


@pytest.mark.slow  # prints twelve cards three times
@pytest.mark.parametrize(
    ("edition", "cards", "pages"), [("a4", 4, 5), ("a4", 2, 8), ("letter", 2, 8), ("large-print", 1, 14)]
)
def test_twelve_exercises_in_every_size(tmp_path: Path, edition: str, cards: int, pages: int) -> None:
    file = tmp_path / "sheet.pdf"
    words = ["--edition", edition, "--cards", str(cards), "-o", str(file), "--report", "json"]
    result = made(*IDS[:MOST_EXERCISES], *words)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["pages"] == pages and report["findings"] == []
    felt = [card for card in sheet(*IDS[:MOST_EXERCISES]).cards if card.feel]
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    # Four cards to a page are short, and have no such line.
    assert felt and text.count("You feel:") == (0 if cards == 4 else len(felt))


def test_every_exercise_of_a_sheet_may_be_prescribed_by_no_condition(tmp_path: Path) -> None:
    lonely = tmp_path / "exercises" / "slow-walk.yaml"
    lonely.parent.mkdir()
    text = (library.data_root() / "content" / "exercises" / "foot-roll.yaml").read_text("utf-8")
    lonely.write_text(text.replace("name: Foot roll", "name: Slow roll"), "utf-8")
    file = tmp_path / "sheet.txt"
    result = made("slow-walk", "--content", str(tmp_path), "-o", str(file))
    assert result.exit_code == 0, result.output
    said = file.read_text("utf-8")
    assert "Slow roll" in said and "Review by" not in said and "Written by" not in said
