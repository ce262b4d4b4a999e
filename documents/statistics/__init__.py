"""Counts of cases: who may count what, and what of the counts may be told."""
