"""Webhooks in GraphQL, and the selections that they send."""
