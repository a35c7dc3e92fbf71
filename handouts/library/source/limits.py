"""How much a file may hold."""

# The engine stalls on text far beyond these: one word of 50,000 letters or a paragraph of a megabyte takes minutes.
MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_TEXT = 2_000
MAX_WORD = 80
MAX_ITEMS = 200
MAX_KEYS = 1_000
MAX_MARKS = 4
MAX_ALIKE = 20  # findings of one kind in one file: more would not be read
