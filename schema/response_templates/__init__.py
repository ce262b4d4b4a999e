"""Templates of answers in GraphQL."""
