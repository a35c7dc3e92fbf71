"""The command line: words → one call → print → exit code.

Only this room prints and exits. Each verb is a module that is imported when it is called, so that `--help`,
`--version` and shell completion answer at once.
"""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """The program `handouts`."""
    try:
        from handouts.cli.program import program
    except KeyboardInterrupt:
        sys.exit(130)
    program.main()
    raise AssertionError("the program ends itself")


__all__ = ["main"]
