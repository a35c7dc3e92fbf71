"""Files: reading what others wrote, writing whole files."""
