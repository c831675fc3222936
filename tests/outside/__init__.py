"""Documents and workbooks in the programs people open them with; its own command: ``python -m pytest tests/outside``."""
