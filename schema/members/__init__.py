"""The composition of the centre and the curator's absences in GraphQL."""
