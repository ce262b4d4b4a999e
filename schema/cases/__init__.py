"""Messages, appeals and incidents in GraphQL."""
