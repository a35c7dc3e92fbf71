"""Poses for tests of figures: read without a fault, solved on the usual body, and the places that findings name."""

from __future__ import annotations

from typing import Any

from handouts.diagnostics import Span
from handouts.figures.language import grammar, keys
from handouts.figures.props import catalogue


def span_of(path: keys.Path) -> Span:
    """The place of a path of keys."""
    return Span("pose/" + "/".join(map(str, path)))


def parsed(pose: Any) -> grammar.Pose:
    """A pose as written, which has no fault."""
    found, wrong = catalogue.read(pose, span_of)
    assert found is not None, wrong
    return found
