"""What a child that prints needs: the engine, imported, and the shipped templates, compiled.

A child begins at once with them, and one that is forked from it shares its memory. Where the engine cannot start, the
child begins all the same, to say why (`batch.jobs.print_job`).
"""

from contextlib import suppress
from importlib import import_module

from handouts import pdf
from handouts.layout import templates
from handouts.pdf import printing

# A library may fail with any exception: the job meets it again, and reports where.
with suppress(Exception):
    if pdf.engine_fault() is None:
        import_module("handouts.pdf.rendering")
        import_module("handouts.pdf.preflight")
        templates.prepare(printing.assets(None).templates)
