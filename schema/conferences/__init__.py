"""Conferences of others in GraphQL."""
