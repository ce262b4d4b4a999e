"""The chain from a problem to its solution in GraphQL."""
