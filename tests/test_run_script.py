"""`run`, in every shell that is here: what it hands on, what it sets up, and what it says when it cannot.

The project it runs in is a small stand-in with empty lock files, so set-up is real (Python found, `.venv` made, pip
called) and yet needs no network.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import slow

RUN = Path(__file__).parent.parent / "run"
SHELLS = [words for words in (["dash"], ["busybox", "sh"], ["bash", "--posix"]) if shutil.which(words[0])] or [["sh"]]
PROGRAM = """
import json, os, signal, sys
if sys.argv[1] == "exit":
    sys.exit(int(sys.argv[2]))
if sys.argv[1] == "wait":
    print(os.getpid(), flush=True)
    signal.pause()
print(json.dumps({"words": sys.argv[1:], "cwd": os.getcwd()}))
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone of the stand-in, in a folder whose name has a space and a quote."""
    root = tmp_path / "a person's clone"
    (root / "handouts").mkdir(parents=True)
    shutil.copy2(RUN, root / "run")
    (root / "handouts/__init__.py").touch()
    (root / "handouts/__main__.py").write_text(PROGRAM)
    (root / "pytest.py").write_text("import handouts.__main__")
    (root / "weasyprint.py").touch()
    (root / "requirements.lock").write_text("# nothing\n")
    (root / "requirements-dev.lock").write_text("# nothing, for tests\n")
    (root / "requirements-figures.lock").write_text("# nothing, for drawings\n")
    return root


@pytest.fixture
def ready(clone: Path) -> Path:
    """The same after set-up: the lock files are kept in .venv, and the folder is on its path."""
    venv.create(clone / ".venv", symlinks=True)
    state = clone / ".venv/handouts-set-up"
    state.mkdir()
    shutil.copy(clone / "requirements.lock", state / "run")
    shutil.copy(clone / "requirements-dev.lock", state / "dev")
    site = next((clone / ".venv").glob("lib/python*/site-packages"))
    (site / "handouts-checkout.pth").write_text("../../../..\n")
    return clone


@pytest.fixture(params=SHELLS, ids=[words[0] for words in SHELLS])
def shell(request: pytest.FixtureRequest) -> list[str]:
    """The words that start a POSIX shell."""
    words: list[str] = request.param
    return words


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Another folder to stand in, with files that a careless start would import in place of ours."""
    folder = tmp_path / "else where"
    folder.mkdir()
    for name in ("json.py", "handouts.py"):
        (folder / name).write_text("raise SystemExit('a file of the user was imported')")
    return folder


def call(*words: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run it to the end."""
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


def heard(done: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """What the stand-in got, which must be all of standard output."""
    assert done.returncode == 0, done.stderr
    got: dict[str, object] = json.loads(done.stdout)
    return got


def test_words_arrive_unchanged_and_the_folder_stays(shell: list[str], ready: Path, elsewhere: Path) -> None:
    words = ["make", "a b", "", "*", "$HOME", "it's", '"', "-o", "x y.pdf", "--", "\\n", "test"]
    done = call(*shell, ready / "run", *words, cwd=elsewhere)
    assert heard(done) == {"words": words, "cwd": str(elsewhere)}
    assert done.stderr == ""


def test_no_words_make_the_demo_here_and_say_where(shell: list[str], ready: Path, elsewhere: Path) -> None:
    done = call(*shell, ready / "run", cwd=elsewhere)
    assert heard(done)["words"] == ["make", "plantar-fasciitis", "-o", "demo-leaflet.pdf"]
    assert str(elsewhere / "demo-leaflet.pdf") in done.stderr


def test_test_goes_to_pytest_in_the_project(shell: list[str], ready: Path, elsewhere: Path) -> None:
    done = call(*shell, ready / "run", "test", "-k", "a or b", cwd=elsewhere)
    assert heard(done) == {"words": ["-k", "a or b"], "cwd": str(ready)}


@pytest.mark.parametrize("words", [[], ["--slow"], ["--sample"], ["-m", "slow"]], ids=" ".join)
def test_the_whole_suite_runs_on_all_cores(shell: list[str], ready: Path, words: list[str]) -> None:
    cores = ["-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
    assert heard(call(*shell, "./run", "test", *words, cwd=ready))["words"] == [*words, *cores]


CHOICES = {"": {"quick"}, "--slow": {"quick", "long"}, "-m slow": {"long"}, "test_two.py::test_long": {"long"}}


def test_slow_tests_run_when_they_are_chosen(tmp_path: Path) -> None:
    shutil.copy(RUN.parent / "tests" / "slow.py", tmp_path / "conftest.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\naddopts = -q --collect-only -p no:cacheprovider\n")
    (tmp_path / "test_two.py").write_text(
        "import pytest\ndef test_quick(): pass\n@pytest.mark.slow\ndef test_long(): pass\n"
    )
    script = f"import pytest\nfor words in {list(CHOICES)}:\n    print('==')\n    pytest.main(words.split())"
    _, *collected = call(sys.executable, "-c", script, cwd=tmp_path).stdout.split("==\n")
    assert [set(re.findall(r"::test_(\w+)", one)) for one in collected] == list(CHOICES.values())


def test_the_run_of_ci_has_of_each_slow_test_the_cases_that_the_list_says(tmp_path: Path) -> None:
    shutil.copy(RUN.parent / "tests" / "slow.py", tmp_path / "conftest.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\naddopts = -q --collect-only -p no:cacheprovider\n")
    text = """import pytest
def test_quick(): pass
@pytest.mark.slow
@pytest.mark.parametrize("n", range(10))
def test_long(n): pass
"""
    for name in ("tests/test_signs.py", "tests/test_merges.py", "tests/test_draw.py", "tests/test_two.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert all((RUN.parent / name).exists() for name in slow.SAMPLED)
    collected = call(sys.executable, "-m", "pytest", "--sample", cwd=tmp_path).stdout
    files = Counter(re.findall(r"^tests/(\w+)\.py::test_long", collected, re.MULTILINE))
    sampled = ("test_signs", "test_merges", "test_draw")
    assert files == {name: len(range(0, 10, slow.SAMPLED[f"tests/{name}.py"])) for name in sampled}
    assert len(re.findall("::test_quick", collected)) == 4


def test_found_through_links(shell: list[str], ready: Path, elsewhere: Path) -> None:
    (elsewhere / "far").symlink_to(ready / "run")
    (elsewhere / "near link").symlink_to("far")
    for name in (elsewhere / "near link", Path("near link"), Path("./near link")):
        assert heard(call(*shell, name, "list", cwd=elsewhere))["words"] == ["list"]


def test_goes_on_working_after_the_clone_moved(ready: Path, elsewhere: Path) -> None:
    moved = ready.rename(elsewhere / "moved")
    assert heard(call(moved / "run", "list", cwd=elsewhere))["words"] == ["list"]


def test_exit_code_is_the_programs(shell: list[str], ready: Path) -> None:
    assert [call(*shell, "run", "exit", code, cwd=ready).returncode for code in ("0", "2", "74")] == [0, 2, 74]


def test_signals_reach_the_program_itself(shell: list[str], ready: Path) -> None:
    with subprocess.Popen([*shell, "run", "wait"], cwd=ready, stdout=subprocess.PIPE) as going:
        try:
            assert going.stdout is not None
            assert int(going.stdout.readline()) == going.pid  # the shell has become the program
            going.terminate()
            assert going.wait(20) == -signal.SIGTERM
        finally:
            going.kill()


def test_an_installed_copy_does_not_stand_in_for_the_checkout(shell: list[str], ready: Path, elsewhere: Path) -> None:
    site = next((ready / ".venv").glob("lib/python*/site-packages"))
    (site / "handouts").mkdir()
    for name in ("__init__.py", "__main__.py"):
        (site / "handouts" / name).write_text("raise SystemExit('the installed copy')")
    assert heard(call(*shell, ready / "run", "list", cwd=elsewhere))["words"] == ["list"]


def test_the_locks_of_drawing_and_of_tests_agree() -> None:
    """Mend by writing the lock again: its first lines say how."""
    pins = {}
    for kind in ("", "-figures", "-dev"):
        text = (RUN.parent / f"requirements{kind}.lock").read_text("utf-8").replace("\\\n", "")
        pins[kind] = {line.split(" # ")[0].strip() for line in text.splitlines() if re.match(r"[a-z0-9]", line)}
    assert pins[""] < pins["-figures"] < pins["-dev"]
    assert {"numpy", "scipy", "shapely"} <= {pin.partition("==")[0] for pin in pins["-figures"] - pins[""]}


# Set-up, for real


def spoken(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What `run` itself said, without pip's words."""
    return [line.removeprefix("handouts: ") for line in done.stderr.splitlines() if line.startswith("handouts: ")]


@pytest.mark.slow
def test_set_up_from_nothing_then_quiet_then_again_for_a_changed_lock(clone: Path) -> None:
    home = clone / "home"
    home.mkdir()
    env = {**os.environ, "HOME": str(home)}
    done = call("./run", "list", cwd=clone, env=env)
    assert heard(done)["words"] == ["list"]
    assert "installing the packages of requirements.lock" in spoken(done)
    assert {path.name for path in home.iterdir()} <= {".rustup"}  # pip asks a rustc for its version, if there is one
    assert call("./run", "list", cwd=clone, env=env).stderr == ""
    assert heard(call(clone / ".venv/bin/handouts", "list", cwd=clone))["words"] == ["list"]

    (clone / "requirements.lock").write_text("# nothing, but otherwise\n")
    assert spoken(call("./run", "list", cwd=clone)) == [
        "installing the packages of requirements.lock",
        "set-up is done",
    ]
    assert "installing the packages of requirements-dev.lock" in spoken(call("./run", "test", "x", cwd=clone))


@pytest.mark.slow
def test_drawing_sets_up_what_it_needs_once_and_tests_bring_it(clone: Path) -> None:
    assert "installing the packages of requirements-figures.lock" in spoken(call("./run", "draw", "x", cwd=clone))
    assert spoken(call("./run", "draw", "x", cwd=clone)) == []
    (clone / "requirements-figures.lock").write_text("# nothing, but otherwise\n")
    assert "installing the packages of requirements-dev.lock" in spoken(call("./run", "test", "x", cwd=clone))
    assert spoken(call("./run", "draw", "x", cwd=clone)) == []


@pytest.mark.slow
def test_a_failed_installation_says_so_and_the_next_run_mends_it(clone: Path) -> None:
    lock = clone / "requirements.lock"
    lock.write_text("./no-such-wheel-1-py3-none-any.whl --hash=sha256:" + "0" * 64 + "\n")
    done = call("./run", "list", cwd=clone)
    assert (done.returncode, done.stdout) == (69, "")
    assert "installing failed, see above" in done.stderr
    lock.write_text("# nothing\n")
    (clone / ".venv/bin/pip-half-written").touch()
    assert heard(call("./run", "list", cwd=clone))["words"] == ["list"]
    assert not (clone / ".venv/bin/pip-half-written").exists()


@pytest.mark.slow
def test_two_at_once_set_up_once(clone: Path) -> None:
    words = ["./run", "list"]
    with (
        subprocess.Popen(words, cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as one,
        subprocess.Popen(words, cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as two,
    ):
        said = [going.communicate(timeout=120) for going in (one, two)]
    assert [json.loads(out)["words"] for out, _ in said] == [["list"], ["list"]]
    assert sum(err.count("installing the packages") for _, err in said) == 1


@pytest.mark.slow
def test_killed_in_the_middle_is_made_anew(clone: Path) -> None:
    with subprocess.Popen(
        ["./run", "list"],
        cwd=clone,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as going:
        assert going.stderr is not None
        for line in going.stderr:
            if "installing the packages" in line or "making a Python" in line:
                break
        os.killpg(going.pid, signal.SIGKILL)
    done = call("./run", "list", cwd=clone)
    assert heard(done)["words"] == ["list"]
    assert "set-up is done" in spoken(done)


# Machines where something is missing

BARE = ("cat", "env", "readlink", "sh", "mkdir", "rm", "mv", "cp", "chmod")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Path]:
    """A folder for PATH: the tools of every machine, no Python, and a package manager that only notes its words."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in BARE:
        (tools / name).symlink_to(str(shutil.which(name)))
    tool(tools / "id", "echo 1000")
    yield tools


def tool(path: Path, body: str) -> None:
    """A program for the PATH of a test."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def on(tools: Path) -> dict[str, str]:
    """The environment in which only these tools are there."""
    return {"PATH": str(tools), "HOME": str(tools)}


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "sudo apt-get install python3 python3-venv libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("dnf", "sudo dnf install python3 pango harfbuzz"),
        ("apk", "sudo apk add python3 pango harfbuzz-subset fontconfig"),
        ("brew", "brew install python pango harfbuzz"),
    ],
)
def test_without_python_or_rights_the_command_is_named(clone: Path, bare: Path, manager: str, command: str) -> None:
    tool(bare / manager, "echo called >&2; exit 1")
    done = call("./run", "list", cwd=clone, env=on(bare))
    assert (done.returncode, done.stdout) == (69, "")
    assert f"handouts:     {command}\n" in done.stderr
    assert "called" not in done.stderr
    assert "Python 3.11 or newer" in done.stderr


def test_without_a_known_manager_every_command_is_named(clone: Path, bare: Path) -> None:
    done = call("./run", "list", cwd=clone, env=on(bare))
    assert [word for word in ("apt-get", "dnf", "apk", "brew") if f" {word} " in done.stderr] == [
        "apt-get", "dnf", "apk", "brew",
    ]  # fmt: skip


def test_root_installs_through_apt(clone: Path, bare: Path) -> None:
    tool(bare / "id", "echo 0")
    tool(bare / "apt-get", 'echo "apt-get $*" >&2; [ "$2" = update ]')
    done = call("./run", "list", cwd=clone, env=on(bare))
    assert done.returncode == 69
    assert "installing through apt: python3 python3-venv libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr
    assert "apt-get -qq update" in done.stderr
    assert "install --yes --no-install-recommends python3 python3-venv libpangoft2" in done.stderr


def test_an_old_python_and_one_that_cannot_make_environments_are_named(clone: Path, bare: Path) -> None:
    tool(bare / "python3", "echo is only 3.9 >&2; exit 1")
    tool(bare / "python3.12", "echo \"cannot make virtual environments (No module named 'ensurepip')\" >&2; exit 1")
    tool(bare / "python", "echo 'no version is chosen' >&2; exit 127")
    done = call("./run", "list", cwd=clone, env=on(bare))
    assert (
        "python3.12 cannot make virtual environments (No module named 'ensurepip'); python3 is only 3.9)" in done.stderr
    )
    assert "no version is chosen" not in done.stderr


def test_missing_libraries_are_named_before_anything_is_downloaded(clone: Path, bare: Path) -> None:
    tool(bare / "python3", 'case $2 in *CDLL*) echo pango subset ;; *flock*) ;; *) echo "=$0" ;; esac')
    done = call("./run", "list", cwd=clone, env=on(bare))
    assert done.returncode == 69
    assert "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0\n" in done.stderr
    assert not (clone / ".venv").exists()
