"""Benchmarks: ``python -m benchmarks``. Each figure is a ratio of CPU time to a peer's real code in the same run."""
