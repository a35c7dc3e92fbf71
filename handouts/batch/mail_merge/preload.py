"""What the work of a merge needs, imported: a worker that is forked from here begins at once.

Where the engine cannot start, a worker begins all the same, to say why (`tasks.ReadyTask`).
"""

from importlib import import_module

from handouts import pdf
from handouts.batch.mail_merge import tasks

__all__ = ["tasks"]

if pdf.engine_fault() is None:
    import_module("handouts.pdf.rendering")
