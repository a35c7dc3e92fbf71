"""The shipped library, read once for all tests of a process; no test changes it."""

from __future__ import annotations

import once

from handouts import library
from handouts.diagnostics import in_order

STYLES = library.data_root() / "styles"
SHIPPED, _drawings, _found = once.read(library.content_folders(None), STYLES)
FINDINGS = in_order([*_found, *_drawings.findings()])
