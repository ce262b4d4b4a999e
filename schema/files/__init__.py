"""Files in GraphQL."""
