"""Tests of the kinds of file, one file a format."""
