"""The sections of papers by subject; each module has a table of names and functions."""
