"""Longer runs, each a command of its own; the ordinary test run leaves them out.

- ``python -m tests.long.kills 300``: kills the process during writes; the file is the old one or the new one.
- ``python -m tests.long.fuzz turtle 60``: coverage-guided fuzzing (atheris) of one reader for so many seconds.
- ``SSWGRAPH_EXAMPLES=2000 python -m pytest tests/test_laws.py``: more draws of the laws.
"""
