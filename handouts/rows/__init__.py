"""A list of patients → rows that leaflets are made for, each fault in its place; the names of their files; the rows
that failed, to be run again.

Pure: bytes in, values out. What a cell says is literal text: never a template, markup or a formula. No finding repeats
a cell, since it may be a patient's.
"""

from handouts.rows.columns import USUAL, Columns
from handouts.rows.reading import Row, Sheet, read

__all__ = ["USUAL", "Columns", "Row", "Sheet", "read"]
