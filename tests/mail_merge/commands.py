"""A list of patients, `mail-merge` run on it, and what is then in its folder."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner, Result

from handouts.cli.program import program

LIST = """id,name,born,conditions,side,set,notes
QX-1,Zebulon Quill,1957-03-04,heel-spur,left,calf-stretch-wall.hold=20s,Mind the vexed toe
QX-2,Yolanda Thrush,1962-03-04,heel-spur; plantar-fasciitis,,,
,Wanda Vogel,,heel-spur,,,
"""
SECRETS = ("Zebulon", "Quill", "Yolanda", "Thrush", "Wanda", "Vogel", "QX-", "1957-", "March", "vexed")
FAILING = (
    LIST
    + "QX-4,Ann,1961-13-04,heel-spur,,,\nQX-5,Bo,,heel-spurr,,,\nQX-6,Cy,,heel-spur,,calf-stretch-wall.hold=999s,\n"
)


def run(*words: str, rows: str | bytes = LIST, name: str = "list.csv") -> Result:
    Path(name).write_bytes(rows.encode() if isinstance(rows, str) else rows)
    return again(*words, name=name)


def again(*words: str, name: str = "list.csv") -> Result:
    return CliRunner().invoke(program, ["mail-merge", name, "-o", "out", "--jobs", "0", *words])


def files() -> list[str]:
    """Leaflets and failed rows."""
    names = (path.name for path in Path("out").iterdir())
    return sorted(name for name in names if not name.startswith((".", "manifest.")))


def kept() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path("out").rglob("*")) if path.is_file()}


def all_output(result: Result) -> str:
    """Everything but the content of the leaflets and in the file of failed rows."""
    written = (*Path("out/.handouts").rglob("*"), *Path("out").glob("manifest*.json"))
    room = "".join(path.read_text("utf-8") for path in written if path.is_file())
    room = re.sub(r"[0-9a-f]{32,}", "", room)  # a hash may hold the figures of a year by chance
    return result.stdout + result.stderr + "".join(files()) + room
