"""What the work of a merge needs, imported: a worker that is forked from here begins at once.

Where the engine cannot start, a worker begins all the same, to tell why (`tasks.Ready`).
"""

from handouts import pdf as formats
from handouts.batch.mail_merge import tasks

__all__ = ["tasks"]

if formats.engine_fault() is None:
    pass
