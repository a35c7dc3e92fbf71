"""Leaflets for the systems that hold patient records: files by code and language, read by other programs.

    openemr    PDFs under the names by which OpenEMR finds local education: icd10_m72.2_en.pdf
    fhir       a Bundle of DocumentReference, and a PlanDefinition for each plan (FHIR R4B)
    answers    an answer for each code and language, as an Infobutton would give it, as static JSON
    write      the files of the requested targets, into the folder of an export

Nothing here is about a patient. Without `drafts`, only approved leaflets are given; a draft says so in the data.
"""
