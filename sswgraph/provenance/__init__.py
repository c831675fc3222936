"""Provenance: the evidence for what frameworks say, and what is missing."""
