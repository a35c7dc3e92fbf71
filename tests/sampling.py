"""Parameters of which a sample runs in the quick suite and all in the slow one."""

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any

import pytest


def one_of_each(
    values: Iterable[Any], kind: Callable[[Any], Hashable], every: int = 1, kept: Collection[Any] = ()
) -> list[Any]:
    """The values as parameters: the first of each kind as it is, the others marked `slow`.

    Args: a tuple gives the values of several parameters; `kind` says which values fail for the same reason; of the
    others only `every` so many are kept, where all of them would take minutes, and those that `kept` names.
    """
    seen = set[Hashable]()
    first: list[Any] = []
    named: list[Any] = []
    others: list[Any] = []
    for value in values:
        words = value if isinstance(value, tuple) else (value,)
        if kind(value) in seen:
            (named if value in kept else others).append(pytest.param(*words, marks=pytest.mark.slow))
        else:
            first.append(pytest.param(*words))
        seen.add(kind(value))
    return [*first, *named, *others[::every]]
