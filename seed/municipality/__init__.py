"""The demo municipality: bodies, people, topics and texts, all invented and marked as such."""
