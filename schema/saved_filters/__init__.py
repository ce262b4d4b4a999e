"""Saved filters of cases in GraphQL."""
