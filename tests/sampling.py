"""Parameters of which a sample runs in the quick suite and all in the slow one."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

import pytest


def one_of_each(values: Iterable[Any], kind: Callable[[Any], Hashable]) -> list[Any]:
    """The values as parameters: the first of each kind as it is, the others marked `slow`.

    Args: a tuple gives the values of several parameters; `kind` tells which values fail for the same reason.
    """
    seen = set[Hashable]()
    parameters = []
    for value in values:
        words = value if isinstance(value, tuple) else (value,)
        parameters.append(pytest.param(*words, marks=pytest.mark.slow if kind(value) in seen else ()))
        seen.add(kind(value))
    return parameters
