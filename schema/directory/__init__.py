"""Reference data in GraphQL: sectors, topics, settlements, channels, organizations, people."""
