"""The HTTP doors: GraphQL, tokens, invitations, health, and what every request passes."""
