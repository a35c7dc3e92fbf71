"""HTML to PDF: a finished page of HTML in, the bytes of a file and the findings out.

The HTML is a whole document with its style inline; pictures are taken from
the folders given (the clinic's first), fonts from the bundled families. Starting the engine takes most of a second,
so it is imported by the first print and not before.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO

from handouts.diagnostics import Diagnostic
from handouts.pdf.printed import Printed

__all__ = ["UNREADY", "Printed", "engine_fault"]


UNREADY = Diagnostic("HND504", "the engine misses a system library", "run `handouts doctor`")


def engine_fault() -> Diagnostic | None:
    """Why the engine cannot start on this machine, or None. Reports HND504."""
    try:
        with redirect_stdout(StringIO()):  # the engine prints its complaint, and would do so into the PDF
            import_module("handouts.pdf.engine")
    except OSError:
        return UNREADY
    return None
