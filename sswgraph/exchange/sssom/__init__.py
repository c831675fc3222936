"""Mapping sets as SSSOM tables: reading, checking, writing."""
