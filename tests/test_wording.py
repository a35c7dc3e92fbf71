"""Days and names of languages, as people of a country write them."""

import datetime

import pytest

from handouts.compose.wording import ENGLISH, Wording


@pytest.mark.parametrize(
    ("tag", "day"), [("en-GB", "5 July 1962"), ("en-US", "July 5, 1962"), ("es", "5 de julio de 1962")]
)
def test_days_are_in_the_order_of_the_country(tag: str, day: str) -> None:
    assert Wording.of(ENGLISH, tag).day(datetime.date(1962, 7, 5)) == day


def test_names_of_a_language() -> None:
    assert Wording.of(ENGLISH, "es-MX").names == ("es-MX", "es", "Spanish", "español")
