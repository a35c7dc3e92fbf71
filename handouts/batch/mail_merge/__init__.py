"""Many rows → many leaflets: what each row asks for, in which file it goes, what is printed and what is there already.

Rows that ask for the same but for the words of a person share one composed leaflet. The words of a person are in the
files alone: what is kept of a row in the folder is a hash.
"""
