"""Workbooks at the door: what is refused before anything is unpacked, and how they look."""
