"""The decree as data, and the demo municipality that lives by it."""
