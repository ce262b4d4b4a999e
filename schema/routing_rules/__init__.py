"""Routing rules in GraphQL."""
