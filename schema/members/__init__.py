"""The composition of the center and the curator's absences in GraphQL."""
