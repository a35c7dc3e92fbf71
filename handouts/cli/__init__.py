"""The command line: parse, call, report, exit code.

Only this package prints and exits. Each verb is a module that is imported when it is called, so that `--help`,
`--version` and shell completion answer at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

from handouts.cli.exit_codes import ExitCode

#: New objects before the garbage collector looks for circles. The library, the classes of its records and a page are
#: some hundred thousand objects that are all in use: Python's own 700 costs `make` a tenth of its time.
OBJECTS_BEFORE_COLLECTION = 500_000


def main() -> None:
    """The program `handouts`. Never returns."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    code: object = ExitCode.INTERRUPTED
    try:
        from handouts.cli.program import program

        program.main()
    except SystemExit as end:
        code = end.code
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: Ctrl-C now would only muddle the exit code
        # Python waits for its threads now: the exception of `terminal.prepare` would become a traceback.
        signal.signal(signal.SIGTERM, lambda *_: os._exit(ExitCode.TERMINATED))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
    if code == ExitCode.INTERRUPTED:
        # Python would end itself with a signal, or not, depending on where it was interrupted.
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)
    # Python looks for circles among all objects once more before it ends. None of them has anything left to do.
    gc.freeze()
    sys.exit(code)  # type: ignore[arg-type]


__all__ = ["main"]
