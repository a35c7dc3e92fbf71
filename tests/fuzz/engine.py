"""One mutant of the pack, the verbs that it goes through, and what must never happen.

The pack is a folder of content with every optional field filled, lists of patients, and a folder that an export left
behind. A mutant is the pack with one or two files bent. The real verbs read it in this process, through the real
command line. Whatever they say, they must end with an exit code of their own, without an internal error, in ten
seconds of this processor, and leave no half-written file.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from click.testing import CliRunner

from handouts import library
from handouts.cli import dates, options
from handouts.cli.exit_codes import ExitCode
from handouts.cli.program import program

from . import mutations

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MINI = HERE.parent / "checks" / "mini" / "content"
TODAY = datetime.date(2026, 6, 1)
MOST_CPU_S = 10
MOST_WALL_S = 30

#: What is bent, and how often.
KINDS = {"content": 10, "picture": 2, "list": 3, "template": 1, "state": 2}

CONDITIONS = ("sore-heel", "tight-heel")
LISTS = ("conditions", "exercises", "advice", "clinics", "countries", "regions", "editions", "sets", "plans")
NAMES = (*CONDITIONS, "calf-stretch-wall", "heel-raise", "ice", "example", "town", "no-such-thing")
GOOD_ENDS = {
    ExitCode.DONE, ExitCode.FINDINGS, ExitCode.USAGE, ExitCode.SOME_FAILED, ExitCode.IO, ExitCode.BUSY,
}  # fmt: skip


#: An internal error then shows where it is.
SHOW_TRACEBACKS = {"HANDOUTS_DEBUG": "1"}


class OvertimeError(BaseException):
    """A verb took too long. No handler of the program catches it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one verb ended: its exit code, the codes that it reported, and what is wrong with that, if anything."""

    words: tuple[str, ...]
    code: int
    codes: tuple[str, ...]
    cpu_s: float
    problem: str = ""
    output: str = ""


@dataclass(slots=True)
class Mutant:
    """One bent pack."""

    number: int
    kind: str
    note: str
    ends: list[Ended] = field(default_factory=list)

    @property
    def problems(self) -> list[Ended]:
        return [end for end in self.ends if end.problem]


class Bench:
    """A folder with the sound pack, in which one mutant after the other is tried."""

    def __init__(self, folder: Path, pdf_every: int = 100, most_verbs: int = 9) -> None:
        self._root, self._pack, self._work = folder / "root", folder / "pack", folder / "work"
        self._pdf_every, self._most_verbs = pdf_every, most_verbs
        if not (folder / "ready").exists():
            for name, source in (("content", MINI), ("styles", ROOT / "styles"), ("templates", ROOT / "templates")):
                shutil.copytree(source, self._root / name, dirs_exist_ok=True)
            shutil.copytree(HERE / "pack", self._pack, dirs_exist_ok=True)
            shutil.copytree(ROOT / "templates", self._pack / "templates", dirs_exist_ok=True)
            self._export()
            (folder / "ready").touch()

    def _export(self) -> None:
        """The folder of an export, with its manifest and its journal."""
        content = str(self._pack / "content")
        with self._in_place():
            made = ("export", "--all", "--format", "html", "--jobs", "0", "--content", content)
            ended = self._run((*made, "-o", str(self._pack / "state")))
        assert ended.code == ExitCode.DONE, (ended.problem, ended.output)

    @contextlib.contextmanager
    def _in_place(self) -> Iterator[None]:
        """The small library in place of the shipped one, and one day for all."""
        kept = library.data_root, options.shipped, dates.today, Path.cwd()
        library.data_root = options.shipped = lambda: self._root
        dates.today = lambda: TODAY
        try:
            yield
        finally:
            library.data_root, options.shipped, dates.today, _ = kept
            os.chdir(kept[3])

    def try_out(self, seed: int, number: int, kinds: Sequence[str] = tuple(KINDS)) -> Mutant:
        """Makes mutant `number` of a seed and puts it through its verbs."""
        rng = random.Random(f"{seed}:{number}")
        mutations.empty(self._work)
        shutil.copytree(self._pack, self._work, symlinks=True)
        (kind,) = rng.choices(kinds, [KINDS[kind] for kind in kinds])
        if kind != "template":
            mutations.empty(self._work / "templates")
        else:
            (self._work / "templates").rename(self._work / "content" / "templates")
        mutant = Mutant(number, kind, self._bent(rng, kind))
        with self._in_place():
            os.chdir(self._work)
            lines = self._lines(rng, kind, number)
            for line in rng.sample(lines, min(self._most_verbs, len(lines))):
                mutant.ends.append(self._judged(line))
        return mutant

    def keep(self, mutant: Mutant, folder: Path) -> None:
        """The folder of a mutant with its commands and what they said, to be looked at."""
        for path in (path for path in self._work.rglob("*") if path.is_fifo()):
            path.unlink()
        home = folder / str(mutant.number)
        mutations.empty(home)
        shutil.copytree(self._work, home, symlinks=True, ignore_dangling_symlinks=True)
        lines = [f"{mutant.kind}: {mutant.note}"]
        for end in mutant.problems:
            lines += ["", f"handouts {' '.join(end.words)}", end.problem, end.output]
        (home / "what.txt").write_text("\n".join(lines), "utf-8", "backslashreplace")

    # ------------------------------------------------------------ bending

    def _bent(self, rng: random.Random, kind: str) -> str:
        files = self._files(kind)
        chosen = rng.sample(files, min(len(files), rng.choice((1, 1, 1, 2))))
        return "; ".join(f"{path.relative_to(self._work)}: {mutations.bend(rng, path, files)}" for path in chosen)

    def _files(self, kind: str) -> list[Path]:
        work = self._work
        match kind:
            case "content":
                found = [*(work / "content").rglob("*.yaml")]
            case "picture":
                found = [*(work / "content" / "figures").iterdir(), *(work / "content" / "clinics").glob("*.[sp]*g")]
            case "list":
                found = [*(work / "lists").iterdir()]
            case "template":
                found = [*(work / "content" / "templates").rglob("*.html")]
            case _:
                found = [work / "state" / "manifest.json", *(work / "state" / ".handouts").glob("*.json*")]
        return sorted(path for path in found if path.is_file())

    # ------------------------------------------------------------ verbs

    def _lines(self, rng: random.Random, kind: str, number: int) -> list[tuple[str, ...]]:
        """The commands for a mutant: what its files are for, and some others."""
        id_, clinic = rng.choice(CONDITIONS), rng.choice(("example", "town"))
        merge = ("mail-merge", "-o", "merged", "--dry-run", "--jobs", "0")
        lists = [
            (*merge, "lists/patients.csv"),
            (*merge, "lists/patients.jsonl"),
            (*merge, "lists/own.csv", "--columns", "lists/columns.yaml"),
        ]
        make = ("make", id_, "-o", "made/page.html", "--clinic", clinic)
        state = [
            ("verify", "state"),
            ("export", "heels", "--format", "html", "-o", "state", "--dry-run", "--why", "--jobs", "0"),
            ("verify", "state/example/sore-heel.html", "SH-en 0.1-12345678"),
        ]
        others = [
            ("check",), ("check", id_, "--clinic", clinic), ("check", "--report", "junit"), ("status",),
            ("status", "--report", "html"), ("status", "--report", "json"), ("list", rng.choice(LISTS)),
            ("evidence", id_, "--no-pdf"), ("evidence", id_, "--no-pdf", "--report", "html", "--clinic", clinic),
            ("evidence", id_, "--no-pdf", "--report", "json"), make, (*make, "--why", "--side", "left"),
            ("make", *CONDITIONS, "-o", "made/page.html", "--side", "both", "--exercises", "9", "--report", "json"),
            ("export", "--all", "--format", "html", "--format", "pdf", "--clinic", "all", "-o", "new", "--dry-run",
             "--jobs", "0"),
            ("show", rng.choice(NAMES)), ("show", rng.choice(NAMES), "--report", "json"), ("list", "--check"),
            ("verify", "SH-en 0.1-12345678"), ("approve", id_, "--review"), lists[0], state[0],
        ]  # fmt: skip
        match kind:
            case "list":
                chosen = lists
            case "state":
                chosen = state
            case "template":
                chosen = [make, *rng.sample(others, 1)]
            case _:
                chosen = [("check",), make, *rng.sample(others, 2)]
        if self._pdf_every and number % self._pdf_every == 0:
            pdf = [("check", id_, "--pdf", "--clinic", clinic), ("make", id_, "-o", "made/page.pdf")]
            chosen = [*chosen, pdf[number // self._pdf_every % 2]]
        return [(*line, "--content", "content") for line in chosen]

    def _judged(self, line: tuple[str, ...]) -> Ended:
        """Runs a command and looks at what it left behind."""
        mutations.empty(self._work / "made")
        (self._work / "made").mkdir()
        before = _bytes_of(self._work / "state") if "--dry-run" in line else {}
        ended = self._run(line)
        if not ended.problem and (wrong := self._left_behind(line, ended, before)):
            return Ended(ended.words, ended.code, ended.codes, ended.cpu_s, wrong, ended.output)
        return ended

    def _left_behind(self, line: Sequence[str], ended: Ended, before: dict[str, bytes]) -> str:
        made = sorted(path.name for path in (self._work / "made").iterdir())
        if line[0] == "make" and (made != [Path(line[line.index("-o") + 1]).name] if ended.code == 0 else made):
            return f"exit code {ended.code} left {made}"
        for name in made:
            data = (self._work / "made" / name).read_bytes().rstrip()
            # A mutant of a template may itself leave out the end of the page.
            own_templates = (self._work / "content" / "templates").exists()
            if not own_templates and not data.endswith((b"</html>", b"%%EOF")):
                return f"{name} is not whole"
        if "--dry-run" in line:
            if any((self._work / name).exists() for name in ("new", "merged")):
                return "a dry run made a folder"
            if before != _bytes_of(self._work / "state"):
                return "a dry run changed files"
        return ""

    def _run(self, line: tuple[str, ...]) -> Ended:
        start = time.process_time()
        try:
            with _overtime():
                result = CliRunner(env=SHOW_TRACEBACKS).invoke(program, list(line), input="Ann Example\nnurse\nno\n")
        except OvertimeError as late:
            return Ended(line, -1, (), time.process_time() - start, str(late))
        cpu_s = time.process_time() - start
        output = result.output
        codes = tuple(sorted(set(re.findall(r"\b(HND\d{3})\b", output))))
        problem = ""
        if result.exit_code not in GOOD_ENDS:
            problem = _place(output) or f"exit code {result.exit_code}: {result.exception!r}"
        elif "Traceback (most recent call last)" in output:
            problem = "a traceback"
        elif cpu_s > MOST_CPU_S:
            problem = "took more than ten seconds"
        return Ended(line, result.exit_code, codes, round(cpu_s, 2), problem, output[-6000:] if problem else "")


def _bytes_of(folder: Path) -> dict[str, bytes]:
    """All regular files of a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path): path.read_bytes() for path in found if os.access(path, os.R_OK) and path.name != "lock"}


def _place(output: str) -> str:
    """Where an internal error was raised: the last line of this program in the traceback, and the error."""
    frames = re.findall(r'File ".*?/(handouts/[\w/]+\.py)", line (\d+), in (\w+)', output)
    said = re.search(r"internal error: (\w+)", output)
    if not said:
        return ""
    file, line, function = frames[-1] if frames else ("?", "?", "?")
    return f"{said[1]} at {file}:{line} in {function}"


@contextlib.contextmanager
def _overtime() -> Iterator[None]:
    """Ends what takes too long, of the processor or of the clock (a pipe that nobody writes to)."""

    def late(signum: int, frame: FrameType | None) -> None:
        place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}" if frame else "?"
        raise OvertimeError(f"still busy at {place}")

    kept = [(one, signal.signal(one, late)) for one in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, MOST_CPU_S + 1)
    signal.setitimer(signal.ITIMER_REAL, MOST_WALL_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in kept:
            signal.signal(one, handler)
        sys.stdout.flush()
