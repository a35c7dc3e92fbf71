"""A digest of all that a page of a PDF shows, so that a page which looks as before need not be drawn again.

ISO 32000-2: page objects 7.7.3.3, resources 7.8.3. All pages share one dictionary of resources, so that of each only
what its content names counts. Fonts count by their names: the part of a font that is used keeps the numbers of its
glyphs.
"""

from __future__ import annotations

import re
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf

from handouts.pdf.fingerprint import fingerprint

BOXES = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")


def digests(data: bytes) -> list[bytes]:
    """The digest of each page: equal ones are drawn alike. Links and form fields are no part of it."""
    with pikepdf.open(BytesIO(data)) as document:
        return [_of(page) for page in document.pages]


def _of(page: Any) -> bytes:
    page.contents_coalesce()
    content = page.Contents.read_bytes() if "/Contents" in page else b""
    names = {name.decode("latin-1") for name in _NAME.findall(content)}
    digest = sha256(content)
    for kind, resources in sorted(page.get("/Resources", {}).items()):
        if isinstance(resources, pikepdf.Dictionary):
            for name in sorted(names & set(resources.keys())):
                own = str(resources[name].BaseFont) if kind == "/Font" else fingerprint(resources[name])
                digest.update(f"{name} {own} ".encode())
    digest.update(repr([page.get(box) for box in BOXES]).encode())
    return digest.digest()
