"""How much a file of rows may hold."""

MAX_BYTES = 64 << 20
MAX_ROWS = 100_000
MAX_LINES = 2_000_000  # a spreadsheet may save a million empty rows
MAX_LINE = 1_000_000  # letters of one line; a line of this length is no row of a list
MAX_CELL = 10_000  # letters; a longer cell is not looked into
HIGHEST_ROW = 9_999_999
MAX_COLUMNS = 200
MAX_NAME = 80  # letters of a patient's or clinician's name
MAX_REFERENCE = 40
MAX_NOTES = 600
MAX_WORD = 60  # letters without a space: more run out of their place on the page
MAX_CONDITIONS = 8
MOST_EXERCISES = 12
EARLIEST_BIRTH = 1900
