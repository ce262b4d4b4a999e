"""The demo municipality: organizations, people, topics and texts, all invented and marked as such."""
