"""Accounts: how a person or a partner's client signs in; rights never live here but in memberships (III.6)."""
