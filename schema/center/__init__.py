"""The center itself in GraphQL: the viewer, the curator's powers, the calendar and deadlines."""
