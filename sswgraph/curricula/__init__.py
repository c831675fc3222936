"""Curricula and the other documents about roles and frameworks, gathered as values."""
