"""What a child that prints needs, imported: it begins at once, and one that is forked from it shares its memory.

Where the engine cannot start, the child begins all the same, to say why (`batch.jobs.print_job`).
"""

from importlib import import_module

from handouts import pdf

if pdf.engine_fault() is None:
    import_module("handouts.pdf.rendering")
    import_module("handouts.pdf.preflight")
