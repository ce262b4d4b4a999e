"""Assignments in GraphQL."""
