"""Protocols in GraphQL."""
