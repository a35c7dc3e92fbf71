"""Pages that somebody looked at and found good stay as they are. `--update-gold` renews them: then look again."""

from __future__ import annotations

import json
import re

import pytest
from PIL import ImageChops

from handouts.pdf import rendering

from .making import FIRST, PICTURES, back, made
from .pictures import (
    ACTUAL,
    FEW,
    GOLD,
    RECORD,
    darkest,
    difference,
    keep,
    kept,
    page_picture,
    recorded,
    same,
    unlike,
    versions,
)

#: Edition and page: a number, or the name of the exercise whose card is on it.
PAGES: tuple[tuple[str, str], ...] = (
    *(("a4", str(number)) for number in range(1, 5)),
    ("letter", "1"),
    ("large-print", "1"),
    ("large-print", "Wall calf stretch"),
)


def number_of(edition: str, page: str) -> int:
    """The number of a page that is named by what is on it."""
    if page.isdigit():
        return int(page)
    [card] = [tag for tag in back(FIRST, edition).tags() if tag.role == "Art" and page in tag.text.partition("\n")[0]]
    return card.pages[0]


@pytest.mark.parametrize(("edition", "page"), PAGES)
def test_a_page_looks_as_it_did(edition: str, page: str, request: pytest.FixtureRequest) -> None:
    actual = page_picture(made(FIRST, edition).printed.data, number_of(edition, page))
    name = f"{FIRST}-{edition}-{page.lower().replace(' ', '-')}.png"
    if request.config.getoption("--update-gold"):
        keep(actual, GOLD / name)
        RECORD.write_text(json.dumps(versions(), indent=2) + "\n", "utf-8")
        pytest.skip(f"{name} is new: look at it")
    expected = kept(GOLD / name)
    exact = recorded() == versions()
    off = 0 if same(actual, expected) else unlike(actual, expected)
    if same(actual, expected) or (not exact and off <= FEW):
        return
    for kind, picture in (("actual", actual), ("expected", expected), ("difference", difference(actual, expected))):
        ACTUAL.mkdir(parents=True, exist_ok=True)
        picture.save(ACTUAL / name.replace(".png", f"-{kind}.png"))
    where = (
        ImageChops.difference(actual, expected).getbbox() if actual.size == expected.size else "the size of the page"
    )
    pytest.fail(
        f"{name}: {off} dots clearly off, differences in {where}; the pictures are in tests/actual/leaflets. "
        "If the change is meant, run with --update-gold and look at every picture.",
        pytrace=False,
    )


def test_every_kept_picture_is_compared_and_small() -> None:
    names = {f"{FIRST}-{edition}-{page.lower().replace(' ', '-')}.png" for edition, page in PAGES}
    files = {path.name: path.stat().st_size for path in GOLD.glob("*.png")}
    assert set(files) == names
    assert max(files.values()) < 80_000
    assert set(recorded()) == set(versions())


def test_a_planted_letter_and_a_planted_millimetre_are_seen() -> None:
    """The same page with one letter changed, and with the dot at the end of one leader line a millimetre lower."""
    plain = made(FIRST, "a4")
    html, letters = re.subn(r"(<h1[^>]*>.*)c(.*</h1>)", r"\1o\2", plain.html)
    html, dots = re.subn(
        r'(<circle cx="\d+" cy=")(\d+)(" r="95")', lambda dot: f"{dot[1]}{int(dot[2]) + 100}{dot[3]}", html, count=1
    )
    assert (letters, dots) == (1, 1)
    planted = rendering.render(html, PICTURES).data
    card = number_of("a4", "Wall calf stretch")
    for number in range(1, plain.printed.pages + 1):
        before, after = (page_picture(data, number) for data in (plain.printed.data, planted))
        assert darkest(before) < 60  # there is ink
        assert same(before, after) == (number not in (1, card))
        assert (unlike(before, after) == 0) == (number not in (1, card))


def test_another_engine_may_move_an_edge_by_a_dot_and_a_line_by_no_more() -> None:
    # Page two: this way of moving edges also fades the thin rules of the other pages, which an engine does not.
    page = page_picture(made(FIRST, "a4").printed.data, 2)
    blurred = page.resize((page.width + 1, page.height + 1)).crop((0, 0, page.width, page.height))
    assert not same(page, blurred)
    assert unlike(page, blurred) <= FEW
    assert unlike(page, ImageChops.offset(page, 0, 4)) > 10 * FEW
    assert unlike(page, page) == 0


def test_the_picture_of_a_difference_is_red_for_what_is_new_and_blue_for_what_is_gone() -> None:
    page = page_picture(made(FIRST, "a4").printed.data, 1)
    white = page.point(lambda _: 255)
    ink = darkest(page)
    assert [darkest(channel) for channel in difference(page, white).split()] == [255, ink, ink]
    assert [darkest(channel) for channel in difference(white, page).split()] == [ink, ink, 255]
    assert [darkest(channel) for channel in difference(page, page).split()] == [ink] * 3
