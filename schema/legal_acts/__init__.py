"""Legal acts in GraphQL."""
