"""What a leaflet may load, looked at without the engine."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from handouts.files.pictures import MAX_BYTES, safe_picture
from handouts.pdf.fetcher import PAGE_BASE, ImageLoader, RefusedError

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'


def picture(width: int = 4, height: int = 4, kind: str = "PNG") -> bytes:
    stream = BytesIO()
    Image.new("1" if kind == "PNG" else "L", (width, height)).save(stream, kind)
    return stream.getvalue()


def test_pictures_of_the_three_kinds_are_taken(tmp_path: Path) -> None:
    for name, data, kind in (
        ("a.png", picture(), "image/png"),
        ("b.JPG", picture(kind="JPEG"), "image/jpeg"),
        ("c.jpeg", picture(kind="JPEG"), "image/jpeg"),
        ("d e.svg", DRAWING, "image/svg+xml"),
    ):
        (tmp_path / name).write_bytes(data)
        taken = ImageLoader([tmp_path]).take(PAGE_BASE + name.replace(" ", "%20"))
        assert taken.kind == kind
        assert taken == safe_picture(kind, data), "what the engine gets is what the judge of the library gives"


def test_pictures_written_into_the_page_are_taken() -> None:
    coded = b64encode(picture()).decode()
    assert ImageLoader([]).take(f"data:image/png;base64,{coded}") == safe_picture("image/png", picture())
    assert ImageLoader([]).take(f"data:image/svg+xml,{quote(DRAWING)}").data == DRAWING


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.png", picture(4100, 4100), "4100 × 4100 pixels"),
        ("a.png", picture()[:20], "damaged"),
        ("a.png", picture(kind="JPEG"), "holds a JPEG picture"),
        ("a.png", b"\0" * (MAX_BYTES + 1), "larger than 2 MB"),
        ("a.gif", picture(), "only PNG, JPEG and SVG"),
        ("a.css", b"p {}", "only PNG, JPEG and SVG"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "DOCTYPE with entities"),
        ("a.svg", b"%PDF-1.7", "not well-formed SVG"),
    ],
)
def test_what_is_no_fit_picture_is_refused_with_the_reason(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    shelf = ImageLoader([tmp_path])
    with pytest.raises(RefusedError, match=why):
        shelf.take(PAGE_BASE + name)
    [found] = shelf.diagnostics()
    assert found.code == "HND502"
    assert f"`{name}`" in found.message


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "file://server/a.png",
        "data:text/html,words",
        "data:image/png;base64,%%%",
        "data:image/png",
        "data:image/png;base64," + "A" * 2 * MAX_BYTES,
        "file:///a%00.png",
        "file:///" + "a" * 5000 + ".png",
        "file:///.",
        "file:////etc/passwd",
    ],
)
def test_every_other_address_is_refused(tmp_path: Path, url: str) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    shelf = ImageLoader([tmp_path])
    with pytest.raises(RefusedError):
        shelf.take(url)
    [found] = shelf.diagnostics()
    assert len(found.message) < 200


def test_a_loop_of_links_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    with pytest.raises(RefusedError):
        ImageLoader([tmp_path]).take("file:///a.png")


def test_the_same_lost_picture_is_reported_once(tmp_path: Path) -> None:
    shelf = ImageLoader([tmp_path])
    for _ in range(3):
        with pytest.raises(RefusedError):
            shelf.take("file:///a.png")
    assert len(shelf.diagnostics()) == 1
