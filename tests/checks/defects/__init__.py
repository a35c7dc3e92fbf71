"""Defects planted into a finished leaflet with pikepdf, by the code that each is found under."""

from . import contents, pages, tags
from .defect import DEFECTS, Defect

__all__ = ["DEFECTS", "Defect", "contents", "pages", "tags"]
