"""Frameworks side by side: suggested mappings between two that nobody has mapped yet."""
