"""The same input gives the same bytes: in any process, folder, zone, and language of the machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf

from handouts.formats import html
from handouts.pdf import Printed, rendering

from . import sample

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

SCRIPT = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
import sample
from handouts.formats import html
from handouts.pdf import rendering
for write in (html.write, rendering.render):
    print(hashlib.sha256(write(sample.leaflet(), []).data).hexdigest())
"""


def digests(folder: Path, **machine: str) -> str:
    """The hashes of the sample leaflet in every format, made by a process of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **machine}
    call = [sys.executable, "-c", SCRIPT, str(HERE), str(ROOT)]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_a_process_on_another_machine_makes_the_same_bytes(tmp_path: Path, printed: Printed) -> None:
    data = (html.write(sample.leaflet(), []).data, printed.data)
    other = digests(
        tmp_path,
        PYTHONHASHSEED="4711",
        TZ="Asia/Kathmandu",
        LANG="de_DE.UTF-8",
        LC_ALL="C.UTF-8",
        SOURCE_DATE_EPOCH="1",
        TMPDIR=str(tmp_path),
    )
    assert other == "".join(f"{hashlib.sha256(one).hexdigest()}\n" for one in data)


def test_printing_other_leaflets_between_changes_nothing(printed: Printed) -> None:
    rendering.render(sample.document("<h1>Another ✓</h1>"), [])
    assert rendering.render(sample.leaflet(), []).data == printed.data


def test_no_path_of_the_machine_is_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(sample.FOOT)
    body = '<h1>T</h1><img src="logo.svg" alt="North Clinic"><p><a href="next.html">on</a> <a href="#x">there</a></p>'
    printed = rendering.render(sample.document(f'{body}<p id="x">Words</p>'), [tmp_path])
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        stream = BytesIO()
        pdf.save(
            stream,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    content = stream.getvalue()
    assert b"North" in content or b"N\x00o" in content or b"\x00N\x00o" in content or b"/Alt" in content
    for path in (str(tmp_path), str(ROOT), str(HERE), sys.prefix, "/tmp", "/home", "/usr/share"):
        assert path.encode() not in content
        assert path.encode("utf-16-be") not in content


def test_naming_the_formats_does_not_start_the_engine() -> None:
    script = "import sys, handouts.pdf; print('weasyprint' in sys.modules, 'pikepdf' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_line_of_a_drawing_is_written_alike_wherever_it_stands() -> None:
    """Each SVG path is drawn once and cached; another notation of the same path is another path."""

    def content(*lines: str) -> bytes:
        drawings = "".join(
            f'<p><svg viewBox="0 0 40 40" width="40" height="40"><g transform="translate({at} 4)">'
            f'<path d="{line}" fill="#ff0{at}00"/></g></svg></p>'
            for at, line in enumerate(lines, 3)
        )
        with pikepdf.open(BytesIO(rendering.render(sample.document(drawings), []).data)) as pdf:
            return pdf.pages[0].Contents.read_bytes()

    line = "M 3 4 C 5 6 7 8 9.25 10 a 4 5 0 0 1 8 9 l 1 -7 Z"
    known, otherwise = content(line, line, line), content(line, f" {line} ", line.replace(" ", ","))
    assert known == otherwise
    assert content(line, line) != content(line, line.replace("9.25", "9.5"))
