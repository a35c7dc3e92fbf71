"""A list of patients → a personal leaflet for each row: compose, group, fill in or print, combine into a print file.

Rows that differ only in personal fields share one composed leaflet. Personal data are in the leaflets alone: the folder
keeps a hash of each row.
"""
