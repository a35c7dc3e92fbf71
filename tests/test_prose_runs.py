"""Texts without markup are runs at once, with the result of the parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.model import prose

PIECES = st.sampled_from([*"ab *_[](){}!\\&<>`#-+.:;'\"/\t\u00a0\u2028é", "https://a.uk", "&amp;", "  ", "1. "])


@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_text_has_the_runs_of_the_parser(text: str) -> None:
    at_once = prose.runs(text) if "](" not in text else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "_MAY_BE_MARKUP", re.compile(""))
        assert at_once is None or at_once == prose.runs(text)


def test_a_plain_text_needs_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prose, "_parser", lambda: None)
    assert prose.runs("Stand still for {hold}!") == (prose.Run("Stand still for {hold}!"),)
    assert prose.runs("") == ()
