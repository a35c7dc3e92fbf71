"""What must not be printed does not print: checks of content, one file per subject."""
