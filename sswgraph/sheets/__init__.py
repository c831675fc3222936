"""Workbooks and their cells as files: checks before reading, texts, formats."""
