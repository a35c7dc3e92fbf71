"""What a leaflet is printed with: its templates and styles, and the folders of its pictures.

Nothing of the template engine is imported: a command that leaves templates to a child starts sooner so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts import library
from handouts.compose.wording import ENGLISH, Catalogue


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """Where templates and styles lie, and the language they speak."""

    templates: Sequence[Path]
    styles: Path
    catalogue: Catalogue = ENGLISH


@dataclass(frozen=True, slots=True)
class PrintAssets:
    """What a leaflet is printed with: the setting, and the folders its pictures are taken from."""

    templates: TemplateSet
    pictures: Sequence[Path]


def assets(overlay: Path | None) -> PrintAssets:
    """Templates, styles and pictures; the clinic's own come first."""
    root = library.data_root()
    own = [overlay] if overlay else []
    templates = [folder for base in (*own, root) if (folder := base / "templates").is_dir()]
    # Logos lie in clinics/; pictures of exercises and conditions are named by their place in the content folder.
    bases = (*own, root / "content")
    pictures = [folder for base in bases for folder in (base / "clinics", base) if folder.is_dir()]
    return PrintAssets(TemplateSet(templates, root / "styles"), pictures)
