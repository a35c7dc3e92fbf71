"""A site of leaflets: a folder of pages that anyone opens by a double click, or that any web server hands out.

    ../contents the leaflets of an export's folder, composed again: (Workspace, Manifest) → FolderLeaflets
    history     every version that the folder ever held, by document number, for the check of a paper
    changes     what the version of today has otherwise than an old one
    cuts        a PDF → the picture of one of its pages, beside the leaflet
    pages       FolderLeaflets and History → the pages, as HTML with all that they need inside
    build       writes the pages that changed

The files for print are those of an export into the same folder. No page loads anything from elsewhere.
"""
