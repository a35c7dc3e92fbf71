"""Merged leaflets of the shipped conditions, which of them are tested, and their lines."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from sampling import one_of_each
from shipped import SHIPPED

from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.model import Forbidden, Library, prose
from handouts.model.leaflet import Item, Leaflet
from handouts.model.request import Request

ROOT = Path(__file__).parent.parent


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("merges_bench", ROOT / "bench" / "merges.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _bench()
MERGES: Sequence[tuple[str, ...]] = list(BENCH.merges(SHIPPED))

#: Of three conditions of several regions, one merge in ten: all of them take minutes, and `bench/merges.py` has them.
TESTED = [merge for place, merge in enumerate(MERGES) if BENCH.is_laid_out(SHIPPED, merge) or place % 10 == 0]


def kind_of(conditions: tuple[str, ...]) -> tuple[int, frozenset[str]]:
    """Merges of one kind are of conditions of the same body regions; of three, of the same first region."""
    regions = [SHIPPED.conditions[id_].region for id_ in conditions]
    return len(conditions), frozenset(regions if len(conditions) == 2 else regions[:1])


def of_each_kind() -> list[Any]:
    """One merge for each number of conditions and of regions as it is.

    One of each kind, and one in nine of the others, are for the slow suite.
    """
    kinds = {kind_of(merge): (merge,) for merge in reversed(TESTED)}
    return one_of_each(
        ((merge,) for merge in TESTED), lambda one: (len(one[0]), len(kind_of(one[0])[1])), every=9, kept=kinds.values()
    )


def made(*conditions: str, library: Library = SHIPPED, **more: Any) -> Leaflet:
    leaflet, findings = compose(library, Request(conditions, **more))
    assert leaflet is not None, findings
    return leaflet


def refused(*conditions: str, library: Library = SHIPPED, **more: Any) -> list[Diagnostic]:
    leaflet, findings = compose(library, Request(conditions, **more))
    assert leaflet is None
    return findings


def bare(items: Sequence[Item]) -> list[str]:
    """The lines without the part of the body that stands before them."""
    return [re.sub(r"^[^:]*: (?=Do )", "", line) for line in printed(items)]


def printed(items: Sequence[Item]) -> list[str]:
    return [prose.plain_text(item.text) for item in items]


def forbid(**rule: Any) -> tuple[Forbidden, ...]:
    return (Forbidden(**rule, why="It presses on the sore spot."),)
