"""A list of patients → its rows as values, or the fault at its cell; names of files; the failed rows, to be run again.

Pure: bytes in, values out. What a cell says is literal text: never a template, markup or a formula. No finding repeats
a cell, since it may be a patient's.
"""

from handouts.batch.patients.column_names import USUAL, Columns
from handouts.batch.patients.patient_list import Patient, PatientList
from handouts.batch.patients.reading import read

__all__ = ["USUAL", "Columns", "Patient", "PatientList", "read"]
