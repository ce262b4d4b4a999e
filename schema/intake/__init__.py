"""Names of other systems that nothing here goes by, in GraphQL."""
