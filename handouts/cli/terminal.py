"""Output on the terminal: findings with colour, messages line by line, and signals that end the program."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NoReturn, TextIO

from handouts.cli.exit_codes import ExitCode
from handouts.diagnostics import Diagnostic, Severity, as_text

#: Codes of a leaflet whose child process did not end well.
LOST_WORK = ("HND945", "HND946", "HND947", "HND948", "HND949")

#: What each role of a text looks like, as SGR codes of the terminal.
COLOURS = {"error": "1;31", "warning": "1;33", "place": "36", "help": "32", "good": "32", "head": "1", "dim": "2"}

NARROWEST = 40  # columns of a terminal to which findings are folded
ROOM_BESIDE_EXCERPT = 14  # columns for the number of the line and the marks of a cut

Paint = Callable[[str, str], str]

# A line on the terminal is removed before the next message: else the two would stand in one line.
_has_transient = False


def plain(role: str, text: str) -> str:
    """No colour at all."""
    return text


def painter(stream: TextIO | None) -> Paint:
    """The colours of a stream: on a terminal, and unless NO_COLOR or TERM=dumb is set."""
    return _coloured if _wants_colour(stream) else plain


def _coloured(role: str, text: str) -> str:
    return f"\033[{COLOURS[role]}m{text}\033[0m" if role in COLOURS else text


def _wants_colour(stream: TextIO | None) -> bool:
    # NO_COLOR comes first: a person sets it, FORCE_COLOR is most often set by a build server.
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def visible(text: str) -> str:
    """Text with its control characters made visible, so that no file and no argument can command the terminal."""
    # The range from U+007F has controls too: U+009B begins a command, as ESC with a bracket does.
    shown = "".join(c if c >= " " and not "\x7f" <= c <= "\x9f" else "\ufffd" for c in text)
    # A name of a file may hold bytes that are no UTF-8; Python keeps them as surrogates.
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


def message(line: str) -> None:
    """One line on standard error; nothing where that is closed."""
    if _has_transient:
        transient("")
    if sys.stderr is not None:
        print(line, file=sys.stderr)


def transient(line: str) -> None:
    """A line on the terminal that the next line replaces; an empty one removes it."""
    global _has_transient
    if sys.stderr is not None:
        # One column less than the terminal has: a full line would wrap, and `\r` would return to its second half alone.
        sys.stderr.write(f"\r\033[K{line[: _columns() - 1]}")
        sys.stderr.flush()
    _has_transient = bool(line)


def _columns() -> int:
    import shutil  # takes longer than the rest of this module

    return shutil.get_terminal_size().columns


def message_stopping() -> None:
    """The answer to the first Ctrl-C of a batch."""
    message("finishing the jobs in flight; once more to stop at once")


def output(text: str) -> None:
    """A result, on standard output."""
    print(text)


def print_findings(found: Iterable[Diagnostic]) -> None:
    """Findings with their places underlined, on standard error: errors first, then warnings, in their order."""
    paint = painter(sys.stderr)
    # Where there is no terminal a finding keeps its lines: programs search them line by line.
    width = _columns() if sys.stderr is not None and sys.stderr.isatty() else 0
    # `sorted` is stable: errors among themselves, and warnings, stay in the order of the findings.
    for finding in sorted(found, key=lambda one: not one.is_error):
        shown = _visible(finding)
        if width >= NARROWEST:
            message(as_text(_folded(shown, width), paint, width - ROOM_BESIDE_EXCERPT))
        else:
            message(as_text(shown, paint))


def _folded(found: Diagnostic, width: int) -> Diagnostic:
    """A finding whose message and help go on below each other, indented, where a line of the terminal ends."""
    import textwrap  # only for findings on a terminal

    def folded(text: str, before: int, indent: int) -> str:
        lines = textwrap.wrap(
            # The dots take the room of the words that `as_text` writes before the message, and are cut off again.
            text, width, initial_indent="." * before, subsequent_indent=" " * indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        return "\n".join(lines)[before:]

    head = len(f"{found.severity.value}[{found.code}]: ")
    return Diagnostic(found.code, folded(found.message, head, 4), folded(found.help, len("  help: "), 8), found.span)


def _visible(found: Diagnostic) -> Diagnostic:
    span = found.span
    if span:
        text = None if span.text is None else visible(span.text.replace("\t", " "))
        span = replace(span, file=visible(span.file), text=text)
    return Diagnostic(found.code, visible(found.message), visible(found.help), span)


def count_findings(found: Iterable[Diagnostic]) -> str:
    """`1 error and 2 warnings`, or nothing."""
    counts = Counter(finding.severity for finding in found)
    return " and ".join(plural(counts[kind], kind.value) for kind in Severity if counts[kind])


def plural(count: int, noun: str) -> str:
    """`1 page`, `4 pages`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def file_size(count: int) -> str:
    """A file size: `212 kB`, `1.4 MB`."""
    # From 999,500 on `round` would give 1000 kB.
    return f"{count / 1_000_000:.1f} MB" if count >= 999_500 else f"{max(1, round(count / 1000))} kB"


def prepare() -> None:
    """Makes the streams accept every character, and SIGTERM an exception, so that context managers clean up."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            # The encoding of the terminal may lack a character of a name; a message must not end the program.
            reconfigure(errors="backslashreplace")
    end_on_sigterm()


def end_on_sigterm() -> None:
    """SIGTERM unwinds the program as Ctrl-C does, so that no temporary file is left behind."""

    def end(signum: int, frame: object) -> NoReturn:
        raise SystemExit(ExitCode.TERMINATED)

    with contextlib.suppress(ValueError):  # not the main thread: the embedding program handles signals
        signal.signal(signal.SIGTERM, end)


def silence(stream: TextIO | None) -> None:
    """Discards what is left in a stream without a reader; Python would report it once more at exit."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno() if stream is not None else 1)
        os.close(nowhere)
