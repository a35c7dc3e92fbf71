"""The pose language: from YAML to a typed pose; pure text, without numpy."""
