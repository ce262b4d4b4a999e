"""The stream of changes in GraphQL, for partners' systems."""
