"""Many leaflets into one folder, and only what changed: the matrix, its freshness, the manifest, and the way back.

The way of a run, from the cheap to the dear:

    inputs      the raw bytes of everything a leaflet is made from: as at the last run, nothing is even parsed
    wanted      which leaflets were asked for: conditions and sets × clinics × editions × formats
    planning    each composed and set, its last cheap value hashed: known by the manifest, it is fresh
    pressing    what is left, printed by workers
    manifest    what lies in the folder and what each file was printed from
    personal    what the manifest tells of leaflets that a list of patients was merged into
    verifying   from a file, or the words on paper, back to the content

`inputs`, `manifest` and `memory` import nothing heavy, so that a run with nothing to do is over at once.
"""
