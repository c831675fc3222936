"""Suggested mappings between frameworks, for people to review."""
