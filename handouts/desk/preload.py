"""What a child of the desk needs, imported: one that is forked from here begins at once.

Where the engine cannot start, a child begins all the same, to say why (`drawing.sketch`).
"""

from importlib import import_module

from handouts import pdf
from handouts.desk import drawing
from handouts.pdf import preload

__all__ = ["drawing", "preload"]

if pdf.engine_fault() is None:
    import_module("handouts.desk.child")
