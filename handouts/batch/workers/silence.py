"""Importing this silences the process: it is for the server that forks workers, and for nobody else.

What libraries write to the terminal, or a worker that is ended while it begins, goes nowhere; HANDOUTS_DEBUG=1 lets it
through.
"""

from __future__ import annotations

import os

if not os.environ.get("HANDOUTS_DEBUG"):
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
