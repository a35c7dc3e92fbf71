"""Props: one record per prop, in a file of its own, with its words, its shape and its contacts."""
