"""Mapping sets as SSSOM tables."""
