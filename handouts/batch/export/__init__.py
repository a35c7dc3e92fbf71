"""Many leaflets into one folder, and only what changed: which, what of it is fresh, the manifest, and verification.

The steps of a run, from the cheap to the costly:

    run             from the options to the result; no input changed since the last run: nothing is parsed
    targets         the leaflets of a request: conditions and sets × clinics × editions × formats
    ../planning     each composed and rendered; a leaflet whose key is in the manifest is fresh
    full_run   the others become print jobs for ../runner, then the manifest is written
    verification    from a file, or the document number on paper, back to the content
    finished_file   a finished PDF compared with its leaflet, composed again

`run`, `request`, `result` and `cache` import nothing heavy, so that a run with nothing to do is quick.
"""
