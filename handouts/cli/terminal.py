"""What a person sees: findings with colour where it helps, one line at a time, and the ends of the program."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NoReturn, TextIO

from handouts.diagnostics import Diagnostic, Severity, as_text

#: Of a leaflet that a child of this process was printing, and did not end.
LOST_WORK = ("HND945", "HND946", "HND947", "HND948", "HND949")

# Exit codes. The last four are those of sysexits.h and of the shells.
DONE = 0
FINDINGS = 1
USAGE = 2
SOME_FAILED = 3
INTERNAL = 70
IO = 74
BUSY = 75
INTERRUPTED = 130  # also in handouts.cli, before anything is imported
TERMINATED = 143

#: What goes wrong in the words of the command, not in content: exit code 2.
USAGE_CODES = ("HND001", "HND002", "HND403")

#: What each role of a text looks like, as SGR codes of the terminal.
COLOURS = {"error": "1;31", "warning": "1;33", "place": "36", "help": "32", "good": "32", "head": "1", "dim": "2"}

Paint = Callable[[str, str], str]


def plain(role: str, text: str) -> str:
    """No colour at all."""
    return text


def painter(stream: TextIO | None) -> Paint:
    """How to colour what goes to a stream: on a terminal, unless NO_COLOR or TERM=dumb say otherwise."""
    return _coloured if _wants_colour(stream) else plain


def _coloured(role: str, text: str) -> str:
    return f"\033[{COLOURS[role]}m{text}\033[0m" if role in COLOURS else text


def _wants_colour(stream: TextIO | None) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def visible(text: str) -> str:
    """Text with its control characters made visible, so that no file and no argument can command the terminal."""
    shown = "".join(c if c >= " " and not "\x7f" <= c <= "\x9f" else "\ufffd" for c in text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


def say(line: str) -> None:
    """One line to the person, on standard error; to nobody where that is closed."""
    if sys.stderr is not None:
        print(line, file=sys.stderr)


def say_stopping() -> None:
    """The answer to the first Ctrl-C of a batch."""
    say("finishing what is in flight; once more to stop at once")


def give(text: str) -> None:
    """The answer, on standard output."""
    print(text)


def show(found: Iterable[Diagnostic]) -> None:
    """Findings with the guilty words underlined, on standard error."""
    paint = painter(sys.stderr)
    for finding in found:
        say(as_text(_visible(finding), paint))


def _visible(found: Diagnostic) -> Diagnostic:
    span = found.span
    if span:
        text = None if span.text is None else visible(span.text.replace("\t", " "))
        span = replace(span, file=visible(span.file), text=text)
    return Diagnostic(found.code, visible(found.message), visible(found.help), span)


def stopped(found: Iterable[Diagnostic]) -> int:
    """The exit code where findings stop the work: wrong use for the words of the command, else findings."""
    wrong_use = any(one.code in USAGE_CODES and one.span is None for one in found)
    return USAGE if wrong_use else FINDINGS


def counted(found: Iterable[Diagnostic]) -> str:
    """`1 error and 2 warnings`, or nothing."""
    counts = Counter(finding.severity for finding in found)
    return " and ".join(number(counts[kind], kind.value) for kind in Severity if counts[kind])


def number(count: int, noun: str) -> str:
    """`1 page`, `4 pages`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """A file size as people say it."""
    return f"{count / 1_000_000:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1000))} kB"


def prepare() -> None:
    """The streams never fail for a letter, and a request to end is an exception that cleans up behind itself."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors="backslashreplace")
    end_on_sigterm()


def end_on_sigterm() -> None:
    """SIGTERM unwinds the program as Ctrl-C does, so that no temporary file is left behind."""

    def end(signum: int, frame: object) -> NoReturn:
        raise SystemExit(TERMINATED)

    with contextlib.suppress(ValueError):  # not the main thread: whoever embeds us handles signals
        signal.signal(signal.SIGTERM, end)


def silence(stream: TextIO | None) -> None:
    """What is left in the stream goes nowhere: its reader is gone, and Python would complain once more at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno() if stream is not None else 1)
        os.close(nowhere)
