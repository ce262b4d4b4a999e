"""Revealing personal data, and the log of who did, in GraphQL."""
