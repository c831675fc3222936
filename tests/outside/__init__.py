"""Documents and workbooks in the programs that people open them with; a command of its own: ``python -m pytest tests/outside``."""
