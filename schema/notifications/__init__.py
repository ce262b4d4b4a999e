"""One's own notifications in GraphQL, and how one wants to be told."""
