"""The HTTP endpoints: GraphQL, tokens, invitations, health, and what every request passes."""
