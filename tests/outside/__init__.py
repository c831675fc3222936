"""Documents and workbooks in the programs people open them with, by a command of its own: ``pytest tests/outside``."""
