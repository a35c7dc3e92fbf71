"""What the work of a merge needs, imported: a worker that is forked from here begins at once.

Where the engine cannot start, a worker begins all the same, to tell why (`tasks.Ready`).
"""

from handouts import formats
from handouts.merging import tasks

__all__ = ["tasks"]

if formats.unready() is None:
    from handouts.formats import pdf as pdf
