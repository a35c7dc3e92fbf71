"""The page of `handouts desk` and its service."""
