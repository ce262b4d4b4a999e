"""Accounts, clients and sessions in GraphQL."""
