"""Logos of clinics: any shape keeps its ratio in the box, and what cannot be read on paper is found at the logo."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from sampling import one_of_each

from handouts import library
from handouts.compose import compose
from handouts.diagnostics import Diagnostic
from handouts.files.pictures.printed_size import LOGO_BOX_MM
from handouts.layout.templates import TemplateSet
from handouts.layout.tightness import Tightness
from handouts.model.request import Request
from handouts.pdf.measures import measured
from handouts.pdf.printing import PrintAssets, print_leaflet
from handouts.pdf.reader import PdfReader
from handouts.pdf.sheets import LaidSheet
from handouts.pipeline import doctor
from handouts.pipeline.machine import Check
from handouts.pipeline.workspace import open_workspace

ROOT = Path(__file__).parent.parent
PT_MM = 25.4 / 72
STRIPED_SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><rect width="{}" height="{}" fill="#0B4F5C"/></svg>'


def striped(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture with ink in every corner."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width - 1, height - 1), outline="#0B4F5C", width=max(1, height // 8))
    stream = BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def drawn(width: int, height: int, size: str) -> bytes:
    return STRIPED_SVG.format(size.format(width, height), width, height).encode()


def clinic_with(folder: Path, mini_folder: Path, name: str, data: bytes) -> Path:
    """A content folder whose clinic has this logo."""
    text = (mini_folder / "content/clinics/example.yaml").read_text("utf-8").replace("example.svg", name)
    (folder / "mine/clinics").mkdir(parents=True)
    (folder / "mine/clinics/town.yaml").write_text(text, "utf-8")
    (folder / "mine/clinics" / name).write_bytes(data)
    return folder / "mine"


@pytest.mark.parametrize(
    ("name", "data", "printed_mm"),
    one_of_each(
        [
            ("square.png", striped(300, 300), (13, 13)),
            ("wide.png", striped(600, 120), (60, 12)),
            ("wide.jpg", striped(1200, 120, "JPEG"), (60, 6)),
            ("tall.png", striped(100, 400), (3.25, 13)),
            ("wide.svg", drawn(600, 120, 'width="{}" height="{}"'), (60, 12)),
            ("boxed.svg", drawn(100, 40, 'viewBox="0 0 {} {}"'), (32.5, 13)),
            ("wide-boxed.svg", drawn(900, 90, 'viewBox="0 0 {} {}"'), (60, 6)),
        ],
        lambda logo: "any",
    ),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_logo_of_any_shape_keeps_its_ratio_in_the_box(
    name: str, data: bytes, printed_mm: tuple[float, float], tmp_path: Path, mini_folder: Path
) -> None:
    content = clinic_with(tmp_path, mini_folder, name, data)
    read, found = library.load([content, mini_folder / "content"], mini_folder / "styles")
    assert found == []
    leaflet, _ = compose(read, Request((next(iter(read.conditions)),), "town"))
    assert leaflet is not None
    assets = PrintAssets(TemplateSet([ROOT / "templates"], ROOT / "styles"), [content / "clinics"])
    with PdfReader(print_leaflet(leaflet, read.editions["a4"], assets).data) as pdf:
        boxes = [one.box for marked, one in pdf.drawings.items() if one.box and marked[0] == 1]
    left, bottom, right, top = max(boxes, key=lambda box: box[3])
    assert ((right - left) * PT_MM, (top - bottom) * PT_MM) == pytest.approx(printed_mm, abs=0.2)
    assert printed_mm[0] <= LOGO_BOX_MM[0] and printed_mm[1] <= LOGO_BOX_MM[1]


def test_a_logo_of_another_shape_is_measured_anew(tmp_path: Path, mini_folder: Path) -> None:
    content = clinic_with(tmp_path, mini_folder, "logo.png", striped(100, 400))
    read, _ = library.load([content, mini_folder / "content"], mini_folder / "styles")
    leaflet, _ = compose(read, Request((next(iter(read.conditions)),), "town"))
    assert leaflet is not None
    assets = PrintAssets(TemplateSet([ROOT / "templates"], ROOT / "styles"), [content / "clinics"])

    def page_one() -> LaidSheet:
        return measured(leaflet, read.editions["a4"], assets.templates, assets.pictures, Tightness(), "reading")

    tall = page_one()
    (content / "clinics/logo.png").write_bytes(striped(1200, 120))
    wide = page_one()
    assert wide.pages[0].lowest_mm != tall.pages[0].lowest_mm
    assert page_one() is wide


def findings(content: Path, mini_folder: Path) -> list[Diagnostic]:
    return library.load([content, mini_folder / "content"], mini_folder / "styles")[1]


def test_a_logo_with_too_few_pixels_is_found_with_the_size_that_it_needs(tmp_path: Path, mini_folder: Path) -> None:
    (found,) = findings(clinic_with(tmp_path, mini_folder, "icon.png", striped(64, 64)), mini_folder)
    assert (found.code, found.is_error) == ("HND312", False)
    assert found.message == "`icon.png`: 64 × 64 pixels are 125 dots an inch at the printed 13 × 13 mm"
    assert found.help == "give at least 77 × 77 pixels, or an SVG"
    assert found.span and found.span.file.endswith("town.yaml") and found.span.line == 10


def test_a_logo_with_enough_pixels_is_not(tmp_path: Path, mini_folder: Path) -> None:
    assert findings(clinic_with(tmp_path, mini_folder, "icon.png", striped(77, 77)), mini_folder) == []


def test_a_name_in_other_capitals_is_offered(tmp_path: Path, mini_folder: Path) -> None:
    content = clinic_with(tmp_path, mini_folder, "logo.png", striped(200, 100))
    (content / "clinics/logo.png").rename(content / "clinics/LOGO.PNG")
    (found,) = findings(content, mini_folder)
    assert (found.code, found.help) == ("HND307", "did you mean `LOGO.PNG`?")


@pytest.mark.parametrize("name", ["logo.svgz", "logo.webp", "Logo (1).png"])
def test_a_file_that_no_logo_can_be_is_named_with_those_that_can(name: str, tmp_path: Path, mini_folder: Path) -> None:
    (found,) = findings(clinic_with(tmp_path, mini_folder, name, b""), mini_folder)
    assert found.code == "HND203" and name in found.message and ".svg, .png or .jpg" in found.help


def test_the_doctor_looks_at_logos_and_names_them(tmp_path: Path, mini_folder: Path) -> None:
    image = BytesIO()
    Image.new("L", (200, 100), 255).save(image, "PNG")
    white = image.getvalue()
    check = _logos(clinic_with(tmp_path, mini_folder, "pale.png", white))
    assert (check.name, check.state) == ("logos", "fault")
    assert check.found == "`pale.png`: nothing of the picture can be seen on white paper"
    assert check.mend == "use the version for white paper"
    assert _logos(None).state == "ok"


def _logos(overlay: Path | None) -> Check:
    opened = open_workspace(overlay)
    return doctor.logos(opened.library, opened.of_records)
