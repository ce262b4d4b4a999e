"""Background jobs in GraphQL."""
