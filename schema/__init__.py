"""How it looks in GraphQL: thin, no decisions."""
