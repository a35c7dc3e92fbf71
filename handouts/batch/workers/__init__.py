"""Jobs to outcomes: worker processes of this machine, or those of a cluster."""
