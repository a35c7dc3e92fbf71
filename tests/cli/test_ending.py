"""Signals that come while the program ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from .commands import ROOT

#: The program with a verb that has ended and left a thread, as a server does for a moment.
ENDING = """
import sys, threading, time
from handouts.cli import main, terminal
from handouts.cli.program import Program

def ended(self):
    terminal.prepare()
    threading.Thread(target=time.sleep, args=(20,)).start()
    threading.Timer(0.3, print, ["ending"], {"flush": True}).start()
    sys.exit(0)

Program.main = ended
main()
"""


def test_sigterm_while_the_program_ends_leaves_no_traceback() -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", ENDING], env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None and program.stdout.readline() == "ending\n"
    program.send_signal(signal.SIGTERM)
    _, errors = program.communicate(timeout=15)
    assert (program.returncode, errors) == (143, "")
