"""The whole program under spoilt input: a pack of content, lists and state files, bent in every way."""
