"""How much a file of rows may hold."""

MAX_BYTES = 64_000_000
MAX_ROWS = 100_000
HIGHEST_ROW = 9_999_999
MAX_COLUMNS = 200
MAX_NAME = 80  # letters of a patient's or clinician's name
MAX_REFERENCE = 40
MAX_NOTES = 600
MAX_WORD = 60  # letters without a space: more run out of their place on the page
MAX_CONDITIONS = 8
MOST_EXERCISES = 12
EARLIEST_BIRTH = 1900
